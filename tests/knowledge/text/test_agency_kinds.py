"""The kinds that a volunteer may choose from are those that a message can name."""

from __future__ import annotations

from knowledge.entries.loader import load_content
from knowledge.text.agency_kinds import AGENCY_KINDS


def test_every_kind_that_a_message_can_name_has_its_words() -> None:
    named = set(load_content().vocabulary.agency_kinds)
    assert named | {"other"} == set(AGENCY_KINDS)
