"""What the bot makes of each row: its real reply, and the search's probability behind it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec

from bot.ask import Answered, ask_bot
from bot.evaluation.question_sets import Row
from bot.settings import Settings
from knowledge.client import KnowledgeClient
from knowledge.results import SearchResult

AT_ONCE = 4
OFFERED = 3


@dataclass(frozen=True)
class Outcome:
    """A row and what came back. `shown` says that an entry or a passage was given as the answer."""

    row: Row
    kind: str
    entries: tuple[str | None, ...]
    program: str | None
    shown: bool
    offered: tuple[str | None, ...]
    search: SearchResult

    @property
    def right(self) -> bool:
        """Whether the first answer is a right one."""
        return self.shown and self.entries[0] in self.row.gold

    @property
    def right_or_offered(self) -> bool:
        """Whether the first answer is right, or a right one is among the first three offered."""
        return self.right or any(entry in self.row.gold for entry in self.offered)

    @property
    def both_right(self) -> bool:
        """Whether both parts of a two-part message are answered, in order."""
        return list(self.entries[:2]) == self.row.gold[:2] if len(self.row.gold) > 1 else self.right

    @property
    def ranked_first(self) -> bool:
        """Whether the search's first candidate is right, at whatever level."""
        return bool(self.search.matches) and self.search.matches[0].entry in self.row.gold


def ask_all(settings: Settings, rows: list[Row], on_done: Callable[[], object]) -> list[Outcome]:
    """Ask the running bot every row in a conversation of its own. Raises UserError."""
    knowledge = KnowledgeClient(settings.knowledge_url, seconds=10)

    def ask(row: Row) -> Outcome:
        answered = msgspec.json.decode(ask_bot(settings, row.text, None), type=Answered)
        first = answered.replies[0]
        on_done()
        return Outcome(
            row=row,
            kind=first.kind,
            entries=tuple(reply.entry for reply in answered.replies),
            program=first.program,
            shown=first.level == "answer",
            offered=tuple(choice.entry for choice in first.choices[:OFFERED]),
            search=knowledge.search(row.text),
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, rows))
