"""Passages: about 80 to 200 words of one section, with an overlap of a sentence only within it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.documents.lines import Line
from knowledge.documents.sections import Section, is_item

FEWEST, MOST = 80, 200
WANTED = 150
OVERLAP = 35
# a list item or sentence longer than this is parted at its semicolons or words
LONGEST_SENTENCE = 110
# a line this much shorter than the section's longest ends a paragraph when it ends a sentence
SHORT_LINE = 0.75
SHORTENED = """
no nos v vs u.s u.s.c c.f.r e.g i.e etc pub l sec st dept inc cf al art fig mr mrs ms dr sgt lt capt ext ave jr
sr
"""
ABBREVIATIONS = frozenset(SHORTENED.split())
END = re.compile(r"(?<=[.!?])[\"'”’)]?\s+(?=[\"'“(\[]?[A-Z0-9§•])")


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item: corrected, as it was read, its page, and whether it starts a paragraph."""

    text: str
    original: str
    page: int
    new: bool


@dataclass(frozen=True)
class Passage:
    """Sentences of one section, with the handling marks that hold for them."""

    section: str
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    marks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as it is shown, paragraphs apart."""
        return joined(self.sentences)

    @property
    def searched(self) -> str:
        """The text as it is encoded: with its headings."""
        return f"{'. '.join(self.headings)}. {' '.join(sentence.text for sentence in self.sentences)}".lstrip(". ")


class Joinable(Protocol):
    """A sentence, in whichever form it is kept."""

    @property
    def text(self) -> str:
        """The sentence itself."""

    @property
    def new(self) -> bool:
        """Whether it begins a paragraph."""


def joined(sentences: Sequence[Joinable]) -> str:
    """Return sentences as text, paragraphs apart."""
    parts = ["\n\n" + sentence.text if sentence.new else " " + sentence.text for sentence in sentences]
    return "".join(parts).strip()


def cut(
    section: Section, mend: Callable[[str], str], marks: Callable[[Sequence[Line]], tuple[str, ...]]
) -> Iterator[Passage]:
    """Yield the passages of a section; a part with other marks than its neighbor is a passage of its own."""
    headings = tuple(mend(heading_words(heading)) for heading in section.headings)
    runs: list[tuple[tuple[str, ...], list[Sentence]]] = []
    for paragraph in _paragraphs(section.lines):
        found = marks(paragraph)
        if not runs or runs[-1][0] != found:
            runs.append((found, []))
        runs[-1][1].extend(_sentences(paragraph, mend))
    for found, sentences in runs:
        for group in _packed(sentences):
            yield Passage(section.number, headings, tuple(group), found)


def heading_words(heading: str) -> str:
    """Return a heading in capitals as words, acronyms kept."""
    if not heading.isupper():
        return heading
    keep = {"ICE", "LEA", "MOA", "SOP", "DHS", "FOD", "OPR", "ICE'S", "US", "U.S.", "(SOP)", "MOA,"}
    words = [word if word in keep else word.lower() for word in heading.split()]
    return " ".join([words[0] if words[0] in keep else words[0].capitalize(), *words[1:]])


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group lines: a new one starts at a gap, at a list item, and behind a short line that ends a sentence."""
    longest = max(len(line.text) for line in lines)
    group: list[Line] = []
    for line in lines:
        if group and _starts(line, group[-1], longest):
            yield group
            group = []
        group.append(line)
    yield group


def _starts(line: Line, before: Line, longest: int) -> bool:
    ended = before.text.rstrip().endswith((".", ":", ";", "!", "?", "; and", "; or"))
    if is_item(line.text):
        return True
    if line.page != before.page:
        return ended and len(before.text) < SHORT_LINE * longest
    return (line.new and (ended or line.text[:1].isupper())) or (ended and len(before.text) < SHORT_LINE * longest)


def _sentences(paragraph: Sequence[Line], mend: Callable[[str], str]) -> Iterator[Sentence]:
    text, starts = "", []
    for line in paragraph:
        words = line.text.strip().replace("\u00ad", "-")
        # a word parted at the end of a line
        glue = "" if re.search(r"[a-z]-$", text) and words[:1].islower() else " "
        starts.append((len(text) + len(glue), line.page))
        text = f"{text}{glue}{words}" if text else words
    new, place = True, 0
    for part in _parts(text):
        place = text.index(part, place)
        page = next(page for start, page in reversed(starts) if start <= place + 1 or start == starts[0][0])
        yield Sentence(mend(part), part, page, new)
        new = False


def _parts(text: str) -> Iterator[str]:
    for sentence in split_sentences(text):
        if len(sentence.split()) <= LONGEST_SENTENCE:
            yield sentence
            continue
        for clause in re.split(r"(?<=;)\s+", sentence):
            words = clause.split()
            pieces = math.ceil(len(words) / LONGEST_SENTENCE)
            size = math.ceil(len(words) / pieces) if pieces else 1
            yield from (" ".join(words[at : at + size]) for at in range(0, len(words), size))


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; abbreviations of the law ("8 U.S.C. 1357") do not end one."""
    found, start = [], 0
    for match in END.finditer(text):
        before = text[start : match.start()].split()
        last = before[-1].strip("\"'()[]").rstrip(".").lower() if before else ""
        if last in ABBREVIATIONS or re.fullmatch(r"[a-z]|[ivx]{1,4}|\d{1,2}|(?:[a-z]\.)+[a-z]", last):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


def _packed(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Groups of about equal length, parted between paragraphs where that is near."""
    words = [len(sentence.text.split()) for sentence in sentences]
    total = sum(words)
    count = 1 if total <= MOST else math.ceil(total / WANTED)
    target = total / count
    group: list[Sentence] = []
    size = 0
    for number, sentence in enumerate(sentences):
        far_enough = size >= target or (sentence.new and size >= max(FEWEST, 0.75 * target))
        rest = sum(words[number:])
        if group and (size + words[number] > MOST or (far_enough and rest >= FEWEST)):
            yield group
            last = group[-1]
            overlap = [last] if len(last.text.split()) <= OVERLAP and words[number] < MOST - OVERLAP else []
            group, size = list(overlap), sum(len(one.text.split()) for one in overlap)
        group.append(sentence)
        size += words[number]
    if group:
        yield group
