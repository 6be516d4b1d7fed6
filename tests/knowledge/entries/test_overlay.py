"""The agency's own content above the shipped one: by key, and with faults that name file, line and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.entries.loader import load_content, load_knowledge
from knowledge.entries.regression import load_promoted
from knowledge.entries.yaml_file import ContentError
from tests.knowledge.entries.overlays import as_data, entry_of, overlay, upgrade


def faults(content: Path, own: Path) -> str:
    with pytest.raises(ContentError) as error:
        load_content(content, own)
    return str(error.value)


def test_without_an_overlay_the_shipped_content_holds(content: Path, tmp_path: Path) -> None:
    shipped = load_content(content)
    (tmp_path / "empty").mkdir()
    assert load_content(content, tmp_path / "none") == load_content(content, tmp_path / "empty") == shipped


def test_files_that_hold_nothing_change_nothing(content: Path, tmp_path: Path) -> None:
    names = ("faq__small", "phrasings", "sources", "glossary", "forms", "calibration__out_of_scope")
    own = overlay(tmp_path, **dict.fromkeys(names, "# nothing yet\n"))
    assert load_content(content, own) == load_content(content)


def test_an_own_entry_takes_the_place_of_the_shipped_one_and_a_new_one_is_added(content: Path, tmp_path: Path) -> None:
    shipped = entry_of(content, "who-signs")
    new = as_data(shipped, id="badges", question="Which badge?", phrasings=[f"badge pinned {n}" for n in range(8)])
    own = overlay(tmp_path, faq__small=[as_data(shipped, question="Whose pen?")], faq__own=[new])
    entries = load_content(content, own).knowledge.entries
    assert entries["who-signs"].question == "Whose pen?"
    assert entries["badges"].area == "own"
    assert list(entries)[: len(load_content(content).knowledge.entries)] == list(
        load_content(content).knowledge.entries
    )


def test_a_published_wording_stays_when_an_upgrade_brings_a_new_answer(content: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path, phrasings={"who-signs": ["whose pen is it"]})
    upgrade(content, "The chief signs.", "The sheriff signs.")
    entry = entry_of(content, "who-signs", own)
    assert entry.phrasings[-1] == "whose pen is it"
    assert entry.answers["any"].text.startswith("The sheriff signs.")


def test_a_wording_that_ships_meanwhile_is_there_once(content: Path, tmp_path: Path) -> None:
    shipped = entry_of(content, "who-signs").phrasings
    own = overlay(tmp_path, phrasings={"who-signs": [shipped[3].upper(), "whose pen is it"]})
    assert entry_of(content, "who-signs", own).phrasings == [*shipped, "whose pen is it"]


def test_wordings_are_added_to_an_own_entry_too(content: Path, tmp_path: Path) -> None:
    changed = as_data(entry_of(content, "who-signs"), question="Whose signature?")
    own = overlay(tmp_path, faq__small=[changed], phrasings={"who-signs": ["whose pen is it"]})
    entry = entry_of(content, "who-signs", own)
    assert entry.question == "Whose signature?"
    assert entry.phrasings[-1] == "whose pen is it"


def test_sources_are_laid_over_by_id(content: Path, tmp_path: Path) -> None:
    before = load_knowledge(content).sources
    own = overlay(tmp_path, sources={"statute": {"title": "Ours"}, "order-7": {"title": "General order 7"}})
    sources = load_knowledge(content, own).sources
    assert sources["statute"].title == "Ours"
    assert sources["order-7"].title == "General order 7"
    assert sources["ice-287g"] == before["ice-287g"]


def test_terms_are_laid_over_by_term(content: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path, glossary=[{"term": "WSO", "meaning": "Ours"}, {"term": "GO", "meaning": "General order"}])
    assert [(term.term, term.meaning) for term in load_knowledge(content, own).glossary] == [
        ("WSO", "Ours"),
        ("GO", "General order"),
    ]


def test_forms_are_laid_over_by_field(content: Path, tmp_path: Path) -> None:
    shipped = load_knowledge(content).forms
    own = overlay(tmp_path, forms={"programs": {"TFM": {"agreement": "https://ice.example/moa"}}})
    (content / "forms.yml").write_text(
        (content / "forms.yml").read_text().replace("TFM: {}", "TFM: {form_url: 'https://forms.example/'}")
    )
    forms = load_knowledge(content, own).forms
    assert (forms.mailbox, forms.program_page) == (shipped.mailbox, shipped.program_page)
    assert forms.programs["TFM"].agreement == "https://ice.example/moa"
    assert forms.programs["TFM"].form_url == "https://forms.example/"
    assert forms.programs["JEM"] == shipped.programs["JEM"]
    mailbox = overlay(tmp_path, forms={"mailbox": "287g@county.example"})
    assert load_knowledge(content, mailbox).forms.mailbox == "287g@county.example"


def test_lines_outside_the_subject_and_promoted_questions_are_added(content: Path, tmp_path: Path) -> None:
    shipped = load_content(content).outside
    own = overlay(tmp_path, calibration__out_of_scope={"near": ["parking permits"]})
    (own / "regression.jsonl").write_text('{"text": "whose pen", "entry": "who-signs"}\n')
    (content / "regression.jsonl").write_text('{"text": "how long", "entry": "hold-time"}\n')
    outside = load_content(content, own).outside
    assert (outside.near, outside.far) == ([*shipped.near, "parking permits"], shipped.far)
    assert [question.entry for question in load_promoted(content, own)] == ["hold-time", "who-signs"]
    assert [question.entry for question in load_promoted(content)] == ["hold-time"]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"phrasings": "who-signs:\n- whose pen\ngone:\n- at all\n"}, "phrasings.yml:4: there is no entry gone; fix"),
        (
            {"phrasings": "who-signs:\n- whose pen\n- x\n"},
            "phrasings.yml:3: who-signs.1: String should have at least 2",
        ),
        (
            {"phrasings": "who-signs:\n- whose pen\n- training course hours atraining-length\n"},
            "phrasings.yml:3: phrasing 'training course hours atraining-length' is also in training-length; keep",
        ),
        ({"faq__small": "- id: a\n  question: [\n"}, "faq/small.yml:3: not valid YAML"),
        ({"faq__small": "# ours\n- id: badges\n  question: Which?\n"}, "faq/small.yml:2: 0.phrasings: Field required"),
        ({"sources": "order-7:\n  name: General order\n"}, "sources.yml:2: order-7.title: Field required"),
        ({"glossary": "- term: GO\n"}, "glossary.yml:1: 0.meaning: Field required"),
        ({"forms": "programs:\n  TFM:\n    form_url: http://x\n"}, "forms.yml:3: programs.TFM.form_url"),
        (
            {"calibration__out_of_scope": "near:\n- a\nmiddle:\n- b\n"},
            "calibration/out_of_scope.yml:4: middle: Extra inputs",
        ),
        ({"figures": "national: []\n"}, "figures.yml:1: no file of this name is read here; faq/<area>.yml,"),
        ({"faq__more__joining": "[]\n"}, "faq/more/joining.yml:1: no file of this name is read here"),
    ],
)
def test_a_fault_in_the_agencys_files_names_file_and_line(
    content: Path, tmp_path: Path, files: dict[str, object], fault: str
) -> None:
    own = overlay(tmp_path, **files)
    assert f"{own}/{fault}" in faults(content, own)


def test_faults_of_an_own_entrys_references_name_its_line(content: Path, tmp_path: Path) -> None:
    first, second = (as_data(entry_of(content, name)) for name in ("who-signs", "hold-time"))
    own = overlay(tmp_path, faq__small=[first, second | {"related": ["nothing"]}], faq__twice=[first])
    assert f"{own}/faq/twice.yml:1: the id who-signs is also in {own}/faq/small.yml; rename one" in faults(content, own)
    (own / "faq" / "twice.yml").unlink()
    lines = (own / "faq" / "small.yml").read_text().splitlines()
    line = lines.index("- id: hold-time") + 1
    assert f"{own}/faq/small.yml:{line}: related entry nothing does not exist" in faults(content, own)


def test_faults_of_both_layers_are_said_together(content: Path, tmp_path: Path) -> None:
    (content / "faq" / "small.yml").write_text("- id: a\n")
    found = faults(content, overlay(tmp_path, faq__own="- id: b\n"))
    assert f"{content}/faq/small.yml:1" in found
    assert "own/faq/own.yml:1" in found


def test_a_promoted_question_must_name_an_entry(content: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path, phrasings={})
    for folder in (content, own):
        file = folder / "regression.jsonl"
        file.write_text('{"text": "whose pen", "entry": "who-signs"}\n{"text": "what now", "entry": "gone"}\n')
        assert f"{file}:2: unknown entry gone; fix the id or delete the line" in faults(content, own)
        file.write_text('{"text": "what now"}\n')
        assert f"{file}:1: Field required" in faults(content, own)
        file.unlink()
