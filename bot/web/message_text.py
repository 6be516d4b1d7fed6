"""A user's message, checked and cleaned before anything else sees it."""

from __future__ import annotations

import unicodedata

from bot.web.errors import ApiError

LONGEST = 500
# Rasa takes a message that begins with "/" for a command; this look-alike keeps it text
SLASH, PLAIN_SLASH = "\N{FRACTION SLASH}", "/"


def clean_message(text: object) -> str:
    """Return the text normalized (NFKC), without control and invisible characters, white space folded.

    Raises ApiError when it is not text, is empty, or is longer than 500 characters.
    """
    if not isinstance(text, str):
        raise ApiError(400, "wrong_type", "`text` must be a text of 1 to 500 characters.", "text")
    if len(text) > 4 * LONGEST:
        raise _too_long()
    normal = unicodedata.normalize("NFKC", text)
    visible = "".join(" " if char.isspace() else char for char in normal if char.isspace() or _visible(char))
    cleaned = " ".join(visible.split())
    if not cleaned:
        raise ApiError(400, "empty", "The message is empty. Type a question of 1 to 500 characters.", "text")
    if len(cleaned) > LONGEST:
        raise _too_long()
    return cleaned


def for_rasa(text: str) -> str:
    """Return the text so that Rasa takes it for text and never for a command."""
    return SLASH + text[1:] if text.startswith(PLAIN_SLASH) else text


def from_rasa(text: str) -> str:
    """Return the text as the user typed it."""
    return PLAIN_SLASH + text[1:] if text.startswith(SLASH) else text


def _visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C"


def _too_long() -> ApiError:
    return ApiError(
        400, "too_long", f"The message is longer than {LONGEST} characters. Shorten it and send it again.", "text"
    )
