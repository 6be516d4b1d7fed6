"""Typing errors as people make them: a letter left out, doubled, swapped with the next, or another in its place."""

from __future__ import annotations

import random
import string


def misspell(text: str, draw: random.Random) -> str:
    """Return `text` with one or two typing errors in its letters, drawn from `draw`; as it is without letters."""
    for _ in range(draw.choice((1, 2))):
        letters = [place for place, char in enumerate(text) if char.isalpha()]
        if not letters:
            return text
        text = _error(text, draw.choice(letters), draw)
    return text


def _error(text: str, place: int, draw: random.Random) -> str:
    before, char, after = text[:place], text[place], text[place + 1 :]
    kind = draw.randrange(4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + char + char + after
    if kind == 2:
        return before + after[:1] + char + after[1:]
    return before + draw.choice(string.ascii_lowercase) + after
