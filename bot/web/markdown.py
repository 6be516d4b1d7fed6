"""Markdown of answers to HTML, with acronyms explained in place, and to plain text and blocks for other formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
Button = Callable[[re.Match[str]], Token | None]
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph (with its list marker, if it is an item) or, when `rows` is filled, a table with its head first."""

    runs: tuple[Run, ...] = ()
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The block as plain text; a table's row as `head: cell; head: cell`."""
        if not self.rows:
            return self.marker + "".join(run.text for run in self.runs)
        head, *body = self.rows
        return "\n".join(
            "- " + "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True))
            for row in body
        )


def to_html(text: str, glossary: Mapping[str, str] | None = None, name: str = "") -> Markup:
    """Return safe HTML for an answer's Markdown.

    The first occurrence of each acronym in `glossary` (term to meaning) becomes a button that shows its meaning; `name`
    keeps the ids of these apart from those of other answers on the page. Raw HTML in the text is shown as text.
    """
    tokens = _MARKDOWN.parse(text)
    _describe_tables(tokens)
    if glossary:
        _explain(tokens, glossary, name)
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def to_text(text: str) -> str:
    """Return an answer's Markdown as plain text."""
    return "\n".join(block.text for block in blocks(text))


def blocks(text: str) -> list[Block]:
    """Return an answer's Markdown as paragraphs, list items and tables."""
    found: list[Block] = []
    numbers: list[int | None] = []
    rows: list[list[str]] = []
    marker = ""
    for token in _MARKDOWN.parse(text):
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            numbers.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            marker = "- " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            found.append(Block(rows=tuple(map(tuple, rows))))
            rows = []
        elif token.type == "inline" and rows:
            rows[-1].append("".join(run.text for run in _runs(token)))
        elif token.type == "inline":
            found.append(Block(tuple(_runs(token)), marker))
            marker = ""
        elif token.type in {"fence", "code_block"}:
            found.append(Block((Run(token.content.rstrip()),)))
    return found


def acronyms(glossary: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the terms that need explaining in place: those with two capitals, or a capital and digits."""
    return {term: meaning for term, meaning in glossary if re.search(r"[A-Z].*[A-Z0-9]", term) and " " not in term}


def _runs(inline: Token) -> Iterable[Run]:
    bold = 0
    for token in inline.children or []:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        if token.type in {"softbreak", "hardbreak"}:
            yield Run(" ", bold > 0)
        elif token.content:
            yield Run(token.content, bold > 0)


def _describe_tables(tokens: Sequence[Token]) -> None:
    """Make a table that still reads as one when the style sheet stacks its cells: roles, row heads, and labels."""
    heads: list[str] = []
    column = 0
    for position, token in enumerate(tokens):
        if token.tag in _ROLES and token.nesting == 1:
            token.attrSet("role", _ROLES[token.tag])
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append("".join(run.text for run in _runs(tokens[position + 1])))
            if heads[-1]:
                token.attrSet("scope", "col")
            else:
                # the corner over the row heads is no head of anything
                token.tag = tokens[position + 2].tag = "td"
                token.attrSet("role", "cell")
        elif token.type == "td_open":
            if column == 0:
                token.tag = tokens[position + 2].tag = "th"
                token.attrSet("scope", "row")
                token.attrSet("role", "rowheader")
            elif column < len(heads):
                token.attrSet("data-label", heads[column] + ("" if heads[column].endswith("?") else ":"))
            column += 1


def _explain(tokens: Sequence[Token], glossary: Mapping[str, str], name: str) -> None:
    terms = sorted(glossary, key=len, reverse=True)
    # what touches a term is kept on its line, since a line may break on either side of a button
    pattern = re.compile(rf"(?<![\w-])([(\[“]*)({'|'.join(map(re.escape, terms))})(?![\w-])((?:['’]s)?[)\]”.,;:!?]*)")
    numbers = count(1)
    explained: set[str] = set()

    def button(match: re.Match[str]) -> Token | None:
        before, term, after = match.groups()
        if term in explained:
            return None
        explained.add(term)
        target = f"term-{name}-{next(numbers)}"
        token = Token("html_inline", "", 0)
        token.content = (
            f'<span class="whole">{escape(before)}<button type="button" class="term" popovertarget="{escape(target)}">'
            f'<abbr title="{escape(glossary[term])}">{escape(term)}</abbr></button>{escape(after)}</span>'
            f'<span popover role="note" class="tip" id="{escape(target)}">'
            f"<strong>{escape(term)}</strong> {escape(glossary[term])}</span>"
        )
        return token

    for inline in tokens:
        if inline.type == "inline" and inline.children:
            inline.children = list(_with_buttons(inline.children, pattern, button))


def _with_buttons(children: Iterable[Token], pattern: re.Pattern[str], button: Button) -> Iterable[Token]:
    links = 0
    for token in children:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or links:
            yield token
            continue
        end = 0
        for match in pattern.finditer(token.content):
            found = button(match)
            if found:
                yield _text(token.content[end : match.start()])
                yield found
                end = match.end()
        yield _text(token.content[end:])


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token
