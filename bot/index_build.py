"""`python -m bot index`: check the content, build the index, with progress."""

from __future__ import annotations

import time

from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.settings import Settings
from knowledge import Content, load_content
from knowledge.maintenance import Encoder, build, current_version, version_of


def build_index(settings: Settings, console: Console) -> str:
    """Build the index of the shipped content with the agency's changes unless it is there already; return its version.

    Raises ContentError and EncoderError; the index in use then stays as it is. One build runs at a time; when the
    content changes meanwhile, it starts again.
    """
    settings.index_folder.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.index_folder / "build.lock"):
        while True:
            content = load_content(settings.content, settings.overlay_folder)
            version = version_of(content, Encoder.fingerprint)
            if version == current_version(settings.index_folder):
                return version
            if _build(settings, content, console):
                return version


def _build(settings: Settings, content: Content, console: Console) -> bool:
    """Build; return whether the content was still the same at the end, so that its index is in use."""
    started = time.perf_counter()
    version = version_of(content, Encoder.fingerprint)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("encoding new texts", total=None)
        built = build(
            settings.index_folder,
            content,
            Encoder(),
            on_total=lambda total: progress.update(task, total=total),
            on_done=lambda count: progress.advance(task, count),
            wanted=lambda: _version(settings) == version,
        )
    if built is None:
        console.print("the content changed meanwhile: starting again")
        return False
    seconds = time.perf_counter() - started
    console.print(f"index {version}: {len(content.knowledge.entries)} entries, built in {seconds:.1f} s")
    return True


def _version(settings: Settings) -> str:
    return version_of(load_content(settings.content, settings.overlay_folder), Encoder.fingerprint)
