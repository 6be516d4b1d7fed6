"""A missed question on its way: from the queue to a draft, to a published answer, and back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from bot.publisher import ChangedMeanwhileError
from bot.records.database import Database
from bot.records.models import AuditEntry, Draft, Publication, ReviewItem
from bot.settings import Settings
from knowledge.client import KnowledgeClient
from knowledge.entries.content_files import overlay_files, shipped_files
from knowledge.entries.loader import load_content
from knowledge.entries.regression import load_promoted
from tests.bot.web.console.conftest import WORDING, publisher
from tests.bot.web.person import Person
from tests.knowledge.entries.overlays import upgrade


def item(database: Database, number: str) -> ReviewItem:
    with database.read() as session:
        found = session.get(ReviewItem, number)
        assert found
        return found


def audited(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(entry.who, entry.what) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def files(settings: Settings) -> dict[Path, bytes]:
    """The content files of both layers."""
    shipped, own = settings.content, settings.overlay_folder
    paths = [*(shipped / name for name in shipped_files(shipped)), *(own / name for name in overlay_files(own))]
    return {path: path.read_bytes() for path in paths}


def queue(somebody: Person) -> str:
    """The queue once everything in it is grouped."""
    while "not grouped yet" in (page := somebody.get("/console/review/").text):
        time.sleep(0.05)
    return page


def test_messages_of_one_meaning_stand_together_the_largest_group_first(editor: Person, missed: list[str]) -> None:
    page = queue(editor)
    assert "3 messages in 2 groups" in page
    assert "2 messages" in page
    assert page.index("badge uniform worn") < page.index("helicopter landing pad")


def test_a_group_shows_its_messages_what_was_shown_and_the_nearest_entries(editor: Person, missed: list[str]) -> None:
    queue(editor)
    page = editor.get(f"/console/review/{missed[1]}").text
    assert "badge uniform worn inside" in page
    assert "badge uniform worn outside" in page
    assert "helicopter" not in page
    assert "not covered" in page
    assert "Nearest entries now" in page
    assert "Who signs the agreement?" in page


def test_a_viewer_sees_the_group_but_no_way_to_decide(
    person: Callable[[str | None], Person], missed: list[str]
) -> None:
    page = person("viewer").get(f"/console/review/{missed[0]}").text
    assert "badge uniform worn" in page
    assert "Dismiss" not in page


def test_from_a_miss_to_a_live_answer_and_back(
    app: Flask,
    editor: Person,
    missed: list[str],
    database: Database,
    settings: Settings,
    knowledge_client: KnowledgeClient,
) -> None:
    before = files(settings)
    question, wording = WORDING["promoted"], WORDING["text"]
    assert knowledge_client.search(wording).matches[0].matched != wording
    done = editor.post("/console/review/wording", {"item": missed[:2], **WORDING}, f"/console/review/{missed[0]}")
    assert done.status_code == 303
    assert item(database, missed[0]).status == "added"
    assert item(database, missed[2]).status == "open"
    assert "Wording for who-signs" in editor.get("/console/publish/").text
    difference = editor.get("/console/publish/difference").text
    assert "small: who-signs" in difference
    assert "+- badge uniform worn" in difference
    assert "On 21 stored test questions" in difference
    assert question in difference
    seen = publisher(app).look(publisher(app).waiting()).seen
    published = editor.post("/console/publish/", {"seen": seen})
    assert published.status_code == 303
    first = knowledge_client.search(wording).matches[0]
    assert (first.entry, first.matched) == ("who-signs", wording)
    assert [promoted.text for promoted in load_promoted(settings.content, settings.overlay_folder)] == [question]
    assert {path: text for path, text in files(settings).items() if settings.content in path.parents} == before
    assert publisher(app).fitting()
    undone = editor.post("/console/publish/1/undo")
    assert undone.status_code == 303
    assert files(settings) == before
    assert [draft.title for draft in publisher(app).waiting()] == ["Wording for who-signs: “badge uniform worn”"]
    assert [what for who, what in audited(database) if who == "editor"] == [
        "signed in",
        "draft made",
        "published",
        "publication taken back",
    ]


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen = publisher(app).look(publisher(app).waiting()).seen
    editor.post("/console/review/out-of-scope", {"item": missed[2], "text": "helicopter landing pad"})
    late = editor.post("/console/publish/", {"seen": seen})
    assert late.status_code == 409
    assert "Nothing was published" in late.text
    assert "nothing is lost" in late.text
    assert len(publisher(app).waiting()) == 2
    assert not settings.overlay_folder.exists()


def test_content_changed_by_hand_meanwhile_is_not_overwritten(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen = publisher(app).look(publisher(app).waiting()).seen
    file = settings.overlay_folder / "phrasings.yml"
    file.parent.mkdir()
    file.write_text("# written by hand\n")
    assert editor.post("/console/publish/", {"seen": seen}).status_code == 409
    assert file.read_text() == "# written by hand\n"
    publisher(app).publish(publisher(app).look(publisher(app).waiting()).seen, "editor")
    assert file.read_text() == "# written by hand\nwho-signs:\n- badge uniform worn\n"
    assert editor.post("/console/publish/1/undo").status_code == 303
    assert file.read_text() == "# written by hand\n"


def test_an_upgrade_while_an_editor_looks_is_looked_at_again(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen = publisher(app).look(publisher(app).waiting()).seen
    upgrade(settings.content, "The chief signs.", "The sheriff signs.")
    assert editor.post("/console/publish/", {"seen": seen}).status_code == 409


def test_a_published_wording_is_still_there_after_an_upgrade_with_the_new_answer(
    app: Flask, editor: Person, missed: list[str], settings: Settings, knowledge_client: KnowledgeClient
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    publisher(app).publish(publisher(app).look(publisher(app).waiting()).seen, "editor")
    upgrade(settings.content, "The chief signs.", "The sheriff signs.")
    knowledge_client.rebuild()
    found = knowledge_client.search(WORDING["text"])
    assert found.matches[0].entry == "who-signs"
    assert found.matches[0].matched == WORDING["text"]
    entry = knowledge_client.entry("who-signs")
    assert entry is not None
    assert entry.answers["any"].text.startswith("The sheriff signs.")


def test_two_editors_who_publish_at_the_same_moment_publish_once(
    app: Flask, editor: Person, missed: list[str], database: Database
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen = publisher(app).look(publisher(app).waiting()).seen
    outcomes: list[str] = []

    def publish() -> None:
        try:
            publisher(app).publish(seen, "editor")
            outcomes.append("published")
        except ChangedMeanwhileError:
            outcomes.append("told")

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", "told"]
    with database.read() as session:
        assert len(list(session.scalars(select(Publication)))) == 1


def test_a_publication_below_a_later_one_is_not_taken_back(app: Flask, editor: Person, missed: list[str]) -> None:
    for number, text in enumerate(("badge uniform worn", "badge pinned on")):
        editor.post("/console/review/wording", {"item": missed[number], "entry": "who-signs", "text": text})
        publisher(app).publish(publisher(app).look(publisher(app).waiting()).seen, "editor")
    assert editor.post("/console/publish/1/undo").status_code == 409
    assert editor.post("/console/publish/2/undo").status_code == 303
    assert editor.post("/console/publish/1/undo").status_code == 303
    assert editor.post("/console/publish/1/undo").status_code == 409


def test_a_full_disk_while_publishing_leaves_files_and_drafts_as_they_were(
    app: Flask, editor: Person, missed: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen, before = publisher(app).look(publisher(app).waiting()).seen, files(settings)
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "regression.jsonl":
            raise OSError("No space left on device")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            publisher(app).publish(seen, "editor")
    assert files(settings) == before
    assert len(publisher(app).waiting()) == 1


def test_a_wording_that_another_entry_has_is_named_before_publishing(editor: Person, missed: list[str]) -> None:
    wording = {"entry": "who-signs", "text": "training course hours atraining-length"}
    editor.post("/console/review/wording", {"item": missed[0], **wording})
    page = editor.get("/console/publish/difference").text
    assert "cannot be published" in page
    assert "is also in training-length" in page
    assert "Publish 1 draft" not in page


def test_a_message_outside_the_subject_becomes_a_line_that_must_not_be_answered(
    app: Flask, editor: Person, missed: list[str], settings: Settings
) -> None:
    editor.post("/console/review/out-of-scope", {"item": missed[2], "text": "helicopter landing pad"})
    publisher(app).publish(publisher(app).look(publisher(app).waiting()).seen, "editor")
    assert "helicopter landing pad" in load_content(settings.content, settings.overlay_folder).outside.near


def test_dismissing_needs_a_reason(editor: Person, missed: list[str], database: Database) -> None:
    assert editor.post("/console/review/dismiss", {"item": missed}).status_code == 400
    assert editor.post("/console/review/dismiss", {"item": missed, "why": "test messages"}).status_code == 303
    decided = item(database, missed[0])
    assert (decided.status, decided.decided_by, decided.decision) == ("dismissed", "editor", "test messages")
    assert "Nothing is waiting for review" in editor.get("/console/review/").text


def test_a_group_decided_meanwhile_is_said_so(editor: Person, missed: list[str], database: Database) -> None:
    editor.post("/console/review/dismiss", {"item": missed[0], "why": "first"})
    late = editor.post("/console/review/wording", {"item": missed[:2], **WORDING})
    assert late.status_code == 409
    assert "decided by editor" in late.text
    assert item(database, missed[1]).status == "open"


def test_a_discarded_draft_opens_its_messages_again(editor: Person, missed: list[str], database: Database) -> None:
    editor.post("/console/review/wording", {"item": missed[:2], **WORDING})
    assert editor.post("/console/entries/drafts/1/discard", {"version": 9, "why": "x"}).status_code == 409
    assert editor.post("/console/entries/drafts/1/discard", {"version": 1, "why": "wrong entry"}).status_code == 303
    assert item(database, missed[0]).status == "open"
    with database.read() as session:
        draft = session.get(Draft, 1)
        assert draft
        assert draft.status == "discarded"
