"""Actions that answer: a question, a comparison, a pick among candidates, and questions about the last answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from rasa_sdk.interfaces import Tracker

from actions.conversation import MemoryAction, Said, give_entry, knowledge, known_entry, reads_marked, text_of
from actions.form_answers import Message, pointed_at
from actions.replies.answers import answer_entry, program_in_force, respond
from actions.replies.comparison import compare
from actions.replies.memory import Memory
from actions.replies.quotations import MAY_HELP, MAY_HELP_TOO, quoted, supported
from actions.replies.reply import Choice, Reply, merged_sources
from actions.replies.smalltalk import none_of_these, noted, nothing_yet, smalltalk
from knowledge import required
from knowledge.results import Answer, Passage, SearchResult

SIMPLE_SENTENCES = 2
QUOTED_PASSAGES = 2
QUOTED_WORDS = 60
# the least probability at which a wish to take part is offered beside the search
MAY_VOLUNTEER = 0.3
# the entries beside which the form that helps to choose is offered
CHOOSING = {required.CHOOSE_MODEL, required.COMPARE_MODELS, required.MODELS_OVERVIEW}
CHOOSE = "Help me choose a model"


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
        wish = Choice(
            "We want to take part", f"We want to volunteer for {program}" if program else "We want to volunteer"
        )
        if result.level == "answer":
            replies, after = respond(result, memory)
            return [msgspec.structs.replace(replies[0], choices=[wish, *replies[0].choices]), *replies[1:]], after
        reply = Reply(
            kind="clarify",
            text="Does your agency want to take part now, or is it a question about joining?",
            program=memory.program,
            level="ask",
            choices=[wish, Choice("A question: how to join", "How does an agency join?", required.HOW_TO_JOIN)],
        )
        return [reply], memory


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


def with_chooser(reply: Reply) -> Reply:
    """Offer the form that helps to choose a model beside an answer on the choice."""
    if reply.entry not in CHOOSING or reply.kind == "clarify":
        return reply
    return msgspec.structs.replace(reply, choices=[Choice(CHOOSE, CHOOSE), *reply.choices])


def may_volunteer(tracker: Tracker) -> bool:
    """Return whether a message that is no clear act may be a wish to take part."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    return any(act["name"] == "volunteer" and act["confidence"] >= MAY_VOLUNTEER for act in ranking)


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
        entry = known_entry(memory.entry) if memory.entry else None
        compared = entry.entry if entry and program in entry.answers else required.MODEL_DESCRIPTION
        return give_entry(compared, replace(memory, program=program))


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
        return [none_of_these(memory.program)], replace(memory, rejected=rejected, offered=())


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
        entry = known_entry(memory.entry)
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
        entry = known_entry(memory.entry)
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


def shorter(answer: Answer) -> str:
    """Return the answer's short form, else its first two sentences."""
    if answer.short:
        return answer.short.strip()
    paragraph = answer.text.strip().split("\n")[0]
    return " ".join(re.split(r"(?<=[.!?])\s+", paragraph)[:SIMPLE_SENTENCES])


def whereabouts(answers: Sequence[Answer], passages: Sequence[Passage]) -> str:
    """Return the places that answers rest on, with the sections on file retold."""
    places = [
        f"- {source.title}"
        + (f", section {source.section}" if source.section else "")
        + (f" ({source.as_of})" if source.as_of else "")
        for source in merged_sources(answers)
    ]
    lines = ["That answer rests on:", "", *places]
    for passage in passages[:QUOTED_PASSAGES]:
        words = passage.answer.text.split()
        text = " ".join(words[:QUOTED_WORDS]) + (" ..." if len(words) > QUOTED_WORDS else "")
        lines += ["", f"**{passage.title}, {passage.heading}**, retold:", "", f"> {text}"]
    return "\n".join(lines)
