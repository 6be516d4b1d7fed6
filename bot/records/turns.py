"""From what was answered to the row that is kept of it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.replies.reply import Reply
from bot.records.models import Channel, Turn


def turn_of(
    message: str,
    conversation: str,
    channel: Channel,
    text: str | None,
    replies: Sequence[Reply],
    seconds: float,
    reason: str | None = None,
    index_version: str | None = None,
) -> Turn:
    """Return the row of a message: `text` redacted, or None when nothing of it may be kept; one reply or two."""
    first = replies[0]
    return Turn(
        id=message,
        conversation=conversation,
        channel=channel,
        text=text,
        kind=first.kind,
        entry=first.entry,
        second_entry=replies[1].entry if len(replies) > 1 else None,
        program=first.program,
        level=first.level,
        reason=reason,
        milliseconds=round(seconds * 1000),
        index_version=index_version,
    )
