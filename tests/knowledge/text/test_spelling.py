"""Misspelled words are corrected; acronyms and numbers are left alone."""

from __future__ import annotations

import random

import pytest

from knowledge.entries.loader import load_content
from knowledge.text.entities import EntityFinder
from knowledge.text.preprocessor import Preprocessor, plain
from knowledge.text.spelling import Speller
from knowledge.text.typos import misspell

SPELLER = Speller(["detainer warrant training liable hold interpreter"] * 3, ["the", "mosque", "dinner", "car"])


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("detianer", "detainer"),
        ("trainng and warrrant", "training and warrant"),
        ("hld", "hold"),
        ("intrepeter", "interpreter"),
        ("moosque", "mosque"),
        ("dinner", "dinner"),
        ("WSOs", "WSOs"),
        ("NTA", "NTA"),
        ("I-213 and 287g", "I-213 and 287g"),
        ("xylophone", "xylophone"),
    ],
)
def test_correction(typed: str, mended: str) -> None:
    assert SPELLER.correct(typed) == mended


def test_a_message_that_is_a_wording_is_read_as_it_stands() -> None:
    reader = Preprocessor(
        EntityFinder(load_content().vocabulary), SPELLER, {plain("Hld the moosque?"): "Hld the moosque?"}
    )
    assert reader.prepare("hld  the MOOSQUE") == "Hld the moosque?"
    assert reader.prepare("hld the other moosque") == "hold the other mosque"


def test_typing_errors_are_one_or_two_and_come_from_the_seed() -> None:
    text = "how long is the training"
    assert misspell(text, random.Random(1)) == misspell(text, random.Random(1))
    made = {misspell(text, random.Random(seed)) for seed in range(200)}
    assert len(made) > 150
    assert all(abs(len(error) - len(text)) <= 2 for error in made)
    assert misspell("287 ???", random.Random(1)) == "287 ???"
