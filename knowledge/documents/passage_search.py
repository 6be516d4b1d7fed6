"""Search in the agency's own documents: passages by meaning and words, ranked again by their best sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.documents.document_store import Holding, Store, Summary
from knowledge.documents.passage_index import Candidate, DocumentIndex
from knowledge.documents.term_index import terms_of
from knowledge.results import DocumentPassage, Holder
from knowledge.retrieval.encoder import Vectors

# chosen on the calibration questions; see quote_trainer.py
PASSAGE_WEIGHT, SENTENCE_WEIGHT, LEXICAL_WEIGHT = 0.4, 0.4, 0.4
PROGRAM_WEIGHT = 0.15
RANKED_AGAIN = 40
QUOTED_SENTENCES = 5
QUOTED_WORDS = 55
# words of agencies' names that are left out as often as not
COMMON = frozenset({"the", "office", "department", "dept", "agency", "bureau"})


@dataclass(frozen=True)
class DocumentQuery:
    """What is looked for.

    A text and its vector of shape (384,). A `program` is preferred, not required; `permitted` readers get marked
    passages too.
    """

    text: str
    vector: Vectors
    program: str | None = None
    permitted: bool = False


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score and what the score is made of."""

    candidate: Candidate
    sentence: float
    best: int
    score: float

    @property
    def features(self) -> NDArray[np.float64]:
        """What tells whether the passage is right."""
        return np.array([self.sentence, self.candidate.lexical], dtype=np.float64)


class DocumentSearcher:
    """Searches the documents of a store through an index of them."""

    def __init__(self, store: Store, index: DocumentIndex, agency: str = "") -> None:
        """Take the name of the `agency`: of what several documents hold, its own one is quoted."""
        self._store = store
        self._agency = distinct_words(agency)
        self.index = index

    def rank(self, query: DocumentQuery) -> list[Ranked]:
        """Return candidates, best first; passages that were removed since the index was made are left out."""
        candidates = self.index.candidates(query.vector, terms_of(query.text), query.permitted)
        candidates.sort(key=lambda found: -_rough(found, query.program))
        candidates = candidates[:RANKED_AGAIN]
        vectors = self._store.sentence_vectors([found.passage for found in candidates])
        ranked = []
        for found in candidates:
            if found.passage in vectors:
                cosines = vectors[found.passage] @ query.vector
                best = int(cosines.argmax())
                score = _rough(found, query.program) + SENTENCE_WEIGHT * float(cosines[best])
                ranked.append(Ranked(found, float(cosines[best]), best, score))
        return sorted(ranked, key=lambda one: -one.score)

    def quote(self, ranked: Sequence[Ranked]) -> list[DocumentPassage]:
        """Return ranked passages as quotations: each from the agency's own document, else the newest that holds it."""
        held = self._held(ranked)
        known = [(held[one.candidate.passage], one.best) for one in ranked if held.get(one.candidate.passage)]
        return [self._quotation(holdings, best) for holdings, best in known]

    def support(self, query: DocumentQuery, sections: Sequence[str], least: float) -> list[Ranked]:
        """Return the passages that say what `query.text`, an answer on `query.program`, says; best first.

        They come from the sections that the answer cites, when an agreement of the program has them; else from a
        search, with a cosine of the best sentence of at least `least`.
        """
        cited = self._store.in_sections(query.program, [_numbered(section) for section in sections], query.permitted)
        vectors = self._store.sentence_vectors(cited)
        ranked = []
        for passage, of_sentences in vectors.items():
            cosines = of_sentences @ query.vector
            best = int(cosines.argmax())
            candidate = Candidate(passage, float(cosines[best]), 0.0, query.program)
            ranked.append(Ranked(candidate, float(cosines[best]), best, float(cosines[best])))
        if ranked:
            held = self._held(ranked) if self._agency else {}
            own = {passage for passage, pairs in held.items() if any(self._is_own(summary) for _, summary in pairs)}
            return sorted(ranked, key=lambda one: (one.candidate.passage not in own, -one.score))
        return [
            one for one in self.rank(query) if one.sentence >= least and query.program in (None, one.candidate.program)
        ]

    def _quotation(self, held: Sequence[tuple[Holding, Summary]], best: int) -> DocumentPassage:
        """The quotation from the agency's own document, else the newest one; the others are named."""
        holding, summary = max(held, key=lambda pair: (self._is_own(pair[1]), pair[1].date or "", pair[1].id))
        others = [
            Holder(other.document, about.title, about.holder, about.date, other.sentences[0].page)
            for other, about in held
            if other.document != holding.document
        ]
        return quotation(holding, summary, best, others)

    def _held(self, ranked: Sequence[Ranked]) -> dict[int, list[tuple[Holding, Summary]]]:
        """For each passage the documents that hold it; those removed meanwhile are left out."""
        held = self._store.holders([one.candidate.passage for one in ranked])
        documents = {one.document for holdings in held.values() for one in holdings}
        known = {found.id: found for found in map(self._store.document, documents) if found}
        return {
            passage: [(one, known[one.document]) for one in holdings if one.document in known]
            for passage, holdings in held.items()
        }

    def _is_own(self, summary: Summary) -> bool:
        words = distinct_words(summary.holder or "")
        # a state, or the kind of agency, may be named in one place and not in the other
        return bool(words and self._agency) and (words <= self._agency or self._agency <= words)


def distinct_words(agency: str) -> frozenset[str]:
    """Return the words that tell an agency from another: `Sample Police Dept., FL` and `Sample Police` are one."""
    words = re.findall(r"[a-z]+", agency.lower().replace("'", "").replace("’", ""))
    return frozenset(word.removesuffix("s") for word in words if word not in COMMON and len(word) > 2)


def _rough(found: Candidate, program: str | None) -> float:
    bonus = (
        PROGRAM_WEIGHT * (program is not None) * ((found.program == program) - (found.program not in (None, program)))
    )
    return PASSAGE_WEIGHT * found.cosine + LEXICAL_WEIGHT * found.lexical + bonus


def _numbered(section: str) -> str:
    """A section as sources cite it (`App. A`), as documents are numbered."""
    return re.sub(r"^App\.?\s+", "Appendix ", section.strip())


def quotation(holding: Holding, summary: Summary, best: int, others: Sequence[Holder] = ()) -> DocumentPassage:
    """Return the sentences around number `best` of a passage, with where they stand."""
    # copies may be parted a little differently; the first sentences are those that the vectors are of
    best = min(best, len(holding.sentences) - 1)
    start, end = _window([len(one.text.split()) for one in holding.sentences], best)
    return DocumentPassage(
        document=holding.document,
        number=holding.number,
        title=summary.title,
        holder=summary.holder,
        program=summary.program,
        section=holding.section,
        heading=holding.headings[-1] if holding.headings else "",
        page=holding.sentences[best].page,
        date=summary.date,
        marks=list(holding.marks),
        sentences=[one.text for one in holding.sentences[start:end]],
        marked=best - start,
        sentence=best,
        others=list(others),
    )


def _window(words: Sequence[int], best: int) -> tuple[int, int]:
    """Two to five sentences around the best one, until there are enough words."""
    start, end = best, best + 1
    while end - start < min(QUOTED_SENTENCES, len(words)):
        if end - start >= 2 and sum(words[start:end]) >= QUOTED_WORDS:
            break
        # the sentence after it mostly says more than the one before
        ahead = end < len(words) and (start == 0 or end - best - 1 <= best - start)
        start, end = (start, end + 1) if ahead else (start - 1, end)
        start = max(start, 0)
    return start, end
