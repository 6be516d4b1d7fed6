"""What an index is called: a name that changes with all that it is made of, and with nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.entries.content import Content

# raise it with every change of how texts are prepared, of what is fitted and how, or of the files: an upgrade then
# makes a new index, and never reads one of another make
FORMAT = 1
# what the version of an index ends with whose classifiers have not seen all of its wordings
UNFITTED = "-unfitted"


def version_of(content: Content, encoder: str) -> str:
    """Return the version that an index of `content` has with the encoder of this fingerprint."""
    return hashlib.sha256(f"{FORMAT} {encoder} {content.digest()}".encode()).hexdigest()[:16]


def current_version(folder: Path) -> str | None:
    """Return the version in use in an index folder, or None."""
    try:
        return (folder / "current").read_text(encoding="ascii").strip() or None
    except OSError:
        return None


def fitting_pending(folder: Path) -> bool:
    """Return whether the classifiers of the index in use have still to be fitted on its newest wordings."""
    return (current_version(folder) or "").endswith(UNFITTED)
