"""A conversation with the actions as the Rasa server calls them, over a stand-in for the knowledge service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions import conversation
from tests.actions.chat import Chat
from tests.stand_ins import SplitKnowledge


@pytest.fixture
def knowledge() -> SplitKnowledge:
    return SplitKnowledge()


@pytest.fixture
def chat(knowledge: SplitKnowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    monkeypatch.setenv("BOT_KNOWLEDGE_URL", "http://knowledge")
    monkeypatch.setattr(conversation, "KnowledgeClient", lambda url: knowledge)
    conversation.knowledge.cache_clear()
    yield Chat(knowledge)
    conversation.knowledge.cache_clear()


@pytest.fixture
def volunteering(chat: Chat) -> Chat:
    """A conversation in which the form for volunteers has just been started, with no program known."""
    chat.loop = "volunteer_form"
    chat.tell("sign us up", "volunteer")
    return chat


@pytest.fixture
def choosing(chat: Chat) -> Chat:
    """A conversation in which the form for choosing has just been started."""
    chat.loop = "choosing_form"
    chat.tell("help me choose", "choose_model")
    return chat
