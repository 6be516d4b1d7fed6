"""Recognition noise, corrected only where it is safe: what is read is no word, and what is put for it is one.

Acronyms are corrected by the document's own definitions: after "Department of Homeland Security (OHS)" the initials say
that DHS was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# pairs that recognition confuses within words: as read, and as printed
CONFUSIONS = (
    ("1", "l"),
    ("nn", "rm"),
    ("m1", "rm"),
    ("n1", "m"),
    ("fonn", "form"),
    ("wi11", "will"),
    ("11", "ll"),
    ("JJ", "ll"),
    ("w1", "un"),
    ("I", "l"),
    ("rn", "m"),
    ("cc", "ce"),
    ("pcrf", "perf"),
    ("annancc", "ormance"),
    ("fi ", "fi"),
)
LOOK_ALIKE = {"O": "DQC0", "T": "I", "J": "I", "l": "I", "!": "I", "1": "I", "0": "OD", "C": "G", "B": "8"}
WORD = re.compile(r"[A-Za-z0-9]+(?:['’][a-z]+)?")
GLUED = re.compile(r"\b(of|if|for|is|in|to|by|the|and|this)([a-z]{3,}|[A-Z][A-Za-z]+|\d{4}|the|its|all|any|an|a)\b")
DEFINED = re.compile(r"((?:[A-Z][\w1]+[ ,]+|(?:of|the|and|for|&) )+)\(([A-Z0-9!l]{2,6})\)")
CAPITALS = re.compile(r"(?<![\w!])[A-Z!l1][A-Z0-9!l]{1,5}(?![\w])")
SPACED_MARK = re.compile(r"\b(LEA|ICE|MOA)\s*(['’])\s?s\b")
ROMAN = re.compile(r"\bSection ([IVXLTl1]{2,6})\b")


class Mender:
    """Mends the text of one document."""

    def __init__(self, known: Iterable[str], texts: Iterable[str]) -> None:
        """Take right words, and the document's own texts, which define its acronyms."""
        self._known = frozenset(word.lower() for word in known)
        self._acronyms = _defined(" ".join(texts))

    def mend(self, text: str) -> str:
        """Return the text with safe repairs."""
        text = CAPITALS.sub(lambda found: self._acronym(found[0]), text)
        text = ROMAN.sub(lambda found: f"Section {roman(found[1]) or found[1]}", text)
        text = SPACED_MARK.sub(r"\1\2s", text)
        text = GLUED.sub(self._parted, text)
        return WORD.sub(lambda found: self._word(found[0]), text)

    def _acronym(self, read: str) -> str:
        if read in self._acronyms:
            return read
        meant = [known for known in self._acronyms if _looks_like(read, known)]
        return meant[0] if len(meant) == 1 else read

    def _parted(self, found: re.Match[str]) -> str:
        """`ofthe` is `of the`: the whole is no word, and both parts are."""
        whole, first, rest = found[0], found[1], found[2]
        sure = rest.lower() in self._known or rest in self._acronyms or rest.isdigit()
        return f"{first} {rest}" if sure and whole.lower() not in self._known else whole

    def _word(self, read: str) -> str:
        lower = read.lower()
        if len(read) < 4 or lower in self._known or read.isdigit() or not self._known:
            return read
        for wrong, right in CONFUSIONS:
            if wrong in read and read.replace(wrong, right).lower() in self._known:
                return read.replace(wrong, right)
        return read


def roman(read: str) -> str | None:
    """Return the Roman numeral that was printed where `read` was recognized (`Ill` is III), or None."""
    meant = read.translate(str.maketrans("lT1|!", "IIIII"))
    return meant if re.fullmatch(r"X{0,3}(IX|IV|V?I{0,3})", meant) and meant else None


def _defined(text: str) -> frozenset[str]:
    """The acronyms that the text defines, as the initials of the words before them spell them."""
    found = set()
    for names, read in DEFINED.findall(text):
        words = names.replace(",", " ").split()
        capitals = "".join(word[0] for word in words if word[0].isupper())[-len(read) :]
        # "Department of Justice (DOJ)" spells its small word too
        every = "".join(word[0] for word in words)[-len(read) :]
        if read in (capitals, every.upper() if every[:1].isupper() else capitals):
            found.add(read)
        elif _looks_like(read, capitals):
            found.add(capitals)
    return frozenset(found)


def _looks_like(read: str, meant: str) -> bool:
    """Whether they differ, and only by letters that recognition confuses."""
    if len(read) != len(meant) or read == meant:
        return False
    pairs = [(one, other) for one, other in zip(read, meant, strict=True) if one != other]
    return all(other in LOOK_ALIKE.get(one, "") for one, other in pairs)
