"""The agencies of one list, found by name: exactly, by a part of the name, or with typing errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.roster.agency_names import COUNTY_WORDS, KIND_WORDS, PLAIN, Name, parse_name, short_place, spell_out
from knowledge.roster.roster import Agreement, Roster, agency_key

NEAREST = 3
NEAR_ENOUGH = 65
GENERIC = COUNTY_WORDS | PLAIN | KIND_WORDS.keys() | {"state"}


@dataclass(frozen=True)
class Agency:
    """An agency with its agreements, as many as it has models."""

    name: str
    state: str
    county: str | None
    jurisdiction: str | None
    parsed: Name
    agreements: tuple[Agreement, ...]

    def is_a(self, kind: str) -> bool:
        """Return whether the agency is of a kind of `names.KINDS`, or a state's agency for `state`."""
        if kind == "state":
            return (self.jurisdiction or "").startswith("State")
        return self.parsed.kind == kind


@dataclass(frozen=True)
class Found:
    """What a name led to: agencies, whether by a similar name only, and else the nearest names."""

    agencies: tuple[Agency, ...]
    similar: bool = False
    nearest: tuple[Agency, ...] = ()


class Directory:
    """Finds the agencies of a list."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        grouped: dict[tuple[str, str], list[Agreement]] = defaultdict(list)
        for agreement in roster.agreements:
            grouped[agency_key(agreement)].append(agreement)
        self.agencies = [_agency(agreements) for agreements in grouped.values()]
        self._by_place: dict[str, list[Agency]] = defaultdict(list)
        self._by_short_place: dict[str, list[Agency]] = defaultdict(list)
        for agency in self.agencies:
            self._by_place[agency.parsed.place].append(agency)
            self._by_short_place[short_place(agency.parsed.place)].append(agency)
        self._places = list(self._by_place)
        self._words = [frozenset(agency.parsed.words) for agency in self.agencies]

    def knows(self, place: str) -> bool:
        """Return whether an agency's place is written exactly so."""
        return bool(place) and place in self._by_place

    def in_county(self, county: str, states: Sequence[str]) -> list[Agency]:
        """Return the agencies that lie in a county, such as "galveston"."""
        wanted = {f"{county} {word}" for word in COUNTY_WORDS}
        return [
            agency
            for agency in _within(self.agencies, states)
            if agency.county and " ".join(spell_out(agency.county)) in wanted
        ]

    def find(self, name: Name, states: Sequence[str]) -> Found:
        """Return the agencies that `name` means, in `states` when any are given."""
        exact = _fitting(_within(self._by_place.get(name.place, ()), states), name)
        exact = exact or self._by_words(name, states)
        if exact:
            return Found(tuple(exact))
        near: list[Agency] = []
        same = _fitting(_within(self._by_short_place.get(name.place, ()), states), name)
        if not same and not self.knows(name.place):
            near = self._near(name, states)
            same = _fitting([agency for agency in near if _is_slip(name.place, agency.parsed.place)], name)
        if same:
            return Found(tuple(same), similar=True)
        # of the same place but another kind or state, else of a place written much the same
        namesakes = _within(self._by_place.get(name.place, ()), states) or self._by_place.get(name.place, [])
        return Found((), nearest=tuple((namesakes or near)[:NEAREST]))

    def _by_words(self, name: Name, states: Sequence[str]) -> list[Agency]:
        """The agencies whose name has all the words; words that many names have mean a state's own agencies."""
        wanted = frozenset(name.words)
        common = not wanted - GENERIC
        if common and not states:
            return []
        found = [agency for agency, words in zip(self.agencies, self._words, strict=True) if wanted <= words]
        return [agency for agency in _within(found, states) if not common or agency.is_a("state")]

    def _near(self, name: Name, states: Sequence[str]) -> list[Agency]:
        if not name.place:
            return []
        similar = process.extract(name.place, self._places, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=20)
        return [agency for place, _, _ in similar for agency in _of_kind(_within(self._by_place[place], states), name)]


def _agency(agreements: list[Agreement]) -> Agency:
    first = agreements[0]
    return Agency(
        name=first.agency,
        state=first.state,
        county=next((agreement.county for agreement in agreements if agreement.county), None),
        jurisdiction=first.jurisdiction,
        parsed=parse_name(first.agency),
        agreements=tuple(sorted(agreements, key=lambda agreement: agreement.program)),
    )


def _within(agencies: Iterable[Agency], states: Sequence[str]) -> list[Agency]:
    return [agency for agency in agencies if not states or agency.state in states]


def _of_kind(agencies: list[Agency], name: Name) -> list[Agency]:
    """Those of a name's kind: a county is no town, unless the list leaves "County" out; a jail may be the sheriff's."""
    found = agencies
    if name.kind and name.kind != "jail":
        found = [agency for agency in found if agency.parsed.kind == name.kind]
    county = [agency for agency in found if agency.parsed.county or not name.county]
    return county or (found if name.kind else [])


def _fitting(agencies: list[Agency], name: Name) -> list[Agency]:
    """The agencies of a place that fit the rest of the name: its kind, and its number as in "Precinct 3"."""
    found = _of_kind(agencies, name)
    numbers = {word for word in name.words if word.isdigit()}
    return [agency for agency in found if numbers <= set(agency.parsed.words)]


def _is_slip(typed: str, place: str) -> bool:
    """Whether two names differ as a typing error does: by one letter, or two in a long name."""
    allowed = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2
    return OSA.distance(typed, place) <= allowed
