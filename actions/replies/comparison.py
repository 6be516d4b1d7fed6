"""Comparing programs side by side: as a whole, or on the aspect that the message names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.replies.answers import answer_entry, comparison, respond
from actions.replies.memory import Memory
from actions.replies.reply import Reply, entry_choices, merged_sources
from knowledge import PROGRAM_NAMES, required
from knowledge.client import KnowledgeClient
from knowledge.results import Entry, EntryTitle

WHOLE = required.COMPARE_MODELS
OVERVIEWS = {WHOLE, required.MODEL_DESCRIPTION, required.MODELS_OVERVIEW, required.CHOOSE_MODEL}
# the rows of the whole comparison: what an agency looks at first, duties and limits as much as powers
ASPECTS = {
    "Where": required.PLACE_OF_AUTHORITY,
    "May do": required.POWERS,
    "May not do": required.LIMITS,
    "May ask about status": required.QUESTION_STATUS,
    "Training": required.TRAINING_LENGTH,
    "Travel to training": required.TRAVEL_COST,
    "Ending it": required.END_AGREEMENT,
}
# words that ask for a comparison and name no aspect
WORDS = """
    a about all and are between beside both by chart compare compared comparing comparison contrast differ difference
    differences different do does each every for from give how in is it its lay me model models of on one ones or other
    out please program programs put rundown set side show summary table tell than the their them they three to two
    versus vs what whats which with
"""
COMPARING = frozenset(WORDS.split())


def compare(
    knowledge: KnowledgeClient, text: str, named: Sequence[str], rest: str, memory: Memory
) -> tuple[Reply, Memory]:
    """Compare the programs named (else all) on the aspect that a message names, else as a whole.

    `rest` is the message without its programs. Raises KnowledgeError.
    """
    result = knowledge.search(text, memory.entry)
    if result.roster:
        # "which agencies have all three models" compares nothing
        (reply,), listed = respond(result, memory)
        return reply, listed
    several = next((names for names in (named, result.programs) if len(names) > 1), None)
    programs = list(several or PROGRAM_NAMES)
    after = replace(memory, program=None, offered=(), rejected=(), compared=tuple(programs))
    entry = _aspect(knowledge, rest) or result.best
    if entry and entry.compare and entry.entry not in OVERVIEWS:
        return comparison(entry, programs, None), replace(after, entry=entry.entry)
    if entry and entry.entry not in OVERVIEWS and not several:
        return answer_entry(entry, memory, result.programs, result.state)
    return _whole(knowledge, programs), replace(after, entry=WHOLE)


def _aspect(knowledge: KnowledgeClient, text: str) -> Entry | None:
    """The entry on what is to be compared, from what a message says besides programs and comparing; None without it."""
    words = [word for word in re.findall(r"[a-z0-9']+", text.lower()) if word not in COMPARING]
    if not words:
        return None
    # an aspect is often a bare word ("training"), of which the search is not sure: the likeliest one that can be shown
    result = knowledge.search(" ".join(words))
    if result.best:
        return result.best if result.best.compare else None
    if result.level != "ask":
        return None
    likely = knowledge.entries_by_id([match.entry for match in result.matches])
    return next((entry for entry in likely.values() if entry.compare), None)


def _whole(knowledge: KnowledgeClient, programs: list[str]) -> Reply:
    found = knowledge.entries_by_id([*ASPECTS.values(), WHOLE])
    entries = {title: found[name] for title, name in ASPECTS.items()}
    whole = found[WHOLE]
    answers = [entry.answers[program] for entry in entries.values() for program in programs if program in entry.answers]
    head = "| | " + " | ".join(f"{program} ({PROGRAM_NAMES[program]})" for program in programs) + " |"
    rows = [f"| **{title}** | " + " | ".join(_cells(entry, programs)) + " |" for title, entry in entries.items()]
    return Reply(
        kind="comparison",
        text="\n".join([head, "|---" * (len(programs) + 1) + "|", *rows]),
        entry=WHOLE,
        question=whole.question,
        scope="any",
        level="answer",
        sources=merged_sources(answers),
        links=whole.answers["any"].links,
        choices=entry_choices([EntryTitle(entry.entry, entry.question) for entry in entries.values()][:4], None),
        as_of=min(answer.as_of for answer in answers),
        due=whole.due or any(entry.due for entry in entries.values()),
    )


def _cells(entry: Entry, programs: list[str]) -> list[str]:
    answers = [entry.answers.get(program) for program in programs]
    return [answer.short or answer.text if answer else "not covered" for answer in answers]
