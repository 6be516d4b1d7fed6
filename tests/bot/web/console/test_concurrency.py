"""Fifty conversations at once while an editor publishes: no error, no lost record."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from bot.records.database import Database
from bot.records.models import Turn
from bot.web.services import services_of
from knowledge.client import KnowledgeClient
from tests.bot.web.console.conftest import WORDING, publisher
from tests.bot.web.person import Person
from tests.factories import a_turn

pytestmark = pytest.mark.slow

CONVERSATIONS, MESSAGES = 50, 4


def test_publishing_disturbs_no_conversation(
    app: Flask, editor: Person, missed: list[str], knowledge_client: KnowledgeClient, database: Database
) -> None:
    recorder = services_of(app).recorder
    recorder.start()
    editor.post("/console/review/wording", {"item": missed[0], **WORDING})
    seen = publisher(app).look(publisher(app).waiting()).seen
    begun = threading.Barrier(CONVERSATIONS + 1)

    def converse(number: int) -> int:
        begun.wait()
        for _ in range(MESSAGES):
            assert knowledge_client.search("training course hours for JEM").matches[0].entry == "training-length"
            recorder.record(a_turn(conversation=f"c{number}"))
        return MESSAGES

    with ThreadPoolExecutor(CONVERSATIONS) as pool:
        running = [pool.submit(converse, number) for number in range(CONVERSATIONS)]
        begun.wait()
        assert editor.post("/console/publish/", {"seen": seen}).status_code == 303
        assert sum(conversation.result() for conversation in running) == CONVERSATIONS * MESSAGES
    recorder.close(30)
    with database.read() as session:
        kept = session.scalar(select(func.count()).select_from(Turn).where(Turn.conversation.like("c_%")))
    assert kept == CONVERSATIONS * MESSAGES
    assert knowledge_client.search(WORDING["text"]).matches[0].matched == WORDING["text"]
