"""What the commands need to build, check, ingest and serve; it loads the search's libraries, so no page imports it."""

from __future__ import annotations

from knowledge.documents.document_store import Store, StoreError, Summary
from knowledge.documents.ingestion import Ingest, Taken, files_in
from knowledge.documents.lines import Fault
from knowledge.documents.passages import joined
from knowledge.entries.yaml_file import read_yaml
from knowledge.retrieval.encoder import Encoder, EncoderError, check_weights, weights_folder
from knowledge.retrieval.index_builder import build
from knowledge.retrieval.index_files import IndexMissingError
from knowledge.retrieval.index_version import current_version, version_of
from knowledge.roster.roster import RosterError
from knowledge.roster.roster_service import RosterService
from knowledge.roster.roster_store import ingest_roster
from knowledge.roster.workbook import SUFFIXES as ROSTER_SUFFIXES
from knowledge.service import create_app
from knowledge.text.entities import WORD
from knowledge.text.language import load_models

__all__ = [
    "ROSTER_SUFFIXES",
    "WORD",
    "Encoder",
    "EncoderError",
    "Fault",
    "IndexMissingError",
    "Ingest",
    "RosterError",
    "RosterService",
    "Store",
    "StoreError",
    "Summary",
    "Taken",
    "build",
    "check_weights",
    "create_app",
    "current_version",
    "files_in",
    "ingest_roster",
    "joined",
    "load_models",
    "read_yaml",
    "version_of",
    "weights_folder",
]
