"""An agency's own files, and entries as a person writes them there."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.entries.loader import load_content
from knowledge.entries.schema import Entry


def overlay(tmp_path: Path, **files: object) -> Path:
    """Return an overlay of the files by name: `faq__small` is faq/small.yml."""
    folder = tmp_path / "own"
    for name, data in files.items():
        path = folder / f"{name.replace('__', '/')}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False))
    return folder


def entry_of(content: Path, name: str, own: Path | None = None) -> Entry:
    """Return an entry as it holds."""
    return load_content(content, own).knowledge.entries[name]


def as_data(entry: Entry, **update: object) -> dict[str, object]:
    """Return the entry as a row of a file."""
    return entry.model_dump(mode="json", exclude={"area"}, exclude_defaults=True) | update


def upgrade(content: Path, old: str, new: str) -> None:
    """Change a shipped entry, as the next version of the bot would."""
    file = content / "faq" / "small.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
