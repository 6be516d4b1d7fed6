"""Names, phones and mailboxes of persons, taken out on the way in; those of offices and programs stay.

A name is known by what stands around it: a label, a rank or title, or lines of contact. No model of names is needed,
and none could be had offline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import us

from knowledge.documents.lines import Line
from knowledge.text.personal_data import find

NAME = "name"
RANKS = (
    "Sheriff|Undersheriff|Chief|Captain|Capt|Lieutenant|Lt|Sergeant|Sgt|Corporal|Cpl|Deputy|Officer|Detective|Det|Agent|"
    "Trooper|Marshal|Constable|Major|Maj|Colonel|Col|Commander|Cmdr|Director|Superintendent|Warden|Commissioner|Mayor|"
    "Judge|Governor|Secretary|Inspector|Investigator|Attorney|Supervisor|Mr|Mrs|Ms|Dr|Hon"
)
# titles before which a single capitalized word is a name
CLEAR_RANKS = "Sheriff|Capt|Lt|Sgt|Cpl|Det|Maj|Col|Cmdr|Mr|Mrs|Ms|Dr|Sergeant|Lieutenant|Captain|Corporal|Detective"
# not the label of the next field
PART = r"[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:['’-][A-Z][a-z]+)?(?!\w|\s*[:·])"
BETWEEN = rf"(?: (?:[A-Z]\.?|{PART}|de|la|van|von|der|St\.)){{0,3}}"
FULL = rf"{PART}{BETWEEN} (?:O['’])?{PART}(?:,? (?:Jr|Sr|II|III)\.?)?"
TITLED = re.compile(rf"\b(?:{RANKS})\.? (?P<name>{FULL})")
SURNAME = re.compile(rf"\b(?:{CLEAR_RANKS})\.? (?P<name>{PART})\b")
LABELED = re.compile(
    rf"(?:\b(?:Name|By|Attn|Attention|Contact|From|To|Cc|Signed|Author)\s*[:·]|/s/)\s*(?P<name>{FULL})"
)
FOR_WHOM = re.compile(r"^For [\w ]{2,30}:\s*")
LONE = re.compile(rf"^(?P<name>{FULL})(?:, (?:Sheriff|Chief|Director|Captain|Major|Esq\.?).*)?$")
# a name in capitals is told from a heading only by the rank in the line above or below
CAPITALS = re.compile(r"^(?P<name>[A-Z]{2,}(?: [A-Z]\.?)?(?: [A-Z]{2,}){1,2})$")
RANK_ALONE = re.compile(rf"(?i)^(?:(?:Acting|Deputy|Assistant|Interim) )?(?:{RANKS})(?: of \w+)?,?$")
# a line beside which a line of its own may be a name: mailbox, phone, rank, postal code, close of a letter, street
CONTACT = re.compile(
    rf"(?i)@|\b\d{{3}}[-.) ]+\d{{3}}[-. ]\d{{3}}|^\W*(?:(?:Acting|Deputy|Assistant|Interim) )?(?:{RANKS})\b.{{0,40}}$"
    r"|\b\d{5}(?:-\d{4})?$|^(?:sincerely|respectfully|regards)|^\d+ [A-Z]"
)
AROUND = 3
OFFICE_MAILBOX = re.compile(r"(?i)^[^.@]+@(?:[\w-]+\.)*dhs\.gov$")
WORDS_OF_OFFICES = """
act acting adjustment circuit fifth first fourth judicial second sixth third ward
adjustment administration administrative administrator affairs agency agent agreement alien appendix
areas assistant associate attorney authority avenue background board branch bureau cell center chief city civil
command commander commission commissioner committee communications communication compliance contact contacts
control coordinator corrections correctional council counsel county court criminal customs date department
deputy designated designee roster_service detention director directorate district division drive duty emergency
enforcement executive federal field financial force general government governor headquarters health highway
homeland human immigration information inspector institution intake intelligence internal investigations
investigator jail judge justice law legal liaison lieutenant line local major manager marshal marshals mayor
media member memorandum model municipal national north office officer officers official officials operations
organization parish park patrol personnel planning point points police policy press prison privacy procedures
professional program programs protection public records region relations removal representative resources
responsibility review road safety secretary section security senior sergeant service services sheriff sheriffs
shift south special staff standard standards state states station street superintendent supervisor supervisory
support task team technology title town township training transport treasury trooper under unit united
university village warden warrant watch west east
"""
STATES = " ".join(state.name.lower() for state in [*us.states.STATES, us.states.DC])
OFFICE_WORDS = frozenset(f"{WORDS_OF_OFFICES} {STATES}".split())


class Redaction(msgspec.Struct, frozen=True):
    """How many pieces of one kind were taken out of a page."""

    kind: str
    page: int
    count: int


@dataclass(frozen=True)
class Span:
    """A piece of a line: its kind, first character and the one after the last."""

    kind: str
    start: int
    end: int


def redact_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Redaction]]:
    """Return the lines with each piece replaced by its kind in brackets, and the count of them by kind and page."""
    names = _names(lines)
    known = [re.compile(rf"\b{re.escape(name)}\b") for name in sorted(_variants(names), key=len, reverse=True)]
    counts: Counter[tuple[str, int]] = Counter()
    redacted = []
    for number, line in enumerate(lines):
        spans = [Span(NAME, *match.span()) for pattern in known for match in pattern.finditer(line.text)]
        spans += _titled(line.text)
        personal = bool(spans) or any(name_at in names for name_at in range(number - AROUND, number + AROUND + 1))
        spans += [span for span in _data(line.text) if personal or not _of_an_office(span, lines, number)]
        text, kinds = _replaced(line.text, spans)
        counts.update((kind, line.page) for kind in kinds)
        redacted.append(msgspec.structs.replace(line, text=text))
    return redacted, [Redaction(kind, page, count) for (kind, page), count in sorted(counts.items())]


def _names(lines: Sequence[Line]) -> dict[int, list[str]]:
    """By number of the line, the full names in it."""
    found: dict[int, list[str]] = {}
    for number, line in enumerate(lines):
        text = FOR_WHOM.sub("", line.text.strip())
        names = [match["name"] for match in LABELED.finditer(text)]
        names += [match["name"] for match in TITLED.finditer(text)]
        around = [*lines[max(0, number - AROUND) : number], *lines[number + 1 : number + 1 + AROUND]]
        lone = LONE.match(text)
        if lone and (text != line.text.strip() or any(CONTACT.search(other.text.strip()) for other in around)):
            names.append(lone["name"])
        capitals = CAPITALS.match(text)
        beside = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
        if capitals and any(RANK_ALONE.match(other.text.strip()) for other in beside):
            names.append(capitals["name"])
        names = [name for name in names if _is_name(name)]
        if names:
            found[number] = names
    return found


def _titled(text: str) -> Iterator[Span]:
    for match in SURNAME.finditer(text):
        if _is_name(match["name"]):
            yield Span(NAME, *match.span("name"))


def _is_name(name: str) -> bool:
    words = [word.strip(".,").lower() for word in name.split()]
    return not any(word in OFFICE_WORDS or word.removesuffix("'s") in OFFICE_WORDS for word in words)


def _variants(names: dict[int, list[str]]) -> set[str]:
    """Full names, and first and last name without what is between."""
    full = {name for found in names.values() for name in found}
    return full | {f"{name.split()[0]} {name.split()[-1]}" for name in full}


def _data(text: str) -> Iterator[Span]:
    for found in find(text):
        if not OFFICE_MAILBOX.match(text[found.start : found.end]):
            yield Span(found.kind, found.start, found.end)


def _of_an_office(span: Span, lines: Sequence[Line], number: int) -> bool:
    """A phone stays where an office is named in the line or just before, and no person."""
    if span.kind != "phone number":
        return False
    words = re.findall(r"[a-z]+", " ".join(line.text.lower() for line in lines[max(0, number - AROUND) : number + 1]))
    return not OFFICE_WORDS.isdisjoint(words)


def _replaced(text: str, spans: Sequence[Span]) -> tuple[str, list[str]]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    for span in reversed(kept):
        text = f"{text[: span.start]}[{span.kind}]{text[span.end :]}"
    return text, [span.kind for span in kept]
