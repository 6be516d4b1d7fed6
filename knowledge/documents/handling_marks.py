"""Handling marks: who may read a document, a page or a passage.

A mark counts as a banner (a short line), as a portion mark before a paragraph, in capitals within a sentence, or in a
sentence on "this document". Mistakes go to the careful side: what is marked by mistake is only kept from readers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.documents.lines import Extracted, Line

PHRASES = {
    "FOR OFFICIAL USE ONLY": "FOR OFFICIAL USE ONLY",
    "OFFICIAL USE ONLY": "FOR OFFICIAL USE ONLY",
    "LAW ENFORCEMENT SENSITIVE": "LAW ENFORCEMENT SENSITIVE",
    "LAW ENFORCEMENT USE ONLY": "LAW ENFORCEMENT SENSITIVE",
    "CONTROLLED UNCLASSIFIED INFORMATION": "CONTROLLED UNCLASSIFIED INFORMATION",
    "SENSITIVE BUT UNCLASSIFIED": "SENSITIVE BUT UNCLASSIFIED",
    "SENSITIVE SECURITY INFORMATION": "SENSITIVE SECURITY INFORMATION",
    "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
    "NOT FOR PUBLIC RELEASE": "NOT FOR PUBLIC RELEASE",
    "DO NOT DISSEMINATE": "NOT FOR PUBLIC RELEASE",
    "DO NOT DISTRIBUTE": "NOT FOR PUBLIC RELEASE",
    "INTERNAL USE ONLY": "INTERNAL USE ONLY",
    "ATTORNEY-CLIENT PRIVILEGED": "ATTORNEY-CLIENT PRIVILEGED",
}
SHORT = {
    "FOUO": "FOR OFFICIAL USE ONLY",
    "LES": "LAW ENFORCEMENT SENSITIVE",
    "CUI": "CONTROLLED UNCLASSIFIED INFORMATION",
    "SBU": "SENSITIVE BUT UNCLASSIFIED",
    "SSI": "SENSITIVE SECURITY INFORMATION",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "RESTRICTED": "RESTRICTED",
    "SECRET": "SECRET",
}
BANNER_WORDS = 10
ALIKE = 88.0
PORTION = re.compile(r"^\W{0,3}\(\s*(?:U\s*//\s*)?(FOUO|LES|CUI|SBU|SSI)(?:\s*//\s*[A-Z]+)*\s*\)")
SHORT_BANNER = re.compile(rf"^\W*(?:UNCLASSIFIED|U|CUI|TOP)?[\W]*({'|'.join(SHORT)})(?:\s*//[A-Z/ -]+)?\W*$")
THIS = re.compile(r"(?i)\bthis (?:document|e-?mail|message|report|attachment|memorandum|policy|information|file)\b")
FIRST_LINES = 5


@dataclass(frozen=True)
class Marks:
    """The marks of a document: on all of it, and by page."""

    document: frozenset[str]
    pages: dict[int, frozenset[str]]

    def of(self, lines: Sequence[Line]) -> tuple[str, ...]:
        """Return the marks that hold for a passage of these lines."""
        found = set(self.document)
        for line in lines:
            found |= self.pages.get(line.page, frozenset()) | marks_in(line.text)
        return tuple(sorted(found))


def find_marks(document: Extracted) -> Marks:
    """Return the marks of an extracted document."""
    whole = {mark for text in [document.title or "", *document.running] for mark in marks_in(text)}
    pages: dict[int, set[str]] = defaultdict(set)
    for number, line in enumerate(document.lines):
        found = frozenset() if PORTION.match(line.text) else marks_in(line.text)
        if found and (number < FIRST_LINES or THIS.search(line.text)):
            whole |= found
        elif found and _banner(line.text):
            pages[line.page] |= found
    count = len({line.page for line in document.lines})
    for mark in {mark for found in pages.values() for mark in found}:
        if sum(mark in found for found in pages.values()) > count / 2:
            whole.add(mark)
    return Marks(frozenset(whole), {page: frozenset(found) for page, found in pages.items()})


def marks_in(text: str) -> frozenset[str]:
    """Return the marks that a line carries; words about marks (documents marked "For Official Use Only") are none."""
    portion, short = PORTION.match(text), SHORT_BANNER.match(text)
    found = {SHORT[match[1]] for match in (portion, short) if match}
    wide = text.upper() if _banner(text) or THIS.search(text) else text
    for phrase, mark in PHRASES.items():
        if phrase in wide or (_banner(text) and fuzz.partial_ratio(phrase, wide) >= ALIKE and len(wide) >= len(phrase)):
            found.add(mark)
    return frozenset(found)


def _banner(text: str) -> bool:
    return len(text.split()) <= BANNER_WORDS and not re.search(r"(?i)\b(?:marked|mark|labeled|stamped|means)\b", text)
