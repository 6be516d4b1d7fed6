"""Comparing programs side by side: as a whole, or on the aspect that the message names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answering import answer_entry, comparison
from actions.memory import Memory
from actions.replies import PROGRAM_NAMES, Reply, merged_sources, topic_choices
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError
from knowledge.results import Entry, Topic

WHOLE = "compare-models"
# the rows of the whole comparison: what an agency looks at first, duties and limits as much as powers
ASPECTS = {
    "Where": "place-of-authority",
    "May do": "powers",
    "May not do": "limits",
    "May ask about status": "question-status",
    "Training": "training-length",
    "Travel to training": "travel-cost",
    "Ending it": "end-agreement",
}


def compare(knowledge: KnowledgeClient, text: str, memory: Memory, named: Sequence[str] = ()) -> tuple[Reply, Memory]:
    """Compare the programs `named` (else all) on the aspect that the search is sure of, else as a whole.

    Raises KnowledgeUnavailableError.
    """
    result = knowledge.search(text, memory.topic)
    several = next((names for names in (named, result.programs) if len(names) > 1), None)
    programs = list(several or PROGRAM_NAMES)
    after = replace(memory, program=None, offered=(), rejected=(), compared=tuple(programs))
    entry = result.best
    if entry and entry.compare and entry.entry != "model-description":
        return comparison(entry, programs, None), replace(after, topic=entry.entry)
    if entry and entry.entry not in {WHOLE, "model-description", "models-overview"} and not several:
        return answer_entry(entry, memory, result.programs, result.state)
    return _whole(knowledge, programs), replace(after, topic=WHOLE)


def _whole(knowledge: KnowledgeClient, programs: list[str]) -> Reply:
    entries = {title: _entry(knowledge, name) for title, name in ASPECTS.items()}
    whole = _entry(knowledge, WHOLE)
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
        choices=topic_choices([Topic(entry.entry, entry.question) for entry in entries.values()][:4], None),
        as_of=min(answer.as_of for answer in answers),
        due=whole.due or any(entry.due for entry in entries.values()),
    )


def _cells(entry: Entry, programs: list[str]) -> list[str]:
    answers = [entry.answers.get(program) for program in programs]
    return [answer.short or answer.text if answer else "not covered" for answer in answers]


def _entry(knowledge: KnowledgeClient, name: str) -> Entry:
    entry = knowledge.entry(name)
    if entry is None:
        raise KnowledgeUnavailableError(f"there is no entry {name}")
    return entry
