"""From a message as it was typed to the text that is encoded and searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.text.entities import Entities, EntityFinder
from knowledge.text.spelling import Speller


@dataclass(frozen=True)
class Preprocessor:
    """Corrects the spelling of messages, finds their entities, and masks their programs for the search.

    A message that is one of the `wordings` (by their plain form) is read as that wording, whatever its spelling.
    """

    finder: EntityFinder
    speller: Speller
    wordings: Mapping[str, str]

    def entities(self, text: str) -> Entities:
        """Return the entities in a message, misspelled ones too; their places are those in the corrected text."""
        return self.finder.find(self._corrected(text))

    def prepare(self, text: str) -> str:
        """Return a message as it is encoded and searched."""
        return self.finder.mask(self._corrected(text))

    def _corrected(self, text: str) -> str:
        return self.wordings.get(plain(text)) or self.speller.correct(text)


def plain(text: str) -> str:
    """Return a text without what does not tell it from another: case, spaces, the stop at its end."""
    return " ".join(text.casefold().split()).rstrip(" ?.!")
