"""What the bot knows (entries, program texts, sources) and how it is searched.

Others reach it by `knowledge.client` with `knowledge.results`, and by the names below, which need no model and no
index; each is imported when it is first used, so that the dialogue environment can import `knowledge` too. What the
commands need to build, ingest and serve stands in `knowledge.maintenance`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.entries import required
    from knowledge.entries.content import Content
    from knowledge.entries.content_files import digest_of
    from knowledge.entries.difference import differences
    from knowledge.entries.edits import (
        EDIT,
        AddOutOfScope,
        AddWording,
        EditError,
        SetEntry,
        Staged,
        stage,
    )
    from knowledge.entries.loader import load_content
    from knowledge.entries.schema import Confidence, Entry
    from knowledge.entries.superseded import Superseded, entry_digest, superseded, with_own_wordings
    from knowledge.entries.yaml_file import ContentError
    from knowledge.retrieval.index_version import fitting_pending
    from knowledge.roster.query_text import KINDS
    from knowledge.text.agency_kinds import AGENCY_KINDS
    from knowledge.text.dates import written
    from knowledge.text.personal_data import find, redact
    from knowledge.text.programs import PROGRAM_NAMES, PROGRAMS
    from knowledge.text.references import REFERENCE, REFERENCE_LETTERS
    from knowledge.text.states import STATE_NAMES
    from knowledge.text.typos import misspell

__all__ = [
    "AGENCY_KINDS",
    "EDIT",
    "KINDS",
    "PROGRAMS",
    "PROGRAM_NAMES",
    "REFERENCE",
    "REFERENCE_LETTERS",
    "STATE_NAMES",
    "AddOutOfScope",
    "AddWording",
    "Confidence",
    "Content",
    "ContentError",
    "EditError",
    "Entry",
    "SetEntry",
    "Staged",
    "Superseded",
    "differences",
    "digest_of",
    "entry_digest",
    "find",
    "fitting_pending",
    "load_content",
    "misspell",
    "redact",
    "required",
    "stage",
    "superseded",
    "with_own_wordings",
    "written",
]

_HOMES = {
    "knowledge.entries": ("required",),
    "knowledge.entries.content": ("Content",),
    "knowledge.entries.content_files": ("digest_of",),
    "knowledge.entries.difference": ("differences",),
    "knowledge.entries.edits": (
        "EDIT",
        "AddOutOfScope",
        "AddWording",
        "EditError",
        "SetEntry",
        "Staged",
        "stage",
    ),
    "knowledge.entries.loader": ("load_content",),
    "knowledge.entries.schema": ("Confidence", "Entry"),
    "knowledge.entries.superseded": ("Superseded", "entry_digest", "superseded", "with_own_wordings"),
    "knowledge.entries.yaml_file": ("ContentError",),
    "knowledge.retrieval.index_version": ("fitting_pending",),
    "knowledge.text.dates": ("written",),
    "knowledge.roster.query_text": ("KINDS",),
    "knowledge.text.agency_kinds": ("AGENCY_KINDS",),
    "knowledge.text.personal_data": ("find", "redact"),
    "knowledge.text.programs": ("PROGRAM_NAMES", "PROGRAMS"),
    "knowledge.text.references": ("REFERENCE", "REFERENCE_LETTERS"),
    "knowledge.text.states": ("STATE_NAMES",),
    "knowledge.text.typos": ("misspell",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a name of the face when it is first asked for (PEP 562). Raises AttributeError."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "required":
        return import_module("knowledge.entries.required")
    return getattr(import_module(_HOME_OF[name]), name)
