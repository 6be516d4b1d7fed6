"""What several tests share: small content, and an encoder that needs no weights."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from filelock import FileLock
from rich.console import Console

from bot.dialogue_model import train_model
from bot.index_build import build_index
from bot.records.migrator import upgrade
from bot.settings import ROOT, Settings
from knowledge.entries.loader import CONTENT, load_content
from knowledge.retrieval.encoder import Encoder
from knowledge.retrieval.index_builder import build
from knowledge.retrieval.index_version import version_of
from tests.factories import IndexOf, required_entries, small_entries
from tests.running import Bot, running
from tests.stand_ins import WordEncoder

pytest_plugins = ["tests.stages", "tests.chromium"]


@pytest.fixture(scope="session")
def built() -> Settings:
    """Settings with the shipped content indexed and the dialogue trained, kept between runs in var/test."""
    settings = Settings(data=ROOT / "var" / "test")
    settings.data.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True)
    # in a parallel run another worker may be building it
    with FileLock(settings.data / "lock"):
        build_index(settings, console)
        train_model(settings, console)
    return settings


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The encoder that the bot uses, with its weights."""
    return Encoder()


@pytest.fixture(scope="session")
def bot(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real four processes, for all tests over HTTP and in the browser; sites of this machine may embed it."""
    with running(built, tmp_path_factory.mktemp("bot"), BOT_FRAME_ANCESTORS="http://127.0.0.1:*") as started:
        yield started


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A records database with its tables and nothing in them: to copy it is quicker than to migrate a new one."""
    file = tmp_path_factory.mktemp("records") / "records.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture(scope="session")
def shipped_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small content, written once."""
    folder = tmp_path_factory.mktemp("small") / "content"
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


@pytest.fixture
def content(shipped_small: Path, tmp_path: Path) -> Path:
    """A folder of small, valid content files, to be changed at will."""
    return Path(shutil.copytree(shipped_small, tmp_path / "content"))


@pytest.fixture(scope="session")
def built_indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each index that a test asked for is kept by its version: to copy it is quicker than to build it."""
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture
def index_of(built_indexes: Path, encoder: WordEncoder) -> IndexOf:
    """Put an index of a content folder into a folder that has none; return the index's version."""

    def placed(content: Path, folder: Path) -> str:
        loaded = load_content(content)
        version = version_of(loaded, encoder.fingerprint)
        if not (built_indexes / version / "current").exists():
            build(built_indexes / version, loaded, encoder)
        shutil.copytree(built_indexes / version, folder)
        return version

    return placed
