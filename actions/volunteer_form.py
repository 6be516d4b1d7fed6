"""Volunteering: the form that an agency fills before it gets its link, and the hand-off at its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import form_answers as reading
from actions.conversation import knowledge, say, slots_set, sorry
from actions.form_answers import Message
from actions.forms import Form, Law, Option, Question, Slots, Value, law_of
from actions.replies.hand_off import hand_off, law_reply, state_law
from actions.replies.memory import Memory
from actions.replies.reply import Referral, Reply
from actions.replies.smalltalk import smalltalk
from knowledge import AGENCY_KINDS, PROGRAM_NAMES
from knowledge.client import KnowledgeError

UNDECIDED = "undecided"
# what a form leaves behind; "cancel" and the end of a hand-off clear them
OF_VOLUNTEERING = ("volunteer_program", "law_noted")
OF_AGENCY = ("agency_kind", "agency_state", "runs_jail")

PROGRAM = Question(
    "volunteer_program",
    "Which model does your agency want to take part in?",
    (
        *(
            Option(f"{program} ({name})", f"We want to volunteer for {program}", program)
            for program, name in PROGRAM_NAMES.items()
        ),
        Option("Not sure", "I am not sure which model", UNDECIDED),
    ),
    reading.program,
    unknown=UNDECIDED,
)
AGENCY_KIND = Question(
    "agency_kind",
    "What kind of agency is it?",
    tuple(
        Option(words.said.partition(" ")[2].capitalize(), f"We are {words.said}", kind)
        for kind, words in AGENCY_KINDS.items()
    ),
    reading.agency_kind,
)
STATE = Question(
    "agency_state",
    "In which state or territory is the agency? Please type its name.",
    (),
    reading.state,
)
JAIL = Question(
    "runs_jail",
    "Does your agency run a jail of its own?",
    (Option("Yes", "Yes, we run a jail", True), Option("No", "No, we have no jail", False)),
    reading.runs_jail,
)
LAW = Question(
    "law_noted",
    "Please ask your counsel before any step. Do you want the form link all the same?",
    (Option("Yes, give me the link", "Yes, give me the link", True), Option("No, stop here", "No, stop here", False)),
    reading.wish,
    anywhere=False,
    unknown=False,
)


class VolunteerForm(Form):
    """Program, kind of agency, state, a jail or not; and a second look where the state forbids agreements."""

    name = "volunteer_form"
    act = "volunteer"
    kind = "volunteer"

    def questions(self, slots: Slots, law: Law) -> list[Question]:
        """Return the questions that the answers so far call for. Raises KnowledgeError."""
        program = slots.get("volunteer_program")
        if program == UNDECIDED:
            return []
        asked = [PROGRAM, AGENCY_KIND, STATE] + ([JAIL] if program != "TFM" else [])
        state = known(slots.get("agency_state"))
        answer = state_law(law(), state) if state else None
        return [*asked, LAW] if answer and answer.stance == "forbids" else asked

    def intro(self, slots: Slots) -> str:
        """Return for what the agency is volunteering."""
        program = self.program(slots)
        if not program:
            return "Your agency wants to take part."
        return f"Volunteering for **{program}** ({PROGRAM_NAMES[program]})."

    def derived(self, slots: Slots) -> dict[str, Value]:
        """Say whether a model is still to be chosen; one that is chosen is the program of the conversation."""
        program = self.program(slots)
        found: dict[str, Value] = {UNDECIDED: slots.get("volunteer_program") == UNDECIDED}
        return {**found, "program": program} if program else found

    def program(self, slots: Slots) -> str | None:
        """Return the program chosen, once it is."""
        program = slots.get("volunteer_program")
        return program if program in PROGRAM_NAMES else None

    def preface(self, slots: Slots, slot: str, law: Law) -> list[Reply]:
        """Return the state's law before the question that rests on it. Raises KnowledgeError."""
        return [law_reply(law(), slots["agency_state"])] if slot == LAW.slot else []

    def prefilled(self, slots: Slots, message: Message) -> dict[str, Value]:
        """Return the program that the message points at among those compared, else the one in force."""
        if message.values("program"):
            return {}
        compared = tuple(slots.get("compared") or ())
        program = reading.pointed_at(message.text, compared) or slots.get("program")
        return {"volunteer_program": program} if program else {}


class HandOff(Action):
    """Gives the state's law and the form link once the form is complete."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_hand_off"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the hand-off, or that it was canceled when answers are missing."""
        slots = dict(tracker.slots)
        memory, program = Memory.of(slots), slots.get("volunteer_program")
        after = replace(memory, program=program, offered=())
        try:
            replies = await asyncio.to_thread(_replies, slots, law_of(tracker))
        except KnowledgeError as error:
            # with the program in force and the agency's answers kept, the next wish leads here at once
            say(dispatcher, [sorry(error)])
            return [*slots_set(memory.changes(after)), *forget(OF_VOLUNTEERING)]
        if not replies:
            say(dispatcher, [smalltalk("cancel", memory.program)])
            return forget(OF_VOLUNTEERING + OF_AGENCY)
        say(dispatcher, replies)
        return [*slots_set(memory.changes(after)), *forget(OF_VOLUNTEERING)]


def _replies(slots: Slots, law: Law) -> list[Reply]:
    """The hand-off; nothing when an answer is missing or the law was a reason to stop."""
    program = slots.get("volunteer_program")
    if program not in PROGRAM_NAMES or VolunteerForm().missing(slots, law) or slots.get("law_noted") is False:
        return []
    referral = Referral(
        program,
        agency_kind=known(slots.get("agency_kind")),
        state=known(slots.get("agency_state")),
        runs_jail=known(slots.get("runs_jail")) if program != "TFM" else None,
    )
    return hand_off(knowledge().form(program), referral, law())


def known(value: Any) -> Any:
    """Return an answer, or None for one that was not known."""
    return None if value == reading.UNKNOWN else value


def forget(names: tuple[str, ...]) -> list[EventType]:
    """Return the events that empty these slots."""
    return [SlotSet(name, None) for name in names]
