"""A YAML file of the overlay that is edited: the comments that a person wrote into it stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.tokens import CommentToken

from knowledge.entries.entry_yaml import dumped, round_trip


class OverlayFile:
    """The content of a file, to be changed in place and written back. Made from nothing when there is no file."""

    def __init__(self, path: Path, empty: CommentedMap | CommentedSeq) -> None:
        self._path = path
        self._text = path.read_text(encoding="utf-8") if path.exists() else ""
        self.data: Any = round_trip().load(self._text)
        if self.data is None:
            self.data = empty
        self._unchanged = self._dumped()

    def write(self) -> None:
        """Write the file if its content changed; one with neither content nor comments goes."""
        text = self._dumped()
        if text == self._unchanged:
            return
        # a comment goes with what stood before it: those that did so stand at the head then
        lost = [line for line in _comments(self._text) if line not in _comments(text)]
        text = "".join(f"{line}\n" for line in lost) + text
        if text:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(text, encoding="utf-8")
        else:
            self._path.unlink(missing_ok=True)

    def _dumped(self) -> str:
        return dumped(self.data) if self.data else ""


def merge(old: CommentedMap, new: CommentedMap) -> None:
    """Bring `old` to `new`, touching only what differs."""
    for key in [key for key in old if key not in new]:
        del old[key]
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), CommentedMap):
            merge(old[key], CommentedMap(value))
        elif isinstance(value, list) and isinstance(old.get(key), CommentedSeq):
            merge_list(old[key], value)
        elif key not in old or str(old[key]) != str(value):
            old[key] = value


def merge_list(old: CommentedSeq, new: list[str]) -> None:
    """Bring `old` to the values of `new`, those that are new at the end."""
    for number in reversed(range(len(old))):
        if old[number] not in new:
            del old[number]
    for value in new:
        if value not in old:
            append(old, value)


def append(old: CommentedSeq, value: Any) -> None:
    """Add a value; a comment on lines of its own after the list stays after it."""
    last = len(old) - 1
    old.append(value)
    comments = old.ca.items.pop(last, None)
    if comments and comments[0]:
        token = comments[0]
        beside, _, below = token.value.partition("\n")
        if beside:
            old.ca.items[last] = [CommentToken(f"{beside}\n", token.start_mark, None), None]
        if below:
            old.ca.items[last + 1] = [CommentToken(f"\n{below}", token.start_mark, None), None]


def _comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
