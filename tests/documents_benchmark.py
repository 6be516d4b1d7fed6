"""Time and memory of search in many documents, on synthetic passages.

`python -m tests.documents_benchmark [PASSAGES] [FOLDER]` fills a store in FOLDER (a run that was stopped goes on where
it ended), makes the index, and prints what a search takes beside the encoder, its recall against exact search in whole
floats, and the memory. With a built index of the entries it adds their search.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np
from rich.progress import track

from bot.settings import load_settings
from knowledge.documents.document_reader import ReadDocument
from knowledge.documents.document_store import Encoded, NewDocument, Store
from knowledge.documents.passage_index import DocumentIndex
from knowledge.documents.passage_search import DocumentQuery, DocumentSearcher
from knowledge.documents.passages import Passage, Sentence
from knowledge.documents.term_index import terms_of
from knowledge.retrieval.encoder import DIMENSIONS, Encoder, Vectors

PER_DOCUMENT, SENTENCES, WORDS = 50, 5, 24
QUERIES = 200
WANTED = 10
SPREAD = 0.9


def vectors(count: int, topic: int, seed: int) -> Vectors:
    """Vectors of a topic: near its center, as the passages of one subject are."""
    center = np.random.default_rng(topic).normal(size=DIMENSIONS)
    found = center + SPREAD * np.random.default_rng(seed).normal(size=(count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def document(number: int) -> tuple[ReadDocument, list[Encoded | int]]:
    """A document of made-up words, the frequent ones more frequent, and its vectors."""
    chance = random.Random(number)
    words = [f"w{min(int(chance.paretovariate(0.8)), 60_000)}" for _ in range(PER_DOCUMENT * SENTENCES * WORDS)]
    passages, encoded = [], list[Encoded | int]()
    of_passages = vectors(PER_DOCUMENT, number % 997, 2 * number)
    of_sentences = vectors(PER_DOCUMENT * SENTENCES, number % 997, 2 * number + 1)
    for at in range(PER_DOCUMENT):
        texts = [" ".join(words[(at * SENTENCES + one) * WORDS :][:WORDS]) for one in range(SENTENCES)]
        passages.append(Passage(str(at), (), tuple(Sentence(text, text, 1, False) for text in texts), ()))
        inner = of_sentences[at * SENTENCES : (at + 1) * SENTENCES]
        encoded.append(Encoded(of_passages[at], inner, terms_of(passages[-1].searched)))
    read = ReadDocument(f"Document {number}", None, None, None, 1, False, (), (), tuple(passages))
    return read, encoded


def fill(store: Store, passages: int) -> None:
    """Fill the store; documents that are there are not made again."""
    known = store.digests()
    started = time.perf_counter()
    for number in track(range(passages // PER_DOCUMENT), "filling the store"):
        if str(number) not in known:
            read, encoded = document(number)
            store.add(NewDocument(str(number), str(number), str(number), str(number), "2026-05-18"), read, encoded)
    store.publish()
    print(f"store: {store.path.stat().st_size / 2**20:.0f} MB, filled in {time.perf_counter() - started:.0f} s")


def main() -> None:
    """Fill, search, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    store = Store(Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()), Encoder.fingerprint)
    faiss.omp_set_num_threads(1)
    fill(store, count)
    before = _memory()
    started = time.perf_counter()
    found = store.searchable()
    index = DocumentIndex.of(found, store.version())
    seconds = time.perf_counter() - started
    print(f"index: {index.count} passages in {seconds:.1f} s, peak memory {_memory() - before:+.0f} MB")
    searcher = DocumentSearcher(store, index)
    chance = np.random.default_rng(0)
    whole = found.vectors.astype(np.float32)
    rows = chance.integers(0, len(found.ids), QUERIES)
    asked = whole[rows] + 0.02 * chance.normal(size=(QUERIES, DIMENSIONS))
    asked = (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)
    texts = [" ".join(f"w{int(chance.pareto(0.8)) + 1}" for _ in range(9)) for _ in asked]
    times = _Times()
    for text, vector in zip(texts, asked, strict=True):
        with times:
            searcher.rank(DocumentQuery(text, vector))
    print(f"search: {times}")
    recalls = []
    for text, vector in zip(texts, asked, strict=True):
        exact = set(found.ids[np.argpartition(-(whole @ vector), WANTED)[:WANTED]].tolist())
        near = sorted(index.open.candidates(vector, terms_of(text)), key=lambda one: -one.cosine)[:WANTED]
        recalls.append(len(exact & {one.passage for one in near}) / WANTED)
    print(f"recall@{WANTED} against exact search: {np.mean(recalls):.3f}")
    _entries()


def _entries() -> None:
    """The ranking of the entries, where they are indexed."""
    from knowledge.retrieval.index import load
    from knowledge.retrieval.index_files import IndexMissingError
    from knowledge.retrieval.search import Searcher

    try:
        loaded = load(load_settings().index_folder)
    except IndexMissingError as error:
        print(f"entries: {error}")
        return
    encoder = Encoder()
    searcher = Searcher(loaded, encoder)
    times = _Times()
    for question in loaded.content.inside[:QUERIES]:
        text = searcher.preprocessor.prepare(question.text)
        vector = encoder.encode_one(text)
        with times:
            loaded.ranker.rank(text, vector)
    print(f"entries: {times}")


class _Times:
    """Times of a block, by the clock and of computing; on a shared machine the first depends on the others' work."""

    def __init__(self) -> None:
        self._clock: list[float] = []
        self._computing: list[float] = []

    def __enter__(self) -> None:
        self._started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self._clock.append((time.perf_counter() - self._started[0]) * 1000)
        self._computing.append((time.process_time() - self._started[1]) * 1000)

    def __str__(self) -> str:
        clock, computing = statistics.median(self._clock), statistics.median(self._computing)
        most = statistics.quantiles(self._clock, n=20)[-1]
        return f"median {clock:.1f} ms ({computing:.1f} of computing), 95 % below {most:.1f}, {QUERIES} questions"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
