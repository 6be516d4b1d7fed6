"""Who is signed in, and what they may open: every console view says the role that it needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from bot.accounts.users import find_user
from bot.records.models import Role, User
from bot.web.errors import ApiError
from bot.web.services import services

COOKIE = "console"
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 10 * 3600
ROLES: tuple[Role, ...] = ("viewer", "editor", "admin")

View = TypeVar("View", bound=Callable[..., Any])


def needs(role: Role) -> Callable[[View], View]:
    """Mark a view as open to a role and those above it."""

    def mark(view: View) -> View:
        view.needed_role = role  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(view: View) -> View:
    """Mark a view as open without signing in."""
    view.needed_role = None  # type: ignore[attr-defined]
    return view


def user() -> User:
    """Return who is signed in; only for views that need a role."""
    return cast(User, g.user)


def may(role: Role) -> bool:
    """Return whether the signed-in user has a role or one above it."""
    found: User | None = g.get("user")
    return found is not None and ROLES.index(found.role) >= ROLES.index(role)


def guard() -> BaseResponse | None:
    """Let nobody pass who may not: runs before every console view."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _check_token()
    g.user = _signed_in()
    view = current_app.view_functions[request.endpoint or ""]
    # a view that says nothing is open to nobody below admin
    role: Role | None = getattr(view, "needed_role", "admin")
    if role is None or may(role):
        return None
    if g.user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else url_for("console.overview.show")
        return redirect(url_for("console.sign_in.form", then=wanted), code=303)
    raise ApiError(403, "forbidden", f"This needs the role {role}; yours is {g.user.role}. An admin can change it.")


def remember(response: BaseResponse, found: User) -> None:
    """Sign a user in: the cookie holds the account's number, a stamp of its password, and two times."""
    now = int(time.time())
    _set_cookie(response, {"user": found.id, "stamp": _stamp(found), "start": now, "seen": now})


def forget(response: BaseResponse) -> None:
    """Sign out."""
    response.delete_cookie(COOKIE, path=url_for("console.overview.show"), httponly=True, samesite="Lax")


def keep_alive(response: Response) -> Response:
    """Move the idle time on; runs after every console view."""
    held, now = g.get("held"), int(time.time())
    if held and g.get("user") and now - held["seen"] > 60 and "Set-Cookie" not in response.headers:
        _set_cookie(response, {**held, "seen": now})
    return response


def _signed_in() -> User | None:
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


def _check_token() -> None:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        message = "This page was open for too long, or cookies are switched off. Go back, reload it and send it again."
        raise ApiError(400, "csrf", message) from error


def _stamp(found: User) -> str:
    """Changes with the password, so that a new one ends all sessions."""
    return sha256((found.password or "provider").encode()).hexdigest()[:12]


def _set_cookie(response: BaseResponse, held: dict[str, Any]) -> None:
    response.set_cookie(
        COOKIE,
        _serializer(current_app).dumps(held),
        path=url_for("console.overview.show"),
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )


def _serializer(app: Flask) -> URLSafeSerializer:
    assert app.secret_key is not None
    return URLSafeSerializer(app.secret_key, salt=COOKIE)
