"""What ICE's lists say on who takes part, as a reply: always with the list's day, and that it may have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlencode

from actions.replies.markup import escaped
from actions.replies.reply import Choice, Reply
from knowledge import STATE_NAMES, required, written
from knowledge.results import (
    ROSTER_PAGE,
    Holding,
    Link,
    RosterAgency,
    RosterAnswer,
    RosterCount,
    RosterFilter,
    Source,
)

MOST_CHOICES = 8
MOST_RANKED = 10
CHANGED = "The list may have changed since: check ICE's newest one."


def roster_reply(found: RosterAnswer, program: str | None) -> Reply:
    """Return the reply; `program` is the one in force in the conversation, which stays."""
    say: dict[str, Callable[[RosterAnswer], tuple[str, list[Choice]]]] = {
        "agency": _agency,
        "choose": _choose,
        "unknown": _unknown,
        "list": _list,
        "count": _count,
        "ranking": _ranking,
    }
    text, choices = say[found.ask](found)
    asks_back = found.ask == "choose"
    return Reply(
        kind="clarify" if asks_back else "answer",
        text=f"{text}\n\n{CHANGED}",
        entry=found.entry,
        program=program,
        scope=found.filter.states[0] if len(found.filter.states) == 1 else "any",
        level="ask" if asks_back else "answer",
        sources=[found.source, *([found.other_source] if found.other and found.other_source else [])],
        links=[Link("Download these rows (CSV)", csv_address(found.filter))] if found.ask in {"list", "count"} else [],
        choices=choices,
        as_of=found.source.as_of,
        confidence="official",
    )


def csv_address(asked: RosterFilter) -> str:
    """Return the address of a filter's rows."""
    given = {
        "state": asked.states,
        "program": asked.programs,
        "county": asked.county,
        "kind": asked.kind,
        "list": "pending" if asked.pending else None,
        "from": asked.first,
        "to": asked.last,
        "every": "1" if asked.every else None,
    }
    query = urlencode({name: value for name, value in given.items() if value}, doseq=True)
    return f"/roster.csv?{query}" if query else "/roster.csv"


def _agency(found: RosterAnswer) -> tuple[str, list[Choice]]:
    parts = []
    if found.similar:
        parts.append(f"{_on(found)} has no agency written “{escaped(found.said)}”. The nearest name on it:")
    elif found.agencies:
        named = found.agencies[0]
        what = f"**{escaped(named.name)}** ({STATE_NAMES[named.state]})" if len(found.agencies) == 1 else "These"
        parts.append(f"{what} {'is' if len(found.agencies) == 1 else 'are'} on {_on(found)}:")
    else:
        parts.append(f"“{escaped(found.said)}” is not on {_on(found)}.")
    if found.agencies:
        parts.append(agency_table(found.agencies[:ROSTER_PAGE]))
        parts += _remarks(found)
    parts += _beside(found)
    return "\n\n".join(parts), _agency_choices(found)


def _remarks(found: RosterAnswer) -> list[str]:
    """What the list says beyond the rows: a program that is not among them, no namesake elsewhere."""
    held = {holding.program for agency in found.agencies for holding in agency.holdings}
    remarks = [f"It has no {program} agreement there." for program in found.filter.programs if program not in held]
    if not found.filter.states and not found.similar:
        remarks.append("No agency of that name in another state is on it.")
    return [" ".join(remarks)] if remarks else []


def _beside(found: RosterAnswer) -> list[str]:
    if not (found.other and found.other_source):
        return []
    return [f"On {_list_name(found.other_source, not found.filter.pending)}:", agency_table(found.other[:ROSTER_PAGE])]


def _agency_choices(found: RosterAnswer) -> list[Choice]:
    agency = (found.agencies or found.other)[0]
    state = STATE_NAMES[agency.state]
    choices = [_on_agencies(f"All agencies in {state}", f"Which agencies are in {state}?")]
    if found.in_county and agency.county:
        text = f"Which agencies are in {agency.county}, {state}?"
        choices.insert(0, _on_agencies(f"All agencies in {agency.county}", text))
    return choices


def _choose(found: RosterAnswer) -> tuple[str, list[Choice]]:
    agencies = [*found.agencies, *(agency for agency in found.other if agency not in found.agencies)]
    if found.similar:
        start = f"{_on(found)} has no agency written “{escaped(found.said)}”, but several with a name that comes near."
    else:
        start = f"“{escaped(found.said)}” fits several agencies on {_on(found)}."
    parts = [f"{start} Which state is it?"]
    if found.agencies:
        parts.append(agency_table(found.agencies[:ROSTER_PAGE]))
    parts += _beside(found)
    if len(found.agencies) > ROSTER_PAGE:
        parts.append(f"Only {ROSTER_PAGE} of {len(found.agencies)} are shown: name the state.")
    chosen = {(agency.name, agency.state): None for agency in agencies}
    choices = [
        _on_agencies(f"{name}, {STATE_NAMES[state]}", f"Is the {name} in {STATE_NAMES[state]} on the list?")
        for name, state in list(chosen)[:MOST_CHOICES]
    ]
    return "\n\n".join(parts), choices


def _unknown(found: RosterAnswer) -> tuple[str, list[Choice]]:
    where = f" in {' or '.join(STATE_NAMES[code] for code in found.filter.states)}" if found.filter.states else ""
    parts = [f"{_on(found)} has no agency called “{escaped(found.said)}”{where}."]
    if found.other_source:
        parts[0] += f" Nor has {_list_name(found.other_source, not found.filter.pending)}."
    if found.nearest:
        parts += ["These names on it come nearest:", agency_table(found.nearest)]
    parts.append("Agencies are listed under their full names, so a name may be written in another way.")
    choices = [
        _on_agencies(f"All agencies in {STATE_NAMES[code]}", f"Which agencies are in {STATE_NAMES[code]}?")
        for code in found.filter.states
    ]
    return "\n\n".join(parts), choices


def _list(found: RosterAnswer) -> tuple[str, list[Choice]]:
    if not found.total_agencies:
        ended = (found.filter.first or "") > (found.source.as_of or "")
        return f"{_on(found)} has no {found.about}{': it is older than those days' if ended else ''}.", []
    if not found.agencies:
        return f"{_on(found)} has only {found.total_agencies:,} {found.about}.", []
    last = found.start + len(found.agencies) - 1
    shown = f" Numbers {found.start:,} to {last:,}" if len(found.agencies) < found.total_agencies else ""
    first = ", the last to sign first" if found.latest else ""
    head = (
        f"{_on(found)} has **{found.total_agencies:,}** {found.about}, with **{found.total_agreements:,}** agreements."
    )
    choices = []
    if found.next_page:
        left = min(ROSTER_PAGE, found.total_agencies - last)
        choices = [_on_agencies(f"Show the next {left}", found.next_page)]
    return f"{head}{shown}{first}{':' if shown else ''}\n\n{agency_table(found.agencies)}", choices


def _count(found: RosterAnswer) -> tuple[str, list[Choice]]:
    parts = [
        f"{_agreements(found)} of **{found.total_agencies:,}** {found.about}, on {_on(found)}. One agency can have "
        "several; a name written in two ways counts once."
    ]
    if found.later:
        parts[0] += (
            f" A later count of all agreements: {found.later.agreements:,} on {written(found.later.date)} "
            f"({found.later.title})."
        )
    rows = found.counts if found.filter.states else [_sum("All", found.counts)]
    parts.append(count_table("State", rows))
    if found.trend:
        parts += ["On the lists on file:", count_table("Day", found.trend)]
    choices = [_on_agencies("Which agencies?", found.next_page)] if found.next_page else []
    if not found.filter.states:
        choices.append(Choice("By state", "Which state has the most agreements?", required.STATE_FIGURES))
    return "\n\n".join(parts), choices


def _ranking(found: RosterAnswer) -> tuple[str, list[Choice]]:
    none = f"{len(found.without)} states and territories have none"
    if not found.counts:
        return f"On {_on(found)}, {none}: {', '.join(found.without)}.", []
    rows = found.counts[:MOST_RANKED]
    text = f"{_on(found)} by state, {len(rows)} of {len(found.counts)} ({none}):\n\n{count_table('State', rows)}"
    choices = [Choice("Which states have none?", "Which states have none?", required.STATE_FIGURES)]
    return text, choices


def agency_table(agencies: Iterable[RosterAgency]) -> str:
    """Return agencies as a Markdown table: name, state, county, and each agreement with its day and address."""
    lines = ["| Agency | State | County | Agreements (signed) |", "|---|---|---|---|"]
    for agency in agencies:
        held = ", ".join(_held(holding) for holding in agency.holdings)
        lines.append(f"| {escaped(agency.name)} | {agency.state} | {escaped(agency.county or '')} | {held} |")
    return "\n".join(lines)


def _held(holding: Holding) -> str:
    signed = f" ({holding.signed})" if holding.signed else ""
    addendum = f" with {_linked('addendum', holding.addendum)}" if holding.addendum else ""
    return f"{_linked(holding.program, holding.agreement)}{signed}{addendum}"


def count_table(head: str, counts: Iterable[RosterCount]) -> str:
    """Return numbers of agreements as a Markdown table."""
    lines = [f"| {head} | TFM | WSO | JEM | All |", "|---|---|---|---|---|"]
    lines += [
        f"| {count.name} | {count.TFM:,} | {count.WSO:,} | {count.JEM:,} | {count.agreements:,} |" for count in counts
    ]
    return "\n".join(lines)


def _on(found: RosterAnswer) -> str:
    """The list asked, as a sentence names it."""
    return _list_name(found.source, found.filter.pending)


def _list_name(source: Source, pending: bool) -> str:
    return f"ICE's list of {'pending' if pending else 'participating'} agencies of {written(source.as_of or '')}"


def _agreements(found: RosterAnswer) -> str:
    pending = "pending " if found.filter.pending else ""
    return f"**{found.total_agreements:,}** {pending}agreement{'' if found.total_agreements == 1 else 's'}"


def _linked(text: str, address: str | None) -> str:
    return f"[{text}]({quote(address, safe=':/?&=%#+,;@-._~')})" if address else text


def _on_agencies(title: str, text: str) -> Choice:
    return Choice(title, text, required.AGENCY_LOOKUP)


def _sum(name: str, counts: list[RosterCount]) -> RosterCount:
    return RosterCount(
        name, sum(one.TFM for one in counts), sum(one.WSO for one in counts), sum(one.JEM for one in counts)
    )
