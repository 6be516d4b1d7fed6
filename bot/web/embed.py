"""The chat on other sites of the agency: a script that adds a launcher, and the panel that it shows in a frame."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from bot.web.chat_page import show_chat

blueprint = Blueprint("embedding", __name__)


@blueprint.get("/embed.js")
def script() -> Response:
    """Give the script that an intranet page includes; the only file of ours that other sites may load."""
    response = current_app.send_static_file("embed.js")
    # its address stays the same, so browsers ask each time whether it changed
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/embed")
def panel() -> Response:
    """Show the chat as it fits into a panel. Only sites in BOT_FRAME_ANCESTORS may frame it."""
    return show_chat(panel=True)
