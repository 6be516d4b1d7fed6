"""A made-up history: turns of many days with feedback, misses and referrals, the same at every call."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.records.database import Database
from bot.records.models import AuditEntry, Base, Contact, Feedback, Referral, ReviewItem, Turn, now

SEED = 287
BATCH = 5000
KINDS = {
    "answer": 70,
    "comparison": 6,
    "clarify": 9,
    "out_of_scope": 8,
    "refusal": 2,
    "smalltalk": 3,
    "volunteer": 1,
    "handoff": 1,
}
REASONS = ("personal_data", "emergency", "legal_advice", "named_case", "abuse", "not_english")
WISHES = ("can a reserve deputy {}", "is it allowed to {}", "who pays when we {}", "do we need ICE's word to {}")
MATTERS = (
    "ride along with the task force on a raid",
    "park the federal van behind our jail",
    "wear the county badge over a federal vest",
    "use our drone at a federal search",
    "lend a holding cell to another county",
    "bring the canine unit",
    "post a picture of the operation",
    "claim mileage for the trip to the course",
    "retake the course after leaving the force",
    "translate for ICE at the jail door",
)


def fill(
    database: Database, turns: int, days: int, entries: Sequence[str], misses: int = 300, referrals: int = 400
) -> None:
    """Add so many turns over so many days up to now, and what comes with them."""
    draw = random.Random(SEED)
    end = now()
    start = end - timedelta(days=days)

    def moment() -> datetime:
        return start + (end - start) * draw.random()

    _insert(database, Turn, [_turn(draw, moment(), entries) for _ in range(turns)])
    _insert(
        database,
        Feedback,
        [
            {
                "message": _id(draw),
                "conversation": None,
                "helpful": draw.random() < 0.8,
                "reason": None,
                "time": moment(),
            }
            for _ in range(turns // 20)
        ],
    )
    _misses(database, draw, misses, moment)
    _referrals(database, draw, referrals, moment)
    _insert(
        database,
        AuditEntry,
        [
            {"who": "editor", "what": "signed in", "target": None, "why": None, "detail": {}, "time": moment()}
            for _ in range(2000)
        ],
    )


def _turn(draw: random.Random, time: datetime, entries: Sequence[str]) -> dict[str, object]:
    kind = draw.choices(list(KINDS), list(KINDS.values()))[0]
    shown = kind in {"answer", "comparison"}
    return {
        "id": _id(draw),
        "conversation": _id(draw),
        "channel": "page",
        "text": "how long is the class, and who pays for it",
        "kind": kind,
        # some entries are asked much more often than others
        "entry": entries[int(len(entries) * draw.random() ** 3)] if shown else None,
        "second_entry": None,
        "program": draw.choice((None, "JEM", "TFM", "TFM", "WSO")) if shown else None,
        "level": {"answer": "answer", "comparison": "answer", "clarify": "ask"}.get(kind),
        "reason": draw.choice(REASONS) if kind == "refusal" else None,
        "milliseconds": int(draw.lognormvariate(3.6, 0.5)),
        "index_version": "1",
        "time": time,
    }


def _misses(database: Database, draw: random.Random, count: int, moment: Callable[[], datetime]) -> None:
    turns, items = [], []
    for _ in range(count):
        text = draw.choice(WISHES).format(draw.choice(MATTERS)) + draw.choice(("", "?", " pls", " in a jail"))
        turn = {**_turn(draw, moment(), ["none"]), "text": text, "kind": "out_of_scope", "entry": None}
        turns.append(turn)
        items.append(
            {
                "id": _id(draw).replace("-", ""),
                "message": turn["id"],
                "conversation": turn["conversation"],
                "text": text,
                "reason": draw.choice(("missed", "missed", "none_of_these", "not_helpful", "close_call")),
                "entry": None,
                "status": "open",
                "time": turn["time"],
            }
        )
    _insert(database, Turn, turns)
    _insert(database, ReviewItem, items)


def _referrals(database: Database, draw: random.Random, count: int, moment: Callable[[], datetime]) -> None:
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    references = [f"V-{''.join(draw.choices(letters, k=4))}-{draw.randrange(10, 100)}" for _ in range(count)]
    _insert(
        database,
        Referral,
        [
            {
                "reference": reference,
                "program": draw.choice(("JEM", "TFM", "WSO")),
                "agency_kind": draw.choice(("sheriff", "police", "jail", None)),
                "state": draw.choice(("TX", "FL", "GA", "OH", None)),
                "runs_jail": draw.choice((True, False, None)),
                "status": draw.choice(("new", "new", "contacted", "sent", "closed")),
                "notes": draw.choice(("", "", "called, waits for the county board")),
                "time": moment(),
            }
            for reference in references
        ],
    )
    _insert(
        database,
        Contact,
        [
            {
                "reference": reference,
                "agency": "Example County Sheriff's Office",
                "contact_person": "The chief deputy",
                "email": "chief.deputy@example.org",
                "phone": "555-0100",
                "nominees": draw.randrange(1, 20),
                "remarks": "",
                "time": moment(),
            }
            for reference in references[: count // 2]
        ],
    )


def _insert(database: Database, table: type[Base], rows: list[dict[str, object]]) -> None:
    for begin in range(0, len(rows), BATCH):
        with database.write() as session:
            session.execute(insert(table), rows[begin : begin + BATCH])


def _id(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))
