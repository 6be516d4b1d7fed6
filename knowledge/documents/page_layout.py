"""What of a page is not its text: running heads and feet, and signature blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.documents.lines import Line

EDGE = 2
RUNNING_WORDS = 16
ALIKE = 75.0
LEAST_PAGES = 3
SHARE_OF_PAGES = 0.4
PAGE_NUMBER = re.compile(r"(?i)^[\W_]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*$")
DAY = re.compile(r"\d\d/?\d\d[1/]?\d{4}")
SIGNED = re.compile(
    r"(?i)\b(?:signature|s;gnature|date|name|printed name|title|a?gency|by|its)\s*[:·;](?!\w)|/s/|_{4,}"
)
LABELS = 3
# words of a line that can stand in a signature block
SHORT = 6


@dataclass(frozen=True)
class Parts:
    """The lines of the text, the running lines, and the lines of signature blocks."""

    text: list[Line]
    running: list[Line]
    signatures: list[Line]


def parts(lines: Sequence[Line]) -> Parts:
    """Return the lines sorted into text, running heads and feet, and signature blocks."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    running = _running(by_page)
    text, signatures = [], []
    for page, found in by_page.items():
        kept = [line for number, line in enumerate(found) if (page, number) not in running]
        signed = _signature_lines(kept)
        text += [line for number, line in enumerate(kept) if number not in signed]
        signatures += [kept[number] for number in sorted(signed)]
    return Parts(text, [by_page[page][number] for page, number in sorted(running)], signatures)


def _running(by_page: dict[int, list[Line]]) -> set[tuple[int, int]]:
    """Page and number of the lines at the edges of pages that are alike on many pages, or a page number."""
    edges = {
        (page, number): line
        for page, lines in by_page.items()
        for number, line in enumerate(lines)
        if number < EDGE or number >= len(lines) - EDGE
    }
    wanted = max(LEAST_PAGES, SHARE_OF_PAGES * len(by_page))
    found: set[tuple[int, int]] = set()
    groups: dict[str, list[tuple[int, int]]] = {}
    for place, line in edges.items():
        letters = _letters(line.text)
        if not letters or len(line.text.split()) > RUNNING_WORDS:
            continue
        like = process.extractOne(letters, groups.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        groups.setdefault(like[0] if like else letters, []).append(place)
    for places in groups.values():
        if len({page for page, _ in places}) >= wanted:
            found.update(places)
    days = {day for place in found for day in DAY.findall(edges[place].text)}
    if len(by_page) >= LEAST_PAGES:
        # a foot whose words were not recognized is known by the date in it, a bare page number by its form
        found |= {
            place
            for place, line in edges.items()
            if PAGE_NUMBER.match(line.text)
            or (len(line.text.split()) <= SHORT + 2 and days & set(DAY.findall(line.text)))
        }
    return found


def _signature_lines(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines from the first label of a signature block to the last, with the short lines around."""
    labels = [number for number, line in enumerate(lines) if SIGNED.search(line.text)]
    count = sum(len(SIGNED.findall(lines[number].text)) for number in labels)
    spread = labels[-1] - labels[0] + 1 if labels else 0
    if count < LABELS or spread > 4 * len(labels) + 4:
        return set()
    first, last = labels[0], labels[-1]
    while first > 0 and _short(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _short(lines[last + 1]):
        last += 1
    return set(range(first, last + 1))


def _short(line: Line) -> bool:
    return len(line.text.split()) <= SHORT and not line.text.rstrip().endswith((".", ";")) and not line.level


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())
