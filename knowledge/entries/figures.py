"""Numbers of agreements: the shipped table, and the answer that it gives for a state."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from knowledge.entries.schema import Answer, Confidence, PartialDate, StateCode
from knowledge.text.states import STATE_NAMES


class Counts(BaseModel):
    """Agreements of one state by program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TFM: int
    WSO: int
    JEM: int


class StateFigures(BaseModel):
    """Agreements by state on one day; a state that is not listed had none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: PartialDate
    source: str
    counts: dict[StateCode, Counts]


class NationalFigure(BaseModel):
    """Agreements in the country on one day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: PartialDate
    agreements: int
    TFM: int | None = None
    WSO: int | None = None
    JEM: int | None = None
    source: str


class Figures(BaseModel):
    """The content of figures.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    national: list[NationalFigure]
    by_state: StateFigures


def state_answers(figures: Figures) -> dict[str, Answer]:
    """Return an answer for every state and territory, by its two-letter code."""
    return {code: _state_answer(figures.by_state, code, name) for code, name in STATE_NAMES.items()}


def _state_answer(figures: StateFigures, code: str, name: str) -> Answer:
    counts = figures.counts.get(code)
    if counts is None:
        found = f"{name} had no 287(g) agreement on ICE's list of participating agencies of {figures.date}."
    else:
        total = counts.TFM + counts.WSO + counts.JEM
        found = (
            f"{name} had **{total}** 287(g) agreement{'s' if total != 1 else ''} on ICE's list of participating "
            f"agencies of {figures.date}: TFM {counts.TFM}, WSO {counts.WSO}, JEM {counts.JEM}."
        )
    caveat = " One agency can hold several agreements. The list changes often: check ICE's newest one."
    return Answer(
        text=found + caveat,
        facts=["section 4", "F4.01"],
        sources=[figures.source],
        links=["ice-287g"],
        as_of=figures.date,
        confidence=Confidence.OFFICIAL,
    )
