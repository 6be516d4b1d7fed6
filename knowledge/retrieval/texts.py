"""The texts in the content that search works on, as they are encoded."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from knowledge.entries.calibration_questions import FollowUp, InScope
from knowledge.entries.content import Content
from knowledge.retrieval.context import leans, some_entry
from knowledge.retrieval.query_splitter import split_candidates
from knowledge.text.entities import EntityFinder
from knowledge.text.preprocessor import Preprocessor, plain
from knowledge.text.spelling import Speller


class Texts(BaseModel):
    """What is encoded, programs masked in all but the passages.

    `wordings` with one of `entries` each; `passages` with document and section number in `keys`; and the calibration
    questions: `after` the lines that may lean on the answer before them (see `follow_up_lines`), with their number of
    `words`, and `behind` the same lines behind that answer's question.
    """

    model_config = ConfigDict(frozen=True)

    wordings: list[str]
    entries: list[str]
    passages: list[str]
    keys: list[tuple[str, int]]
    inside: list[str]
    near: list[str]
    far: list[str]
    two_part: list[str]
    after: list[str]
    behind: list[str]
    words: list[int]

    @classmethod
    def of(cls, content: Content, preprocessor: Preprocessor) -> Texts:
        """Return the texts of `content`, the calibration questions as `preprocessor` prepares messages."""
        prepare = preprocessor.prepare
        pairs = [
            (preprocessor.finder.mask(wording), entry.id)
            for entry in content.knowledge.entries.values()
            for wording in entry.wordings()
        ]
        sections = [
            ((document.id, number), f"{section.heading}. {section.text}")
            for document in content.knowledge.documents.values()
            for number, section in enumerate(document.sections)
        ]
        lines = follow_up_lines(content, preprocessor)
        return cls(
            wordings=[wording for wording, _ in pairs],
            entries=[entry for _, entry in pairs],
            passages=[text for _, text in sections],
            keys=[key for key, _ in sections],
            inside=[prepare(question.text) for question in content.inside],
            near=list(map(prepare, content.outside.near)),
            far=list(map(prepare, content.outside.far)),
            two_part=[
                prepare(part)
                for question in [*content.two_part.two, *content.two_part.one]
                for part in [question.text, *(half for split in split_candidates(question.text) for half in split)]
            ],
            after=[prepare(line.text) for line in lines],
            behind=[behind(content, line.last_entry, prepare(line.text)) for line in lines],
            words=[len(preprocessor.entities(line.text).rest) for line in lines],
        )

    def all(self) -> list[str]:
        """Return the texts of all parts, in order."""
        return [
            *self.wordings,
            *self.passages,
            *self.inside,
            *self.near,
            *self.far,
            *self.two_part,
            *self.after,
            *self.behind,
        ]


def preprocessor_for(content: Content, common: Sequence[str]) -> Preprocessor:
    """Return what prepares messages; `common` are right words besides the content's, the most frequent first."""
    entries, documents = content.knowledge.entries.values(), content.knowledge.documents.values()
    wordings = [text for entry in entries for text in entry.wordings()]
    texts = [*wordings, *(answer.text for entry in entries for answer in entry.every_answer())]
    texts += [section.text for document in documents for section in document.sections]
    known = {plain(wording): wording for wording in wordings}
    return Preprocessor(EntityFinder(content.vocabulary), Speller(texts, common), known)


def follow_up_lines(content: Content, preprocessor: Preprocessor) -> list[FollowUp]:
    """Return the lines that follow-ups are fitted on: those written for it, and others as changes of subject."""
    entries = sorted(content.knowledge.entries)
    outside = [InScope(text=text, entries=[]) for text in [*content.outside.near, *content.outside.far]]
    others = [
        FollowUp(last_entry=some_entry(question.text, entries), text=question.text, entries=question.entries)
        for question in [*content.inside, *outside]
        if leans(len(preprocessor.entities(question.text).rest))
    ]
    return [*content.follow_ups, *others]


def behind(content: Content, last_entry: str, text: str) -> str:
    """Return a prepared message behind the question of the entry that was answered before it."""
    return f"{content.knowledge.entries[last_entry].question} {text}"
