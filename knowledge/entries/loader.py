"""Content files to checked content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.entries import required
from knowledge.entries.content import Content
from knowledge.entries.figures import Figures, state_answers
from knowledge.entries.questions import FollowUp, InScope, OutOfScope, TwoPart
from knowledge.entries.regression import FILE as REGRESSION
from knowledge.entries.regression import load_promoted
from knowledge.entries.schema import Document, Entry, Forms, Knowledge, Source, Term, source_id
from knowledge.entries.yaml_file import ContentError, read_yaml
from knowledge.text.entities import Vocabulary

CONTENT = Path(__file__).resolve().parent.parent / "content"


def load_content(folder: Path = CONTENT) -> Content:
    """Load all content below `folder`. Raises ContentError with the faults found."""
    knowledge = load_knowledge(folder)
    figures = load_figures(folder)
    by_state = knowledge.entries[required.STATE_FIGURES]
    filled = by_state.model_copy(update={"states": state_answers(figures)})
    knowledge = knowledge.model_copy(update={"entries": {**knowledge.entries, filled.id: filled}})
    calibration = folder / "calibration"
    content = Content(
        knowledge=knowledge,
        vocabulary=read_yaml(folder / "vocabulary.yml", TypeAdapter(Vocabulary)),
        inside=read_yaml(calibration / "in_scope.yml", TypeAdapter(list[InScope])),
        outside=read_yaml(calibration / "out_of_scope.yml", TypeAdapter(OutOfScope)),
        two_part=read_yaml(calibration / "two_part.yml", TypeAdapter(TwoPart)),
        follow_ups=read_yaml(calibration / "follow_ups.yml", TypeAdapter(list[FollowUp])),
    )
    faults = list(_unknown_entries(folder, content))
    if faults:
        raise ContentError(faults)
    return content


def _unknown_entries(folder: Path, content: Content) -> Iterator[str]:
    two_part = content.two_part
    named = {
        "calibration/in_scope.yml": {name for question in content.inside for name in question.entries},
        "calibration/two_part.yml": {name for q in [*two_part.two, *two_part.one] for name in q.entries},
        "calibration/follow_ups.yml": {name for row in content.follow_ups for name in [row.last_entry, *row.entries]},
        REGRESSION: {question.entry for question in load_promoted(folder)},
    }
    for file, names in named.items():
        unknown = sorted(names - set(content.knowledge.entries))
        if unknown:
            yield f"{folder}/{file}: unknown entries {unknown}; mend the ids or delete the lines"


def load_figures(folder: Path = CONTENT) -> Figures:
    """Load the numbers of agreements. Raises ContentError."""
    return read_yaml(folder / "figures.yml", TypeAdapter(Figures))


def load_sources(folder: Path = CONTENT) -> dict[str, Source]:
    """Load the sources by id. Raises ContentError."""
    return read_yaml(folder / "sources.yml", TypeAdapter(dict[str, Source]))


def load_knowledge(content: Path = CONTENT) -> Knowledge:
    """Load and check every content file below `content`.

    Raises ContentError with all faults found: schema, unknown source, dead reference, duplicate id or phrasing, and
    a missing entry that the code leads to.
    """
    faults: list[str] = []
    sources = load_sources(content)
    glossary = read_yaml(content / "glossary.yml", TypeAdapter(list[Term]))
    forms = read_yaml(content / "forms.yml", TypeAdapter(Forms))
    entries: dict[str, Entry] = {}
    where: dict[str, Path] = {}
    for path in sorted((content / "faq").glob("*.yml")):
        try:
            found = read_yaml(path, TypeAdapter(list[Entry]))
        except ContentError as error:
            faults += error.faults
            continue
        for entry in found:
            if entry.id in entries:
                faults.append(f"{_at(path, entry.id)}: the id {entry.id} is also in {where[entry.id]}; rename one")
            entries[entry.id] = entry.model_copy(update={"area": path.stem})
            where[entry.id] = path
    documents: dict[str, Document] = {}
    for path in sorted((content / "programs").glob("*.yml")):
        try:
            document = read_yaml(path, TypeAdapter(Document))
        except ContentError as error:
            faults += error.faults
            continue
        documents[document.id] = document
        if document.source not in sources:
            faults.append(f"{path}:1: unknown source {document.source}; add it to sources.yml")
    if not faults:
        faults += _reference_faults(entries, sources, where)
        faults += _duplicate_faults(entries, where)
        faults += [
            f"{content / 'faq'}: the entry {name} is missing, and the bot leads to it; restore it"
            for name in sorted(required.REQUIRED - set(entries))
        ]
    if faults:
        raise ContentError(faults)
    return Knowledge(entries=entries, sources=sources, documents=documents, glossary=glossary, forms=forms)


def normalise(text: str) -> str:
    """Return `text` lower-case, with words and numbers only, for comparing phrasings."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _reference_faults(entries: dict[str, Entry], sources: dict[str, Source], where: dict[str, Path]) -> Iterator[str]:
    for entry in entries.values():
        at = _at(where[entry.id], entry.id)
        for related in entry.related:
            if related not in entries or related == entry.id:
                yield f"{at}: related entry {related} does not exist or is the entry itself; mend the id"
        for answer in entry.every_answer():
            for reference in [*answer.sources, *answer.links]:
                if source_id(reference) not in sources:
                    yield f"{at}: unknown source {reference}; add it to sources.yml or mend the id"
            for link in answer.links:
                if link in sources and not sources[link].url:
                    yield f"{at}: link {link} has no address in sources.yml"


def _duplicate_faults(entries: dict[str, Entry], where: dict[str, Path]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for entry in entries.values():
        for phrasing in entry.wordings():
            key = normalise(phrasing)
            if key in seen:
                at = _at(where[entry.id], entry.id)
                yield f"{at}: phrasing {phrasing!r} is also in {seen[key]}; keep it in one entry"
            seen[key] = entry.id


def _at(path: Path, entry: str) -> str:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.match(rf"- id: {re.escape(entry)}\s*(#.*)?$", line):
            return f"{path}:{number}"
    return str(path)
