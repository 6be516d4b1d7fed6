"""Texts grouped by meaning: agglomerative clustering of sentence vectors (average linkage, cosine distance)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from knowledge.results import TextGroup, TextGroups
from knowledge.retrieval.encoder import Encoder, Vectors

# texts farther apart than this, on average, are not one question
FARTHEST = 0.45
REMEMBERED = 5000
BATCH = 64
# how long a request waits for vectors, in seconds; what is not ready then is grouped with the next request
PATIENCE = 0.5


class TextGrouper:
    """Groups texts; their vectors are made beside the requests and remembered. Thread-safe."""

    def __init__(self, encoder: Encoder, prepare: Callable[[str], str]) -> None:
        """`prepare` gives a text as it is encoded."""
        self._encoder = encoder
        self._prepare = prepare
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def groups(self, texts: Sequence[str]) -> TextGroups:
        """Return the groups of texts, each once, and those that wait for their vectors."""
        texts = list(dict.fromkeys(texts))
        self._fetch(texts)
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        return TextGroups(
            groups=_clusters(list(known), np.array(list(known.values()))),
            waiting=[text for text in texts if text not in known],
        )

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
            vectors = self._encoder.encode([self._prepare(text) for text in batch])
            with self._lock:
                self._vectors |= dict(zip(batch, vectors, strict=True))
                while len(self._vectors) > REMEMBERED:
                    self._vectors.popitem(last=False)


def _clusters(texts: Sequence[str], vectors: Vectors) -> list[TextGroup]:
    if len(texts) < 2:
        return [TextGroup(text, [text]) for text in texts]
    model = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=FARTHEST)
    labels = model.fit_predict(vectors)
    found = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        near = vectors[members] @ vectors[members].mean(axis=0)
        order = members[np.argsort(-near, kind="stable")]
        found.append(TextGroup(texts[order[0]], [texts[number] for number in order]))
    return found
