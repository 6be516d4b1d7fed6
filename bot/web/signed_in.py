"""Who is signed in: a signed cookie, for the console and for readers of marked passages, that ends when it is not used.

It is SameSite=Lax: pages of other sites can neither send forms with it nor show it in a frame.
"""

from __future__ import annotations

import logging
import time
from hashlib import sha256
from typing import Any, cast

from flask import Flask, Response, current_app, g, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from bot.accounts.users import find_user
from bot.records.models import User
from bot.web.services import services

log = logging.getLogger(__name__)

COOKIE = "signed-in"
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 10 * 3600


def init_app(app: Flask) -> None:
    """Move the idle time on with every page, and tell the templates who is signed in."""
    app.after_request(_keep_alive)
    app.add_template_global(reader)
    app.add_template_global(way_back)


def signed_in() -> User | None:
    """Return who is signed in, None when nobody is. Raises SQLAlchemyError when the accounts cannot be read."""
    if "user" not in g:
        g.user = _of_cookie()
    return cast("User | None", g.user)


def reader() -> User | None:
    """As `signed_in`, where it must not cost the page: nobody is while the accounts cannot be read."""
    try:
        return signed_in()
    except SQLAlchemyError as error:
        log.error("who is signed in is not known, the accounts cannot be read: %s", error)
        g.user = None
        return None


def may_read_marked() -> bool:
    """Return whether the reader is signed in and holds the permission for passages with handling marks."""
    found = reader()
    return found is not None and found.reads_marked


def way_back(otherwise: str) -> str:
    """Return the page that is asked for, to come back to after signing in; after a form, the endpoint `otherwise`."""
    return request.full_path.rstrip("?") if request.method == "GET" else url_for(otherwise)


def remember(response: BaseResponse, found: User) -> None:
    """Sign a user in: the cookie holds the account's number, a stamp of its password, and two times."""
    now = int(time.time())
    _set_cookie(response, {"user": found.id, "stamp": _stamp(found), "start": now, "seen": now})


def forget(response: BaseResponse) -> None:
    """Sign out."""
    response.delete_cookie(COOKIE, path=url_for("page.chat"), httponly=True, samesite="Lax")


def _keep_alive(response: Response) -> Response:
    held, now = g.get("held"), int(time.time())
    changed = any(value.startswith(f"{COOKIE}=") for value in response.headers.getlist("Set-Cookie"))
    if held and g.get("user") and now - held["seen"] > 60 and not changed:
        _set_cookie(response, {**held, "seen": now})
    return response


def _of_cookie() -> User | None:
    try:
        held = _serializer(current_app).loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return None
    now = time.time()
    if now - held["seen"] > IDLE_SECONDS or now - held["start"] > LONGEST_SECONDS:
        return None
    found = find_user(services().database, held["user"])
    if found is None or _stamp(found) != held["stamp"]:
        return None
    g.held = held
    return found


def _stamp(found: User) -> str:
    """Changes with the password, so that a new one ends all sessions."""
    return sha256((found.password or "provider").encode()).hexdigest()[:12]


def _set_cookie(response: BaseResponse, held: dict[str, Any]) -> None:
    response.set_cookie(
        COOKIE,
        _serializer(current_app).dumps(held),
        path=url_for("page.chat"),
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )


def _serializer(app: Flask) -> URLSafeSerializer:
    assert app.secret_key is not None
    return URLSafeSerializer(app.secret_key, salt=COOKIE)
