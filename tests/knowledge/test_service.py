"""The knowledge service over HTTP, and the client that everything reaches it by."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from knowledge import required
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError, UnknownEntryError
from knowledge.entries.loader import load_content
from knowledge.retrieval.index_builder import build
from knowledge.service import create_app
from tests.factories import IndexOf
from tests.stand_ins import WordEncoder


@pytest.fixture
def index(content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf) -> Path:
    index_of(content, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def http(index: Path, encoder: WordEncoder) -> FlaskClient:
    return create_app(index, encoder).test_client()


@pytest.fixture
def client(index: Path, encoder: WordEncoder) -> Iterator[KnowledgeClient]:
    server = make_server("127.0.0.1", 0, create_app(index, encoder), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield KnowledgeClient(f"http://127.0.0.1:{server.server_port}", seconds=30)
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_client_searches(client: KnowledgeClient) -> None:
    result = client.search("training course hours for JEM")
    assert result.best is not None
    assert result.best.entry == "training-length"
    assert result.programs == ["JEM"]


def test_the_client_encodes_with_mentions(client: KnowledgeClient) -> None:
    (read,) = client.encode(["WSO in texas"])
    assert len(read.vector) == 384
    assert [(span.entity, span.value) for span in read.entities] == [("program", "WSO"), ("state", "TX")]
    assert read.bare
    assert read.language is None


def test_the_client_gets_entries_and_forms(client: KnowledgeClient) -> None:
    assert set(client.entry("hold-time").answers) == {"JEM", "WSO"}
    assert client.form("TFM").mailbox == "ERO287g@ice.dhs.gov"
    assert client.ready()


def test_several_entries_come_with_one_request_in_the_order_asked(
    client: KnowledgeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[object] = []
    send = client._http.request
    monkeypatch.setattr(client._http, "request", lambda *given, **more: requests.append(given) or send(*given, **more))
    found = client.entries_by_id(["who-signs", "hold-time", "who-signs"])
    assert [(name, entry.entry) for name, entry in found.items()] == [
        ("who-signs", "who-signs"),
        ("hold-time", "hold-time"),
    ]
    assert len(requests) == 1
    assert client.entries_by_id([]) == {}


def test_entries_that_are_not_on_file_are_named(client: KnowledgeClient) -> None:
    with pytest.raises(UnknownEntryError, match=r"there is no entry nothing, a&id=b") as raised:
        client.entries_by_id(["hold-time", "nothing", "a&id=b"])
    assert raised.value.entries == ("nothing", "a&id=b")
    for ask in (client.entry, client.passages):
        with pytest.raises(UnknownEntryError, match=r"nothing"):
            ask("nothing")


def test_the_client_lists_entries_with_their_area(client: KnowledgeClient) -> None:
    listed = client.entries()
    assert {entry.entry for entry in listed} == {"hold-time"} | required.REQUIRED
    assert ("training-length", "small", "How long is the training?") in [
        (entry.entry, entry.area, entry.question) for entry in listed
    ]


def test_the_client_gets_the_glossary(client: KnowledgeClient) -> None:
    assert [(term.term, term.meaning) for term in client.glossary()] == [("WSO", "Warrant Service Officer")]


def test_a_missing_service_is_said_so() -> None:
    client = KnowledgeClient("http://127.0.0.1:9", seconds=0.5)
    assert not client.ready()
    with pytest.raises(KnowledgeUnavailableError, match=r"127.0.0.1:9"):
        client.search("anything")


def test_errors_have_one_shape(http: FlaskClient) -> None:
    for response, status in (
        (http.post("/search", data=b"{"), 400),
        (http.post("/search", data=b'{"text": 1}'), 400),
        (http.get("/entries/nothing/passages"), 404),
        (http.get("/forms/XYZ"), 404),
        (http.get("/nowhere"), 404),
    ):
        assert response.status_code == status
        assert set(response.get_json()["error"]) == {"code", "message", "field"}


def test_a_changed_answer_is_live_without_a_restart(
    http: FlaskClient, content: Path, index: Path, encoder: WordEncoder
) -> None:
    assert "The chief signs." in http.get("/entries?id=who-signs").get_json()[0]["answers"]["any"]["text"]
    file = content / "faq" / "small.yml"
    file.write_text(file.read_text().replace("The chief signs.", "The sheriff signs."))
    build(index, load_content(content), encoder)
    assert "The sheriff signs." in http.get("/entries?id=who-signs").get_json()[0]["answers"]["any"]["text"]


def test_a_broken_new_index_keeps_the_last_good_one(http: FlaskClient, index: Path) -> None:
    assert http.get("/readyz").status_code == 200
    (index / "current").write_text("no-such-version")
    assert "The chief signs." in http.get("/entries?id=who-signs").get_json()[0]["answers"]["any"]["text"]


def test_an_index_of_another_encoder_is_not_used(index: Path) -> None:
    other = WordEncoder()
    other.fingerprint = "other words"
    response = create_app(index, other).test_client().get("/readyz")
    assert response.status_code == 503
    assert "another encoder" in response.get_json()["error"]["message"]
