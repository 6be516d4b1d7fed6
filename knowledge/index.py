"""The index on disk: a snapshot of the content with its vectors and what was fitted, changed over atomically.

<folder>/current        the name of the version in use
<folder>/<version>/     content.json, texts.json, vectors.npy (of all texts, so that the next build
                        takes them over), classifiers.npz, calibration.json, cutter.json, encoder,
                            fitted_on
"""

from __future__ import annotations

import hashlib
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
from knowledge.ranking import Classifiers, TopicRanker, vector_index
from knowledge.two_part import Cutter

VERSIONS_KEPT = 2
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
    folder: Path, content: Content, encoder: Encoder, on_total: Progress | None = None, on_done: Progress | None = None
) -> str:
    """Write an index of `content` and change over to it; return its version.

    Vectors of texts that the last index already held are taken over, and, when only answers changed, what was fitted.
    `on_total` is called with the number of texts to encode, `on_done` with the number encoded since its last call.
    Nothing changes over unless the new index is complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    version = version_of(content, encoder.fingerprint)
    texts = content.texts(content.reader(encoder.words()))
    vectors = _encode(texts.all(), _known_vectors(folder, encoder.fingerprint), encoder, on_total, on_done)
    fitted_on = _digest(texts, content)
    taken_over = _fitted_before(folder, fitted_on)
    if taken_over:
        classifiers, calibration, cutter = taken_over
    else:
        fitting = Fitting(texts, vectors)
        classifiers, calibration = fitting.classifiers, fitting.calibrate(content.inside)
        cutter = fitting.cutter(content.two_part)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        new = Path(name) / version
        new.mkdir()
        (new / "content.json").write_text(content.model_dump_json(), encoding="utf-8")
        (new / "texts.json").write_text(texts.model_dump_json(), encoding="utf-8")
        (new / "calibration.json").write_text(calibration.model_dump_json(), encoding="utf-8")
        (new / "cutter.json").write_text(cutter.model_dump_json(), encoding="utf-8")
        (new / "encoder").write_text(encoder.fingerprint, encoding="ascii")
        np.save(new / "vectors.npy", vectors)
        np.savez(new / "classifiers.npz", **_arrays(classifiers))
        (new / "fitted_on").write_text(fitted_on, encoding="ascii")
        if (folder / version).exists():
            shutil.rmtree(folder / version)
        new.rename(folder / version)
    pointer = folder / f"current.{os.getpid()}"
    pointer.write_text(version, encoding="ascii")
    pointer.replace(folder / "current")
    _forget_old(folder, version)
    return version


def load(folder: Path) -> Index:
    """Load the version in use. Raises IndexMissingError."""
    version = current_version(folder)
    if version is None:
        raise IndexMissingError(f"there is no index in {folder}; run `python -m bot index`")
    path = folder / version
    try:
        content = Content.model_validate_json((path / "content.json").read_bytes())
        texts = Texts.model_validate_json((path / "texts.json").read_bytes())
        vectors = np.load(path / "vectors.npy")
        with np.load(path / "classifiers.npz") as arrays:
            classifiers = _classifiers(arrays)
        wordings, passages, _ = np.split(vectors, np.cumsum([len(texts.wordings), len(texts.passages)]))
        return Index(
            version=version,
            encoder=(path / "encoder").read_text(encoding="ascii"),
            content=content,
            ranker=TopicRanker(texts.wordings, texts.topics, wordings, classifiers),
            passages=vector_index(passages),
            passage_keys=texts.keys,
            calibration=Calibration.model_validate_json((path / "calibration.json").read_bytes()),
            cutter=Cutter.model_validate_json((path / "cutter.json").read_bytes()),
        )
    except (OSError, ValueError, KeyError) as error:
        raise IndexMissingError(f"the index in {path} is damaged ({error}); run `python -m bot index`") from error


def _known_vectors(folder: Path, encoder: str) -> dict[str, Vectors]:
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
    questions = [question.model_dump() for question in content.inside], content.two_part.model_dump()
    return hashlib.sha256(f"{_code()} {texts.model_dump_json()} {questions}".encode()).hexdigest()


def _code() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _fitted_before(folder: Path, fitted_on: str) -> tuple[Classifiers, Calibration, Cutter] | None:
    path = folder / (current_version(folder) or "none")
    try:
        if (path / "fitted_on").read_text(encoding="ascii") != fitted_on:
            return None
        with np.load(path / "classifiers.npz") as arrays:
            classifiers = _classifiers(arrays)
        calibration = Calibration.model_validate_json((path / "calibration.json").read_bytes())
        return classifiers, calibration, Cutter.model_validate_json((path / "cutter.json").read_bytes())
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
