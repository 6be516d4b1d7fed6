"""Content files are checked; a fault names file, line and fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import required
from knowledge.entries.loader import load_knowledge
from knowledge.entries.yaml_file import ContentError


def change(content: Path, mend: Any) -> Path:
    file = content / "faq" / "small.yml"
    entries = yaml.safe_load(file.read_text())
    mend(entries)
    file.write_text(yaml.safe_dump(entries, sort_keys=False))
    return file


def faults(content: Path) -> str:
    with pytest.raises(ContentError) as error:
        load_knowledge(content)
    return str(error.value)


def test_good_content_loads(content: Path) -> None:
    knowledge = load_knowledge(content)
    assert set(knowledge.entries) == {"hold-time"} | required.REQUIRED
    assert knowledge.entries["hold-time"].answers["WSO"].as_of == "2025-04-16"


def test_a_fault_of_the_schema_names_its_line(content: Path) -> None:
    file = change(content, lambda entries: entries[1]["answers"]["JEM"].pop("as_of"))
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1) if "JEM holds 48 hours." in text)
    assert f"small.yml:{line}: 1.answers.JEM.as_of: Field required" in faults(content)


def test_bad_yaml_names_its_line(content: Path) -> None:
    (content / "faq" / "small.yml").write_text("- id: a\n  question: [\n")
    assert "small.yml:3: not valid YAML" in faults(content)


@pytest.mark.parametrize(
    ("mend", "fault"),
    [
        (lambda e: e[0]["answers"]["JEM"].update(sources=["nowhere"]), "unknown source nowhere; add it to sources.yml"),
        (lambda e: e[0].update(related=["nothing"]), "related entry nothing does not exist"),
        (lambda e: e[0]["phrasings"].append("Who SIGNS the agreement"), "is also in training-length"),
        (lambda e: e[1].update(id="who-signs"), "the id who-signs is also in"),
        (lambda e: e[0]["answers"]["JEM"].update(text="too short"), "the text has 2 words; write 20 to 120"),
        (lambda e: e[0]["answers"]["JEM"].pop("short"), "compare needs two programs, each with `short`"),
        (lambda e: e[0].update(phrasings=["one", "two"]), "at least 8 items"),
        (lambda e: e[0]["answers"].update(XYZ=e[0]["answers"]["JEM"]), "should be 'any', 'JEM', 'TFM' or 'WSO'"),
        (lambda e: e[0]["answers"]["JEM"].update(links=["statute"]), "link statute has no address"),
        (lambda e: e[0].update(color="red"), "Extra inputs are not permitted"),
    ],
)
def test_each_fault_is_said(content: Path, mend: Any, fault: str) -> None:
    change(content, mend)
    assert fault in faults(content)


def test_a_form_must_have_a_safe_address(content: Path) -> None:
    (content / "forms.yml").write_text(
        "mailbox: a@b\nprogram_page: https://x.example/\nprograms:\n  TFM: {form_url: 'http://x.example/'}\n"
    )
    assert "forms.yml:4" in faults(content)
