"""HTML by BeautifulSoup, Markdown by markdown-it through HTML, and plain text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from charset_normalizer import from_bytes
from markdown_it import MarkdownIt

from knowledge.documents.lines import Extracted, Line, UnreadableError

BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "pre", "blockquote", "dt", "dd", "address", "div"]
NOT_TEXT = ["script", "style", "nav", "header", "footer", "noscript", "template", "svg", "form"]


def read_html(data: bytes) -> Extracted:
    """Return the lines of an HTML file."""
    return _from_html(decoded(data))


def read_markdown(data: bytes) -> Extracted:
    """Return the lines of a Markdown file."""
    return _from_html(MarkdownIt("commonmark").enable("table").render(decoded(data)))


def read_plain(data: bytes) -> Extracted:
    """Return the lines of a plain text; form feeds start pages."""
    lines, new = [], True
    for page, part in enumerate(decoded(data).split("\f"), start=1):
        for text in part.splitlines():
            if text.strip():
                lines.append(Line(" ".join(text.split()), page, 0, new))
            new = not text.strip()
    return Extracted(lines, pages=lines[-1].page if lines else None)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8 or in the encoding it seems to have. Raises UnreadableError for no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise UnreadableError("it is not text; give it the ending of what it is")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data[:100_000]).best()
        return data.decode(best.encoding if best else "cp1252", "replace")


def _from_html(html: str) -> Extracted:
    soup = BeautifulSoup(html, "lxml")
    title = " ".join(soup.title.get_text(" ").split()) if soup.title else ""
    running = [element.get_text(" ") for element in soup.find_all(["header", "footer"])]
    for element in soup.find_all(NOT_TEXT):
        element.decompose()
    lines: list[Line] = []
    for block in soup.find_all(BLOCKS):
        lines += _block(block)
    if not lines:
        lines = [Line(" ".join(text.split()), 1, 0, True) for text in soup.get_text("\n").splitlines() if text.strip()]
    return Extracted(lines, title=title or None, running=running)


def _block(block: Tag) -> list[Line]:
    """A line for a block without blocks in it, else for its own text only."""
    inner = block.find(BLOCKS)
    if inner is None:
        text = " ".join(block.get_text("; " if block.name == "tr" else " ", strip=block.name == "tr").split())
    else:
        text = " ".join(" ".join(str(child) for child in block.find_all(string=True, recursive=False)).split())
    if not text:
        return []
    level = int(block.name[1]) if re.fullmatch(r"h[1-6]", block.name) else 0
    return [Line(f"• {text}" if block.name == "li" else text, 1, level, True)]
