"""A draft letter of interest: our own wording with blanks, as a Word document."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Letter
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from bot.web.handoff.checklist import Facts
from knowledge import AGENCY_KINDS

LANGUAGE = "en-US"
NOTICE = (
    "Draft wording of the agency's own question bot. ICE's own template prevails: ask for it at {mailbox}. This draft "
    "binds nobody, gives no authority and has been sent to nobody. Fill in or strike what stands in square brackets, "
    "and delete all that stands above the letter before you use it."
)
BEFORE_SENDING = (
    "Ask the agency's counsel what the law of {state} permits, requires or forbids. The answer on file, with its "
    "date, is on the checklist page of reference {reference}.",
    "Ask {mailbox} for ICE's current template of the letter and of the {program} agreement, and use those.",
    "Send the signed letter and the signed agreement to {mailbox}. Nothing was sent for you.",
)


def letter_of_interest(facts: Facts, mailbox: str) -> bytes:
    """Return the draft for a referral as the bytes of a .docx file."""
    known = facts.agency_kind if facts.agency_kind != AGENCY_KINDS["other"].title else None
    words = {
        "agency": (known or "[kind of agency]").lower(),
        "mailbox": mailbox,
        "model": f"{facts.program_name} ({facts.program})",
        "program": facts.program,
        "reference": facts.reference,
        "state": facts.state or "[state]",
    }
    letter = Document()
    _prepare(letter, f"Draft letter of interest, {facts.program}")
    letter.add_heading(f"Letter of interest: {words['model']}", level=1)
    letter.add_paragraph(NOTICE.format(**words), style="Intense Quote")
    letter.add_heading("Before you send it", level=2)
    for step in BEFORE_SENDING:
        letter.add_paragraph(step.format(**words), style="List Number")
    letter.add_heading("The letter", level=2)
    for block in _blocks(words):
        letter.add_paragraph(block)
    file = io.BytesIO()
    letter.save(file)
    return file.getvalue()


def _blocks(words: dict[str, str]) -> list[str]:
    return [
        "[Name of the agency]\n[Street address]\n[City, state, ZIP code]",
        "[Date]",
        f"To: U.S. Immigration and Customs Enforcement, 287(g) program\nBy e-mail: {words['mailbox']}",
        f"Subject: Letter of interest in the {words['model']}. Our reference: {words['reference']}",
        f"[Name of the agency], a {words['agency']} in {words['state']}, is interested in taking part in the 287(g) "
        f"program of U.S. Immigration and Customs Enforcement (ICE) under the {words['model']}.",
        f"[The agency's counsel has considered whether the law of {words['state']} permits, requires or forbids such "
        "an agreement: counsel's answer and its date.]",
        f"[The signed memorandum of agreement for {words['program']} is enclosed. / It will follow.]",
        "The agency expects to nominate about [number] officers.",
        "We understand that this letter gives no authority. That takes an agreement signed by both sides, and ICE's "
        "training, certification and authorization of each officer.",
        "For questions: [name and title], [e-mail], [phone].",
        "Signed for the agency:",
        "_" * 40 + "\n[Name and title]\n[Date of signature]",
    ]


def _prepare(letter: Letter, title: str) -> None:
    """Set title and language, which screen readers use, and leave no author behind."""
    properties = letter.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.language = LANGUAGE
    style = letter.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    style.append(language)
