"""What a dialogue model is called: a name that changes with all that it is trained from, and with nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.maintenance import Encoder, read_yaml

# raise it with every change of what bot/dialogue/components make of a message, or of how they are fitted
FORMAT = 1
# what the model's files are read by; requirements.txt pins it for both environments, and the dialogue's counts
PINNED = re.compile(r'^((?:rasa|scikit-learn)==\S+) ; python_version < "3\.11"$', re.MULTILINE)
YAML = TypeAdapter(dict[str, Any])


def model_version(root: Path) -> str:
    """Return the version of the model that the files in the folder of the program make. Raises ContentError.

    Of files only what they say counts: not their names, comments or order, nor in which of the files an example is.
    """
    made_of = [
        FORMAT,
        Encoder.fingerprint,
        PINNED.findall((root / "requirements.txt").read_text(encoding="utf-8")),
        *(read_yaml(root / name, YAML) for name in ("config.yml", "domain.yml", "knowledge/content/vocabulary.yml")),
        sorted(_training_data(root / "bot" / "dialogue" / "nlu")),
        sorted(_training_data(root / "bot" / "dialogue" / "rules")),
    ]
    return hashlib.sha256(_canonical(made_of).encode()).hexdigest()[:16]


def _training_data(folder: Path) -> Iterator[str]:
    """Yield each intent with its examples, and each rule."""
    for file in folder.rglob("*.yml"):
        for key, value in read_yaml(file, YAML).items():
            yield from (_canonical([key, item]) for item in (value if isinstance(value, list) else [value]))


def _canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True, default=str)
