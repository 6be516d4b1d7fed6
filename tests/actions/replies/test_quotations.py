"""Passages of the agency's own documents as replies."""

from __future__ import annotations

import msgspec

from actions.replies.quotations import MAY_HELP, SAYS_SO, marked_reply, quote_reply, quoted, supported
from actions.replies.reply import MarkedPassage
from knowledge.results import Answer, DocumentPassage, DocumentSearchResult, Holder, Source
from tests.factories import PASSAGE


def test_a_quotation_marks_its_sentence_and_names_its_place() -> None:
    reply = quote_reply(PASSAGE, "TFM", MAY_HELP)
    assert (
        "> ICE certifies names. **It may be revoked \\*at any time\\*.** Notice is given within 48 hours." in reply.text
    )
    assert "Sample Police Dept., FL, section IX, page 4, 2025-04-10" in reply.text
    assert reply.sources[0].section == "IX, page 4"
    assert (reply.as_of, reply.program, reply.scope) == ("2025-04-10", "TFM", "TFM")
    assert reply.links[0].url == "/documents/0123456789ab#page=4"


def test_a_handling_mark_stands_first_in_the_reply() -> None:
    reply = quote_reply(msgspec.structs.replace(PASSAGE, marks=["FOR OFFICIAL USE ONLY"]), None, MAY_HELP)
    assert reply.text.startswith("**FOR OFFICIAL USE ONLY**")


def test_other_holders_are_counted() -> None:
    other = Holder("ba9876543210", "Memorandum of agreement", "Other County", "2025-05-01", 4)
    reply = quote_reply(msgspec.structs.replace(PASSAGE, others=[other, other]), None, MAY_HELP)
    assert reply.text.endswith("2 other documents hold nearly the same passage.")


def test_a_passage_without_section_and_date_is_quoted_too() -> None:
    reply = quote_reply(msgspec.structs.replace(PASSAGE, section="", date=None, holder=None), None, MAY_HELP)
    assert "287(g) Task Force Model, page 4):" in reply.text
    assert reply.sources[0].section == "page 4"


def test_nothing_of_a_marked_passage_is_in_what_stands_for_it() -> None:
    secret = msgspec.structs.replace(PASSAGE, marks=["LAW ENFORCEMENT SENSITIVE"])
    reply = marked_reply(secret, "TFM", SAYS_SO)
    assert reply.marked == MarkedPassage("0123456789ab", 3, 2, SAYS_SO)
    said = msgspec.json.encode(reply).decode()
    assert not [word for word in ("revoked", "Sample", "Task Force", "IX", "2025") if word in said]


class Documents:
    """Stands in for the knowledge service."""

    def __init__(self, sure: bool, marks: list[str] | None = None) -> None:
        self.sure = sure
        self.passage = msgspec.structs.replace(PASSAGE, marks=marks or [])
        self.sections: list[str] = []

    def search_documents(self, text: str, program: str | None, permitted: bool, count: int) -> DocumentSearchResult:
        return DocumentSearchResult([self.passage], self.sure)

    def find_support(
        self, answer: str, program: str | None, sections: list[str], permitted: bool
    ) -> DocumentPassage | None:
        self.sections = sections
        return self.passage if program == "TFM" else None


def test_only_a_sure_passage_is_quoted() -> None:
    assert quoted(Documents(sure=False), "how long", "TFM", False, MAY_HELP) is None  # type: ignore[arg-type]
    reply = quoted(Documents(sure=True), "how long", "TFM", False, MAY_HELP)  # type: ignore[arg-type]
    assert reply
    assert reply.kind == "answer"
    assert reply.marked is None


def test_a_marked_passage_is_found_and_its_text_left_out() -> None:
    reply = quoted(Documents(True, ["LAW ENFORCEMENT SENSITIVE"]), "how long", "TFM", True, MAY_HELP)  # type: ignore[arg-type]
    assert reply
    assert reply.marked
    assert "revoked" not in reply.text


def test_support_is_looked_for_in_the_sections_that_the_answer_cites() -> None:
    documents = Documents(sure=True)
    sources = [Source("Task Force agreement", "IX, XVIII"), Source("The statute", None)]
    answer = Answer("TFM", "It may be revoked.", None, sources, [], "2025-04", "official")
    reply = supported(documents, answer, None, False)  # type: ignore[arg-type]
    assert reply
    assert reply.text.startswith(SAYS_SO)
    assert documents.sections == ["IX", "XVIII"]
    assert supported(documents, msgspec.structs.replace(answer, scope="any"), "JEM", False) is None  # type: ignore[arg-type]
