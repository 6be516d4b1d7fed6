"""Choosing a model: a form of six questions, and a table of which models fit the answers, each with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import form_answers as reading
from actions.conversation import known_entry, say, slots_set
from actions.forms import Form, Option, Question, Slots
from actions.replies.hand_off import law_reply, state_law
from actions.replies.memory import Memory
from actions.replies.reply import Choice, Reply, merged_sources
from actions.replies.smalltalk import smalltalk, unavailable
from actions.volunteer_form import AGENCY_KIND, JAIL, OF_VOLUNTEERING, STATE, forget
from knowledge import PROGRAM_NAMES, required
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Answer, Entry

OF_CHOOSING = ("officer_work", "officer_tasks", "officer_experience")
FITS, IN_PART, WIDER, NO_FIT = "Fits what you said", "Fits in part", "Wider than what you said", "Does not fit"
# the entries that the reasons are taken from
PLACE, QUESTIONING, NOMINEES = required.PLACE_OF_AUTHORITY, required.QUESTION_STATUS, required.NOMINEE_REQUIREMENTS
LAW = required.STATE_LAW

WORK = Question(
    "officer_work",
    "Where would the officers use the authority: on patrol and in the field, in the jail, or both?",
    (
        Option("Patrol or field", "Patrol or field work", "patrol"),
        Option("Jail or custody", "Jail or custody work", "custody"),
        Option("Both", "Both", "both"),
    ),
    reading.officer_work,
    anywhere=False,
)
TASKS = Question(
    "officer_tasks",
    "Should they only serve immigration warrants, or also question and process people?",
    (
        Option("Warrants only", "Warrants only", "warrants"),
        Option("Question and process too", "Question and process too", "questioning"),
    ),
    reading.officer_tasks,
    anywhere=False,
)
EXPERIENCE = Question(
    "officer_experience",
    "Do the officers have at least two years of law-enforcement work experience?",
    (
        Option("Yes, all", "All have two years or more", "two_years"),
        Option("Some", "Some of them do", "mixed"),
        Option("No", "They have less than two years", "less"),
    ),
    reading.officer_experience,
    anywhere=False,
)


class ChoosingForm(Form):
    """Agency kind, jail, work, tasks, experience and state."""

    name = "choosing_form"
    act = "choose_model"
    kind = "clarify"

    def questions(self, slots: Slots) -> list[Question]:
        """Return the six questions; without a jail nobody is asked where or for what it would be used."""
        if slots.get("runs_jail") is False:
            return [AGENCY_KIND, JAIL, EXPERIENCE, STATE]
        return [AGENCY_KIND, JAIL, WORK, TASKS, EXPERIENCE, STATE]

    def intro(self, slots: Slots) -> str:
        """Say at the first question what this is."""
        if slots.get("agency_kind"):
            return ""
        return "Six short questions show which models fit; answer *not sure* or *stop* at any time."


@dataclass(frozen=True)
class Fit:
    """How one model fits, and the entry whose answer says why."""

    verdict: str
    reason: str


class ChooseResult(Action):
    """Says which models fit the answers, once the form is complete."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_choose_result"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the table, or that the form was stopped when answers are missing."""
        slots = dict(tracker.slots)
        memory = Memory.of(slots)
        if ChoosingForm().missing(slots):
            say(dispatcher, [smalltalk("cancel", memory.program)])
            return forget(OF_CHOOSING + OF_VOLUNTEERING)
        try:
            names = (PLACE, QUESTIONING, NOMINEES, LAW)
            entries = await asyncio.to_thread(lambda: {name: known_entry(name) for name in names})
        except KnowledgeUnavailableError:
            say(dispatcher, [unavailable(None)])
            return forget(OF_VOLUNTEERING)
        say(dispatcher, result(slots, entries))
        after = replace(memory, program=None, entry="choose-model", offered=(), compared=tuple(PROGRAM_NAMES))
        return [*slots_set(memory.changes(after)), *forget(OF_CHOOSING + OF_VOLUNTEERING)]


def fit(program: str, slots: Slots) -> Fit:
    """Return how a model fits the answers."""
    work, tasks, experience = (slots.get(name) for name in OF_CHOOSING)
    if program == "TFM":
        if experience == "less":
            return Fit(NO_FIT, NOMINEES)
        if work == "custody":
            return Fit(WIDER, PLACE)
        if experience == "mixed":
            return Fit(IN_PART, NOMINEES)
        return Fit(WIDER, QUESTIONING) if tasks == "warrants" else Fit(FITS, PLACE)
    if slots.get("runs_jail") is False or work == "patrol":
        return Fit(NO_FIT, PLACE)
    if program == "WSO" and tasks == "questioning":
        return Fit(NO_FIT, QUESTIONING)
    if program == "JEM" and tasks == "warrants":
        return Fit(WIDER, QUESTIONING)
    return Fit(IN_PART if work == "both" else FITS, PLACE)


def result(slots: Slots, entries: dict[str, Entry]) -> list[Reply]:
    """Return the law of the state, where something is known of it, and the table."""
    fits = {program: fit(program, slots) for program in PROGRAM_NAMES}
    reasons = {program: entries[found.reason].answers[program] for program, found in fits.items()}
    state = slots.get("agency_state")
    replies = [law_reply(entries[LAW], state)] if state and state_law(entries[LAW], state) else []
    wanted = [program for program, found in fits.items() if found.verdict != NO_FIT]
    text = "\n".join(
        [
            "This is no advice: whether an agency is accepted is for ICE and the law to decide.",
            "",
            "| Model | From what you said | Why | Source |",
            "|---|---|---|---|",
            *_rows(fits, reasons),
            "",
            _closing(state, bool(replies)),
        ]
    )
    table = Reply(
        kind="comparison",
        text=text,
        entry="choose-model",
        scope="any",
        level="answer",
        sources=merged_sources(reasons.values()),
        choices=_next_steps(wanted),
        as_of=min(answer.as_of for answer in reasons.values()),
    )
    return [*replies, table]


def _rows(fits: dict[str, Fit], reasons: dict[str, Answer]) -> Iterator[str]:
    for program, found in fits.items():
        answer = reasons[program]
        source = answer.sources[0]
        section = f", section {source.section}" if source.section else ""
        why = (answer.short or answer.text).strip()
        yield f"| **{program}** ({PROGRAM_NAMES[program]}) | {found.verdict} | {why} | {source.title}{section} |"


def _closing(state: object, law_said: bool) -> str:
    if law_said:
        return "Your state's law comes first: see above, and ask your counsel."
    if state and state != reading.UNKNOWN:
        return (
            f"The sources on file have nothing on the law of {state}: it may require or forbid this; ask your counsel."
        )
    return "State law may require or forbid an agreement: ask your counsel."


def _next_steps(programs: list[str]) -> list[Choice]:
    return [
        *(Choice(f"More on {program}", f"Tell me about {program}", required.MODEL_DESCRIPTION) for program in programs),
        Choice("Compare all three", "Compare the three models", required.COMPARE_MODELS),
        *(Choice(f"Volunteer for {program}", f"We want to volunteer for {program}") for program in programs),
        Choice("Talk to a person", "I want to talk to a person", required.HUMAN_CONTACT),
    ]
