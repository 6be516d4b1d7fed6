"""Every rule and every act of the dialogue occurs in a story that `rasa test` runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ROOT
from tests.dialogue.conftest import yaml_files

pytestmark = pytest.mark.slow

RULES = ROOT / "bot" / "dialogue" / "rules"
STORIES = ROOT / "tests" / "dialogue" / "stories"
Event = tuple[str, Any]


@dataclass(frozen=True)
class Told:
    """What happens, in order, and the form that is active before it."""

    name: str
    loop: str | None
    events: tuple[Event, ...]


def events(steps: list[dict[str, Any]]) -> Iterator[Event]:
    """The acts, actions, forms and slots of steps, one by one."""
    for step in steps:
        for kind in ("intent", "action", "active_loop"):
            if kind in step:
                yield kind, step[kind]
        for slots in step.get("slot_was_set", []):
            yield from slots.items()


def read(folder: Path, key: str, name: str) -> list[Told]:
    found = []
    for file in yaml_files(folder):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))[key]:
            before = [step["active_loop"] for step in item.get("condition", []) if "active_loop" in step]
            found.append(Told(item[name], next(iter(before), None), tuple(events(item["steps"]))))
    return found


def occurs(rule: Told, story: Told) -> bool:
    """Return whether a story has the rule's events one after another, begun with the form active that it asks for."""
    loop = None
    for place in range(len(story.events)):
        here = story.events[place : place + len(rule.events)]
        if loop == rule.loop and here == rule.events:
            return True
        kind, value = story.events[place]
        loop = value if kind == "active_loop" else loop
    return False


@pytest.mark.parametrize("rule", read(RULES, "rules", "rule"), ids=lambda rule: rule.name)
def test_every_rule_is_told_in_a_story(rule: Told) -> None:
    assert any(occurs(rule, story) for story in read(STORIES, "stories", "story"))


def test_every_act_has_a_rule_or_answers_a_form() -> None:
    acts = set(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])
    ruled = {value for rule in read(RULES, "rules", "rule") for kind, value in rule.events if kind == "intent"}
    told = {value for story in read(STORIES, "stories", "story") for kind, value in story.events if kind == "intent"}
    assert acts <= ruled
    assert acts <= told


def test_each_form_is_told_to_its_end_broken_off_and_left_for_the_other() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for form in domain["forms"]:
        after = [
            story.events[place + 1 : place + 4]
            for story in read(STORIES, "stories", "story")
            for place, event in enumerate(story.events)
            if event in {("action", form), ("action", "action_deactivate_loop")}
            and ("active_loop", form) in story.events[:place]
        ]
        assert any(("requested_slot", None) in events for events in after), form
        assert any(("action", "action_cancel") in events for events in after), form
        assert any(kind == "active_loop" and value not in {None, form} for events in after for kind, value in events)
