"""The chat page: plain forms and redirects. The script sends the same forms, for fragments."""

from __future__ import annotations

import uuid

import msgspec
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from actions.replies.smalltalk import ABOUT
from bot.web.cookies import conversation_of_request, forget_conversation, keep_conversation
from bot.web.dialogue_client import DialogueUnavailableError
from bot.web.errors import ApiError, show_error
from bot.web.exchanges import Exchange, choice_by_number, exchanges
from bot.web.idempotency import answer_once, check_message_id
from bot.web.marked_passages import as_reader_sees
from bot.web.message_handler import with_full_links
from bot.web.message_text import LONGEST, clean_message
from bot.web.security import explained, limited
from bot.web.services import services
from bot.web.signed_in import forget
from bot.web.starters import STARTERS

blueprint = Blueprint("page", __name__)


NOT_SHOWN = (
    "The conversation cannot be shown at the moment: a part of the bot is starting or down. It is not lost. "
    "Try again in a minute."
)


@blueprint.get("/")
def chat() -> Response:
    """Show the conversation and the box to ask in; to the script, the conversation only."""
    return show_chat(panel=False)


@blueprint.post("/")
@limited
def ask() -> BaseResponse:
    """Answer a message of the form, then show the conversation again; to the script, give the new replies."""
    conversation = conversation_of_request() or services().conversations.new()
    message = check_message_id(request.form.get("id")) or new_id()
    text = clean_message(request.form.get("text", ""))
    # only a bare number needs what was said before, and that costs a call
    text = _numbered_choice(text) if len(text) <= 3 else text
    answered = answer_once(conversation, text, message, "page", again="again" in request.form)
    if answered.replies[0].kind == "error":
        raise ApiError(503, "unavailable", answered.replies[0].text, retry_after=60)
    exchange = Exchange(message, text, tuple(answered.replies), message)
    if by_script():
        response: BaseResponse = make_response(_log([exchange], bool(request.form.get("panel"))))
    elif answered.replies[0].kind == "refusal" or answered.replies[0].reason in {"dialogue_down", "paused"}:
        # may not be in the record, and a reload sends the same id, which is answered once
        response = chat_page(unrecorded=exchange)
    else:
        response = redirect(_chat_address(anchor="latest"), code=303)
    keep_conversation(response, conversation)
    return response


@blueprint.post("/clear")
def clear() -> BaseResponse:
    """Leave the conversation and start a new one."""
    response = redirect(_chat_address(), code=303)
    forget_conversation(response)
    if services().settings.kiosk_minutes:
        forget(response)
    return response


@blueprint.errorhandler(ApiError)
def refused(error: ApiError) -> Response:
    """Say what was wrong with a message on the page itself, with the text still in the box."""
    if request.endpoint != "page.ask" or by_script():
        return show_error(error)
    response = chat_page(error=error.message, text=request.form.get("text", ""), kept_id=_kept_id())
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


@blueprint.errorhandler(CSRFError)
@blueprint.errorhandler(RateLimitExceeded)
def denied(error: CSRFError | RateLimitExceeded) -> Response:
    """As `refused`, for what never reached a view."""
    return refused(explained(error))


def show_chat(*, panel: bool) -> Response:
    """Return the chat, as a page of its own or as the panel in a frame; to the script, the conversation only.

    Raises ApiError to the script when the conversation cannot be read.
    """
    if not by_script():
        return chat_page(panel=panel)
    try:
        return make_response(_log(said(), panel))
    except DialogueUnavailableError as error:
        raise ApiError(503, "unavailable", NOT_SHOWN, retry_after=60) from error


def chat_page(
    *,
    panel: bool = False,
    error: str | None = None,
    text: str = "",
    kept_id: str | None = None,
    unrecorded: Exchange | None = None,
) -> Response:
    """Return the chat as a page, or as the `panel` that other sites show in a frame.

    With an `error`, `text` and its id stay in the box. `unrecorded` was said just now and may not be kept.
    """
    again = {kept_id, unrecorded.message if unrecorded else None} - {None}
    try:
        shown = [exchange for exchange in said() if exchange.message not in again]
    except DialogueUnavailableError:
        shown, error = [], error or NOT_SHOWN
    page = render_template(
        "chat.html",
        exchanges=as_reader_sees([*shown, unrecorded] if unrecorded else shown),
        panel=panel or bool(request.form.get("panel")),
        error=error,
        text=text,
        kept_id=kept_id,
        about=ABOUT,
        starters=STARTERS,
        longest=LONGEST,
    )
    response = make_response(page)
    # from the first visit on, so that a first message that is sent twice belongs to one conversation
    keep_conversation(response, conversation_of_request() or services().conversations.new())
    return response


def said() -> list[Exchange]:
    """Return the browser's conversation so far, marked passages left out. Raises DialogueUnavailableError."""
    conversation = conversation_of_request()
    if conversation is None:
        return []
    turns = services().dialogue.turns(conversation)
    return exchanges(
        msgspec.structs.replace(turn, reply=with_full_links(turn.reply)) if turn.reply else turn for turn in turns
    )


def by_script() -> bool:
    """Return whether the page's script asks, which wants a fragment (or an error as JSON) and no whole page."""
    return request.headers.get("X-Requested-With") == "fetch"


def new_id() -> str:
    """Return an id for a message."""
    return str(uuid.uuid4())


def _log(shown: list[Exchange], panel: bool) -> str:
    return render_template("log.html", exchanges=as_reader_sees(shown), panel=panel)


def _numbered_choice(text: str) -> str:
    try:
        return choice_by_number(text, said())
    except DialogueUnavailableError:
        return text


def _kept_id() -> str | None:
    try:
        return check_message_id(request.form.get("id"))
    except ApiError:
        return None


def _chat_address(anchor: str | None = None) -> str:
    return url_for("embedding.panel" if request.form.get("panel") else "page.chat", _anchor=anchor)
