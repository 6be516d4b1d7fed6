"""From what was extracted to a document with passages: redacted, structured, corrected, marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from knowledge.documents.handling_marks import Marks, find_marks, marks_in
from knowledge.documents.lines import Extracted, Line
from knowledge.documents.page_layout import parts
from knowledge.documents.passages import Passage, cut, heading_words
from knowledge.documents.persons import Redaction, redact_lines
from knowledge.documents.recognition import Mender
from knowledge.documents.sections import sections

PROGRAMS = {
    "TFM": r"task force model|\bTFM\b",
    "JEM": r"jail enforcement model|\bJEM\b",
    "WSO": r"warrant service officer|\bWSO\b",
}
FORCES = r"sheriff\S*|police|marshal\S*|constable\S*|corrections?|public safety|troopers?"
HOLDER = re.compile(
    rf"(?i)^[\W\d]*((?:[\w.'’&-]+,? ){{0,6}}(?:{FORCES})"
    r"(?:'s)?(?: (?:office|department|dept\.?|agency|bureau))?(?:, [A-Z]{2})?)(?=$|\W+\d|\s+revised)"
)
DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](20\d\d)\b")
ISO_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")


@dataclass(frozen=True)
class ReadDocument:
    """A document ready to be kept.

    `program` is what it is an agreement of, `holder` the agency that it names at the edge of its pages, `date` a day in
    ISO form; `recognised` says that it was a scan.
    """

    title: str
    holder: str | None
    program: str | None
    date: str | None
    pages: int
    recognised: bool
    marks: tuple[str, ...]
    redactions: tuple[Redaction, ...]
    passages: tuple[Passage, ...]


def read_document(extracted: Extracted, name: str, known: Iterable[str], marks: frozenset[str]) -> ReadDocument:
    """Return the document; `name` is that of its file, `known` are right words, `marks` hold for all of it besides."""
    found = find_marks(extracted)
    found = Marks(found.document | marks, found.pages)
    lines, redactions = redact_lines(_clean(extracted.lines))
    split = parts(lines)
    titles, tree = sections(split.text)
    mender = Mender(known, [line.text for line in split.text])
    mend = mender.mend if extracted.recognised else str
    passages = [passage for section in tree for passage in cut(section, mend, found.of)]
    title = _title(extracted, titles, name)
    opening = " ".join([title, extracted.title or "", *(line.text for line in lines[:12])])
    return ReadDocument(
        title=title,
        holder=_holder([line.text for line in split.running]),
        program=_program(opening),
        date=_date(name, [line.text for line in split.signatures], extracted.date),
        pages=extracted.pages or 1,
        recognised=extracted.recognised,
        marks=tuple(sorted({mark for passage in passages for mark in passage.marks} | found.document)),
        redactions=tuple(redactions),
        passages=tuple(passages),
    )


def _clean(lines: Iterable[Line]) -> list[Line]:
    return [msgspec.structs.replace(line, text=" ".join(line.text.split())) for line in lines if line.text.strip()]


def _title(extracted: Extracted, titles: list[str], name: str) -> str:
    """The first lines when they are a title in capitals or the file has none of its own; else the file's title."""
    titles = [title for title in titles if not marks_in(title)]
    if titles and (titles[0].isupper() or not extracted.title):
        return ", ".join(heading_words(title) for title in titles)
    heading = next((line.text for line in extracted.lines if line.level == 1), None)
    title, _ = redact_lines(
        [Line(extracted.title or heading or re.sub(r"[_-]+", " ", name.rpartition(".")[0] or name))]
    )
    return title[0].text[:200]


def _holder(running: list[str]) -> str | None:
    """The agency that most running heads and feet name."""
    found = (match[1].strip() for text in running if (match := HOLDER.match(text)))
    names = Counter(re.sub(r"\bSheriffs Office", "Sheriff's Office", name) for name in found)
    return names.most_common(1)[0][0] if names else None


def _program(opening: str) -> str | None:
    """The program of the first name in the title and the first lines."""
    places = {
        program: match.start()
        for program, pattern in PROGRAMS.items()
        if (match := re.search(pattern, opening, re.IGNORECASE))
    }
    return min(places, key=lambda program: places[program]) if places else None


def _date(name: str, signatures: list[str], of_file: str | None) -> str | None:
    """The date in the file's name, else that beside the signatures, else the file's own."""
    for text in [name.replace("_", " "), *signatures]:
        iso, day = ISO_DAY.search(text), DAY.search(text)
        if iso:
            return iso[0]
        if day and int(day[1]) <= 12 and int(day[2]) <= 31:
            return f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
    return of_file
