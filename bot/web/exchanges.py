"""What was said, in pairs of a message and its replies, as the page and the transcript show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from actions.replies.reply import Choice, Reply
from bot.web.dialogue_client import Turn

# replies to which "was this helpful" is asked, misses included
RATED = {"answer", "comparison", "clarify", "out_of_scope", "contact", "refusal", "handoff"}


@dataclass(frozen=True)
class Exchange:
    """A message with its replies. `name` is unique on the page; `message` is None for a message without an id."""

    name: str
    text: str
    replies: tuple[Reply, ...]
    message: str | None = None
    next_text: str | None = None

    def rated(self, reply: Reply) -> bool:
        """Return whether the reader is asked if this reply helped."""
        return self.message is not None and reply.kind in RATED

    def chosen(self, choice: Choice) -> bool:
        """Return whether the next message used this choice."""
        return self.next_text is not None and self.next_text == choice.text


def exchanges(turns: Iterable[Turn]) -> list[Exchange]:
    """Return the conversation in exchanges, oldest first."""
    said: list[tuple[Turn, list[Reply]]] = []
    for turn in turns:
        if turn.text is not None:
            # a message that failed and was sent again is shown once, with what came of it
            said = [pair for pair in said if turn.message is None or pair[0].message != turn.message]
            said.append((turn, []))
        elif turn.reply is not None and said:
            said[-1][1].append(turn.reply)
    following = [turn.text for turn, _ in said[1:]]
    return [
        Exchange(turn.message or f"turn-{number}", turn.text or "", tuple(replies), turn.message, after)
        for number, ((turn, replies), after) in enumerate(zip_longest(said, following))
    ]


def choice_by_number(typed: str, shown: list[Exchange]) -> str:
    """Return the text of the choice of the last replies that a bare number names; else `typed` as it is."""
    number = typed.rstrip(".)")
    if not (number.isdecimal() and len(number) <= 2 and shown):
        return typed
    choices = [choice for reply in shown[-1].replies for choice in reply.choices]
    return choices[int(number) - 1].text if 1 <= int(number) <= len(choices) else typed
