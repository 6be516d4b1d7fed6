"""What the user can mend."""

from __future__ import annotations


class UserError(Exception):
    """A fault that the user can mend; the text is one clear line with the mend."""
