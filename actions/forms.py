"""Rasa forms: what they ask, how an answer is read, and which question comes next.

A form's slots are filled from any message that the form itself takes (see bot/dialogue/rules/forms.yml): what answers
the question asked, and what corrects an earlier answer. A message that another action has answered changes nothing.
"""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.conversation import entry_of_turn, say, sorry
from actions.form_answers import UNKNOWN, Message, pointed_at
from actions.replies.reply import Choice, Kind, Reply
from knowledge import required
from knowledge.client import KnowledgeError
from knowledge.results import Entry

Slots = Mapping[str, Any]
Value = str | bool
# gives the entry on state law, where a question depends on it. Raises KnowledgeError
Law = Callable[[], Entry]
REQUESTED = "requested_slot"
YES_NO = {"affirm": "yes", "deny": "no"}
# the acts that answer a form, and those that an answer in free words may be taken for
ANSWERING = {"inform", "pick", "affirm", "deny"}
MAY_ANSWER = {"ask", "nlu_fallback", "compare"}
QUESTION_WORDS = "who what when where why how which is are can could do does did will would should may"
ASKS = re.compile(rf"\?|^\W*(?:{'|'.join(QUESTION_WORDS.split())})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Option:
    """A choice of a question: its title, the message that it sends, and the answer that it stands for."""

    title: str
    text: str
    value: Value

    def is_said_by(self, text: str) -> bool:
        """Return whether a message is this option."""
        return text.strip().lower() in {self.text.lower(), self.title.lower()}


@dataclass(frozen=True)
class Question:
    """One question of a form: its slot, text and options, and how a message answers it.

    `anywhere` says that an answer is read from a message that was not asked for it, too; `unknown` is the answer of
    somebody who does not know.
    """

    slot: str
    text: str
    options: tuple[Option, ...]
    read: Callable[[Message], Value | None]
    anywhere: bool = True
    unknown: Value | None = UNKNOWN

    def is_option(self, text: str) -> bool:
        """Return whether a message is one of the options, word by word."""
        return any(option.is_said_by(text) for option in self.options)

    def answer(self, message: Message) -> Value | None:
        """Return the answer in a message that was asked for it: an option, its number, or the answer in words."""
        chosen = pointed_at(message.text, [option.text for option in self.options]) or message.text
        for option in self.options:
            if option.is_said_by(chosen):
                return option.value
        for option in self.options:
            if option.title.lower().split(",")[0] == YES_NO.get(message.intent):
                return option.value
        found = self.read(message)
        return self.unknown if found is None and message.unsure else found


class Form(ABC):
    """A form: the act that starts it, and its questions in order, of which some depend on the answers so far."""

    name: str
    act: str
    kind: Kind

    @abstractmethod
    def questions(self, slots: Slots, law: Law) -> list[Question]:
        """Return the questions that the answers so far call for. Raises KnowledgeError."""

    def missing(self, slots: Slots, law: Law) -> list[str]:
        """Return the slots that are still to be asked for. Raises KnowledgeError."""
        return [question.slot for question in self.questions(slots, law) if slots.get(question.slot) is None]

    def intro(self, slots: Slots) -> str:
        """Return what is said before each question."""
        return ""

    def derived(self, slots: Slots) -> dict[str, Value]:
        """Return slots that follow from the answers, for the rules to look at."""
        return {}

    def program(self, slots: Slots) -> str | None:
        """Return the program that the form is about."""
        return None

    def preface(self, slots: Slots, slot: str, law: Law) -> list[Reply]:
        """Return what is said as replies of their own before a question. Raises KnowledgeError."""
        return []

    def prefilled(self, slots: Slots, message: Message) -> dict[str, Value]:
        """Return answers that the conversation has given before the form starts."""
        return {}


class ValidateForm(Action):
    """Reads the answers of a form and chooses its next question (Rasa calls it `validate_<form>`)."""

    def __init__(self, form: Form) -> None:
        """Take the form; the action's name follows from it."""
        self._form = form

    def name(self) -> str:
        """Return the action's name in the domain."""
        return f"validate_{self._form.name}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Return the slots that the message fills, and the slot to ask for next (None ends the form)."""
        try:
            return await asyncio.to_thread(self._events, tracker)
        except KnowledgeError:
            # the form stays where it is, and its next question says what is the matter
            return [SlotSet("understood", True)]

    def _events(self, tracker: Tracker) -> list[EventType]:
        slots, message, law = dict(tracker.slots), Message.of(tracker), law_of(tracker)
        requested = slots.get(REQUESTED)
        elsewhere = answered_elsewhere(tracker, self._form.name)
        found = {} if requested else self._form.prefilled(slots, message)
        if not elsewhere:
            taken = self._read(self._form.questions({**slots, **found}, law), requested, message)
            if taken is None:
                # nothing is set: Rasa then takes the form as rejected, and the message's own rule applies
                return []
            found |= taken
        after = {**slots, **found}
        missing = self._form.missing(after, law)
        turned_down = requested and message.intent == "deny" and not found
        understood = bool(found) or elsewhere or not requested or message.intent == self._form.act
        return [
            *(SlotSet(slot, value) for slot, value in {**found, **self._form.derived(after)}.items()),
            SlotSet("understood", understood),
            SlotSet(REQUESTED, missing[0] if missing and not turned_down else None),
        ]

    def _read(self, questions: list[Question], requested: str | None, message: Message) -> dict[str, Value] | None:
        """Return what a message answers; None when it is for another action."""
        asked = next((question for question in questions if question.slot == requested), None)
        if asked and not asked.is_option(message.text) and message.intent not in {*ANSWERING, self._form.act}:
            value = asked.answer(message) if message.intent in MAY_ANSWER and not ASKS.search(message.text) else None
            return None if value is None else {asked.slot: value}
        return read_answers(questions, requested, message)


class AskSlot(Action):
    """Asks a form's question (Rasa calls it `action_ask_<form>_<slot>`)."""

    def __init__(self, form: Form, question: Question) -> None:
        """Take the form and its question; the action's name follows from them."""
        self._form = form
        self._question = question

    def name(self) -> str:
        """Return the action's name in the domain."""
        return f"action_ask_{self._form.name}_{self._question.slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the question with its choices."""
        try:
            replies = await asyncio.to_thread(self._replies, dict(tracker.slots), law_of(tracker))
        except KnowledgeError as error:
            replies = [sorry(error)]
        say(dispatcher, replies)
        return []

    def _replies(self, slots: Slots, law: Law) -> list[Reply]:
        question = self._question
        lost = "I did not understand that as an answer." if slots.get("understood") is False else ""
        text = " ".join(filter(None, [lost, self._form.intro(slots), question.text]))
        choices = [Choice(option.title, option.text) for option in question.options]
        asked = Reply(kind=self._form.kind, text=text, program=self._form.program(slots), choices=choices)
        return [*self._form.preface(slots, question.slot, law), asked]


def law_of(tracker: Tracker) -> Law:
    """Return the way to the entry on state law, which all actions of one message take but once."""
    return partial(entry_of_turn, required.STATE_LAW, tracker)


def read_answers(questions: list[Question], requested: str | None, message: Message) -> dict[str, Value]:
    """Return what a message answers: the question asked, and any other that it speaks of."""
    found: dict[str, Value] = {}
    for question in questions:
        if question.slot == requested:
            value = question.answer(message)
        else:
            value = question.read(message) if question.anywhere else None
        if value is not None:
            found[question.slot] = value
    return found


def answered_elsewhere(tracker: Tracker, form: str) -> bool:
    """Return whether another action has already answered the latest message."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in {form, "action_listen", "action_extract_slots"}:
            return True
    return False
