"""docs/architecture.md and the house rules on imports and names, held against the code."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.architecture import ROOT, Import, Page, Tree, circles, floors, read_page

TREE = Tree()
ARCHITECTURE = read_page()

# words that end like a gerund and are nouns of the field
NOUNS = {
    "handling": "a handling mark is what FOUO and LES are called",
    "ranking": "the list of entries by probability, as information retrieval calls it",
    "ratings": "what readers said of answers",
    "rendering": "an entry as it is shown",
    "settings": "what the environment sets",
    "spelling": "how words are written",
}
OPEN_KNOWLEDGE = {"knowledge/__init__.py", "knowledge/client.py", "knowledge/results.py"}
MAINTENANCE = "knowledge/maintenance.py"
SEARCH_LIBRARIES = {"faiss", "scipy", "sklearn", "sentence_transformers", "torch", "rasa_sdk", "rasa"}


def _shown(imports: list[Import]) -> list[str]:
    return sorted(f"{one.importer} -> {one.imported}" for one in imports)


def _library(one: Import) -> str:
    return one.imported.partition(".")[0]


def test_every_module_has_a_room_on_the_page() -> None:
    assert [module for module in TREE.modules if ARCHITECTURE.room_of(module) is None] == []


def test_every_file_and_folder_of_a_room_exists() -> None:
    places = [place for room in ARCHITECTURE.rooms.values() for place in room.places]
    assert [place for place in places if not list(ROOT.glob(place))] == []
    used = {ARCHITECTURE.room_of(module) for module in TREE.modules}
    assert set(ARCHITECTURE.rooms) - used == set()


def test_a_room_imports_only_what_the_page_allows() -> None:
    forbidden = [
        one
        for one in TREE.own_imports
        if (start := ARCHITECTURE.room_of(one.importer)) != (end := ARCHITECTURE.room_of(one.imported))
        and end not in ARCHITECTURE.rooms[start or ""].may_import
    ]
    assert _shown(forbidden) == []


def test_the_allowed_arrows_name_rooms_and_go_one_way() -> None:
    arrows = {name: room.may_import for name, room in ARCHITECTURE.rooms.items()}
    assert {target for targets in arrows.values() for target in targets} - set(arrows) == set()
    assert circles(arrows) == []


def test_a_message_passes_modules_that_exist_by_imports_that_exist() -> None:
    assert len(ARCHITECTURE.way) > 15
    assert set(ARCHITECTURE.way.values()) - set(TREE.modules) == set()
    assert len(ARCHITECTURE.steps) > 10
    assert _shown([step for step in ARCHITECTURE.steps if step not in TREE.own_imports]) == []


def test_only_the_open_modules_of_knowledge_are_imported_from_outside() -> None:
    outside = [
        one
        for one in TREE.own_imports
        if not one.importer.startswith("knowledge/") and one.imported.startswith("knowledge/")
    ]
    assert outside
    assert _shown([one for one in outside if one.imported not in OPEN_KNOWLEDGE | {MAINTENANCE}]) == []
    by_maintenance = {one.importer for one in outside if one.imported == MAINTENANCE}
    assert [name for name in by_maintenance if not re.match(r"bot/(\w+|evaluation/\w+)\.py$", name)] == []


@pytest.mark.parametrize("folder", ["actions/replies/", "bot/web/", "bot/records/", "bot/accounts/"])
def test_what_the_page_loads_imports_neither_rasa_nor_the_search(folder: str) -> None:
    found = [one for one in TREE.imports if one.importer.startswith(folder) and _library(one) in SEARCH_LIBRARIES]
    assert _shown(found) == []


def test_rasa_is_imported_by_the_dialogue_and_its_sdk_by_the_actions_only() -> None:
    for library, folder in (("rasa", "bot/dialogue/"), ("rasa_sdk", "actions/")):
        importers = {one.importer for one in TREE.imports if _library(one) == library}
        assert importers
        assert [name for name in importers if not name.startswith(folder)] == []


def test_yaml_is_read_by_the_entries_only() -> None:
    importers = {one.importer for one in TREE.imports if _library(one) in {"yaml", "ruamel"}}
    assert "knowledge/entries/yaml_file.py" in importers
    assert [name for name in importers if not name.startswith("knowledge/entries/")] == []


def test_no_two_modules_share_a_name() -> None:
    names = Counter(module.rpartition("/")[2] for module in TREE.modules if not module.endswith("/__init__.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_modules_are_named_by_nouns() -> None:
    # a migration is named by what it did
    named = [module for module in TREE.modules if "/versions/" not in module]
    words = {word for module in named for word in re.split(r"[_/.]", module) if re.search(r"ings?$", word)}
    assert words - set(NOUNS) == set()
    assert set(NOUNS) - words == set()


def test_the_content_folder_holds_data_only() -> None:
    assert list((ROOT / "knowledge" / "content").rglob("*.py")) == []


def test_the_closest_place_on_the_page_is_a_modules_room() -> None:
    page = Page(
        "| room | files | may import |\n|---|---|---|\n"
        "| base | `bot/secret.py` | nothing |\n| web | `bot/web/` | base |\n| commands | `bot/*.py` | web, base |\n"
    )
    modules = ["bot/secret.py", "bot/web/console/access.py", "bot/cli.py", "bot/records/models.py"]
    assert [page.room_of(module) for module in modules] == ["base", "web", "commands", None]
    assert page.rooms["commands"].may_import == {"web", "base"}


def test_floors_count_a_circle_as_one() -> None:
    arrows = {"roof": {"left"}, "left": {"right"}, "right": {"left", "ground"}, "ground": set[str]()}
    assert circles(arrows) == [["left", "right"]]
    assert floors(arrows) == 3
