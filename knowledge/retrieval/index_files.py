"""The index on disk: snapshots of the content with their vectors and what was fitted.

<folder>/current        the name of the version in use
<folder>/<version>/     content.json, texts.json, vectors.npy (of all texts, so that the next build
                        takes them over), classifiers.npz, calibration.json, query_splitter.json, follow_ups.json,
                        encoder, fitted_on, unseen.json (wordings with their entries that nothing was fitted on yet)
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.entries.content import Content
from knowledge.retrieval.calibration import Calibration
from knowledge.retrieval.classifiers import LinearClassifier
from knowledge.retrieval.encoder import Vectors
from knowledge.retrieval.features import LexicalFeatures
from knowledge.retrieval.index_version import current_version
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.query_splitter import QuerySplitter
from knowledge.retrieval.ranking import Classifiers
from knowledge.retrieval.texts import Texts

VERSIONS_KEPT = 2
CLASSIFIERS = ("entries", "scope", "lexical_entries", "lexical_scope")


class IndexMissingError(Exception):
    """There is no usable index in the folder."""


@dataclass(frozen=True)
class Fitted:
    """What was fitted on the texts of a snapshot."""

    classifiers: Classifiers
    calibration: Calibration
    query_splitter: QuerySplitter
    follow_ups: Logistic


@dataclass(frozen=True)
class Snapshot:
    """What a version is made of.

    `vectors` has a row for each of `texts.all()`; `fitted_on` names what `fitted` was fitted on; `unseen` are wordings
    with their entries that it was not.
    """

    version: str
    encoder: str
    content: Content
    texts: Texts
    vectors: Vectors
    fitted: Fitted
    fitted_on: str
    unseen: list[tuple[str, str]]


def write_snapshot(folder: Path, snapshot: Snapshot, wanted: Callable[[], bool] = lambda: True) -> bool:
    """Write a snapshot whole and change over to it; return False when it was no longer `wanted` by then."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        new = Path(name) / snapshot.version
        new.mkdir()
        _write(new, snapshot)
        if not wanted():
            return False
        if (folder / snapshot.version).exists():
            shutil.rmtree(folder / snapshot.version)
        new.rename(folder / snapshot.version)
    pointer = folder / f"current.{os.getpid()}"
    pointer.write_text(snapshot.version, encoding="ascii")
    pointer.replace(folder / "current")
    _forget_old(folder, snapshot.version)
    return True


def read_snapshot(path: Path) -> Snapshot:
    """Read the snapshot in the folder of a version. Raises OSError, ValueError and KeyError."""
    return Snapshot(
        version=path.name,
        encoder=(path / "encoder").read_text(encoding="ascii"),
        content=Content.model_validate_json((path / "content.json").read_bytes()),
        texts=_read_texts(path),
        vectors=np.load(path / "vectors.npy"),
        fitted=_read_fitted(path),
        fitted_on=(path / "fitted_on").read_text(encoding="ascii"),
        unseen=_read_unseen(path),
    )


def known_vectors(folder: Path, encoder: str) -> dict[str, Vectors]:
    """Return the vectors of all texts of the index in use, none when another encoder made them."""
    path = _version_folder(folder)
    try:
        if (path / "encoder").read_text(encoding="ascii") != encoder:
            return {}
        return dict(zip(_read_texts(path).all(), np.load(path / "vectors.npy"), strict=True))
    except (OSError, ValueError):
        return {}


def fitted_before(folder: Path, fitted_on: str | None = None) -> Fitted | None:
    """Return what the index in use was fitted to; None when that is something else than `fitted_on`."""
    path = _version_folder(folder)
    try:
        if fitted_on is not None and (path / "fitted_on").read_text(encoding="ascii") != fitted_on:
            return None
        return _read_fitted(path)
    except (OSError, ValueError, KeyError):
        return None


def unseen_wordings(folder: Path, texts: Texts) -> list[tuple[str, str]]:
    """Return the wordings with their entries that what the index in use was fitted on did not hold."""
    path = _version_folder(folder)
    before = _read_texts(path)
    seen = set(zip(before.wordings, before.entries, strict=True)) - set(_read_unseen(path))
    return [pair for pair in zip(texts.wordings, texts.entries, strict=True) if pair not in seen]


def _version_folder(folder: Path) -> Path:
    """Return the folder of the version in use; one that does not exist when there is none."""
    return folder / (current_version(folder) or "none")


def _read_fitted(path: Path) -> Fitted:
    """Read what was fitted from the folder of a version. Raises OSError, ValueError and KeyError."""
    with np.load(path / "classifiers.npz") as arrays:
        classifiers = _classifiers(arrays)
    return Fitted(
        classifiers=classifiers,
        calibration=Calibration.model_validate_json((path / "calibration.json").read_bytes()),
        query_splitter=QuerySplitter.model_validate_json((path / "query_splitter.json").read_bytes()),
        follow_ups=Logistic.model_validate_json((path / "follow_ups.json").read_bytes()),
    )


def _read_unseen(path: Path) -> list[tuple[str, str]]:
    """Read the wordings that nothing was fitted on yet from the folder of a version. Raises OSError and ValueError."""
    return [(wording, entry) for wording, entry in json.loads((path / "unseen.json").read_bytes())]


def _read_texts(path: Path) -> Texts:
    return Texts.model_validate_json((path / "texts.json").read_bytes())


def _write(path: Path, snapshot: Snapshot) -> None:
    models = {
        "content": snapshot.content,
        "texts": snapshot.texts,
        "calibration": snapshot.fitted.calibration,
        "query_splitter": snapshot.fitted.query_splitter,
        "follow_ups": snapshot.fitted.follow_ups,
    }
    for name, model in models.items():
        (path / f"{name}.json").write_text(model.model_dump_json(), encoding="utf-8")
    (path / "encoder").write_text(snapshot.encoder, encoding="ascii")
    (path / "fitted_on").write_text(snapshot.fitted_on, encoding="ascii")
    (path / "unseen.json").write_text(json.dumps(snapshot.unseen), encoding="utf-8")
    np.save(path / "vectors.npy", snapshot.vectors)
    np.savez(path / "classifiers.npz", **_arrays(snapshot.fitted.classifiers))


def _arrays(classifiers: Classifiers) -> dict[str, Any]:
    arrays: dict[str, Any] = {"idf": classifiers.lexical.idf}
    for name in CLASSIFIERS:
        found = getattr(classifiers, name)
        arrays |= {f"{name}_labels": found.labels, f"{name}_weights": found.weights, f"{name}_biases": found.biases}
    return arrays


def _classifiers(arrays: Any) -> Classifiers:
    def classifier(name: str) -> LinearClassifier:
        labels = tuple(arrays[f"{name}_labels"].tolist())
        return LinearClassifier(labels, arrays[f"{name}_weights"], arrays[f"{name}_biases"])

    return Classifiers(lexical=LexicalFeatures(arrays["idf"]), **{name: classifier(name) for name in CLASSIFIERS})


def _forget_old(folder: Path, current: str) -> None:
    versions = [path for path in folder.iterdir() if path.is_dir() and path.name != current]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in versions[VERSIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
