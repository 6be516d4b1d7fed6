"""Fit when a passage is quoted: `python -m knowledge.documents.quote_trainer FOLDER`, with the agreements in FOLDER.

Platt's method ("Probabilistic outputs for support vector machines", 1999) on two features of the first passage: the
cosine of its best sentence, and its lexical score. The cosine of the whole passage adds nothing to them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.documents.document_store import Store
from knowledge.documents.passage_index import DocumentIndex
from knowledge.documents.passage_search import DocumentQuery, DocumentSearcher, Ranked
from knowledge.documents.quote_calibration import FILE, DocumentCalibration
from knowledge.entries.loader import load_content
from knowledge.entries.yaml_file import read_yaml
from knowledge.retrieval.encoder import Encoder
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.texts import preprocessor_for
from knowledge.text.programs import Program

QUESTIONS = Path(__file__).with_name("calibration_questions.yml")
# the share of lines close to the subject that nothing is quoted for, and of answers that no agreement supports
NEAR_WITHOUT_QUOTE = 0.97
UNSUPPORTED_WITHOUT_QUOTE = 0.95


class AgreementQuestion(BaseModel):
    """A question, the program whose agreement answers it, and the sections of which any one is right."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    program: Program
    sections: list[str]


def is_right(store: Store, ranked: Ranked, question: AgreementQuestion) -> bool:
    """Return whether a passage is in the right document and section."""
    holdings = store.holders([ranked.candidate.passage]).get(ranked.candidate.passage, [])
    programs = {one.document: summary.program for one in holdings if (summary := store.document(one.document))}
    return any(one.section in question.sections and programs.get(one.document) == question.program for one in holdings)


def fit(store: Store, encoder: Encoder) -> DocumentCalibration:
    """Return the calibration for what the store finds for the questions and the lines out of scope."""
    content = load_content()
    preprocessor = preprocessor_for(content, encoder.words())
    searcher = DocumentSearcher(store, DocumentIndex.of(store.searchable(), store.version()))

    def ranked(texts: list[str], programs: list[Program | None]) -> list[list[Ranked]]:
        prepared = [preprocessor.prepare(text) for text in texts]
        queries = zip(prepared, encoder.encode(prepared), programs, strict=True)
        return [searcher.rank(DocumentQuery(*query)) for query in queries]

    questions = read_yaml(QUESTIONS, TypeAdapter(list[AgreementQuestion]))
    found = ranked([question.text for question in questions], [question.program for question in questions])
    right = np.array([is_right(store, ones[0], question) for ones, question in zip(found, questions, strict=True)])
    inside = _features(found)
    outside = content.outside
    near = _features(ranked(outside.near, [None] * len(outside.near)))
    far = _features(ranked(outside.far, [None] * len(outside.far)))
    model = Logistic.fit(np.vstack([inside, near, far]), np.append(right, np.zeros(len(near) + len(far), bool)))
    answers = [
        answer.text
        for entry in content.knowledge.entries.values()
        for answer in entry.answers.values()
        if not any(source.startswith("moa-") for source in answer.sources)
    ]
    unsupported = [ones[0].sentence for ones in ranked(answers, ["TFM"] * len(answers))]
    return DocumentCalibration(
        model=model,
        quote_from=float(np.quantile(model.probabilities(near), NEAR_WITHOUT_QUOTE)),
        support_from=float(np.quantile(unsupported, UNSUPPORTED_WITHOUT_QUOTE)),
    )


def _features(found: list[list[Ranked]]) -> NDArray[np.float64]:
    return np.array([ones[0].features for ones in found])


if __name__ == "__main__":
    store = Store(Path(sys.argv[1]), Encoder.fingerprint)
    FILE.write_text(fit(store, Encoder()).model_dump_json(indent=2) + "\n", encoding="utf-8")
