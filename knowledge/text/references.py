"""The reference of a hand-off, such as `V-7F3K-29`: four of these letters and digits, then two digits."""

from __future__ import annotations

# no 0/O, 1/I/L: a reference is read out on the phone
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REFERENCE = rf"V-[{REFERENCE_LETTERS}]{{4}}-\d{{2}}"
