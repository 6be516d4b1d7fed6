"""Files into the store: each is extracted, read, encoded and kept, or named with the reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from knowledge.documents.document_reader import ReadDocument, read_document
from knowledge.documents.document_store import Encoded, NewDocument, Store
from knowledge.documents.extraction import ENDINGS, extract
from knowledge.documents.handling_marks import find_marks
from knowledge.documents.lines import Extracted, Extraction, Fault
from knowledge.documents.term_index import terms_of
from knowledge.retrieval.encoder import Encoder

Outcome = Literal["added", "changed", "known"]
LETTERS_OF_ID = 12


@dataclass(frozen=True)
class Taken:
    """A document that is in the store now: new, in place of an older one, or there already under `name`."""

    name: str
    outcome: Outcome
    document: str
    read: ReadDocument | None = None


def files_in(paths: Iterable[Path], others: frozenset[str] = frozenset()) -> list[Path]:
    """Return the files named and those in the folders named, the hidden ones and unknown kinds in folders left out.

    `others` are endings that are wanted too.
    """
    endings = others | ENDINGS.keys()
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith("."))
            found += [file for file in inside if file.suffix.lower() in endings]
        else:
            found.append(path)
    return list(dict.fromkeys(file.resolve() for file in found))


class Ingest:
    """Takes files into a store. What is there already is known by its content and not read again."""

    def __init__(self, store: Store, encoder: Encoder, today: date) -> None:
        self._store = store
        self._encoder = encoder
        self._today = today
        self._known = frozenset(encoder.words())
        self._digests = store.digests()

    def take(self, path: Path) -> Iterator[Taken | Fault]:
        """Take in a file; yield an outcome for each document in it. Raises StoreError when it cannot be kept."""
        try:
            digest = _digest(path)
        except OSError as error:
            yield Fault(path.name, f"it cannot be read ({error.strerror})")
            return
        known = [(name, at) for name, (at, held) in self._digests.items() if held.partition("#")[0] == digest]
        if known:
            yield from (Taken(Path(at).name, "known", name) for name, at in known)
            return
        extraction = extract(path)
        kept = set()
        for result in self._keep(path, digest, extraction):
            if isinstance(result, Taken):
                kept.add(result.document)
            yield result
        if kept:
            self._forget_others(path, kept)
        yield from extraction.faults

    def _forget_others(self, path: Path, kept: set[str]) -> None:
        """Forget what an e-mail no longer has attached."""
        for document, (place, _) in list(self._digests.items()):
            if place.partition("#")[0] == str(path) and document not in kept:
                self._store.remove(document)
                del self._digests[document]

    def _keep(self, path: Path, digest: str, extraction: Extraction) -> Iterator[Taken | Fault]:
        # what an e-mail is marked with holds for its attachments too
        marks = frozenset(
            mark for found in extraction.documents if not found.part for mark in find_marks(found).document
        )
        for extracted in extraction.documents:
            name = extracted.part or path.name
            read = read_document(extracted, name, self._known, marks)
            if not read.passages:
                yield Fault(name, "it holds no text beside running heads and signatures")
                continue
            yield self._add(path, digest, extracted, read)

    def _add(self, path: Path, digest: str, extracted: Extracted, read: ReadDocument) -> Taken:
        whole = f"{digest}#{extracted.part}" if extracted.part else digest
        place = f"{path}#{extracted.part}" if extracted.part else str(path)
        document = hashlib.sha256(whole.encode()).hexdigest()[:LETTERS_OF_ID]
        before = any(at == place for at, _ in self._digests.values())
        name = extracted.part or path.name
        encoded = self._encode(read, self._store.known(read))
        entry = NewDocument(document, place, name, whole, self._today.isoformat())
        self._store.add(entry, read, encoded)
        self._digests = {one: held for one, held in self._digests.items() if held[0] != place}
        self._digests[document] = (place, whole)
        return Taken(name, "changed" if before else "added", document, read)

    def _encode(self, read: ReadDocument, known: Sequence[int | None]) -> list[Encoded | int]:
        """Encode the passages that are not kept already, and their sentences."""
        new = [passage for passage, kept in zip(read.passages, known, strict=True) if kept is None]
        texts = [passage.searched for passage in new]
        sentences = [sentence.text for passage in new for sentence in passage.sentences]
        vectors = self._encoder.encode(texts + sentences)
        of_sentences = np.split(vectors[len(texts) :], np.cumsum([len(passage.sentences) for passage in new])[:-1])
        found = (
            Encoded(vector, inner, terms_of(passage.searched))
            for vector, inner, passage in zip(vectors, of_sentences, new, strict=False)
        )
        return [next(found) if kept is None else kept for kept in known]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
