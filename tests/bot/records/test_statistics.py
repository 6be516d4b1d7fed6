"""Figures of a period, the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.records.database import Database
from bot.records.models import Contact, Feedback, Referral
from bot.records.statistics import Count, Day, Period, never_shown, overview
from tests.factories import a_turn

DAY = date(2026, 3, 2)
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 3))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def add(database: Database, *rows: object) -> None:
    with database.write() as session:
        session.add_all(rows)


def test_questions_are_counted_by_day_and_outcome(database: Database) -> None:
    kinds = ("answer", "answer", "comparison", "clarify", "out_of_scope", "refusal", "error", "smalltalk", "volunteer")
    add(database, *(a_turn(kind=kind, time=NOON) for kind in kinds))
    found = overview(database, PERIOD)
    assert found.days == [Day(date(2026, 3, 1)), Day(DAY, 3, 1, 2, 1), Day(date(2026, 3, 3))]
    assert found.total.questions == 7


def test_a_day_is_whole_and_in_utc(database: Database) -> None:
    first, last = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, 23, 59, 59, 999_999, tzinfo=UTC)
    inside = [first, last]
    outside = [first - timedelta(microseconds=1), last + timedelta(microseconds=1)]
    add(database, *(a_turn(time=time) for time in inside + outside))
    assert [day.questions for day in overview(database, PERIOD).days] == [1, 0, 1]


def test_reasons_topics_and_programs_stand_by_how_often_they_came_up(database: Database) -> None:
    add(
        database,
        a_turn(kind="refusal", reason="emergency", time=NOON),
        a_turn(kind="out_of_scope", time=NOON),
        a_turn(kind="out_of_scope", time=NOON),
        a_turn(entry="hold-time", program="JEM", time=NOON),
        a_turn(entry="hold-time", program="JEM", time=NOON),
        a_turn(entry="who-signs", program="TFM", time=NOON),
        a_turn(kind="clarify", entry=None, program="TFM", time=NOON),
    )
    found = overview(database, PERIOD)
    assert found.refusals == [Count("out_of_scope", 2), Count("emergency", 1)]
    assert found.entries == [Count("hold-time", 2), Count("who-signs", 1)]
    assert found.programs == [Count("JEM", 2), Count("TFM", 2)]


def test_hand_offs_are_started_once_a_conversation(database: Database) -> None:
    steps = [("a", "volunteer"), ("a", "volunteer"), ("a", "handoff"), ("b", "volunteer")]
    add(database, *(a_turn(conversation=name, kind=kind, time=NOON) for name, kind in steps))
    referral = Referral(reference="V-7F3K-29", program="TFM", time=NOON)
    add(database, referral, Referral(reference="V-8F3K-29", program="TFM", time=NOON))
    contact = Contact(
        reference="V-7F3K-29", agency="a", contact_person="b", email="c@example.org", phone="1", nominees=1
    )
    add(database, contact)
    found = overview(database, PERIOD)
    assert (found.handoffs_started, found.handoffs_finished, found.contacts_filed) == (2, 1, 1)


def test_helpful_shares_and_times(database: Database) -> None:
    votes = [Feedback(message=str(n), conversation=None, helpful=n > 0, time=NOON) for n in range(4)]
    add(database, *votes, *(a_turn(milliseconds=ms, time=NOON) for ms in range(1, 101)))
    found = overview(database, PERIOD)
    assert (found.helpful, found.rated) == (3, 4)
    assert (found.median, found.slowest_twentieth) == (50, 95)


def test_a_period_without_anything_is_empty_not_a_fault(database: Database) -> None:
    found = overview(database, PERIOD)
    assert (found.total.questions, found.median, found.rated, found.entries) == (0, None, 0, [])


def test_entries_never_shown_are_named(database: Database) -> None:
    add(
        database,
        a_turn(entry="hold-time", second_entry="who-signs", time=NOON),
        a_turn(entry="state-law", kind="clarify", time=NOON),
    )
    assert never_shown(database, ["hold-time", "who-signs", "state-law"], PERIOD) == ["state-law"]
