"""Scores of passages by their words."""

from __future__ import annotations

import numpy as np

from knowledge.documents.term_index import LENGTH, SATURATION, TermIndex, terms_of


def test_rare_words_count_more_and_unknown_words_count_against() -> None:
    index = TermIndex([terms_of(text) for text in ("the zebra jail", "the jail jail", "a jail record", "jail van")])
    assert index.scores(terms_of("zebra jail")).argmax() == 0
    assert index.scores(terms_of("zebra okapi"))[0] < index.scores(terms_of("zebra"))[0]
    assert terms_of("terminate").tolist() == terms_of("the termination").tolist()


def test_the_scores_are_those_of_the_formula_as_a_share_of_the_most() -> None:
    chance = np.random.default_rng(0)
    passages = [chance.zipf(1.5, chance.integers(1, 40)).astype(np.uint32) for _ in range(300)]
    index, mean = TermIndex(passages), np.mean([len(passage) for passage in passages])
    for query in passages[:20]:
        terms = np.unique(query)
        found = np.array([sum(term in passage for passage in passages) for term in terms])
        rarity = np.log1p((300 - found + 0.5) / (found + 0.5))
        counts = np.array([[(passage == term).sum() for term in terms] for passage in passages])
        norm = 1 - LENGTH + LENGTH * np.array([len(passage) for passage in passages]) / mean
        weights = counts * (SATURATION + 1) / (counts + SATURATION * norm[:, None])
        wanted = (rarity * weights).sum(axis=1) / (rarity * (SATURATION + 1)).sum()
        assert np.allclose(index.scores(query), wanted, atol=1e-5)


def test_without_passages_or_known_words_nothing_scores() -> None:
    assert TermIndex([]).scores(terms_of("jail")).tolist() == []
    assert TermIndex([terms_of("the")]).scores(terms_of("jail")).tolist() == [0]
    assert TermIndex([terms_of("jail van")]).scores(terms_of("")).tolist() == [0]


def test_a_term_in_most_of_many_passages_counts_for_nothing() -> None:
    passages = [terms_of("the jail van")] + [terms_of("a jail record")] * 1500
    index = TermIndex(passages)
    assert index.scores(terms_of("jail")).max() == 0
    assert index.scores(terms_of("jail van")).tolist() == index.scores(terms_of("van")).tolist()
