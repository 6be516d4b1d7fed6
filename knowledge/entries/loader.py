"""Content files to checked content: the shipped ones with the agency's own changes above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.entries import required
from knowledge.entries.calibration_questions import FollowUp, InScope, TwoPart
from knowledge.entries.content import Content
from knowledge.entries.content_files import FIGURES, FOLLOW_UPS, IN_SCOPE, TWO_PART, VOCABULARY
from knowledge.entries.figures import Figures, state_answers
from knowledge.entries.overlay import (
    Placed,
    merged_entries,
    merged_forms,
    merged_glossary,
    merged_out_of_scope,
    merged_sources,
    normalize,
    stray_faults,
)
from knowledge.entries.regression import placed_promoted
from knowledge.entries.schema import Document, Knowledge, Source, source_id
from knowledge.entries.yaml_file import ContentError, Place, collecting, read_yaml
from knowledge.text.entities import Vocabulary

CONTENT = Path(__file__).resolve().parent.parent / "content"


def load_content(folder: Path = CONTENT, overlay: Path | None = None) -> Content:
    """Load the shipped content in `folder` with the agency's changes in `overlay`.

    Raises ContentError with the faults found.
    """
    knowledge = load_knowledge(folder, overlay)
    figures = load_figures(folder)
    by_state = knowledge.entries[required.STATE_FIGURES]
    filled = by_state.model_copy(update={"states": state_answers(figures)})
    knowledge = knowledge.model_copy(update={"entries": {**knowledge.entries, filled.id: filled}})
    content = Content(
        knowledge=knowledge,
        vocabulary=read_yaml(folder / VOCABULARY, TypeAdapter(Vocabulary)),
        inside=read_yaml(folder / IN_SCOPE, TypeAdapter(list[InScope])),
        outside=merged_out_of_scope(folder, overlay),
        two_part=read_yaml(folder / TWO_PART, TypeAdapter(TwoPart)),
        follow_ups=read_yaml(folder / FOLLOW_UPS, TypeAdapter(list[FollowUp])),
    )
    faults = [*_unknown_entries(folder, content), *_unknown_promoted(folder, overlay, content)]
    if faults:
        raise ContentError(faults)
    return content


def load_figures(folder: Path = CONTENT) -> Figures:
    """Load the shipped numbers of agreements. Raises ContentError."""
    return read_yaml(folder / FIGURES, TypeAdapter(Figures))


def load_knowledge(folder: Path = CONTENT, overlay: Path | None = None) -> Knowledge:
    """Load and check entries, sources, program texts, glossary and forms of both layers.

    Raises ContentError with all faults found: schema, unknown source, dead reference, duplicate id or phrasing, and
    a missing entry that the code leads to.
    """
    faults = list(stray_faults(overlay))
    placed: dict[str, Placed] = {}
    sources = merged_sources(folder, overlay)
    glossary = merged_glossary(folder, overlay)
    forms = merged_forms(folder, overlay)
    with collecting(faults):
        placed = merged_entries(folder, overlay)
    documents: dict[str, Document] = {}
    for path in sorted((folder / "programs").glob("*.yml")):
        with collecting(faults):
            document = read_yaml(path, TypeAdapter(Document))
            documents[document.id] = document
            if document.source not in sources:
                faults.append(f"{path}:1: unknown source {document.source}; add it to sources.yml")
    if not faults:
        faults += _reference_faults(placed, sources)
        faults += _duplicate_faults(placed, overlay)
        faults += [
            f"{folder / 'faq'}: the entry {name} is missing, and the bot leads to it; restore it"
            for name in sorted(required.REQUIRED - set(placed))
        ]
    if faults:
        raise ContentError(faults)
    entries = {name: found.entry for name, found in placed.items()}
    return Knowledge(entries=entries, sources=sources, documents=documents, glossary=glossary, forms=forms)


def _unknown_entries(folder: Path, content: Content) -> Iterator[str]:
    two_part = content.two_part
    named = {
        IN_SCOPE: {name for question in content.inside for name in question.entries},
        TWO_PART: {name for q in [*two_part.two, *two_part.one] for name in q.entries},
        FOLLOW_UPS: {name for row in content.follow_ups for name in [row.last_entry, *row.entries]},
    }
    for file, names in named.items():
        unknown = sorted(names - set(content.knowledge.entries))
        if unknown:
            yield f"{folder}/{file}: unknown entries {unknown}; fix the ids or delete the lines"


def _unknown_promoted(folder: Path, overlay: Path | None, content: Content) -> Iterator[str]:
    for question, place in placed_promoted(folder, overlay):
        if question.entry not in content.knowledge.entries:
            yield f"{place}: unknown entry {question.entry}; fix the id or delete the line"


def _reference_faults(placed: Mapping[str, Placed], sources: Mapping[str, Source]) -> Iterator[str]:
    for found in placed.values():
        entry, at = found.entry, found.place
        for related in entry.related:
            if related not in placed or related == entry.id:
                yield f"{at}: related entry {related} does not exist or is the entry itself; fix the id"
        for answer in entry.every_answer():
            for reference in [*answer.sources, *answer.links]:
                if source_id(reference) not in sources:
                    yield f"{at}: unknown source {reference}; add it to sources.yml or fix the id"
            for link in answer.links:
                if link in sources and not sources[link].url:
                    yield f"{at}: link {link} has no address in sources.yml"


def _duplicate_faults(placed: Mapping[str, Placed], overlay: Path | None) -> Iterator[str]:
    wordings = [
        (wording, name, found.added.get(wording, found.place))
        for name, found in placed.items()
        for wording in found.entry.wordings()
    ]
    seen: dict[str, str] = {}
    # the agency's own come last: it is these that can be mended
    for wording, name, place in sorted(wordings, key=lambda row: _is_own(row[2], overlay)):
        key = normalize(wording)
        if key in seen:
            yield f"{place}: phrasing {wording!r} is also in {seen[key]}; keep it in one entry"
        seen[key] = name


def _is_own(place: Place, overlay: Path | None) -> bool:
    return overlay is not None and place.path.is_relative_to(overlay)
