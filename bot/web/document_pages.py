"""The pages of the agency's own documents: every passage in its place, the marked ones only for who may see them."""

from __future__ import annotations

import re

from flask import Blueprint, render_template

from bot.web.errors import ApiError
from bot.web.services import services
from bot.web.signed_in import may_read_marked
from knowledge.client import KnowledgeUnavailableError

blueprint = Blueprint("documents", __name__)

DOCUMENT = re.compile(r"[0-9a-f]{12}")


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


def _unknown() -> ApiError:
    return ApiError(
        404,
        "unknown_document",
        "There is no such document here, or you may not see it: marked ones need signing in.",
    )
