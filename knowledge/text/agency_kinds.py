"""The kinds of agency that a volunteer may be of; the keys are vocabulary.yml's, and `other`."""

from __future__ import annotations

from typing import NamedTuple


class AgencyKind(NamedTuple):
    """A kind as an agency says it of itself ("We are a sheriff's office"), and as a form shows it."""

    said: str
    title: str


AGENCY_KINDS = {
    "sheriff": AgencyKind("a sheriff's office", "Sheriff's office"),
    "police": AgencyKind("a police department", "Police department"),
    "jail": AgencyKind("a jail or department of corrections", "Jail or corrections agency"),
    "state": AgencyKind("a state agency", "State agency"),
    "campus": AgencyKind("a campus police department", "Campus police department"),
    "tribal": AgencyKind("a tribal police department", "Tribal police department"),
    "constable": AgencyKind("a constable's office", "Constable's office"),
    "other": AgencyKind("an agency of another kind", "Other kind of agency"),
}
