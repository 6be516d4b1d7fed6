"""Days as text is written; `short` for where space is scarce: 18 May 2026 is in both, 16 April 2025 is 16 Apr 2025."""

from __future__ import annotations

from datetime import date


def day(value: date, *, short: bool = False) -> str:
    """Return a day in words: 18 May 2026."""
    return f"{value.day} {value:{'%b' if short else '%B'} %Y}"


def written(partial: str, *, short: bool = False) -> str:
    """Return a date as far as it is known (YYYY, YYYY-MM or YYYY-MM-DD) in words: 2025-01 is January 2025."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return partial
    in_words = day(date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1), short=short)
    return in_words if len(parts) == 3 else in_words.partition(" ")[2]
