"""One published list of agencies, as it is kept."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from knowledge.text.dates import day
from knowledge.text.programs import PROGRAMS, Program

Kind = Literal["participating", "pending"]


class RosterError(Exception):
    """A workbook that cannot be taken as a roster; the text says why and what to do."""


class Agreement(msgspec.Struct, frozen=True):
    """One row: an agency and a program.

    `state` is a postal code, `jurisdiction` the list's TYPE (County, Municipality, State Agency); the day of signature
    and the addresses of the agreement and its addendum are there where the list has them.
    """

    state: str
    agency: str
    jurisdiction: str | None
    county: str | None
    program: Program
    signed: date | None = None
    agreement: str | None = None
    addendum: str | None = None


class BadRow(msgspec.Struct, frozen=True):
    """A row with a fault, as the sheet numbers it. `kept` says that the row counts all the same."""

    sheet: str
    row: int
    reason: str
    kept: bool


class Roster(msgspec.Struct, frozen=True):
    """One list of one day."""

    kind: Kind
    date: date
    file: str
    agreements: list[Agreement]
    bad_rows: list[BadRow] = []

    @property
    def title(self) -> str:
        """How answers call the list."""
        return f"ICE's list of {self.kind} agencies of {day(self.date)}"

    def agencies(self) -> int:
        """Return the number of agencies; spellings that differ in case or punctuation are one agency."""
        return count_agencies(self.agreements)


def agency_key(agreement: Agreement) -> tuple[str, str]:
    """Return what identifies an agency: its state and its name without case and punctuation."""
    name = agreement.agency.lower()
    return agreement.state, " ".join("".join(c if c.isalnum() else " " for c in name).split())


def count_agencies(agreements: list[Agreement]) -> int:
    """Return how many agencies hold `agreements`."""
    return len({agency_key(agreement) for agreement in agreements})


def count_programs(agreements: list[Agreement]) -> dict[Program, int]:
    """Return the number of agreements by program."""
    return {program: sum(found.program == program for found in agreements) for program in PROGRAMS}
