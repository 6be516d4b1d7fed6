"""The glossary, as pages explain acronyms by it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from bot.web.markdown import acronyms
from bot.web.services import services
from knowledge.client import KnowledgeUnavailableError

log = logging.getLogger(__name__)

GLOSSARY_SECONDS = 60.0


class Glossary:
    """The glossary's acronyms, asked for again each minute; while the service is down, as last known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._terms: dict[str, str] = {}

    def terms(self) -> Mapping[str, str]:
        """Return acronyms with their meanings."""
        with self._lock:
            if time.monotonic() - self._asked > GLOSSARY_SECONDS:
                self._asked = time.monotonic()
                try:
                    found = services().knowledge.glossary()
                    self._terms = acronyms((term.term, term.meaning) for term in found)
                except KnowledgeUnavailableError as error:
                    log.warning("no glossary: %s", error)
        return self._terms
