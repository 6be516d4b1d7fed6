"""Agencies and lists as the service gives them out."""

from __future__ import annotations

from knowledge.results import Holding, RosterAgency, Source
from knowledge.roster.directory import Agency
from knowledge.roster.roster import Roster
from knowledge.text.dates import day

# the address of `ice-roster-folder` in sources.yml
FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"


def list_source(roster: Roster) -> Source:
    """Return a list as the source of an answer."""
    title = f"ICE list of {roster.kind} agencies, {day(roster.date)} (copy on file: {roster.file})"
    return Source(title=title, url=FOLDER, as_of=roster.date.isoformat())


def shown(agency: Agency) -> RosterAgency:
    """Return an agency with its agreements."""
    return RosterAgency(
        name=agency.name,
        state=agency.state,
        county=agency.county,
        jurisdiction=agency.jurisdiction,
        holdings=[
            Holding(
                program=found.program,
                signed=found.signed.isoformat() if found.signed else None,
                agreement=found.agreement,
                addendum=found.addendum,
            )
            for found in agency.agreements
        ],
    )
