"""The calibration questions: what the levels, the splitting of queries and the follow-ups are fitted on."""

from __future__ import annotations

from knowledge.entries.schema import Model, Slug


class InScope(Model):
    """A question and the entries of which any one is a right answer."""

    text: str
    entries: list[Slug]


class OutOfScope(Model):
    """Messages that no entry answers: close to the subject, and far from it."""

    near: list[str]
    far: list[str]


class TwoPart(Model):
    """Messages that ask two things, and messages that look as if they did and ask one."""

    two: list[InScope]
    one: list[InScope]


class FollowUp(Model):
    """A message after an answer with `last_entry`, and the entries of which any one is a right answer (none.

    No entry is).
    """

    last_entry: Slug
    text: str
    entries: list[Slug]
