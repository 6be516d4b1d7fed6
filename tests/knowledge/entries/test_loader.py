"""The shipped content against the facts, topics and addresses it rests on.

These tests need ../shared beside the checkout and say so when it is not there.
"""

from __future__ import annotations

import csv
import re

import pytest

from knowledge.entries.loader import load_content, load_knowledge
from knowledge.entries.schema import Confidence, Knowledge
from tests.factories import SHARED

pytestmark = pytest.mark.skipif(
    not (SHARED / "knowledge").is_dir(), reason="needs ../shared/knowledge beside the checkout"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def topics() -> dict[str, dict[str, str]]:
    with (SHARED / "knowledge" / "topics.tsv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def facts() -> set[str]:
    text = (SHARED / "knowledge" / "facts.md").read_text(encoding="utf-8")
    return set(re.findall(r"^- (F\d\.\d{2}b?)\b", text, re.MULTILINE)) | {"section 4"}


@pytest.fixture(scope="module")
def addresses() -> set[str]:
    text = (SHARED / "knowledge" / "urls.md").read_text(encoding="utf-8")
    return set(re.findall(r"https?://[^\s|;)]+", text))


def test_every_topic_is_an_entry(knowledge: Knowledge, topics: dict[str, dict[str, str]]) -> None:
    assert set(topics) - set(knowledge.entries) == set()


def test_every_program_of_a_topic_is_answered(knowledge: Knowledge, topics: dict[str, dict[str, str]]) -> None:
    for name, topic in topics.items():
        if topic["programs"] != "any":
            assert set(topic["programs"].split()) <= set(knowledge.entries[name].answers), name


def test_every_fact_of_a_topic_is_in_an_answer(
    knowledge: Knowledge, topics: dict[str, dict[str, str]], facts: set[str]
) -> None:
    for name, topic in topics.items():
        wanted = set(re.findall(r"F\d\.\d{2}b?(?![\d-])", topic["facts"])) & facts
        if "F5.01-F5.17" in topic["facts"]:
            wanted |= {fact for fact in facts if fact.startswith("F5.")}
        cited = {fact for answer in knowledge.entries[name].every_answer() for fact in answer.facts}
        assert wanted - cited == set(), name


def test_every_fact_cited_exists(knowledge: Knowledge, facts: set[str]) -> None:
    for entry in knowledge.entries.values():
        for answer in entry.every_answer():
            assert set(answer.facts) <= facts, entry.id


def test_no_address_is_made_up(knowledge: Knowledge, addresses: set[str]) -> None:
    given = {source.url for source in knowledge.sources.values() if source.url}
    given.add(knowledge.forms.program_page)
    assert given - addresses == set()
    texts = [answer.text for entry in knowledge.entries.values() for answer in entry.every_answer()]
    texts += [section.text for document in knowledge.documents.values() for section in document.sections]
    assert not [text for text in texts if re.search(r"https?://|www\.", text)]
    mailboxes = set(re.findall(r"[\w.]+@[\w.]+\w", " ".join(texts)))
    assert mailboxes <= {"ERO287g@ice.dhs.gov", "ICEOPRIntake@ice.dhs.gov"}


def test_no_telephone_number_but_the_hotline(knowledge: Knowledge) -> None:
    texts = " ".join(answer.text for entry in knowledge.entries.values() for answer in entry.every_answer())
    texts += " ".join(section.text for document in knowledge.documents.values() for section in document.sections)
    assert not re.findall(r"\b\d{3}[-.]\d{3}[-.]\d{4}\b", texts)


def test_every_answer_has_source_and_date(knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        for answer in entry.every_answer():
            assert answer.sources, entry.id
            assert answer.as_of, entry.id


# facts.md section 8: what must never be stated as settled, and the words by which the answer says so
NOT_SETTLED = {
    "letter-of-interest": r"not (on file|found|known)|no (official )?address|not public",
    "memorandum-of-agreement": r"not (on file|found|known)|no (official )?address|not public",
    "fact-sheets": r"not (on file|found|known)|no (official )?address|none .*found",
    "approval-time": r"no official",
    "who-signs": r"state and local law|counsel",
    "reimbursement": r"no later|not found|2 Sep|September 2025",
    "training-format": r"ask ICE|confirm|differ|ICE decides|as ICE decides|not (fixed|stated|settled)",
    "juveniles": r"say nothing|no rule|silent",
    "miranda": r"say nothing|no rule|silent",
    "body-cameras": r"say nothing|no rule|silent",
}


@pytest.mark.parametrize("name", NOT_SETTLED)
def test_what_is_not_settled_is_said_so(knowledge: Knowledge, name: str) -> None:
    for scope, answer in knowledge.entries[name].answers.items():
        assert re.search(NOT_SETTLED[name], answer.text, re.IGNORECASE), f"{name} {scope}: {answer.text}"


@pytest.mark.parametrize("state", ["NY", "VA", "MS"])
def test_open_outcomes_in_states_are_said_to_be_open(knowledge: Knowledge, state: str) -> None:
    text = knowledge.entries["state-law"].states[state].text
    assert re.search(r"not found|(un|not )verified|not (been |be )?(verified|confirmed)", text), text


def test_every_state_answer_has_a_date_and_counsel(knowledge: Knowledge) -> None:
    for state, answer in knowledge.entries["state-law"].states.items():
        assert re.search(r"\b(19|20)\d{2}\b", answer.text), state
        assert "counsel" in answer.text, state


def test_the_florida_cities_stay_disputed(knowledge: Knowledge) -> None:
    assert re.search(
        r"disput|not (settled|found|verified)|unverified", knowledge.entries["state-law"].states["FL"].text
    )


def test_the_number_of_agreements_always_has_its_date(knowledge: Knowledge) -> None:
    for answer in knowledge.entries["agreement-figures"].answers.values():
        for figure in re.finditer(r"\b\d,\d{3}\b", answer.text):
            near = answer.text[max(0, figure.start() - 160) : figure.end() + 160]
            assert re.search(r"\b20\d{2}\b", near), figure.group()


def test_figures_of_a_state_come_from_the_table() -> None:
    texas = load_content().knowledge.entries["state-figures"].states["TX"]
    assert "**387**" in texas.text
    assert "2026-05-18" in texas.text
    assert "no 287(g) agreement" in load_content().knowledge.entries["state-figures"].states["DE"].text


def test_what_is_not_official_is_not_called_so(knowledge: Knowledge) -> None:
    assert knowledge.entries["approval-time"].answers["any"].confidence is not Confidence.OFFICIAL
    assert knowledge.entries["state-law"].states["MS"].confidence is Confidence.UNVERIFIED


def test_the_mail_behind_the_project_is_never_named(knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        for answer in entry.every_answer():
            assert not re.search(r"\b(seed|e-mail of 5 March|fact base|F\d\.\d{2})\b", answer.text, re.IGNORECASE), (
                entry.id
            )
