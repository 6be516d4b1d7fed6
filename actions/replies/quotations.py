"""Quotations from the agency's own documents as replies."""

from __future__ import annotations

from collections.abc import Sequence

from actions.replies.markup import escaped
from actions.replies.reply import MarkedPassage, Reply
from knowledge import PROGRAM_NAMES
from knowledge.client import KnowledgeClient
from knowledge.results import Answer, DocumentPassage, Link, Source

MAY_HELP = "No reviewed answer fits, but one of your agency's own documents may help"
MAY_HELP_TOO = "One of your agency's own documents may help"
SAYS_SO = "Your agency's own document says it here"


def quote_reply(passage: DocumentPassage, program: str | None, opening: str) -> Reply:
    """Return a passage as a reply: its sentences with the relevant one in bold, its title, section, page and date.

    `program` is the one that the conversation is about.
    """
    title = named(passage)
    place = f"section {passage.section}, page {passage.page}" if passage.section else f"page {passage.page}"
    lines = [f"{opening} ({title}, {place}{_dated(passage)}):", "", f"> {_quoted(passage.sentences, passage.marked)}"]
    if passage.marks:
        lines[:0] = [f"**{' · '.join(passage.marks)}**", ""]
    if passage.others:
        lines += ["", f"{_others(len(passage.others))} nearly the same passage."]
    return Reply(
        kind="answer",
        text="\n".join(lines),
        program=program,
        scope=passage.program or "any",
        level="answer",
        sources=[Source(title, place.removeprefix("section "), None, passage.date)],
        links=[Link(f"The passage in its document, {place}", f"/documents/{passage.document}#page={passage.page}")],
        as_of=passage.date,
    )


def quoted(client: KnowledgeClient, text: str, program: str | None, permitted: bool, opening: str) -> Reply | None:
    """Return the passage of the agency's own documents that answers a message, or None when none is sure.

    Raises KnowledgeUnavailableError.
    """
    found = client.search_documents(text, program, permitted, count=1)
    return _reply(found.passages[0], program, opening) if found.sure else None


def supported(client: KnowledgeClient, answer: Answer, program: str | None, permitted: bool) -> Reply | None:
    """Return where the agency's own agreement says what an answer says, or None; for "where does it say that?".

    Raises KnowledgeUnavailableError.
    """
    sections = [section for source in answer.sources for section in (source.section or "").split(", ") if section]
    program = answer.scope if answer.scope in PROGRAM_NAMES else program
    found = client.find_support(answer.text, program, sections, permitted)
    return _reply(found, program, SAYS_SO) if found else None


def marked_reply(passage: DocumentPassage, program: str | None, opening: str) -> Reply:
    """Return what stands for a passage with a handling mark: nothing of it, not even its title, is kept."""
    return Reply(
        kind="answer",
        text=(
            "A passage of your agency's own documents fits, but it bears a handling mark. It is shown here only while "
            "you are signed in with the permission for such passages, and is neither saved nor printed."
        ),
        program=program,
        level="answer",
        marked=MarkedPassage(passage.document, passage.number, passage.sentence, opening),
    )


def _reply(passage: DocumentPassage, program: str | None, opening: str) -> Reply:
    return (marked_reply if passage.marks else quote_reply)(passage, program, opening)


def named(passage: DocumentPassage) -> str:
    """Return the title of the passage's document, with the agency that it names."""
    return f"{passage.title}, {passage.holder}" if passage.holder else passage.title


def _quoted(sentences: Sequence[str], marked: int) -> str:
    plain = [_as_text(sentence) for sentence in sentences]
    return " ".join(f"**{text}**" if number == marked else text for number, text in enumerate(plain))


def _as_text(sentence: str) -> str:
    """The sentence with what would be Markdown in it shown as it is."""
    return escaped(sentence.removeprefix("• ").strip())


def _dated(passage: DocumentPassage) -> str:
    return f", {passage.date}" if passage.date else ""


def _others(count: int) -> str:
    return "One other document holds" if count == 1 else f"{count} other documents hold"
