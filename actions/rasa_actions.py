"""The custom actions that the Rasa server calls. Each reads the tracker, asks, and says one reply."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import lru_cache

import msgspec
from rasa_sdk.events import AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import answer_entry, program_in_force, respond
from actions.comparing import compare
from actions.handoff import ask_program, hand_off
from actions.memory import Memory
from actions.replies import Reply
from actions.smalltalk import none_of_these, smalltalk, unavailable
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError

# a wrong start of the hand-off is worse than a question searched: other acts need only config.yml's threshold
CLEAR_WISH = 0.75

Said = tuple[list[Reply], Memory]


@lru_cache(maxsize=1)
def knowledge() -> KnowledgeClient:
    """Return the client; not kept on an Action, since Rasa pickles those."""
    return KnowledgeClient(os.environ["BOT_KNOWLEDGE_URL"])


class MemoryAction(Action, ABC):
    """An action that turns (message, memory) into (replies, memory). Subclasses give `name` and `decide`."""

    @abstractmethod
    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Return what to say and what to remember. Runs in a thread; may raise KnowledgeUnavailableError."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the replies and return the changed slots."""
        memory = Memory.of(tracker.slots)
        try:
            replies, after = await asyncio.to_thread(self.decide, tracker, memory)
        except KnowledgeUnavailableError:
            replies, after = [unavailable(memory.program)], memory
        for reply in replies:
            dispatcher.utter_message(json_message=msgspec.to_builtins(reply))
        return memory.changes(after)


class AnswerQuestion(MemoryAction):
    """Search for the message and answer, ask back, or say that the sources do not cover it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_answer"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Answer; a bare program while the volunteer question is open chooses the program."""
        result = knowledge().search(text_of(tracker), memory.topic, memory.rejected)
        if memory.pending == "volunteer" and result.follow_up and len(result.programs) == 1:
            return one(hand_off(knowledge().form(result.programs[0]), memory))
        return respond(result, memory)


class Compare(MemoryAction):
    """Compare two or three programs, whole or on one aspect."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_compare"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Compare on the aspect that the search finds, else as a whole."""
        return one(compare(knowledge(), text_of(tracker), memory))


class Volunteer(MemoryAction):
    """Hand the form link over, once the program is known."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_volunteer"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Hand off for the program named or in force, else ask which; what is no clear wish is searched."""
        if tracker.latest_message["intent"]["confidence"] < CLEAR_WISH:
            return respond(knowledge().search(text_of(tracker), memory.topic, memory.rejected), memory)
        program = program_in_force(programs_of(tracker), memory)
        return one(hand_off(knowledge().form(program), memory) if program else ask_program(memory))


class NoneOfThese(MemoryAction):
    """The user turns down what was offered."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_none_of_these"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Remember what was turned down for the next question."""
        turned_down = memory.offered or ((memory.topic,) if memory.topic else ())
        return [none_of_these(memory.program)], replace(memory, rejected=turned_down, offered=(), pending=None)


class ContactPerson(MemoryAction):
    """The user wants a person."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_contact_person"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give the entry on whom to contact."""
        return give_entry("human-contact", memory)


class ChooseModel(MemoryAction):
    """The user asks which model fits."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_choose_model"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give the entry on choosing a model."""
        return give_entry("choose-model", memory)


class Smalltalk(MemoryAction):
    """Greeting, thanks, help and the like."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_smalltalk"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Say the fixed text of the dialogue act."""
        intent = str(tracker.latest_message["intent"]["name"])
        pending = None if intent in {"cancel", "deny"} else memory.pending
        return [smalltalk(intent, memory.program)], replace(memory, pending=pending)


class StartOver(Action):
    """Forget the conversation."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_start_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say so and reset every slot."""
        dispatcher.utter_message(json_message=msgspec.to_builtins(smalltalk("start_over", None)))
        return [AllSlotsReset()]


def text_of(tracker: Tracker) -> str:
    """Return the latest message's text."""
    return str(tracker.latest_message.get("text") or "")


def programs_of(tracker: Tracker) -> list[str]:
    """Return the programs that the latest message names."""
    return list(dict.fromkeys(tracker.get_latest_entity_values("program")))


def one(said: tuple[Reply, Memory]) -> Said:
    """Return one reply as a list of replies."""
    return [said[0]], said[1]


def give_entry(entry: str, memory: Memory) -> Said:
    """Give one entry's answer, as if it had been asked for."""
    found = knowledge().entry(entry)
    if found is None:
        raise KnowledgeUnavailableError(f"there is no entry {entry}")
    return one(answer_entry(found, memory))
