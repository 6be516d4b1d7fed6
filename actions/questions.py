"""Actions that search: for a question, and for what is to be compared."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.interfaces import Tracker

from actions.conversation import MemoryAction, Said, knowledge, reads_marked, text_of
from actions.form_answers import Message
from actions.replies.answers import program_in_force, respond
from actions.replies.comparison import compare
from actions.replies.memory import Memory
from actions.replies.offers import wish_or_question, with_chooser, with_wish
from actions.replies.quotations import MAY_HELP, MAY_HELP_TOO, quoted
from actions.replies.reply import Reply
from knowledge.results import SearchResult

# the least probability at which a wish to take part is offered beside the search
MAY_VOLUNTEER = 0.3


class AnswerQuestion(MemoryAction):
    """Search for the message and answer, ask back, or say that the sources do not cover it."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_answer"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Search with what the conversation is about; where it may be a wish to take part, offer that too."""
        result = searched(tracker, memory)
        quote = own_document(tracker, memory, result)
        if quote and result.level == "none":
            return [quote], replace(memory, offered=(), listed=None)
        if tracker.active_loop or not may_volunteer(tracker):
            replies, after = respond(result, memory)
            return [*map(with_chooser, replies), *([quote] if quote else [])], after
        program = program_in_force(result.programs, memory)
        if result.level == "answer":
            replies, after = respond(result, memory)
            return [with_wish(replies[0], program), *replies[1:]], after
        return [wish_or_question(program, memory.program)], memory


class Compare(MemoryAction):
    """Compare two or three programs, whole or on one aspect."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_compare"

    def decide(self, tracker: Tracker, memory: Memory) -> Said:
        """Compare on the aspect that the search finds, else as a whole."""
        message = Message.of(tracker)
        reply, after = compare(knowledge(), message.text, message.values("program"), message.without_programs, memory)
        return [with_chooser(reply)], after


def searched(tracker: Tracker, memory: Memory) -> SearchResult:
    """Search for the latest message with what the conversation is about. Raises KnowledgeUnavailableError."""
    return knowledge().search(text_of(tracker), memory.entry, memory.rejected, memory.listed)


def own_document(tracker: Tracker, memory: Memory, result: SearchResult) -> Reply | None:
    """Return what the agency's own documents say, when neither the entries nor ICE's lists have a sure answer.

    Raises KnowledgeUnavailableError.
    """
    if result.level == "answer" or result.roster:
        return None
    opening = MAY_HELP if result.level == "none" else MAY_HELP_TOO
    return quoted(knowledge(), text_of(tracker), memory.program, reads_marked(tracker), opening)


def may_volunteer(tracker: Tracker) -> bool:
    """Return whether a message that is no clear act may be a wish to take part."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    return any(act["name"] == "volunteer" and act["confidence"] >= MAY_VOLUNTEER for act in ranking)
