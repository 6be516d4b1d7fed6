"""Evaluation sets: JSON lines with a message and what should come back."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.user_error import UserError
from knowledge import misspell

Kind = Literal["answer", "near", "far"]
TYPO_SEED = 40


class Row(BaseModel):
    """One message. `gold` are the entries of which any one is right, or in two-part messages both, in order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    gold: list[str] = []
    program: str | None = None
    style: str = ""
    reason: str | None = None

    @property
    def kind(self) -> Kind:
        """Whether an entry answers the message, or it lies near the subject (with a reason) or far from it."""
        if self.gold:
            return "answer"
        return "near" if self.reason else "far"

    @property
    def two_part(self) -> bool:
        """Whether the message asks two things."""
        return self.style == "two-part"


def read_rows(files: list[Path]) -> list[Row]:
    """Return the rows of all files; lines of whole conversations or of other kinds are passed over.

    Raises UserError with file and line.
    """
    rows = []
    for file in files:
        for number, data in _lines(file):
            if "turns" in data or "expect" in data:
                continue
            try:
                rows.append(Row.model_validate(data))
            except ValidationError as error:
                fault = error.errors()[0]
                raise UserError(f"{file}:{number}: {fault['loc']}: {fault['msg']}; fix the line") from error
    if not rows:
        raise UserError(f"no questions in {', '.join(map(str, files))}; give files of JSON lines with `id` and `text`")
    return rows


def with_typing_errors(rows: list[Row]) -> list[Row]:
    """Return the answerable rows with one or two typing errors each, the same at every call."""
    return [
        row.model_copy(update={"text": misspell(row.text, random.Random(f"{TYPO_SEED} {row.id}"))})
        for row in rows
        if row.kind == "answer"
    ]


def _lines(file: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error}); give another --set") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, dict(json.loads(line))
            except ValueError as error:
                raise UserError(f"{file}:{number}: not a JSON object ({error}); fix the line") from error
