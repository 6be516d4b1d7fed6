"""What is read from a file of each kind, and what is said of a file that cannot be read."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from knowledge.documents.extraction import extract, read
from tests.knowledge.documents import files

pytestmark = pytest.mark.slow


def texts(name: str, data: bytes) -> list[str]:
    found = read(name, data)
    assert not found.faults
    return [line.text for line in found.documents[0].lines]


def reason(name: str, data: bytes) -> str:
    found = read(name, data)
    assert not found.documents
    return found.faults[0].reason


def test_a_pdf_gives_its_lines_with_their_pages() -> None:
    found = read("policy.pdf", files.pdf([files.SECTIONS, "4. FORMS\nUse form I-247A."]))
    lines = found.documents[0].lines
    assert (lines[0].text, lines[0].page) == ("1. PURPOSE", 1)
    assert (lines[-1].text, lines[-1].page) == ("Use form I-247A.", 2)
    assert not found.documents[0].recognised


def test_two_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    left = [f"left line {number} says how long a person is held" for number in range(12)]
    right = [f"right line {number} says who reads the request" for number in range(9)]
    rows = [*(f"{one}\t{other}" for one, other in zip(left, right, strict=False)), *left[9:]]
    head = "# Detainers in the county jail, and what the staff of all shifts do with them"
    foot = "This policy holds for every member of the staff of the jail, on all shifts and in all of its buildings."
    found = read("policy.pdf", files.pdf(["\n".join([head, *rows, foot])]))
    assert [line.text for line in found.documents[0].lines] == [head[2:], *left, *right, foot]


def test_a_table_of_a_pdf_is_read_row_by_row() -> None:
    rows = [f"Form {number}\tis sent to the field office by the clerk" for number in range(12)]
    found = read("policy.pdf", files.pdf(["\n".join(rows)]))
    assert [line.text for line in found.documents[0].lines] == [row.replace("\t", " ") for row in rows]


def test_a_larger_line_of_a_pdf_is_a_heading() -> None:
    lines = read(
        "policy.pdf", files.pdf(["# Holding a person\nA person is held for no more than 48 hours.\nThen no more."])
    )
    assert [(line.text, line.level) for line in lines.documents[0].lines] == [
        ("Holding a person", 1),
        ("A person is held for no more than 48 hours.", 0),
        ("Then no more.", 0),
    ]


def test_a_word_file_gives_headings_lists_and_tables_in_order() -> None:
    found = read("policy.docx", files.word()).documents[0]
    assert found.title == "Detainer policy"
    assert [(line.text, line.level) for line in found.lines] == [
        ("Purpose", 1),
        ("This policy says how staff handle detainers.", 0),
        ("Holding", 1),
        ("A person is held for no more than 48 hours.", 0),
        ("• Read the detainer first", 0),
        ("Form; I-247A", 0),
    ]


def test_html_gives_its_text_without_menus_and_scripts() -> None:
    html = b"<html><head><title>Policy</title></head><body><nav>Menu</nav><h2>Holding</h2><script>x()</script>"
    assert texts("a.html", html + b"<p>Held for <b>48</b> hours.</p><ul><li>Read it</li></ul></body></html>") == [
        "Holding",
        "Held for 48 hours.",
        "• Read it",
    ]


def test_markdown_gives_headings() -> None:
    found = read("a.md", b"# Policy\n\nSome text.\n\n## Holding\n\n- 48 hours\n").documents[0]
    assert [(line.text, line.level) for line in found.lines] == [
        ("Policy", 1),
        ("Some text.", 0),
        ("Holding", 2),
        ("• 48 hours", 0),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    text = "The “supervisor” reads every détainer before a person is held."
    assert texts("a.txt", text.encode(encoding)) == [text]


def test_an_email_gives_its_body_and_its_attachments() -> None:
    found = read("a.eml", files.mail("Read the policy.", [("policy.docx", files.word()), ("list.xlsx", b"PK\x03\x04")]))
    body, attachment = found.documents
    assert (body.title, body.date, body.part) == ("Guidance on detainers", "2025-04-15", "")
    assert (attachment.title, attachment.part) == ("Detainer policy", "policy.docx")
    assert [fault.name for fault in found.faults] == ["list.xlsx"]


def test_a_scan_without_text_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "scan without text" in reason("a.pdf", files.scan())


def test_a_scan_is_recognised_where_tesseract_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\ncat >/dev/null\necho 'HOLDING'\necho 'A person is held for 48 hours.'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = read("a.pdf", files.scan()).documents[0]
    assert [line.text for line in found.lines] == ["HOLDING", "A person is held for 48 hours."]
    assert found.recognised


def test_an_encrypted_pdf_is_said_so() -> None:
    assert "encrypted" in reason("a.pdf", files.pdf(["Secret"], encrypted=True))


def test_a_pdf_that_is_a_word_file_is_said_so() -> None:
    assert reason("a.pdf", files.word()) == "its content is a Word file; give it the ending that fits"


def test_a_text_that_is_not_text_is_said_so() -> None:
    assert "not text" in reason("a.txt", b"\x00\x01\x02")


def test_a_kind_that_is_not_read_is_said_so() -> None:
    assert "files of this kind are not read" in reason("a.zip", b"PK\x03\x04")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_a_file_without_text_is_said_so(name: str) -> None:
    assert "no text" in reason(name, b" \n \n")


def test_an_empty_file_and_a_missing_one_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    assert extract(tmp_path / "empty.pdf").faults[0].reason == "it is empty"
    assert "cannot be read" in extract(tmp_path / "missing.pdf").faults[0].reason


def test_a_long_pdf_is_refused() -> None:
    assert "2001 pages" in reason("a.pdf", files.pdf(["x"] * 2001))


def test_a_huge_text_is_refused() -> None:
    assert "characters" in reason("a.txt", b"word and more of it\n" * 600_000)


@pytest.mark.slow
def test_ten_thousand_pages_take_bounded_time(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(files.pdf(["Some text."] * 10_000))
    started = time.perf_counter()
    found = extract(file, seconds=30)
    assert found.faults
    assert not found.documents
    assert time.perf_counter() - started < 60


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    file.write_bytes(files.with_document_xml(b"<w>" + b"0" * (300 * 2**20) + b"</w>"))
    assert file.stat().st_size < 2**20
    assert "unpacks to" in extract(file).faults[0].reason


def test_an_xml_bomb_is_not_unfolded(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    xml = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">' + entities + b"]><w>&e11;</w>"
    file = tmp_path / "bomb.docx"
    file.write_bytes(files.with_document_xml(xml))
    started = time.perf_counter()
    assert extract(file, seconds=20).faults
    assert time.perf_counter() - started < 40


@pytest.mark.slow
def test_reading_stops_at_the_limit_of_memory(tmp_path: Path) -> None:
    file = tmp_path / "big.html"
    file.write_bytes(b"<p>" + b"<b>word</b> " * 3_000_000)
    assert "memory" in extract(file, seconds=60, memory=400 * 2**20).faults[0].reason


def test_reading_stops_at_the_limit_of_time(tmp_path: Path) -> None:
    file = tmp_path / "slow.pdf"
    file.write_bytes(files.pdf([files.SECTIONS * 5] * 1500))
    assert "seconds" in extract(file, seconds=2).faults[0].reason


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.md", "a.txt", "a.eml"])
def test_damaged_files_are_read_or_named_and_never_raise(name: str) -> None:
    chance = random.Random(name)
    made = {
        "a.pdf": files.pdf([files.SECTIONS]),
        "a.docx": files.word(),
        "a.eml": files.mail("Read it.", [("policy.docx", files.word()), ("policy.pdf", files.pdf([files.SECTIONS]))]),
    }
    whole = made.get(name, b"<h1>Policy</h1>\n\n" + files.SECTIONS.encode())
    for _ in range(40):
        data = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.5 else whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = read(name, bytes(data))
        assert found.documents or found.faults
