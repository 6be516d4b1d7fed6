"""What tests are about, with what a test does not care about filled in: content, entries, replies, messages, turns."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from rasa_sdk.interfaces import Tracker

from actions.form_answers import Message
from actions.replies.reply import Choice, Reply
from bot.records.models import Turn
from bot.settings import ROOT
from knowledge import required
from knowledge.results import (
    Answer,
    DocumentPassage,
    Entry,
    EntryTitle,
    Link,
    Match,
    RosterAnswer,
    RosterFilter,
    SearchResult,
    Source,
)

IndexOf = Callable[[Path, Path], str]
SHARED = ROOT.parent / "shared"
ROSTER_LIST = Source("ICE list of participating agencies, 18 May 2026", as_of="2026-05-18")
MOA = Source("Agreement", "V", "https://www.ice.gov/doclib/287gMOA/", "2025-03-07")

PASSAGE = DocumentPassage(
    document="0123456789ab",
    number=3,
    title="Memorandum of agreement, 287(g) Task Force Model",
    holder="Sample Police Dept., FL",
    program="TFM",
    section="IX",
    heading="Certification and authorization",
    page=4,
    date="2025-04-10",
    marks=[],
    sentences=["ICE certifies names.", "It may be revoked *at any time*.", "Notice is given within 48 hours."],
    marked=1,
    sentence=2,
    others=[],
)

ANSWER = Reply(
    kind="answer",
    text="About **40 hours**. <script>alert(1)</script>",
    entry="training-length",
    question="How long is the training?",
    program="TFM",
    scope="TFM",
    level="answer",
    sources=[Source("Task Force agreement", "VIII", "https://www.ice.gov/doclib/287gMOA/", "2025-03-07")],
    links=[Link("The form", "/volunteer/V-7F3K-29?program=TFM")],
    choices=[Choice("Who pays?", "Who pays for it?", "training-cost")],
    as_of="2025-04-10",
    confidence="multi-secondary",
)


def an_answer(scope: str, **fields: object) -> Answer:
    values: dict[str, object] = {
        "scope": scope,
        "text": f"{scope} answer",
        "short": f"{scope} short",
        "sources": [MOA],
        "links": [],
        "as_of": "2025-04-16",
        "confidence": "official",
    }
    return Answer(**{**values, **fields})  # type: ignore[arg-type]


def an_entry(*scopes: str, compare: bool = False, states: tuple[str, ...] = ()) -> Entry:
    return Entry(
        entry="hold-time",
        question="How long may a person be held under this model?",
        answers={scope: an_answer(scope) for scope in scopes},
        states={state: an_answer(state) for state in states},
        compare=compare,
        related=[EntryTitle("detainer-hours", "How are the 48 hours counted?")],
        due=False,
    )


def found(entry: Entry | None, *programs: str, state: str | None = None, **fields: object) -> SearchResult:
    values: dict[str, object] = {
        "level": "answer" if entry else "none",
        "probability": 0.9,
        "matches": [Match(name, f"{name}?", 0.9, "x") for name in ("one", "two", "three")],
        "best": entry,
        "second": None,
        "sure": True,
        "passage": None,
        "programs": list(programs),
        "state": state,
    }
    return SearchResult(**{**values, **fields})  # type: ignore[arg-type]


def roster_found(ask: str, **fields: object) -> RosterAnswer:
    values: dict[str, object] = {"source": ROSTER_LIST, "filter": RosterFilter(), "about": "agencies"}
    return RosterAnswer(ask=ask, **{**values, **fields})  # type: ignore[arg-type]


def message(text: str, intent: str = "inform", **entities: tuple[str, ...]) -> Message:
    """Return a message as the forms read it."""
    found = [{"entity": kind, "value": value} for kind, values in entities.items() for value in values]
    latest = {"text": text, "intent": {"name": intent}, "entities": found}
    return Message.of(Tracker("id", {}, latest, [], False, None, {}, "action_listen"))


def answer(text: str, **fields: object) -> dict[str, object]:
    return {
        "text": f"{text} " + "word " * 20,
        "facts": ["F1.01"],
        "sources": ["statute#(g)(1)"],
        "as_of": "2025-04-16",
        "confidence": "official",
        **fields,
    }


def entry(name: str, question: str, words: str, answers: dict[str, object], **fields: object) -> dict[str, object]:
    phrasings = [f"{words} {number}{name}" for number in "abcdefgh"]
    return {
        "id": name,
        "question": question,
        "phrasings": phrasings,
        "answers": answers,
        "related": ["hold-time"] if name != "hold-time" else ["training-length"],
        "review_by": "2027-03-01",
        **fields,
    }


def small_entries() -> list[dict[str, object]]:
    """Four entries: two split by program, one with states, one for any program."""
    programs = ("JEM", "TFM", "WSO")
    return [
        entry(
            "training-length",
            "How long is the training?",
            "training course hours",
            {name: answer(f"{name} training takes a while.", short=f"{name} hours") for name in programs},
            compare=True,
        ),
        entry(
            "hold-time",
            "How long may a person be held?",
            "hold inmate jail custody",
            {"JEM": answer("JEM holds 48 hours."), "WSO": answer("WSO holds 48 hours.")},
        ),
        entry(
            "state-law",
            "Does our state's law require or forbid it?",
            "state law forbid require",
            {"any": answer("It depends on the state.")},
            states={"DE": answer("Delaware bars agreements.")},
        ),
        entry("who-signs", "Who signs the agreement?", "sign signature agreement", {"any": answer("The chief signs.")}),
    ]


def required_entries() -> list[dict[str, object]]:
    """The entries that the code leads to and that no test is about, worded like nothing else."""
    names = sorted(required.REQUIRED - {str(one["id"]) for one in small_entries()})
    return [
        entry(name, f"Unasked {number}?", f"unasked{number}", {"any": answer("Unasked.")})
        for number, name in enumerate(names)
    ]


def a_turn(**fields: object) -> Turn:
    """Return a turn with what the test does not care about filled in."""
    values: dict[str, object] = {
        "id": uuid.uuid4().hex,
        "conversation": "c1",
        "channel": "api",
        "text": "how long is the class",
        "kind": "answer",
        "milliseconds": 12,
        "index_version": "1",
    }
    return Turn(**{**values, **fields})  # type: ignore[arg-type]
