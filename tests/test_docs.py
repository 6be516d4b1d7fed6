"""The manual held against the code: fields, errors, settings, commands, links, and the example of an entry."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import msgspec
import pytest
import yaml
from flask import Flask
from pydantic import TypeAdapter

from actions.replies import refusals
from actions.replies.reply import Choice, Kind, MarkedPassage, Referral, Reply
from bot.cli import cli
from bot.records.models import Role
from bot.settings import ROOT, Settings
from bot.web import api, conversations, errors, health, idempotency, message_text, roster_csv, security
from bot.web.message_handler import Answered
from knowledge import load_content
from knowledge.entries.required import REQUIRED
from knowledge.entries.schema import Confidence, Entry
from knowledge.results import Level, Link, Source

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
OPERATE, CONTENT, API = ((ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("operate", "content", "api"))
PARTS = (Reply, Source, Link, Choice, Referral, MarkedPassage)
# of the tests, not of the bot
OTHER_VARIABLES = {"BOT_TEST_POSTGRES": "tests"}


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of all tables, heads apart."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        for line in table.splitlines()[2:]:
            yield [cell.strip() for cell in line.strip().strip("|").split(" |")]


def in_code(cell: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def first_codes(text: str, head: str) -> list[str]:
    """Return what stands in backticks in the first column of the tables with this head."""
    tables = [table for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE) if table.startswith(f"| {head} |")]
    return [code for table in tables for row in rows(table) for code in in_code(row[0])]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_api_page_names_the_fields_of_a_reply_and_of_its_parts(part: type[msgspec.Struct]) -> None:
    fields = [field.name for field in msgspec.structs.fields(part)]
    assert first_codes(section(API, part.__name__), "field") == fields


def test_the_api_page_has_every_part_of_a_reply() -> None:
    types = {field.type for field in msgspec.structs.fields(Reply)}
    named = {found for kind in types for found in (kind, *get_args(kind)) if inspect.isclass(found)}
    assert {found for found in named if issubclass(found, msgspec.Struct)} == set(PARTS) - {Reply}


def test_the_api_page_says_which_fields_may_be_null() -> None:
    for part in PARTS:
        for field, row in zip(msgspec.structs.fields(part), rows(section(API, part.__name__)), strict=False):
            may_be_null = type(None) in get_args(field.type)
            assert ("null" in row[1]) == may_be_null, f"{part.__name__}.{field.name}"


def test_the_api_page_names_the_fields_of_a_response() -> None:
    asked = section(API, "Ask")
    assert first_codes(asked, "field of the response") == [field.name for field in msgspec.structs.fields(Answered)]
    read = set(re.findall(r'body\.get\("(\w+)"\)', inspect.getsource(api)))
    assert set(first_codes(asked, "field of the request")) == read


def test_the_api_page_names_the_kinds_levels_and_grades() -> None:
    reply = section(API, "Reply")
    assert set(first_codes(reply, "`kind`")) - {"kind"} == set(get_args(Kind))
    described = {in_code(row[0])[0]: in_code(row[2]) for row in rows(reply) if len(row) == 3 and in_code(row[0])}
    assert described["level"] == list(get_args(Level))
    assert described["confidence"] == list(Confidence)


def test_the_api_page_names_the_reasons_for_which_nothing_was_answered() -> None:
    listed = re.search(r"^Codes in `reason`: (.*?)\n\n", API, re.MULTILINE | re.DOTALL)
    assert listed
    modules = [*(ROOT / "actions").rglob("*.py"), ROOT / "bot" / "web" / "message_handler.py"]
    given = {code for module in modules for code in re.findall(r'\breason="(\w+)"', module.read_text("utf-8"))}
    assert set(in_code(listed[1])) == given | set(refusals.TEXTS)


def test_the_api_page_names_the_longest_message() -> None:
    assert f"1 to {message_text.LONGEST} characters" in section(API, "Ask")


def test_the_api_page_names_the_errors_of_the_endpoints() -> None:
    raised = {
        error
        for module in (api, conversations, errors, idempotency, message_text, roster_csv, security)
        for error in re.findall(r'ApiError\(\s*(\d{3}),\s*"(\w+)"', inspect.getsource(module))
    }
    # the token of forms: no program sends one
    raised.remove(("400", "csrf"))
    named = {(row[0], in_code(row[1])[0]) for row in rows(section(API, "Errors")) if row[0].isdecimal()}
    assert named == raised


def test_an_error_has_the_fields_that_the_api_page_names() -> None:
    app = Flask(__name__)
    errors.init_app(app)
    app.add_url_rule("/api/failing", view_func=lambda: app.extensions["nothing"])
    answered = app.test_client().get("/api/failing").get_json()
    assert list(answered) == ["error"]
    assert first_codes(section(API, "Errors"), "field") == list(answered["error"])


def test_the_api_page_names_the_parameters_of_the_list() -> None:
    source = inspect.getsource(roster_csv)
    read = set(re.findall(r'(?:given|args)\.get(?:list)?\("(\w+)"|_day\("(\w+)"\)|"(\w+)" in given', source))
    names = {name for found in read for name in found if name}
    assert set(first_codes(section(API, "Who takes part, as a file"), "parameter")) == names


def test_the_api_page_names_the_checks() -> None:
    named = {code.removeprefix("GET ") for code in first_codes(section(API, "Is it up?"), "request")}
    assert named == set(re.findall(r'blueprint\.get\("(/\w+)"\)', inspect.getsource(health)))


def test_the_operate_page_has_every_setting_with_its_default() -> None:
    shown = {in_code(row[0])[0]: row[2] for row in rows(section(OPERATE, "Settings"))}
    assert shown == {f"BOT_{name.upper()}": _default(field.default) for name, field in Settings.model_fields.items()}


def test_the_manual_names_no_variable_that_does_not_exist() -> None:
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    for variable, folder in OTHER_VARIABLES.items():
        assert any(variable in path.read_text("utf-8") for path in (ROOT / folder).rglob("*.py") if path != _this())
    for page in PAGES:
        named = set(re.findall(r"\bBOT_[A-Z_]+\b", page.read_text("utf-8")))
        assert named - known - set(OTHER_VARIABLES) == set(), page.name


def test_the_operate_page_has_every_command_with_its_options() -> None:
    table = section(OPERATE, "Commands")
    shown = [code for row in rows(table) for code in in_code(row[0])]
    for name, command in _commands(cli):
        assert any(f"{code} ".startswith(f"{name} ") for code in shown), name
        row = next(line for line in table.splitlines() if line.startswith("|") and f"`{name}" in line)
        options = [option for param in command.params for option in (*param.opts, *param.secondary_opts)]
        assert [option for option in options if option.startswith("-") and option not in row] == [], name


def test_the_manual_names_no_command_that_does_not_exist() -> None:
    known = {name for name, _ in _commands(cli)} | {name for name, _ in _commands(cli, groups=True)}
    for page in PAGES:
        for called in re.findall(r"-m bot ([a-z]+)", page.read_text("utf-8")):
            assert called in known, f"{page.name}: {called}"


def test_the_operate_page_has_every_role() -> None:
    named = [row[0] for row in rows(section(OPERATE, "Accounts and roles"))]
    assert named == list(get_args(Role))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in _anchors(file.read_text("utf-8")), target


# an older version's files may be gone
@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_files_of_the_tree_that_are_named_exist(page: Path) -> None:
    for named in re.findall(r"`((?:knowledge|actions|bot|tests|docs|examples)/[\w/.-]*)`", page.read_text("utf-8")):
        assert (ROOT / named).exists() or named == "knowledge/regression.jsonl", named


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def test_the_example_of_an_entry_passes_the_schema() -> None:
    (entry,) = TypeAdapter(list[Entry]).validate_python(yaml.safe_load(_examples()["faq/training.yml"]))
    assert entry.compare
    assert len(entry.answers) == 2


def test_the_examples_are_content_of_the_agencys_layer(tmp_path: Path) -> None:
    for name, text in _examples().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    content = load_content(overlay=tmp_path)
    assert "how long do I lose a deputy to the 287g class" in content.knowledge.entries["training-length"].phrasings
    assert "county-policy" in content.knowledge.sources
    assert content.knowledge.forms.programs["TFM"].form_url
    assert "when is the next basic academy class" in content.outside.near


def test_the_content_page_shows_every_file_of_the_agencys_layer() -> None:
    shown = {code.replace("<area>", "training") for code in first_codes(CONTENT, "file in `BOT_DATA/content`")}
    assert shown - {"glossary.yml", "regression.jsonl"} == set(_examples())


def test_the_entry_named_as_required_is() -> None:
    assert "how-to-join" in section(CONTENT, "Entries that must stay")
    assert "how-to-join" in REQUIRED


def _this() -> Path:
    return Path(__file__).resolve()


def _default(value: object) -> str:
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


def _commands(group: click.Group, before: str = "", groups: bool = False) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands with their names in full; with `groups`, the groups instead."""
    for name, command in group.commands.items():
        full = f"{before}{name}"
        if isinstance(command, click.Group):
            if groups:
                yield full, command
            yield from _commands(command, f"{full} ", groups)
        elif not groups:
            yield full, command


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _examples() -> dict[str, str]:
    """Return the examples of content files by the name in their first line."""
    return {name: text for text, name in re.findall(r"```yaml\n(# (\S+)\n.*?)```", CONTENT, re.DOTALL)}
