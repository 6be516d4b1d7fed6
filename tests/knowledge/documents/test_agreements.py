"""The three signed agreements in ../shared/documents: their sections, what is redacted, and the right passages.

These tests need ../shared; without it they are skipped.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from knowledge.documents.document_store import Store, Summary
from knowledge.documents.ingestion import Ingest, files_in
from knowledge.documents.passage_index import DocumentIndex
from knowledge.documents.passage_search import DocumentQuery, DocumentSearcher
from knowledge.documents.quote_trainer import AgreementQuestion, is_right
from knowledge.retrieval.encoder import Encoder
from tests.factories import SHARED

AGREEMENTS = SHARED / "documents"
QUESTIONS = Path(__file__).parents[2] / "data" / "agreement_questions.jsonl"

pytestmark = pytest.mark.skipif(not AGREEMENTS.is_dir(), reason="needs the agreements in ../shared/documents")

NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII"
ROMAN = NUMERALS.split()
SECTIONS = {
    "TFM": ["", *ROMAN, "Appendix A", "Appendix B"]
    + [f"Appendix B.{number}" for number in ("1", "2", "3", "3.A", "3.B", "3.C", "3.D")]
    + ["Appendix C"],
    "JEM": [*ROMAN[:4], *(f"IV.{letter}" for letter in "ABCDEFGHI"), "V.A", "V.B", "V.C", *ROMAN[5:8]]
    + [f"Appendix {letter}" for letter in "ABC"],
}
SECTIONS["WSO"] = SECTIONS["JEM"]


@pytest.fixture(scope="module")
def encoder(real_encoder: Encoder) -> Encoder:
    return real_encoder


@pytest.fixture(scope="module")
def store(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("documents"), encoder.fingerprint)
    run = Ingest(store, encoder, date(2026, 5, 18))
    for path in files_in(sorted(AGREEMENTS.glob("*.pdf"))):
        list(run.take(path))
    return store


def of(store: Store, program: str) -> Summary:
    return next(found for found in store.documents() if found.program == program)


@pytest.mark.parametrize("program", ["TFM", "JEM", "WSO"])
def test_every_section_is_found_in_order(store: Store, program: str) -> None:
    found = [holding.section for holding in store.holdings(of(store, program).id)]
    assert list(dict.fromkeys(found)) == SECTIONS[program]


def test_agency_date_and_title_are_found(store: Store) -> None:
    assert {(found.program, found.holder, found.date) for found in store.documents()} == {
        ("TFM", "Edgewood Police Dept., FL", "2025-04-10"),
        ("JEM", "Ellis County Sheriff's Office", "2025-04-16"),
        ("WSO", "Navajo County Sheriff's Office", "2025-04-16"),
    }


def test_passages_have_at_most_200_words_and_their_pages(store: Store) -> None:
    for document in store.documents():
        holdings = store.holdings(document.id)
        assert max(sum(len(one.text.split()) for one in holding.sentences) for holding in holdings) <= 205
        pages = [holding.sentences[-1].page for holding in holdings]
        assert pages == sorted(pages)
        assert pages[-1] == document.pages


def test_no_person_is_left_in_and_the_offices_are(store: Store) -> None:
    whole = " ".join(
        one.text for found in store.documents() for held in store.holdings(found.id) for one in held.sentences
    )
    assert "[name]" in whole
    assert "[phone number]" in whole
    assert "[e-mail address]" in whole
    for kept in ("202-732-4242", "Public Affairs Office", "@ice.dhs.gov", "Field Office Director"):
        assert kept in whole
    redactions = [one for found in store.documents() for one in found.redactions]
    assert sum(one.count for one in redactions if one.kind == "name") >= 6
    assert sum(one.count for one in redactions if one.kind != "name") >= 5


def test_running_feet_and_signatures_are_left_out(store: Store) -> None:
    for found in store.documents():
        text = " ".join(one.text for held in store.holdings(found.id) for one in held.sentences)
        assert "Revised 0" not in text
        assert "Signature" not in text
        assert "Acting Director" not in text


def test_the_right_passage_comes_first_for_80_percent_and_among_three_for_92(store: Store, encoder: Encoder) -> None:
    searcher = DocumentSearcher(store, DocumentIndex.of(store.searchable(), 1))
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [AgreementQuestion(**msgspec.json.decode(line)) for line in lines]
    assert len(questions) >= 60
    vectors = encoder.encode([question.text for question in questions])
    first, three = [], []
    for question, vector in zip(questions, vectors, strict=True):
        ranked = searcher.rank(DocumentQuery(question.text, vector, question.program))[:3]
        right = [is_right(store, found, question) for found in ranked]
        first.append(right[0])
        three.append(any(right))
    print(f"right first: {sum(first)} of {len(first)}, among three: {sum(three)}")
    assert sum(first) >= 0.80 * len(first)
    assert sum(three) >= 0.92 * len(three)
