"""The switches: pause the bot with a reason, and a notice above every page."""

from __future__ import annotations

from typing import cast, get_args

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from bot.records.models import Switch, SwitchName
from bot.records.switches import switch_off, switch_on
from bot.web.console.access import needs, user
from bot.web.errors import ApiError
from bot.web.services import services

blueprint = Blueprint("switching", __name__, url_prefix="/switches")

LONGEST_TEXT = 500


@blueprint.get("/")
@needs("admin")
def show() -> str:
    """Show the switches."""
    with services().database.read() as session:
        found = {switch.name: switch for switch in session.scalars(select(Switch))}
    return render_template("console/switches.html", switches=found, longest=LONGEST_TEXT)


@blueprint.post("/<name>")
@needs("admin")
def turn(name: str) -> BaseResponse:
    """Switch on with the words that users see, or off."""
    if name not in get_args(SwitchName):
        raise ApiError(404, "unknown_switch", f"There is no switch {name}.")
    switch, text = cast(SwitchName, name), " ".join(request.form.get("text", "").split())
    why = request.form.get("why", "").strip()
    if request.form.get("turn") == "off":
        switch_off(services().database, switch, user().name, why)
    elif not 1 <= len(text) <= LONGEST_TEXT:
        raise ApiError(400, "no_text", f"Write what users see, in 1 to {LONGEST_TEXT} characters.", "text")
    else:
        switch_on(services().database, switch, text, user().name, why)
    return redirect(url_for("console.switching.show"), code=303)
