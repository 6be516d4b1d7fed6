"""Edits of the content files: what an editor adds or changes, written with the comments and the layout kept."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import Field, StringConstraints, TypeAdapter
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from knowledge.entries.regression import FILE as PROMOTED
from knowledge.entries.regression import Promoted, line
from knowledge.entries.schema import Entry, Model, Phrase, Slug

AREA = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# columns of a list's text and of its dash within their parent: as a plain dump has them, and as the shipped files do
LAYOUTS = ((2, 0), (4, 2))
LONG = 100
FULL_DATE = len("2026-01-31")


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


def content_files(folder: Path) -> list[str]:
    """Return the content files below `folder` as relative paths, sorted."""
    found = (path for pattern in ("*.yml", "*.jsonl") for path in folder.rglob(pattern))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def digest_of(folder: Path) -> str:
    """Return a name of 16 characters that changes with the content files."""
    digest = sha256()
    for name in content_files(folder):
        digest.update(f"{name}\0".encode() + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def entry_digest(entry: Entry) -> str:
    """Return a name of 16 characters that changes with the entry."""
    return sha256(entry.model_dump_json(exclude={"area"}).encode()).hexdigest()[:16]


def stage(content: Path, edits: Sequence[Edit], folder: Path) -> list[str]:
    """Copy the content files to the empty `folder` and edit them there; return the files that changed.

    Raises EditError. The result still has to pass `load_content`.
    """
    for name in content_files(content):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(content / name, folder / name)
    staged = _Staged(folder)
    # whole entries first: a wording added to one of them meanwhile is then kept
    for edit in sorted(edits, key=lambda edit: not isinstance(edit, SetEntry)):
        staged.apply(edit)
    staged.write()
    return [name for name in content_files(folder) if _bytes(content / name) != _bytes(folder / name)]


class _Staged:
    """A folder of content files that edits are applied to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}

    def apply(self, edit: Edit) -> None:
        if isinstance(edit, AddWording):
            self._add_wording(edit)
            self._promote(edit.promoted, edit.entry)
        elif isinstance(edit, SetEntry):
            self._set_entry(edit)
            self._promote(edit.promoted, edit.entry.id)
        else:
            near = self._file("calibration/out_of_scope.yml").data["near"]
            if edit.text not in near:
                near.append(edit.text)

    def write(self) -> None:
        for file in self._files.values():
            file.write()

    def _add_wording(self, edit: AddWording) -> None:
        found = self._find(edit.entry)
        if found is None:
            raise EditError(f"the entry {edit.entry} no longer exists; choose another one for “{edit.text}”")
        if edit.text not in found["phrasings"]:
            found["phrasings"].append(edit.text)

    def _set_entry(self, edit: SetEntry) -> None:
        name, found = edit.entry.id, self._find(edit.entry.id)
        if edit.based_on is None:
            if found is not None:
                raise EditError(f"there is an entry {name} already; give the new one another id")
            if not (self._folder / "faq" / f"{edit.area}.yml").exists():
                raise EditError(f"there is no area {edit.area}; choose one of the files in faq/")
            entries = self._file(f"faq/{edit.area}.yml").data
            entries.append(_as_written(edit.entry))
            # an empty line before it, as between the others
            entries.yaml_set_comment_before_after_key(len(entries) - 1, before="\n")
        elif found is None or entry_digest(Entry.model_validate(_plain(found))) != edit.based_on:
            raise EditError(f"the entry {name} was changed since it was opened; open it again and redo the edit")
        else:
            _merge(found, _as_written(edit.entry))

    def _promote(self, question: str | None, entry: str) -> None:
        if question:
            with (self._folder / PROMOTED).open("a", encoding="utf-8") as stream:
                stream.write(line(Promoted(text=question, entry=entry)))

    def _find(self, entry: str) -> CommentedMap | None:
        for path in sorted((self._folder / "faq").glob("*.yml")):
            name = path.relative_to(self._folder).as_posix()
            if name in self._files or f"id: {entry}" in path.read_text(encoding="utf-8"):
                for data in self._file(name).data:
                    if data["id"] == entry:
                        return cast(CommentedMap, data)
        return None

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._files[name] = _File(self._folder / name)
        return self._files[name]


class _File:
    """A content file in the layout that it has, so that only what is edited changes; the shipped files to the byte."""

    def __init__(self, path: Path) -> None:
        self._path = path
        text = path.read_text(encoding="utf-8")
        self._yaml = min(map(_yaml, LAYOUTS), key=lambda yaml: _other_lines(_dump(yaml, yaml.load(text)), text))
        self.data: Any = self._yaml.load(text)
        self._unchanged = _dump(self._yaml, self.data)

    def write(self) -> None:
        text = _dump(self._yaml, self.data)
        if text != self._unchanged:
            self._path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _other_lines(text: str, wanted: str) -> int:
    lines = set(wanted.splitlines())
    return sum(line not in lines for line in text.splitlines())


def _yaml(layout: tuple[int, int]) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=layout[0], offset=layout[1])
    return yaml


def _dump(yaml: YAML, data: Any) -> str:
    stream = io.StringIO()
    yaml.dump(data, stream)
    text = stream.getvalue()
    if not isinstance(data, CommentedSeq) or not yaml.sequence_dash_offset:
        return text
    # the outermost list stands at the left edge
    return "".join(row.removeprefix("  ") for row in text.splitlines(keepends=True))


def _as_written(entry: Entry) -> CommentedMap:
    """The entry as a person would write it: no defaults, short lists in one line, long texts folded."""
    data = entry.model_dump(exclude_defaults=True, exclude={"area"})
    data["answers"] = {scope: _answer(answer) for scope, answer in data["answers"].items()}
    if "states" in data:
        data["states"] = {code: _answer(answer) for code, answer in data["states"].items()}
    data["related"] = _in_one_line(data["related"])
    return CommentedMap(data)


def _answer(answer: dict[str, Any]) -> CommentedMap:
    lists = {key: _in_one_line(answer[key]) for key in ("facts", "sources", "links") if key in answer}
    as_of = date.fromisoformat(answer["as_of"]) if len(answer["as_of"]) == FULL_DATE else answer["as_of"]
    written = {"text": _text(answer["text"]), "as_of": as_of, "confidence": answer["confidence"].value}
    return CommentedMap({**answer, **lists, **written})


def _in_one_line(values: list[str]) -> CommentedSeq:
    sequence = CommentedSeq(values)
    sequence.fa.set_flow_style()
    return sequence


def _text(text: str) -> str:
    if "\n" in text:
        return cast(str, LiteralScalarString(text))
    return cast(str, FoldedScalarString(text)) if len(text) > LONG else text


def _merge(old: CommentedMap, new: CommentedMap) -> None:
    """Bring `old` to `new`, touching only what differs."""
    for key in [key for key in old if key not in new]:
        del old[key]
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), CommentedMap):
            _merge(old[key], CommentedMap(value))
        elif isinstance(value, list) and isinstance(old.get(key), CommentedSeq):
            _merge_list(old[key], value)
        elif key not in old or str(old[key]) != str(value):
            old[key] = value


def _merge_list(old: CommentedSeq, new: list[str]) -> None:
    for number in reversed(range(len(old))):
        if old[number] not in new:
            del old[number]
    old.extend(value for value in new if value not in old)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return str(data) if isinstance(data, str) else data


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
