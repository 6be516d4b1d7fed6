"""The pages of the agency's own documents: every passage in its place, the marked ones only for who may see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from flask import Blueprint, current_app, render_template

from bot.web.errors import ApiError
from bot.web.services import services
from knowledge.client import KnowledgeUnavailableError

blueprint = Blueprint("documents", __name__)

DOCUMENT = re.compile(r"[0-9a-f]{12}")
READER = "may_read_marked"


@blueprint.get("/documents/<document>")
def show(document: str) -> str:
    """Show a document; `#page=N` leads to a page of it."""
    if not DOCUMENT.fullmatch(document):
        raise _unknown()
    try:
        found = services().knowledge.document(document, permitted=may_read_marked())
    except KnowledgeUnavailableError as error:
        raise ApiError(503, "unavailable", "The page cannot be shown at the moment. Try again in a minute.") from error
    if found is None:
        raise _unknown()
    return render_template("document.html", document=found)


def may_read_marked() -> bool:
    """Return whether the reader is signed in and holds the permission for passages with handling marks.

    Nobody does unless the app has been told how to find out, in `app.extensions["may_read_marked"]`.
    """
    known = cast(Callable[[], bool], current_app.extensions.get(READER, lambda: False))
    return known()


def _unknown() -> ApiError:
    return ApiError(404, "unknown_document", "There is no such document here, or you may not see it.")
