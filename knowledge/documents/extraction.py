"""From a file to its documents, in a process of its own with limits of time and memory.

`python -m knowledge.documents.extraction FILE` prints the extraction as JSON; `extract` runs that and reads it.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from knowledge.documents.lines import Extracted, Extraction, Fault, UnreadableError

MOST_BYTES = 200 * 2**20
# about 3,000 full pages
MOST_CHARACTERS = 10_000_000
MEMORY = 1536 * 2**20
SECONDS = 240
MOST_ATTACHMENTS = 50

ENDINGS = {
    ".pdf": "pdf",
    ".docx": "word",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    ".eml": "mail",
}
NAMES = {"pdf": "PDF", "word": "Word", "zip": "ZIP", "old-office": "old Office", "html": "HTML", "picture": "picture"}


def extract(path: Path, seconds: int = SECONDS, memory: int = MEMORY) -> Extraction:
    """Return the documents in a file. Never raises for what is in it: that is a fault in the result."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        size = path.stat().st_size
    except OSError as error:
        return _fault(path, f"it cannot be read ({error.strerror})")
    if not size:
        return _fault(path, "it is empty")
    if size > MOST_BYTES:
        return _fault(path, f"it has {size // 2**20} MB, more than {MOST_BYTES // 2**20} MB; split it")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "knowledge.documents.extraction", str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=2 * seconds, preexec_fn=limit, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return _fault(path, f"reading it takes more than {2 * seconds} seconds; split it")
    if done.returncode == -signal.SIGXCPU:
        return _fault(path, f"reading it takes more than {seconds} seconds of computing; split it")
    if done.returncode:
        return _fault(path, f"reading it takes more than {memory // 2**20} MB of memory, or it is damaged; split it")
    return msgspec.json.decode(done.stdout, type=Extraction)


def read(name: str, data: bytes) -> Extraction:
    """Return the documents in the content of a file of this name; what cannot be read becomes a fault."""
    try:
        return _read(name, data)
    except UnreadableError as error:
        return Extraction([], [Fault(name, str(error))])
    except MemoryError:
        return Extraction([], [Fault(name, f"reading it takes more than {MEMORY // 2**20} MB of memory; split it")])
    except Exception as error:  # a reader may fail in any way on a damaged file
        return Extraction([], [Fault(name, f"it is damaged and cannot be read ({type(error).__name__})")])


def _read(name: str, data: bytes) -> Extraction:
    kind = ENDINGS.get(Path(name).suffix.lower())
    if kind is None:
        raise UnreadableError(f"files of this kind are not read; give one of {', '.join(ENDINGS)}")
    found = _kind_of(data)
    if found and found != kind:
        raise UnreadableError(f"its content is a {NAMES[found]} file; give it the ending that fits")
    if kind in {"pdf", "word"} and found is None:
        raise UnreadableError(f"it is not a {NAMES[kind]} file, or its start is damaged")
    if kind == "mail":
        return _read_mail(data)
    document = _readers()[kind](data)
    if not document.lines:
        raise UnreadableError("it holds no text")
    characters = sum(len(line.text) for line in document.lines)
    if characters > MOST_CHARACTERS:
        raise UnreadableError(f"it holds {characters:,} characters, more than {MOST_CHARACTERS:,}; split it")
    return Extraction([document])


def _read_mail(data: bytes) -> Extraction:
    from knowledge.documents.readers.mail import read_mail

    message, attachments = read_mail(data)
    if not message.lines and not attachments:
        raise UnreadableError("it holds no text")
    documents = [message] if message.lines else []
    faults: list[Fault] = []
    for name, content in attachments[:MOST_ATTACHMENTS]:
        if Path(name).suffix.lower() == ".eml":
            faults.append(Fault(name, "an e-mail in an e-mail is not read; save it as a file of its own"))
            continue
        found = read(name, content)
        documents += [msgspec.structs.replace(document, part=name) for document in found.documents]
        faults += found.faults
    if len(attachments) > MOST_ATTACHMENTS:
        faults.append(Fault(f"{len(attachments) - MOST_ATTACHMENTS} more attachments", "too many; save them as files"))
    return Extraction(documents, faults)


def _readers() -> dict[str, Callable[[bytes], Extracted]]:
    # here, so that the process that only calls `extract` loads none of the libraries
    from knowledge.documents.readers.pdf import read_pdf
    from knowledge.documents.readers.text_files import read_html, read_markdown, read_plain
    from knowledge.documents.readers.word import read_word

    return {"pdf": read_pdf, "word": read_word, "html": read_html, "markdown": read_markdown, "plain": read_plain}


def _kind_of(data: bytes) -> str | None:
    """The kind that the first bytes tell, or None for text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return "word" if "word/document.xml" in packed.namelist() else "zip"
        except (zipfile.BadZipFile, ValueError):
            return "word"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "old-office"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")):
        return "picture"
    return "html" if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")) else None


def _fault(path: Path, reason: str) -> Extraction:
    return Extraction([], [Fault(path.name, reason)])


def main() -> None:
    """Print the extraction of the file that is named on the command line."""
    path = Path(sys.argv[1])
    sys.stdout.buffer.write(msgspec.json.encode(read(path.name, path.read_bytes())))


if __name__ == "__main__":
    main()
