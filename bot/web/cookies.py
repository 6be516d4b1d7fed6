"""The two cookies: the conversation's id, and the session.

The session holds the token against forged forms, and the references of the hand-offs that this browser filed.

Both are HttpOnly and end with the browser's session. They are SameSite=Lax, which also holds inside a page of the same
site (an intranet and the bot as two hosts of one domain). A page of another site needs SameSite=None, which browsers
take over TLS only; they are then also partitioned (CHIPS), so that each embedding site has a conversation of its own.
"""

from __future__ import annotations

from typing import Literal

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask.wrappers import Response
from werkzeug.wrappers import Response as BaseResponse

from bot.web.errors import ApiError
from bot.web.services import services

CONVERSATION = "conversation"
FILED = "filed"


def conversation_of_request() -> str | None:
    """Return the conversation that the browser is in, None when it brings no id of ours."""
    given = request.cookies.get(CONVERSATION)
    try:
        return services().conversations.check(given) if given else None
    except ApiError:
        return None


def keep_conversation(response: BaseResponse, conversation: str) -> None:
    """Make the browser remember the conversation; a kiosk's for a limited time, should its script not run."""
    minutes = services().settings.kiosk_minutes
    response.set_cookie(
        CONVERSATION,
        conversation,
        max_age=2 * 60 * minutes or None,
        httponly=True,
        secure=request.is_secure,
        samesite=_same_site(),
        partitioned=_partitioned(),
    )


def forget_conversation(response: Response | BaseResponse) -> None:
    """Make the browser forget the conversation, and what it filed: the next reader may be somebody else."""
    session.pop(FILED, None)
    response.delete_cookie(
        CONVERSATION, httponly=True, secure=request.is_secure, samesite=_same_site(), partitioned=_partitioned()
    )


def keep_filed(reference: str) -> None:
    """Make the browser remember that it filed the form of this reference."""
    session[FILED] = sorted({*session.get(FILED, []), reference})


def filed_here(reference: str) -> bool:
    """Return whether this browser filed the form of this reference."""
    return reference in session.get(FILED, [])


class Sessions(SecureCookieSessionInterface):
    """Flask's signed sessions, with the cookie's attributes as the request asks for."""

    def get_cookie_httponly(self, app: Flask) -> bool:
        """Keep scripts out."""
        return True

    def get_cookie_secure(self, app: Flask) -> bool:
        """Behind TLS, over TLS only."""
        return request.is_secure

    def get_cookie_samesite(self, app: Flask) -> str:
        """See the top of this module."""
        return _same_site()

    def get_cookie_partitioned(self, app: Flask) -> bool:
        """See the top of this module."""
        return _partitioned()


def _same_site() -> Literal["Lax", "None"]:
    return "None" if _partitioned() else "Lax"


def _partitioned() -> bool:
    return request.is_secure and bool(services().settings.frame_ancestors)
