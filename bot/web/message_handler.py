"""One message in, its replies out: what the API, the page and the command line share."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from urllib.parse import urljoin

import msgspec
from flask import request
from prometheus_client import Counter, Histogram

from actions.replies.answers import respond
from actions.replies.contacts import MAILBOX
from actions.replies.memory import Memory
from actions.replies.refusals import personal_data_reply
from actions.replies.reply import Reply
from bot.records.models import Channel, Referral
from bot.records.referrals import keep_referral
from bot.records.turns import turn_of
from bot.web.dialogue_client import DialogueUnavailableError
from bot.web.services import services
from bot.web.signed_in import may_read_marked
from knowledge import find, redact
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Link

log = logging.getLogger(__name__)

REPLIES = Counter("bot_replies_total", "Replies given, by kind", ["kind"])
SECONDS = Histogram(
    "bot_answer_seconds", "Time from message to replies", buckets=(0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1, 2, 5, 10)
)
# of these refusals not even the redacted text is kept: a name alone is personal data
NOT_KEPT = {"personal_data", "live_case"}
READ_ONLY = (
    "*A part of the bot is down. This comes from the search alone: I do not know what we talked about before, and "
    "cannot take volunteers at the moment.*"
)


class Answered(msgspec.Struct, frozen=True):
    """The API's answer to one message."""

    conversation: str
    message: str
    replies: list[Reply]


def answer_message(conversation: str, text: str, message: str | None = None, channel: Channel = "api") -> Answered:
    """Answer a cleaned message, under the id that the client gave it; never raises, never empty.

    A message with personal data reaches neither the dialogue nor the records.
    """
    started = time.perf_counter()
    message = message or str(uuid.uuid4())
    kinds = list(dict.fromkeys(found.kind for found in find(text)))
    pause = services().switches.read().pause
    if kinds:
        replies = [personal_data_reply(kinds)]
    else:
        # the API takes no cookies, so nobody is signed in there
        marked = channel == "page" and may_read_marked()
        replies = [_paused(pause)] if pause else _replies(conversation, text, message, marked)
    seconds = time.perf_counter() - started
    SECONDS.observe(seconds)
    for reply in replies:
        REPLIES.labels(reply.kind).inc()
    _record(message, conversation, channel, text, replies, seconds)
    return Answered(conversation, message, [with_full_links(reply) for reply in replies])


def _replies(conversation: str, text: str, message: str, marked: bool) -> list[Reply]:
    """Ask the dialogue; when it is down or slow, the search alone."""
    try:
        return services().dialogue.send(conversation, text, message, marked)
    except DialogueUnavailableError as error:
        log.error("no reply from the dialogue: %s", error)
    try:
        replies, _ = respond(services().knowledge.search(text), Memory())
    except KnowledgeUnavailableError as error:
        log.error("no search either: %s", error)
        return [_unavailable()]
    first = msgspec.structs.replace(replies[0], text=f"{READ_ONLY}\n\n{replies[0].text}", reason="dialogue_down")
    return [first, *replies[1:]]


def _record(
    message: str, conversation: str, channel: Channel, text: str, replies: Sequence[Reply], seconds: float
) -> None:
    """Keep the turn, redacted, and a referral at a hand-off; a failure costs the user nothing."""
    reason = replies[0].reason
    noted = next((reply.note for reply in replies if reply.note), None)
    kept = None if reason in NOT_KEPT else redact(noted or text)
    reason = "noted" if noted else reason
    version = _index_version()
    services().recorder.record(turn_of(message, conversation, channel, kept, replies, seconds, reason, version))
    for reply in replies:
        if reply.referral and reply.reference:
            referral = Referral(reference=reply.reference, **msgspec.structs.asdict(reply.referral))
            keep_referral(services().database, services().recorder, referral)


def with_full_links(reply: Reply) -> Reply:
    """Return the reply with links to our own pages under the address by which the reader reached us."""
    # behind a proxy that address may have a path, to which ours are relative
    links = [msgspec.structs.replace(link, url=urljoin(request.url_root, link.url.lstrip("/"))) for link in reply.links]
    return msgspec.structs.replace(reply, links=links)


def _index_version() -> str | None:
    """The index in use, whose name changes with the content; read from its folder, since loading it costs much."""
    try:
        return (services().settings.index_folder / "current").read_text(encoding="ascii").strip()
    except OSError:
        return None


def _paused(reason: str) -> Reply:
    return Reply(
        kind="contact",
        text=f"The chat is paused: {reason}\n\nThe answers can still be read.",
        links=[Link("All answers", "/answers")],
        reason="paused",
    )


def _unavailable() -> Reply:
    return Reply(
        kind="error",
        text=(
            "I cannot answer at the moment: a part of the bot is starting or down. Your question was not lost: send it "
            f"again in a minute. If this goes on, tell the people who run this page, or write to {MAILBOX}."
        ),
        reason="unavailable",
    )
