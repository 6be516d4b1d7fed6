"""The JSON API."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from bot.web.errors import ApiError
from bot.web.idempotency import answer_once, check_message_id
from bot.web.message_text import clean_message
from bot.web.security import limited
from bot.web.services import services

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.post("/messages")
@limited
def post_message() -> Response:
    """Answer `{"conversation": "<id or absent>", "text": "...", "id": "<of your own, or absent>"}`.

    A message with an `id` that was answered in this conversation before gets the same replies again.
    """
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ApiError(400, "not_json", f"The body is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise ApiError(400, "wrong_type", 'The body must be an object such as {"text": "..."}.')
    conversations = services().conversations
    given = body.get("conversation")
    conversation = conversations.new() if given is None else conversations.check(given)
    answered = answer_once(conversation, clean_message(body.get("text")), check_message_id(body.get("id")), "api")
    return Response(msgspec.json.encode(answered), mimetype="application/json")
