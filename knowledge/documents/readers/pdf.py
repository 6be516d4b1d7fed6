"""PDF by pdfplumber: lines by their place on the page, which keeps the order of scanned and recognized files."""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
from functools import partial
from itertools import groupby
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.documents.lines import Extracted, Line, UnreadableError

MOST_PAGES = 2000
# a paragraph starts where the space above a line is this share of its height
GAP = 0.55
LARGER = 1.15
HEADING_WORDS = 12
# fewer words than this a page, on pages that are pictures, means that nothing was recognized
WORDS_OF_A_SCAN = 5
RECOGNITION_DPI = 300
# two columns: a gutter near the middle that so many rows leave free, with so many words on each side of them
GUTTER = (0.35, 0.65)
GUTTER_WIDTH = 8.0
ROWS_BESIDE = 8
WORDS_BESIDE = 3


def read_pdf(data: bytes) -> Extracted:
    """Return the lines of a PDF. Raises UnreadableError when it is encrypted, too long, or a scan without text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise UnreadableError(f"it has {count} pages, more than {MOST_PAGES}; split it")
            scanned = [_is_picture(page) for page in pdf.pages]
            lines = [line for page, scan in zip(pdf.pages, scanned, strict=True) for line in _lines(page, scan)]
            if any(scanned) and sum(len(line.text.split()) for line in lines) < WORDS_OF_A_SCAN * count:
                lines = _recognised(pdf)
            title = str((pdf.metadata or {}).get("Title") or "").strip() or None
            date = _date(str((pdf.metadata or {}).get("CreationDate") or ""))
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if "Password" in f"{type(error).__name__} {error.args!r}":
            raise UnreadableError("it is encrypted; save a copy without a password") from error
        raise UnreadableError("it is damaged and cannot be read as PDF; open it and save it anew") from error
    return Extracted(lines, title=title, date=date, pages=count, recognised=any(scanned))


def _is_picture(page: Any) -> bool:
    area = float(page.width) * float(page.height)
    return any(image["width"] * image["height"] > 0.6 * area for image in page.images)


def _lines(page: Any, scanned: bool) -> list[Line]:
    found = [line for part in _in_reading_order(page) for line in part.extract_text_lines(return_chars=True)]
    # recognition invents sizes and weights, so headings of scans are left to their wording
    sizes = [round(char["size"], 1) for line in found for char in line["chars"]]
    body = 0.0 if scanned or not sizes else statistics.mode(sizes)
    lines, bottom = [], None
    for line in found:
        new = bottom is None or line["top"] - bottom > GAP * (line["bottom"] - line["top"])
        lines.append(Line(line["text"], page.page_number, _level(line, body), new))
        bottom = line["bottom"]
    page.close()
    return lines


def _in_reading_order(page: Any) -> list[Any]:
    """The page, or where its text stands in two columns its parts: whole rows, left column, right column, whole rows.

    One cut of the recursive XY-cut of Nagy and Seth (1984), along the rows first.
    """
    rows = _rows(page.extract_words())
    gutter = _gutter(rows, float(page.width))
    if gutter is None:
        return [page]
    parts: list[Any] = []
    left, top, right, bottom = page.bbox
    edges = [*(min(word["top"] for word in row) - 0.5 for row in rows[1:]), bottom]
    for whole, group in groupby(zip(rows, edges, strict=True), key=lambda pair: _crosses(pair[0], gutter)):
        end = min(bottom, max(top, [edge for _, edge in group][-1]))
        if end > top:
            boxes = [(left, right)] if whole else [(left, gutter), (gutter, right)]
            parts += [page.filter(partial(_is_in, (start, top, stop, end))) for start, stop in boxes]
        top = end
    return parts


def _is_in(box: tuple[float, float, float, float], thing: dict[str, Any]) -> bool:
    """Whether the middle of a thing lies in a box: tight lines overlap at their edges."""
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def _rows(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words by their height on the page, from the top."""
    return [list(row) for row in cluster_objects(sorted(words, key=lambda word: word["top"]), "top", tolerance=3)]


def _gutter(rows: list[list[dict[str, Any]]], width: float) -> float | None:
    """Where the columns part, None when there is one only. Prose leaves no place free in nearly all of its rows."""
    best: tuple[int, float] | None = None
    for x in range(int(GUTTER[0] * width), int(GUTTER[1] * width), 2):
        free = [row for row in rows if not _crosses(row, x)]
        beside = sum(
            min(sum(word["x1"] <= x for word in row), sum(word["x0"] >= x for word in row)) >= WORDS_BESIDE
            for row in free
        )
        crossing = len(rows) - len(free)
        if beside >= ROWS_BESIDE and beside > 3 * crossing and (best is None or beside > best[0]):
            best = beside, float(x)
    return best[1] if best else None


def _crosses(row: list[dict[str, Any]], x: float) -> bool:
    return any(word["x0"] < x + GUTTER_WIDTH / 2 and word["x1"] > x - GUTTER_WIDTH / 2 for word in row)


def _level(line: dict[str, Any], body: float) -> int:
    """1 for a clearly larger line, 2 for a bold one, 0 for text."""
    text = line["text"]
    if not body or len(text.split()) > HEADING_WORDS or text.rstrip().endswith((".", ",", ";")):
        return 0
    if min(char["size"] for char in line["chars"]) > LARGER * body:
        return 1
    return 2 if all("bold" in char["fontname"].lower() for char in line["chars"] if char["text"].strip()) else 0


def _recognised(pdf: Any) -> list[Line]:
    """Lines by tesseract, when the system has it."""
    program = shutil.which("tesseract")
    if not program:
        raise UnreadableError("it is a scan without text; run it through text recognition, or install tesseract")
    lines = []
    for page in pdf.pages:
        picture = io.BytesIO()
        page.to_image(resolution=RECOGNITION_DPI).original.save(picture, "PNG")
        done = subprocess.run([program, "-", "-"], input=picture.getvalue(), capture_output=True, check=False)
        new = True
        for text in done.stdout.decode("utf-8", "replace").splitlines():
            if text.strip():
                lines.append(Line(text.strip(), page.page_number, 0, new))
            new = not text.strip()
    if not lines:
        raise UnreadableError("it is a scan in which no text was recognized")
    return lines


def _date(text: str) -> str | None:
    digits = text.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 and digits.isdigit() else None
