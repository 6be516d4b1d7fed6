"""The three models of the program, by the names that stand for them everywhere."""

from __future__ import annotations

from typing import Literal

Program = Literal["JEM", "TFM", "WSO"]
PROGRAMS: tuple[Program, ...] = ("JEM", "TFM", "WSO")
PROGRAM_NAMES: dict[str, str] = {
    "JEM": "Jail Enforcement Model",
    "TFM": "Task Force Model",
    "WSO": "Warrant Service Officer",
}
