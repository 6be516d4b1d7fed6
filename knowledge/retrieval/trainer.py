"""Fitting on the wordings and the calibration questions, when an index is built."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
from scipy import sparse

from knowledge.entries.calibration_questions import FollowUp, InScope, TwoPart
from knowledge.retrieval.calibration import Calibration, fit
from knowledge.retrieval.classifiers import (
    INSIDE,
    fit_entries,
    fit_lexical_entries,
    fit_lexical_scope,
    fit_scope,
)
from knowledge.retrieval.context import in_context
from knowledge.retrieval.encoder import Vectors
from knowledge.retrieval.features import LexicalFeatures
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.query_splitter import QuerySplitter, best_split, split_candidates
from knowledge.retrieval.query_splitter import fit as fit_splitter
from knowledge.retrieval.ranking import Classifiers, EntryRanker
from knowledge.retrieval.texts import Texts
from knowledge.text.typos import misspell

FOLDS = 5
# the classifier of letters also sees each wording this many times with typing errors
MISSPELLED = 3
SEED = 287


class Trainer:
    """The classifiers, the ranker and the calibration of one set of texts and their vectors."""

    def __init__(self, texts: Texts, vectors: Vectors) -> None:
        """Take vectors of shape (number of texts, 384) in the order of `texts.all()`."""
        outside = len(texts.near) + len(texts.far)
        parts = [len(texts.wordings), len(texts.passages), len(texts.inside), outside, len(texts.two_part)]
        split = np.split(vectors, np.cumsum([*parts, len(texts.after)]))
        self._wordings, self._passages, self._inside, self._outside, self._two_part, self._after, self._behind = split
        self._texts = texts
        self._outside_texts = texts.near + texts.far
        features = LexicalFeatures.fit(texts.wordings)
        draw = random.Random(SEED)
        misspelled = [misspell(text, draw) for _ in range(MISSPELLED) for text in texts.wordings]
        self._rows = features.rows(texts.wordings)
        rows = sparse.vstack([self._rows, features.rows(misspelled)]).tocsr()
        self._outside_rows = features.rows(self._outside_texts)
        self.classifiers = Classifiers(
            entries=fit_entries(self._wordings, texts.entries),
            scope=fit_scope(self._wordings, self._outside),
            lexical=features,
            lexical_entries=fit_lexical_entries(rows, texts.entries * (1 + MISSPELLED)),
            lexical_scope=fit_lexical_scope(self._rows, self._outside_rows),
        )
        self.ranker = EntryRanker(texts.wordings, texts.entries, self._wordings, self.classifiers)

    def calibrate(self, questions: Sequence[InScope]) -> Calibration:
        """Return the calibration on the questions in scope (as in `texts.inside`) and the lines outside."""
        inside = [self.ranker.rank(text, vector) for text, vector in zip(self._texts.inside, self._inside, strict=True)]
        right = [
            ranked.candidates[0].entry in question.entries for ranked, question in zip(inside, questions, strict=True)
        ]
        outside = [
            self.ranker.rank_row(vector, row, scope).features
            for vector, row, scope in zip(self._outside, self._outside_rows, self._scope_of_outside, strict=True)
        ]
        near, far = np.split(np.vstack(outside), [len(self._texts.near)])
        of_inside = np.vstack([ranked.features for ranked in inside])
        return fit(of_inside, np.array(right), near, far, self._nearest_passages())

    def query_splitter(self, two_part: TwoPart) -> QuerySplitter:
        """Return what decides whether a message asks two things, fitted on questions as in `texts.two_part`."""
        parts = zip(self._texts.two_part, self._two_part, strict=True)
        questions = [*two_part.two, *two_part.one]
        splits = []
        for question in questions:
            whole = self.ranker.rank(*next(parts))
            ways = [(next(parts), next(parts)) for _ in split_candidates(question.text)]
            parted = [way for way in ways if self.ranker.parted_by_letters(way[0][0], way[1][0])]
            ranked = [(self.ranker.rank(*first), self.ranker.rank(*second)) for first, second in parted]
            splits.append(best_split(question.text, whole, ranked))
        return fit_splitter(splits, questions)

    def follow_ups(self, lines: Sequence[FollowUp], related: Mapping[str, Collection[str]]) -> Logistic:
        """Return the probability that a follow-up's first candidate is right, fitted on lines as in `texts.after`.

        `related` gives the related entries of each.
        """
        scopes = dict(zip(self._outside_texts, self._scope_of_outside, strict=True))
        texts = zip(self._texts.after, self._after, self._texts.behind, self._behind, self._texts.words, strict=True)
        rows, right = [], []
        for line, (after, vector, behind, vector_behind, words) in zip(lines, texts, strict=True):
            alone = self.ranker.rank(after, vector, scopes.get(after))
            context = self.ranker.rank(behind, vector_behind)
            ranked = in_context(alone, context, line.last_entry, related[line.last_entry], words)
            rows.append(ranked.features)
            right.append(ranked.candidates[0].entry in line.entries)
        return Logistic.fit(np.vstack(rows), right)

    def _nearest_passages(self) -> Vectors:
        """The cosine of each line outside with its nearest passage; none when there are no passages."""
        if not len(self._passages):
            return np.empty(0, dtype=np.float32)
        return np.asarray((self._outside @ self._passages.T).max(axis=1), dtype=np.float32)

    @cached_property
    def _scope_of_outside(self) -> list[tuple[float, float]]:
        """For each line outside the log-odds of the subject, by classifiers that were fitted without it."""
        fold = np.arange(len(self._outside)) % FOLDS
        odds = np.zeros((len(fold), 2))
        for number in range(FOLDS):
            seen, unseen = fold != number, fold == number
            dense = fit_scope(self._wordings, self._outside[seen])
            letters = fit_lexical_scope(self._rows, self._outside_rows[seen])
            odds[unseen, 0] = dense.log_odds(self._outside[unseen], INSIDE)
            odds[unseen, 1] = letters.log_odds(self._outside_rows[unseen], INSIDE)
        return [(float(by_meaning), float(by_letters)) for by_meaning, by_letters in odds]
