"""A loaded index: the content that it was made of, its vectors, and what was fitted on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge.entries.content import Content
from knowledge.retrieval.calibration import Calibration
from knowledge.retrieval.index_files import IndexMissingError, Snapshot, read_snapshot
from knowledge.retrieval.index_version import current_version
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.query_splitter import QuerySplitter
from knowledge.retrieval.ranking import EntryRanker, vector_index


@dataclass(frozen=True)
class Index:
    """An index ready to search; its vectors are those of the encoder with the fingerprint `encoder`."""

    version: str
    encoder: str
    content: Content
    ranker: EntryRanker
    passages: faiss.IndexIDMap2
    passage_keys: Sequence[tuple[str, int]]
    calibration: Calibration
    query_splitter: QuerySplitter
    follow_ups: Logistic

    @classmethod
    def of(cls, snapshot: Snapshot) -> Index:
        """Make the index of a snapshot."""
        texts, unseen = snapshot.texts, set(snapshot.unseen)
        pairs = zip(texts.wordings, texts.entries, strict=True)
        wordings, passages, _ = np.split(snapshot.vectors, np.cumsum([len(texts.wordings), len(texts.passages)]))
        return cls(
            version=snapshot.version,
            encoder=snapshot.encoder,
            content=snapshot.content,
            ranker=EntryRanker(
                texts.wordings,
                texts.entries,
                wordings,
                snapshot.fitted.classifiers,
                unseen=[number for number, pair in enumerate(pairs) if pair in unseen],
            ),
            passages=vector_index(passages),
            passage_keys=texts.keys,
            calibration=snapshot.fitted.calibration,
            query_splitter=snapshot.fitted.query_splitter,
            follow_ups=snapshot.fitted.follow_ups,
        )


def load(folder: Path) -> Index:
    """Load the version in use. Raises IndexMissingError."""
    version = current_version(folder)
    if version is None:
        raise IndexMissingError(f"there is no index in {folder}; run `python -m bot index`")
    path = folder / version
    try:
        return Index.of(read_snapshot(path))
    except (OSError, ValueError, KeyError) as error:
        raise IndexMissingError(f"the index in {path} is damaged ({error}); run `python -m bot index`") from error
