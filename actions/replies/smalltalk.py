"""Replies to dialogue acts that need no search."""

from __future__ import annotations

from collections.abc import Sequence

from actions.replies.contacts import MAILBOX, PROGRAM_PAGE
from actions.replies.reply import Choice, Reply, entry_choices
from knowledge import required
from knowledge.results import EntryTitle

STARTERS = entry_choices(
    [
        EntryTitle(required.WHAT_IS_287G, "What is the 287(g) program?"),
        EntryTitle(required.COMPARE_MODELS, "What is the difference between the models?"),
        EntryTitle(required.HOW_TO_JOIN, "How does an agency join?"),
        EntryTitle(required.STATE_LAW, "Does our state's law require or forbid an agreement?"),
    ],
    None,
)
ABOUT = (
    "I am an automated program, not a person. I answer questions about ICE's 287(g) program and its three models (JEM, "
    "TFM, WSO) from reviewed entries, each with its source and date. I can compare the models and hand over the form "
    "link when an agency wants to take part. I do not give legal advice: ask your agency's counsel. Please do not type "
    "names or case details."
)
TEXTS = {
    "greet": f"Hello. {ABOUT}",
    "help": f"{ABOUT} Ask in your own words, name a model where it matters, or start with one of these:",
    "thanks": "You are welcome. Ask another question whenever you like.",
    "goodbye": "Goodbye. This conversation stays open for an hour if you have another question.",
    "affirm": "Good. What would you like to know?",
    "deny": "All right. Ask another question, or say what you meant in other words.",
    "cancel": "All right, nothing was sent or kept. Ask another question whenever you like.",
    "start_over": "All right, I have forgotten what we talked about. What would you like to know?",
}
WITH_STARTERS = {"greet", "help", "start_over"}


def smalltalk(intent: str, program: str | None) -> Reply:
    """Return the fixed reply to a dialogue act."""
    return Reply(
        kind="smalltalk",
        text=TEXTS[intent],
        program=program,
        choices=STARTERS if intent in WITH_STARTERS else [],
    )


def none_of_these(program: str | None, turned_down: Sequence[str]) -> Reply:
    """Return the reply when the user turns down what was offered or answered: the ids of those entries, if any."""
    return Reply(
        kind="contact",
        text=(
            "Then I have no sure answer to that. Please ask again in other words, or write to "
            f"{MAILBOX}; your ICE field office and your agency's counsel can help too."
        ),
        program=program,
        links=[PROGRAM_PAGE],
        reason="none_of_these" if turned_down else None,
    )


def nothing_yet() -> Reply:
    """Return the reply to a question about the last answer when there is none."""
    return Reply(
        kind="smalltalk", text="I have not answered anything yet. What would you like to know?", choices=STARTERS
    )


def unavailable(question: str | None) -> Reply:
    """Return the reply when the search does not answer; a question can be noted for the coordinator."""
    offer = " I can note your question for the agency's coordinator: say *yes* for that." if question else ""
    return Reply(
        kind="error",
        text=(
            "The search is not available at the moment, so I cannot answer. Please try again in a minute, or write to "
            f"{MAILBOX}.{offer}"
        ),
        links=[PROGRAM_PAGE],
        choices=[Choice("Note my question", "Yes, note my question")] if question else [],
        reason="search_unavailable",
    )


def not_on_file() -> Reply:
    """Return the reply where the code leads to an entry that the content does not have."""
    return Reply(
        kind="out_of_scope",
        text=(
            "This answer is not on file, so I cannot give it. Please ask another question, or write to "
            f"{MAILBOX}; your ICE field office and your agency's counsel can help too."
        ),
        level="none",
        links=[PROGRAM_PAGE],
        reason="not_on_file",
    )


def noted(question: str) -> Reply:
    """Return the reply that confirms a noted question, which the page passes on to the coordinator."""
    return Reply(
        kind="contact",
        text=(
            "I have noted your question for the agency's coordinator. I cannot send you the answer: please ask "
            f"again later, or write to {MAILBOX}."
        ),
        links=[PROGRAM_PAGE],
        note=question,
    )
