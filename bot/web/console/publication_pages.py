"""Publishing: the waiting drafts, the difference that they make, and the way back."""

from __future__ import annotations

import logging
from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from bot.publisher import CannotPublishError, ChangedMeanwhileError, Publisher
from bot.records.models import Publication
from bot.web.console.access import needs, user
from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import EditError
from knowledge.client import KnowledgeUnavailableError

log = logging.getLogger(__name__)

blueprint = Blueprint("publish", __name__, url_prefix="/publish")

PUBLICATIONS_SHOWN = 20
LONGEST_DIFF = 400


def publisher() -> Publisher:
    """Return the app's publisher."""
    return cast(Publisher, current_app.extensions["publisher"])


@blueprint.get("/")
@needs("viewer")
def show() -> str:
    """Show the waiting drafts and what was published."""
    newest = select(Publication).order_by(Publication.id.desc()).limit(PUBLICATIONS_SHOWN)
    with services().database.read() as session:
        publications = list(session.scalars(newest))
    return render_template(
        "console/publish.html",
        drafts=publisher().waiting(),
        publications=publications,
        fitting=publisher().fitting(),
    )


@blueprint.get("/difference")
@needs("editor")
def difference() -> str:
    """Show what publishing the waiting drafts would change."""
    drafts = publisher().waiting()
    if not drafts:
        raise ApiError(404, "no_drafts", "No drafts are waiting.")
    try:
        looked = publisher().look(drafts)
    except (CannotPublishError, EditError) as error:
        return render_template("console/difference.html", drafts=drafts, faults=str(error).splitlines())
    except KnowledgeUnavailableError as error:
        raise _unavailable(error) from error
    return render_template("console/difference.html", drafts=drafts, looked=looked, longest=LONGEST_DIFF)


@blueprint.post("/")
@needs("editor")
def publish() -> BaseResponse:
    """Publish what was looked at."""
    try:
        publication = publisher().publish(request.form.get("seen", ""), user().name)
    except ChangedMeanwhileError as error:
        raise ApiError(409, "changed_meanwhile", str(error)) from error
    except (CannotPublishError, EditError) as error:
        raise ApiError(409, "faulty_content", str(error)) from error
    except KnowledgeUnavailableError as error:
        raise _not_taken_over(error) from error
    flash(f"Publication {publication.id} is live.")
    return redirect(url_for("console.publish.show"), code=303)


@blueprint.post("/<int:number>/undo")
@needs("editor")
def undo(number: int) -> BaseResponse:
    """Put the former files back; the drafts wait again."""
    try:
        publisher().undo(number, user().name)
    except ChangedMeanwhileError as error:
        raise ApiError(409, "changed_meanwhile", str(error)) from error
    except KnowledgeUnavailableError as error:
        raise _not_taken_over(error) from error
    flash(f"Publication {number} was taken back. Its drafts wait again.")
    return redirect(url_for("console.publish.show"), code=303)


def _unavailable(error: Exception) -> ApiError:
    log.error("the knowledge service did not answer: %s", error)
    return ApiError(503, "unavailable", "The search does not answer at the moment. Nothing was changed; try again.")


def _not_taken_over(error: Exception) -> ApiError:
    log.error("published, but the search did not take it over: %s", error)
    return ApiError(
        503,
        "unavailable",
        "It is written, but the search did not take it over yet. It does so by itself as soon as the "
        "index is built (about a minute); if not, run `python -m bot index`.",
    )
