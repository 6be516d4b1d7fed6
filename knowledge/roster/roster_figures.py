"""The figures entries on the newest list on file, in the place of the shipped numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from knowledge.entries import required
from knowledge.entries.figures import Counts, Figures, NationalFigure, StateFigures, state_answers
from knowledge.entries.schema import ANSWER_WORDS, Answer, Entry, Knowledge, Source
from knowledge.roster.presentation import FOLDER
from knowledge.roster.roster import Agreement, Roster, count_programs
from knowledge.roster.roster_store import Rosters
from knowledge.text.dates import day, written
from knowledge.text.states import STATE_NAMES

EARLIER = 3
LARGEST = 5


def source_id(roster: Roster) -> str:
    """Return the id of a list as a source, in the way of `ice-roster-2026-05-18` in sources.yml."""
    return f"ice-roster-{roster.date.isoformat()}"


def figures_from_roster(roster: Roster) -> Figures:
    """Return the numbers of one list of participating agencies."""
    by_state: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in roster.agreements:
        by_state[agreement.state].append(agreement)
    listed = roster.date.isoformat()
    return Figures(
        national=[
            NationalFigure(
                date=listed,
                agreements=len(roster.agreements),
                source=source_id(roster),
                **count_programs(roster.agreements),
            )
        ],
        by_state=StateFigures(
            date=listed,
            source=source_id(roster),
            counts={code: Counts(**count_programs(found)) for code, found in sorted(by_state.items())},
        ),
    )


def newest_figures(rosters: Rosters, shipped: Figures) -> Figures:
    """Return the shipped numbers with those of the lists on file: by state from the newest, in the country from all."""
    listed = [figures_from_roster(roster) for roster in rosters.participating]
    national = {figure.date: figure for figures in [shipped, *listed] for figure in figures.national}
    by_state = max([shipped.by_state, *(figures.by_state for figures in listed)], key=lambda counts: counts.date)
    if listed and listed[-1].by_state.date == by_state.date:
        by_state = listed[-1].by_state
    return Figures(national=[national[key] for key in sorted(national)], by_state=by_state)


def later_figure(shipped: Figures, listed: date) -> NationalFigure | None:
    """Return the newest shipped number of the country that is newer than a list."""
    newest = max(shipped.national, key=lambda figure: figure.date)
    return newest if newest.date > listed.isoformat() else None


def filled_in(knowledge: Knowledge, rosters: Rosters, shipped: Figures) -> Knowledge:
    """Return `knowledge` with the figures entries and their sources on the newest list.

    Nothing changes without a list, or with one that is older than the shipped numbers by state.
    """
    roster = rosters.newest("participating")
    if roster is None or roster.date.isoformat() < shipped.by_state.date:
        return knowledge
    figures = newest_figures(rosters, shipped)
    entries = dict(knowledge.entries)
    entry = _with_answer(entries[required.STATE_FIGURES], roster, _by_state(roster, figures))
    entries[entry.id] = entry.model_copy(update={"states": state_answers(figures)})
    entry = entries[required.AGREEMENT_FIGURES]
    later = later_figure(shipped, roster.date)
    text = _national(roster, figures, later, knowledge.sources)
    entries[entry.id] = _with_answer(entry, roster, _with_rest(text, entry.answers["any"].text))
    source = Source(title=f"ICE list of participating agencies, {day(roster.date)}", date=str(roster.date), url=FOLDER)
    sources = {source_id(roster): source} | knowledge.sources
    return knowledge.model_copy(update={"entries": entries, "sources": sources})


def _with_answer(entry: Entry, roster: Roster, text: str) -> Entry:
    before = entry.answers["any"]
    sources = list(dict.fromkeys([source_id(roster), *before.sources]))
    short = f"{len(roster.agreements):,} agreements on ICE's list of {day(roster.date)}."
    update = {"text": text, "short": short, "sources": sources, "as_of": roster.date.isoformat()}
    answer = Answer.model_validate(before.model_dump() | update)
    return entry.model_copy(update={"answers": entry.answers | {"any": answer}})


def _by_state(roster: Roster, figures: Figures) -> str:
    totals = {code: sum(counts.model_dump().values()) for code, counts in figures.by_state.counts.items()}
    largest = sorted(totals, key=lambda code: -totals[code])[:LARGEST]
    named = ", ".join(f"{STATE_NAMES[code]} {totals[code]:,}" for code in largest)
    return (
        f"Name a state and I give its number. What is counted: agreements on ICE's list of participating agencies of "
        f"**{day(roster.date)}** ({len(roster.agreements):,} in all), by model. On that day {len(totals)} states and "
        f"territories had at least one. The largest were {named}. One agency can hold several agreements, so "
        f"agreements are more than agencies. The numbers were counted from the copy on file here; the list changes "
        f"often, so check ICE's newest one."
    )


def _national(roster: Roster, figures: Figures, later: NationalFigure | None, sources: dict[str, Source]) -> str:
    models = ", ".join(f"{program} {count:,}" for program, count in count_programs(roster.agreements).items())
    text = (
        f"**{len(roster.agreements):,}** agreements at {roster.agencies():,} agencies on {roster.title}, the newest "
        f"list on file here ({models}). The list changes often."
    )
    if later:
        text += f" A later count: {later.agreements:,} on {written(later.date)} ({sources[later.source].title})."
    earlier = [figure for figure in figures.national if figure.date < roster.date.isoformat()]
    shown = list(dict.fromkeys([0, *range(max(0, len(earlier) - EARLIER), len(earlier))])) if earlier else []
    lines = [f"- {written(earlier[place].date)}: {earlier[place].agreements:,}" for place in shown]
    return "\n\n".join([text, "Before that:", "\n".join(lines)]) if lines else text


def _with_rest(text: str, reviewed: str) -> str:
    """Return the new numbers with what the reviewed answer says after its own, as far as an answer has room."""
    for paragraph in reviewed.split("\n\n")[2:]:
        longer = f"{text}\n\n{paragraph}"
        if len(longer.split()) <= ANSWER_WORDS[1]:
            text = longer
    return text
