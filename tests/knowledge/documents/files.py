"""Small files of each kind, made for a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx

LINE = 14
COLUMN = 270
SECTIONS = """1. PURPOSE
This policy says how staff of the jail handle detainers. It holds for all shifts and for every member of the staff.
2. DETAINERS
A detainer is a request. The shift supervisor reads each detainer before a person is held. A person is held for no more
than 48 hours beyond the time of release.
3. RECORDS
Each detainer is filed with the booking record. The records clerk keeps the file for three years."""


def pdf(pages: Sequence[str], encrypted: bool = False) -> bytes:
    """A PDF of text pages, one line of the page a line of the text.

    A line that starts with # is a large heading, and what stands behind a tab begins a second column.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for page in pages:
        stream = f"BT 50 750 Td {' '.join(map(_shown, page.splitlines()))} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        contents = f"/Contents {len(objects) + 2} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} {contents} >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if encrypted:
        secret = "00" * 32
        objects.append(f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{secret}> /U <{secret}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'11' * 16}> <{'11' * 16}>]"
    return _written(objects, trailer)


def scan() -> bytes:
    """A PDF with a picture on its page and no text."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (612, 792), 255).save(out, "PDF", resolution=72)
    return out.getvalue()


def word(title: str = "Detainer policy", body: str = "A person is held for no more than 48 hours.") -> bytes:
    """A Word file with a title, two headings, a list and a table."""
    document = docx.Document()
    document.add_heading(title, 0)
    document.add_heading("Purpose", 1)
    document.add_paragraph("This policy says how staff handle detainers.")
    document.add_heading("Holding", 1)
    document.add_paragraph(body)
    document.add_paragraph("Read the detainer first", style="List Bullet")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Form", "I-247A"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(body: str, attachments: Sequence[tuple[str, bytes]] = (), subject: str = "Guidance on detainers") -> bytes:
    """An e-mail with attachments."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ero287g@ice.dhs.gov", "all@county.example", subject
    message["Date"] = "Tue, 15 Apr 2025 09:30:00 -0400"
    message.set_content(body)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP file of these parts, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def with_document_xml(xml: bytes) -> bytes:
    """A Word file whose document part is `xml`."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(word())) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return zipped({**parts, "word/document.xml": xml})


def _shown(line: str) -> str:
    size, text = (16, line[2:]) if line.startswith("# ") else (10, line)
    text = text.replace("(", "\\(").replace(")", "\\)")
    left, _, right = text.partition("\t")
    beside = f"{COLUMN} 0 Td ({right}) Tj -{COLUMN} 0 Td " if right else ""
    return f"/F1 {size} Tf ({left}) Tj {beside}0 -{LINE} Td"


def _written(objects: Sequence[str], trailer: str) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += f"{head}{table}trailer\n<< {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out.encode("latin-1")
