"""All content, checked: what an index is made of."""

from __future__ import annotations

import hashlib

from knowledge.entries.calibration_questions import FollowUp, InScope, OutOfScope, TwoPart
from knowledge.entries.schema import Knowledge, Model
from knowledge.text.entities import Vocabulary


class Content(Model):
    """The entries with their sources, the vocabulary, and the calibration questions."""

    knowledge: Knowledge
    vocabulary: Vocabulary
    inside: list[InScope]
    outside: OutOfScope
    two_part: TwoPart
    follow_ups: list[FollowUp]

    def digest(self) -> str:
        """Return a name of 64 characters that changes with any part of the content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
