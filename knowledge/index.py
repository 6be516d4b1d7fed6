"""The index on disk: a snapshot of the content with its vectors and what was fitted, changed over atomically.

<folder>/current        the name of the version in use
<folder>/<version>/     content.json, texts.json, vectors.npy (of all texts, so that the next build
                        takes them over), classifiers.npz, calibration.json, cutter.json, follow_ups.json, encoder,
                        fitted_on, unseen.json (wordings with their topics that nothing was fitted on yet)
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from knowledge.calibration import Calibration
from knowledge.classifier import LinearClassifier
from knowledge.content import Content, Texts
from knowledge.encoder import Encoder, Vectors
from knowledge.fitting import Fitting
from knowledge.lexical import LexicalClassifier, LexicalFeatures
from knowledge.logistic import Logistic
from knowledge.ranking import Classifiers, TopicRanker, vector_index
from knowledge.two_part import Cutter

VERSIONS_KEPT = 2
# the modules that only use an index: a change of theirs makes no other one
READERS = frozenset(
    [
        "client",
        "editing",
        "language",
        "personal_data",
        "preview",
        "promoted",
        "render",
        "responses",
        "results",
        "search",
        "service",
    ]
)
# what the version of an index is called whose classifiers have not seen all of its wordings
UNFITTED = "-unfitted"
Progress = Callable[[int], object]


class IndexMissingError(Exception):
    """There is no usable index in the folder."""


@dataclass(frozen=True)
class Index:
    """A loaded index; its vectors are those of the encoder with the fingerprint `encoder`."""

    version: str
    encoder: str
    content: Content
    ranker: TopicRanker
    passages: faiss.IndexIDMap2
    passage_keys: Sequence[tuple[str, int]]
    calibration: Calibration
    cutter: Cutter
    follow_ups: Logistic


def version_of(content: Content, encoder: str) -> str:
    """Return the version that an index of `content` has with the encoder of this fingerprint.

    It changes with the code of this package too, so that an upgrade never reads an index of another make.
    """
    return content.version(f"{_code()} {encoder}")


def current_version(folder: Path) -> str | None:
    """Return the version in use in an index folder, or None."""
    try:
        return (folder / "current").read_text(encoding="ascii").strip() or None
    except OSError:
        return None


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
    folder.mkdir(parents=True, exist_ok=True)
    made = _make(folder, content, encoder, on_total, on_done, refit)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        new = Path(name) / made.version
        new.mkdir()
        _write(new, made)
        if not wanted():
            return None
        if (folder / made.version).exists():
            shutil.rmtree(folder / made.version)
        new.rename(folder / made.version)
    pointer = folder / f"current.{os.getpid()}"
    pointer.write_text(made.version, encoding="ascii")
    pointer.replace(folder / "current")
    _forget_old(folder, made.version)
    return made.version


def provisional(folder: Path, content: Content, encoder: Encoder) -> Index:
    """Return the index that `build` without `refit` would make of `content`; nothing is written."""
    return _index(_make(folder, content, encoder, None, None, refit=False))


def load(folder: Path) -> Index:
    """Load the version in use. Raises IndexMissingError."""
    version = current_version(folder)
    if version is None:
        raise IndexMissingError(f"there is no index in {folder}; run `python -m bot index`")
    path = folder / version
    try:
        return _index(_read(path))
    except (OSError, ValueError, KeyError) as error:
        raise IndexMissingError(f"the index in {path} is damaged ({error}); run `python -m bot index`") from error


@dataclass(frozen=True)
class _Fitted:
    classifiers: Classifiers
    calibration: Calibration
    cutter: Cutter
    follow_ups: Logistic


@dataclass(frozen=True)
class _Made:
    """What a version is made of. `unseen` are wordings with their topics that nothing was fitted on."""

    version: str
    encoder: str
    content: Content
    texts: Texts
    vectors: Vectors
    fitted: _Fitted
    fitted_on: str
    unseen: list[tuple[str, str]]


def _make(
    folder: Path, content: Content, encoder: Encoder, on_total: Progress | None, on_done: Progress | None, refit: bool
) -> _Made:
    version = version_of(content, encoder.fingerprint)
    reader = content.reader(encoder.words())
    texts = content.texts(reader)
    vectors = _encode(texts.all(), known_vectors(folder, encoder.fingerprint), encoder, on_total, on_done)
    fitted_on = _digest(texts, content)
    fitted = _fitted_before(folder, fitted_on)
    unseen: list[tuple[str, str]] = []
    if not fitted and not refit:
        fitted = _fitted_before(folder)
        if fitted:
            version, fitted_on, unseen = version + UNFITTED, "", _unseen(folder, texts)
    if not fitted:
        fitting = Fitting(texts, vectors)
        related = {name: entry.related for name, entry in content.knowledge.entries.items()}
        fitted = _Fitted(
            classifiers=fitting.classifiers,
            calibration=fitting.calibrate(content.inside),
            cutter=fitting.cutter(content.two_part),
            follow_ups=fitting.follow_ups(content.lines(reader), related),
        )
    return _Made(version, encoder.fingerprint, content, texts, vectors, fitted, fitted_on, unseen)


def _index(made: _Made) -> Index:
    texts, unseen = made.texts, set(made.unseen)
    pairs = zip(texts.wordings, texts.topics, strict=True)
    wordings, passages, _ = np.split(made.vectors, np.cumsum([len(texts.wordings), len(texts.passages)]))
    return Index(
        version=made.version,
        encoder=made.encoder,
        content=made.content,
        ranker=TopicRanker(
            texts.wordings,
            texts.topics,
            wordings,
            made.fitted.classifiers,
            unseen=[number for number, pair in enumerate(pairs) if pair in unseen],
        ),
        passages=vector_index(passages),
        passage_keys=texts.keys,
        calibration=made.fitted.calibration,
        cutter=made.fitted.cutter,
        follow_ups=made.fitted.follow_ups,
    )


def _write(path: Path, made: _Made) -> None:
    (path / "content.json").write_text(made.content.model_dump_json(), encoding="utf-8")
    (path / "texts.json").write_text(made.texts.model_dump_json(), encoding="utf-8")
    (path / "calibration.json").write_text(made.fitted.calibration.model_dump_json(), encoding="utf-8")
    (path / "cutter.json").write_text(made.fitted.cutter.model_dump_json(), encoding="utf-8")
    (path / "follow_ups.json").write_text(made.fitted.follow_ups.model_dump_json(), encoding="utf-8")
    (path / "encoder").write_text(made.encoder, encoding="ascii")
    np.save(path / "vectors.npy", made.vectors)
    np.savez(path / "classifiers.npz", **_arrays(made.fitted.classifiers))
    (path / "fitted_on").write_text(made.fitted_on, encoding="ascii")
    (path / "unseen.json").write_text(json.dumps(made.unseen), encoding="utf-8")


def _read(path: Path) -> _Made:
    return _Made(
        version=path.name,
        encoder=(path / "encoder").read_text(encoding="ascii"),
        content=Content.model_validate_json((path / "content.json").read_bytes()),
        texts=Texts.model_validate_json((path / "texts.json").read_bytes()),
        vectors=np.load(path / "vectors.npy"),
        fitted=_read_fitted(path),
        fitted_on=(path / "fitted_on").read_text(encoding="ascii"),
        unseen=_read_unseen(path),
    )


def _read_fitted(path: Path) -> _Fitted:
    with np.load(path / "classifiers.npz") as arrays:
        classifiers = _classifiers(arrays)
    return _Fitted(
        classifiers=classifiers,
        calibration=Calibration.model_validate_json((path / "calibration.json").read_bytes()),
        cutter=Cutter.model_validate_json((path / "cutter.json").read_bytes()),
        follow_ups=Logistic.model_validate_json((path / "follow_ups.json").read_bytes()),
    )


def _read_unseen(path: Path) -> list[tuple[str, str]]:
    return [(wording, topic) for wording, topic in json.loads((path / "unseen.json").read_bytes())]


def known_vectors(folder: Path, encoder: str) -> dict[str, Vectors]:
    """Return the vectors of all texts of the index in use, none when another encoder made them."""
    path = folder / (current_version(folder) or "none")
    try:
        if (path / "encoder").read_text(encoding="ascii") != encoder:
            return {}
        texts = Texts.model_validate_json((path / "texts.json").read_bytes())
        return dict(zip(texts.all(), np.load(path / "vectors.npy"), strict=True))
    except (OSError, ValueError):
        return {}


def _digest(texts: Texts, content: Content) -> str:
    """A name that changes with all that the classifiers and the calibration are fitted on, the code included."""
    parts = content.inside, content.two_part.two, content.two_part.one, content.follow_ups
    questions = [question.model_dump() for part in parts for question in part]
    return hashlib.sha256(f"{_code()} {texts.model_dump_json()} {questions}".encode()).hexdigest()


def _code() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem not in READERS:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _unseen(folder: Path, texts: Texts) -> list[tuple[str, str]]:
    """The wordings with their topics that what the index in use was fitted on did not hold."""
    path = folder / (current_version(folder) or "none")
    before = Texts.model_validate_json((path / "texts.json").read_bytes())
    seen = set(zip(before.wordings, before.topics, strict=True)) - set(_read_unseen(path))
    return [pair for pair in zip(texts.wordings, texts.topics, strict=True) if pair not in seen]


def _fitted_before(folder: Path, fitted_on: str | None = None) -> _Fitted | None:
    """What the index in use was fitted to; None when that is something else than `fitted_on`."""
    path = folder / (current_version(folder) or "none")
    try:
        if fitted_on is not None and (path / "fitted_on").read_text(encoding="ascii") != fitted_on:
            return None
        return _read_fitted(path)
    except (OSError, ValueError, KeyError):
        return None


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


def _arrays(classifiers: Classifiers) -> dict[str, Any]:
    arrays: dict[str, Any] = {"idf": classifiers.lexical.idf}
    for name in ("topics", "scope", "lexical_topics", "lexical_scope"):
        found = getattr(classifiers, name)
        arrays |= {f"{name}_labels": found.labels, f"{name}_weights": found.weights, f"{name}_biases": found.biases}
    return arrays


def _classifiers(arrays: Any) -> Classifiers:
    def parts(name: str) -> tuple[tuple[str, ...], Any, Any]:
        return tuple(arrays[f"{name}_labels"].tolist()), arrays[f"{name}_weights"], arrays[f"{name}_biases"]

    return Classifiers(
        topics=LinearClassifier(*parts("topics")),
        scope=LinearClassifier(*parts("scope")),
        lexical=LexicalFeatures(arrays["idf"]),
        lexical_topics=LexicalClassifier(*parts("lexical_topics")),
        lexical_scope=LexicalClassifier(*parts("lexical_scope")),
    )


def _forget_old(folder: Path, current: str) -> None:
    versions = [path for path in folder.iterdir() if path.is_dir() and path.name != current]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in versions[VERSIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
