"""`python -m bot index`: check the content, build the index, with progress."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from bot.encoding import encoder_in_use, tuned_encoder
from bot.progress import counted
from bot.settings import Settings
from knowledge.encoder import Encoder
from knowledge.index import Content, build, current_version, load_content


def index_content(settings: Settings, console: Console) -> str:
    """Index the content files with the encoder in use (tuned first when there is none); return the version.

    Raises ContentError and EncoderError; the index in use then stays as it is.
    """
    content = load_content(settings.content)
    tuned = encoder_in_use(settings) or tuned_encoder(settings, content, console)
    return build_index(settings, content, tuned, console)


def build_index(settings: Settings, content: Content, tuned: Path, console: Console) -> str:
    """Build the index of checked content unless it is there already; return its version. Raises EncoderError."""
    started = time.perf_counter()
    version = content.version(tuned.name)
    if version == current_version(settings.index_folder):
        return version
    with counted(console, "encoding texts") as (on_total, on_done):
        build(settings.index_folder, content, Encoder(tuned), on_total, on_done)
    seconds = time.perf_counter() - started
    console.print(f"index {version}: {len(content.knowledge.entries)} entries, built in {seconds:.1f} s")
    return version
