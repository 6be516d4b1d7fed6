"""Scores of passages by their words."""

from __future__ import annotations

import bm25s
import numpy as np

from knowledge.documents.term_index import LENGTH, SATURATION, TermIndex, terms_of


def test_rare_words_count_more_and_unknown_words_count_against() -> None:
    index = TermIndex([terms_of(text) for text in ("the zebra jail", "the jail jail", "a jail record", "jail van")])
    assert index.scores(terms_of("zebra jail")).argmax() == 0
    assert index.scores(terms_of("zebra okapi"))[0] < index.scores(terms_of("zebra"))[0]
    assert terms_of("terminate").tolist() == terms_of("the termination").tolist()


def test_the_scores_are_those_of_bm25s_as_a_share_of_the_most() -> None:
    chance = np.random.default_rng(0)
    passages = [chance.zipf(1.5, chance.integers(1, 40)).astype(np.uint32) for _ in range(300)]
    library = bm25s.BM25(k1=SATURATION, b=LENGTH, method="atire", idf_method="lucene")
    library.index([[str(term) for term in passage] for passage in passages], show_progress=False)
    index = TermIndex(passages)
    for query in passages[:50]:
        terms = np.unique(query)
        found = np.array([sum(term in passage for passage in passages) for term in terms])
        most = (np.log1p((300 - found + 0.5) / (found + 0.5)) * (SATURATION + 1)).sum()
        wanted = library.get_scores([str(term) for term in terms]) / most
        assert np.allclose(index.scores(query), wanted, atol=1e-5)


def test_a_term_in_most_of_many_passages_counts_for_nothing() -> None:
    passages = [terms_of("the jail van")] + [terms_of("a jail record")] * 1500
    index = TermIndex(passages)
    assert index.scores(terms_of("jail")).max() == 0
    assert index.scores(terms_of("jail van")).tolist() == index.scores(terms_of("van")).tolist()
