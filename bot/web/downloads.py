"""What is given out as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# a cell that begins with one of these is a formula to a spreadsheet program
FORMULA_SIGNS = frozenset("=+-@\t\r")


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return rows as a CSV download; a cell never starts a formula in a spreadsheet program."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA_SIGNS else cell
