"""The conversation as a file."""

from __future__ import annotations

import io

import msgspec
from docx import Document
from flask.testing import FlaskClient

from tests.bot.web.person import MakeApp
from tests.factories import ANSWER
from tests.stand_ins import Dialogue

TABLE = "| Program | Length |\n|---|---|\n| **JEM** | four weeks |\n| **WSO** | a day |"


def test_a_text_file_has_questions_answers_sources_and_dates(http: FlaskClient) -> None:
    http.post("/", data={"text": "how long is the TFM training?"})
    response = http.get("/transcript.txt")
    assert response.headers["Content-Disposition"].endswith('.txt"')
    text = response.get_data().decode("utf-8-sig")
    assert "YOU: how long is the TFM training?" in text
    assert "About 40 hours." in text
    assert "**" not in text
    assert "Source: Task Force agreement, section VIII (7 Mar 2025), https://www.ice.gov/doclib/287gMOA/" in text
    assert "As of 10 Apr 2025." in text
    assert "Not legal advice" in text
    assert "Link: The form, http://localhost/volunteer/V-7F3K-29?program=TFM" in text
    assert "http://localhost/answers/training-length#tfm" in text


def test_a_word_file_has_them_too_with_headings_bold_and_tables(make_app: MakeApp, dialogue: Dialogue) -> None:
    http = make_app(agency="Example County").test_client()
    http.post("/", data={"text": "how long is the TFM training?"})
    dialogue.reply = msgspec.structs.replace(ANSWER, kind="comparison", text=TABLE)
    http.post("/", data={"text": "compare"})
    response = http.get("/transcript.docx")
    assert response.mimetype.endswith("wordprocessingml.document")
    document = Document(io.BytesIO(response.get_data()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Example County" in text
    assert "Task Force agreement, section VIII" in text
    headings = [part.text for part in document.paragraphs if part.style and part.style.name == "Heading 1"]
    assert headings == ["how long is the TFM training?", "compare"]
    assert any(run.bold and run.text == "40 hours" for part in document.paragraphs for run in part.runs)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["JEM", "four weeks"]


def test_an_empty_conversation_gives_a_file_that_says_so_by_its_head_only(http: FlaskClient) -> None:
    assert "YOU" not in http.get("/transcript.txt").get_data(as_text=True)


def test_a_dialogue_that_is_down_is_said_so(http: FlaskClient, dialogue: Dialogue) -> None:
    http.get("/")
    dialogue.down = True
    response = http.get("/transcript.docx", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "It is not lost" in response.get_data(as_text=True)
