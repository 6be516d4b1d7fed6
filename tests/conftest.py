"""What several tests share: small content, and an encoder that needs no weights."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml
from rich.console import Console

from bot.dialogue_model import train_model
from bot.index_build import build_index
from bot.settings import ROOT, Settings
from knowledge import required
from knowledge.entries.loader import CONTENT
from knowledge.retrieval.encoder import DIMENSIONS, Encoder, Vectors
from knowledge.text.entities import WORD
from tests.running import Bot, running

SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def built() -> Settings:
    """Settings with the shipped content indexed and the dialogue trained, kept between runs in var/test."""
    settings = Settings(data=ROOT / "var" / "test")
    console = Console(stderr=True)
    build_index(settings, console)
    train_model(settings, console)
    return settings


@pytest.fixture(scope="session")
def bot(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real four processes, for all tests over HTTP and in the browser; sites of this machine may embed it."""
    with running(built, tmp_path_factory.mktemp("bot"), BOT_FRAME_ANCESTORS="http://127.0.0.1:*") as started:
        yield started


class WordEncoder(Encoder):
    """Vectors of hashed words: texts that share words are near, without any weights."""

    def __init__(self) -> None:
        self.fingerprint = "words"
        self.encoded: list[str] = []

    def words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        self.encoded += texts
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_one(self, text: str) -> Vectors:
        return self.encode([text])[0]


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


def answer(text: str, **fields: object) -> dict[str, object]:
    return {
        "text": f"{text} " + "word " * 20,
        "facts": ["F1.01"],
        "sources": ["statute#(g)(1)"],
        "as_of": "2025-04-16",
        "confidence": "official",
        **fields,
    }


def entry(name: str, question: str, words: str, answers: dict[str, object], **fields: object) -> dict[str, object]:
    phrasings = [f"{words} {number}{name}" for number in "abcdefgh"]
    return {
        "id": name,
        "question": question,
        "phrasings": phrasings,
        "answers": answers,
        "related": ["hold-time"] if name != "hold-time" else ["training-length"],
        "review_by": "2027-03-01",
        **fields,
    }


def small_entries() -> list[dict[str, object]]:
    """Four entries: two split by program, one with states, one for any program."""
    programs = ("JEM", "TFM", "WSO")
    return [
        entry(
            "training-length",
            "How long is the training?",
            "training course hours",
            {name: answer(f"{name} training takes a while.", short=f"{name} hours") for name in programs},
            compare=True,
        ),
        entry(
            "hold-time",
            "How long may a person be held?",
            "hold inmate jail custody",
            {"JEM": answer("JEM holds 48 hours."), "WSO": answer("WSO holds 48 hours.")},
        ),
        entry(
            "state-law",
            "Does our state's law require or forbid it?",
            "state law forbid require",
            {"any": answer("It depends on the state.")},
            states={"DE": answer("Delaware bars agreements.")},
        ),
        entry("who-signs", "Who signs the agreement?", "sign signature agreement", {"any": answer("The chief signs.")}),
    ]


def required_entries() -> list[dict[str, object]]:
    """The entries that the code leads to and that no test is about, worded like nothing else."""
    names = sorted(required.REQUIRED - {str(one["id"]) for one in small_entries()})
    return [
        entry(name, f"Unasked {number}?", f"unasked{number}", {"any": answer("Unasked.")})
        for number, name in enumerate(names)
    ]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of small, valid content files."""
    folder = tmp_path / "content"
    files: dict[str, object] = {
        "faq/small.yml": small_entries(),
        "faq/required.yml": required_entries(),
        "programs/statute.yml": {
            "id": "statute",
            "source": "statute",
            "title": "The statute",
            "sections": [{"section": "(g)(1)", "heading": "Written agreement", "text": "zebra quagga okapi"}],
        },
        "sources.yml": {
            "statute": {"title": "8 U.S.C. 1357(g)", "date": "2025-12"},
            "ice-287g": {"title": "ICE page", "url": "https://www.ice.gov/identify-and-arrest/287g"},
        },
        "glossary.yml": [{"term": "WSO", "meaning": "Warrant Service Officer"}],
        "forms.yml": {
            "mailbox": "ERO287g@ice.dhs.gov",
            "program_page": "https://www.ice.gov/identify-and-arrest/287g",
            "programs": {name: {} for name in ("JEM", "TFM", "WSO")},
        },
        "vocabulary.yml": yaml.safe_load((CONTENT / "vocabulary.yml").read_text()),
        "figures.yml": {
            "national": [{"date": "2026-05-18", "agreements": 3, "source": "statute"}],
            "by_state": {
                "date": "2026-05-18",
                "source": "statute",
                "counts": {"TX": {"TFM": 1, "WSO": 2, "JEM": 0}},
            },
        },
        "calibration/in_scope.yml": [
            {"text": f"{words} question {number}", "entries": [name]}
            for name, words in (
                ("training-length", "training course hours"),
                ("hold-time", "hold inmate"),
                ("state-law", "state law"),
                ("who-signs", "sign agreement"),
            )
            for number in range(5)
        ],
        "calibration/two_part.yml": {
            "two": [
                {"text": "training course hours and sign agreement", "entries": ["training-length", "who-signs"]},
                {"text": "hold inmate in jail? state law forbid", "entries": ["hold-time", "state-law"]},
            ],
            "one": [
                {"text": "training course and hours", "entries": ["training-length"]},
                {"text": "jail custody, hold inmate", "entries": ["hold-time"]},
            ],
        },
        "calibration/follow_ups.yml": [
            {"last_entry": "training-length", "text": f"who pays for it {number}", "entries": ["training-length"]}
            for number in range(4)
        ],
        "calibration/out_of_scope.yml": {
            "near": ["green card renewal", "bond amount", "visa overstay", "asylum deadline", "grant for radios"] * 2,
            "far": ["pizza tonight", "weather tomorrow", "football score"],
        },
    }
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return folder
