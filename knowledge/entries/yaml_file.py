"""Read one YAML file into a pydantic model; every complaint names file, line and fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class ContentError(Exception):
    """Content files that cannot be used: one line per fault, each with file, line and fix."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, and the keys and numbers that lead to it. As text, the file and the line."""

    path: Path
    steps: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        root = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return f"{self.path}:{line_of(root, self.steps)}"


@contextmanager
def collecting(faults: list[str]) -> Iterator[None]:
    """Add the faults of a ContentError to `faults` and go on after the block."""
    try:
        yield
    except ContentError as error:
        faults += error.faults


def read_yaml(path: Path, adapter: TypeAdapter[T], empty: T | None = None) -> T:
    """Return the content of `path` as the adapter's type; `empty` when it is given and nothing stands in the file.

    Raises ContentError when the file is missing, is not YAML, or does not fit the schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: cannot be read ({error}); restore the file"]) from error
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise ContentError([f"{path}:{line}: not valid YAML: {problem}"]) from error
    if data is None and empty is not None:
        return empty
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        faults = [
            f"{path}:{line_of(root, fault['loc'])}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors()
        ]
        raise ContentError(faults) from error


def line_of(root: Any, location: Sequence[str | int]) -> int:
    """Return the line (from 1) of the deepest node on the path `location`."""
    node = root
    for step in location:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return node.start_mark.line + 1 if node is not None else 1


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value
    return None
