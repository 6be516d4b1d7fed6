"""Each process is killed in the middle of a conversation, which goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.running import Bot, kill, wait_for

BACK_SECONDS = 120


@pytest.fixture(autouse=True)
def whole_again(bot: Bot) -> Iterator[None]:
    yield
    assert wait_for(bot.ready, BACK_SECONDS)


def replies_to(bot: Bot, text: str, conversation: str) -> list[Any]:
    """Return the replies to a message: at least one, none empty."""
    replies = bot.ask(text, conversation)["replies"]
    assert replies
    assert all(reply["text"].strip() for reply in replies)
    return list(replies)


def begun(bot: Bot) -> str:
    """Return a conversation on the training of the task force model."""
    asked = bot.ask("How long is TFM training?")
    assert asked["replies"][0]["program"] == "TFM"
    return str(asked["conversation"])


def goes_on(bot: Bot, conversation: str) -> None:
    """The topic is still known, and the program is until another is named."""
    assert wait_for(bot.ready, BACK_SECONDS)
    again = bot.reply("say that again please", conversation)
    assert (again["entry"], again["program"]) == ("training-length", "TFM")
    other = bot.reply("and for WSO?", conversation)
    assert (other["entry"], other["program"]) == ("training-length", "WSO")


def test_knowledge_dies_and_the_question_is_noted(bot: Bot) -> None:
    conversation = begun(bot)
    kill(bot, "bot.knowledge_server")
    reply = replies_to(bot, "who pays for the travel to it", conversation)[0]
    assert reply["kind"] == "error"
    assert "not available" in reply["text"]
    assert "ERO287g@ice.dhs.gov" in reply["text"]
    # the search loads its models for much longer than this takes
    noted = replies_to(bot, "Yes, note my question", conversation)[0]
    assert noted["kind"] == "contact"
    assert "noted your question" in noted["text"]
    goes_on(bot, conversation)


def test_the_actions_die_and_the_search_alone_answers(bot: Bot) -> None:
    conversation = begun(bot)
    kill(bot, "actions.action_server")
    reply = replies_to(bot, "who pays for the travel to the training", conversation)[0]
    assert reply["reason"] == "dialogue_down"
    assert "part of the bot is down" in reply["text"]
    assert reply["entry"]
    assert wait_for(bot.ready, BACK_SECONDS)
    assert bot.reply("How long is TFM training?", conversation)["entry"] == "training-length"
    goes_on(bot, conversation)


def test_the_dialogue_dies_and_the_search_alone_answers(bot: Bot) -> None:
    conversation = begun(bot)
    kill(bot, "bot.dialogue.rasa_server")
    reply = replies_to(bot, "who pays for the travel to the training", conversation)[0]
    assert reply["reason"] == "dialogue_down"
    assert "part of the bot is down" in reply["text"]
    assert reply["entry"]
    goes_on(bot, conversation)


def test_dialogue_and_knowledge_die_and_it_is_said_so(bot: Bot) -> None:
    conversation = begun(bot)
    kill(bot, "bot.dialogue.rasa_server")
    kill(bot, "bot.knowledge_server")
    reply = replies_to(bot, "who pays for the travel to the training", conversation)[0]
    assert reply["kind"] == "error"
    assert "again in a minute" in reply["text"]
    goes_on(bot, conversation)


def test_the_page_dies_and_the_conversation_goes_on(bot: Bot) -> None:
    conversation = begun(bot)
    kill(bot, "bot.web.web_server")
    with pytest.raises(httpx.HTTPError):
        bot.ask("and for WSO?", conversation)
    goes_on(bot, conversation)


def test_a_form_goes_on_after_the_actions_died(bot: Bot) -> None:
    asked = bot.ask("our department would like to sign up for the task force model")
    conversation = asked["conversation"]
    assert asked["replies"][0]["kind"] == "volunteer"
    kill(bot, "actions.action_server")
    replies_to(bot, "we are a police department", conversation)
    assert wait_for(bot.ready, BACK_SECONDS)
    replies = bot.ask("we are a police department", conversation)["replies"]
    assert "state" in replies[-1]["text"]
    assert bot.ask("Ohio", conversation)["replies"][-1]["kind"] == "handoff"
