"""Conversation ids: made here, told from others without a store, and never guessable."""

from __future__ import annotations

import hmac
import secrets
import uuid
from hashlib import sha256

from bot.web.errors import ApiError


class Conversations:
    """Makes ids and recognizes them: 8 random bytes, then 8 of their HMAC-SHA256, as a UUID of version 8."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def new(self) -> str:
        """Return a new id."""
        # the first half carries the UUID's version, so it is set before the code is computed
        head = uuid.UUID(bytes=secrets.token_bytes(16), version=4).bytes[:8]
        return self._id(head)

    def check(self, text: object) -> str:
        """Return a known id in its usual form. Raises ApiError for anything else."""
        if not isinstance(text, str):
            raise ApiError(
                400, "wrong_type", "`conversation` must be the id that an earlier reply gave.", "conversation"
            )
        try:
            known = self._id(uuid.UUID(text).bytes[:8])
            if hmac.compare_digest(known, str(uuid.UUID(text))):
                return known
        except ValueError:
            pass
        raise ApiError(
            404,
            "unknown_conversation",
            "No conversation has this id. Leave `conversation` out to start one.",
            "conversation",
        )

    def _id(self, head: bytes) -> str:
        code = hmac.new(self._secret, head, sha256).digest()[:8]
        return str(uuid.UUID(bytes=head + code, version=4))
