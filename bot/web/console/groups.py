"""Review items grouped by the meaning of their texts; the knowledge service does the grouping."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.models import ReviewItem
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError
from knowledge.results import TextGroup, TextGroups

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Group:
    """Items that ask the same; `middle` is the text nearest to all others."""

    middle: str
    items: list[ReviewItem]

    @property
    def key(self) -> str:
        """The id of its oldest item: the group's address while more items come in."""
        return min(self.items, key=lambda item: item.time).id


def grouped(knowledge: KnowledgeClient, items: Sequence[ReviewItem]) -> tuple[list[Group], int]:
    """Return the groups, largest first, and how many items are not grouped yet.

    Those stand in groups of one text until then. Items need a text.
    """
    by_text: dict[str, list[ReviewItem]] = {}
    for item in items:
        by_text.setdefault(item.text or "", []).append(item)
    found = _text_groups(knowledge, list(by_text))
    alone = [TextGroup(text, [text]) for text in found.waiting]
    groups = [
        Group(group.middle, [item for text in group.texts for item in by_text[text]])
        for group in [*found.groups, *alone]
    ]
    groups.sort(key=lambda group: (-len(group.items), group.middle))
    return groups, sum(len(by_text[text]) for text in found.waiting)


def _text_groups(knowledge: KnowledgeClient, texts: list[str]) -> TextGroups:
    try:
        return knowledge.groups(texts)
    except KnowledgeUnavailableError as error:
        log.warning("review items are not grouped: %s", error)
        return TextGroups([], texts)
