"""Rows, figures, the gate and the report of an evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.baselines import baselines
from bot.evaluation.gate import drops, save_reference
from bot.evaluation.metrics import Figure, figures
from bot.evaluation.outcomes import Outcome
from bot.evaluation.question_sets import Row, read_rows, with_typing_errors
from bot.evaluation.report import write_report
from bot.user_error import UserError
from knowledge.entries.loader import load_content
from knowledge.results import Match
from tests.factories import found


def outcome(number: int, gold: list[str], given: str | None, *offered: str, **row: object) -> Outcome:
    data = {"id": f"Q{number}", "text": f"<question> {number}", "gold": gold, **row}
    search = found(None, matches=[Match(given or "none", "?", 0.9, "x")])
    return Outcome(Row.model_validate(data), "answer", (given,), "TFM", given is not None, offered, search)


def test_sets_are_read_and_conversations_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    lines = [
        {"id": "A", "text": "how long", "gold": ["training-length"], "program": "TFM", "style": "terse"},
        {"id": "N", "text": "green card", "reason": "not in facts"},
        {"id": "F", "text": "pizza"},
        {"id": "V", "text": "sign us up", "expect": "volunteer", "gold": []},
        {"id": "D", "turns": []},
    ]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    rows = read_rows([file])
    assert [(row.id, row.kind) for row in rows] == [("A", "answer"), ("N", "near"), ("F", "far")]
    (misspelled,) = with_typing_errors(rows)
    assert misspelled.text != "how long"
    assert with_typing_errors(rows) == [misspelled]


@pytest.mark.parametrize(
    ("text", "fault"), [("{", "set.jsonl:1: not a JSON object"), ('{"id": "A"}', "set.jsonl:1"), ("", "no questions")]
)
def test_a_bad_set_names_file_and_line(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "set.jsonl").write_text(text)
    with pytest.raises(UserError, match=fault):
        read_rows([tmp_path / "set.jsonl"])


def test_figures_count_what_they_say() -> None:
    outcomes = [
        outcome(1, ["a"], "a", program="TFM"),
        outcome(2, ["a"], "b", "x", "a"),
        outcome(3, ["a"], None),
        outcome(4, [], None, reason="near"),
        outcome(5, [], "a", reason="near"),
        outcome(6, [], None),
    ]
    found_figures = {figure.name: figure for figure in figures(outcomes, [])}
    assert found_figures["first answer right"].won == {"Q1"}
    assert found_figures["right, or among three offered"].won == {"Q1", "Q2"}
    assert found_figures["shown as an answer"].won == {"Q1", "Q2"}
    assert found_figures["precision of what is shown"].share == 0.5
    assert found_figures["near, not answered"].won == {"Q4"}
    assert found_figures["far, not answered"].share == 1.0
    assert found_figures["right program, where named"].lines == {"Q1"}
    low, high = found_figures["first answer right"].interval
    assert 0 < low < 1 / 3 < high < 1


def test_the_gate_lets_noise_through_and_stops_a_drop(tmp_path: Path) -> None:
    lines = frozenset(f"Q{number}" for number in range(20))
    file = tmp_path / "reference.json"
    save_reference(file, [Figure("right", lines, lines)])
    assert drops(file, [Figure("right", lines - {"Q1", "Q2", "Q3", "Q4"}, lines)]) == []
    (drop,) = drops(file, [Figure("right", lines - {"Q1", "Q2", "Q3", "Q4", "Q5"}, lines)])
    assert drop.startswith("right: 5 lines lost (Q1, Q2, Q3, Q4, Q5), 0 won")
    with pytest.raises(UserError, match="save-reference"):
        drops(tmp_path / "none.json", [])


def test_the_report_shows_misses_and_runs_no_markup(tmp_path: Path) -> None:
    outcomes = [outcome(1, ["a"], "b"), outcome(2, ["a"], "a"), outcome(3, [], "a", reason="near")]
    page = write_report(tmp_path / "out", {"All": figures(outcomes, [])}, outcomes).read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "&lt;question&gt; 1" in page
    assert "<question>" not in page
    assert "Q3" in page
    assert "&lt;question&gt; 2" not in page


def test_baselines_rank_the_content(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.evaluation import baselines as module
    from tests.stand_ins import WordEncoder

    monkeypatch.setattr(module, "Encoder", WordEncoder)
    rows = [Row(id="A", text="who signs the agreement", gold=["who-signs"]), Row(id="F", text="pizza")]
    assert [figure.share for figure in baselines(load_content(content), rows)] == [1.0, 1.0]
