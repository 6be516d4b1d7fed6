"""Decisions on review items and drafts, the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.records.database import Database
from bot.records.decisions import (
    DecidedMeanwhileError,
    change_draft,
    decide,
    discard_draft,
    find_draft,
    open_items,
    save_draft,
)
from bot.records.models import AuditEntry, ReviewItem

EDIT = {"kind": "out_of_scope", "text": "parking permits"}


@pytest.fixture
def items(database: Database) -> list[str]:
    found = [ReviewItem(message=None, conversation=None, text=f"miss {n}", reason="missed") for n in range(3)]
    erased = ReviewItem(message=None, conversation=None, text=None, reason="missed")
    with database.write() as session:
        session.add_all([*found, erased])
    return [item.id for item in found]


def test_open_items_are_those_that_still_have_their_text_the_newest_first(database: Database, items: list[str]) -> None:
    assert [item.text for item in open_items(database, 2)] == ["miss 2", "miss 1"]
    assert len(open_items(database, 10)) == 3


def test_a_decision_is_made_once(database: Database, items: list[str]) -> None:
    decide(database, items[:2], "dismissed", "first", "only a try")
    with pytest.raises(DecidedMeanwhileError, match="decided by first"):
        decide(database, items, "dismissed", "second", "late")
    with pytest.raises(DecidedMeanwhileError):
        decide(database, ["unknown"], "dismissed", "second", "late")
    assert [item.id for item in open_items(database, 10)] == [items[2]]
    with database.read() as session:
        assert [(entry.who, entry.why) for entry in session.scalars(select(AuditEntry))] == [("first", "only a try")]


def test_a_draft_closes_its_items_and_opens_them_when_it_is_discarded(database: Database, items: list[str]) -> None:
    number = save_draft(database, EDIT, "Outside: parking permits", "editor", items[:2], "out_of_scope")
    assert len(open_items(database, 10)) == 1
    draft = find_draft(database, number)
    assert draft is not None
    assert draft.edit == EDIT
    assert draft.items == items[:2]
    discard_draft(database, number, draft.version, "editor", "not needed")
    assert len(open_items(database, 10)) == 3
    assert find_draft(database, number) is None


def test_the_second_of_two_changes_of_a_draft_is_told(database: Database) -> None:
    number = save_draft(database, EDIT, "Outside: parking permits", "editor")
    change_draft(database, number, 1, {**EDIT, "text": "parking"}, "Outside: parking", "first")
    with pytest.raises(DecidedMeanwhileError, match="since you opened it"):
        change_draft(database, number, 1, EDIT, "Outside: permits", "second")
    found = find_draft(database, number)
    assert found is not None
    assert (found.edit["text"], found.title, found.version) == ("parking", "Outside: parking", 2)
