"""Publishing drafts: looked at first, written into the overlay whole or not at all, and taken back with one call.

<data>/content/                   the overlay: the agency's own changes above the shipped content, which is only read
<data>/staging/<name>/            an edited copy of the overlay, for the time it is looked at
<data>/published/<number>/before  the files that a publication replaced; those that it made are not there
<data>/published/<number>/after   the same files as it wrote them
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from bot.records.audit import audit
from bot.records.database import Database
from bot.records.models import Draft, Publication
from bot.settings import ROOT, Settings
from knowledge import EDIT, ContentError, Staged, differences, digest_of, fitting_pending, stage
from knowledge.client import FaultyContentError, KnowledgeClient, KnowledgeUnavailableError
from knowledge.results import Preview

log = logging.getLogger(__name__)

# writing a publication takes about a second
LOCK_SECONDS = 60


class ChangedMeanwhileError(Exception):
    """Someone else was faster; nothing was lost, and the text says what to look at."""


class CannotPublishError(Exception):
    """Drafts that do not pass the loader's checks; a line for each fault."""


@dataclass(frozen=True)
class Looked:
    """What publishing would do: `seen` names the state that it was looked at in, `diffs` are by entry or file."""

    seen: str
    diffs: dict[str, list[str]]
    preview: Preview


class Publisher:
    """Publishes the waiting drafts. Several editors may use it at once."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        knowledge: KnowledgeClient,
        refit: Callable[[], object] | None = None,
    ) -> None:
        """`refit` starts the full build of the index in the background."""
        self._settings = settings
        self._database = database
        self._knowledge = knowledge
        self._refit = refit or (lambda: start_refit(settings))

    def waiting(self) -> list[Draft]:
        """Return the drafts that are not published or discarded, the oldest first."""
        with self._database.read() as session:
            return list(session.scalars(select(Draft).where(Draft.status == "waiting").order_by(Draft.id)))

    def fitting(self) -> bool:
        """Return whether the classifiers have still to be fitted on what was published last."""
        return fitting_pending(self._settings.index_folder)

    def look(self, drafts: Sequence[Draft]) -> Looked:
        """Return what publishing `drafts` would change.

        Raises CannotPublishError, EditError of a draft that no longer fits, and KnowledgeUnavailableError.
        """
        seen = self._seen(drafts)
        with self._staged(drafts) as staged:
            try:
                preview = self._knowledge.preview(staged.folder.name)
            except FaultyContentError as error:
                raise CannotPublishError(_without(str(error), staged.folder)) from error
            return Looked(seen, differences(staged), preview)

    def check(self, drafts: Sequence[Draft]) -> None:
        """Check drafts as the loader would. Raises CannotPublishError and EditError."""
        with self._staged(drafts):
            return

    def publish(self, seen: str, who: str) -> Publication:
        """Publish the waiting drafts if everything is still as it was looked at; they are in use at the end.

        Raises ChangedMeanwhileError, CannotPublishError, EditError, and KnowledgeUnavailableError when the files are
        written but the search could not take them over.
        """
        with self._lock():
            drafts = self.waiting()
            if not drafts or self._seen(drafts) != seen:
                raise ChangedMeanwhileError(
                    "The drafts or the content were changed since you opened this page. Nothing was published and "
                    "nothing is lost: look at the new difference and publish again."
                )
            with self._staged(drafts) as staged:
                publication = self._write(drafts, staged, who)
        self._take_over()
        return publication

    def undo(self, number: int, who: str) -> None:
        """Put back the files that a publication replaced; its drafts wait again. Raises as `publish` does."""
        kept, overlay = self._settings.published_folder / str(number), self._settings.overlay_folder
        with self._lock(), self._database.write() as session:
            publication = session.get(Publication, number)
            if publication is None or publication.undone_by:
                raise ChangedMeanwhileError("This publication was taken back already.")
            changed = [name for name in publication.files if _bytes(overlay / name) != _bytes(kept / "after" / name)]
            if changed:
                raise ChangedMeanwhileError(
                    f"{', '.join(changed)} changed after this publication. Take back the later ones first; nothing was "
                    "changed now."
                )
            publication.undone_by = who
            for draft in session.scalars(select(Draft).where(Draft.publication == number)):
                draft.status, draft.publication = "waiting", None
            audit(session, who, "publication taken back", str(number), detail={"files": publication.files})
            session.flush()
            _replace(overlay, kept / "before", publication.files)
            try:
                session.commit()
            except BaseException:
                _replace(overlay, kept / "after", publication.files)
                raise
        self._take_over()

    def _write(self, drafts: Sequence[Draft], staged: Staged, who: str) -> Publication:
        overlay, changed = self._settings.overlay_folder, staged.files
        kept: Path | None = None
        try:
            with self._database.write() as session:
                publication = Publication(
                    who=who, files=changed, content=digest_of(self._settings.content, staged.folder)
                )
                session.add(publication)
                session.flush()
                for draft in drafts:
                    published = session.merge(draft)
                    published.status, published.publication = "published", publication.id
                titles = [draft.title for draft in drafts]
                audit(session, who, "published", str(publication.id), detail={"files": changed, "drafts": titles})
                session.flush()
                kept = self._settings.published_folder / str(publication.id)
                shutil.rmtree(kept, ignore_errors=True)
                _copy(overlay, kept / "before", changed)
                _copy(staged.folder, kept / "after", changed)
                _replace(overlay, kept / "after", changed)
        except StaleDataError as error:
            raise ChangedMeanwhileError(
                "A draft was changed at this moment. Nothing was published; look again."
            ) from error
        except BaseException:
            # the record and the files go together: without the one the other is put back
            if kept and (kept / "after").exists():
                _replace(overlay, kept / "before", changed)
            raise
        return publication

    def _take_over(self) -> None:
        try:
            self._knowledge.rebuild()
        except FaultyContentError as error:
            raise KnowledgeUnavailableError(str(error)) from error
        finally:
            self._refit()

    @contextmanager
    def _staged(self, drafts: Sequence[Draft]) -> Iterator[Staged]:
        """An edited copy of the overlay that passes the loader."""
        folder = self._settings.staging_folder / uuid.uuid4().hex
        edits = [EDIT.validate_python(draft.edit) for draft in drafts]
        try:
            yield stage(self._settings.content, self._settings.overlay_folder, edits, folder)
        except ContentError as error:
            raise CannotPublishError(_without(str(error), folder)) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _seen(self, drafts: Sequence[Draft]) -> str:
        """A name of the content and of the drafts as they are now."""
        content = digest_of(self._settings.content, self._settings.overlay_folder)
        return "-".join([content, *(f"{draft.id}.{draft.version}" for draft in drafts)])

    def _lock(self) -> FileLock:
        self._settings.data.mkdir(parents=True, exist_ok=True)
        return FileLock(self._settings.data / "publish.lock", timeout=LOCK_SECONDS)


def start_refit(settings: Settings) -> subprocess.Popen[bytes]:
    """Start `python -m bot index` beside the running bot; the knowledge service takes its index over by itself."""
    # the processes include the web process, which uses this module
    from bot.processes import environment

    nice = [found, "-n", "10"] if (found := shutil.which("nice")) else []
    settings.log_folder.mkdir(parents=True, exist_ok=True)
    with (settings.log_folder / "index.log").open("ab") as output:
        return subprocess.Popen(
            [*nice, sys.executable, "-m", "bot", "index"],
            cwd=ROOT,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _copy(source: Path, target: Path, names: Sequence[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (source / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)


def _replace(overlay: Path, source: Path, names: Sequence[str]) -> None:
    """Make the named files in `overlay` those of `source`, each in one step; what `source` does not have goes."""
    for name in names:
        file = overlay / name
        if (source / name).exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            new = file.with_name(f".{file.name}.{os.getpid()}.new")
            shutil.copyfile(source / name, new)
            if file.exists():
                shutil.copymode(file, new)
            new.replace(file)
        else:
            file.unlink(missing_ok=True)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _without(text: str, folder: Path) -> str:
    return text.replace(f"{folder}/", "")
