"""Search and the service: what is found, quoted, withheld; changes while it runs."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import msgspec
import numpy as np
import pytest
from flask import Flask

from knowledge.client import KnowledgeClient
from knowledge.documents.document_routes import NewestDocuments, add_routes
from knowledge.documents.document_store import Searchable, Store
from knowledge.documents.ingestion import Ingest, files_in
from knowledge.documents.passage_index import PassageIndex
from knowledge.documents.passage_search import DocumentQuery, DocumentSearcher, _window
from knowledge.retrieval.encoder import DIMENSIONS
from tests.stand_ins import WordEncoder

POLICY = """DETAINER POLICY
I. PURPOSE
This policy of the jail says how staff handle detainers from the day they arrive to the day they are filed.
II. HOLDING
A detainer is a request. The supervisor reads it. A person is held for no more than 48 hours beyond release. Nobody
waits for a bus. The door is opened at the end of the time."""
SECRET = """FOR OFFICIAL USE ONLY
TRANSPORT PLAN
I. ROUTES
The van with detainers leaves by the north gate at midnight and takes the zebra road to the river."""
AGREEMENT = """MEMORANDUM OF AGREEMENT
Warrant Service Officer Program
I. PARTIES
ICE and the jail make this agreement.
IV. RESPONSIBILITIES
A. TRAINING
Officers pass one examination with 70 percent.
B. COSTS
The agency pays hotels and flights of officers in training."""


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with three documents, filled once."""
    folder = tmp_path_factory.mktemp("ingested")
    for name, text in (("policy.txt", POLICY), ("plan.txt", SECRET), ("moa_04.16.2025.txt", AGREEMENT)):
        (folder / name).write_text(text)
    filled(Store(folder / "documents", WordEncoder().fingerprint), folder)
    return folder


@pytest.fixture
def store(ingested: Path, tmp_path: Path) -> Store:
    """A store of the three documents, to be changed at will."""
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return Store(tmp_path / "documents", WordEncoder().fingerprint)


def filled(store: Store, folder: Path) -> Store:
    run = Ingest(store, WordEncoder(), date(2026, 5, 18))
    for path in files_in([folder]):
        list(run.take(path))
    store.publish()
    return store


@pytest.fixture
def client(store: Store) -> Iterator[KnowledgeClient]:
    app = Flask("knowledge")
    add_routes(app, store.path.parent, WordEncoder(), str)
    client = KnowledgeClient("http://knowledge")
    client._http = httpx.Client(base_url="http://knowledge", transport=httpx.WSGITransport(app=app))
    return client


def ask(searcher: DocumentSearcher, text: str, **fields: object) -> list[str]:
    query = DocumentQuery(text, WordEncoder().encode_one(text), **fields)  # type: ignore[arg-type]
    ranked = searcher.rank(query)
    return [found.candidate.program or "none" for found in ranked]


def test_the_right_passage_is_quoted_with_its_sentence_marked(client: KnowledgeClient) -> None:
    passage = client.search_documents("how many hours beyond release is a person held").passages[0]
    assert (passage.title, passage.section, passage.heading, passage.page) == ("Detainer policy", "II", "Holding", 1)
    assert passage.sentences[passage.marked] == "A person is held for no more than 48 hours beyond release."
    assert 2 <= len(passage.sentences) <= 5


def test_marked_passages_are_found_only_for_permitted_readers(client: KnowledgeClient) -> None:
    question = "which road does the van take to the river"
    assert all("zebra" not in " ".join(found.sentences) for found in client.search_documents(question).passages)
    found = client.search_documents(question, permitted=True).passages[0]
    assert found.marks == ["FOR OFFICIAL USE ONLY"]
    assert "zebra" in " ".join(found.sentences)


def test_a_quotation_found_once_is_given_again_by_its_place(client: KnowledgeClient) -> None:
    found = client.search_documents("which road does the van take to the river", permitted=True).passages[0]
    assert client.quotation(found.document, found.number, found.sentence) == found
    assert client.quotation(found.document, 99, 0) is None


def test_nothing_of_a_search_is_logged(client: KnowledgeClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="knowledge"):
        client.search_documents("zebra road", permitted=True)
        client.search_documents("zebra road")
    assert "zebra" not in caplog.text


def test_a_marked_document_is_shown_only_to_permitted_readers(client: KnowledgeClient, store: Store) -> None:
    (plan,) = (found.id for found in store.documents() if found.marks)
    assert client.document(plan) is None
    shown = client.document(plan, permitted=True)
    assert shown
    assert "zebra" in shown.parts[0].text
    assert shown.title == "Transport plan"


def test_marked_parts_of_an_open_document_are_withheld(tmp_path: Path) -> None:
    lines = [f"Line {number} of the open text says little." for number in range(8)]
    text = "POLICY\n\n" + "\n\n".join([*lines, "(LES) The code of the gate is zebra.", "The end is open too."])
    (tmp_path / "mixed.txt").write_text(text)
    store = filled(Store(tmp_path / "documents", WordEncoder().fingerprint), tmp_path)
    app = Flask("knowledge")
    add_routes(app, store.path.parent, WordEncoder(), str)
    body = app.test_client().get(f"/documents/{store.documents()[0].id}").get_data(as_text=True)
    assert "zebra" not in body
    assert "LAW ENFORCEMENT SENSITIVE" in body
    assert "open too" in body


def test_an_answer_is_supported_by_the_section_it_cites(client: KnowledgeClient) -> None:
    passage = client.find_support("Officers need seventy percent in one test.", "WSO", ["IV.A"])
    assert passage
    assert (passage.section, passage.date) == ("IV.A", "2025-04-16")
    assert client.find_support("Something else entirely.", "TFM", ["IV.A"]) is None


@pytest.mark.parametrize(
    ("agency", "holder"),
    [
        ("", "Other County Sheriff's Office"),
        ("Sample County Sheriff, TX", "Sample County Sheriff's Office"),
        ("Sample City Police", "Other County Sheriff's Office"),
    ],
)
def test_of_copies_the_agencys_own_is_quoted_else_the_newest(tmp_path: Path, agency: str, holder: str) -> None:
    dates = {"Sample County Sheriff's Office": "04.16.2025", "Other County Sheriff's Office": "06.20.2025"}
    for name, signed in dates.items():
        (tmp_path / f"{name}_{signed}.txt").write_text(AGREEMENT.replace("the jail", name))
    store = filled(Store(tmp_path / "documents", WordEncoder().fingerprint), tmp_path)
    with closing(sqlite3.connect(store.path)) as database, database:
        for name in dates:
            database.execute("update documents set holder = ? where name like ?", (name, f"{name}%"))
    searcher = NewestDocuments(store, agency).get()
    text = "Officers need seventy percent in one test."
    query = DocumentQuery(text, WordEncoder().encode_one(text), "WSO")
    found = searcher.quote(searcher.support(query, ["IV.A"], 0.0))[0]
    assert found.holder == holder
    assert [other.holder for other in found.others] == [*(dates.keys() - {holder})]


def test_the_program_in_force_is_preferred(store: Store) -> None:
    searcher = NewestDocuments(store).get()
    assert ask(searcher, "training costs", program="WSO")[0] == "WSO"


def test_no_documents_find_nothing(tmp_path: Path) -> None:
    app = Flask("knowledge")
    add_routes(app, tmp_path / "documents", WordEncoder(), str)
    response = app.test_client().post("/documents/search", data=msgspec.json.encode({"text": "hours"}))
    assert response.get_json() == {"passages": [], "sure": False}
    assert app.test_client().get("/documents/abc").status_code == 404


def test_a_running_service_changes_over_when_documents_are_published(store: Store, tmp_path: Path) -> None:
    newest = NewestDocuments(store)
    before = newest.get()
    (tmp_path / "new.txt").write_text("BADGES\n\nI. BADGES\nThe quagga badge is worn on the left side of the coat.")
    filled(store, tmp_path)
    until = time.monotonic() + 20
    while newest.get() is before and time.monotonic() < until:
        time.sleep(0.01)
    text = "quagga badge"
    query = DocumentQuery(text, WordEncoder().encode_one(text))
    assert newest.get().rank(query)[0].candidate.lexical > 0.4
    assert newest.get().index.version == store.version()


def test_a_removed_document_is_not_quoted_even_before_the_index_is_new(store: Store) -> None:
    searcher = NewestDocuments(store).get()
    for found in store.documents():
        store.remove(found.id)
    assert ask(searcher, "how many hours") == []


def test_search_is_exact_to_half_floats() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(2000, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    empty = [np.empty(0, np.uint32)] * 2000
    found = Searchable(np.arange(2000), vectors.astype(np.float16), np.zeros(2000, bool), [None] * 2000, empty)
    index = PassageIndex(found, np.arange(2000))
    recalls = []
    for vector in vectors[:50]:
        best = sorted(index.candidates(vector, empty[0]), key=lambda one: -one.cosine)[:10]
        recalls.append(len({one.passage for one in best} & set(np.argsort(-(vectors @ vector))[:10].tolist())) / 10)
    assert np.mean(recalls) >= 0.98


@pytest.mark.parametrize(
    ("words", "best", "wanted"),
    [([9], 0, (0, 1)), ([30, 30, 30], 1, (1, 3)), ([5] * 9, 4, (2, 7)), ([5, 5], 1, (0, 2)), ([30, 30], 1, (0, 2))],
)
def test_two_to_five_sentences_are_quoted(words: list[int], best: int, wanted: tuple[int, int]) -> None:
    assert _window(words, best) == wanted
