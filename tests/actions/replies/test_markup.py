"""Names and sentences of others in our Markdown."""

from __future__ import annotations

import pytest

from actions.replies.markup import escaped
from bot.web.markdown import to_html, to_text

FOREIGN = ["Town of [X](javascript:alert)", "A*B_C`D`", "<b>x</b> # y ~~z~~ | w", "back\\slash"]


@pytest.mark.parametrize("text", FOREIGN)
def test_they_are_shown_as_they_are(text: str) -> None:
    assert to_text(escaped(text)) == text
    assert "<b>" not in to_html(escaped(text))
    assert "<a " not in to_html(escaped(text))
