"""Search: a message and what the conversation is about, to matches with a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.encoder import Encoder, Vectors
from knowledge.index import Index
from knowledge.mentions import Mentions
from knowledge.ranking import Candidate, Ranked
from knowledge.render import render_entry, render_passage
from knowledge.results import Level, Match, Passage, SearchResult
from knowledge.two_part import Cut, best_cut, halves

CANDIDATES = 3
STATE_TOPICS = ("state-law", "state-figures")


@dataclass(frozen=True)
class Query:
    """A message, with the topic of the last answer and the entries that the user turned down."""

    text: str
    topic: str | None = None
    exclude: frozenset[str] = frozenset()


class Searcher:
    """Searches one index. Create a new one for a new index."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index = index
        self.knowledge = index.content.knowledge
        self.reader = index.content.reader(encoder.words())
        self._encoder = encoder

    def search(self, query: Query) -> SearchResult:
        """Return the outcome for `query`: a follow-up of a bare program or state, else a ranked search."""
        mentions = self.reader.mentions(query.text)
        follow_up = self._follow_up_topic(query, mentions)
        if follow_up:
            match = Match(follow_up, self._question(follow_up), 1.0, query.text)
            return self._result("answer", 1.0, [match], mentions, follow_up=True)
        text = self.reader.prepare(query.text)
        vector = self._encoder.encode_one(text)
        ranked = self.index.ranker.rank(text, vector)
        probability = self.index.calibration.probability(ranked.features)
        level = self.index.calibration.level(probability)
        if level == "answer" and ranked.candidates[0].topic in query.exclude:
            # the probability is that of the candidate turned down: the next ones are only offered
            level = "ask"
        candidates = [candidate for candidate in ranked.candidates if candidate.topic not in query.exclude]
        matches = [self._match(candidate) for candidate in candidates[:CANDIDATES]]
        passage = self._passage(vector) if level == "none" else None
        cut = self._cut(query, ranked) if level != "none" else None
        if cut:
            matches = [Match(name, self._question(name), 1.0, query.text) for name in (cut.first, cut.second)]
            return self._result("answer", probability, matches, mentions, second=cut.second)
        return self._result(level, probability, matches, mentions, passage=passage)

    def _cut(self, query: Query, whole: Ranked) -> Cut | None:
        """The two topics of a message that asks two things, if it does."""
        ways = [(self.reader.prepare(first), self.reader.prepare(second)) for first, second in halves(query.text)]
        texts = [half for way in ways if self.index.ranker.parted_by_letters(*way) for half in way]
        if not texts or query.exclude:
            return None
        ranked = iter(map(self.index.ranker.rank, texts, self._encoder.encode(texts)))
        cut = best_cut(query.text, whole, list(zip(ranked, ranked, strict=True)))
        return cut if cut and self.index.cutter.is_real(cut) else None

    def _follow_up_topic(self, query: Query, mentions: Mentions) -> str | None:
        """The topic of a message that names a program or a state and nothing else ("and for WSO?", "texas?")."""
        if mentions.rest or not (mentions.state or len(mentions.programs) == 1):
            return None
        if mentions.state:
            return query.topic if query.topic in STATE_TOPICS else STATE_TOPICS[0]
        topic = query.topic or "model-description"
        return topic if topic in self.knowledge.entries else None

    def _result(
        self,
        level: Level,
        probability: float,
        matches: list[Match],
        mentions: Mentions,
        passage: Passage | None = None,
        follow_up: bool = False,
        second: str | None = None,
    ) -> SearchResult:
        knowledge = self.knowledge
        best = None
        if level == "answer":
            best = render_entry(knowledge, knowledge.entries[matches[0].entry], date.today())
        return SearchResult(
            level=level,
            probability=probability,
            matches=matches,
            best=best,
            second=render_entry(knowledge, knowledge.entries[second], date.today()) if second else None,
            sure=probability >= self.index.calibration.sure_from or second is not None,
            passage=passage,
            programs=list(mentions.programs),
            state=mentions.state,
            follow_up=follow_up,
        )

    def _match(self, candidate: Candidate) -> Match:
        return Match(
            entry=candidate.topic,
            question=self._question(candidate.topic),
            score=candidate.score,
            matched=self.index.ranker.texts[candidate.item],
        )

    def _question(self, entry: str) -> str:
        return self.knowledge.entries[entry].question

    def _passage(self, vector: Vectors) -> Passage | None:
        if not self.index.passage_keys:
            return None
        scores, ids = self.index.passages.search(np.asarray(vector).reshape(1, -1), 1)
        score = float(scores[0][0])
        if score < self.index.calibration.passage_from:
            return None
        document, number = self.index.passage_keys[int(ids[0][0])]
        return render_passage(self.knowledge, self.knowledge.documents[document], number, score)
