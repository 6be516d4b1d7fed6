"""The agency's own changes, laid over the shipped content by key, so that an upgrade never meets an edited file.

faq/<area>.yml                whole entries, which replace the shipped ones of their ids or are new
phrasings.yml                 wordings added to entries, wherever these come from
sources.yml, glossary.yml     sources by id and terms, which replace the shipped ones or are new
forms.yml                     single fields of the shipped one
calibration/out_of_scope.yml  further lines
regression.jsonl              further promoted questions

A file that is missing changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from knowledge.entries.calibration_questions import OutOfScope
from knowledge.entries.content_files import (
    FORMS,
    GLOSSARY,
    OUT_OF_SCOPE,
    PHRASINGS,
    REGRESSION,
    SOURCES,
    entry_files,
    overlay_files,
    stray_files,
)
from knowledge.entries.schema import Entry, Form, Forms, HttpsUrl, Model, Phrase, Slug, Source, Term
from knowledge.entries.yaml_file import ContentError, Place, collecting, read_yaml
from knowledge.text.programs import Program

KINDS = ", ".join(("faq/<area>.yml", PHRASINGS, SOURCES, GLOSSARY, FORMS, OUT_OF_SCOPE, REGRESSION))

T = TypeVar("T")
E = TypeVar("E", bound=Entry)


class OverlayEntry(Entry):
    """A whole entry of the overlay; `based_on` is the digest of the shipped entry that it was made from."""

    based_on: str | None = None

    def plain(self) -> Entry:
        """Return the entry as any other."""
        return Entry.model_construct(**{name: getattr(self, name) for name in Entry.model_fields})


class FormsChange(Model):
    """The fields of forms.yml that the agency fills in its own way."""

    mailbox: str | None = None
    program_page: HttpsUrl | None = None
    programs: dict[Program, Form] = {}


class FurtherLines(Model):
    """Messages that no entry answers, beside the shipped ones."""

    near: list[str] = []
    far: list[str] = []


@dataclass(frozen=True)
class Placed:
    """An entry as it holds, where it stands, and where the wordings stand that the agency added to it."""

    entry: Entry
    place: Place
    added: dict[str, Place] = field(default_factory=dict)


def normalize(text: str) -> str:
    """Return `text` lower-case, with words and numbers only, for comparing phrasings."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def shipped_entries(folder: Path) -> dict[str, Placed]:
    """Return the shipped entries by id. Raises ContentError."""
    return {entry.id: Placed(entry, place) for entry, place in _entries(folder, TypeAdapter(list[Entry]))}


def own_entries(overlay: Path | None) -> dict[str, tuple[OverlayEntry, Place]]:
    """Return the whole entries of the overlay by id. Raises ContentError."""
    found = _entries(overlay, TypeAdapter(list[OverlayEntry])) if overlay else []
    return {entry.id: (entry, place) for entry, place in found}


def own_phrasings(overlay: Path | None) -> dict[str, list[str]]:
    """Return the wordings that the agency added, by entry id. Raises ContentError."""
    return _read(overlay, PHRASINGS, TypeAdapter(dict[Slug, list[Phrase]]), {})


def merged_entries(folder: Path, overlay: Path | None) -> dict[str, Placed]:
    """Return the entries as they hold, by id: the shipped ones in their order, then the agency's new ones.

    Raises ContentError with the faults of both layers.
    """
    faults: list[str] = []
    found: dict[str, Placed] = {}
    with collecting(faults):
        found |= shipped_entries(folder)
    with collecting(faults):
        found |= {name: Placed(entry.plain(), place) for name, (entry, place) in own_entries(overlay).items()}
    phrasings: dict[str, list[str]] = {}
    with collecting(faults):
        phrasings = own_phrasings(overlay)
    if not faults and overlay:
        faults += [
            f"{Place(overlay / PHRASINGS, (name,))}: there is no entry {name}; fix the id or delete its wordings"
            for name in phrasings
            if name not in found
        ]
    if faults:
        raise ContentError(faults)
    for name, wordings in phrasings.items():
        assert overlay
        found[name] = _with_wordings(found[name], wordings, overlay / PHRASINGS)
    return found


def merged_sources(folder: Path, overlay: Path | None) -> dict[str, Source]:
    """Return the sources by id. Raises ContentError."""
    adapter = TypeAdapter(dict[str, Source])
    return read_yaml(folder / SOURCES, adapter) | _read(overlay, SOURCES, adapter, {})


def merged_glossary(folder: Path, overlay: Path | None) -> list[Term]:
    """Return the terms. Raises ContentError."""
    adapter = TypeAdapter(list[Term])
    layers = [*read_yaml(folder / GLOSSARY, adapter), *_read(overlay, GLOSSARY, adapter, [])]
    return list({term.term: term for term in layers}.values())


def merged_forms(folder: Path, overlay: Path | None) -> Forms:
    """Return where an agency that wants a program is sent. Raises ContentError."""
    shipped = read_yaml(folder / FORMS, TypeAdapter(Forms))
    own = _read(overlay, FORMS, TypeAdapter(FormsChange), FormsChange())
    programs = dict(shipped.programs)
    for program, form in own.programs.items():
        programs[program] = programs.get(program, Form()).model_copy(update=form.model_dump(exclude_unset=True))
    return Forms(
        mailbox=own.mailbox or shipped.mailbox,
        program_page=own.program_page or shipped.program_page,
        programs=programs,
    )


def merged_out_of_scope(folder: Path, overlay: Path | None) -> OutOfScope:
    """Return the messages that no entry answers. Raises ContentError."""
    shipped = read_yaml(folder / OUT_OF_SCOPE, TypeAdapter(OutOfScope))
    own = _read(overlay, OUT_OF_SCOPE, TypeAdapter(FurtherLines), FurtherLines())
    return OutOfScope(
        near=list(dict.fromkeys([*shipped.near, *own.near])), far=list(dict.fromkeys([*shipped.far, *own.far]))
    )


def stray_faults(overlay: Path | None) -> Iterator[str]:
    """Yield a fault for each file of the overlay that would change nothing, though it looks as if it did."""
    for path in stray_files(overlay) if overlay else []:
        yield f"{path}:1: no file of this name is read here; {KINDS} are: rename it or move it away"


def has_entries(overlay: Path) -> bool:
    """Return whether the overlay holds whole entries."""
    return any(name.startswith("faq/") for name in overlay_files(overlay))


def _entries(folder: Path, adapter: TypeAdapter[list[E]]) -> list[tuple[E, Place]]:
    faults: list[str] = []
    found: dict[str, tuple[E, Place]] = {}
    for path in entry_files(folder):
        with collecting(faults):
            entries: list[E] = read_yaml(path, adapter, empty=[])
            for number, entry in enumerate(entries):
                place = Place(path, (number,))
                if entry.id in found:
                    other = found[entry.id][1].path
                    faults.append(f"{place}: the id {entry.id} is also in {other}; rename one")
                found[entry.id] = entry.model_copy(update={"area": path.stem}), place
    if faults:
        raise ContentError(faults)
    return list(found.values())


def _with_wordings(placed: Placed, wordings: list[str], path: Path) -> Placed:
    entry, added = placed.entry, {}
    known = {normalize(wording) for wording in entry.wordings()}
    for number, wording in enumerate(wordings):
        if normalize(wording) not in known:
            known.add(normalize(wording))
            added[wording] = Place(path, (entry.id, number))
    return replace(placed, entry=entry.model_copy(update={"phrasings": [*entry.phrasings, *added]}), added=added)


def _read(overlay: Path | None, name: str, adapter: TypeAdapter[T], empty: T) -> T:
    if overlay is None or not (overlay / name).exists():
        return empty
    return read_yaml(overlay / name, adapter, empty)
