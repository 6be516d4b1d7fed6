"""Actions on what was offered: one is picked, the only one is agreed to, or all are turned down."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.interfaces import Tracker

from actions.conversation import MemoryAction, Said, give_entry, knowledge, text_of
from actions.form_answers import pointed_at
from actions.questions import searched
from actions.replies.answers import respond
from actions.replies.memory import Memory
from actions.replies.smalltalk import none_of_these, noted, smalltalk
from knowledge import required


class Pick(MemoryAction):
    """The user picks one of the candidates offered, by number or ordinal."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_pick"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Give what is pointed at; without candidates the message is searched."""
        picked = pointed_at(text_of(tracker), memory.offered)
        program = pointed_at(text_of(tracker), memory.compared) if not memory.offered else None
        if program:
            return self._one_of_compared(program, memory)
        if picked is None:
            return respond(searched(tracker, memory), memory)
        entry, _, program = picked.partition(":")
        return give_entry(entry, replace(memory, program=program or memory.program))

    @staticmethod
    def _one_of_compared(program: str, memory: Memory) -> Said:
        """Give what was compared for one program alone, or its description after a comparison as a whole."""
        entry = knowledge().entry(memory.entry) if memory.entry else None
        compared = entry.entry if entry and program in entry.answers else required.MODEL_DESCRIPTION
        return give_entry(compared, replace(memory, program=program))


class Affirm(MemoryAction):
    """The user says yes."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_affirm"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Note the question that could not be searched, or give the only candidate offered."""
        if memory.unanswered:
            return [noted(memory.unanswered)], replace(memory, unanswered=None)
        if len(memory.offered) == 1:
            return give_entry(memory.offered[0].partition(":")[0], memory)
        return [smalltalk("affirm", memory.program)], memory


class NoneOfThese(MemoryAction):
    """The user turns down what was offered."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_none_of_these"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Remember what was turned down for the next question."""
        offered = tuple(name.partition(":")[0] for name in memory.offered)
        turned_down = offered or ((memory.entry,) if memory.entry else ())
        rejected = tuple(dict.fromkeys(memory.rejected + turned_down))
        return [none_of_these(memory.program, turned_down)], replace(memory, rejected=rejected, offered=())
