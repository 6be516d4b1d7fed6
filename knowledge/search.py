"""Search: a message and what the conversation is about, to matches with a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np

from knowledge.encoder import Encoder, Vectors
from knowledge.entries import Knowledge
from knowledge.follow_up import ANSWER_FROM, ASK_FROM, SURE_FROM, in_context, leans
from knowledge.index import Index
from knowledge.mentions import Mentions
from knowledge.ranking import Candidate, Ranked
from knowledge.render import render_entry, render_passage
from knowledge.results import Level, Match, Passage, RosterAnswer, SearchResult
from knowledge.roster.desk import RosterDesk
from knowledge.two_part import Cut, best_cut, halves

CANDIDATES = 3
BARE_WORDS = 3
ROSTER_TOPICS = frozenset({"agency-lookup", "state-figures", "agreement-figures"})
STATE_TOPICS = ("state-law", "state-figures")


@dataclass(frozen=True)
class Query:
    """A message, with the topic of the last answer, the entries that the user turned down, and the question on who
    takes part that was answered last."""

    text: str
    topic: str | None = None
    exclude: frozenset[str] = frozenset()
    listed: str | None = None


@dataclass(frozen=True)
class Judged:
    """A ranking, the probability that its first candidate is right, and what follows from that."""

    ranked: Ranked
    probability: float
    level: Level
    sure: bool


class Searcher:
    """Searches one index. Create a new one for a new index."""

    def __init__(self, index: Index, encoder: Encoder, desk: RosterDesk | None = None) -> None:
        self.index = index
        self.reader = index.content.reader(encoder.words())
        self._encoder = encoder
        self._desk = desk

    @property
    def knowledge(self) -> Knowledge:
        """The content, its figures from the newest list of agencies on file."""
        knowledge = self.index.content.knowledge
        return self._desk.fill_in(knowledge) if self._desk else knowledge

    def search(self, query: Query) -> SearchResult:
        """Return the outcome for `query`: a follow-up of a bare program or state, else a ranked search."""
        mentions = self.reader.mentions(query.text)
        if self._desk and query.listed:
            roster = self._desk.go_on(query.listed, query.text, self.reader.mentions)
            if roster:
                return self._from_list(roster, query, mentions)
        # "and in Georgia?" after a list is about the list
        listed = self._listed(query, mentions, None if mentions.rest else query.topic)
        if listed:
            return listed
        follow_up = self._follow_up_topic(query, mentions)
        if follow_up:
            match = Match(follow_up, self._question(follow_up), 1.0, query.text)
            return self._result("answer", True, 1.0, [match], mentions, follow_up=True)
        text = self.reader.prepare(query.text)
        vector = self._encoder.encode_one(text)
        alone = self.index.ranker.rank(text, vector)
        judged = self._in_context(query.topic, text, alone, len(mentions.rest)) or self._alone(alone)
        ranked, probability, level = judged.ranked, judged.probability, judged.level
        if level == "answer" and ranked.candidates[0].topic in query.exclude:
            # the probability is that of the candidate turned down: the next ones are only offered
            level = "ask"
        listed = self._listed(query, mentions, ranked.candidates[0].topic)
        if listed and (level != "none" or _is_bare_name(listed, mentions)):
            return listed
        candidates = [candidate for candidate in ranked.candidates if candidate.topic not in query.exclude]
        matches = [self._match(candidate) for candidate in candidates[:CANDIDATES]]
        passage = self._passage(vector) if level == "none" else None
        cut = self._cut(query, alone) if level != "none" and not query.exclude else None
        if cut:
            matches = [Match(name, self._question(name), 1.0, query.text) for name in (cut.first, cut.second)]
            return self._result("answer", judged.sure, probability, matches, mentions, second=cut.second)
        return self._result(level, judged.sure, probability, matches, mentions, passage=passage)

    def _listed(self, query: Query, mentions: Mentions, entry: str | None) -> SearchResult | None:
        """The outcome of a message that asks who takes part, from the list on file; `entry` was found for it."""
        if self._desk is None or not query.exclude.isdisjoint(ROSTER_TOPICS):
            return None
        roster = self._desk.ask(query.text, mentions, entry)
        return self._from_list(roster, query, mentions) if roster else None

    def _from_list(self, roster: RosterAnswer, query: Query, mentions: Mentions) -> SearchResult:
        known = [roster.entry] if roster.entry in self.knowledge.entries else []
        matches = [Match(name, self._question(name), 1.0, query.text) for name in known]
        result = self._result("answer", True, 1.0, matches, mentions)
        return msgspec.structs.replace(result, roster=roster)

    def _alone(self, ranked: Ranked) -> Judged:
        calibration = self.index.calibration
        probability = calibration.probability(ranked.features)
        return Judged(ranked, probability, calibration.level(probability), probability >= calibration.sure_from)

    def _in_context(self, topic: str | None, text: str, alone: Ranked, words: int) -> Judged | None:
        """Judge a message that may lean on the last answer; None when it does not, or the answer is not known."""
        if topic not in self.knowledge.entries or topic is None or not leans(words):
            return None
        behind = self.index.content.behind(topic, text)
        context = self.index.ranker.rank(behind, self._encoder.encode_one(behind))
        ranked = in_context(alone, context, topic, self.knowledge.entries[topic].related, words)
        probability = self.index.follow_ups.probability(ranked.features)
        level: Level = "answer" if probability >= ANSWER_FROM else "ask" if probability >= ASK_FROM else "none"
        return Judged(ranked, probability, level, probability >= SURE_FROM)

    def _cut(self, query: Query, whole: Ranked) -> Cut | None:
        """The two topics of a message that asks two things, if it does."""
        ways = [(self.reader.prepare(first), self.reader.prepare(second)) for first, second in halves(query.text)]
        texts = [half for way in ways if self.index.ranker.parted_by_letters(*way) for half in way]
        if not texts:
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
        sure: bool,
        probability: float,
        matches: list[Match],
        mentions: Mentions,
        passage: Passage | None = None,
        follow_up: bool = False,
        second: str | None = None,
    ) -> SearchResult:
        knowledge = self.knowledge
        best = None
        if level == "answer" and matches:
            best = render_entry(knowledge, knowledge.entries[matches[0].entry], date.today())
        return SearchResult(
            level=level,
            probability=probability,
            matches=matches,
            best=best,
            second=render_entry(knowledge, knowledge.entries[second], date.today()) if second else None,
            sure=sure or second is not None,
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


def _is_bare_name(listed: SearchResult, mentions: Mentions) -> bool:
    """Whether a message is little more than the name of an agency on the list ("Knox County?")."""
    named = listed.roster is not None and listed.roster.ask in {"agency", "choose"}
    return named and len(mentions.rest) <= BARE_WORDS
