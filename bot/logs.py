"""Structured logs (structlog): one line an event, as text or as JSON, with the id of the request it belongs to.

No text of a message is logged above DEBUG; modules log through the standard library, and this renders their lines too.
"""

from __future__ import annotations

import logging
import sys
import uuid

import structlog
from flask import Flask, Response, g, request
from structlog.typing import Processor

from bot.settings import Settings

HEADER = "X-Request-ID"
# a proxy's id is taken over when it looks like one
LONGEST_ID = 64


def configure(settings: Settings) -> None:
    """Send all logging of this process to standard error, rendered as BOT_LOG_FORMAT says."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    json = settings.log_format == "json"
    rendered: list[Processor] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
        if json
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # these would log addresses of every call, and with them what was asked
    for name in ("httpx", "httpcore", "urllib3"):
        logging.getLogger(name).setLevel("WARNING")


def init_app(app: Flask) -> None:
    """Give each request an id that its log lines and its response carry."""
    app.before_request(_begin)
    app.after_request(_name)
    app.teardown_request(_end)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    usable = 0 < len(given) <= LONGEST_ID and given.replace("-", "").isalnum()
    g.request_id = given if usable else uuid.uuid4().hex
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _name(response: Response) -> Response:
    if "request_id" in g:
        response.headers[HEADER] = g.request_id
    return response


def _end(_: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()
