"""Whether an answer helped, and why not: kept beside the conversation, never a message of it."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.wrappers import Response

from bot.web.chat_page import by_script
from bot.web.cookies import conversation_of_request
from bot.web.errors import ApiError
from bot.web.idempotency import check_message_id
from bot.web.message_text import LONGEST, clean_message
from bot.web.ratings import Feedback
from bot.web.security import limited
from bot.web.services import services

blueprint = Blueprint("feedback", __name__)

MOST_REPLIES = 8


@blueprint.post("/feedback")
@limited
def give() -> Response:
    """Take a rating, and perhaps a reason; thank, and ask for the reason when the answer did not help."""
    feedback = _read()
    services().ratings.take(feedback)
    template = "feedback_fragment.html" if by_script() else "feedback.html"
    return make_response(render_template(template, feedback=feedback, panel=request.form.get("panel")))


def _read() -> Feedback:
    conversation, message = conversation_of_request(), check_message_id(request.form.get("message"))
    number, helpful = request.form.get("number", ""), request.form.get("helpful")
    if conversation is None or message is None:
        raise ApiError(404, "unknown_message", "This answer is not part of your conversation any more.")
    if not (number.isdecimal() and int(number) < MOST_REPLIES):
        raise ApiError(400, "wrong_number", "`number` must be that of a reply.", "number")
    if helpful not in {"yes", "no"}:
        raise ApiError(400, "wrong_value", "`helpful` must be yes or no.", "helpful")
    given = request.form.get("reason", "").strip()
    reason = clean_message(given[: 4 * LONGEST]) if given else None
    return Feedback(conversation, message, int(number), helpful == "yes", reason)
