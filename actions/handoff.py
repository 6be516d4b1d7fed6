"""The hand-off: an agency that wants a program gets its form link and what to send where."""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import quote

from actions.memory import Memory
from actions.replies import PROGRAM_NAMES, Choice, Reply, topic_choices
from knowledge.results import Form, Link, Topic

# no 0/O, 1/I/L: a reference is read out on the phone
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
AFTER_HANDOFF = (
    Topic("who-signs", "Who signs the agreement?"),
    Topic("nominee-requirements", "What must a nominated officer have under this model?"),
    Topic("state-law", "Does our state's law require or forbid an agreement?"),
)


def new_reference() -> str:
    """Return a fresh reference such as `V-7F3K-29`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"V-{letters}-{secrets.randbelow(90) + 10}"


def ask_program(memory: Memory) -> tuple[Reply, Memory]:
    """Ask for which program the agency wants to volunteer."""
    reply = Reply(
        kind="volunteer",
        text="Which program does your agency want to take part in? If you are not sure, compare them first.",
        choices=[
            *(
                Choice(f"{program} ({name})", f"We want to volunteer for {program}")
                for program, name in PROGRAM_NAMES.items()
            ),
            Choice("Compare the three models", "Compare the three models", "compare-models"),
        ],
    )
    return reply, replace(memory, program=None, pending="volunteer")


def hand_off(form: Form, memory: Memory) -> tuple[Reply, Memory]:
    """Give the form link for the program, and the papers that ICE asks for."""
    reference = new_reference()
    links = [Link(f"Form for {form.program}, reference {reference}", form_link(form, reference))]
    missing = []
    for title, url in (
        ("Letter of interest, template", form.letter_of_interest),
        ("Agreement, template", form.agreement),
    ):
        if url:
            links.append(Link(f"{title} ({form.program})", url))
        else:
            missing.append(title.lower().replace(", template", ""))
    links.append(Link("ICE, 287(g) program page", form.program_page))
    text = (
        f"Thank you. To volunteer for **{form.program}** ({PROGRAM_NAMES[form.program]}), open the form below; your "
        f"reference is **{reference}**. ICE asks for two papers, signed by the head of the agency and sent to "
        f"{form.mailbox}: a letter of interest and the agreement. Taking part is voluntary under federal law; "
        "state law may require or forbid it, so ask your counsel first. Nothing has been sent to ICE."
    )
    if missing:
        text += (
            f" No address of ICE's template for the {' or the '.join(missing)} is on file: get it from the program "
            "page or the mailbox."
        )
    reply = Reply(
        kind="handoff",
        text=text,
        program=form.program,
        scope=form.program,
        links=links,
        choices=topic_choices(AFTER_HANDOFF, form.program),
        reference=reference,
    )
    return reply, replace(memory, program=form.program, pending=None, offered=())


def form_link(form: Form, reference: str) -> str:
    """Return the address of the form, the agency's own or the bot's page, with the blanks filled in."""
    if not form.form_url:
        return f"/volunteer/{reference}?program={form.program}"
    return form.form_url.replace("{program}", quote(form.program)).replace("{ref}", quote(reference))
