"""What is said about the last answer: in fewer words, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.replies.reply import merged_sources
from knowledge.results import Answer, Passage

SIMPLE_SENTENCES = 2
QUOTED_PASSAGES = 2
QUOTED_WORDS = 60


def shorter(answer: Answer) -> str:
    """Return the answer's short form, else its first two sentences."""
    if answer.short:
        return answer.short.strip()
    paragraph = answer.text.strip().split("\n")[0]
    return " ".join(re.split(r"(?<=[.!?])\s+", paragraph)[:SIMPLE_SENTENCES])


def whereabouts(answers: Sequence[Answer], passages: Sequence[Passage]) -> str:
    """Return the places that answers rest on, with the sections on file retold."""
    places = [
        f"- {source.title}"
        + (f", section {source.section}" if source.section else "")
        + (f" ({source.as_of})" if source.as_of else "")
        for source in merged_sources(answers)
    ]
    lines = ["That answer rests on:", "", *places]
    for passage in passages[:QUOTED_PASSAGES]:
        words = passage.answer.text.split()
        text = " ".join(words[:QUOTED_WORDS]) + (" ..." if len(words) > QUOTED_WORDS else "")
        lines += ["", f"**{passage.title}, {passage.heading}**, retold:", "", f"> {text}"]
    return "\n".join(lines)
