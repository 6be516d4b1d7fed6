"""What simpler searches would answer: BM25 alone, and the plain encoder's nearest wording."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np

from bot.evaluation.metrics import Figure
from bot.evaluation.question_sets import Row
from knowledge import Content
from knowledge.maintenance import WORD, Encoder


def baselines(content: Content, rows: Sequence[Row]) -> list[Figure]:
    """Return the share of answerable rows whose first entry is right, for each baseline."""
    pairs = [
        (wording, entry.id)
        for entry in content.knowledge.entries.values()
        for wording in [entry.question, *entry.phrasings]
    ]
    wordings, entries = [wording for wording, _ in pairs], [entry for _, entry in pairs]
    asked = [row for row in rows if row.kind == "answer"]
    texts = [row.text for row in asked]
    return [
        _figure("BM25 alone: first candidate right", asked, entries, _bm25(wordings, texts)),
        _figure("plain encoder's nearest wording: first candidate right", asked, entries, _nearest(wordings, texts)),
    ]


def _bm25(wordings: list[str], texts: list[str]) -> list[int]:
    search = bm25s.BM25()
    search.index([WORD.findall(wording.lower()) for wording in wordings], show_progress=False)
    known = search.vocab_dict
    tokens = [[word for word in WORD.findall(text.lower()) if word in known] for text in texts]
    return [int(np.argmax(search.get_scores(words))) if words else 0 for words in tokens]


def _nearest(wordings: list[str], texts: list[str]) -> list[int]:
    encoder = Encoder()
    cosines = encoder.encode(texts) @ encoder.encode(wordings).T
    return [int(item) for item in cosines.argmax(axis=1)]


def _figure(name: str, rows: list[Row], entries: list[str], items: list[int]) -> Figure:
    won = frozenset(row.id for row, item in zip(rows, items, strict=True) if entries[item] in row.gold)
    return Figure(name, won, frozenset(row.id for row in rows))
