"""Entries as a person would write them in YAML: no defaults, short lists in one line, long texts folded."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, cast

import yaml as pyyaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from knowledge.entries.schema import Entry

WIDTH = 100
FULL_DATE = len("2026-01-31")

_TEXT = "tag:yaml.org,2002:str"
_RESOLVER = pyyaml.resolver.Resolver()


class _Representer(RoundTripRepresenter):
    """Quotes what the loader would take for something else than a text, such as `no` and `11:30`."""

    def plain_or_quoted(self, text: str) -> ScalarNode:
        quoted = _RESOLVER.resolve(pyyaml.ScalarNode, text, (True, False)) != _TEXT  # type: ignore[no-untyped-call]
        return self.represent_scalar(_TEXT, text, style='"' if quoted else None)


_Representer.add_representer(str, _Representer.plain_or_quoted)


def round_trip() -> YAML:
    """Return a reader and writer of YAML that keeps comments."""
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    return yaml


def dumped(data: Any) -> str:
    """Return data as YAML."""
    stream = io.StringIO()
    round_trip().dump(data, stream)
    return stream.getvalue()


def as_written(entry: Entry) -> CommentedMap:
    """Return the entry as it is written into a file."""
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
    return cast(str, FoldedScalarString(text)) if len(text) > WIDTH else text
