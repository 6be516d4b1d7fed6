"""How questions on who takes part are put, over messages written as patterns (see `naming`)."""

from __future__ import annotations

import re

from knowledge.roster.agency_names import WORDS

_PARTS = {
    "AGENCIES": (
        r"(?:agenc\w+|agenices|sherr?if\w*|police(?: dep\w+)?|pds|departments?|depts?|counties|constables|marshals|"
        r"jails|participants|partners|campus\w*|universit\w+|colleges?|cit(?:y|ies)|towns?|state agencies|troopers|sos|"
        r"who(?: all)?|anybody|anyone|somebody|everybody|everyone|any(?: one)?)"
    ),
    "COUNTED": (
        r"(?:agreements?|moas?|mous?|deals|contracts|PROGRAM(?: (?:agreements?|agenc\w+|ones|deals|moas?|jails))?)"
    ),
    "HELD": (
        r"(?:(?:have|has|had|having|got|gotten|hold|holds|held) (?:\w+ ){0,2}?"
        r"(?:one|any|it|theirs|agreements?|moas?|mous?|deals?|contracts?|287g|PROGRAM)|"
        r"(?:in|part of|on) (?:it|there|the program|(?:\w+ )?(?:list|roster|lst)|287g|PROGRAM)|in(?= *$)|"
        r"sign(?:ed|s)?(?: (?:up|on))?|participat\w+|joined|enrolled|pending|active|signator(?:y|ies)|"
        r"takes? part|taking part|applied|on board|partnered|an? (?:participant|partner|member|signatory))"
    ),
    "HOW_MANY": r"\b(?:how many|hw many|number of|nubmer of|count|totals?|tally|numbers)\b",
    "OVERALL": (
        r"\b(?:in all|all together|altogether|in total|total|nationwide|nationally|overall|so far|are there|"
        r"in it|across the (?:us|country|nation)|in the (?:us|usa|country|nation|program|whole country)|"
        r"on the (?:list|roster))\b"
    ),
    "SHOW": r"\b(?:which|what|list|name|names of|show(?: me)?|give me|find|whats)",
    "LAST": r"\b(?:last|lately|latest|recently|most recently)\b",
}


def _pattern(text: str) -> re.Pattern[str]:
    for name, part in _PARTS.items():
        text = text.replace(f"<{name}>", part)
    return re.compile(text)


def _any_of(*texts: str) -> re.Pattern[str]:
    return _pattern("|".join(texts))


RULES = _any_of(
    rf"\b(?:{'|'.join(WORDS.rules.split())})\b",
    r"(?<!\btell me )(?<!\bsee )(?<!\bcheck )(?<!\bknow )\bif\b",
    r"\b(?:may we|can (?:we|i|they|you|one|an?)|could we|have to|what is|what are|civil rights)\b",
    r"\bhow (?:do|can|does|would|to|soon|long|often)\b|\bwhat happens?\b",
    # other agreements, squads and the like
    r"\bwith an? (?!PROGRAM|287g|(?:\w+ )?(?:agreement|moa|mou|deal|contract)\b)",
    r"\bsign\w* up for (?!it|this|287g|PROGRAM|one|the program)",
)
# of a place on the list that is named with a word for an agency
AGENCY = _any_of(
    r"\bNAME\b(?: \w+){0,4}? <HELD>\b",
    r"\bNAME\b(?: \w+){0,3}? in *$",
    r"\b<HELD>\b(?: \w+){0,3}? NAME\b",
    r"\b(?:what|which) (?:model|program|kind|type|one)s?\b.*\bNAME\b",
    r"\bwhen did NAME\b|\bNAME (?:STATE )?(?:status|signed)\b|\bstatus of NAME\b",
    r"^(?:check|look up|lookup|find) NAME(?: in| of)?(?: STATE)?$",
)
# of a name that may be none: the whole message must be the question
SLOT = _any_of(
    r"^(?:\w+ ){0,3}?(?:is|are|does|did|do|has|have|was) (?:the )?NAME (?:(?:in |of )?STATE )?"
    r"(?:(?:still|now|also|already|ever|currently|actually|even) )*<HELD>\b(?: STATE)?(?: \w+){0,3}$",
    r"^(?:what|which) (?:model|program|kind|type)s? (?:is|does|did|do|has) (?:the )?NAME (?:STATE )?"
    r"(?:have|has|run|use|in|under|got)\b",
    r"^(?:the )?NAME (?:STATE )?(?:still )?(?:status|<HELD>)(?: \w+){0,3}$",
    r"^when did (?:the )?NAME (?:STATE )?(?:sign|join)\w*",
)
LIST = _any_of(
    r"<SHOW> (?:\w+ ){0,3}?<AGENCIES>\b.*\bSTATE\b",
    r"<SHOW> (?:\w+ ){0,2}?STATE <AGENCIES>\b",
    r"\bwho(?: all)?\b.*\bSTATE\b.*\b<HELD>\b",
    r"\bwho(?: all)?\b.*\b<HELD>\b.*\bSTATE\b",
    r"^who(?: all)?(?: is| are)? in STATE$",
    r"^(?:all )?(?:the )?STATE (?:PROGRAM )?<AGENCIES>$",
    r"^(?:all )?(?:the )?(?:PROGRAM )?<AGENCIES> (?:with PROGRAM )?(?:in|from|of) "
    r"(?:STATE|NAME)(?: STATE)?(?: with PROGRAM)?$",
    r"^show (?:pending )?(?:\w+ )?<AGENCIES>\b.*\bfrom number \d+",
    r"\b(?:which|what|list|show(?: me)?|who) (?:\w+ ){0,3}?<AGENCIES>\b.*\bin NAME\b",
)
EXISTS = _any_of(
    r"\b(?:is|are) (?:there )?(?:still )?(?:any )?<AGENCIES>\b.*\bSTATE\b.*\b<HELD>",
    r"\b(?:is|are) (?:there )?(?:any )?<AGENCIES>\b.*\b<HELD>\b.*\bSTATE\b",
    r"\b(?:do|does|did|has|have) (?:any )?(?:<AGENCIES> (?:in|of|from) )?STATE(?: <AGENCIES>)?(?: still)? <HELD>",
    r"\b(?:is|are) STATE <HELD>",
    r"\b(?:any|is there (?:even )?(?:any|one)) (?:<COUNTED>|<AGENCIES>)?(?: at all)? ?in STATE\b",
)
COUNT = _any_of(
    r"<HOW_MANY>.*\b(?:<COUNTED>|<AGENCIES>)\b.*\bSTATE\b",
    r"<HOW_MANY>.*\bSTATE\b.*\b(?:<COUNTED>|<AGENCIES>|<HELD>)\b",
    r"^(?:and )?<HOW_MANY> (?:are )?(?:\w+ )?(?:in|for|of) STATE(?: (?:or|and) STATE)*$",
    r"^STATE (?:count|totals?|tally|numbers|stats|by model)$",
    r"<HOW_MANY> (?:\w+ ){0,2}?(?:<COUNTED>|<AGENCIES>)\b.*(?:<OVERALL>|\b<HELD>)",
    r"^<HOW_MANY> (?:\w+ )?(?:<COUNTED>|agencies)$",
    r"<HOW_MANY> (?:are )?<HELD>$",
)
RANKING = _any_of(
    r"\b(?:which|what) states?\b.*\b(?:most|fewest|least|largest|biggest|highest|lowest|leads?)\b",
    r"\btop (?:\w+ )?states\b|\bstates? (?:by|ranked)\b.*\b(?:number|agreements|count)\b",
    r"\bstate by state\b|\bbreakdown by state\b",
    r"\bstates? (?:\w+ ){0,2}?(?:with|have|has|got) (?:the )?(?:most|fewest|none|zero|no agre\w+)\b",
)
FEWEST = re.compile(r"\b(?:fewest|least|lowest)\b")
NO_STATES = re.compile(r"\bstates?\b.*\b(?:none|zero|no agre\w+)\b")
LATEST = _any_of(
    r"\b(?:latest|newest|most recent|last|recent) (?:\w+ ){0,2}?"
    r"(?:to (?:sign|join)|signed|signings|signers|<AGENCIES>|agreements?|ones|additions)\b",
    r"\b(?:who|<AGENCIES>|agreements?)\b.*\b(?:sign\w*|joined|added)\b.*<LAST>",
    r"\b(?:newest|latest) (?:\w+ )?(?:in|for) STATE\b",
)
# all of several programs, at one agency
EVERY = _any_of(
    r"\b(?:both|all of|all three(?: of)?) (?:the )?PROGRAM\b",
    r"\ball three (?:models|programs|agreements|kinds|types|moas?)\b|\ball three$",
    r"\bPROGRAM (?:as well as|and also|plus) PROGRAM\b|\bPROGRAM and PROGRAM (?:both|together|at once)\b",
)
WHO = _pattern(r"\b<AGENCIES>\b")
OF_THEM = re.compile(r"\b(?:of|among) (?:them|those|these)\b")
# with a period
SIGNED = _any_of(
    r"\b(?:<AGENCIES>|agreements?|how many|were|anything|list|show)\b.*\b(?:sign\w*|join\w*|added|new)\b",
    r"\bnew (?:agreements|agencies|ones)\b",
)
PENDING = _any_of(
    r"\b(?:who|which|what|how many|any\w*|list|show|is|are|agencies)\b.*\b(?:pending|waiting|in the queue)\b",
    r"\bpending\b.*\b(?:STATE|PROGRAM)\b",
)
# what tells a question for the agencies that wait from one for the place of the list
WHOSE = re.compile(r"\b(?:who|which|how many|any\w*|list of|show|STATE|PROGRAM)\b")
IS_PENDING = re.compile(r"\b(?:pending|waiting list|waiting|in the queue|applied)\b")
HOW_MANY = _pattern("<HOW_MANY>")
START = re.compile(r"\bfrom number (\d{1,6})\b")
KINDS = {
    "sheriff": re.compile(r"\bsherr?if\w*|\bsos\b"),
    "police": re.compile(r"\bpolice\b|\bpds?\b"),
    "constable": re.compile(r"\bconstables?\b"),
    "campus": re.compile(r"\buniversit\w+|\bcampus\w*|\bcolleges?\b"),
    "marshal": re.compile(r"\bmarshals?\b"),
    "state": re.compile(r"\bstate agenc\w+|\bstate police\b|\btroopers?\b"),
}
