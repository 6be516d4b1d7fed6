"""What a message finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.retrieval.index import load
from knowledge.retrieval.search import Query, Searcher
from tests.factories import IndexOf
from tests.stand_ins import WordEncoder


@pytest.fixture
def searcher(content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf) -> Searcher:
    index_of(content, tmp_path / "index")
    return Searcher(load(tmp_path / "index"), encoder)


def test_a_question_in_an_entrys_words_is_answered(searcher: Searcher) -> None:
    result = searcher.search(Query("training course hours"))
    assert result.level == "answer"
    assert result.best is not None
    assert result.best.entry == "training-length"
    assert result.best.answers["TFM"].text.startswith("TFM training takes a while.")
    assert result.best.answers["TFM"].sources[0].section == "(g)(1)"


def test_a_question_off_the_subject_is_not(searcher: Searcher) -> None:
    result = searcher.search(Query("green card renewal"))
    assert result.level != "answer"
    assert result.best is None


def test_a_bare_program_keeps_the_topic(searcher: Searcher) -> None:
    result = searcher.search(Query("and for WSO?", last_entry="hold-time"))
    assert result.programs == ["WSO"]
    assert result.best is not None
    assert result.best.entry == "hold-time"


def test_a_bare_program_after_an_answer_that_is_gone_is_about_the_program(searcher: Searcher) -> None:
    result = searcher.search(Query("and for WSO?", last_entry="gone"))
    assert result.best is not None
    assert result.best.entry == "model-description"


def test_a_bare_state_is_about_its_law(searcher: Searcher) -> None:
    result = searcher.search(Query("we're in Delaware", last_entry="who-signs"))
    assert result.best is not None
    assert result.best.entry == "state-law"
    assert result.state == "DE"


def test_a_program_with_a_subject_is_a_new_question(searcher: Searcher) -> None:
    result = searcher.search(Query("WSO training course hours", last_entry="hold-time"))
    assert result.matches[0].entry == "training-length"


def test_an_entry_turned_down_is_not_given_again(searcher: Searcher) -> None:
    result = searcher.search(Query("training course hours", exclude=frozenset({"training-length"})))
    assert "training-length" not in {match.entry for match in result.matches}
    assert result.level != "answer"
    assert result.best is None


def test_a_program_text_is_quoted_when_no_entry_fits(searcher: Searcher) -> None:
    result = searcher.search(Query("zebra quagga okapi"))
    assert result.best is None
    assert result.passage is not None
    assert result.passage.id == "statute:0"
    assert result.passage.answer.sources[0].section == "(g)(1)"
