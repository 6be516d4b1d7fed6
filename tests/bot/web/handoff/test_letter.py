"""The draft letter of interest."""

from __future__ import annotations

import io

import pytest
from docx import Document
from flask.testing import FlaskClient

from bot.records.database import Database
from tests.bot.web.handoff.conftest import CHECKLIST, REFERENCE, a_referral


def test_the_letter_names_model_state_and_reference_and_binds_nobody(http: FlaskClient, database: Database) -> None:
    a_referral(database, program="TFM", agency_kind="police")
    response = http.get(f"{CHECKLIST}/letter.docx")
    assert f"letter-of-interest-{REFERENCE}.docx" in response.headers["Content-Disposition"]
    letter = Document(io.BytesIO(response.data))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    for words in (
        "Task Force Model (TFM)",
        "police department in Delaware",
        REFERENCE,
        "ICE's own template prevails",
        "binds nobody",
        "[Name of the agency]",
        "[Date]",
        "Signed for the agency:",
        "____",
    ):
        assert words in text
    headings = [p.text for p in letter.paragraphs if p.style and p.style.name and p.style.name.startswith("Heading")]
    assert headings == ["Letter of interest: Task Force Model (TFM)", "Before you send it", "The letter"]
    assert text.index("counsel what the law of Delaware") < text.index("is interested in taking part")
    properties = letter.core_properties
    assert (properties.language, properties.author) == ("en-US", "")
    assert "TFM" in properties.title
    assert 'w:lang w:val="en-US"' in letter.styles["Normal"].element.xml


@pytest.mark.parametrize("kind", [None, "other"])
def test_the_letter_leaves_blank_what_is_not_known(http: FlaskClient, database: Database, kind: str | None) -> None:
    a_referral(database, agency_kind=kind, state=None)
    letter = Document(io.BytesIO(http.get(f"{CHECKLIST}/letter.docx").data))
    assert "a [kind of agency] in [state]" in "\n".join(paragraph.text for paragraph in letter.paragraphs)
