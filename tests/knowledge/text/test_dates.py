"""Days as they are written."""

from __future__ import annotations

import pytest

from knowledge.text.dates import written


@pytest.mark.parametrize(
    ("partial", "long", "short"),
    [
        ("2025", "2025", "2025"),
        ("2025-04", "April 2025", "Apr 2025"),
        ("2025-04-06", "6 April 2025", "6 Apr 2025"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(partial: str, long: str, short: str) -> None:
    assert (written(partial), written(partial, short=True)) == (long, short)
