"""Promoted questions: what a coordinator answered once and must stay answered, one JSON line each."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.entries.content_files import REGRESSION
from knowledge.entries.schema import Slug
from knowledge.entries.yaml_file import ContentError


class Promoted(BaseModel):
    """A question and the entry that it must lead to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    entry: Slug


def load_promoted(folder: Path, overlay: Path | None = None) -> list[Promoted]:
    """Return the promoted questions that ship in `folder` and those of the agency in `overlay`. Raises ContentError."""
    return list(dict.fromkeys(question for question, _ in placed_promoted(folder, overlay)))


def placed_promoted(folder: Path, overlay: Path | None = None) -> list[tuple[Promoted, str]]:
    """Return the promoted questions, each with its file and line. Raises ContentError."""
    found, faults = [], []
    for path in [layer / REGRESSION for layer in (folder, overlay) if layer]:
        for number, text in enumerate(_lines(path), start=1):
            try:
                found.append((Promoted.model_validate_json(text), f"{path}:{number}"))
            except ValidationError as error:
                faults.append(f"{path}:{number}: {error.errors()[0]['msg']}; fix or delete the line")
    if faults:
        raise ContentError(faults)
    return found


def line(question: Promoted) -> str:
    """Return the question as a line of the file, without its end."""
    return json.dumps(question.model_dump(), ensure_ascii=False)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: cannot be read ({error}); restore the file"]) from error
