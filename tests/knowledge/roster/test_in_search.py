"""Messages on who takes part are answered from the list on file, before or after the search of the entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.replies.answers import respond
from actions.replies.memory import Memory
from knowledge.retrieval.index import load
from knowledge.retrieval.search import Query, Searcher
from knowledge.roster.roster_service import RosterService
from tests.factories import IndexOf
from tests.knowledge.roster.conftest import ASKED_ON
from tests.stand_ins import WordEncoder


@pytest.fixture
def searcher(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf, roster_service: RosterService
) -> Searcher:
    # of the fixture only its lists: the small content has its own figures
    service = RosterService(roster_service.folder, content, today=lambda: ASKED_ON)
    index_of(content, tmp_path / "index")
    return Searcher(load(tmp_path / "index"), encoder, service)


def test_a_question_on_an_agency_is_answered_from_the_list(searcher: Searcher) -> None:
    result = searcher.search(Query("is the Ellis County SO in Texas in it?"))
    assert result.level == "answer"
    assert result.roster
    assert result.roster.ask == "agency"
    replies, memory = respond(result, Memory(program="WSO"))
    assert [(reply.kind, reply.entry, reply.program) for reply in replies] == [("answer", "agency-lookup", "WSO")]
    assert (memory.entry, memory.state) == ("agency-lookup", "TX")


def test_a_state_alone_after_a_list_asks_for_its_list(searcher: Searcher) -> None:
    result = searcher.search(Query("and in Kansas?", last_entry="agency-lookup"))
    assert result.roster
    assert result.roster.about == "agency in Kansas"
    assert searcher.search(Query("and in Kansas?", last_entry="hold-time")).roster is None


def test_a_question_on_the_program_is_searched_as_before(searcher: Searcher) -> None:
    result = searcher.search(Query("training course hours for JEM"))
    assert result.roster is None
    assert result.best
    assert result.best.entry == "training-length"


def test_lists_that_were_turned_down_are_not_given_again(searcher: Searcher) -> None:
    asked = Query("which agencies in Oklahoma?", exclude=frozenset({"agency-lookup"}))
    assert searcher.search(asked).roster is None


def test_without_a_list_the_entries_answer(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf
) -> None:
    index_of(content, tmp_path / "index")
    empty = RosterService(tmp_path / "none", content)
    for roster_service in (None, empty):
        searcher = Searcher(load(tmp_path / "index"), encoder, roster_service)
        assert searcher.search(Query("which agencies in Oklahoma?")).roster is None
