"""From a search result and the memory to a reply."""

from __future__ import annotations

from dataclasses import replace

from actions.replies import answers
from actions.replies.answers import NONE_OF_THESE, program_in_force
from actions.replies.memory import Memory
from actions.replies.reply import Reply
from knowledge.results import Entry, Link, Passage, SearchResult, Source
from tests.factories import MOA, an_answer, an_entry, found


def respond(result: SearchResult, memory: Memory) -> tuple[Reply, Memory]:
    """Return the one reply."""
    (reply,), after = answers.respond(result, memory)
    return reply, after


def test_a_message_that_asks_two_things_gets_two_answers_in_order() -> None:
    second = Entry(**{**as_dict(an_entry("JEM", "WSO")), "entry": "travel-cost"})
    replies, memory = answers.respond(found(an_entry("JEM", "WSO"), "WSO", second=second), Memory())
    assert [(reply.kind, reply.entry, reply.program) for reply in replies] == [
        ("answer", "hold-time", "WSO"),
        ("answer", "travel-cost", "WSO"),
    ]
    assert memory.entry == "travel-cost"


def test_an_answer_that_is_not_sure_offers_the_runners_up_first() -> None:
    reply, _ = respond(found(an_entry("any"), sure=False), Memory())
    assert [choice.entry for choice in reply.choices] == ["two", "three", "detainer-hours"]


def test_the_answer_of_the_program_named() -> None:
    reply, memory = respond(found(an_entry("JEM", "WSO"), "WSO"), Memory())
    assert (reply.kind, reply.text, reply.program, reply.scope) == ("answer", "WSO answer", "WSO", "WSO")
    assert reply.sources == [MOA]
    assert reply.as_of == "2025-04-16"
    assert reply.choices[0].entry == "detainer-hours"
    assert (memory.program, memory.entry) == ("WSO", "hold-time")


def test_the_answer_of_the_program_in_force() -> None:
    reply, _ = respond(found(an_entry("JEM", "WSO")), Memory(program="JEM"))
    assert reply.text == "JEM answer"
    assert reply.question == "How long may a person be held under JEM?"


def test_an_answer_for_any_program_keeps_the_program_in_force() -> None:
    reply, memory = respond(found(an_entry("any")), Memory(program="TFM"))
    assert (reply.text, reply.scope, reply.program) == ("any answer", "any", "TFM")
    assert memory.program == "TFM"


def test_without_a_program_all_are_shown_side_by_side() -> None:
    reply, _ = respond(found(an_entry("JEM", "TFM", compare=True)), Memory())
    assert (reply.kind, reply.entry, reply.level) == ("comparison", "hold-time", "answer")
    assert "| **JEM** (Jail Enforcement Model) | JEM short |" in reply.text
    assert [choice.title for choice in reply.choices] == ["More on JEM", "More on TFM"]
    assert reply.sources == [MOA]


def test_without_a_program_and_a_table_the_bot_asks_which() -> None:
    reply, memory = respond(found(an_entry("JEM", "TFM")), Memory())
    assert (reply.kind, reply.entry) == ("clarify", "hold-time")
    assert [choice.entry for choice in reply.choices] == ["hold-time", "hold-time"]
    assert memory.entry == "hold-time"


def test_two_programs_named_are_compared_and_leave_none_in_force() -> None:
    reply, memory = respond(found(an_entry("JEM", "TFM", "WSO", compare=True), "JEM", "WSO"), Memory(program="TFM"))
    assert "JEM short" in reply.text
    assert "WSO short" in reply.text
    assert "TFM short" not in reply.text
    assert memory.program is None


def test_a_program_that_the_sources_do_not_cover_is_said_so() -> None:
    reply, _ = respond(found(an_entry("TFM", "JEM"), "WSO"), Memory())
    assert "say nothing about this for WSO" in reply.text
    assert "TFM answer" not in reply.text
    assert {choice.text for choice in reply.choices} == {
        "How long may a person be held under JEM?",
        "How long may a person be held under TFM?",
    }


def test_a_state_has_its_own_answer() -> None:
    reply, memory = respond(found(an_entry("any", states=("DE",)), state="DE"), Memory())
    assert (reply.text, reply.scope) == ("DE answer", "DE")
    assert memory.state == "DE"


def test_a_state_that_the_sources_do_not_name_is_said_so() -> None:
    reply, _ = respond(found(an_entry("any", states=("DE",)), state="OH"), Memory())
    assert reply.text.startswith("The sources on file have nothing on OH for this.")


def test_a_state_is_kept_for_the_same_topic_only() -> None:
    entry = an_entry("any", states=("DE",))
    same, _ = respond(found(entry), Memory(entry="hold-time", state="DE"))
    other, _ = respond(found(entry), Memory(entry="who-signs", state="DE"))
    assert (same.text, other.text) == ("DE answer", "any answer")


def test_candidates_are_offered_with_a_way_out() -> None:
    reply, memory = respond(found(None, level="ask"), Memory())
    assert (reply.kind, reply.level, reply.entry) == ("clarify", "ask", None)
    assert [choice.entry for choice in reply.choices] == ["one", "two", "three", None]
    assert reply.choices[-1] == NONE_OF_THESE
    assert memory.offered == ("one", "two", "three")


def test_what_is_not_covered_is_said_so_with_contact_and_nearest() -> None:
    reply, memory = respond(found(None), Memory(program="JEM"))
    assert (reply.kind, reply.level, reply.entry) == ("out_of_scope", "none", None)
    assert "ERO287g@ice.dhs.gov" in reply.text
    assert [choice.entry for choice in reply.choices] == ["one", "two", "three"]
    assert reply.links[0].url == "https://www.ice.gov/identify-and-arrest/287g"
    assert memory.program == "JEM"


def test_a_passage_is_quoted_with_its_section() -> None:
    passage = Passage("moa-tfm:3", "Task force agreement", "V. Functions", an_answer("TFM", text="the section"))
    reply, _ = respond(found(None, passage=passage), Memory())
    assert reply.text.endswith("> the section")
    assert reply.sources[0].section == "V"


def test_sections_of_one_document_are_cited_together() -> None:
    entry = an_entry("any")
    two = an_answer("any", sources=[MOA, replace_section(MOA, "VI")], links=[Link("ICE", "https://www.ice.gov/287g")])
    reply, _ = respond(found(Entry(**{**as_dict(entry), "answers": {"any": two}})), Memory())
    assert [source.section for source in reply.sources] == ["V, VI"]


def test_which_program_is_in_force() -> None:
    memory = Memory(program="JEM")
    assert program_in_force(["WSO"], memory) == "WSO"
    assert program_in_force([], memory) == "JEM"
    assert program_in_force(["JEM", "TFM"], memory) is None
    assert program_in_force([], replace(memory, program=None)) is None


def replace_section(source: Source, section: str) -> Source:
    return Source(source.title, section, source.url, source.as_of)


def as_dict(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}
