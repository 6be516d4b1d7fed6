"""What a message says in answer to a form's question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rasa_sdk.interfaces import Tracker

from actions.conversation import intent_of, text_of

UNKNOWN = "unknown"
ORDINALS = {
    **{word: place for place, word in enumerate(["first", "second", "third", "fourth", "fifth"])},
    **{word: place for place, word in enumerate(["1st", "2nd", "3rd", "4th", "5th"])},
    **{"top": 0, "middle": 1, "last": -1, "bottom": -1},
}
# these point only when they stand alone or behind a word such as "option": "the one" points at nothing
NUMBERS = {
    **{word: place for place, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"])},
    **{str(place + 1): place for place in range(8)},
    **{letter: place for place, letter in enumerate("abcd")},
}
# "pay first" and "first year" point at nothing, "the first" and "the first one, please" do
AFTER_ORDINALS = {"one", "option", "choice", "model", "program"}
FILLERS = {"the", "that", "this", "please", "pls", "ok", "yes", "no", "i", "want", "take", "try", "show", "give", "me"}
BEFORE_NUMBERS = {"number", "no", "option", "choice", "item", "answer"}


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


NOT_SURE = _any_of("not sure", "unsure", "do ?n[o']?t know", "can(?:no|')t (?:say|tell)", "dunno", "no idea", "skip")
OTHER = _any_of("other", "something else", "another kind")
HAVE = r"(?:do|does)(?: ?n[o']?t| not) (?:have|run|operate|own)"
NO_JAIL = _any_of(
    rf"(?:no|without|{HAVE}|lacks?)(?: an?| any| our| our own)? (?:jail|detention|lockup|holding)",
    "(?:the )?county (?:holds|jails|houses|takes)",
    "(?:they|someone else|the county) runs? (?:it|the jail)",
)
JAIL = _any_of(r"(?:run|have|has|operate|own|with|manage|our|got|a)s?\b[^.!?]{0,20}\b(?:jail|detention|lockup)")
PATROL = _any_of("patrol", "road", "street", "field", "traffic", "task force", "investigations?", "highway")
CUSTODY = _any_of("custody", "jail", "booking", "detention", "corrections?", "inside", "inmates?")
BOTH = _any_of("both", "all of (?:it|them|the above)", "mix(?:ed)?", "bit of each")
WARRANTS = _any_of("warrants?", "papers?", "serv(?:e|ing)", "hand ?over", "only", "just", "nothing (?:else|more)")
QUESTIONING = _any_of("question(?:ing)?", "interview(?:ing)?", "ask(?:ing)?", "process(?:ing)?", "screen(?:ing)?")
NO = _any_of("no", "not", "without", "don'?t")
SOME = _any_of("some", "mix(?:ed)?", "half", "both", "most", "not all")
YEARS = re.compile(r"\b(\d{1,2})\s*(?:\+|plus)?\s*(?:years?|yrs?)\b", re.IGNORECASE)
LESS = _any_of(
    "new", "rookies?", "recruits?", "(?:less|fewer|under) (?:than )?(?:2|two)", "(?:first|one|a) year", "months?"
)
MORE = _any_of(
    "(?:two|2|three|3|five|5|ten|10) (?:years )?(?:or|and) (?:more|over|up)",
    "(?:over|more than|at least) (?:two|2)",
    "veterans?",
    "experienced",
    "seasoned",
)
TWO_YEARS = 2


@dataclass(frozen=True)
class Message:
    """A message as the forms read it.

    Its text, also with the programs' names cut out, its act, and the values of its entities.
    """

    text: str
    intent: str
    entities: Mapping[str, tuple[str, ...]]
    without_programs: str = ""

    @classmethod
    def of(cls, tracker: Tracker) -> Message:
        """Read the latest message of a tracker."""
        entities: dict[str, tuple[str, ...]] = {}
        found = tracker.latest_message.get("entities") or []
        programs = [(entity.get("start", 0), entity.get("end", 0)) for entity in found if entity["entity"] == "program"]
        for entity in found:
            if entity["entity"] == "agency_kind" and any(
                start <= entity.get("start", 0) < end for start, end in programs
            ):
                # "the jail one" names a model, not the agency
                continue
            values = entities.get(entity["entity"], ())
            entities[entity["entity"]] = tuple(dict.fromkeys((*values, str(entity["value"]))))
        # telephones type a curly apostrophe
        text = text_of(tracker).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        rest = text
        for start, end in sorted(programs, reverse=True):
            rest = f"{rest[:start]} {rest[end:]}"
        return cls(text, intent_of(tracker), entities, rest)

    def values(self, entity: str) -> tuple[str, ...]:
        """Return what the message names of one kind."""
        return self.entities.get(entity, ())

    @property
    def unsure(self) -> bool:
        """Whether it says that the writer does not know."""
        return bool(NOT_SURE.search(self.text))


def pointed_at(text: str, options: Sequence[str]) -> str | None:
    """Return the option that a number or an ordinal in the text points at ("the second one", "2", "last")."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        place = ORDINALS.get(word) if after in AFTER_ORDINALS or not set(words) - FILLERS - {word} else None
        if place is None and (len(words) == 1 or before in BEFORE_NUMBERS):
            place = NUMBERS.get(word)
        if place is not None and options and place < len(options):
            return options[place]
    return None


def program(message: Message) -> str | None:
    """The one program named."""
    named = message.values("program")
    return named[0] if len(named) == 1 else None


def agency_kind(message: Message) -> str | None:
    """The kind of agency; a jail counts only when nothing else is named ("sheriff's office with a jail")."""
    kinds = message.values("agency_kind")
    if set(kinds) == {"jail"} and NO_JAIL.search(message.text):
        return None
    named = [kind for kind in kinds if kind != "jail"] or list(kinds)
    if named:
        return named[0]
    return "other" if OTHER.search(message.text) else None


def state(message: Message) -> str | None:
    """The last state named."""
    return message.values("state")[-1] if message.values("state") else None


def runs_jail(message: Message) -> bool | None:
    """Whether the agency runs a jail, where the message says so."""
    if NO_JAIL.search(message.text):
        return False
    return True if JAIL.search(message.text) else None


def wish(message: Message) -> bool | None:
    """True where it is a wish to take part."""
    return True if message.intent == "volunteer" else None


def officer_work(message: Message) -> str | None:
    """Where the officers would work: patrol, custody or both."""
    patrol, custody = PATROL.search(message.text), CUSTODY.search(message.text)
    if BOTH.search(message.text) or (patrol and custody):
        return "both"
    if patrol or custody:
        return "patrol" if patrol else "custody"
    return None


def officer_tasks(message: Message) -> str | None:
    """What the officers would do: serve warrants only, or question and process too."""
    questioning = QUESTIONING.search(message.text)
    if BOTH.search(message.text) or (questioning and not NO.search(message.text)):
        return "questioning"
    return "warrants" if WARRANTS.search(message.text) else None


def officer_experience(message: Message) -> str | None:
    """Whether the officers have two years of law-enforcement work behind them: `two_years`, `less` or `mixed`."""
    years = [int(match.group(1)) for match in YEARS.finditer(message.text)]
    if SOME.search(message.text):
        return "mixed"
    if MORE.search(message.text):
        return "two_years"
    if LESS.search(message.text) or (years and min(years) < TWO_YEARS):
        return "less"
    return "two_years" if years else None
