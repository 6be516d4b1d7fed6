"""The JSON API."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from bot.web.answering import answer_message
from bot.web.errors import ApiError
from bot.web.messages import clean_message
from bot.web.services import services

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.post("/messages")
def post_message() -> Response:
    """Answer `{"conversation": "<id or absent>", "text": "..."}`."""
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ApiError(400, "not_json", f"The body is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise ApiError(400, "wrong_type", 'The body must be an object such as {"text": "..."}.')
    conversations = services().conversations
    given = body.get("conversation")
    conversation = conversations.new() if given is None else conversations.check(given)
    answered = answer_message(conversation, clean_message(body.get("text")))
    return Response(msgspec.json.encode(answered), mimetype="application/json")
