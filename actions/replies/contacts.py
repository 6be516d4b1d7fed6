"""Where ICE can be asked about the program: the code's own copy of forms.yml, for when knowledge is down."""

from __future__ import annotations

from knowledge.results import Link

MAILBOX = "ERO287g@ice.dhs.gov"
PROGRAM_PAGE = Link("ICE, 287(g) program page", "https://www.ice.gov/identify-and-arrest/287g")
