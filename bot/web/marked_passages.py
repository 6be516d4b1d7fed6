"""Passages with handling marks in the conversation, for readers who may see them.

No reply holds their text, so it is in no record, log, cache or transcript: it is looked up each time it is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from actions.replies.quotations import quote_reply
from actions.replies.reply import Reply
from bot.web.exchanges import Exchange
from bot.web.message_handler import with_full_links
from bot.web.services import services
from bot.web.signed_in import may_read_marked
from knowledge.client import KnowledgeUnavailableError

log = logging.getLogger(__name__)


def as_reader_sees(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Return the conversation with its marked passages quoted, if the reader may see them."""
    return [replace(exchange, replies=tuple(_revealed(reply) for reply in exchange.replies)) for exchange in exchanges]


def _revealed(reply: Reply) -> Reply:
    where = reply.marked
    if where is None or not may_read_marked():
        return reply
    try:
        passage = services().knowledge.quotation(where.document, where.number, where.sentence)
    except KnowledgeUnavailableError as error:
        log.error("a marked passage cannot be shown: %s", error)
        return reply
    if passage is None:
        return msgspec.structs.replace(reply, text="A passage stood here that is no longer on file.", marked=None)
    quoted = quote_reply(passage, reply.program, where.opening)
    return with_full_links(msgspec.structs.replace(quoted, marked=where))
