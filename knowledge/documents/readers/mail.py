"""E-mail (.eml) by the standard library: the message, and its attachments as documents of their own."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import DateHeader
from email.message import EmailMessage
from email.policy import default

import msgspec

from knowledge.documents.lines import Extracted, UnreadableError
from knowledge.documents.readers.text_files import read_html, read_plain


def read_mail(data: bytes) -> tuple[Extracted, list[tuple[str, bytes]]]:
    """Return the message, and the name and content of each attachment. Raises UnreadableError when it is no e-mail."""
    message = message_from_bytes(data, policy=default)
    if not isinstance(message, EmailMessage) or not (message["from"] or message["subject"]):
        raise UnreadableError("it is not an e-mail: it has neither a sender nor a subject")
    body = message.get_body(("plain", "html"))
    found = Extracted([])
    if isinstance(body, EmailMessage):
        content = body.get_payload(decode=True)
        read = read_html if body.get_content_subtype() == "html" else read_plain
        found = read(content if isinstance(content, bytes) else b"")
    sent = message["date"]
    date = sent.datetime.date().isoformat() if isinstance(sent, DateHeader) and sent.datetime else None
    title = " ".join(str(message["subject"] or "").split()) or None
    return msgspec.structs.replace(found, title=title, date=date), list(_attachments(message))


def _attachments(message: EmailMessage) -> list[tuple[str, bytes]]:
    found = []
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if part.get_filename() and isinstance(content, bytes):
            found.append((str(part.get_filename()), content))
    return found
