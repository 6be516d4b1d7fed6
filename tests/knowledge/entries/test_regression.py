"""The promoted questions of the shipped content lead where they must."""

from __future__ import annotations

from bot.settings import Settings
from knowledge.entries.loader import CONTENT
from knowledge.entries.regression import Promoted, line, load_promoted
from knowledge.retrieval.encoder import Encoder
from knowledge.retrieval.index import load
from knowledge.retrieval.search import Query, Searcher

PROMOTED = load_promoted(CONTENT)


def test_every_promoted_question_leads_to_its_entry(built: Settings, real_encoder: Encoder) -> None:
    searcher = Searcher(load(built.index_folder), real_encoder)
    missed = {
        question.text: result.matches
        for question in PROMOTED
        if not (result := searcher.search(Query(question.text))).best or result.best.entry != question.entry
    }
    assert not missed


def test_a_promoted_question_is_one_line() -> None:
    written = line(Promoted(text='two\nlines, "quoted", é', entry="who-signs"))
    assert "\n" not in written
    assert Promoted.model_validate_json(written).text.startswith("two\nlines")
