"""What every action that answers shares: the conversation's memory, the way to knowledge, and how replies are said."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.replies.answers import answer_entry
from actions.replies.memory import Memory
from actions.replies.reply import Reply
from actions.replies.smalltalk import not_on_file, noted, unavailable
from knowledge.client import KnowledgeClient, KnowledgeError, KnowledgeUnavailableError, UnknownEntryError
from knowledge.results import Entry

log = logging.getLogger(__name__)

Said = tuple[list[Reply], Memory]
# without the knowledge service no dialogue act is told either, so a yes is known by its words
ACCEPTS = re.compile(r"^\W*(?:yes|y|yep|yeah|yup|ok|okay|sure|please|note)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def knowledge() -> KnowledgeClient:
    """Return the client; not kept on an Action, since Rasa pickles those."""
    return KnowledgeClient(os.environ["BOT_KNOWLEDGE_URL"])


class MemoryAction(Action, ABC):
    """An action that turns (message, memory) into (replies, memory). Subclasses give `name` and `decide`."""

    @abstractmethod
    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Return what to say and what to remember. Runs in a thread; may raise KnowledgeError."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say the replies and return the changed slots."""
        memory = Memory.of(tracker.slots)
        try:
            replies, after = await asyncio.to_thread(self.decide, tracker, memory)
        except KnowledgeUnavailableError:
            replies, after = _without_search(text_of(tracker), memory)
        except KnowledgeError as error:
            # an entry that was answered before may be gone since: nothing goes on from it
            replies, after = [sorry(error)], replace(memory, entry=None, offered=(), unanswered=None)
        else:
            if after.unanswered == memory.unanswered:
                # the offer to note a question holds for the next message only
                after = replace(after, unanswered=None)
        say(dispatcher, replies)
        return slots_set(memory.changes(after))


def _without_search(text: str, memory: Memory) -> Said:
    """Offer to note the message, or note the one before it when that was offered and is wanted."""
    if memory.unanswered and ACCEPTS.search(text):
        return [noted(memory.unanswered)], replace(memory, unanswered=None)
    return [unavailable(text)], replace(memory, unanswered=text)


def slots_set(values: Mapping[str, Any]) -> list[EventType]:
    """Return the events that set these slots."""
    return [SlotSet(name, value) for name, value in values.items()]


def say(dispatcher: CollectingDispatcher, replies: list[Reply]) -> None:
    """Send the replies as the API's JSON."""
    for reply in replies:
        dispatcher.utter_message(json_message=msgspec.to_builtins(reply))


def text_of(tracker: Tracker) -> str:
    """Return the latest message's text."""
    return str(tracker.latest_message.get("text") or "")


def reads_marked(tracker: Tracker) -> bool:
    """Return whether the reader of the latest message may see passages with handling marks, as the page says."""
    return bool((tracker.latest_message.get("metadata") or {}).get("reads_marked"))


def intent_of(tracker: Tracker) -> str:
    """Return the dialogue act that the latest message was taken for."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def one(said: tuple[Reply, Memory]) -> Said:
    """Return one reply as a list of replies."""
    return [said[0]], said[1]


def entry_of_turn(entry: str, tracker: Tracker) -> Entry:
    """Return an entry, fetched once for all actions that one message sets off. Raises KnowledgeError."""
    message = tracker.latest_message.get("message_id")
    return _entry_of_turn(entry, message) if message else knowledge().entry(entry)


@lru_cache(maxsize=64)
def _entry_of_turn(entry: str, message: str) -> Entry:
    return knowledge().entry(entry)


def give_entry(entry: str, memory: Memory) -> Said:
    """Give one entry's answer, as if it had been asked for. Raises KnowledgeError."""
    return one(answer_entry(knowledge().entry(entry), memory))


def sorry(error: KnowledgeError, question: str | None = None) -> Reply:
    """Return what is said in place of an answer; a question that could not be searched can be noted."""
    if isinstance(error, UnknownEntryError):
        log.error("%s; content without it should not have been loaded", error)
        return not_on_file()
    return unavailable(question)
