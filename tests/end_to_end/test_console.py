"""The console and the signed-in reader, on the whole running bot: a miss that goes live, and a marked passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.accounts.users import add_user
from bot.records.database import Database
from bot.records.models import ReviewItem, Turn
from bot.settings import Settings
from knowledge import digest_of
from knowledge.entries.loader import CONTENT
from tests.running import Bot, running, wait_for

PASSWORD = "correct horse battery staple"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')
MISS = "which wombat form does the zoo want from us"
PLAN = """LAW ENFORCEMENT SENSITIVE
COURTHOUSE TRANSPORT PLAN
I. RADIO
The transport deputies use radio channel nine between the courthouse and the airfield. They report every gate."""
QUESTIONS = (
    "how long is the training for the task force model",
    "who pays for it",
    "and for WSO?",
    "where do complaints go",
)
CONVERSATIONS = 50


@pytest.fixture(scope="module")
def bot(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot of its own, since its content is changed."""
    with running(built, tmp_path_factory.mktemp("console")) as started:
        yield started


@pytest.fixture(scope="module")
def database(bot: Bot) -> Iterator[Database]:
    found = Database(f"sqlite:///{bot.data / 'records.db'}")
    add_user(found, "editor", "editor", PASSWORD, "test")
    add_user(found, "reader", "reader", PASSWORD, "test", reads_marked=True)
    yield found
    found.close()


class Browser:
    """Cookies, and forms with the token of a page."""

    def __init__(self, bot: Bot, name: str | None = None) -> None:
        self.http = httpx.Client(base_url=bot.url, timeout=120, follow_redirects=True)
        if name:
            signed_in = self.send("/console/sign-in", "/console/sign-in", name=name, password=PASSWORD)
            assert "Sign out" in signed_in

    def send(self, page: str, path: str, **fields: str) -> str:
        """Send a form of a page; return the page that follows."""
        token = TOKEN.search(self.http.get(page).text)
        assert token
        response = self.http.post(path, data={"csrf_token": token[1], **fields})
        assert response.status_code == 200, response.text
        return response.text

    def ask(self, text: str) -> str:
        """Ask on the page; return it with the replies."""
        return self.send("/", "/", text=text)


def draft_a_wording(editor: Browser, bot: Bot, database: Database) -> str:
    """Ask what is missed, draft it as a wording from the queue; return what the difference page stands for."""
    assert bot.reply(MISS)["kind"] == "out_of_scope"
    assert wait_for(lambda: waiting(database), 10)
    (item,) = waiting(database)
    wording = {"item": item, "entry": "forms-list", "text": MISS, "promoted": MISS}
    editor.send(f"/console/review/{item}", "/console/review/wording", **wording)
    seen = SEEN.search(editor.http.get("/console/publish/difference").text)
    assert seen
    return seen[1]


def waiting(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(ReviewItem.id).where(ReviewItem.status == "open", ReviewItem.text == MISS)))


def test_a_missed_question_goes_live_while_fifty_people_ask(bot: Bot, database: Database) -> None:
    editor = Browser(bot, "editor")
    seen = draft_a_wording(editor, bot, database)

    def converse(_: int = 0) -> list[tuple[str, str | None, str | None]]:
        """Ask all questions; return what was replied."""
        conversation, replies = None, []
        for question in QUESTIONS:
            answered = bot.ask(question, conversation)
            conversation = answered["conversation"]
            reply = answered["replies"][0]
            replies.append((reply["kind"], reply["entry"], reply["program"]))
        return replies

    before = turns(database)
    undisturbed = converse()
    with ThreadPoolExecutor(CONVERSATIONS) as pool:
        talking = [pool.submit(converse, number) for number in range(CONVERSATIONS)]
        assert "is live" in editor.send("/console/publish/", "/console/publish/", seen=seen)
        assert all(talk.result() == undisturbed for talk in talking)
    assert bot.reply(MISS)["entry"] == "forms-list"
    # what is published lies beside the shipped files
    assert digest_of(Path(bot.environment["BOT_CONTENT"])) == digest_of(CONTENT)
    assert MISS in (bot.data / "content" / "phrasings.yml").read_text(encoding="utf-8")
    kept = before + (CONVERSATIONS + 1) * len(QUESTIONS) + 1
    assert wait_for(lambda: turns(database) == kept, 20), (turns(database), kept)
    # once with nobody else asking
    assert "was taken back" in editor.send("/console/publish/", "/console/publish/1/undo")
    assert bot.reply(MISS)["kind"] == "out_of_scope"


def turns(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Turn)) or 0


def test_a_marked_passage_is_shown_to_its_reader_and_kept_by_no_part(
    bot: Bot, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text(PLAN)
    taken = bot.command("ingest", str(tmp_path))
    assert taken.returncode == 0, taken.stderr
    question = "which radio channel do the transport deputies use"
    reader, nobody = Browser(bot, "reader"), Browser(bot)
    assert wait_for(lambda: "channel nine" in reader.ask(question), 20)
    assert "LAW ENFORCEMENT SENSITIVE" in reader.http.get("/").text
    said = nobody.ask(question)
    assert "channel nine" not in said
    assert "handling mark" not in said
    assert "handling mark" in reader.http.get("/transcript.txt").text
    assert "channel nine" not in reader.http.get("/transcript.txt").text
    kept = [file for file in bot.data.rglob("*") if file.is_file() and "documents" not in file.parts]
    assert kept
    assert not [str(file) for file in kept if b"channel nine" in file.read_bytes()]
