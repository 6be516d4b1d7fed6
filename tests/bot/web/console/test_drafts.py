"""Entries drafted and changed by form, checked as the loader checks them, with nothing typed lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from bot.publisher import Publisher
from bot.settings import Settings
from bot.web.console.entry_form import entry_of, fields_of
from knowledge.client import KnowledgeClient
from knowledge.entries.loader import CONTENT, load_content
from tests.bot.web.person import Person
from tests.knowledge.entries.overlays import upgrade

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
FORM = {
    "id": "badges",
    "area": "small",
    "question": "Which badge is worn?",
    "phrasings": "\n".join(f"badge pinned {name}" for name in NUMBERS),
    "any.text": "A plain badge. " + "word " * 20,
    "any.facts": "F1.01",
    "any.sources": "statute#(g)(1)",
    "any.as_of": "2026-02",
    "any.confidence": "official",
    "related": "who-signs",
    "review_by": "2027-01-31",
    "promoted": "badge pinned where",
}


def publisher(app: Flask) -> Publisher:
    found: Publisher = app.extensions["publisher"]
    return found


def publish(app: Flask) -> None:
    publisher(app).publish(publisher(app).look(publisher(app).waiting()).seen, "editor")


def based_on(page: str) -> str:
    found = re.search(r'name="based_on" value="([^"]+)"', page)
    assert found
    return found.group(1)


def form_of(editor: Person, path: str) -> dict[str, object]:
    """The fields of a form as a browser would send them back."""
    page = editor.get(path).text
    fields: dict[str, object] = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page)
        if name != "csrf_token"
    }
    fields |= {name: unescape(text) for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', page)}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page):
        chosen = re.search(r"<option selected>([^<]*)<", options)
        fields[name] = chosen.group(1) if chosen else re.findall(r"<option>([^<]*)<", options)[0]
    return fields


def test_a_new_entry_is_answered_once_it_is_published(
    app: Flask, editor: Person, missed: list[str], knowledge_client: KnowledgeClient, settings: Settings
) -> None:
    page = editor.get(f"/console/entries/new?item={missed[0]}&item={missed[1]}").text
    assert "badge uniform worn outside\nbadge uniform worn inside" in page
    assert editor.post("/console/entries/new", {**FORM, "item": missed[:2]}).status_code == 303
    assert "New entry badges" in editor.get("/console/publish/").text
    publish(app)
    found = knowledge_client.search("badge pinned three")
    assert found.best is not None
    assert found.best.entry == "badges"
    assert (
        load_content(settings.content, settings.overlay_folder).knowledge.entries["badges"].answers["any"].as_of
        == "2026-02"
    )


def test_what_is_wrong_is_said_and_what_was_typed_stays(editor: Person) -> None:
    bad = {**FORM, "any.text": "too short", "phrasings": "only one", "any.sources": "nowhere"}
    response = editor.post("/console/entries/new", bad)
    assert response.status_code == 400
    assert "the text has 2 words; write 20 to 120" in response.text
    assert "too short</textarea>" in response.text
    assert "only one</textarea>" in response.text


def test_a_reference_to_nothing_is_found_as_the_loader_finds_it(editor: Person) -> None:
    response = editor.post("/console/entries/new", {**FORM, "any.sources": "nowhere", "related": "nothing"})
    assert response.status_code == 400
    assert "unknown source nowhere" in response.text
    assert "related entry nothing does not exist" in response.text
    assert "/staging/" not in response.text


def test_an_id_that_exists_is_refused(editor: Person) -> None:
    response = editor.post("/console/entries/new", {**FORM, "id": "who-signs"})
    assert response.status_code == 400
    assert "there is an entry who-signs already" in response.text


@pytest.mark.slow
def test_the_form_of_every_shipped_entry_sent_back_unchanged_changes_nothing() -> None:
    for entry in load_content(CONTENT).knowledge.entries.values():
        assert entry_of(fields_of(entry), entry) == entry


def test_a_changed_answer_keeps_the_answers_by_state(app: Flask, editor: Person, settings: Settings) -> None:
    fields = form_of(editor, "/console/entries/state-law")
    editor.post("/console/entries/state-law", {**fields, "review_by": "2028-05-01"})
    publish(app)
    entry = load_content(settings.content, settings.overlay_folder).knowledge.entries["state-law"]
    assert entry.review_by.year == 2028
    assert set(entry.states) == {"DE"}


def test_the_second_editor_of_an_entry_is_told(app: Flask, editor: Person) -> None:
    fields = form_of(editor, "/console/entries/who-signs")
    editor.post("/console/entries/who-signs", {**fields, "question": "Who signs it?"})
    publish(app)
    late = editor.post("/console/entries/who-signs", {**fields, "question": "Whose signature?"})
    assert late.status_code == 400
    assert "was changed since it was opened" in late.text
    assert "Whose signature?" in late.text


def test_the_second_editor_of_a_draft_is_told(editor: Person) -> None:
    editor.post("/console/entries/new", FORM)
    draft = form_of(editor, "/console/entries/drafts/1")
    first = editor.post("/console/entries/drafts/1", {**draft, "question": "Which badge?"})
    late = editor.post("/console/entries/drafts/1", {**draft, "question": "What badge?"})
    assert (first.status_code, late.status_code) == (303, 409)
    assert "What badge?" in late.text
    assert "since you opened it" in late.text
    assert "Which badge?" in editor.get("/console/entries/drafts/1").text


def test_a_wording_added_while_the_entry_is_changed_is_kept(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    wording = {"item": missed[0], "entry": "who-signs", "text": "pen quill inkwell"}
    editor.post("/console/review/wording", wording)
    fields = form_of(editor, "/console/entries/who-signs")
    editor.post("/console/entries/who-signs", {**fields, "question": "Who signs it?"})
    publish(app)
    entry = load_content(settings.content, settings.overlay_folder).knowledge.entries["who-signs"]
    assert entry.question == "Who signs it?"
    assert "pen quill inkwell" in entry.phrasings


def edited_then_upgraded(app: Flask, editor: Person, settings: Settings) -> None:
    """Who signs is another question here; then the bot ships another answer."""
    fields = form_of(editor, "/console/entries/who-signs")
    editor.post("/console/entries/who-signs", {**fields, "question": "Who signs it here?"})
    publish(app)
    assert "Shipped answers that changed" not in editor.get("/console/content/").text
    upgrade(settings.content, "The chief signs.", "The sheriff signs.")


def test_an_entry_overtaken_by_an_upgrade_is_shown_with_both_texts(
    app: Flask, editor: Person, settings: Settings, person: Callable[[str | None], Person]
) -> None:
    edited_then_upgraded(app, editor, settings)
    page = editor.get("/console/content/").text.split("Shipped answers that changed")[1].split("</section>")[0]
    assert page.index("The sheriff signs.") < page.index("The chief signs.")
    assert page.index("Who signs the agreement?") < page.rindex("Who signs it here?")
    reader = person("viewer").get("/console/content/").text
    assert "The sheriff signs." in reader
    assert "Draft the shipped form" not in reader


def test_an_entry_overtaken_by_an_upgrade_is_kept_by_saving_it_again(
    app: Flask, editor: Person, settings: Settings
) -> None:
    edited_then_upgraded(app, editor, settings)
    editor.post("/console/entries/who-signs", form_of(editor, "/console/entries/who-signs"))
    publish(app)
    assert "Shipped answers that changed" not in editor.get("/console/content/").text
    entry = load_content(settings.content, settings.overlay_folder).knowledge.entries["who-signs"]
    assert entry.question == "Who signs it here?"
    assert entry.answers["any"].text.startswith("The chief signs.")


def test_an_entry_overtaken_by_an_upgrade_goes_back_to_the_shipped_form_with_its_own_wordings(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], "entry": "who-signs", "text": "pen quill inkwell"})
    publish(app)
    edited_then_upgraded(app, editor, settings)
    assert editor.post("/console/entries/who-signs/shipped").status_code == 303
    assert "Shipped form of who-signs" in editor.get("/console/publish/").text
    assert editor.post("/console/entries/who-signs/shipped").status_code == 409
    publish(app)
    assert "Shipped answers that changed" not in editor.get("/console/content/").text
    assert editor.post("/console/entries/who-signs/shipped").status_code == 404
    entry = load_content(settings.content, settings.overlay_folder).knowledge.entries["who-signs"]
    assert entry.question == "Who signs the agreement?"
    assert entry.answers["any"].text.startswith("The sheriff signs.")
    assert entry.phrasings[-1] == "pen quill inkwell"
    assert not (settings.overlay_folder / "faq" / "small.yml").exists()


def test_an_entry_that_is_being_changed_opens_its_draft(editor: Person) -> None:
    fields = form_of(editor, "/console/entries/who-signs")
    editor.post("/console/entries/who-signs", {**fields, "question": "Who signs it?"})
    assert editor.get("/console/entries/who-signs").headers["Location"] == "/console/entries/drafts/1"


def test_a_draft_of_an_entry_published_meanwhile_says_so_and_can_be_saved_again(
    app: Flask, editor: Person, settings: Settings
) -> None:
    fields = form_of(editor, "/console/entries/who-signs")
    editor.post("/console/entries/who-signs", {**fields, "question": "Who signs it?"})
    upgrade(settings.content, "The chief signs.", "The sheriff signs.")
    assert "was changed and published since" in editor.get("/console/entries/drafts/1").text
    again = form_of(editor, "/console/entries/drafts/1")
    assert editor.post("/console/entries/drafts/1", again).status_code == 303
    publish(app)
    entry = load_content(settings.content, settings.overlay_folder).knowledge.entries["who-signs"]
    assert entry.question == "Who signs it?"
