"""Edits of the content: what an editor adds or changes, written into a copy of the overlay."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge.entries import required
from knowledge.entries.content import Content
from knowledge.entries.content_files import OUT_OF_SCOPE, PHRASINGS, REGRESSION, overlay_files
from knowledge.entries.entry_yaml import as_written
from knowledge.entries.loader import load_content
from knowledge.entries.overlay import normalize, shipped_entries
from knowledge.entries.overlay_file import OverlayFile, append, merge, merge_list
from knowledge.entries.regression import Promoted, line
from knowledge.entries.schema import Entry, Model, Phrase, Slug
from knowledge.entries.superseded import entry_digest

AREA = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class EditError(Exception):
    """An edit that does not fit the content as it is now; the text says what to do."""


class AddWording(Model):
    """One more way in which users ask for an entry, and the question that must lead there from now on."""

    kind: Literal["wording"] = "wording"
    entry: Slug
    text: Phrase
    promoted: str | None = None


class SetEntry(Model):
    """A new entry, or one in its changed form. `based_on` is the digest of the entry that the editor saw."""

    kind: Literal["entry"] = "entry"
    area: Annotated[str, StringConstraints(pattern=AREA)]
    entry: Entry
    based_on: str | None = None
    promoted: str | None = None


class AddOutOfScope(Model):
    """A message close to the subject that no entry answers."""

    kind: Literal["out_of_scope"] = "out_of_scope"
    text: Phrase


Edit = Annotated[AddWording | SetEntry | AddOutOfScope, Field(discriminator="kind")]
EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


@dataclass(frozen=True)
class Staged:
    """An edited copy of the overlay in `folder`: its files that changed, and the content before and after."""

    overlay: Path
    folder: Path
    files: list[str]
    before: Content
    after: Content


def stage(shipped: Path, overlay: Path, edits: Sequence[Edit], folder: Path) -> Staged:
    """Copy the overlay to the empty `folder`, edit it there and load it; the shipped files are only read.

    Raises EditError, and ContentError when the content has faults then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in overlay_files(overlay):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(overlay / name, folder / name)
    before = load_content(shipped, overlay)
    editor = _Editor(shipped, folder, before)
    # whole entries first: a wording added to one of them meanwhile is then kept
    for edit in sorted(edits, key=lambda edit: not isinstance(edit, SetEntry)):
        editor.apply(edit)
    editor.write()
    names = sorted({*overlay_files(overlay), *overlay_files(folder)})
    changed = [name for name in names if _bytes(overlay / name) != _bytes(folder / name)]
    return Staged(overlay, folder, changed, before, load_content(shipped, folder))


class _Editor:
    """Applies edits to the overlay in a folder."""

    def __init__(self, shipped: Path, folder: Path, before: Content) -> None:
        self._folder = folder
        self._files: dict[str, OverlayFile] = {}
        self._shipped = {name: placed.entry for name, placed in shipped_entries(shipped).items()}
        # as they hold with the edits so far
        self._entries = dict(before.knowledge.entries)
        self._near = set(before.outside.near)

    def apply(self, edit: Edit) -> None:
        if isinstance(edit, AddWording):
            self._add_wording(edit)
            self._promote(edit.promoted, edit.entry)
        elif isinstance(edit, SetEntry):
            self._set_entry(edit)
            self._promote(edit.promoted, edit.entry.id)
        elif edit.text not in self._near:
            self._near.add(edit.text)
            append(self._map(OUT_OF_SCOPE).setdefault("near", CommentedSeq()), edit.text)

    def write(self) -> None:
        for file in self._files.values():
            file.write()

    def _add_wording(self, edit: AddWording) -> None:
        entry = self._entries.get(edit.entry)
        if entry is None:
            raise EditError(f"the entry {edit.entry} no longer exists; choose another one for “{edit.text}”")
        if normalize(edit.text) not in map(normalize, entry.wordings()):
            append(self._map(PHRASINGS).setdefault(entry.id, CommentedSeq()), edit.text)
            self._entries[entry.id] = entry.model_copy(update={"phrasings": [*entry.phrasings, edit.text]})

    def _set_entry(self, edit: SetEntry) -> None:
        self._check(edit)
        now = self._entries.get(edit.entry.id)
        entry = edit.entry.model_copy(update={"area": now.area if now else edit.area})
        self._entries[entry.id] = entry
        if entry.id == required.STATE_FIGURES:
            # these are made from the figures whenever the content is loaded
            entry = entry.model_copy(update={"states": {}})
        shipped = self._shipped.get(entry.id)
        if shipped and _only_adds_wordings(entry, shipped):
            self._take_out(entry)
            self._set_phrasings(entry.id, [text for text in entry.phrasings if text not in shipped.phrasings])
        else:
            self._put_in(entry, shipped)
            # the whole entry holds the wordings that were added to it before
            self._set_phrasings(entry.id, [])

    def _check(self, edit: SetEntry) -> None:
        name, now = edit.entry.id, self._entries.get(edit.entry.id)
        if edit.based_on is None:
            if now is not None:
                raise EditError(f"there is an entry {name} already; give the new one another id")
            if edit.area not in {entry.area for entry in self._entries.values()}:
                raise EditError(f"there is no area {edit.area}; choose one that other entries are in")
        elif now is None or entry_digest(now) != edit.based_on:
            raise EditError(f"the entry {name} was changed since it was opened; open it again and redo the edit")

    def _put_in(self, entry: Entry, shipped: Entry | None) -> None:
        written = as_written(entry)
        if shipped:
            written["based_on"] = entry_digest(shipped)
        entries = self._list(f"faq/{entry.area}.yml")
        found = next((data for data in entries if data["id"] == entry.id), None)
        if found is not None:
            merge(found, written)
        else:
            entries.append(written)

    def _take_out(self, entry: Entry) -> None:
        entries = self._list(f"faq/{entry.area}.yml")
        for number in reversed(range(len(entries))):
            if entries[number]["id"] == entry.id:
                del entries[number]

    def _set_phrasings(self, entry: str, texts: list[str]) -> None:
        phrasings = self._map(PHRASINGS)
        if not texts:
            phrasings.pop(entry, None)
        elif entry in phrasings:
            merge_list(phrasings[entry], texts)
        else:
            phrasings[entry] = CommentedSeq(texts)

    def _promote(self, question: str | None, entry: str) -> None:
        if question:
            path = self._folder / REGRESSION
            before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            path.write_text("".join(f"{text}\n" for text in [*before, line(Promoted(text=question, entry=entry))]))

    def _map(self, name: str) -> Any:
        return self._file(name, CommentedMap()).data

    def _list(self, name: str) -> Any:
        return self._file(name, CommentedSeq()).data

    def _file(self, name: str, empty: CommentedMap | CommentedSeq) -> OverlayFile:
        if name not in self._files:
            self._files[name] = OverlayFile(self._folder / name, empty)
        return self._files[name]


def _only_adds_wordings(entry: Entry, shipped: Entry) -> bool:
    """Whether the entry is the shipped one with more wordings: then these alone are kept, and its answers follow it."""
    more = set(entry.phrasings) >= set(shipped.phrasings)
    return more and entry.model_copy(update={"phrasings": shipped.phrasings, "area": shipped.area}) == shipped


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
