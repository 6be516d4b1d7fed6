"""The encoder in use: fine-tuned on the content's wordings, kept in the data folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from rich.console import Console

from bot.progress import counted
from bot.settings import Settings
from knowledge.encoder import Encoder
from knowledge.index import Content

KEPT = 2


def tuned_encoder(settings: Settings, content: Content, console: Console) -> Path:
    """Return the folder of the encoder tuned on this content, tuned now unless it exists."""
    from knowledge.tuning import tune, tuning_fingerprint

    wordings = content.wordings()
    folder = settings.encoders_folder / tuning_fingerprint(wordings)
    if not folder.exists():
        settings.encoders_folder.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=settings.encoders_folder, prefix="new-") as new,
            counted(console, "tuning the encoder (a few minutes, only when wordings changed)") as (on_total, on_done),
        ):
            tune(wordings, Path(new) / folder.name, on_total, on_done)
            # a half-written encoder never has the name that is looked for
            (Path(new) / folder.name).rename(folder)
    use_encoder(settings, folder.name)
    return folder


def encoder_in_use(settings: Settings) -> Path | None:
    """Return the folder of the encoder that the running bot uses, or None before the first one."""
    try:
        folder = settings.encoders_folder / (settings.encoders_folder / "current").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return folder if folder.is_dir() else None


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder in use, or the publisher's when none was tuned. Raises EncoderError."""
    return Encoder(encoder_in_use(settings))


def use_encoder(settings: Settings, name: str) -> None:
    """Make the tuned encoder of this name the one in use, and forget the oldest others."""
    pointer = settings.encoders_folder / f"current.{os.getpid()}"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(settings.encoders_folder / "current")
    others = [path for path in settings.encoders_folder.iterdir() if path.is_dir() and path.name != name]
    for path in sorted(others, key=os.path.getmtime)[: -(KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)
