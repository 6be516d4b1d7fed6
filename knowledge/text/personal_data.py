"""Personal data in a message: numbers of a person, births, plates, phones, mailboxes.

Regular expressions with words of context; phone numbers by `phonenumbers` (libphonenumber). Presidio knows only a few
of these kinds, and importing it takes 6 s and 430 MB, as it loads spaCy and torch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from phonenumbers import Leniency, PhoneNumberMatcher

from knowledge.text.references import REFERENCE

Kind = Literal[
    "A-number",
    "social security number",
    "date of birth",
    "driver license",
    "license plate",
    "passport number",
    "FBI number",
    "booking number",
    "inmate number",
    "case number",
    "ID number",
    "phone number",
    "e-mail address",
]


@dataclass(frozen=True)
class Found:
    """Personal data of one kind: the characters from `start` up to `end`."""

    kind: Kind
    start: int
    end: int


# typographic dashes and spaces that come with pasted text, one character for one so that positions stay
LOOK_ALIKE = str.maketrans({**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u00a0": " ", "\u2019": "'"})

# between a word of context and its value: anything that is not a digit and does not end the sentence, or, for words
# with other uses, only punctuation and words that belong to a label
LOOSE = r"[^\d?!\n]{0,40}?"
LABEL = r"(?:number|num|nbr|no|id|card|\#)"
TIGHT = rf"(?:[\s:;#=(),.\"'-]|\b(?:{LABEL}|is|was|of|for|the|his|her|their|my|on)\b){{0,12}}"
STATE = r"(?:(?-i:[A-Z]{2})[\s:#-]+)?"
BEHIND = r"[\s,)(]{1,3}(?:is|was|as)?\s*(?:the|his|her|their|my|an?)?\s*"

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
YEAR = r"(?:\d{4}|\d{2})"
DATE = (
    rf"(?:\d{{1,2}}(?P<separator>[/.-])\d{{1,2}}(?P=separator){YEAR}|\d{{4}}[/-]\d{{1,2}}[/-]\d{{1,2}}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{YEAR}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]?{MONTH}[\s,-]*{YEAR})\b"
)
DOB = r"\bd\.?o\.?b\b\.?"
BIRTH = rf"(?:{DOB}|\b(?:date\s+of\s+birth|birth\s?-?(?:date|day)?|b-?day|born|nacimiento|nacid[oa])\b)"
# "born after 19 February 2025" is a rule, not a person
NOT_AFTER = r"(?:(?!\b(?:after|before|since)\b)[^\d?!\n]){0,40}?"

NOT_WITHIN, NOT_LONGER = r"(?<![\d$.,-])", r"(?!\d|[,-]\d)"
NINE, EIGHT = rf"\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}}{NOT_LONGER}", rf"\d{{2}}[ -]?\d{{3}}[ -]?\d{{3}}{NOT_LONGER}"
ALIEN = r"\b(?:alien|a-?\s?(?:number|num|no|file)\b|a\#|uscis)"
SOCIAL = r"\b(?:ssns?|ss\s?\#|ss\s+(?:no|number)|social(?:\s+security)?|soc|itin)(?!\w)"
LAST_FOUR = r"\b(?:last\s+(?:4|four)|end(?:s|ing)\s+(?:in|with))\b"
DOCUMENT = r"\b[A-Z]{0,4}-?\d[A-Z\d-]*\b(?![/,:]\d)"
NOT_A_YEAR = r"(?!(?:19|20)\d\d(?:-(?:19|20)?\d\d)?(?![\w-]))"
NOT_A_DOCKET = r"(?!\d+-(?:cv|cr|mc|mj)-)"
# the references that a hand-off gives out
NOT_A_REFERENCE = rf"(?!{REFERENCE}\b)"
PLATE = (
    r"(?!(?:I|G|N)-\d)(?=(?:-?[A-Z\d]){5,8}\b)(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)?"
    r"|(?-i:[A-Z]{2,3} \d{3,4}[A-Z]?|[A-Z]\d\d \d[A-Z]{2}|\d{1,3} [A-Z]{3}|\d[A-Z]{3} \d{3})"
)
PLATE_WORD = r"\b(?:plates?|tags?|lic|lpn?)\b"
LICENSE_WORD = r"\b(?:licen[cs]e|driver'?s?'?\s+(?:lic|id)|dln?|oln)\b"
LABELED: tuple[tuple[Kind, str], ...] = (
    ("booking number", "booking|bkg"),
    ("inmate number", "inmate|prisoner|detainee|arrestee"),
    ("case number", "case|incident|event|arrest|warrant"),
    ("ID number", "sid|fins|person|subject|state"),
)
# without the word "number" only where it is long enough: kind, words, fewest digits
UNLABELED: tuple[tuple[Kind, str, int], ...] = (
    ("booking number", "booking|bkg", 5),
    ("inmate number", "inmate|prisoner|detainee", 5),
    ("case number", "case", 6),
    ("ID number", "sid|fins", 5),
)
LOOKED_UP = r"\b(?:detainee|inmate|subject|arrestee|wanted|warrants?|custody|deported|look\s?up|run|status|check)\b"


def _patterns() -> Iterator[tuple[Kind, str]]:
    """Yield kind and pattern; the group `value` is the personal part. Where two find a value the first is taken."""
    # a small "a" may be the article: it needs a sign, or nothing but nine digits behind it
    yield "A-number", r"\b(?P<value>a\s\d{9}\b)(?!\s(?:dollars?|people)\b)"
    for digits in (NINE, EIGHT):
        yield "A-number", rf"\b(?P<value>(?:(?-i:A)[\s\#:.-]{{0,4}}|a(?:[\#-]\s?)?){digits})"
        yield "A-number", rf"{ALIEN}{LOOSE}{NOT_WITHIN}(?P<value>{digits})"
        yield "A-number", rf"{NOT_WITHIN}(?P<value>{digits}){BEHIND}(?:alien|a-?\s?(?:number|num|file))"
    yield "social security number", r"(?<![\d.$-])(?P<value>\d{3}(?P<dash>[- .])\d{2}(?P=dash)\d{4})(?![\d-])"
    yield "social security number", rf"{SOCIAL}{LOOSE}(?P<value>\b\d{{3}}[- .]?\d{{2}}[- .]?\d{{4}}\b)"
    yield "social security number", rf"(?P<value>\b\d{{9}}\b){BEHIND}{SOCIAL}"
    last_four = rf"(?:{LAST_FOUR}{LOOSE}{SOCIAL}|{SOCIAL}{LOOSE}{LAST_FOUR})"
    yield "social security number", rf"{last_four}{LOOSE}(?P<value>\b\d{{4}}\b)"
    yield "A-number", r"(?<![\d-])(?P<value>\d{3}-\d{3}-\d{3})(?![\d-])"
    yield "A-number", rf"{LOOKED_UP}{LOOSE}{NOT_WITHIN}(?P<value>{NINE})"
    yield "date of birth", rf"{BIRTH}{NOT_AFTER}(?P<value>\b{DATE}|\b(?:\d{{8}}|\d{{6}})\b)"
    yield "date of birth", rf"{DOB}{TIGHT}(?P<value>\b\d{{4}}\b)"
    yield "date of birth", rf"(?<![\d/])(?P<value>\b{DATE}){BEHIND}{BIRTH}"
    yield "driver license", rf"{LICENSE_WORD}{TIGHT}{STATE}(?P<value>{_digits(5)}{DOCUMENT})"
    yield "passport number", rf"\bpassports?\b{LOOSE}(?P<value>\b[A-Z]{{0,2}}\d{{6,9}}\b)"
    yield "FBI number", rf"\b(?:fbi|ucn)\b{TIGHT}(?P<value>{_digits(4)}\b[A-Z\d]{{6,10}}\b)"
    yield "license plate", rf"{PLATE_WORD}{TIGHT}{STATE}(?P<value>\b(?:{PLATE})\b)"
    yield "license plate", rf"(?P<value>\b(?:{PLATE})\b){BEHIND}{PLATE_WORD}"
    # receipt numbers of USCIS
    yield "case number", r"\b(?P<value>(?:IOE|MSC|EAC|WAC|LIN|SRC|NBC|YSC)-?\d{10})\b"
    number = rf"{NOT_A_YEAR}{NOT_A_DOCKET}{NOT_A_REFERENCE}"
    for kind, words in LABELED:
        yield kind, rf"\b(?:{words})\s*(?:\#|{LABEL}\b){TIGHT}(?P<value>{number}{_digits(4)}{DOCUMENT})"
    for kind, words, fewest in UNLABELED:
        yield kind, rf"\b(?:{words})\b[\s:]+(?P<value>{number}{_digits(fewest)}{DOCUMENT})"


def _digits(fewest: int) -> str:
    """Look ahead for so many digits among letters and hyphens."""
    return rf"(?=(?:[A-Z-]*\d){{{fewest}}})"


PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _patterns())
COURT = re.compile(r"\b(?:v|vs|court|cir(?:cuit)?|district|lawsuit|ruling|opinion|docket)\b", re.IGNORECASE)

MAILBOX = re.compile(r"(?<![\w.+'-])(?P<local>[\w.+'-]+)@[\w-]+(?:\.[\w-]+)+")
# the parts of ERO287g, TexasOutreach, public.records
MAILBOX_PART = re.compile(r"287g|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
OFFICE = re.compile(
    r"287g|admin\w*|clerk|comms|communications|compliance|contact|dispatch|ero|foia|grants|help|helpdesk|hr|ice|info|"
    r"information|inquiries|intake|jail|jobs|legal|mail|media|noreply|office|opr|\w*outreach|pio|press|procurement|records|"
    r"recruiting|sheriff|support|tips|training|webmaster",
    re.IGNORECASE,
)

TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
# area code, exchange and line kept apart, as in the United States
GROUPED = re.compile(r"\D*(?:1\D{1,2})?[2-9]\d\d\D{1,3}\d{3}\D{1,2}\d{4}(?!\d)")
# what is enough beside a word of context: seven or ten digits, in any of the usual groups
CALLED = re.compile(r"\D*(?:1\D?)?(?:\d{3}\D{0,2})?\d{3}\D?\d{4}(?!\d)")
PHONE_WORDS = r"(?:phone|cell|mobile|call|text|tel|reach|contact|fax|ph)\b"
PHONE_BEFORE = re.compile(rf"\b{PHONE_WORDS}{LOOSE}$", re.IGNORECASE)
PHONE_BEHIND = re.compile(rf"{BEHIND}{PHONE_WORDS}", re.IGNORECASE)
FEWEST_PHONE_DIGITS = 7

BESIDE_A_NAME = re.compile(
    rf"\b(?P<first>[^\W\d_][\w'-]*)[.,]?\s+(?P<last>[^\W\d_][\w'-]*)\.?(?:\s+[A-Z]/[A-Z])?[\s,(:-]{{1,3}}(?P<value>{DATE})",
    re.IGNORECASE,
)
LOOKUP = re.compile(LOOKED_UP, re.IGNORECASE)
# words before a date that are no name
NO_NAME = re.compile(
    r"a|act|administration|after|agreement|and|april|are|as|at|attorney|before|border|by|center|"
    r"chapter|circuit|city|commissioners|congress|county|court|dated?|department|dept|directive|district|"
    r"division|edition|effective|enforcement|executive|expires?|facility|for|force|form|from|general|"
    r"guidance|homeland|hurricane|in|is|issued|justice|law|marshal|memo|memorandum|moa|model|mou|new|"
    r"north|notice|of|office|officer|on|order|parish|patrol|police|policy|program|public|reform|"
    r"register|regulation|rhode|rule|safety|section|security|services|sheriff|signed|since|south|"
    r"standards|state|states|statute|the|through|till?|to|township|training|united|until|updated?|"
    r"version|warrants?|was|were|west",
    re.IGNORECASE,
)
BIRTH_YEARS = range(1930, 2013)


def find(text: str) -> list[Found]:
    """Return the personal data in `text` by position, without overlaps.

    Mailboxes of an office, toll-free lines, statutes, forms, bills, amounts and dates of anything but a birth are none.
    """
    plain = text.translate(LOOK_ALIKE)
    if not any(character.isdigit() or character == "@" for character in plain):
        return []
    return list(_merged([*_by_pattern(plain), *_births(plain), *_phones(plain), *_mailboxes(plain)]))


def redact(text: str) -> str:
    """Return `text` with each piece of personal data replaced by its kind in brackets."""
    for found in reversed(find(text)):
        text = f"{text[: found.start]}[{found.kind}]{text[found.end :]}"
    return text


def _by_pattern(text: str) -> Iterator[Found]:
    court = COURT.search(text)
    for kind, pattern in PATTERNS:
        if not (court and kind == "case number"):
            yield from (Found(kind, *match.span("value")) for match in pattern.finditer(text))


def _births(text: str) -> Iterator[Found]:
    """Dates beside a person's name whose year may be that of a birth."""
    looked_up = LOOKUP.search(text)
    for match in BESIDE_A_NAME.finditer(text):
        names = match["first"], match["last"]
        written_as_name = looked_up or all(name[0].isupper() for name in names)
        is_name = written_as_name and not any(map(NO_NAME.fullmatch, names))
        if is_name and _year(match["value"]) in BIRTH_YEARS:
            yield Found("date of birth", *match.span("value"))


def _year(date: str) -> int:
    numbers = re.findall(r"\d+", date)
    year = next((int(number) for number in numbers if len(number) == 4), int(numbers[-1]))
    return year if year > 99 else year + (2000 if year < 30 else 1900)


def _phones(text: str) -> Iterator[Found]:
    if sum(map(str.isdigit, text)) < FEWEST_PHONE_DIGITS:
        return
    for match in PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE):
        if str(match.number.national_number).startswith(TOLL_FREE):
            continue
        stands_alone = match.raw_string.startswith("+") or GROUPED.match(match.raw_string)
        context = PHONE_BEFORE.search(text[: match.start]) or PHONE_BEHIND.match(text, match.end)
        if stands_alone or (context and CALLED.match(match.raw_string)):
            yield Found("phone number", match.start, match.end)


def _mailboxes(text: str) -> Iterator[Found]:
    for match in MAILBOX.finditer(text):
        if not any(map(OFFICE.fullmatch, MAILBOX_PART.findall(match["local"]))):
            yield Found("e-mail address", *match.span())


def _merged(found: Iterable[Found]) -> Iterator[Found]:
    """Join what overlaps under the kind that starts first, so that no part of a value stays behind."""
    last: Found | None = None
    for item in sorted(found, key=lambda item: item.start):
        if last and item.start < last.end:
            last = replace(last, end=max(last.end, item.end))
            continue
        if last:
            yield last
        last = item
    if last:
        yield last
