"""Choosing a model: a form of six questions, at whose end a table says which models fit the answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import form_answers as reading
from actions.conversation import knowledge, say, slots_set, sorry
from actions.forms import Form, Law, Option, Question, Slots, law_of
from actions.replies.memory import Memory
from actions.replies.model_choice import Wishes, model_choice
from actions.replies.smalltalk import smalltalk
from actions.volunteer_form import AGENCY_KIND, JAIL, OF_VOLUNTEERING, STATE, forget, known
from knowledge import PROGRAM_NAMES, required
from knowledge.client import KnowledgeError

OF_CHOOSING = ("officer_work", "officer_tasks", "officer_experience")

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

    def questions(self, slots: Slots, law: Law) -> list[Question]:
        """Return the six questions; without a jail nobody is asked where or for what it would be used."""
        if slots.get("runs_jail") is False:
            return [AGENCY_KIND, JAIL, EXPERIENCE, STATE]
        return [AGENCY_KIND, JAIL, WORK, TASKS, EXPERIENCE, STATE]

    def intro(self, slots: Slots) -> str:
        """Say at the first question what this is."""
        if slots.get("agency_kind"):
            return ""
        return "Six short questions show which models fit; answer *not sure* or *stop* at any time."


class ChooseResult(Action):
    """Says which models fit the answers, once the form is complete."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_choose_result"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the table, or that the form was stopped when answers are missing."""
        slots = dict(tracker.slots)
        memory = Memory.of(slots)
        if ChoosingForm().missing(slots, law_of(tracker)):
            say(dispatcher, [smalltalk("cancel", memory.program)])
            return forget(OF_CHOOSING + OF_VOLUNTEERING)
        try:
            replies = await asyncio.to_thread(model_choice, knowledge(), wishes_of(slots))
        except KnowledgeError as error:
            say(dispatcher, [sorry(error)])
            return forget(OF_VOLUNTEERING)
        say(dispatcher, replies)
        after = replace(memory, program=None, entry=required.CHOOSE_MODEL, offered=(), compared=tuple(PROGRAM_NAMES))
        return [*slots_set(memory.changes(after)), *forget(OF_CHOOSING + OF_VOLUNTEERING)]


def wishes_of(slots: Slots) -> Wishes:
    """Return what the agency has said of itself."""
    work, tasks, experience = (known(slots.get(name)) for name in OF_CHOOSING)
    return Wishes(work, tasks, experience, known(slots.get("runs_jail")), known(slots.get("agency_state")))
