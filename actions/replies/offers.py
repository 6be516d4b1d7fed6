"""What is offered beside an answer: the form that helps to choose a model, and the one for agencies that volunteer."""

from __future__ import annotations

import msgspec

from actions.replies.reply import Choice, Reply
from knowledge import required

# the entries beside which the form that helps to choose is offered
CHOOSING = {required.CHOOSE_MODEL, required.COMPARE_MODELS, required.MODELS_OVERVIEW}
CHOOSE = "Help me choose a model"


def with_chooser(reply: Reply) -> Reply:
    """Offer the form that helps to choose a model beside an answer on the choice."""
    if reply.entry not in CHOOSING or reply.kind == "clarify":
        return reply
    return msgspec.structs.replace(reply, choices=[Choice(CHOOSE, CHOOSE), *reply.choices])


def with_wish(reply: Reply, program: str | None) -> Reply:
    """Offer to volunteer beside an answer, for the program in force."""
    return msgspec.structs.replace(reply, choices=[_wish(program), *reply.choices])


def wish_or_question(wanted: str | None, program: str | None) -> Reply:
    """Ask whether a message was a wish to take part (in the program `wanted`) or a question about it."""
    return Reply(
        kind="clarify",
        text="Does your agency want to take part now, or is it a question about joining?",
        program=program,
        level="ask",
        choices=[_wish(wanted), Choice("A question: how to join", "How does an agency join?", required.HOW_TO_JOIN)],
    )


def _wish(program: str | None) -> Choice:
    return Choice("We want to take part", f"We want to volunteer for {program}" if program else "We want to volunteer")
