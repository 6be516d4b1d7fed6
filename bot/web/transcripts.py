"""The conversation as a file: plain text, or a Word document."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from flask import Blueprint, Response

from actions.replies.reply import Reply
from bot.web.chat_page import NOT_SHOWN, said
from bot.web.citations import entry_page, scope_name, source_text
from bot.web.dialogue_client import DialogueUnavailableError
from bot.web.downloads import DOCX
from bot.web.errors import ApiError
from bot.web.exchanges import Exchange
from bot.web.markdown import Block, blocks, to_text
from bot.web.services import services
from knowledge import written

blueprint = Blueprint("transcripts", __name__)

TITLE = "287(g) program questions: transcript"
NOTE = (
    "Answers of an automated program from reviewed entries. Not legal advice and not a service of ICE: what controls "
    "is the agency's signed agreement, its counsel and the ICE field office."
)


@blueprint.get("/transcript.txt")
def as_text() -> Response:
    """Give the conversation as plain text."""
    parts = [TITLE, _saved(), NOTE]
    for exchange in _said():
        parts.append(f"YOU: {exchange.text}")
        parts += [
            f"BOT: {_heading(reply)}\n{to_text(reply.text)}\n{_ending(reply)}".strip() for reply in exchange.replies
        ]
    # Windows' editors of old show text without these line ends on one line
    text = "\r\n".join("\n\n".join(parts).splitlines()) + "\r\n"
    return _file(text.encode("utf-8-sig"), "text/plain; charset=utf-8", "txt")


@blueprint.get("/transcript.docx")
def as_word() -> Response:
    """Give the conversation as a Word document."""
    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = services().settings.agency
    document.add_heading(TITLE, 0)
    document.add_paragraph(_saved())
    document.add_paragraph(NOTE)
    for exchange in _said():
        document.add_heading(exchange.text, 1)
        for reply in exchange.replies:
            _add_reply(document, reply)
    target = io.BytesIO()
    document.save(target)
    return _file(target.getvalue(), DOCX, "docx")


def _said() -> list[Exchange]:
    try:
        return said()
    except DialogueUnavailableError as error:
        raise ApiError(503, "unavailable", NOT_SHOWN, retry_after=60) from error


def _saved() -> str:
    agency = services().settings.agency
    now = datetime.now().astimezone()
    return f"Saved {written(now.date().isoformat(), short=True)}, {now:%H:%M %Z}{f', {agency}' if agency else ''}."


def _heading(reply: Reply) -> str:
    name = scope_name(reply.scope or "any")
    return f"{reply.question or ''}{f' [{name}]' if name else ''}".strip()


def _ending(reply: Reply) -> str:
    """Sources, date, links, choices and address of a reply, a line each."""
    lines = [f"Source: {source_text(source)}" for source in reply.sources]
    lines += (
        [f"As of {written(reply.as_of, short=True)}." + (" Due for review." if reply.due else "")]
        if reply.as_of
        else []
    )
    lines += [f"Reference: {reply.reference}"] if reply.reference else []
    lines += [f"Link: {link.title}, {link.url}" for link in reply.links]
    if reply.kind in {"clarify", "volunteer", "out_of_scope"}:
        lines += [f"({number}) {choice.title}" for number, choice in enumerate(reply.choices, start=1)]
    page = entry_page(reply.entry, reply.scope) if reply.level == "answer" else None
    return "\n".join([*lines, f"Address: {page}"] if page else lines)


def _add_reply(document: Word, reply: Reply) -> None:
    if heading := _heading(reply):
        document.add_heading(heading, 2)
    for block in blocks(reply.text):
        _add_block(document, block)
    for line in _ending(reply).splitlines():
        document.add_paragraph(line).paragraph_format.space_after = 0


def _add_block(document: Word, block: Block) -> None:
    if block.rows:
        table = document.add_table(len(block.rows), len(block.rows[0]), "Table Grid")
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        return
    # the marker stays text: Word's own numbering would run on from one answer's list to the next
    paragraph = document.add_paragraph(block.marker)
    for run in block.runs:
        paragraph.add_run(run.text).bold = run.bold


def _file(body: bytes, kind: str, ending: str) -> Response:
    name = f"287g-questions-{datetime.now():%Y-%m-%d}.{ending}"
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
