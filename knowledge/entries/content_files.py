"""The files of the two layers of content: what ships, and the agency's own changes above it (the overlay)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

SOURCES = "sources.yml"
GLOSSARY = "glossary.yml"
FORMS = "forms.yml"
FIGURES = "figures.yml"
VOCABULARY = "vocabulary.yml"
IN_SCOPE = "calibration/in_scope.yml"
OUT_OF_SCOPE = "calibration/out_of_scope.yml"
TWO_PART = "calibration/two_part.yml"
FOLLOW_UPS = "calibration/follow_ups.yml"
REGRESSION = "regression.jsonl"
# wordings that the agency added to entries, wherever these come from; of the overlay alone
PHRASINGS = "phrasings.yml"

_ENTRIES = "faq/*.yml"
_BOTH = (_ENTRIES, SOURCES, GLOSSARY, FORMS, OUT_OF_SCOPE, REGRESSION)
_SHIPPED = (*_BOTH, "programs/*.yml", FIGURES, VOCABULARY, IN_SCOPE, TWO_PART, FOLLOW_UPS)
_OVERLAY = (*_BOTH, PHRASINGS)


def entry_files(folder: Path) -> list[Path]:
    """Return the files of a layer that whole entries stand in, sorted."""
    return sorted(folder.glob(_ENTRIES))


def shipped_files(folder: Path) -> list[str]:
    """Return the files of the shipped content in `folder` as relative paths, sorted."""
    return _found(folder, _SHIPPED)


def overlay_files(folder: Path) -> list[str]:
    """Return the files of an overlay as relative paths, sorted; none when there is no such folder."""
    return _found(folder, _OVERLAY)


def stray_files(overlay: Path) -> list[Path]:
    """Return the files of an overlay that look like content and are read by nothing."""
    looks = {path for pattern in ("*.yml", "*.yaml", "*.jsonl") for path in overlay.rglob(pattern)}
    return sorted(looks - {overlay / name for name in overlay_files(overlay)})


def digest_of(shipped: Path, overlay: Path | None = None) -> str:
    """Return a name of 16 characters that changes with the files of either layer."""
    layers = [(shipped, shipped_files(shipped)), *([(overlay, overlay_files(overlay))] if overlay else [])]
    digest = sha256()
    for number, (folder, names) in enumerate(layers):
        for name in names:
            digest.update(f"{number} {name}\0".encode() + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _found(folder: Path, patterns: Sequence[str]) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern))
