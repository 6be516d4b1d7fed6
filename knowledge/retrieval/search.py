"""Search: a message and what the conversation is about, to matches with a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np

from knowledge.entries import required
from knowledge.entries.rendering import render_entry, render_passage
from knowledge.entries.schema import Knowledge
from knowledge.results import Entry, Level, Match, Passage, RosterAnswer, SearchResult
from knowledge.retrieval.context import in_context, leans
from knowledge.retrieval.decision import Decision, decide_alone, decide_in_context
from knowledge.retrieval.encoder import Encoder, Vectors
from knowledge.retrieval.index import Index
from knowledge.retrieval.query_splitter import Split, best_split, split_candidates
from knowledge.retrieval.ranking import Candidate, Ranked
from knowledge.retrieval.texts import behind, preprocessor_for
from knowledge.roster.roster_service import RosterService

CANDIDATES = 3
BARE_WORDS = 3
ROSTER_ENTRIES = frozenset({required.AGENCY_LOOKUP, required.STATE_FIGURES, required.AGREEMENT_FIGURES})
STATE_ENTRIES = (required.STATE_LAW, required.STATE_FIGURES)


@dataclass(frozen=True)
class Query:
    """A message, with the entry that was answered last, the entries that the user turned down, and the filter of the
    list that was shown last."""

    text: str
    last_entry: str | None = None
    exclude: frozenset[str] = frozenset()
    listed: str | None = None


class Searcher:
    """Searches one index. Create a new one for a new index."""

    def __init__(self, index: Index, encoder: Encoder, roster_service: RosterService | None = None) -> None:
        """Take an index that was made by this `encoder`."""
        self.index = index
        self.preprocessor = preprocessor_for(index.content, encoder.words())
        self._encoder = encoder
        self._roster_service = roster_service

    @property
    def knowledge(self) -> Knowledge:
        """The content, its figures from the newest list of agencies on file."""
        knowledge = self.index.content.knowledge
        return self._roster_service.fill_in(knowledge) if self._roster_service else knowledge

    def search(self, query: Query) -> SearchResult:
        """Return the outcome for `query`: a follow-up of a bare program or state, else a ranked search."""
        return _Search(self, self._encoder, self._roster_service, query).result()


class _Search:
    """One search, over one snapshot of the content."""

    def __init__(
        self, searcher: Searcher, encoder: Encoder, roster_service: RosterService | None, query: Query
    ) -> None:
        self._index = searcher.index
        self._preprocessor = searcher.preprocessor
        self._knowledge = searcher.knowledge
        self._encoder = encoder
        self._roster_service = roster_service
        self._query = query
        self._entities = searcher.preprocessor.entities(query.text)

    def result(self) -> SearchResult:
        query, entities = self._query, self._entities
        if self._roster_service and query.listed:
            roster = self._roster_service.go_on(query.listed, query.text, self._preprocessor.entities)
            if roster:
                return self._from_list(roster)
        # "and in Georgia?" after a list is about the list
        listed = self._listed(None if entities.rest else query.last_entry)
        if listed:
            return listed
        follow_up = self._follow_up_entry()
        if follow_up:
            return self._result("answer", True, 1.0, [self._named(follow_up)])
        text = self._preprocessor.prepare(query.text)
        vector = self._encoder.encode_one(text)
        alone = self._index.ranker.rank(text, vector)
        decision = self._in_context(text, alone) or decide_alone(alone, self._index.calibration)
        ranked, level = decision.ranked, decision.level
        if level == "answer" and ranked.candidates[0].entry in query.exclude:
            # the probability is that of the candidate turned down: the next ones are only offered
            level = "ask"
        listed = self._listed(ranked.candidates[0].entry)
        if listed and (level != "none" or self._is_bare_name(listed)):
            return listed
        split = self._split(alone) if level != "none" and not query.exclude else None
        if split:
            matches = [self._named(split.first), self._named(split.second)]
            return self._result("answer", True, decision.probability, matches, second=split.second)
        candidates = [candidate for candidate in ranked.candidates if candidate.entry not in query.exclude]
        matches = [self._match(candidate) for candidate in candidates[:CANDIDATES]]
        passage = self._passage(vector) if level == "none" else None
        return self._result(level, decision.sure, decision.probability, matches, passage=passage)

    def _listed(self, entry: str | None) -> SearchResult | None:
        """The outcome of a message that asks who takes part, from the list on file; `entry` was found for it."""
        if self._roster_service is None or not self._query.exclude.isdisjoint(ROSTER_ENTRIES):
            return None
        roster = self._roster_service.ask(self._query.text, self._entities, entry)
        return self._from_list(roster) if roster else None

    def _from_list(self, roster: RosterAnswer) -> SearchResult:
        result = self._result("answer", True, 1.0, [self._named(roster.entry)])
        return msgspec.structs.replace(result, roster=roster)

    def _is_bare_name(self, listed: SearchResult) -> bool:
        """Whether the message is little more than the name of an agency on the list ("Knox County?")."""
        named = listed.roster is not None and listed.roster.ask in {"agency", "choose"}
        return named and len(self._entities.rest) <= BARE_WORDS

    def _in_context(self, text: str, alone: Ranked) -> Decision | None:
        """Decide on a message that may lean on the last answer; None when it does not, or the answer is not known."""
        last, words = self._query.last_entry, len(self._entities.rest)
        if last is None or last not in self._knowledge.entries or not leans(words):
            return None
        whole = behind(self._index.content, last, text)
        context = self._index.ranker.rank(whole, self._encoder.encode_one(whole))
        ranked = in_context(alone, context, last, self._knowledge.entries[last].related, words)
        return decide_in_context(ranked, self._index.follow_ups)

    def _split(self, whole: Ranked) -> Split | None:
        """The two entries of a message that asks two things, if it does."""
        prepare, ranker = self._preprocessor.prepare, self._index.ranker
        ways = [(prepare(first), prepare(second)) for first, second in split_candidates(self._query.text)]
        texts = [half for way in ways if ranker.parted_by_letters(*way) for half in way]
        if not texts:
            return None
        ranked = iter(map(ranker.rank, texts, self._encoder.encode(texts)))
        split = best_split(self._query.text, whole, list(zip(ranked, ranked, strict=True)))
        return split if split and self._index.query_splitter.is_real(split) else None

    def _follow_up_entry(self) -> str | None:
        """The entry of a message that names a program or a state and nothing else ("and for WSO?", "texas?")."""
        entities, last = self._entities, self._query.last_entry
        if entities.rest or not (entities.state or len(entities.programs) == 1):
            return None
        if entities.state:
            return last if last in STATE_ENTRIES else required.STATE_LAW
        return last or required.MODEL_DESCRIPTION

    def _result(
        self,
        level: Level,
        sure: bool,
        probability: float,
        matches: list[Match],
        passage: Passage | None = None,
        second: str | None = None,
    ) -> SearchResult:
        return SearchResult(
            level=level,
            probability=probability,
            matches=matches,
            best=self._rendered(matches[0].entry) if level == "answer" and matches else None,
            second=self._rendered(second) if second else None,
            sure=sure,
            passage=passage,
            programs=list(self._entities.programs),
            state=self._entities.state,
        )

    def _rendered(self, entry: str) -> Entry:
        return render_entry(self._knowledge, self._knowledge.entries[entry], date.today())

    def _named(self, entry: str) -> Match:
        """The match of an entry that the message leads to without a ranking."""
        return Match(entry, self._knowledge.entries[entry].question, 1.0, self._query.text)

    def _match(self, candidate: Candidate) -> Match:
        question = self._knowledge.entries[candidate.entry].question
        return Match(candidate.entry, question, candidate.score, self._index.ranker.texts[candidate.item])

    def _passage(self, vector: Vectors) -> Passage | None:
        if not self._index.passage_keys:
            return None
        scores, ids = self._index.passages.search(np.asarray(vector).reshape(1, -1), 1)
        score = float(scores[0][0])
        if score < self._index.calibration.passage_from:
            return None
        document, number = self._index.passage_keys[int(ids[0][0])]
        return render_passage(self._knowledge, self._knowledge.documents[document], number, score)
