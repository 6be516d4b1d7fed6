"""Which models fit what an agency says of itself: a table, each with its reason from a reviewed entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.replies.hand_off import law_reply, state_law
from actions.replies.reply import Choice, Reply, merged_sources
from knowledge import PROGRAM_NAMES, required
from knowledge.client import KnowledgeClient
from knowledge.results import Answer, Entry

FITS, IN_PART, WIDER, NO_FIT = "Fits what you said", "Fits in part", "Wider than what you said", "Does not fit"
# the entries that the reasons are taken from
PLACE, QUESTIONING, NOMINEES = required.PLACE_OF_AUTHORITY, required.QUESTION_STATUS, required.NOMINEE_REQUIREMENTS
LAW = required.STATE_LAW


@dataclass(frozen=True)
class Wishes:
    """What an agency says; what it does not know is None.

    `work` is `patrol`, `custody` or `both`; `tasks` `warrants` or `questioning`; `experience` `two_years`, `mixed` or
    `less`; `state` a two-letter code.
    """

    work: str | None = None
    tasks: str | None = None
    experience: str | None = None
    runs_jail: bool | None = None
    state: str | None = None


@dataclass(frozen=True)
class Fit:
    """How one model fits, and the entry whose answer says why."""

    verdict: str
    reason: str


def model_choice(knowledge: KnowledgeClient, wishes: Wishes) -> list[Reply]:
    """Return the law of the state, where something is known of it, and the table. Raises KnowledgeError."""
    return _replies(wishes, knowledge.entries_by_id([PLACE, QUESTIONING, NOMINEES, LAW]))


def fit(program: str, wishes: Wishes) -> Fit:
    """Return how a model fits the answers."""
    work, tasks, experience = wishes.work, wishes.tasks, wishes.experience
    if program == "TFM":
        if experience == "less":
            return Fit(NO_FIT, NOMINEES)
        if work == "custody":
            return Fit(WIDER, PLACE)
        if experience == "mixed":
            return Fit(IN_PART, NOMINEES)
        return Fit(WIDER, QUESTIONING) if tasks == "warrants" else Fit(FITS, PLACE)
    if wishes.runs_jail is False or work == "patrol":
        return Fit(NO_FIT, PLACE)
    if program == "WSO" and tasks == "questioning":
        return Fit(NO_FIT, QUESTIONING)
    if program == "JEM" and tasks == "warrants":
        return Fit(WIDER, QUESTIONING)
    return Fit(IN_PART if work == "both" else FITS, PLACE)


def _replies(wishes: Wishes, entries: dict[str, Entry]) -> list[Reply]:
    fits = {program: fit(program, wishes) for program in PROGRAM_NAMES}
    reasons = {program: entries[found.reason].answers[program] for program, found in fits.items()}
    state = wishes.state
    replies = [law_reply(entries[LAW], state)] if state and state_law(entries[LAW], state) else []
    wanted = [program for program, found in fits.items() if found.verdict != NO_FIT]
    text = "\n".join(
        [
            "This is no advice: whether an agency is accepted is for ICE and the law to decide.",
            "",
            "| Model | From what you said | Why | Source |",
            "|---|---|---|---|",
            *_rows(fits, reasons),
            "",
            _closing(state, bool(replies)),
        ]
    )
    table = Reply(
        kind="comparison",
        text=text,
        entry=required.CHOOSE_MODEL,
        scope="any",
        level="answer",
        sources=merged_sources(reasons.values()),
        choices=_next_steps(wanted),
        as_of=min(answer.as_of for answer in reasons.values()),
    )
    return [*replies, table]


def _rows(fits: dict[str, Fit], reasons: dict[str, Answer]) -> Iterator[str]:
    for program, found in fits.items():
        answer = reasons[program]
        source = answer.sources[0]
        section = f", section {source.section}" if source.section else ""
        why = (answer.short or answer.text).strip()
        yield f"| **{program}** ({PROGRAM_NAMES[program]}) | {found.verdict} | {why} | {source.title}{section} |"


def _closing(state: str | None, law_said: bool) -> str:
    if law_said:
        return "Your state's law comes first: see above, and ask your counsel."
    if state:
        return (
            f"The sources on file have nothing on the law of {state}: it may require or forbid this; ask your counsel."
        )
    return "State law may require or forbid an agreement: ask your counsel."


def _next_steps(programs: list[str]) -> list[Choice]:
    return [
        *(Choice(f"More on {program}", f"Tell me about {program}", required.MODEL_DESCRIPTION) for program in programs),
        Choice("Compare all three", "Compare the three models", required.COMPARE_MODELS),
        *(Choice(f"Volunteer for {program}", f"We want to volunteer for {program}") for program in programs),
        Choice("Talk to a person", "I want to talk to a person", required.HUMAN_CONTACT),
    ]
