"""Building an index: texts encoded, classifiers and calibration fitted, or taken over from the index in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.entries.content import Content
from knowledge.retrieval.encoder import Encoder, Vectors
from knowledge.retrieval.index import Index
from knowledge.retrieval.index_files import (
    Fitted,
    Snapshot,
    fitted_before,
    known_vectors,
    unseen_wordings,
    write_snapshot,
)
from knowledge.retrieval.index_version import FORMAT, UNFITTED, version_of
from knowledge.retrieval.texts import Texts, follow_up_lines, preprocessor_for
from knowledge.retrieval.trainer import Trainer
from knowledge.text.preprocessor import Preprocessor

Progress = Callable[[int], object]


def build(
    folder: Path,
    content: Content,
    encoder: Encoder,
    on_total: Progress | None = None,
    on_done: Progress | None = None,
    refit: bool = True,
    wanted: Callable[[], bool] = lambda: True,
) -> str | None:
    """Write an index of `content` and change over to it; return its version, None when it was no longer wanted.

    Vectors of texts that the last index already held are taken over, and, when only answers changed, what was fitted.
    `on_total` is called with the number of texts to encode, `on_done` with the number encoded since its last call.
    Without `refit` what was fitted is taken over in any case, so that new wordings count at once by their nearness
    alone; the next build with `refit` replaces that index. Nothing changes over unless the new index is complete and
    then still `wanted`.
    """
    snapshot = _snapshot(folder, content, encoder, on_total, on_done, refit)
    return snapshot.version if write_snapshot(folder, snapshot, wanted) else None


def provisional(folder: Path, content: Content, encoder: Encoder) -> Index:
    """Return the index that `build` without `refit` would make of `content`; nothing is written."""
    return Index.of(_snapshot(folder, content, encoder, None, None, refit=False))


def _snapshot(
    folder: Path, content: Content, encoder: Encoder, on_total: Progress | None, on_done: Progress | None, refit: bool
) -> Snapshot:
    version = version_of(content, encoder.fingerprint)
    preprocessor = preprocessor_for(content, encoder.words())
    texts = Texts.of(content, preprocessor)
    vectors = _encode(texts.all(), known_vectors(folder, encoder.fingerprint), encoder, on_total, on_done)
    fitted_on = _training_digest(texts, content)
    fitted = fitted_before(folder, fitted_on)
    unseen: list[tuple[str, str]] = []
    if not fitted and not refit:
        fitted = fitted_before(folder)
        if fitted:
            version, fitted_on, unseen = version + UNFITTED, "", unseen_wordings(folder, texts)
    if not fitted:
        fitted = _fit(content, texts, vectors, preprocessor)
    return Snapshot(version, encoder.fingerprint, content, texts, vectors, fitted, fitted_on, unseen)


def _fit(content: Content, texts: Texts, vectors: Vectors, preprocessor: Preprocessor) -> Fitted:
    trainer = Trainer(texts, vectors)
    related = {name: entry.related for name, entry in content.knowledge.entries.items()}
    return Fitted(
        classifiers=trainer.classifiers,
        calibration=trainer.calibrate(content.inside),
        query_splitter=trainer.query_splitter(content.two_part),
        follow_ups=trainer.follow_ups(follow_up_lines(content, preprocessor), related),
    )


def _training_digest(texts: Texts, content: Content) -> str:
    """A name that changes with all that the classifiers and the calibration are fitted on."""
    parts = content.inside, content.two_part.two, content.two_part.one, content.follow_ups
    questions = [question.model_dump() for part in parts for question in part]
    return hashlib.sha256(f"{FORMAT} {texts.model_dump_json()} {questions}".encode()).hexdigest()


def _encode(
    texts: Sequence[str],
    known: dict[str, Vectors],
    encoder: Encoder,
    on_total: Progress | None,
    on_done: Progress | None,
) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if on_total:
        on_total(len(new))
    fresh = dict(zip(new, encoder.encode(new, on_done), strict=True))
    return np.vstack([known[text] if text in known else fresh[text] for text in texts])
