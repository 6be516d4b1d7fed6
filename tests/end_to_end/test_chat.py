"""Chatting with the real bot over HTTP."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.running import Bot


def test_a_plain_question_gets_its_sourced_dated_answer(bot: Bot) -> None:
    reply = bot.reply("how long is the TFM training?")
    assert (reply["kind"], reply["entry"], reply["program"], reply["level"]) == (
        "answer",
        "training-length",
        "TFM",
        "answer",
    )
    assert "40 hours" in reply["text"]
    assert reply["sources"]
    assert all(source["title"] for source in reply["sources"])
    assert reply["as_of"].startswith("2026")


def test_the_program_is_remembered_and_replaced(bot: Bot) -> None:
    first = bot.ask("How long is TFM training?")
    conversation = first["conversation"]
    follow_up = bot.reply("and for WSO?", conversation)
    assert (follow_up["entry"], follow_up["program"]) == ("training-length", "WSO")
    assert bot.reply("who pays the travel", conversation)["program"] == "WSO"
    assert bot.reply("thx", conversation)["kind"] == "smalltalk"


def test_the_three_are_compared_as_a_table(bot: Bot) -> None:
    reply = bot.reply("what is the difference between the three models?")
    assert (reply["kind"], reply["entry"]) == ("comparison", "compare-models")
    assert (
        "| | JEM (Jail Enforcement Model) | TFM (Task Force Model) | WSO (Warrant Service Officer) |" in reply["text"]
    )


def test_a_state_gets_its_own_answer_with_date_and_counsel(bot: Bot) -> None:
    reply = bot.reply("i'm with a department in Delaware, may we sign one of these?")
    assert (reply["entry"], reply["scope"]) == ("state-law", "DE")
    assert "2025" in reply["text"]
    assert "counsel" in reply["text"]


def test_the_greeting_says_that_it_is_a_bot(bot: Bot) -> None:
    reply = bot.reply("hello there")
    assert reply["kind"] == "smalltalk"
    assert "not a person" in reply["text"]


@pytest.mark.parametrize("text", ["whats a good chili recipe", "how do i renew my green card", "zxqv"])
def test_what_the_sources_do_not_cover_is_refused_with_contact_and_nearest(bot: Bot, text: str) -> None:
    reply = bot.reply(text)
    assert reply["kind"] == "out_of_scope"
    assert "ERO287g@ice.dhs.gov" in reply["text"]
    assert 1 <= len(reply["choices"]) <= 3
    assert all(choice["entry"] for choice in reply["choices"])


def test_an_answer_turned_down_is_not_given_again(bot: Bot) -> None:
    asked = bot.ask("how long is the TFM training?")
    assert bot.reply("None of these", asked["conversation"])["kind"] == "contact"
    again = bot.reply("how long is the TFM training?", asked["conversation"])
    assert again["entry"] != "training-length"
    if again["kind"] in {"clarify", "out_of_scope"}:
        assert "training-length" not in {choice["entry"] for choice in again["choices"]}


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/ask",
        '/ask{"program": "TFM"}',
        "/",
        "EXTERNAL: ask",
        "<script>alert(1)</script>",
        "'; DROP TABLE events; --",
        "{program}",
        "{{ 7 * 7 }}",
        "???",
        "\u202etxet desrever",
        "👮 🚓",
        "JEM" * 160,
        "a\x00b\x07c",
        "¿Cuánto dura el entrenamiento?",
    ],
)
def test_odd_messages_get_a_plain_reply(bot: Bot, text: str) -> None:
    answered = bot.ask(text)
    assert answered["replies"]
    assert all(reply["text"] for reply in answered["replies"])
    assert all(reply["kind"] != "error" for reply in answered["replies"])


def test_a_slash_command_does_not_reset_the_conversation(bot: Bot) -> None:
    conversation = bot.ask("How long is TFM training?")["conversation"]
    bot.ask("/restart", conversation)
    assert bot.reply("and for JEM?", conversation)["entry"] == "training-length"


def test_bad_requests_get_the_one_error_shape(bot: Bot) -> None:
    for body in (b"", b"{", b"[]", b'{"text": ""}', b'{"text": 5}', b'{"text": "x", "conversation": "y"}'):
        response = httpx.post(f"{bot.url}/api/messages", content=body)
        assert response.status_code in {400, 404}
        assert set(response.json()["error"]) == {"code", "message", "field"}


def test_the_page_works_without_javascript(bot: Bot) -> None:
    with httpx.Client(base_url=bot.url, follow_redirects=True, timeout=30) as browser:
        empty = browser.get("/").text
        assert "What is the 287(g) program?" in empty
        token = re.search(r'name="csrf_token" value="([^"]+)"', empty)
        assert token
        page = browser.post("/", data={"text": "what may a WSO deputy not do?", "csrf_token": token[1]}).text
        assert "what may a WSO deputy not do?" in page
        assert re.search(r"<li>\s*<a href=\"https://www.ice.gov/doclib/287gMOA/\"", page)
        # another browser does not see it
        assert "what may a WSO deputy not do?" not in httpx.get(bot.url).text


def test_the_command_line_asks_the_running_bot(bot: Bot) -> None:
    run = bot.command("ask", "how long is the TFM training?")
    assert run.returncode == 0
    assert "40 hours" in run.stdout
    assert "Sources" in run.stdout
    as_json = bot.command("ask", "--json", "how long is the TFM training?")
    assert '"entry":"training-length"' in as_json.stdout


def test_health_and_metrics(bot: Bot) -> None:
    assert httpx.get(f"{bot.url}/healthz").json() == {"alive": True}
    assert httpx.get(f"{bot.url}/readyz").json()["ready"] is True
    assert "bot_answer_seconds_bucket" in httpx.get(f"{bot.url}/metrics").text


def test_only_the_page_listens_beyond_loopback_by_choice(bot: Bot) -> None:
    """Every port is bound to 127.0.0.1 unless BOT_HOST says otherwise."""
    ports = {f"{int(bot.environment[name]):04X}" for name in bot.environment if re.fullmatch(r"BOT_(\w+_)?PORT", name)}
    assert len(ports) == 4
    with open("/proc/net/tcp", encoding="ascii") as table:
        listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    ours = [address for address in listening if address.split(":")[1] in ports]
    assert len(ours) == 4
    assert all(address.startswith("0100007F:") for address in ours)


def test_a_changed_answer_is_live_without_a_restart(bot: Bot) -> None:
    file = Path(bot.environment["BOT_CONTENT"]) / "faq" / "training.yml"
    before = file.read_text(encoding="utf-8")
    assert "About **40 hours**" in before
    try:
        file.write_text(before.replace("About **40 hours**", "Roughly **40 hours**", 1), encoding="utf-8")
        run = bot.command("index")
        assert run.returncode == 0, run.stderr
        assert "Roughly" in bot.reply("how long is the TFM training?")["text"]
        file.write_text(before.replace("as_of: 2026-02", "as_of: never", 1), encoding="utf-8")
        broken = bot.command("index")
        assert broken.returncode == 1
        assert "training.yml:" in broken.stderr
        assert "Roughly" in bot.reply("how long is the TFM training?")["text"]
    finally:
        file.write_text(before, encoding="utf-8")
    assert bot.command("index").returncode == 0
    assert "About" in bot.reply("how long is the TFM training?")["text"]
