"""The index on disk: a snapshot of the content with its vectors and calibration, changed over atomically.

<folder>/current            the name of the version in use
<folder>/<version>/         content.json, items.json, items.npy, passages.npy, topics.npz, scope.npz, calibration.json,
                            and the calibration questions' vectors, so that a new build can take them over
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

import faiss
import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.calibration import Calibration, InScope, OutOfScope, features, fit, load_questions
from knowledge.classifier import INSIDE, LinearClassifier, fit_scope
from knowledge.encoder import Encoder, Vectors
from knowledge.entries import CONTENT, Knowledge, load_knowledge
from knowledge.figures import Figures, state_answers
from knowledge.ranking import TopicRanker, vector_index
from knowledge.yaml_file import ContentError, read_yaml

FORMAT = 2
VERSIONS_KEPT = 2
FOLDS = 5
Progress = Callable[[int], object]


class IndexMissingError(Exception):
    """There is no usable index in the folder."""


class Items(BaseModel):
    """What is encoded: a text and its topic for entries; document, section number and text for passages."""

    model_config = ConfigDict(frozen=True)

    texts: list[str]
    topics: list[str]
    passages: list[tuple[str, int]]
    passage_texts: list[str]


@dataclass(frozen=True)
class Index:
    """A loaded index; its vectors are those of the encoder with the fingerprint `encoder`."""

    version: str
    encoder: str
    knowledge: Knowledge
    ranker: TopicRanker
    scope: LinearClassifier
    passages: faiss.IndexIDMap2
    passage_keys: Sequence[tuple[str, int]]
    calibration: Calibration


@dataclass(frozen=True)
class Content:
    """Everything that an index is made of, loaded and checked."""

    knowledge: Knowledge
    inside: list[InScope]
    outside: OutOfScope

    def items(self) -> Items:
        """The question, each phrasing, and the question with each answer; and every section of the documents."""
        pairs: list[tuple[str, str]] = []
        for entry in self.knowledge.entries.values():
            pairs.append((entry.question, entry.id))
            pairs += [(phrasing, entry.id) for phrasing in entry.phrasings]
            pairs += [(f"{entry.question} {answer.text}", entry.id) for answer in entry.answers.values()]
        passages = [
            (document.id, number)
            for document in self.knowledge.documents.values()
            for number in range(len(document.sections))
        ]
        return Items(
            texts=[text for text, _ in pairs],
            topics=[topic for _, topic in pairs],
            passages=passages,
            passage_texts=[
                f"{self.knowledge.documents[name].sections[number].heading}. "
                f"{self.knowledge.documents[name].sections[number].text}"
                for name, number in passages
            ],
        )

    def wordings(self) -> dict[str, list[str]]:
        """The question and the phrasings of each entry."""
        return {entry.id: [entry.question, *entry.phrasings] for entry in self.knowledge.entries.values()}

    def calibration_texts(self) -> list[str]:
        """The texts of the calibration questions: in scope, near, far."""
        return [question.text for question in self.inside] + self.outside.near + self.outside.far

    def version(self, encoder: str) -> str:
        """A name that changes with the content and the encoder."""
        whole = json.dumps(
            [
                FORMAT,
                encoder,
                self.knowledge.model_dump(mode="json"),
                [question.model_dump() for question in self.inside],
                self.outside.model_dump(),
            ]
        )
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def load_content(folder: Path = CONTENT) -> Content:
    """Load all content below `folder`. Raises ContentError."""
    knowledge = load_knowledge(folder)
    figures = read_yaml(folder / "figures.yml", TypeAdapter(Figures))
    by_state = knowledge.entries.get("state-figures")
    if by_state is not None:
        filled = by_state.model_copy(update={"states": state_answers(figures)})
        knowledge = knowledge.model_copy(update={"entries": {**knowledge.entries, filled.id: filled}})
    inside, outside = load_questions(folder / "calibration")
    unknown = {name for question in inside for name in question.entries} - set(knowledge.entries)
    if unknown:
        raise ContentError([f"{folder}/calibration/in_scope.yml: unknown entries {sorted(unknown)}; mend the ids"])
    return Content(knowledge, inside, outside)


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

    Vectors of texts that the last index already held are taken over. `on_total` is called with the number of texts
    to encode, `on_done` with the number encoded since its last call. Nothing changes over unless the new index is
    complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    version = content.version(encoder.fingerprint)
    items = content.items()
    known = _known_vectors(folder, encoder.fingerprint)
    calibration_texts = content.calibration_texts()
    vectors = _encode([*items.texts, *items.passage_texts, *calibration_texts], known, encoder, on_total, on_done)
    of_items, of_passages, of_calibration = np.split(
        vectors, [len(items.texts), len(items.texts) + len(items.passage_texts)]
    )
    classifier = LinearClassifier.fit(of_items, items.topics)
    ranker = TopicRanker(items.texts, items.topics, of_items, classifier)
    inside, outside = np.split(of_calibration, [len(content.inside)])
    scope = fit_scope(of_items, outside)
    calibration = _calibrate(content, ranker, scope, of_items, inside, outside)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        new = Path(name) / version
        new.mkdir()
        (new / "content.json").write_text(content.knowledge.model_dump_json(), encoding="utf-8")
        (new / "items.json").write_text(items.model_dump_json(), encoding="utf-8")
        (new / "calibration.json").write_text(calibration.model_dump_json(), encoding="utf-8")
        (new / "encoder").write_text(encoder.fingerprint, encoding="ascii")
        (new / "calibration_texts.json").write_text(json.dumps(calibration_texts), encoding="utf-8")
        _save_classifier(new / "topics.npz", classifier)
        _save_classifier(new / "scope.npz", scope)
        np.save(new / "items.npy", of_items)
        np.save(new / "passages.npy", of_passages)
        np.save(new / "calibration.npy", of_calibration)
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
        knowledge = Knowledge.model_validate_json((path / "content.json").read_bytes())
        items = Items.model_validate_json((path / "items.json").read_bytes())
        calibration = Calibration.model_validate_json((path / "calibration.json").read_bytes())
        encoder = (path / "encoder").read_text(encoding="ascii")
        classifier = _load_classifier(path / "topics.npz")
        scope = _load_classifier(path / "scope.npz")
        of_items, of_passages = np.load(path / "items.npy"), np.load(path / "passages.npy")
    except (OSError, ValueError, KeyError) as error:
        raise IndexMissingError(f"the index in {path} is damaged ({error}); run `python -m bot index`") from error
    return Index(
        version=version,
        encoder=encoder,
        knowledge=knowledge,
        ranker=TopicRanker(items.texts, items.topics, of_items, classifier),
        scope=scope,
        passages=vector_index(of_passages),
        passage_keys=items.passages,
        calibration=calibration,
    )


def _known_vectors(folder: Path, fingerprint: str) -> dict[str, Vectors]:
    version = current_version(folder)
    if version is None:
        return {}
    path = folder / version
    try:
        if (path / "encoder").read_text(encoding="ascii") != fingerprint:
            return {}
        items = Items.model_validate_json((path / "items.json").read_bytes())
        texts = [*items.texts, *items.passage_texts, *json.loads((path / "calibration_texts.json").read_bytes())]
        files = ("items.npy", "passages.npy", "calibration.npy")
        vectors = np.vstack([np.load(path / file) for file in files])
    except (OSError, ValueError):
        return {}
    return dict(zip(texts, vectors, strict=True))


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


def _calibrate(
    content: Content,
    ranker: TopicRanker,
    scope: LinearClassifier,
    of_items: Vectors,
    inside: Vectors,
    outside: Vectors,
) -> Calibration:
    texts = content.calibration_texts()
    ranked = [ranker.rank(text, vector) for text, vector in zip(texts, np.vstack([inside, outside]), strict=True)]
    right = [found[0].topic in question.entries for found, question in zip(ranked, content.inside, strict=False)]
    odds = [scope.log_odds(vector, INSIDE) for vector in inside] + _odds_of_outside(of_items, outside)
    rows = np.vstack([features(found, odd) for found, odd in zip(ranked, odds, strict=True)])
    of_inside, of_near, of_far = np.split(rows, [len(inside), len(inside) + len(content.outside.near)])
    return fit(of_inside, np.array(right), of_near, of_far)


def _odds_of_outside(of_items: Vectors, outside: Vectors) -> list[float]:
    """For each line outside the subject the log-odds by a classifier that was fitted without it."""
    fold = np.arange(len(outside)) % FOLDS
    classifiers = [fit_scope(of_items, outside[fold != number]) for number in range(FOLDS)]
    return [classifiers[number].log_odds(vector, INSIDE) for number, vector in zip(fold, outside, strict=True)]


def _save_classifier(file: Path, classifier: LinearClassifier) -> None:
    np.savez(file, labels=classifier.labels, weights=classifier.weights, biases=classifier.biases)


def _load_classifier(file: Path) -> LinearClassifier:
    with np.load(file) as parts:
        return LinearClassifier(tuple(parts["labels"].tolist()), parts["weights"], parts["biases"])


def _forget_old(folder: Path, current: str) -> None:
    versions = [path for path in folder.iterdir() if path.is_dir() and path.name != current]
    versions.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in versions[VERSIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
