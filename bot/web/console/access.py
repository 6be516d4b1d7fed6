"""What the signed-in user may open: every console view says the role that it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, g, redirect, request, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from bot.records.models import Role, User
from bot.web.errors import ApiError
from bot.web.signed_in import signed_in, way_back

# a reader signs in for marked passages in the chat, and sees nothing of the console
ROLES: tuple[Role, ...] = ("reader", "viewer", "editor", "admin")

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
    found = signed_in()
    view = current_app.view_functions[request.endpoint or ""]
    # a view that says nothing is open to nobody below admin
    role: Role | None = getattr(view, "needed_role", "admin")
    if role is None or may(role):
        return None
    if found is None:
        return redirect(url_for("console.sign_in.form", then=way_back("console.overview.show")), code=303)
    raise ApiError(403, "forbidden", f"This needs the role {role}; yours is {found.role}. An admin can change it.")


def _check_token() -> None:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        message = "This page was open for too long, or cookies are switched off. Go back, reload it and send it again."
        raise ApiError(400, "csrf", message) from error
