"""`python -m bot ask`: one message to the running bot, its replies as text."""

from __future__ import annotations

import httpx
import msgspec

from actions.replies.reply import Reply
from bot.settings import Settings
from bot.user_error import UserError


class Answered(msgspec.Struct):
    """What the API answers; see bot.web.answering."""

    conversation: str
    replies: list[Reply]


def ask_bot(settings: Settings, text: str, conversation: str | None) -> bytes:
    """Return the API's JSON for a message. Raises UserError."""
    body = {"text": text} if conversation is None else {"text": text, "conversation": conversation}
    try:
        response = httpx.post(f"{settings.web_url}/api/messages", json=body, timeout=settings.answer_seconds + 5)
    except httpx.HTTPError as error:
        raise UserError(f"the bot does not answer at {settings.web_url} ({error}); start it with `make run`") from error
    if not response.is_success:
        raise UserError(_message(response))
    return response.content


def printed(answered: bytes) -> str:
    """Return the replies as plain text with their sources."""
    found = msgspec.json.decode(answered, type=Answered)
    parts = [_printed_reply(reply) for reply in found.replies]
    return "\n\n".join([*parts, f"(conversation {found.conversation})"])


def _printed_reply(reply: Reply) -> str:
    lines = [reply.text]
    if reply.sources:
        lines.append(f"\nSources (as of {reply.as_of}):")
        for source in reply.sources:
            section = f", section {source.section}" if source.section else ""
            address = f" {source.url}" if source.url else ""
            lines.append(f"- {source.title}{section}{address}")
    lines += [f"Link: {link.title}: {link.url}" for link in reply.links]
    if reply.choices:
        lines.append("\nYou can also ask:")
        lines += [f"- {choice.text}" for choice in reply.choices]
    return "\n".join(lines)


def _message(response: httpx.Response) -> str:
    try:
        return str(response.json()["error"]["message"])
    except (ValueError, KeyError):
        return f"the bot answered with status {response.status_code}"
