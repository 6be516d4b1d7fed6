"""The three stages of the tests, told by what a test asks for, so that a new test lands in the right one by itself.

`unit` needs no server; `service` needs PostgreSQL, the real encoder or the dialogue environment; `running` needs the
running bot or the browser. `python -m pytest -m unit` runs one stage. In a parallel run (`make test`) the
tests of a group share a worker, and with it the server that they need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

STAGES = {
    "unit": "no server",
    "service": "PostgreSQL, the real encoder or the dialogue environment",
    "running": "the running bot and the browser",
}
# the first group that a test belongs to decides; a group's tests run one after another on one worker
GROUPS: tuple[tuple[str, str, set[str], tuple[str, ...]], ...] = (
    ("running", "end_to_end", set(), ("tests/end_to_end/",)),
    ("running", "browser", {"browser", "chromium"}, ("tests/browser/",)),
    ("running", "end_to_end", {"bot"}, ()),
    ("service", "dialogue", {"built", "rasa", "act", "real_encoder"}, ("tests/dialogue/test_act_classifier.py",)),
    ("service", "postgresql", {"postgres", "postgres_url"}, ()),
)


@dataclass
class Span:
    """When the first test of a stage began and the last ended, and the seconds that its tests took together."""

    start: float = float("inf")
    stop: float = 0.0
    work: float = 0.0
    tests: int = 0


def pytest_configure(config: pytest.Config) -> None:
    """Declare the stages as markers, and the clock of this run."""
    for name, needs in STAGES.items():
        config.addinivalue_line("markers", f"{name}: a test that needs {needs} (set by tests/stages.py)")
    config.pluginmanager.register(Clock(), "stage-clock")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test its stage and put the stages in order."""
    order = {name: number for number, name in enumerate(("unit", "postgresql", "dialogue", "end_to_end", "browser"))}
    groups = {item: _place(item) for item in items}
    items.sort(key=lambda item: order[groups[item]])


def _place(item: pytest.Item) -> str:
    """Mark a test with its stage; return its group."""
    fixtures = set(getattr(item, "fixturenames", ())) | {mark.args[0] for mark in item.iter_markers("needs")}
    for stage, group, names, folders in GROUPS:
        if fixtures & names or item.nodeid.startswith(folders):
            item.add_marker(stage)
            item.add_marker(pytest.mark.xdist_group(group))
            return group
    item.add_marker("unit")
    return "unit"


class Clock:
    """Sums up what each stage took; in a parallel run the reports come from the workers."""

    def __init__(self) -> None:
        self._spans: dict[str, Span] = defaultdict(Span)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a test's setup, call or teardown to its stage."""
        for name in _stages(report.keywords):
            span = self._spans[name]
            span.start, span.stop = min(span.start, report.start), max(span.stop, report.stop)
            span.work += report.duration
            span.tests += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print a line a stage, above pytest's own closing line."""
        for name, span in self._spans.items():
            terminalreporter.write_line(
                f"stage {name} ({STAGES[name]}): {span.tests} tests, {span.stop - span.start:.0f} s"
                f" from first to last, {span.work:.0f} s of work"
            )


def _stages(keywords: Iterable[str]) -> list[str]:
    return [name for name in STAGES if name in set(keywords)]
