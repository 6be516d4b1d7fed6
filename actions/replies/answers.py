"""From a search result and the memory to a reply and the new memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from actions.replies.contacts import MAILBOX, PROGRAM_PAGE
from actions.replies.memory import Memory
from actions.replies.reply import (
    Choice,
    Reply,
    answer_reply,
    entry_choices,
    merged_sources,
    worded_for,
)
from actions.replies.roster_answers import roster_reply
from knowledge import PROGRAM_NAMES
from knowledge.results import Answer, Entry, EntryTitle, Passage, SearchResult

NONE_OF_THESE = Choice("None of these", "None of these")


def respond(result: SearchResult, memory: Memory) -> tuple[list[Reply], Memory]:
    """Return the replies to a searched message, two when it asks two things, and what to remember."""
    memory = replace(
        memory,
        program=program_in_force(result.programs, memory),
        state=result.state or memory.state,
        listed=result.roster.context if result.roster else None,
        compared=tuple(result.programs) if len(result.programs) > 1 else memory.compared,
    )
    if result.roster:
        reply = roster_reply(result.roster, memory.program)
        return [reply], replace(memory, entry=reply.entry, offered=(), rejected=())
    if result.best:
        replies = []
        for entry in (result.best, result.second):
            if entry:
                reply, memory = answer_entry(entry, memory, result.programs, result.state)
                replies.append(reply)
        if not result.sure:
            replies[0] = _with_runners_up(replies[0], result)
        return replies, memory
    if result.level == "ask":
        return [_ask(result, memory)], replace(memory, offered=_entries(result))
    if result.passage:
        return [_quote(result.passage, memory)], replace(memory, offered=())
    return [_out_of_scope(result, memory)], replace(memory, offered=_entries(result))


def program_in_force(named: list[str], memory: Memory) -> str | None:
    """One program named replaces the old one; several leave none; none named keeps it."""
    if len(named) == 1:
        return named[0]
    return None if named else memory.program


def program_choice(entry: Entry, program: str, title: str | None = None) -> Choice:
    """Return the choice of an entry's answer for one program."""
    question = worded_for(entry.question, program)
    text = question if program in question else f"{question} ({program})"
    return Choice(title or text, text, entry.entry)


def table(entry: Entry, programs: list[str]) -> str:
    """Return the answers of an entry side by side as a Markdown table."""
    rows = [
        f"| **{program}** ({PROGRAM_NAMES[program]}) | {(entry.answers[program].short or '').strip()} |"
        for program in programs
        if program in entry.answers
    ]
    return "\n".join(["| Program | " + worded_for(entry.question, None) + " |", "|---|---|", *rows])


def comparison(entry: Entry, programs: list[str], program: str | None) -> Reply:
    """Return the answers of a split entry side by side, with a choice per program for the full answer."""
    shown = [name for name in programs if name in entry.answers]
    answers = [entry.answers[name] for name in shown]
    return Reply(
        kind="comparison",
        text=table(entry, shown),
        entry=entry.entry,
        question=worded_for(entry.question, None),
        program=program,
        scope="any",
        level="answer",
        sources=merged_sources(answers),
        links=list(dict.fromkeys(link for answer in answers for link in answer.links)),
        choices=[program_choice(entry, name, f"More on {name}") for name in shown],
        as_of=min(answer.as_of for answer in answers),
        confidence=None,
        due=entry.due,
    )


def answer_entry(
    entry: Entry, memory: Memory, named: Sequence[str] = (), state: str | None = None
) -> tuple[Reply, Memory]:
    """Give an entry's answer for the state or program named or in force; without one, for all programs."""
    after = replace(memory, entry=entry.entry, offered=(), rejected=(), listed=None)
    if entry.states:
        state = state or (memory.state if memory.entry == entry.entry else None)
        if state:
            return _state_answer(entry, state, memory.program), after
    answer = _for_program(entry, memory.program)
    if answer:
        return answer_reply(entry, answer, memory.program), after
    if memory.program:
        return _not_covered(entry, memory.program), after
    programs = [name for name in PROGRAM_NAMES if name in entry.answers]
    compared = [name for name in named if name in programs] or programs
    offered = tuple(f"{entry.entry}:{program}" for program in programs)
    reply = comparison(entry, compared, None) if entry.compare else _ask_program(entry, programs)
    return reply, replace(after, offered=offered, compared=tuple(compared))


def _for_program(entry: Entry, program: str | None) -> Answer | None:
    if program in entry.answers:
        return entry.answers[program or ""]
    if "any" in entry.answers:
        return entry.answers["any"]
    if len(entry.answers) == 1 and program is None:
        return next(iter(entry.answers.values()))
    return None


def _ask_program(entry: Entry, programs: Sequence[str]) -> Reply:
    return Reply(
        kind="clarify",
        text=f"The answer differs by program. {entry.question} Which program is it about?",
        entry=entry.entry,
        question=worded_for(entry.question, None),
        level="ask",
        choices=[program_choice(entry, name, f"{name} ({PROGRAM_NAMES[name]})") for name in programs],
    )


def _state_answer(entry: Entry, state: str, program: str | None) -> Reply:
    answer = entry.states.get(state)
    if answer:
        return answer_reply(entry, answer, program)
    general = entry.answers["any"]
    reply = answer_reply(entry, general, program)
    return msgspec.structs.replace(reply, text=f"The sources on file have nothing on {state} for this. {general.text}")


def _not_covered(entry: Entry, program: str) -> Reply:
    covered = [name for name in PROGRAM_NAMES if name in entry.answers]
    return Reply(
        kind="answer",
        text=(
            f"The sources on file say nothing about this for {program} ({PROGRAM_NAMES[program]}). "
            f"They do for {' and '.join(covered)}. Ask your ICE field office or {MAILBOX} about {program}."
        ),
        entry=entry.entry,
        question=worded_for(entry.question, None),
        program=program,
        scope=program,
        level="answer",
        sources=merged_sources(entry.answers[name] for name in covered),
        choices=[program_choice(entry, name) for name in covered],
        as_of=min(entry.answers[name].as_of for name in covered),
        due=entry.due,
    )


def _with_runners_up(reply: Reply, result: SearchResult) -> Reply:
    """Put the next candidates before the related questions, where the first may not be what was meant."""
    others = _match_choices(result, reply.program)[1:]
    shown = {choice.entry for choice in others} | {reply.entry}
    rest = [choice for choice in reply.choices if choice.entry not in shown or reply.kind != "answer"]
    return msgspec.structs.replace(reply, choices=[*others, *rest])


def _ask(result: SearchResult, memory: Memory) -> Reply:
    return Reply(
        kind="clarify",
        text="I am not sure which of these you mean:",
        program=memory.program,
        level="ask",
        choices=[*_match_choices(result, memory.program), NONE_OF_THESE],
    )


def _quote(passage: Passage, memory: Memory) -> Reply:
    return Reply(
        kind="answer",
        text=f"No reviewed answer fits, but this section may help ({passage.title}, {passage.heading}):\n\n"
        f"> {passage.answer.text}",
        entry=passage.id,
        program=memory.program,
        scope=passage.answer.scope,
        level="answer",
        sources=passage.answer.sources,
        as_of=passage.answer.as_of or None,
        confidence=passage.answer.confidence,
    )


def _out_of_scope(result: SearchResult, memory: Memory) -> Reply:
    return Reply(
        kind="out_of_scope",
        text=(
            "My sources do not cover that, so I will not guess. I answer questions about ICE's 287(g) program and its "
            f"three models. For anything else on the program, write to {MAILBOX} or ask your ICE field office or your "
            "agency's counsel. These are the nearest questions that I can answer:"
        ),
        program=memory.program,
        level="none",
        links=[PROGRAM_PAGE],
        choices=_match_choices(result, memory.program),
    )


def _match_choices(result: SearchResult, program: str | None) -> list[Choice]:
    return entry_choices([EntryTitle(match.entry, match.question) for match in result.matches], program)


def _entries(result: SearchResult) -> tuple[str, ...]:
    return tuple(match.entry for match in result.matches)
