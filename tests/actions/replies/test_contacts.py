"""The contacts that the code gives when the content cannot be asked."""

from __future__ import annotations

from actions.replies.contacts import MAILBOX, PROGRAM_PAGE
from knowledge.entries.loader import load_knowledge


def test_they_are_those_of_the_shipped_content() -> None:
    forms = load_knowledge().forms
    assert (MAILBOX, PROGRAM_PAGE.url) == (forms.mailbox, forms.program_page)
