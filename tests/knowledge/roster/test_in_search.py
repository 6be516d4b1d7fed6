"""Messages on who takes part are answered from the list on file, before or after the search of the entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.answering import respond
from actions.memory import Memory
from knowledge.content import load_content
from knowledge.index import build, load
from knowledge.roster.desk import RosterDesk
from knowledge.search import Query, Searcher
from tests.conftest import WordEncoder


@pytest.fixture
def searcher(content: Path, tmp_path: Path, encoder: WordEncoder, desk: RosterDesk) -> Searcher:
    build(tmp_path / "index", load_content(content), encoder)
    return Searcher(load(tmp_path / "index"), encoder, desk)


def test_a_question_on_an_agency_is_answered_from_the_list(searcher: Searcher) -> None:
    result = searcher.search(Query("is the Ellis County SO in Texas in it?"))
    assert result.level == "answer" and result.roster and result.roster.ask == "agency"
    replies, memory = respond(result, Memory(program="WSO"))
    assert [(reply.kind, reply.entry, reply.program) for reply in replies] == [("answer", "agency-lookup", "WSO")]
    assert (memory.topic, memory.state) == ("agency-lookup", "TX")


def test_a_state_alone_after_a_list_asks_for_its_list(searcher: Searcher) -> None:
    result = searcher.search(Query("and in Kansas?", topic="agency-lookup"))
    assert result.roster and result.roster.about == "agency in Kansas"
    assert searcher.search(Query("and in Kansas?", topic="hold-time")).roster is None


def test_a_question_on_the_program_is_searched_as_before(searcher: Searcher) -> None:
    result = searcher.search(Query("training course hours for JEM"))
    assert result.roster is None and result.best and result.best.entry == "training-length"


def test_lists_that_were_turned_down_are_not_given_again(searcher: Searcher) -> None:
    asked = Query("which agencies in Oklahoma?", exclude=frozenset({"agency-lookup"}))
    assert searcher.search(asked).roster is None


def test_without_a_list_the_entries_answer(content: Path, tmp_path: Path, encoder: WordEncoder) -> None:
    build(tmp_path / "index", load_content(content), encoder)
    empty = RosterDesk(tmp_path / "none", content)
    for desk in (None, empty):
        searcher = Searcher(load(tmp_path / "index"), encoder, desk)
        assert searcher.search(Query("which agencies in Oklahoma?")).roster is None
