"""All content, checked, and the texts in it that search works on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.calibration import InScope, OutOfScope, load_questions
from knowledge.entries import CONTENT, Knowledge, load_knowledge
from knowledge.figures import Figures, state_answers
from knowledge.follow_up import FollowUp, leans, load_follow_ups, some_topic
from knowledge.mentions import MentionFinder, Mentions, Vocabulary
from knowledge.promoted import FILE as PROMOTED
from knowledge.promoted import load_promoted
from knowledge.spelling import Speller
from knowledge.two_part import TwoPart, halves, load_two_part
from knowledge.yaml_file import ContentError, read_yaml


class Texts(BaseModel):
    """What is encoded, programs masked in all but the passages.

    `wordings` with one of `topics` each; `passages` with document and section number in `keys`; and the calibration
    questions: `after` the lines that may lean on the answer before them (see `Content.lines`), with their number of
    `words`, and `behind` the same lines behind that answer's question.
    """

    model_config = ConfigDict(frozen=True)

    wordings: list[str]
    topics: list[str]
    passages: list[str]
    keys: list[tuple[str, int]]
    inside: list[str]
    near: list[str]
    far: list[str]
    two_part: list[str]
    after: list[str]
    behind: list[str]
    words: list[int]

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


@dataclass(frozen=True)
class Reader:
    """Reads messages: mends their spelling, finds their mentions, and masks their programs for the search.

    A message that is one of the `wordings` (by their plain form) is read as that wording, whatever its spelling.
    """

    finder: MentionFinder
    speller: Speller
    wordings: Mapping[str, str]

    def mentions(self, text: str) -> Mentions:
        """Return the mentions in a message, misspelt ones too; their places are those in the mended text."""
        return self.finder.find(self._mended(text))

    def prepare(self, text: str) -> str:
        """Return a message as it is encoded and searched."""
        return self.finder.mask(self._mended(text))

    def _mended(self, text: str) -> str:
        return self.wordings.get(plain(text)) or self.speller.correct(text)


def plain(text: str) -> str:
    """Return a text without what does not tell it from another: case, spaces, the stop at its end."""
    return " ".join(text.casefold().split()).rstrip(" ?.!")


class Content(BaseModel):
    """Everything that an index is made of."""

    model_config = ConfigDict(frozen=True)

    knowledge: Knowledge
    vocabulary: Vocabulary
    inside: list[InScope]
    outside: OutOfScope
    two_part: TwoPart
    follow_ups: list[FollowUp]

    def reader(self, common: Sequence[str]) -> Reader:
        """Return what prepares messages; `common` are right words besides the content's, the most frequent first."""
        wordings = [text for entry in self.knowledge.entries.values() for text in [entry.question, *entry.phrasings]]
        texts = [*wordings]
        texts += [answer.text for entry in self.knowledge.entries.values() for answer in entry.every_answer()]
        texts += [section.text for document in self.knowledge.documents.values() for section in document.sections]
        known = {plain(wording): wording for wording in wordings}
        return Reader(MentionFinder(self.vocabulary), Speller(texts, common), known)

    def texts(self, reader: Reader) -> Texts:
        """Return the texts that search works on, the calibration questions as `reader` prepares messages."""
        pairs = [
            (reader.finder.mask(wording), entry.id)
            for entry in self.knowledge.entries.values()
            for wording in [entry.question, *entry.phrasings]
        ]
        sections = [
            ((document.id, number), f"{section.heading}. {section.text}")
            for document in self.knowledge.documents.values()
            for number, section in enumerate(document.sections)
        ]
        lines = self.lines(reader)
        return Texts(
            wordings=[wording for wording, _ in pairs],
            topics=[topic for _, topic in pairs],
            passages=[text for _, text in sections],
            keys=[key for key, _ in sections],
            inside=[reader.prepare(question.text) for question in self.inside],
            near=[reader.prepare(text) for text in self.outside.near],
            far=[reader.prepare(text) for text in self.outside.far],
            two_part=[
                reader.prepare(part)
                for question in [*self.two_part.two, *self.two_part.one]
                for part in [question.text, *(half for cut in halves(question.text) for half in cut)]
            ],
            after=[reader.prepare(line.text) for line in lines],
            behind=[self.behind(line.topic, reader.prepare(line.text)) for line in lines],
            words=[len(reader.mentions(line.text).rest) for line in lines],
        )

    def lines(self, reader: Reader) -> list[FollowUp]:
        """Return the lines that follow-ups are fitted on: those written for it, and others as changes of subject."""
        topics = sorted(self.knowledge.entries)
        outside = [InScope(text=text, entries=[]) for text in [*self.outside.near, *self.outside.far]]
        others = [
            FollowUp(topic=some_topic(question.text, topics), text=question.text, entries=question.entries)
            for question in [*self.inside, *outside]
            if leans(len(reader.mentions(question.text).rest))
        ]
        return [*self.follow_ups, *others]

    def behind(self, topic: str, text: str) -> str:
        """Return a prepared message behind the question of the entry that was answered before it."""
        return f"{self.knowledge.entries[topic].question} {text}"

    def version(self, way: str) -> str:
        """Return a name that changes with the content and with `way`, which says how it is indexed."""
        whole = [
            way,
            self.knowledge.model_dump(mode="json"),
            self.vocabulary.model_dump(),
            [question.model_dump() for question in self.inside],
            self.outside.model_dump(),
            self.two_part.model_dump(),
            [line.model_dump() for line in self.follow_ups],
        ]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]


def load_content(folder: Path = CONTENT) -> Content:
    """Load all content below `folder`. Raises ContentError."""
    knowledge = load_knowledge(folder)
    figures = read_yaml(folder / "figures.yml", TypeAdapter(Figures))
    by_state = knowledge.entries.get("state-figures")
    if by_state is not None:
        filled = by_state.model_copy(update={"states": state_answers(figures)})
        knowledge = knowledge.model_copy(update={"entries": {**knowledge.entries, filled.id: filled}})
    inside, outside = load_questions(folder / "calibration")
    two_part = load_two_part(folder / "calibration")
    follow_ups = load_follow_ups(folder / "calibration")
    named = {
        "in_scope.yml": {name for question in inside for name in question.entries},
        "two_part.yml": {name for question in [*two_part.two, *two_part.one] for name in question.entries},
        "follow_ups.yml": {name for line in follow_ups for name in [line.topic, *line.entries]},
    }
    for file, names in named.items():
        unknown = names - set(knowledge.entries)
        if unknown:
            raise ContentError([f"{folder}/calibration/{file}: unknown entries {sorted(unknown)}; mend the ids"])
    promoted = [question.entry for question in load_promoted(folder) if question.entry not in knowledge.entries]
    if promoted:
        raise ContentError([f"{folder}/{PROMOTED}: unknown entries {sorted(set(promoted))}; mend or delete the lines"])
    vocabulary = read_yaml(folder / "vocabulary.yml", TypeAdapter(Vocabulary))
    return Content(
        knowledge=knowledge,
        vocabulary=vocabulary,
        inside=inside,
        outside=outside,
        two_part=two_part,
        follow_ups=follow_ups,
    )
