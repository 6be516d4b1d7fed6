"""The one way to reach the knowledge service. Needs httpx and msgspec only, so it runs in both environments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx
import msgspec

from knowledge.results import (
    Confusion,
    DocumentPassage,
    DocumentSearchResult,
    DocumentView,
    Entry,
    FiguresTable,
    Form,
    Listed,
    Passage,
    Preview,
    Read,
    RosterContext,
    RosterFilter,
    RosterRows,
    SearchResult,
    Term,
    TextGroups,
)

T = TypeVar("T")
BUILD_SECONDS = 120.0
GROUPING_SECONDS = 10.0


class KnowledgeError(Exception):
    """What the knowledge service was asked for did not come."""


class KnowledgeUnavailableError(KnowledgeError):
    """The knowledge service did not answer in time, or could not."""


class UnknownEntryError(KnowledgeError):
    """Entries that are not on file; `entries` has their ids."""

    def __init__(self, entries: Sequence[str]) -> None:
        super().__init__(f"there is no entry {', '.join(entries)}")
        self.entries = tuple(entries)


class FaultyContentError(Exception):
    """Content files that cannot be used; a line for each fault."""


class Rebuilt(msgspec.Struct, frozen=True):
    """The index that is in use after a rebuild."""

    index: str


class KnowledgeClient:
    """Typed calls over one pool of kept-alive connections. Thread-safe. Opens no connection before the first call."""

    def __init__(self, url: str, seconds: float = 2.0) -> None:
        self._seconds = seconds
        self._http = httpx.Client(base_url=url)

    def encode(self, texts: Sequence[str], seconds: float | None = None) -> list[Read]:
        """Return `texts` as the dialogue reads them. Raises KnowledgeUnavailableError."""
        return _decode(self._request("POST", "/encode", {"texts": list(texts)}, seconds), list[Read])

    def groups(self, texts: Sequence[str]) -> TextGroups:
        """Return `texts` in groups of one meaning. Raises KnowledgeUnavailableError."""
        return _decode(self._request("POST", "/groups", {"texts": list(texts)}, GROUPING_SECONDS), TextGroups)

    def search(
        self, text: str, last_entry: str | None = None, exclude: Sequence[str] = (), listed: RosterContext | None = None
    ) -> SearchResult:
        """Search for a message.

        `listed` is the question on who takes part that was answered last. Raises KnowledgeUnavailableError.
        """
        body = {"text": text, "last_entry": last_entry, "exclude": list(exclude), "listed": listed}
        return _decode(self._request("POST", "/search", body), SearchResult)

    def entry(self, entry: str) -> Entry:
        """Return an entry. Raises KnowledgeUnavailableError and UnknownEntryError."""
        return self.entries_by_id([entry])[entry]

    def entries_by_id(self, entries: Sequence[str]) -> dict[str, Entry]:
        """Return several entries by their ids, in the order asked, with one request.

        Raises KnowledgeUnavailableError, and UnknownEntryError when one of them is not on file.
        """
        if not entries:
            return {}
        response = self._request("GET", f"/entries?{urlencode({'id': list(entries)}, doseq=True)}")
        found = {entry.entry: entry for entry in _decode(response, list[Entry])}
        missing = [entry for entry in entries if entry not in found]
        if missing:
            raise UnknownEntryError(missing)
        return {entry: found[entry] for entry in entries}

    def passages(self, entry: str, scope: str | None = None) -> list[Passage]:
        """Return the sections on file that an entry cites, for one program or all.

        Raises KnowledgeUnavailableError and UnknownEntryError.
        """
        query = f"?scope={scope}" if scope else ""
        response = self._request("GET", f"/entries/{quote(entry, safe='')}/passages{query}")
        if response.status_code == 404:
            raise UnknownEntryError([entry])
        return _decode(response, list[Passage])

    def entries(self) -> list[Listed]:
        """Return all entries, area by area. Raises KnowledgeUnavailableError."""
        return _decode(self._request("GET", "/entries"), list[Listed])

    def glossary(self) -> list[Term]:
        """Return the glossary. Raises KnowledgeUnavailableError."""
        return _decode(self._request("GET", "/glossary"), list[Term])

    def form(self, program: str) -> Form:
        """Return where an agency that wants `program` is sent. Raises KnowledgeUnavailableError."""
        return _decode(self._request("GET", f"/forms/{program}"), Form)

    def search_documents(
        self, text: str, program: str | None = None, permitted: bool = False, count: int = 3
    ) -> DocumentSearchResult:
        """Search for a message in the agency's own documents.

        Passages with handling marks are found only for readers who are `permitted` to see them. Raises
        KnowledgeUnavailableError.
        """
        body = {"text": text, "program": program, "permitted": permitted, "count": count}
        return _decode(self._request("POST", "/documents/search", body), DocumentSearchResult)

    def find_support(
        self, answer: str, program: str | None, sections: Sequence[str] = (), permitted: bool = False
    ) -> DocumentPassage | None:
        """Return the passage of the agency's own documents that says what an answer says, or None.

        `sections` are those of the program's agreement that the answer cites. Raises KnowledgeUnavailableError.
        """
        body = {"text": answer, "program": program, "permitted": permitted, "count": 1, "answer": True}
        response = self._request("POST", "/documents/search", {**body, "sections": list(sections)})
        return next(iter(_decode(response, DocumentSearchResult).passages), None)

    def document(self, document: str, permitted: bool = False) -> DocumentView | None:
        """Return one of the agency's own documents as this reader may see it, or None.

        Raises KnowledgeUnavailableError.
        """
        response = self._request("GET", f"/documents/{document}?permitted={str(permitted).lower()}")
        return None if response.status_code == 404 else _decode(response, DocumentView)

    def quotation(self, document: str, number: int, sentence: int) -> DocumentPassage | None:
        """Return the sentences around one of a passage, whatever its marks, or None when it is gone.

        Raises KnowledgeUnavailableError.
        """
        response = self._request("GET", f"/documents/{document}/passages/{number}?sentence={sentence}")
        return None if response.status_code == 404 else _decode(response, DocumentPassage)

    def preview(self, staged: str) -> Preview:
        """Return what the staged content would change. Raises KnowledgeUnavailableError and FaultyContentError."""
        return _decode(self._checked("POST", f"/preview/{staged}"), Preview)

    def confusions(self) -> list[Confusion]:
        """Return the pairs of entries that stored questions confuse. Raises KnowledgeUnavailableError."""
        return _decode(self._request("GET", "/confusions", seconds=BUILD_SECONDS), list[Confusion])

    def rebuild(self) -> str:
        """Take over the content files as they are now; return the index version, which is in use then.

        Raises KnowledgeUnavailableError and FaultyContentError.
        """
        return _decode(self._checked("POST", "/rebuild"), Rebuilt).index

    def roster(self, asked: RosterFilter) -> RosterRows | None:
        """Return the rows of ICE's list that fit, or None when no list is on file. Raises KnowledgeUnavailableError."""
        response = self._request("POST", "/roster", msgspec.to_builtins(asked))
        return None if response.status_code == 404 else _decode(response, RosterRows)

    def figures(self) -> FiguresTable:
        """Return the numbers of agreements by state. Raises KnowledgeUnavailableError."""
        return _decode(self._request("GET", "/figures"), FiguresTable)

    def ready(self) -> bool:
        """Return whether the service answers and has an index."""
        try:
            return self._request("GET", "/readyz").is_success
        except KnowledgeUnavailableError:
            return False

    def _checked(self, method: str, path: str) -> httpx.Response:
        response = self._request(method, path, seconds=BUILD_SECONDS)
        if response.status_code == 422:
            raise FaultyContentError(response.json()["error"]["message"])
        return response

    def _request(self, method: str, path: str, body: object = None, seconds: float | None = None) -> httpx.Response:
        content = None if body is None else msgspec.json.encode(body)
        try:
            return self._http.request(method, path, content=content, timeout=seconds or self._seconds)
        except httpx.HTTPError as error:
            raise KnowledgeUnavailableError(f"{self._http.base_url}: {error or type(error).__name__}") from error


def _decode(response: httpx.Response, kind: type[T]) -> T:
    if not response.is_success:
        raise KnowledgeUnavailableError(f"{response.url}: {response.status_code} {response.text}")
    try:
        return msgspec.json.decode(response.content, type=kind)
    except msgspec.DecodeError as error:
        raise KnowledgeUnavailableError(f"{response.url}: unexpected answer ({error})") from error
