"""From lines to sections: headings by their numbering, their capitals, or as the file marks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.documents.lines import Line
from knowledge.documents.recognition import roman

HEADING_WORDS = 14
APPENDIX = re.compile(r"^(APPEND.X|ANNEX|ATTACHMENT|EXHIBIT)\s*([A-Z]|\d{1,2})\b[.:]?\s*(.*)$")
NUMBERED = re.compile(
    r"^(?:(?:Section|SECTION|Article|ARTICLE)\s+)?([IVXLTl1|]{1,6}|[A-Z]|[a-z]|\d{1,2})[.)]\s+(\S.*)$"
)
DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(\S.*)$")
ITEM = re.compile(r"^(?:[•·▪■●○◦*o–-]\s+|\(?(?:[a-z]|\d{1,2}|[ivx]{1,5})[.)]\s+\S)")
# "For the LEA:" opens a block of contacts, not a section
LABEL = re.compile(r"^(?!For )[A-Z][\w/&,' -]{3,70}:$")
CAPITALS = re.compile(r"^[A-Z0-9][A-Z0-9 ,.()/&'’:-]{3,}$")
SMALL_WORDS = """
a an and at by for from in into of on or the to under with
"""
SMALL = frozenset(SMALL_WORDS.split())
# characters that recognition puts for the letters of a heading
READ_AS = {"8": "B", "0": "O", "6": "G", "5": "S", "l": "I", "|": "I", "t": "1"}


@dataclass
class Section:
    """A section: its number as a path (`IV.B`), its headings from the top, and its lines."""

    number: str
    headings: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Mark:
    """A heading as found: what kind of numbering, the number, and the words."""

    kind: str
    number: str
    words: str


def sections(lines: Sequence[Line]) -> tuple[list[str], list[Section]]:
    """Return the title lines that precede all text, and the sections in order, those without text left out."""
    titles, start = _title_lines(lines)
    stack: list[Mark] = []
    found = [Section("", ())]
    for line in lines[start:]:
        mark = _mark(line, stack)
        if mark is None:
            found[-1].lines.append(line)
            continue
        if mark.kind == "subtitle":
            stack[-1] = Mark(stack[-1].kind, stack[-1].number, f"{stack[-1].words} {mark.words}".strip())
        else:
            stack = _pushed(stack, mark)
        found.append(Section(_path(stack), tuple(mark.words for mark in stack if mark.words)))
    return titles, [section for section in found if section.lines]


def is_item(text: str) -> bool:
    """Return whether a line starts an item of a list."""
    return bool(ITEM.match(text))


def _title_lines(lines: Sequence[Line]) -> tuple[list[str], int]:
    """Up to three short lines at the top that are neither numbered nor sentences."""
    titles: list[str] = []
    for line in lines[:3]:
        text = line.text.strip()
        if (
            line.level
            or NUMBERED.match(text)
            or is_item(text)
            or text.endswith((".", ",", ";", ":"))
            or len(text.split()) > 10
        ):
            break
        titles.append(text)
    # a document of nothing but short lines has no title
    return (titles, len(titles)) if len(titles) < len(lines) else ([], 0)


def _mark(line: Line, stack: list[Mark]) -> Mark | None:
    text = line.text.strip()
    if not text or len(text.split()) > HEADING_WORDS:
        return None
    appendix = APPENDIX.match(text)
    if appendix:
        return Mark("appendix", f"Appendix {appendix[2]}", appendix[3])
    decimal = DECIMAL.match(text)
    if decimal and (line.level or _titled(decimal[2])):
        return Mark(f"decimal{decimal[1].count('.')}", decimal[1], decimal[2])
    numbered = NUMBERED.match(text)
    if numbered and (line.level or _titled(numbered[2])):
        return _numbered(numbered[1], numbered[2].rstrip("."), stack)
    if line.level:
        return Mark(f"level{line.level}", "", text)
    if CAPITALS.match(text) and not text.endswith(".") and sum(map(str.isalpha, text)) >= 5:
        below_number = stack and stack[-1].number.startswith("Appendix") and not stack[-1].words
        return Mark("subtitle" if below_number or _broken(stack) else "capitals", "", text)
    if LABEL.match(text) and line.new and _titled(text[:-1]):
        return Mark("label", "", text[:-1])
    return None


def _broken(stack: list[Mark]) -> bool:
    """Whether the last heading goes on in the next line."""
    return bool(stack) and stack[-1].words.endswith((",", " AND", " OF", " THE", " TO"))


def _titled(words: str) -> bool:
    """Whether all words but the small ones start with a capital, and the words are no sentence."""
    long = [word for word in re.findall(r"[A-Za-z][\w'’/-]*", words) if word.lower() not in SMALL]
    glued = [word for word in long if word[0].islower() and not re.match(r"of[A-Za-z]", word)]
    goes_on = re.search(r"[;,:]$|[;,] (?:and|or)$", words)
    return bool(long) and not glued and not goes_on and len(long) <= 12


def _numbered(read: str, words: str, stack: list[Mark]) -> Mark | None:
    """The heading with its number, corrected by the number before it of the same kind where recognition failed."""
    for kind, number in _readings(read):
        before = next((mark for mark in reversed(stack) if mark.kind == kind), None)
        if number == _next(kind, before.number if before else None):
            return Mark(kind, number, words)
    if words.isupper() or words.istitle():
        kind, number = next(iter(_readings(read)))
        return Mark(kind, number, words)
    return None


def _readings(read: str) -> list[tuple[str, str]]:
    """What a number may be, the likelier kind first."""
    found = [("digit", read)] if read.isdigit() else []
    numeral = roman(read)
    if numeral:
        found.append(("roman", numeral))
    meant = READ_AS.get(read, read)
    for form in dict.fromkeys((read, meant)):
        if form.isdigit():
            found.append(("digit", form))
        elif len(form) == 1 and form.isupper():
            found.append(("letter", form))
        elif len(form) == 1:
            found.append(("small", form))
    return found


def _next(kind: str, number: str | None) -> str:
    if number is None:
        return {"roman": "I", "letter": "A", "small": "a"}.get(kind, "1")
    if kind == "roman":
        return _to_roman(_from_roman(number) + 1)
    return str(int(number) + 1) if kind == "digit" else chr(ord(number) + 1)


def _pushed(stack: list[Mark], mark: Mark) -> list[Mark]:
    """The stack with the mark in its place: below all marks of other kinds, instead of the last of its own kind."""
    if mark.kind == "appendix":
        return [mark]
    if mark.kind.startswith(("level", "decimal")):
        family = mark.kind.rstrip("0123456789")
        rank = int(mark.kind.removeprefix(family))
        kept = [found for found in stack if _rank(found, family) < rank]
        return [*kept, mark]
    kinds = [found.kind for found in stack]
    if mark.kind in kinds:
        return [*stack[: kinds.index(mark.kind)], mark]
    if mark.kind == "capitals":
        return [mark]
    # a label without a number ends where the next numbered heading starts
    return [*(found for found in stack if found.kind != "label"), mark]


def _rank(mark: Mark, family: str) -> int:
    return int(mark.kind.removeprefix(family)) if mark.kind.startswith(family) else 0


def _path(stack: list[Mark]) -> str:
    numbers = [mark.number for mark in stack if mark.number]
    if numbers and stack[-1].kind.startswith("decimal"):
        return numbers[-1]
    return ".".join(numbers)


def _from_roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _to_roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
