"""Fixed replies, decided before any search: what the bot must not answer, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable

from actions.replies.contacts import MAILBOX, PROGRAM_PAGE
from actions.replies.reply import Reply, entry_choices
from knowledge import required
from knowledge.results import EntryTitle

CONTACTS = f"ask your ICE field office, your supervisor or your agency's counsel, or write to {MAILBOX} on the program"
TEXTS = {
    "emergency": (
        "**If a life is in danger, call 911 or your dispatch now.** I am an automated program: nobody reads this "
        "chat and I cannot send help. When everybody is safe, I can answer questions on the 287(g) program."
    ),
    "crisis": (
        "**If you or somebody with you may be in danger, call or text 988 (Suicide and Crisis Lifeline), or call "
        "911.** You can also turn to a peer, a supervisor or your agency's chaplain. I am an automated program and "
        "nobody reads this chat; people answer at 988."
    ),
    "live_case": (
        "I cannot look anybody up or say what to do in a particular person's or a live case, and I do not keep what "
        f"you wrote. For a case {CONTACTS}. I can answer in general what the program's rules and agreements say: ask "
        "without names or case details."
    ),
    "legal_advice": (
        "I cannot give legal advice or judge a particular situation: please ask your agency's counsel. I can tell you "
        "in general what the statute and the agreements say, for example on liability, with the source to show to "
        "counsel."
    ),
    "abuse": (
        "I will leave that unanswered. If you have a question on the 287(g) program, its duties, limits or benefits, I "
        f"will answer it; to complain about this page or the program, write to {MAILBOX} or to the people who run "
        "this page."
    ),
    "other_language": (
        "I can only read and answer English, and my sources are in English. Please ask in English, or ask a person: "
        f"{CONTACTS}."
    ),
}
SPANISH = (
    "Solo puedo leer y contestar en inglés, y mis fuentes están en inglés. Escriba su pregunta en inglés, por favor, o "
    f"consulte a una persona: la oficina local de ICE, el asesor legal de su agencia o {MAILBOX}."
)
CHOICES = {"legal_advice": [EntryTitle(required.LIABILITY, "Who is liable for what officers do under 287(g)?")]}
PERSONAL_DATA = (
    "Your message seems to hold personal data ({kinds}). I have not kept it and have not searched for it. Please ask "
    "again without names, numbers, dates of birth or contact details: the program's rules do not depend on them."
)


def fixed_reply(act: str, language: str | None = None) -> Reply:
    """Return the fixed reply to a dialogue act; `language` is the two-letter code of a message that is not English."""
    text = TEXTS[act]
    if language == "es":
        text = f"{SPANISH}\n\n{text}"
    return Reply(
        kind="refusal",
        text=text,
        level="none",
        links=[] if act in {"emergency", "crisis", "abuse"} else [PROGRAM_PAGE],
        choices=entry_choices(CHOICES.get(act, []), None),
        reason=act,
    )


def personal_data_reply(kinds: Iterable[str]) -> Reply:
    """Return the refusal of a message that holds personal data of these kinds."""
    text = PERSONAL_DATA.format(kinds=", ".join(kinds))
    return Reply(kind="refusal", text=text, level="none", reason="personal_data")
