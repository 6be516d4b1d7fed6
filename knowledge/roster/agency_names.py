"""Names of agencies, written alike: abbreviations spelled out, the place apart from the kind of agency."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.entries.yaml_file import read_yaml

WORD = re.compile(r"[a-z0-9]+")


class Words(BaseModel):
    """The content of words.yml: lists of words as text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spelt_out: dict[str, str]
    no_name: str
    unnamed: str
    rules: str


WORDS = read_yaml(Path(__file__).with_name("words.yml"), TypeAdapter(Words))
# the kinds that a question may name, by the words that show them in a spelled-out name
KINDS: dict[str, tuple[str, ...]] = {
    "sheriff": ("sheriff",),
    "police": ("police",),
    "constable": ("constable",),
    "marshal": ("marshal",),
    "campus": ("university", "college"),
    "jail": ("jail", "correction", "detention"),
    "prosecutor": ("attorney", "prosecutor"),
}
COUNTY_WORDS = frozenset({"county", "parish"})
# words that say what an agency is, not where
PLAIN = frozenset({"office", "department", "services", "service", "agency", "board", "commissioners", "trustees"})
LEADING = frozenset({"city", "town", "village", "county"})
TRAILING = frozenset({"township", "borough", "village", "city", "town"})
JOINING = frozenset({"of", "the", "and", "s", "for", "at"})
KIND_WORDS = {word: kind for kind, words in KINDS.items() for word in words}


@dataclass(frozen=True)
class Name:
    """A name taken apart: its words spelled out, the words of the place, whether a county is named, and the kind."""

    words: tuple[str, ...]
    place: str
    county: bool
    kind: str | None


def spell_out(text: str) -> list[str]:
    """Return the words of a name in lower case, abbreviations spelled out, without joining words."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"'s\b|s'(?=\s|$)", "s", plain).replace("'", "").replace("&", " and ")
    words = [word for found in WORD.findall(plain) for word in WORDS.spelt_out.get(found, found).split()]
    return [word for word in words if word not in JOINING]


def parse_name(text: str) -> Name:
    """Take a name apart."""
    return parse_words(spell_out(text))


def parse_words(words: list[str]) -> Name:
    """Take a name apart that is spelled out."""
    kinds = [KIND_WORDS[word] for word in words if word in KIND_WORDS]
    return Name(
        words=tuple(words),
        place=_place(words[1:] if len(words) > 1 and words[0] in LEADING else words),
        county=any(word in COUNTY_WORDS for word in words),
        kind=kinds[0] if kinds else None,
    )


def short_place(place: str) -> str:
    """Return a place without the word for what it is: a township or borough is often named without."""
    first, _, last = place.rpartition(" ")
    return first if last in TRAILING else place


def _place(words: list[str]) -> str:
    """A county's name stands before "county"; other places are what is left without the words for the agency."""
    ends = [at for at, word in enumerate(words) if word in COUNTY_WORDS and at > 0]
    if ends:
        words = words[: ends[0]]
    return " ".join(word for word in words if word not in PLAIN and word not in KIND_WORDS)
