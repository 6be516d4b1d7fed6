"""What edits change, to be read before it is published."""

from __future__ import annotations

import difflib
from pathlib import Path

from knowledge.entries.content_files import PHRASINGS
from knowledge.entries.edits import Staged
from knowledge.entries.entry_yaml import as_written, dumped
from knowledge.entries.schema import Entry


def differences(staged: Staged) -> dict[str, list[str]]:
    """Return the unified differences by title: of each entry as it holds, wherever its parts stand, then of files."""
    before, after = staged.before.knowledge.entries, staged.after.knowledge.entries
    changed = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    found = {_title(name, before, after): _diff(_text(before.get(name)), _text(after.get(name))) for name in changed}
    for name in staged.files:
        # entries and their wordings are shown above, unless they read as before
        if not (changed and (name == PHRASINGS or name.startswith("faq/"))):
            found[name] = _diff(_read(staged.overlay / name), _read(staged.folder / name))
    return found


def _title(name: str, before: dict[str, Entry], after: dict[str, Entry]) -> str:
    return f"{(after.get(name) or before[name]).area}: {name}"


def _text(entry: Entry | None) -> str:
    return dumped(as_written(entry)) if entry else ""


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _diff(old: str, new: str) -> list[str]:
    return list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]
