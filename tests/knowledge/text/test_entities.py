"""Which program and state a message names."""

from __future__ import annotations

import pytest

from knowledge.entries.loader import load_content
from knowledge.text.entities import EntityFinder

FINDER = EntityFinder(load_content().vocabulary)


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("how long is the TFM training", ("TFM",)),
        ("our wso deputies", ("WSO",)),
        ("the jail enforcement thing", ("JEM",)),
        ("Warrant Service Officers in our jail", ("WSO",)),
        ("JEM vs WSO", ("JEM", "WSO")),
        ("the street one", ("TFM",)),
        ("the street one or JEM", ("JEM",)),
        ("can a deputy do it", ()),
        ("an administrative warrant", ()),
    ],
)
def test_programs(text: str, programs: tuple[str, ...]) -> None:
    assert FINDER.find(text).programs == programs


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("how many in texas", "TX"),
        ("we're in Delaware", "DE"),
        ("Harmon County OK", "OK"),
        ("Lee County, FL", "FL"),
        ("West Virginia", "WV"),
        ("is Delaware County in it", None),
        ("OK so what now", None),
        ("my CO asked me", None),
        ("put me in or not", None),
        ("EVERYTHING IN CAPITALS OR NOT", None),
    ],
)
def test_states(text: str, state: str | None) -> None:
    assert FINDER.find(text).state == state


@pytest.mark.parametrize(
    ("text", "rest"),
    [("and for WSO?", ()), ("sorry I meant JEM", ()), ("oklahoma?", ()), ("JEM travel money", ("travel", "money"))],
)
def test_words_with_a_subject_of_their_own(text: str, rest: tuple[str, ...]) -> None:
    assert FINDER.find(text).rest == rest


def test_a_span_covers_the_words() -> None:
    (span,) = FINDER.find("the Task Force model").spans
    assert "the Task Force model"[span.start : span.end] == "Task Force model"
    assert (span.entity, span.value) == ("program", "TFM")
