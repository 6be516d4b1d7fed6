"""What the knowledge service returns, as typed messages (msgspec, so that both environments can read them)."""

from __future__ import annotations

from typing import Literal

import msgspec

from knowledge.entries import required

Level = Literal["answer", "ask", "none"]
Stance = Literal["forbids", "requires", "unsettled"]


class Source(msgspec.Struct, frozen=True):
    """A source as shown: where an answer comes from."""

    title: str
    section: str | None = None
    url: str | None = None
    as_of: str | None = None


class Link(msgspec.Struct, frozen=True):
    """An address that the reader may want to open."""

    title: str
    url: str


class Answer(msgspec.Struct, frozen=True):
    """One answer, ready to show. `scope` is `any`, a program, or a two-letter state code; `stance` is what the law of a
    state does to agreements."""

    scope: str
    text: str
    short: str | None
    sources: list[Source]
    links: list[Link]
    as_of: str
    confidence: str
    stance: Stance | None = None


class EntryTitle(msgspec.Struct, frozen=True):
    """An entry's id and question."""

    entry: str
    question: str


class Entry(msgspec.Struct, frozen=True):
    """An entry with all its answers, by scope."""

    entry: str
    question: str
    answers: dict[str, Answer]
    states: dict[str, Answer]
    compare: bool
    related: list[EntryTitle]
    due: bool


class Listed(msgspec.Struct, frozen=True):
    """An entry in the list of all: its area is the name of the file that holds it."""

    entry: str
    area: str
    question: str


class Term(msgspec.Struct, frozen=True):
    """A term of the glossary and what it means."""

    term: str
    meaning: str


class Match(msgspec.Struct, frozen=True):
    """A candidate: the entry, its score, and the wording that matched best."""

    entry: str
    question: str
    score: float
    matched: str


class Passage(msgspec.Struct, frozen=True):
    """A section of a program text that fits the message."""

    id: str
    title: str
    heading: str
    score: float
    answer: Answer


class Span(msgspec.Struct, frozen=True):
    """An entity in the message: kind, value, first character and the one after the last."""

    entity: str
    value: str
    start: int
    end: int


class SearchResult(msgspec.Struct, frozen=True):
    """The outcome of one search. `best` is the first match's entry when the level is `answer`; `second` that of the
    second part when the message asks two things. Unless `sure`, the other matches are worth showing beside it."""

    level: Level
    probability: float
    matches: list[Match]
    best: Entry | None
    second: Entry | None
    sure: bool
    passage: Passage | None
    programs: list[str]
    state: str | None
    roster: RosterAnswer | None = None


class Read(msgspec.Struct, frozen=True):
    """A text as the dialogue reads it.

    `vector` has 384 numbers of which the squares sum to 1; `masked` is the text with each program written one way;
    `bare` says that it names a program, a state or a kind of agency and nothing else; `language` is a two-letter code
    when it is surely not English.
    """

    vector: list[float]
    entities: list[Span]
    masked: str
    bare: bool
    language: str | None


class Form(msgspec.Struct, frozen=True):
    """Where an agency that wants a program is sent; what is not known is None."""

    program: str
    mailbox: str
    program_page: str
    letter_of_interest: str | None
    agreement: str | None
    form_url: str | None


class Outcome(msgspec.Struct, frozen=True):
    """What a question comes to: the entry answered with (two when it asks two things), or those offered."""

    level: Level
    entries: list[str]


class Difference(msgspec.Struct, frozen=True):
    """A stored question that would get another answer; without `wanted` entries it should get none."""

    text: str
    wanted: list[str]
    promoted: bool
    before: Outcome
    after: Outcome
    worse: bool


class Figures(msgspec.Struct, frozen=True):
    """Of the stored questions that an entry answers: how many, first answer right, right or among those offered."""

    questions: int
    right: int
    right_or_offered: int


class Preview(msgspec.Struct, frozen=True):
    """The differences, and the figures before and after. Questions outside appear among the differences only."""

    differences: list[Difference]
    before: Figures
    after: Figures


class Confusion(msgspec.Struct, frozen=True):
    """An entry that is answered in place of another one for some stored questions."""

    wanted: str
    answered: str
    texts: list[str]


class Holding(msgspec.Struct, frozen=True):
    """An agency's agreement on a program; the day of signature (YYYY-MM-DD) and addresses where the list has them."""

    program: str
    signed: str | None = None
    agreement: str | None = None
    addendum: str | None = None


class RosterAgency(msgspec.Struct, frozen=True):
    """An agency on a list: `state` is a postal code, `jurisdiction` the list's TYPE."""

    name: str
    state: str
    county: str | None
    jurisdiction: str | None
    holdings: list[Holding]


class RosterCount(msgspec.Struct, frozen=True):
    """Numbers of a state or of a day: agreements by program, and agencies where they were counted."""

    name: str
    TFM: int
    WSO: int
    JEM: int
    agencies: int | None = None

    @property
    def agreements(self) -> int:
        """Return the number of all agreements."""
        return self.TFM + self.WSO + self.JEM


class RosterFilter(msgspec.Struct, frozen=True):
    """Which rows of a list: states (postal codes), programs, county, kind of agency, days of signature (YYYY-MM-DD).

    `every`: only agencies with all of the programs (all three, when none is named), not with any of them.
    """

    states: list[str] = []
    programs: list[str] = []
    county: str | None = None
    kind: str | None = None
    pending: bool = False
    first: str | None = None
    last: str | None = None
    every: bool = False


class LaterCount(msgspec.Struct, frozen=True):
    """A count of all agreements that is newer than the list: its day, number and who counted."""

    date: str
    agreements: int
    title: str


class RosterAnswer(msgspec.Struct, frozen=True):
    """What ICE's lists say to a question.

    `ask` is `agency` (those named), `choose` (several agencies of that name), `unknown` (none; `nearest` may help),
    `list`, `count` or `ranking`. `source` is the list asked, `other_source` the one of the other kind, on which `other`
    are. `about` words the filter, `said` the agency as the user named it. `agencies` is a page of those that fit, from
    number `start`; the totals are of all of them, and `next_page` is the message that goes on. `similar` says that the
    name on the list is a little different; `in_county` counts other agencies in the county named. `counts` has a row a
    state, `trend` one a day (YYYY-MM-DD), `without` the states with none. `latest` says that the newest come first.
    `again` is a message that asks the same, from which the next one may go on ("in Texas?"); None after one agency.
    """

    ask: Literal["agency", "choose", "unknown", "list", "count", "ranking"]
    source: Source
    filter: RosterFilter
    about: str
    said: str = ""
    agencies: list[RosterAgency] = []
    total_agencies: int = 0
    total_agreements: int = 0
    start: int = 1
    next_page: str | None = None
    similar: bool = False
    nearest: list[RosterAgency] = []
    other: list[RosterAgency] = []
    other_source: Source | None = None
    in_county: int = 0
    counts: list[RosterCount] = []
    trend: list[RosterCount] = []
    without: list[str] = []
    latest: bool = False
    later: LaterCount | None = None
    again: str | None = None

    @property
    def entry(self) -> str:
        """Return the entry that the answer belongs to."""
        if self.ask == "count":
            return required.STATE_FIGURES if self.filter.states else required.AGREEMENT_FIGURES
        return required.STATE_FIGURES if self.ask == "ranking" else required.AGENCY_LOOKUP


class RosterRows(msgspec.Struct, frozen=True):
    """The rows of a filter: the day of the list (YYYY-MM-DD) and its agencies."""

    as_of: str
    agencies: list[RosterAgency]


class FiguresTable(msgspec.Struct, frozen=True):
    """Agreements by state on one day (YYYY-MM-DD); a state that is not in it had none."""

    as_of: str
    counts: list[RosterCount]


class Holder(msgspec.Struct, frozen=True):
    """A document that holds a passage, and the page it starts on."""

    document: str
    title: str
    holder: str | None
    date: str | None
    page: int


class DocumentPassage(msgspec.Struct, frozen=True):
    """A quotation from one of the agency's own documents: two to five sentences, of which number `marked` (from 0) is
    the one that fits best; in the whole passage that is number `sentence`. `section` is a path such as `IV.B`; `marks`
    are handling marks; `number` counts the document's passages from 0; `others` hold nearly the same passage."""

    document: str
    number: int
    title: str
    holder: str | None
    program: str | None
    section: str
    heading: str
    page: int
    date: str | None
    marks: list[str]
    sentences: list[str]
    marked: int
    sentence: int
    others: list[Holder]


class DocumentSearchResult(msgspec.Struct, frozen=True):
    """Passages of the agency's own documents, best first; `sure` says that the first is sure enough to be quoted."""

    passages: list[DocumentPassage]
    sure: bool


class DocumentPart(msgspec.Struct, frozen=True):
    """A passage in its place in a document. `original` is the text as recognition read it, where that differs;
    a part that the reader may not see is `withheld` and has no text."""

    number: int
    section: str
    headings: list[str]
    pages: list[int]
    text: str
    original: str | None
    marks: list[str]
    withheld: bool


class DocumentView(msgspec.Struct, frozen=True):
    """A document as it is shown. `redacted` counts by kind what was taken out on the way in."""

    document: str
    name: str
    title: str
    holder: str | None
    program: str | None
    date: str | None
    pages: int
    recognised: bool
    marks: list[str]
    redacted: dict[str, int]
    parts: list[DocumentPart]
