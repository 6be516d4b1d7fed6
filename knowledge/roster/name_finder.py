"""Which agency a message names, and the message as a pattern: NAME, STATE and PROGRAM in the place of what is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.roster.agency_names import COUNTY_WORDS, WORDS, Name, parse_words, spell_out
from knowledge.roster.directory import GENERIC, Directory
from knowledge.text.entities import AMBIGUOUS_CODES, Entities
from knowledge.text.states import STATE_NAMES, STATES

TOKEN = re.compile(r"[A-Za-z0-9&]+(?:['-][A-Za-z0-9]+)*|[,;:.!?()/]")
ABBREVIATION = re.compile(r"(?i)\b(st|ste|ft|mt|co|dept|twp|pct|univ|s\.o|p\.d)\.(?=\s|,|\?|$)")
STATE = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, STATES), key=len, reverse=True))})\b"
    r"(?!\s+(?:county|co\b|parish|city|beach|borough|township|a&m))",
    re.IGNORECASE,
)
# a code in small letters counts only where a state is expected
CODE = re.compile(
    r"(?:(?<=, )|(?<=\bin )|(?<=\bor )|(?<=\band )|(?<=\bfor )|(?<=county )|(?<=\bco )|(?<=\bpd )|(?<=\bso )|"
    r"(?<=sheriff ))"
    rf"(?:{'|'.join(sorted(code.lower() for code in STATE_NAMES if code not in AMBIGUOUS_CODES))})\b"
)
PROGRAM = re.compile(
    r"(?i)\b(?:(?:jail enforcement|task ?force|street|patrol|jail|warrant service officer|warrant officer|"
    r"warrant service|warrant)(?: (?:models?|programs?|ones?))+|"
    r"jail enforcement|task ?forces?|warrant service(?: officers?)?|warrant officers?|jems?|tfms?|wsos?)\b"
)
CODE_BEFORE_AGENCIES = re.compile(
    rf"\b({'|'.join(STATE_NAMES)})\b"
    r"(?= (?:agencies|departments|sheriffs?|police|PDs|counties|numbers|count|total|stats)\b)"
)
WHOLE_PROGRAM = re.compile(r"(?i)\b287 ?\(?g\)?")
STOP = frozenset(WORDS.no_name.split())
SOFT = frozenset({"of", "the", "and", "&"})
# also words of other kinds, so they count only in capitals or behind a place
CAPITALS_ONLY = frozenset({"so", "da", "ag", "doc", "co"})
UNNAMED = frozenset(WORDS.unnamed.split())
ANCHORS = (GENERIC - {"services", "service", "agency", "board", "state", "commissioners"}) | {"precinct", "township"}
STATEWIDE = tuple(
    frozenset(words.split())
    for words in (
        "state police",
        "highway patrol",
        "state patrol",
        "national guard",
        "state guard",
        "department correction",
        "department public safety",
        "attorney general",
        "law enforcement division",
    )
)
LONGEST = 8
SIMILAR = 75
# how far a name can be trusted: a place on the list with a word for an agency, a place on the list alone,
# an unlisted place with a word for an agency, words in capitals
LISTED, PLACE, LIKELY, CAPITALS = 3, 2, 1, 0


@dataclass(frozen=True)
class NamedText:
    """A message as a pattern in small letters without punctuation, the agency that it names, its states in order."""

    pattern: str
    said: str
    name: Name | None
    states: tuple[str, ...]
    trust: int = 0


@dataclass(frozen=True)
class _Naming:
    """Words from `start` up to `end` that name an agency; the greater `trust` wins."""

    start: int
    end: int
    name: Name
    trust: int


def name_agencies(text: str, entities: Entities, directory: Directory) -> NamedText:
    """Find the agency and the states in a message. States that only `entities` has (misspelled ones) count too."""
    text = ABBREVIATION.sub(lambda found: found[1].replace(".", ""), text.replace("\u2019", "'"))
    text, states = _mark_states(WHOLE_PROGRAM.sub("287g", text), entities)
    tokens = TOKEN.findall(PROGRAM.sub("PROGRAM", text))
    mixed = any(token[0].islower() for token in tokens)
    cased = mixed and any(token[0].isupper() and token[1:].islower() for token in tokens[1:])
    found = [
        naming
        for start, end in _runs(tokens, directory)
        if (naming := _naming(tokens, start, end, directory, states, cased))
    ]
    best = max(found, key=lambda naming: naming.trust, default=None)
    if best is None:
        return NamedText(_pattern(tokens), "", None, states)
    pattern = _pattern([*tokens[: best.start], "NAME", *tokens[best.end :]])
    return NamedText(pattern, " ".join(tokens[best.start : best.end]), best.name, states, best.trust)


def _mark_states(text: str, entities: Entities) -> tuple[str, tuple[str, ...]]:
    states: list[str] = []

    def mark(code: str) -> str:
        if code not in states:
            states.append(code)
        return "STATE"

    text = STATE.sub(lambda found: mark(STATES[found[0].lower()]), text)
    for codes in (CODE, CODE_BEFORE_AGENCIES):
        text = codes.sub(lambda found: mark(found[0].upper()), text)
    for span in entities.spans:
        # "Kansas City" is no mention of Kansas, although the finder takes it for one
        if span.entity == "state" and STATE_NAMES[span.value].lower() not in text.lower():
            text = re.sub(rf"\b{span.value}\b", "STATE", _without_misspelt(text, STATE_NAMES[span.value]))
            mark(span.value)
    return text, tuple(states)


def _without_misspelt(text: str, name: str) -> str:
    """Put STATE where a state's name stands misspelled."""
    words = text.split()
    length = len(name.split())
    parts = [" ".join(words[place : place + length]) for place in range(len(words) - length + 1)]
    found = process.extractOne(name, parts, scorer=fuzz.ratio, processor=str.lower, score_cutoff=SIMILAR)
    return text.replace(found[0], "STATE", 1) if found else text


def _pattern(tokens: Sequence[str]) -> str:
    words = [token for token in tokens if token[0].isalnum()]
    marks = {"NAME", "STATE", "PROGRAM"}
    return " ".join(word if word in marks else word.lower().replace("'", "") for word in words)


def _runs(tokens: Sequence[str], directory: Directory) -> Iterator[tuple[int, int]]:
    """Yield where words stand together that may be a name, without joining words at the ends."""
    start = None
    for place in range(len(tokens) + 1):
        if place < len(tokens) and not _is_stop(tokens, place, directory):
            start = place if start is None else start
            continue
        soft = place < len(tokens) and tokens[place].lower() in SOFT
        if start is not None and not soft:
            end = place
            while tokens[end - 1].lower() in SOFT:
                end -= 1
            yield start, end
            start = None


def _is_stop(tokens: Sequence[str], place: int, directory: Directory) -> bool:
    token = tokens[place]
    word = token.lower().replace("'", "")
    if word in CAPITALS_ONLY and place > 0:
        before = tokens[place - 1].lower()
        behind_place = before in COUNTY_WORDS or before == "co" or directory.knows(before) or word == "co"
        return not (token.isupper() or behind_place) or before in STOP
    return not token[0].isalnum() or token in {"STATE", "PROGRAM"} or word in STOP or word in SOFT


def _naming(
    tokens: Sequence[str], start: int, end: int, directory: Directory, states: Sequence[str], cased: bool
) -> _Naming | None:
    """The name in a run of words: an agency's on the list, else what looks like one."""
    run = tokens[start : min(end, start + LONGEST)]
    words = [spell_out(token) for token in run]
    anchors = [place for place, spelled in enumerate(words) if ANCHORS & set(spelled)]
    for length in range(len(run), 0, -1):
        for first in range(len(run) - length + 1):
            last = first + length
            if anchors and not any(first <= anchor < last for anchor in anchors):
                continue
            name = parse_words([word for spelled in words[first:last] for word in spelled])
            # in a message with capitals, a common word such as "union" is no place
            if directory.knows(name.place) and (anchors or not cased or run[first][0].isupper()):
                return _Naming(start + first, start + last, name, LISTED if anchors else PLACE)
    spelled_run = [word for spelled in words for word in spelled]
    if any(phrase <= set(spelled_run) for phrase in STATEWIDE) and states:
        return _Naming(start, start + len(run), parse_words(spelled_run), LISTED)
    if {"university", "college"} & set(spelled_run) and states:
        in_name = [word for code in states for word in STATE_NAMES[code].lower().split()]
        return _Naming(start, start + len(run), parse_words([*spelled_run, *in_name]), LIKELY)
    return _unknown(run, words, anchors, start, cased)


def _unknown(run: Sequence[str], words: list[list[str]], anchors: list[int], start: int, cased: bool) -> _Naming | None:
    """A name that the list does not have: what stands before "County" or "PD", or words in capitals."""
    first = max(0, anchors[0] - 3) if anchors else 0
    last = anchors[-1] + 1 if anchors else len(run)
    while cased and anchors and first < anchors[0] and run[first].islower():
        first += 1
    while first < last and run[first].lower() in UNNAMED | SOFT:
        first += 1
    name = parse_words([word for spelled in words[first:last] for word in spelled])
    in_capitals = cased and all(word[0].isupper() and word[1:].islower() for word in run[first:last])
    if set(name.place.split()) <= GENERIC or not (anchors or (start > 0 and in_capitals)):
        return None
    return _Naming(start + first, start + last, name, LIKELY if anchors else CAPITALS)
