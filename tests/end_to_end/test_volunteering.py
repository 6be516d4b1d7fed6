"""An agency volunteers, interrupts itself, corrects itself, and ends at a form that opens."""

from __future__ import annotations

import httpx

from tests.running import Bot


def test_a_whole_conversation_with_an_interruption_and_a_correction(bot: Bot) -> None:
    asked = bot.ask("please sign our agency up")
    conversation = asked["conversation"]

    def last(text: str) -> dict[str, object]:
        return dict(bot.ask(text, conversation)["replies"][-1])

    assert asked["replies"][0]["kind"] == "volunteer"
    assert "Which model" in asked["replies"][0]["text"]
    assert "kind of agency" in str(last("WSO")["text"])
    interrupted = bot.ask("how long is the training?", conversation)["replies"]
    told = interrupted[0]
    assert (told["kind"], told["entry"], told["program"]) == ("answer", "training-length", "WSO")
    assert "kind of agency" in interrupted[-1]["text"]
    corrected = last("TFM")
    assert corrected["program"] == "TFM"
    assert "kind of agency" in str(corrected["text"])
    assert "state" in str(last("we are a sheriff's office")["text"])
    hand_off = last("Ohio")
    assert (hand_off["kind"], hand_off["program"]) == ("handoff", "TFM")
    assert hand_off["referral"] == {"program": "TFM", "agency_kind": "sheriff", "state": "OH", "runs_jail": None}
    links = [link["url"] for link in hand_off["links"]]  # type: ignore[attr-defined]
    for link in links[:2]:
        page = httpx.get(link)
        assert page.status_code == 200
        assert "Task Force Model" in page.text
    assert hand_off["reference"] in links[0]
    # and the conversation goes on, about that program
    assert bot.reply("how long is the training?", conversation)["program"] == "TFM"


def test_a_law_that_forbids_is_said_before_any_link(bot: Bot) -> None:
    conversation = bot.ask("our department would like to sign up for the task force model")["conversation"]
    bot.ask("we are a police department", conversation)
    law, question = bot.ask("Delaware", conversation)["replies"]
    assert law["entry"] == "state-law"
    assert law["sources"]
    assert law["as_of"]
    assert "counsel" in question["text"]
    assert not question["links"]
    stopped = bot.ask("No, stop here", conversation)["replies"][-1]
    assert stopped["kind"] == "smalltalk"
    assert not stopped["links"]


def test_cancelling_keeps_nothing(bot: Bot) -> None:
    conversation = bot.ask("our department would like to sign up for the task force model")["conversation"]
    bot.ask("we are a police department", conversation)
    assert bot.reply("never mind, cancel that", conversation)["kind"] == "smalltalk"
    again = bot.ask("please sign our agency up", conversation)["replies"][-1]
    # the model stays what the conversation is about; what was said of the agency is gone
    assert "What kind of agency" in again["text"]


def test_choosing_a_model_ends_in_a_table(bot: Bot) -> None:
    conversation = bot.ask("help me choose a model")["conversation"]
    for text in ("we are a police department", "no", "yes", "Ohio"):
        reply = bot.ask(text, conversation)["replies"][-1]
    assert (reply["kind"], reply["entry"]) == ("comparison", "choose-model")
    assert "eligible" not in reply["text"]
    assert reply["sources"]
