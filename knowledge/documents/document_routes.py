"""The routes of the agency's own documents: `POST /documents/search`, `GET /documents/<id>` and one passage of it.

Nothing of what is asked or found is logged.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
from flask import Flask, Response, request

from knowledge.documents.document_store import Holding, Store, StoreError, Summary
from knowledge.documents.passage_index import DocumentIndex
from knowledge.documents.passage_search import DocumentQuery, DocumentSearcher, quotation
from knowledge.documents.passages import joined
from knowledge.documents.quote_calibration import load_calibration
from knowledge.responses import as_error, as_json
from knowledge.results import DocumentPart, DocumentSearchResult, DocumentView
from knowledge.retrieval.encoder import Encoder

log = logging.getLogger(__name__)


class DocumentSearchRequest(msgspec.Struct, frozen=True):
    """A message, or with `answer` an answer that cites `sections` of its program's agreement and wants support."""

    text: str
    program: str | None = None
    permitted: bool = False
    count: int = 3
    answer: bool = False
    sections: list[str] = []


class NewestDocuments:
    """Gives the searcher of the published documents. A newer index is made beside it, then they change over."""

    def __init__(self, store: Store, agency: str = "") -> None:
        self._store = store
        self._agency = agency
        self._lock = threading.Lock()
        self._tried = -1
        self._searcher: DocumentSearcher | None = None

    def get(self) -> DocumentSearcher:
        """Return the searcher. Only the first call waits for an index. Raises StoreError."""
        version = self._store.version()
        with self._lock:
            if self._searcher is None:
                self._searcher = self._made(version)
                self._tried = version
            elif version != self._tried:
                self._tried = version
                threading.Thread(target=self._renew, args=(version,), daemon=True).start()
            return self._searcher

    def _renew(self, version: int) -> None:
        try:
            searcher = self._made(version)
        except StoreError as error:
            log.error("kept the last index of documents: %s", error)
            return
        with self._lock:
            if self._searcher is None or self._searcher.index.version < version:
                self._searcher = searcher

    def _made(self, version: int) -> DocumentSearcher:
        return DocumentSearcher(self._store, DocumentIndex.of(self._store.searchable(), version), self._agency)


def add_routes(app: Flask, folder: Path, encoder: Encoder, prepare: Callable[[str], str], agency: str = "") -> None:
    """Add the routes over the documents in `folder` of an `agency`; `prepare` makes a message ready to be encoded."""
    store = Store(folder, encoder.fingerprint)
    newest = NewestDocuments(store, agency)

    @app.post("/documents/search")
    def search_documents() -> Response:
        asked = msgspec.json.decode(request.get_data(), type=DocumentSearchRequest)
        return as_json(search(newest.get(), encoder, prepare, asked))

    @app.get("/documents/<document>")
    def document(document: str) -> Response:
        found = view(store, document, request.args.get("permitted") == "true")
        if found is None:
            return as_error(404, "unknown_document", f"there is no document {document}")
        return as_json(found)

    @app.get("/documents/<document>/passages/<int:number>")
    def passage(document: str, number: int) -> Response:
        summary, holding = store.document(document), store.holding(document, number)
        if summary is None or holding is None:
            return as_error(404, "unknown_passage", f"there is no passage {number} of a document {document}")
        return as_json(quotation(holding, summary, int(request.args["sentence"])))

    @app.errorhandler(StoreError)
    def unusable(error: StoreError) -> Response:
        log.error("%s", error)
        return as_error(503, "documents_unusable", str(error))


def search(
    searcher: DocumentSearcher, encoder: Encoder, prepare: Callable[[str], str], asked: DocumentSearchRequest
) -> DocumentSearchResult:
    """Return the passages that fit a request, best first."""
    calibration = load_calibration()
    text = prepare(asked.text)
    query = DocumentQuery(text, encoder.encode_one(text), asked.program, asked.permitted)
    if asked.answer:
        ranked = searcher.support(query, asked.sections, calibration.support_from)
        return DocumentSearchResult(searcher.quote(ranked[: asked.count]), sure=bool(ranked))
    ranked = searcher.rank(query)[: asked.count]
    sure = bool(ranked) and calibration.model.probability(ranked[0].features) >= calibration.quote_from
    return DocumentSearchResult(searcher.quote(ranked), sure)


def view(store: Store, document: str, permitted: bool) -> DocumentView | None:
    """Return a document with its passages, or None when there is none, or none that the reader may see."""
    summary = store.document(document)
    parts = [_part(holding, permitted) for holding in store.holdings(document)]
    if summary is None or all(part.withheld for part in parts):
        return None
    return _view(summary, parts)


def _part(holding: Holding, permitted: bool) -> DocumentPart:
    withheld = bool(holding.marks) and not permitted
    original = " ".join(one.original or one.text for one in holding.sentences)
    as_read = any(one.original for one in holding.sentences)
    return DocumentPart(
        number=holding.number,
        section=holding.section,
        headings=[] if withheld else list(holding.headings),
        pages=sorted({one.page for one in holding.sentences}),
        text="" if withheld else joined(holding.sentences),
        original=original if as_read and not withheld else None,
        marks=list(holding.marks),
        withheld=withheld,
    )


def _view(summary: Summary, parts: list[DocumentPart]) -> DocumentView:
    redacted: Counter[str] = Counter()
    for redaction in summary.redactions:
        redacted[redaction.kind] += redaction.count
    return DocumentView(
        document=summary.id,
        name=summary.name,
        title=summary.title,
        holder=summary.holder,
        program=summary.program,
        date=summary.date,
        pages=summary.pages,
        recognised=summary.recognised,
        marks=list(summary.marks),
        redacted=dict(redacted),
        parts=parts,
    )
