"""The knowledge service over the newest index: `/encode`, `/search`, `/entries`, `/glossary` and `/forms/<program>`."""

from __future__ import annotations

import logging
import re
import threading
from datetime import date
from pathlib import Path

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from knowledge.documents.document_routes import add_routes
from knowledge.entries.loader import load_content
from knowledge.entries.regression import load_promoted
from knowledge.entries.rendering import cited_passages, render_entry
from knowledge.entries.yaml_file import ContentError
from knowledge.responses import as_error, as_json
from knowledge.results import Form, Listed, Read, RosterContext, Span, Term
from knowledge.retrieval.encoder import Encoder, Vectors
from knowledge.retrieval.index import load
from knowledge.retrieval.index_builder import build
from knowledge.retrieval.index_files import IndexMissingError
from knowledge.retrieval.index_version import current_version
from knowledge.retrieval.preview import Previewer
from knowledge.retrieval.search import Query, Searcher
from knowledge.retrieval.text_groups import TextGrouper
from knowledge.roster.roster_routes import blueprint as roster_routes
from knowledge.roster.roster_service import RosterService
from knowledge.text.language import foreign_language
from knowledge.text.preprocessor import Preprocessor

log = logging.getLogger(__name__)

# how long a message may wait for a new index to be loaded, in seconds
PATIENCE = 0.5
# and how long one who waits for just that
LOADING = 30.0
STAGED = re.compile(r"[0-9a-f]{32}")


class Texts(msgspec.Struct, frozen=True):
    """Texts to encode, or to group."""

    texts: list[str]


class SearchRequest(msgspec.Struct, frozen=True):
    """A message with its conversation's last entry, entries not to give, and the last question on who takes part."""

    text: str
    last_entry: str | None = None
    listed: RosterContext | None = None
    exclude: list[str] = []


class NewestSearcher:
    """Gives the searcher of the newest index; keeps the last good one when a newer one cannot be loaded.

    A newer index is loaded beside the one in use: a message waits for it `PATIENCE` seconds at most.
    """

    def __init__(self, folder: Path, encoder: Encoder, roster_service: RosterService | None = None) -> None:
        self._folder = folder
        self._encoder = encoder
        self._roster_service = roster_service
        self._lock = threading.Lock()
        self._tried: str | None = None
        self._searcher: Searcher | None = None
        self._renewal: threading.Thread | None = None

    def get(self, patience: float = PATIENCE) -> Searcher:
        """Return the searcher; raises IndexMissingError when no index could ever be loaded."""
        version = current_version(self._folder)
        if version != self._tried and self._searcher is not None:
            self._renew_beside(version, patience)
        if self._searcher is None:
            with self._lock:
                if self._searcher is None:
                    self._renew(version)
        if self._searcher is None:
            raise IndexMissingError(f"there is no index in {self._folder}; run `python -m bot index`")
        return self._searcher

    def _renew_beside(self, version: str | None, patience: float) -> None:
        with self._lock:
            if version != self._tried and not (self._renewal and self._renewal.is_alive()):
                self._tried = version
                self._renewal = threading.Thread(target=self._renew, args=[version], daemon=True)
                self._renewal.start()
            renewal = self._renewal
        if renewal:
            renewal.join(patience)

    def _renew(self, version: str | None) -> None:
        self._tried = version
        try:
            index = load(self._folder)
            if index.encoder != self._encoder.fingerprint:
                raise IndexMissingError("the index was built with another encoder; start the bot again")
            self._searcher = Searcher(index, self._encoder, self._roster_service)
        except IndexMissingError as error:
            if self._searcher is None:
                raise
            log.error("kept the last good index: %s", error)


def create_app(
    folder: Path,
    encoder: Encoder,
    content: Path | None = None,
    overlay: Path | None = None,
    staging: Path | None = None,
    roster_service: RosterService | None = None,
    agency: str = "",
) -> Flask:
    """Return the service over the index in `folder` and the agency's own documents beside it.

    With `content` it can rebuild the index from the shipped content there and the agency's changes in `overlay`, and
    say what edited copies of the overlay, each in a folder of its own below `staging`, would change. With
    `roster_service` it answers from ICE's lists of agencies. Of documents that say the same, those of the `agency` are
    quoted.
    """
    app = Flask(__name__)
    newest = NewestSearcher(folder, encoder, roster_service)
    if roster_service:
        app.register_blueprint(roster_routes(roster_service))
    grouper = TextGrouper(encoder, lambda text: newest.get().preprocessor.finder.mask(text))
    previewer, building = Previewer(folder, encoder), threading.Lock()
    add_routes(app, folder.parent / "documents", encoder, lambda text: newest.get().preprocessor.prepare(text), agency)

    @app.post("/encode")
    def encode() -> Response:
        texts = msgspec.json.decode(request.get_data(), type=Texts).texts
        preprocessor = newest.get().preprocessor
        # for dialogue acts the words stay as typed: "thx" is not a misspelled "the"
        masked = [preprocessor.finder.mask(text) for text in texts]
        vectors = [encoder.encode_one(masked[0])] if len(texts) == 1 else list(encoder.encode(masked))
        return as_json([_read(preprocessor, *row) for row in zip(texts, masked, vectors, strict=True)])

    @app.post("/groups")
    def groups() -> Response:
        return as_json(grouper.groups(msgspec.json.decode(request.get_data(), type=Texts).texts))

    @app.post("/search")
    def search() -> Response:
        asked = msgspec.json.decode(request.get_data(), type=SearchRequest)
        return as_json(newest.get().search(Query(asked.text, asked.last_entry, frozenset(asked.exclude), asked.listed)))

    @app.get("/entries")
    def entries() -> Response:
        """Those with an `id` of the query whole, as far as they are on file; without any, the list of all."""
        knowledge = newest.get().knowledge
        if "id" not in request.args:
            return as_json([Listed(found.id, found.area, found.question) for found in knowledge.entries.values()])
        found = [knowledge.entries[entry] for entry in request.args.getlist("id") if entry in knowledge.entries]
        return as_json([render_entry(knowledge, entry, date.today()) for entry in found])

    @app.get("/glossary")
    def glossary() -> Response:
        return as_json([Term(term.term, term.meaning) for term in newest.get().knowledge.glossary])

    @app.get("/entries/<entry>/passages")
    def passages(entry: str) -> Response:
        knowledge = newest.get().knowledge
        if entry not in knowledge.entries:
            return as_error(404, "unknown_entry", f"there is no entry {entry}")
        return as_json(cited_passages(knowledge, knowledge.entries[entry], request.args.get("scope")))

    @app.get("/forms/<program>")
    def form(program: str) -> Response:
        forms = newest.get().knowledge.forms
        for name, found in forms.programs.items():
            if name == program:
                return as_json(Form(program, forms.mailbox, forms.program_page, **found.model_dump()))
        return as_error(404, "unknown_program", f"there is no program {program}")

    @app.post("/preview/<name>")
    def preview(name: str) -> Response:
        if content is None or staging is None or not STAGED.fullmatch(name):
            return as_error(404, "unknown_folder", f"there is no staged content {name}")
        edited, promoted = load_content(content, staging / name), load_promoted(content, staging / name)
        with building:
            return as_json(previewer.preview(newest.get(LOADING).index, edited, promoted))

    @app.get("/confusions")
    def confusions() -> Response:
        with building:
            return as_json(previewer.confusions(newest.get().index))

    @app.post("/rebuild")
    def rebuild() -> Response:
        if content is None:
            return as_error(404, "no_content", "this service has no content files")
        with building:
            build(folder, load_content(content, overlay), encoder, refit=False)
            return as_json({"index": newest.get(LOADING).index.version})

    @app.get("/readyz")
    def ready() -> Response:
        return as_json({"ready": True, "index": newest.get().index.version})

    @app.errorhandler(msgspec.DecodeError)
    def malformed(error: msgspec.DecodeError) -> Response:
        return as_error(400, "malformed", str(error))

    @app.errorhandler(ContentError)
    def faulty(error: ContentError) -> Response:
        return as_error(422, "faulty_content", str(error))

    @app.errorhandler(IndexMissingError)
    def no_index(error: IndexMissingError) -> Response:
        return as_error(503, "no_index", str(error))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return as_error(error.code or 500, error.name.lower().replace(" ", "_"), error.description or error.name)

    return app


def _read(preprocessor: Preprocessor, text: str, masked: str, vector: Vectors) -> Read:
    entities = preprocessor.entities(text)
    spans = [Span(span.entity, span.value, span.start, span.end) for span in entities.spans]
    return Read(vector.tolist(), spans, masked, entities.bare, foreign_language(text))
