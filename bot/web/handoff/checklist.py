"""What the hand-off pages say of a referral: state law first, then papers, people, money, limits and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from actions.replies.hand_off import state_law
from actions.replies.reply import merged_sources, worded_for
from bot.records.models import Referral
from knowledge import AGENCY_KINDS, PROGRAM_NAMES, STATE_NAMES, required
from knowledge.client import KnowledgeClient
from knowledge.results import Answer, Entry, Form

ENTRIES = (
    required.LETTER_OF_INTEREST,
    required.MEMORANDUM_OF_AGREEMENT,
    required.WHO_SIGNS,
    required.NOMINEE_REQUIREMENTS,
    required.TRAINING_LENGTH,
    required.TRAINING_FORMAT,
    required.TRAINING_COST,
    required.AGENCY_COSTS,
    required.LIMITS,
    required.SUPERVISION,
    required.PROGRAM_REVIEWS,
    required.LIABILITY,
    required.END_AGREEMENT,
)


@dataclass(frozen=True)
class Item:
    """A question with its dated, sourced answer; `due` when it is past its review date."""

    question: str
    answer: Answer
    due: bool


@dataclass(frozen=True)
class Facts:
    """What the bot knows of a referral, in words."""

    reference: str
    program: str
    program_name: str
    agency_kind: str | None
    state: str | None
    jail_lacking: bool

    @classmethod
    def of(cls, referral: Referral) -> Facts:
        """Put a referral into words."""
        return cls(
            reference=referral.reference,
            program=referral.program,
            program_name=PROGRAM_NAMES.get(referral.program, referral.program),
            agency_kind=AGENCY_KINDS[referral.agency_kind].title if referral.agency_kind in AGENCY_KINDS else None,
            state=STATE_NAMES.get(referral.state or ""),
            jail_lacking=referral.runs_jail is False and referral.program in {"JEM", "WSO"},
        )


@dataclass(frozen=True)
class Checklist:
    """The content of the printable page. `state_on_file` is False when the law of the state itself is not on file."""

    state_law: Item
    state_on_file: bool
    items: list[Item]


def checklist(knowledge: KnowledgeClient, referral: Referral) -> Checklist:
    """Gather the answers for a referral's program and state. Raises KnowledgeError."""
    law, *entries = knowledge.entries_by_id([required.STATE_LAW, *_first(referral), *ENTRIES]).values()
    of_state = state_law(law, referral.state)
    items = [_item(entry, referral.program) for entry in entries]
    return Checklist(
        state_law=_shown(law, of_state or law.answers["any"], referral.program),
        state_on_file=of_state is not None,
        items=[item for item in items if item],
    )


def papers(form: Form) -> list[tuple[str, str | None]]:
    """Return the papers that ICE asks for, each with the address of its template where that is configured."""
    return [
        ("Letter of interest", form.letter_of_interest),
        (f"Memorandum of agreement for {form.program}", form.agreement),
    ]


def _first(referral: Referral) -> Iterator[str]:
    """Yield the entries that an agency of this kind should read before the others."""
    if referral.agency_kind == "tribal":
        yield required.TRIBAL_MODEL
    if Facts.of(referral).jail_lacking:
        yield required.WHO_CAN_JOIN


def _item(entry: Entry, program: str) -> Item | None:
    answer = entry.answers.get(program) or entry.answers.get("any")
    return _shown(entry, answer, program) if answer else None


def _shown(entry: Entry, answer: Answer, program: str) -> Item:
    # each document once with its sections together, so that the page stays short
    answer = msgspec.structs.replace(answer, sources=merged_sources([answer]))
    return Item(worded_for(entry.question, program), answer, entry.due)
