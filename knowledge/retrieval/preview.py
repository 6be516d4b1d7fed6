"""What an edit of the content would change: the stored test questions are searched before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge.entries.content import Content
from knowledge.entries.regression import Promoted
from knowledge.entries.schema import Entry
from knowledge.results import Confusion, Difference, Figures, Outcome, Preview
from knowledge.retrieval.encoder import DIMENSIONS, Encoder, Vectors
from knowledge.retrieval.index import Index
from knowledge.retrieval.index_builder import provisional
from knowledge.retrieval.index_files import known_vectors
from knowledge.retrieval.query_splitter import split_candidates
from knowledge.retrieval.search import Query, Searcher
from knowledge.text.preprocessor import Preprocessor

# a wording whose cosine with a message is below this moves nothing in its ranking
TOO_FAR = 0.4


class _Question(msgspec.Struct, frozen=True):
    text: str
    wanted: tuple[str, ...]
    promoted: bool = False


class Previewer:
    """Compares contents with the index in use."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Take the index folder."""
        self._folder = folder
        self._encoder = _Remembering(encoder)
        self._before: tuple[str, dict[str, Outcome]] = ("", {})

    def preview(self, index: Index, content: Content, promoted: Sequence[Promoted]) -> Preview:
        """Return what changes when `content` takes the place of that of `index`, the index in use."""
        encoder = self._encoder
        encoder.remember(known_vectors(self._folder, encoder.fingerprint))
        before, after = (Searcher(made, encoder) for made in (index, provisional(self._folder, content, encoder)))
        inside = [_Question(question.text, tuple(question.entries)) for question in content.inside]
        inside += [_Question(question.text, (question.entry,), promoted=True) for question in promoted]
        outside = [_Question(text, ()) for text in [*content.outside.near, *content.outside.far]]
        moved = dict(zip(inside + outside, _may_move(before, after, inside + outside, encoder), strict=True))
        was = self._outcomes(before, [*inside, *(question for question in outside if moved[question])])
        now = {
            question: _outcome(after, question) if moved[question] else was[question.text]
            for question in moved
            if question.text in was
        }
        return Preview(
            differences=[
                _difference(question, was[question.text], outcome)
                for question, outcome in now.items()
                if outcome != was[question.text]
            ],
            before=_figures((question, was[question.text]) for question in inside),
            after=_figures((question, now[question]) for question in inside),
        )

    def confusions(self, index: Index) -> list[Confusion]:
        """Return the pairs of entries that the calibration questions confuse, the most often confused first."""
        self._encoder.remember(known_vectors(self._folder, self._encoder.fingerprint))
        questions = [_Question(question.text, tuple(question.entries)) for question in index.content.inside]
        was = self._outcomes(Searcher(index, self._encoder), questions)
        pairs: dict[tuple[str, str], list[str]] = {}
        for question in questions:
            outcome = was[question.text]
            if outcome.level == "answer" and not _right(outcome, question.wanted):
                pairs.setdefault((question.wanted[0], outcome.entries[0]), []).append(question.text)
        found = [Confusion(wanted, answered, texts) for (wanted, answered), texts in pairs.items()]
        return sorted(found, key=lambda pair: (-len(pair.texts), pair.wanted, pair.answered))

    def _outcomes(self, searcher: Searcher, questions: Iterable[_Question]) -> dict[str, Outcome]:
        """The outcomes by text, remembered for one version."""
        version, known = self._before
        if version != searcher.index.version:
            known = {}
        new = [question for question in questions if question.text not in known]
        # all halves of messages at once: one by one takes several times as long
        self._encoder.encode(_halves(searcher, new))
        known |= {question.text: _outcome(searcher, question) for question in new}
        self._before = searcher.index.version, known
        return known


class _Remembering(Encoder):
    """An encoder that encodes only what it has not seen."""

    def __init__(self, encoder: Encoder) -> None:
        self.fingerprint = encoder.fingerprint
        self.words = encoder.words  # type: ignore[method-assign]
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        # what is kept here is found faster than in a cache
        self.encode_one = lru_cache(maxsize=0)(self._encode_one)

    def remember(self, vectors: dict[str, Vectors]) -> None:
        self._known |= vectors

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(new, self._encoder.encode(new, progress), strict=True)
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def _encode_one(self, text: str) -> Vectors:
        return np.asarray(self.encode([text])[0], dtype=np.float32)


def _may_move(before: Searcher, after: Searcher, questions: Sequence[_Question], encoder: Encoder) -> NDArray[np.bool_]:
    """For each question whether its ranking can change.

    It is read otherwise, or its nearest wording of an entry is another one. All else stays, since what was fitted does.
    """
    read = [before.preprocessor.prepare(question.text) for question in questions]
    moved = np.array([after.preprocessor.prepare(q.text) != text for q, text in zip(questions, read, strict=True)])
    vectors = encoder.encode(read)
    old, new = before.knowledge.entries, after.knowledge.entries
    for name in old.keys() | new.keys():
        wordings = [
            _wordings(entries.get(name), searcher.preprocessor) for entries, searcher in ((old, before), (new, after))
        ]
        if wordings[0] != wordings[1]:
            was, now = (_nearest(vectors, encoder.encode(texts)) for texts in wordings)
            moved |= (np.abs(was - now) > 1e-6) & (np.maximum(was, now) > TOO_FAR)
    return moved


def _wordings(entry: Entry | None, preprocessor: Preprocessor) -> list[str]:
    return [preprocessor.finder.mask(text) for text in entry.wordings()] if entry else []


def _nearest(vectors: Vectors, wordings: Vectors) -> NDArray[np.float32]:
    if not len(wordings):
        return np.full(len(vectors), -1.0, dtype=np.float32)
    return np.asarray((vectors @ wordings.T).max(axis=1), dtype=np.float32)


def _halves(searcher: Searcher, questions: Iterable[_Question]) -> list[str]:
    ways = [way for question in questions for way in split_candidates(question.text)]
    prepared = [(searcher.preprocessor.prepare(first), searcher.preprocessor.prepare(second)) for first, second in ways]
    return [half for way in prepared if searcher.index.ranker.parted_by_letters(*way) for half in way]


def _outcome(searcher: Searcher, question: _Question) -> Outcome:
    result = searcher.search(Query(question.text))
    if result.level == "answer":
        return Outcome("answer", [entry.entry for entry in (result.best, result.second) if entry])
    return Outcome(result.level, [match.entry for match in result.matches] if result.level == "ask" else [])


def _right(outcome: Outcome, wanted: Sequence[str]) -> bool:
    return outcome.level == "answer" and outcome.entries[0] in wanted


def _good(outcome: Outcome, wanted: Sequence[str]) -> bool:
    return _right(outcome, wanted) if wanted else outcome.level != "answer"


def _difference(question: _Question, before: Outcome, after: Outcome) -> Difference:
    worse = _good(before, question.wanted) and not _good(after, question.wanted)
    return Difference(question.text, list(question.wanted), question.promoted, before, after, worse)


def _figures(rows: Iterable[tuple[_Question, Outcome]]) -> Figures:
    found = list(rows)
    return Figures(
        questions=len(found),
        right=sum(_right(outcome, question.wanted) for question, outcome in found),
        right_or_offered=sum(any(name in question.wanted for name in outcome.entries) for question, outcome in found),
    )
