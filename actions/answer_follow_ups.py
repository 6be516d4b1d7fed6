"""Actions on the last answer: again, in fewer words, its sources; and a person to ask instead."""

from __future__ import annotations

import msgspec
from rasa_sdk.interfaces import Tracker

from actions.conversation import MemoryAction, Said, give_entry, knowledge, reads_marked
from actions.replies.answers import answer_entry
from actions.replies.last_answer import shorter, whereabouts
from actions.replies.memory import Memory
from actions.replies.quotations import supported
from actions.replies.reply import merged_sources
from actions.replies.smalltalk import nothing_yet
from knowledge import required


class Repeat(MemoryAction):
    """The user wants to hear the last answer again."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_repeat"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give the last entry again."""
        return give_entry(memory.entry, memory) if memory.entry else ([nothing_yet()], memory)


class Simpler(MemoryAction):
    """The user wants the last answer in fewer words."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_simpler"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give the short form of the last entry's answer, or its first sentences."""
        if not memory.entry:
            return [nothing_yet()], memory
        entry = knowledge().entry(memory.entry)
        reply, after = answer_entry(entry, memory)
        answer = entry.answers.get(reply.scope or "") or entry.states.get(reply.scope or "")
        if reply.kind != "answer" or not answer:
            return [reply], after
        return [msgspec.structs.replace(reply, text=f"In short: {shorter(answer)}")], after


class WhereStated(MemoryAction):
    """The user asks where the last answer comes from."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_where_stated"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Name the sources with their sections, and retell the sections on file."""
        if not memory.entry:
            return [nothing_yet()], memory
        entry = knowledge().entry(memory.entry)
        given, after = answer_entry(entry, memory)
        answers = [{**entry.answers, **entry.states}.get(given.scope or "")]
        shown = [answer for answer in answers if answer] or list(entry.answers.values())
        passages = knowledge().passages(entry.entry, given.scope if given.scope in entry.answers else None)
        reply = msgspec.structs.replace(
            given,
            kind="answer",
            text=whereabouts(shown, passages),
            sources=merged_sources(shown),
            choices=[],
            as_of=min(answer.as_of for answer in shown),
        )
        support = supported(knowledge(), shown[0], memory.program, reads_marked(tracker))
        return [reply, support] if support else [reply], after


class ContactPerson(MemoryAction):
    """The user wants a person."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_contact_person"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give the entry on whom to contact."""
        return give_entry(required.HUMAN_CONTACT, memory)
