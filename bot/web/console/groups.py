"""Messages grouped by meaning: agglomerative clustering of sentence vectors (average linkage, cosine distance)."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from bot.records.models import ReviewItem
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError

log = logging.getLogger(__name__)

# messages farther apart than this, on average, are not one question
FARTHEST = 0.45
REMEMBERED = 5000
BATCH = 64
BATCH_SECONDS = 60.0
# how long a page waits for vectors; what is not ready then is grouped at the next visit
PATIENCE = 0.5


@dataclass(frozen=True)
class Group:
    """Items that ask the same; `middle` is the text nearest to all others."""

    middle: str
    items: list[ReviewItem]

    @property
    def key(self) -> str:
        """The id of its oldest item: the group's address while more items come in."""
        return min(self.items, key=lambda item: item.time).id


class Grouper:
    """Groups review items; vectors come from the knowledge service and are remembered. Thread-safe."""

    def __init__(self, knowledge: KnowledgeClient) -> None:
        self._knowledge = knowledge
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def groups(self, items: Sequence[ReviewItem]) -> tuple[list[Group], int]:
        """Return the groups, largest first, and how many items wait for their vectors: those stand in groups of one
        text until then. Items need a text."""
        by_text: dict[str, list[ReviewItem]] = {}
        for item in items:
            by_text.setdefault(item.text or "", []).append(item)
        self._fetch(list(by_text))
        with self._lock:
            known = {text: self._vectors[text] for text in by_text if text in self._vectors}
        found = _clusters(list(known), np.array(list(known.values())))
        waiting = [(text, [text]) for text in by_text if text not in known]
        groups = [
            Group(middle, [item for text in texts for item in by_text[text]]) for middle, texts in found + waiting
        ]
        groups.sort(key=lambda group: (-len(group.items), group.middle))
        return groups, sum(len(by_text[text]) for text, _ in waiting)

    def _fetch(self, texts: Sequence[str]) -> None:
        with self._lock:
            missing = [text for text in texts if text not in self._vectors]
            if missing and not (self._thread and self._thread.is_alive()):
                self._thread = threading.Thread(target=self._encode, args=[missing], daemon=True)
                self._thread.start()
            thread = self._thread
        if missing and thread:
            thread.join(PATIENCE)

    def _encode(self, texts: Sequence[str]) -> None:
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            try:
                read = self._knowledge.encode(batch, seconds=BATCH_SECONDS)
            except KnowledgeUnavailableError as error:
                log.warning("review items are not grouped: %s", error)
                return
            with self._lock:
                self._vectors |= {text: np.array(one.vector, np.float32) for text, one in zip(batch, read, strict=True)}
                while len(self._vectors) > REMEMBERED:
                    self._vectors.popitem(last=False)


def _clusters(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[tuple[str, list[str]]]:
    """For each cluster its middle and its texts."""
    if len(texts) < 2:
        return [(text, [text]) for text in texts]
    model = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=FARTHEST)
    labels = model.fit_predict(vectors)
    found = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        near = vectors[members] @ vectors[members].mean(axis=0)
        order = members[np.argsort(-near, kind="stable")]
        found.append((texts[order[0]], [texts[number] for number in order]))
    return found
