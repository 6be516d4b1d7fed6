"""Ranking, classifiers and calibration on small data."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.retrieval.calibration import fit
from knowledge.retrieval.classifiers import INSIDE, fit_entries, fit_lexical_entries, fit_scope, softmax
from knowledge.retrieval.features import LexicalFeatures
from knowledge.retrieval.ranking import EntryRanker
from knowledge.retrieval.texts import Texts
from knowledge.retrieval.trainer import Trainer
from tests.stand_ins import WordEncoder

WORDINGS = {
    "training": ["how long is training", "course hours", "class length", "weeks of school"],
    "hold": ["how long can we hold", "hold an inmate", "custody hours", "keep him in jail"],
}
TEXTS = Texts(
    wordings=[text for texts in WORDINGS.values() for text in texts],
    entries=[entry for entry, texts in WORDINGS.items() for _ in texts],
    passages=["a section on zebras"],
    keys=[("statute", 0)],
    inside=["course length", "hold him in custody"],
    near=["visa fee", "bond amount", "asylum claim", "passport form", "tax refund"],
    far=["pizza", "weather", "football", "chess", "piano"],
    two_part=[],
    after=[],
    behind=[],
    words=[],
)


@pytest.fixture
def fitting(encoder: WordEncoder) -> Trainer:
    return Trainer(TEXTS, encoder.encode(TEXTS.all()))


def test_the_entry_of_the_nearest_wordings_comes_first(fitting: Trainer, encoder: WordEncoder) -> None:
    ranked = fitting.ranker.rank("how many course hours", encoder.encode_one("how many course hours"))
    assert [candidate.entry for candidate in ranked.candidates] == ["training", "hold"]
    assert TEXTS.wordings[ranked.candidates[0].item] == "course hours"
    assert ranked.candidates[0].score > ranked.candidates[1].score


def test_a_message_that_is_a_wording_is_sure_whatever_the_classifiers_say(
    encoder: WordEncoder, fitting: Trainer
) -> None:
    wording = "football weather on pizza days"
    texts, entries = [*TEXTS.wordings, wording], [*TEXTS.entries, "hold"]
    ranker = EntryRanker(texts, entries, encoder.encode(texts), fitting.classifiers)
    same, near = (ranker.rank(text, encoder.encode_one(text)) for text in (wording, "football weather on pizza"))
    assert same.candidates[0].entry == "hold"
    # the log-odds of the subject: what was fitted takes these words for another one
    assert min(same.features[-2:]) > 0 > min(near.features[-2:])


def test_a_misspelt_word_still_finds_its_entry(fitting: Trainer, encoder: WordEncoder) -> None:
    ranked = fitting.ranker.rank("inmaet custdy", encoder.encode_one("inmaet custdy"))
    assert ranked.candidates[0].entry == "hold"


def test_the_subject_is_told_from_the_rest(fitting: Trainer, encoder: WordEncoder) -> None:
    scope = fitting.classifiers.scope
    on, off = (scope.log_odds(encoder.encode_one(text), INSIDE) for text in ("training hours", "football"))
    assert on > off


def test_lexical_rows_have_two_halves_of_length_one() -> None:
    features = LexicalFeatures.fit(TEXTS.wordings)
    row = features.rows(["hold an inmate"])
    assert row.shape == (1, 2 * 2**16)
    assert np.isclose(np.sqrt(row.multiply(row).sum()), np.sqrt(2), atol=1e-4)
    assert features.rows([""]).nnz == 0


def test_a_linear_classifier_gives_probabilities() -> None:
    vectors = np.eye(4, 384, dtype=np.float32)
    three = fit_entries(vectors, ["a", "b", "c", "c"])
    assert np.isclose(three.probabilities(vectors[0]).sum(), 1)
    assert three.labels[int(three.probabilities(vectors[1]).argmax())] == "b"
    two = fit_scope(vectors[:2], vectors[2:])
    assert two.log_odds(vectors[0], INSIDE) > 0 > two.log_odds(vectors[3], INSIDE)


def test_a_support_vector_machine_names_its_topic() -> None:
    features = LexicalFeatures.fit(TEXTS.wordings)
    classifier = fit_lexical_entries(features.rows(TEXTS.wordings), TEXTS.entries)
    scores = classifier.scores(features.rows(["keep him in jail"]))
    assert classifier.labels[int(scores[0].argmax())] == "hold"
    assert softmax(np.array([0.0, 0.0], dtype=np.float32)).tolist() == [0.5, 0.5]


def test_the_bands_reach_what_they_must() -> None:
    rng = np.random.default_rng(0)
    inside, near, far = (rng.normal(mean, 1, (400, 3)) for mean in (3.0, 0.0, -3.0))
    right = inside[:, 0] + rng.normal(0, 0.5, 400) > 2
    calibration = fit(inside, right, near, far, np.linspace(0, 0.5, 101, dtype=np.float32))
    assert calibration.passage_from == pytest.approx(0.495)
    probability = [calibration.probability(row) for row in inside]
    shown = np.array([calibration.level(value) == "answer" for value in probability])
    assert right[shown].mean() >= 0.95
    refused = [calibration.level(calibration.probability(row)) != "answer" for row in near]
    assert np.mean(refused) >= 0.94
    assert np.mean([calibration.level(calibration.probability(row)) == "none" for row in far]) >= 0.98
    assert 0 <= calibration.ask_from <= calibration.answer_from <= 1
