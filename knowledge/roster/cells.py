"""What a cell of a roster means: state, program, day, county, address. Published lists are typed by hand."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from openpyxl.utils.datetime import from_excel
from rapidfuzz import fuzz, process

from knowledge.text.programs import Program
from knowledge.text.states import STATE_NAMES, STATES

PROGRAM_WORDS: dict[str, Program] = {
    "task": "TFM",
    "tfm": "TFM",
    "warrant": "WSO",
    "wso": "WSO",
    "jail": "JEM",
    "jem": "JEM",
}
DATE_FORMATS = (
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%Y-%m-%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%m%d%Y",
)
# the first agreement was signed in 2002; serials outside these days are no dates
FIRST_SERIAL, LAST_SERIAL = 36526, 73050
DIVISIONS = ("County", "Parish", "District", "Borough", "Municipality")
SIMILAR = 86


def read_state(value: object) -> str | None:
    """Return the postal code of a state's name or code, also slightly misspelled."""
    text = str(value or "").strip().lower()
    if text in STATES:
        return STATES[text]
    if text.upper() in STATE_NAMES:
        return text.upper()
    found = process.extractOne(text, STATES.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR) if len(text) > 3 else None
    return STATES[found[0]] if found else None


def read_program(value: object) -> Program | None:
    """Return the program that a support type names; None when it names none or several."""
    words = re.findall(r"[a-z]+", str(value or "").lower())
    found = {PROGRAM_WORDS[word] for word in words if word in PROGRAM_WORDS}
    return found.pop() if len(found) == 1 else None


def read_date(value: object, epoch: datetime) -> date | None:
    """Return the day in a cell: a date, a serial number counted from `epoch`, or text as Americans write it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and FIRST_SERIAL <= value <= LAST_SERIAL:
        return from_excel(value, epoch).date()  # type: ignore[no-any-return]
    if value is None:
        return None
    text = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", str(value).strip())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return read_date(float(text), epoch)
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def read_county(value: object) -> str | None:
    """Return a county's name with its last word spelled right ("Baldwin Couny"); None for "#N/A" and the like."""
    text = str(value or "").strip()
    if re.fullmatch(r"(#?\s*n/?a\.?|none|-*)", text, re.IGNORECASE):
        return None
    first, _, last = text.rpartition(" ")
    similar = process.extractOne(last.capitalize(), DIVISIONS, scorer=fuzz.ratio, score_cutoff=75) if first else None
    return f"{first} {similar[0]}" if similar else text


def read_address(value: str | None) -> str | None:
    """Return the web address behind a cell, taken out of the wrappings that mail programs and browsers add."""
    if not value:
        return None
    wrapped = re.search(r"^https://[^/]*safelinks\.protection\.outlook\.com/.*", value)
    if wrapped:
        value = parse_qs(urlsplit(value).query).get("url", [""])[0]
    found = re.search(r"https?:/{1,2}[^/\s].*", unquote(value) if "%3A" in value else value)
    if not found:
        return None
    return re.sub(r"^(https?):/+", r"\1://", found[0].strip()).replace(" ", "%20")
