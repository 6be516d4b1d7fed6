"""One message in, its replies out: what the API, the page and the command line share."""

from __future__ import annotations

import logging
import time
import uuid
from urllib.parse import urljoin

import msgspec
from flask import request
from prometheus_client import Counter, Histogram

from actions.replies import MAILBOX, Reply
from bot.web.dialogue import DialogueUnavailableError
from bot.web.services import services

log = logging.getLogger(__name__)

REPLIES = Counter("bot_replies_total", "Replies given, by kind", ["kind"])
SECONDS = Histogram(
    "bot_answer_seconds", "Time from message to replies", buckets=(0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1, 2, 5, 10)
)


class Answered(msgspec.Struct, frozen=True):
    """The API's answer to one message."""

    conversation: str
    message: str
    replies: list[Reply]


def answer_message(conversation: str, text: str, message: str | None = None) -> Answered:
    """Give a cleaned message to the dialogue, with the id that the client gave it; never raises, never empty."""
    started = time.perf_counter()
    message = message or str(uuid.uuid4())
    try:
        replies = services().dialogue.send(conversation, text, message)
    except DialogueUnavailableError as error:
        log.error("no reply from the dialogue: %s", error)
        replies = [_unavailable()]
    SECONDS.observe(time.perf_counter() - started)
    for reply in replies:
        REPLIES.labels(reply.kind).inc()
    return Answered(conversation, message, [_with_full_links(reply) for reply in replies])


def _with_full_links(reply: Reply) -> Reply:
    """Links to our own pages get the address by which the reader reached us."""
    links = [msgspec.structs.replace(link, url=urljoin(request.url_root, link.url)) for link in reply.links]
    return msgspec.structs.replace(reply, links=links)


def _unavailable() -> Reply:
    return Reply(
        kind="error",
        text=(
            "I cannot answer at the moment: a part of the bot is starting or down. Your question was not lost: send it "
            f"again in a minute. If this goes on, tell the people who run this page, or write to {MAILBOX}."
        ),
    )
