"""Files into the store and out of it: known, changed, removed, duplicates, marks, a kill in the middle."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from bot.settings import ROOT
from knowledge.documents import ingestion
from knowledge.documents.document_store import Store, StoreError
from knowledge.documents.duplicates import alike, same_terms, signature
from knowledge.documents.extraction import read
from knowledge.documents.ingestion import Ingest, Taken, files_in
from knowledge.documents.lines import Fault
from tests.knowledge.documents import files
from tests.stand_ins import WordEncoder

pytestmark = pytest.mark.slow

DAY = date(2026, 5, 18)
TEMPLATE = """MEMORANDUM OF AGREEMENT
287(g) Jail Enforcement Model
I. PARTIES
This agreement is made between ICE and the {agency}, which runs a jail. Both sides agree to keep its terms and to meet
once a year at a place on which they agree beforehand.
II. DETAINERS
A detainer is a request. The shift supervisor reads each detainer before a person is held. A person is held for no more
than {hours} hours beyond the time of release, and then walks out of the door with all that belongs to that person.
III. RECORDS
Each detainer is filed with the booking record. The records clerk keeps the file for three years. {last}"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "documents", WordEncoder().fingerprint)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small files are read without a process for each."""
    monkeypatch.setattr(ingestion, "extract", lambda path: read(path.name, path.read_bytes()))


def agreement(agency: str, hours: int = 48, last: str = "") -> bytes:
    return TEMPLATE.format(agency=agency, hours=hours, last=last).encode()


def take(store: Store, *paths: Path, encoder: WordEncoder | None = None) -> list[Taken | Fault]:
    run = Ingest(store, encoder or WordEncoder(), DAY)
    return [result for path in files_in(paths) for result in run.take(path)]


def outcomes(results: list[Taken | Fault]) -> list[str]:
    return [result.outcome if isinstance(result, Taken) else "fault" for result in results]


def test_a_document_is_kept_with_its_sections_and_program(store: Store, tmp_path: Path) -> None:
    (tmp_path / "MOA_04.16.2025.txt").write_bytes(agreement("Sample County Jail"))
    assert outcomes(take(store, tmp_path / "MOA_04.16.2025.txt")) == ["added"]
    (found,) = store.documents()
    assert (found.title, found.program, found.date) == (
        "Memorandum of agreement, 287(g) Jail Enforcement Model",
        "JEM",
        "2025-04-16",
    )
    assert [holding.section for holding in store.holdings(found.id)] == ["I", "II", "III"]


def test_the_same_content_is_taken_in_once(store: Store, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(agreement("Sample County Jail"))
    encoder = WordEncoder()
    assert outcomes(take(store, tmp_path, encoder=encoder)) == ["added", "known"]
    encoded = len(encoder.encoded)
    assert outcomes(take(store, tmp_path, encoder=encoder)) == ["known", "known"]
    assert len(encoder.encoded) == encoded


def test_a_changed_file_replaces_its_passages(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(agreement("Sample County Jail", hours=48))
    take(store, file)
    file.write_bytes(agreement("Sample County Jail", hours=72))
    assert outcomes(take(store, file)) == ["changed"]
    (found,) = store.documents()
    assert "72 hours" in store.holdings(found.id)[1].sentences[2].text
    assert len(store.searchable().ids) == 3


@pytest.mark.usefixtures("in_process")
def test_copies_of_a_template_are_one_passage_with_many_holders(store: Store, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_bytes(agreement(f"Sample County {'ABCDEFGHIJKL'[number]} Jail"))
    take(store, tmp_path)
    ids = store.searchable().ids.tolist()
    assert len(store.documents()) == 12
    assert len(ids) == 3
    assert {len(holdings) for holdings in store.holders(ids).values()} == {12}


def test_copies_with_other_terms_stay_apart(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail", hours=48))
    (tmp_path / "b.txt").write_bytes(agreement("Sample County Jail", hours=72))
    take(store, tmp_path)
    assert len(store.searchable().ids) == 4


def test_a_copy_that_is_removed_leaves_the_passage_to_the_others(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_bytes(agreement(f"Sample County {name.upper()} Jail"))
    first, second = (result.document for result in take(store, tmp_path) if isinstance(result, Taken))
    assert store.remove(first)
    assert len(store.searchable().ids) == 3
    assert store.remove(second)
    assert not len(store.searchable().ids)
    assert not store.remove(second)


def test_likeness_is_of_wording_and_of_terms() -> None:
    one = "The agency shall give notice within 48 hours of any complaint that it receives from the public in the jail."
    other = one.replace("public", "people")
    assert alike(signature(one * 3), signature(one * 3 + other))
    assert not alike(signature(one), signature("Nothing of this is like the other text in any of its many words."))
    assert same_terms(one, other)
    assert not same_terms(one, one.replace("48", "72"))
    assert not same_terms(one, one.replace("shall", "shall not"))


def test_marked_passages_are_not_shared_with_open_ones(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail"))
    (tmp_path / "b.txt").write_bytes(b"FOR OFFICIAL USE ONLY\n\n" + agreement("Sample County Jail"))
    take(store, tmp_path)
    found = store.searchable()
    assert found.restricted.tolist() == [False] * 3 + [True] * 3


def test_attachments_of_a_marked_email_are_marked(store: Store, tmp_path: Path) -> None:
    message = files.mail("Read it.", [("policy.docx", files.word())], subject="LAW ENFORCEMENT SENSITIVE: detainers")
    (tmp_path / "a.eml").write_bytes(message)
    take(store, tmp_path)
    assert {document.marks for document in store.documents()} == {("LAW ENFORCEMENT SENSITIVE",)}


def test_an_attachment_that_is_gone_is_forgotten(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(files.mail("Read the policy at once.", [("policy.docx", files.word())]))
    take(store, file)
    assert len(store.documents()) == 2
    file.write_bytes(files.mail("Read the policy at once, please."))
    take(store, file)
    assert [found.name for found in store.documents()] == ["a.eml"]


def test_names_never_reach_the_store(store: Store, tmp_path: Path) -> None:
    last = "Ask Sheriff Jordan Q. Sample at jsample@county.example about it."
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail", last=last))
    take(store, tmp_path)
    assert [(one.kind, one.count) for one in store.documents()[0].redactions] == [("e-mail address", 1), ("name", 1)]
    assert b"Jordan" not in b"".join(path.read_bytes() for path in store.path.parent.iterdir())


def test_a_broken_file_is_named_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(files.pdf([TEMPLATE])[:300])
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "c.txt").write_bytes(agreement("Sample County Jail"))
    results = take(store, tmp_path)
    assert outcomes(results) == ["fault", "fault", "added"]
    assert [result.name for result in results if isinstance(result, Fault)] == ["a.pdf", "b.docx"]


def test_hidden_files_and_unknown_kinds_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", "a.txt", "a.jpg", "sub/b.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [file.name for file in files_in([tmp_path])] == ["a.txt", "b.md"]


def test_a_store_of_another_version_is_said_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail"))
    take(store, tmp_path / "a.txt")
    with sqlite3.connect(store.path) as database:
        database.execute("pragma user_version = 99")
    with pytest.raises(StoreError, match="ingest again"):
        store.documents()


def test_vectors_of_another_encoder_are_not_searched(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail"))
    take(store, tmp_path / "a.txt")
    with pytest.raises(StoreError, match="ingest again"):
        Store(store.path.parent, "another encoder").searchable()


def test_a_store_made_anew_has_a_version_that_no_service_has_seen(store: Store, tmp_path: Path) -> None:
    store.publish()
    before = store.version()
    store.publish()
    assert store.version() > before
    before = store.version()
    for file in tmp_path.glob("documents/*"):
        file.unlink()
    store.publish()
    assert store.version() > before


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file, no folder")
    (tmp_path / "a.txt").write_bytes(agreement("Sample County Jail"))
    with pytest.raises(StoreError, match="check the disk"):
        take(Store(tmp_path / "documents", WordEncoder().fingerprint), tmp_path / "a.txt")


@pytest.mark.slow
@pytest.mark.usefixtures("in_process")
def test_a_kill_in_the_middle_leaves_whole_documents_only(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.txt").write_bytes(agreement("Sample County Jail", hours=number))
    code = (
        "import sys; from pathlib import Path; from datetime import date;"
        "from knowledge.documents.document_store import Store;"
        "from knowledge.documents import ingestion; from tests.stand_ins import WordEncoder;"
        # reading in this process, so that the kill ends everything
        "from knowledge.documents.extraction import read;"
        "ingestion.extract = lambda path: read(path.name, path.read_bytes());"
        "run = ingestion.Ingest(Store(Path(sys.argv[1]), WordEncoder().fingerprint), WordEncoder(), date(2026, 5, 18));"
        "[list(run.take(path)) for path in ingestion.files_in([Path(sys.argv[2])])]"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(store.path.parent), str(folder)], cwd=ROOT)
    while process.poll() is None and len(_documents(store)) < 10:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = _documents(store)
    assert 10 <= len(kept) < 120
    assert all(len(store.holdings(document)) == 3 for document in kept)
    assert set(outcomes(take(store, folder))[: len(kept)]) == {"known"}
    assert len(store.documents()) == 120


def _documents(store: Store) -> list[str]:
    try:
        with sqlite3.connect(f"file:{store.path}?mode=ro", uri=True) as database:
            return [row[0] for row in database.execute("select id from documents")]
    except sqlite3.OperationalError:
        return []
