"""The chat page: plain forms and redirects, no script needed."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from actions.smalltalk import ABOUT, STARTERS
from bot.web.answering import answer_message
from bot.web.dialogue import DialogueUnavailableError, Turn
from bot.web.errors import ApiError
from bot.web.messages import LONGEST, clean_message
from bot.web.services import services

blueprint = Blueprint("page", __name__)

COOKIE = "conversation"


@blueprint.get("/")
def chat() -> Response:
    """Show the conversation and the box to ask in."""
    return _chat(_turns())


@blueprint.post("/")
def ask() -> BaseResponse:
    """Answer a message of the form, then show the conversation again."""
    conversation = _conversation() or services().conversations.new()
    text = request.form.get("text", "")
    try:
        answered = answer_message(conversation, clean_message(text), channel="page")
    except ApiError as error:
        response = _chat(_turns(), error=error.message, text=text[:LONGEST])
        response.status_code = error.status
        return response
    if answered.replies[0].kind == "error":
        # not in the conversation's record: show it here, with the text to send again
        return _chat(_turns(), error=answered.replies[0].text, text=text)
    seen = redirect(url_for("page.chat", _anchor="latest"), code=303)
    seen.set_cookie(COOKIE, conversation, httponly=True, samesite="Lax", secure=request.is_secure)
    return seen


@blueprint.post("/clear")
def clear() -> BaseResponse:
    """Leave the conversation and start a new one."""
    response = redirect(url_for("page.chat"), code=303)
    response.delete_cookie(COOKIE)
    return response


def _chat(turns: list[Turn], error: str | None = None, text: str = "") -> Response:
    page = render_template(
        "chat.html", turns=turns, error=error, text=text, about=ABOUT, starters=STARTERS, longest=LONGEST
    )
    return make_response(page)


def _conversation() -> str | None:
    given = request.cookies.get(COOKIE)
    try:
        return services().conversations.check(given) if given else None
    except ApiError:
        return None


def _turns() -> list[Turn]:
    conversation = _conversation()
    if conversation is None:
        return []
    try:
        return services().dialogue.turns(conversation)
    except DialogueUnavailableError:
        return []
