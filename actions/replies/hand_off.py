"""The hand-off.

An agency that wants a program gets what its state's law says, its form link, and what to send " "where.
"""

from __future__ import annotations

import secrets
from urllib.parse import quote

import msgspec

from actions.replies.reply import Referral, Reply, answer_reply, entry_choices
from knowledge import PROGRAM_NAMES, REFERENCE_LETTERS, required
from knowledge.results import Answer, Entry, EntryTitle, Form, Link

AFTER_HANDOFF = (
    EntryTitle(required.HOW_TO_JOIN, "How does an agency join?"),
    EntryTitle(required.WHO_SIGNS, "Who signs the agreement?"),
    EntryTitle(required.NOMINEE_REQUIREMENTS, "What must a nominated officer have?"),
    EntryTitle(required.AGENCY_COSTS, "What does taking part cost the agency?"),
    EntryTitle(required.END_AGREEMENT, "How can an agreement be ended?"),
)


def new_reference() -> str:
    """Return a fresh reference such as `V-7F3K-29`."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(4))
    return f"V-{letters}-{secrets.randbelow(90) + 10}"


def state_law(entry: Entry, state: str | None) -> Answer | None:
    """Return what the entry on state law says of a state, if it says anything."""
    return entry.states.get(state or "")


def law_reply(entry: Entry, state: str) -> Reply:
    """Return the state's law as a reply, with its sources and date; a state without an answer gets the general one."""
    answer = state_law(entry, state)
    reply = answer_reply(entry, answer or entry.answers["any"], None)
    return msgspec.structs.replace(reply, choices=[])


def hand_off(form: Form, referral: Referral, law: Entry) -> list[Reply]:
    """Return the law of the agency's state, where something is known of it, and the hand-off."""
    replies = []
    answer = state_law(law, referral.state)
    if answer and referral.state and answer.stance != "forbids":
        # a law that forbids was said before the form asked whether to go on
        replies.append(law_reply(law, referral.state))
    return [*replies, _hand_off(form, referral, new_reference(), answer)]


def _hand_off(form: Form, referral: Referral, reference: str, law: Answer | None) -> Reply:
    program = referral.program
    links = [
        Link(f"Form for {program}, reference {reference}", form_link(form, referral, reference)),
        Link("Checklist and draft letter of interest", f"/handoff/{reference}"),
    ]
    templates = {"letter of interest": form.letter_of_interest, "agreement": form.agreement}
    links += [Link(f"ICE's template: {name} ({program})", url) for name, url in templates.items() if url]
    links.append(Link("ICE, 287(g) program page", form.program_page))
    paragraphs = [
        f"To volunteer for **{program}** ({PROGRAM_NAMES[program]}), open the form below. Your reference is "
        f"**{reference}**. Names and contact details belong in the form, not in this chat.",
        f"ICE asks for two papers, a **letter of interest** and the **agreement**, both signed by the head of the "
        f"agency and sent to {form.mailbox}. Nominated officers must meet the model's requirements and pass ICE's "
        "training.",
        *_warnings(program, referral, law),
        "Taking part is voluntary under federal law; ask your counsel first. The bot has sent nothing to ICE.",
    ]
    missing = [name for name, url in templates.items() if not url]
    if missing:
        paragraphs.append(
            f"No address of ICE's template for the {' or the '.join(missing)} is on file: get it from the program "
            "page or the mailbox."
        )
    return Reply(
        kind="handoff",
        text="\n\n".join(paragraphs),
        program=program,
        scope=program,
        links=links,
        choices=entry_choices(AFTER_HANDOFF, program),
        reference=reference,
        referral=referral,
    )


def _warnings(program: str, referral: Referral, law: Answer | None) -> list[str]:
    """What stands against the plan, as far as it is known."""
    found = []
    if referral.runs_jail is False and program != "TFM":
        found.append(
            f"**Note:** {program} authority works only in a jail of the agency, and you said that it runs none."
        )
    if referral.state and law is None:
        found.append(
            f"The sources on file have nothing on the law of {referral.state}: state law may require or forbid it."
        )
    return found


def form_link(form: Form, referral: Referral, reference: str) -> str:
    """Return the address of the form, the agency's own or the bot's page, with the blanks filled in."""
    if not form.form_url:
        return f"/volunteer/{reference}"
    blanks = {
        "program": referral.program,
        "kind": referral.agency_kind or "",
        "state": referral.state or "",
        "ref": reference,
    }
    url = form.form_url
    for name, value in blanks.items():
        url = url.replace(f"{{{name}}}", quote(value, safe=""))
    return url
