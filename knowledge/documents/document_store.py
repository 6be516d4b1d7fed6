"""The kept documents: one SQLite file, a document a transaction, so that nothing is ever half there.

A passage is kept once for all documents that hold it; each document keeps its own wording of it. The published version
changes when an ingest ends or a document is removed, and tells a running service to load anew.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge.documents.document_reader import ReadDocument
from knowledge.documents.duplicates import Signature, alike, bands, same_terms, signature
from knowledge.documents.passages import Passage
from knowledge.documents.persons import Redaction
from knowledge.retrieval.encoder import DIMENSIONS, Vectors

FILE = "documents.db"
WAIT_SECONDS = 30.0
# raise it with every change of the tables, or of how documents are read, parted, redacted and cut into terms: a store
# of another make is refused, and never searched
FORMAT = 1
SCHEMA = f"""
pragma user_version = {FORMAT};
create table if not exists documents (
    id text primary key, path text unique not null, name text not null, title text not null, holder text, program text,
    date text, pages integer not null, recognised integer not null, marks text not null, redactions text not null,
    digest text not null, added text not null
);
create table if not exists passages (
    id integer primary key autoincrement, searched text not null, restricted integer not null, program text,
    vector blob not null, terms blob not null, signature blob not null
);
-- apart, since they are read for a few passages only and would slow down reading all others
create table if not exists sentence_vectors (
    passage integer primary key references passages (id) on delete cascade, vectors blob not null
);
create table if not exists bands (number integer, content blob, passage integer, primary key (number, content, passage))
    without rowid;
create index if not exists bands_of_passage on bands (passage);
create table if not exists holdings (
    document text not null references documents (id) on delete cascade, number integer not null,
    passage integer not null references passages (id), section text not null, headings text not null,
    sentences blob not null, marks text not null, primary key (document, number)
) without rowid;
create index if not exists holdings_of_passage on holdings (passage);
create table if not exists state (key text primary key, value text not null) without rowid;
"""


class StoreError(Exception):
    """The documents cannot be read or written; the text says what to do."""


class KeptSentence(msgspec.Struct, frozen=True, array_like=True):
    """A sentence as kept: corrected, its page, whether it starts a paragraph, and as read where that differs."""

    text: str
    page: int
    new: bool
    original: str | None = None


@dataclass(frozen=True)
class Summary:
    """A document as listed."""

    id: str
    name: str
    title: str
    holder: str | None
    program: str | None
    date: str | None
    pages: int
    recognised: bool
    marks: tuple[str, ...]
    redactions: tuple[Redaction, ...]
    path: str
    passages: int


@dataclass(frozen=True)
class Holding:
    """A passage as one document words it."""

    document: str
    number: int
    passage: int
    section: str
    headings: tuple[str, ...]
    sentences: tuple[KeptSentence, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Searchable:
    """What the index is made of, all in one order.

    Ids, vectors of shape (count, 384) in half floats, which are marked, their programs and terms.
    """

    ids: NDArray[np.int64]
    vectors: NDArray[np.float16]
    restricted: NDArray[np.bool_]
    programs: list[str | None]
    terms: list[NDArray[np.uint32]]


@dataclass(frozen=True)
class NewDocument:
    """Where a document comes from: its id, path and name, the digest of its content, and the day it is taken in."""

    id: str
    path: str
    name: str
    digest: str
    day: str


@dataclass(frozen=True)
class Encoded:
    """A passage's vector, the vectors of its sentences, and its terms for lexical search."""

    vector: Vectors
    sentences: Vectors
    terms: NDArray[np.uint32]


class Store:
    """The documents in a folder, with vectors of the encoder of a fingerprint.

    Safe for several processes; each call is a transaction. Every call raises StoreError when the store is of another
    make or another encoder.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self.path = folder / FILE
        self._encoder = encoder

    def known(self, read: ReadDocument) -> list[int | None]:
        """Return for each passage of a document the id of an alike one that is kept already, or None."""
        if not self.path.exists():
            return [None] * len(read.passages)
        with self._connection() as database:
            return [_alike(database, passage, signature(passage.searched), read.program) for passage in read.passages]

    def add(self, entry: NewDocument, read: ReadDocument, encoded: Sequence[Encoded | int]) -> None:
        """Keep a document in place of what its path held before.

        `encoded` has the id of each passage that is kept already, and what to keep of each other. Raises StoreError;
        then nothing has changed.
        """
        with self._connection(write=True) as database:
            before = _passages_of(database, "path = ? or id = ?", (entry.path, entry.id))
            database.execute("delete from documents where path = ? or id = ?", (entry.path, entry.id))
            database.execute(
                "insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.id,
                    entry.path,
                    entry.name,
                    read.title,
                    read.holder,
                    read.program,
                    read.date,
                    read.pages,
                    read.recognised,
                    json.dumps(read.marks),
                    msgspec.json.encode(read.redactions),
                    entry.digest,
                    entry.day,
                ),
            )
            for number, (passage, found) in enumerate(zip(read.passages, encoded, strict=True)):
                shared = found if isinstance(found, int) else _new_passage(database, passage, found, read.program)
                database.execute(
                    "insert into holdings values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        entry.id,
                        number,
                        shared,
                        passage.section,
                        json.dumps(passage.headings),
                        _kept(passage),
                        json.dumps(passage.marks),
                    ),
                )
            _forget_unheld(database, before)

    def remove(self, document_id: str) -> bool:
        """Forget a document and publish; return whether it was there."""
        with self._connection(write=True) as database:
            before = _passages_of(database, "id = ?", (document_id,))
            removed = database.execute("delete from documents where id = ?", (document_id,)).rowcount > 0
            _forget_unheld(database, before)
        if removed:
            self.publish()
        return removed

    def publish(self) -> None:
        """Tell running services that the documents have changed.

        Versions grow with the clock, so that a store made anew never has a version that its forerunner had.
        """
        with self._connection(write=True) as database:
            database.execute(
                "insert into state values ('version', :now) "
                "on conflict do update set value = cast(max(value + 1, cast(:now as integer)) as text)",
                {"now": str(time.time_ns())},
            )

    def version(self) -> int:
        """Return the published version; 0 before the first."""
        if not self.path.exists():
            return 0
        with self._connection() as database:
            row = database.execute("select value from state where key = 'version'").fetchone()
        return int(row[0]) if row else 0

    def digests(self) -> dict[str, tuple[str, str]]:
        """Return path and content's digest of every document by its id."""
        if not self.path.exists():
            return {}
        with self._connection() as database:
            return {row[0]: (row[1], row[2]) for row in database.execute("select id, path, digest from documents")}

    def documents(self) -> list[Summary]:
        """Return all documents by title and holder."""
        return self._summaries("1 = 1", ())

    def document(self, document_id: str) -> Summary | None:
        """Return a document, or None when there is none of that id."""
        return next(iter(self._summaries("documents.id = ?", (document_id,))), None)

    def holdings(self, document_id: str) -> list[Holding]:
        """Return the passages of a document, in order."""
        return self._holdings("document = ? order by number", (document_id,))

    def holding(self, document_id: str, number: int) -> Holding | None:
        """Return one passage of a document, or None when there is none of that number."""
        return next(iter(self._holdings("document = ? and number = ?", (document_id, number))), None)

    def holders(self, passages: Sequence[int]) -> dict[int, list[Holding]]:
        """Return for each passage the documents' own wordings of it; passages that are gone are left out."""
        marks = ", ".join("?" * len(passages))
        found: dict[int, list[Holding]] = {}
        for holding in self._holdings(f"passage in ({marks}) order by document, number", tuple(passages)):
            found.setdefault(holding.passage, []).append(holding)
        return found

    def in_sections(self, program: str | None, sections: Sequence[str], permitted: bool) -> list[int]:
        """Return the passages of these sections, and the ones below them, in documents of a program."""
        if not self.path.exists() or not sections or program is None:
            return []
        where = " or ".join("section = ? or section glob ?" for _ in sections)
        values = [value for section in sections for value in (section, f"{section}.*")]
        with self._connection() as database:
            rows = database.execute(
                f"select distinct passage from holdings join passages on passages.id = passage where ({where}) "
                "and restricted <= ? and document in (select id from documents where program = ?) limit 500",
                (*values, permitted, program),
            )
            return [row[0] for row in rows]

    def sentence_vectors(self, passages: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of the passages' sentences, arrays of shape (sentences, 384)."""
        if not passages:
            return {}
        marks = ", ".join("?" * len(passages))
        with self._connection() as database:
            rows = database.execute(
                f"select passage, vectors from sentence_vectors where passage in ({marks})", tuple(passages)
            )
            return {
                row[0]: np.frombuffer(row[1], np.float16).reshape(-1, DIMENSIONS).astype(np.float32) for row in rows
            }

    def searchable(self) -> Searchable:
        """Return what the index is made of."""
        if not self.path.exists():
            return Searchable(np.empty(0, np.int64), np.empty((0, DIMENSIONS), np.float16), np.empty(0, bool), [], [])
        with self._connection() as database:
            count = database.execute("select count(*) from passages").fetchone()[0]
            vectors = np.empty((count, DIMENSIONS), np.float16)
            ids, restricted = np.empty(count, np.int64), np.empty(count, bool)
            programs: list[str | None] = []
            terms = []
            for at, row in enumerate(database.execute("select id, restricted, program, vector, terms from passages")):
                ids[at], restricted[at] = row[0], row[1]
                vectors[at] = np.frombuffer(row[3], np.float16)
                programs.append(row[2])
                terms.append(np.frombuffer(row[4], np.uint32))
        return Searchable(ids, vectors, restricted, programs, terms)

    def _summaries(self, where: str, values: tuple[object, ...]) -> list[Summary]:
        if not self.path.exists():
            return []
        columns = "id, name, title, holder, program, date, pages, recognised, marks, redactions, path"
        count = "(select count(*) from holdings where document = documents.id)"
        with self._connection() as database:
            rows = database.execute(
                f"select {columns}, {count} from documents where {where} order by title, holder, id", values
            )
            return [_summary(row) for row in rows]

    def _holdings(self, where: str, values: tuple[object, ...]) -> list[Holding]:
        if not self.path.exists():
            return []
        columns = "document, number, passage, section, headings, sentences, marks"
        with self._connection() as database:
            rows = database.execute(f"select {columns} from holdings where {where}", values).fetchall()
        return [
            Holding(row[0], row[1], row[2], row[3], _strings(row[4]), _sentences(row[5]), _strings(row[6]))
            for row in rows
        ]

    @contextmanager
    def _connection(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
            try:
                database.execute("pragma foreign_keys = on")
                self._refuse_another_make(database)
                if write:
                    database.execute("pragma journal_mode = wal")
                    database.executescript(SCHEMA)
                    database.execute("insert or ignore into state values ('encoder', ?)", (self._encoder,))
                database.execute("begin immediate" if write else "begin")
                yield database
                database.execute("commit")
            finally:
                database.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"the documents in {self.path} cannot be used ({error}); check the disk and the rights"
            ) from error

    def _refuse_another_make(self, database: sqlite3.Connection) -> None:
        kept = database.execute("pragma user_version").fetchone()[0]
        if not kept:
            return
        # a store from before the encoder was kept has the vectors of the only one there was
        of_encoder = "select 1 from state where key = 'encoder' and value != ?"
        if kept != FORMAT or database.execute(of_encoder, (self._encoder,)).fetchone():
            raise StoreError(f"{self.path} is of another version of this bot; remove it and ingest again")


def _passages_of(database: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[int]:
    held = f"select distinct passage from holdings where document in (select id from documents where {where})"
    return [row[0] for row in database.execute(held, values)]


def _forget_unheld(database: sqlite3.Connection, passages: Sequence[int]) -> None:
    for passage in passages:
        if not database.execute("select 1 from holdings where passage = ?", (passage,)).fetchone():
            database.execute("delete from bands where passage = ?", (passage,))
            database.execute("delete from passages where id = ?", (passage,))


def _alike(database: sqlite3.Connection, passage: Passage, of: Signature, program: str | None) -> int | None:
    """The id of an alike passage of the same program and marks."""
    found = list(bands(of))
    places = " or ".join("(number = ? and content = ?)" for _ in found)
    candidates = database.execute(
        f"select id, signature, searched from passages where restricted = ? and program is ? "
        f"and id in (select passage from bands where {places})",
        (bool(passage.marks), program, *(value for band in found for value in band)),
    )
    for identity, other, searched in candidates:
        if alike(of, np.frombuffer(other, np.uint32)) and same_terms(searched, passage.searched):
            return int(identity)
    return None


def _new_passage(database: sqlite3.Connection, passage: Passage, encoded: Encoded, program: str | None) -> int:
    of = signature(passage.searched)
    cursor = database.execute(
        "insert into passages (searched, restricted, program, vector, terms, signature) values (?, ?, ?, ?, ?, ?)",
        (
            passage.searched,
            bool(passage.marks),
            program,
            _half(encoded.vector),
            encoded.terms.astype(np.uint32).tobytes(),
            of.tobytes(),
        ),
    )
    identity = int(cursor.lastrowid or 0)
    database.execute("insert into sentence_vectors values (?, ?)", (identity, _half(encoded.sentences)))
    database.executemany("insert into bands values (?, ?, ?)", [(*band, identity) for band in bands(of)])
    return identity


def _half(vectors: Vectors) -> bytes:
    return vectors.astype(np.float16).tobytes()


def _sentences(kept: bytes) -> tuple[KeptSentence, ...]:
    return msgspec.json.decode(kept, type=tuple[KeptSentence, ...])


def _kept(passage: Passage) -> bytes:
    return msgspec.json.encode(
        [
            KeptSentence(one.text, one.page, one.new, one.original if one.original != one.text else None)
            for one in passage.sentences
        ]
    )


def _summary(row: tuple[Any, ...]) -> Summary:
    return Summary(
        id=row[0],
        name=row[1],
        title=row[2],
        holder=row[3],
        program=row[4],
        date=row[5],
        pages=row[6],
        recognised=bool(row[7]),
        marks=_strings(row[8]),
        redactions=msgspec.json.decode(row[9], type=tuple[Redaction, ...]),
        path=row[10],
        passages=row[11],
    )


def _strings(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))
