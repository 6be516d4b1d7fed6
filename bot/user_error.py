"""What the user can fix."""

from __future__ import annotations


class UserError(Exception):
    """A fault that the user can fix; the text is one clear line with the fix."""
