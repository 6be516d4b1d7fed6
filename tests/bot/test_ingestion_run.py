"""`python -m bot ingest` and `documents` as an admin uses them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

import bot.ingestion_run
from bot.ingestion_run import ingest, listed, open_store, removed, shown
from bot.settings import Settings
from bot.user_error import UserError
from tests.stand_ins import WordEncoder

pytestmark = pytest.mark.slow

TEXT = "DETAINER POLICY\n\nI. PURPOSE\nThis policy of Sheriff Jordan Sample says how staff handle detainers.\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(bot.ingestion_run, "Encoder", WordEncoder)
    return Settings(data=tmp_path / "var")


def run(settings: Settings, *paths: Path, on: date | None = None) -> tuple[int, str]:
    out = io.StringIO()
    return ingest(settings, Console(file=out, width=200), paths, on), out.getvalue()


def test_a_folder_is_taken_in_with_a_summary(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "policy.txt").write_text(TEXT)
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    failed, said = run(settings, tmp_path / "in")
    assert failed == 1
    assert "policy.txt: 1 passage, 1 page, 1 redaction" in said
    assert "not taken in broken.pdf: it is damaged" in said
    assert "1 document in all" in said


def test_a_list_of_agencies_is_taken_in_by_the_same_command(settings: Settings, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"])
    book.active.append(
        ["TEXAS", "Sample County Sheriff's Office", "County", "Sample", "Jail Enforcement Model", None, ""]
    )
    book.save(tmp_path / "participatingAgencies05182026am.xlsx")
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK broken")
    failed, said = run(settings, tmp_path)
    assert failed == 2
    assert "not taken in list.xlsx: neither the file's name (MMDDYYYY) nor a title gives the list's date" in said
    assert "agencies of 2026-05-20" in run(settings, tmp_path / "list.xlsx", on=date(2026, 5, 20))[1]
    assert "participating agencies of 2026-05-18, 1 agreements" in said
    assert "not taken in broken.xlsx" in said


def test_a_second_run_takes_in_nothing_new(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text(TEXT)
    run(settings, tmp_path / "policy.txt")
    version = open_store(settings).version()
    _, said = run(settings, tmp_path / "policy.txt")
    assert "known" in said
    assert open_store(settings).version() == version


def test_documents_are_listed_shown_and_removed(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text(TEXT)
    run(settings, tmp_path / "policy.txt")
    store = open_store(settings)
    (document,) = (found.id for found in store.documents())
    assert listed(store).startswith(f"{document} | Detainer policy | no date | 1 passage, 1 page, 1 redaction")
    assert "redacted: 1 x name on page 1" in shown(store, document, marked=False)
    assert removed(store, document) == "Detainer policy"
    assert "no documents" in listed(store)


def test_marked_passages_are_shown_only_when_asked_for(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(
        "FOR OFFICIAL USE ONLY\nPLAN\n\nI. ROUTES\nThe van takes the zebra road to town.\n"
    )
    run(settings, tmp_path / "plan.txt")
    store = open_store(settings)
    (document,) = (found.id for found in store.documents())
    assert "zebra" not in shown(store, document, marked=False)
    assert "zebra" in shown(store, document, marked=True)


def test_wrong_paths_and_ids_are_said_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        run(settings, tmp_path / "missing.pdf")
    with pytest.raises(UserError, match="no files of a known kind"):
        run(settings, tmp_path)
    with pytest.raises(UserError, match="there is no document"):
        shown(open_store(settings), "nope", marked=False)
