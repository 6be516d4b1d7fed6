"""Word files (DOCX) by python-docx: headings and lists by their styles, tables row by row."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.documents.lines import Extracted, Line, UnreadableError

MOST_UNPACKED = 200 * 2**20


def read_word(data: bytes) -> Extracted:
    """Return the lines of a DOCX file. Raises UnreadableError when it is damaged or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise UnreadableError(f"it unpacks to {unpacked // 2**20} MB, more than {MOST_UNPACKED // 2**20} MB")
        document = docx.Document(io.BytesIO(data))
        return _read(document)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UnreadableError("it is damaged and cannot be read as a Word file; open it and save it anew") from error


def _read(document: Document) -> Extracted:
    lines: list[Line] = []
    page = 1
    title = document.core_properties.title or None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [Line(text, page, 0, True) for text in _rows(block)]
            continue
        page += _page_breaks(block)
        style = (block.style.name if block.style else None) or ""
        if style == "Title":
            title = block.text.strip() or title
        elif block.text.strip():
            lines.append(Line(_text(block, style), page, _level(style), True))
    properties = document.core_properties
    when = properties.modified or properties.created
    parts = [part for section in document.sections for part in (section.header, section.footer)]
    running = [paragraph.text for part in parts for paragraph in part.paragraphs if paragraph.text.strip()]
    return Extracted(lines, title=title, date=when.date().isoformat() if when else None, pages=page, running=running)


def _text(paragraph: Paragraph, style: str) -> str:
    text = " ".join(paragraph.text.split())
    return f"• {text}" if style.startswith("List") or (paragraph._p.pPr is not None and _numbered(paragraph)) else text


def _numbered(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _level(style: str) -> int:
    found = re.fullmatch(r"Heading (\d)", style)
    return int(found[1]) if found else 0


def _page_breaks(paragraph: Paragraph) -> int:
    hard = [node for node in paragraph._p.iter(qn("w:br")) if node.get(qn("w:type")) == "page"]
    return len(paragraph.rendered_page_breaks) or len(hard)


def _rows(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        rows.append("; ".join(cell for cell in cells if cell))
    return [row for row in rows if row]
