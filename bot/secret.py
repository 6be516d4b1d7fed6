"""The installation's secret, and the keys that are made from it."""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path


def load_secret(data: Path) -> bytes:
    """Return the secret of 32 bytes, made at the first call and kept in the data folder."""
    file = data / "secret"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"secret.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_bytes(32))
        new.replace(file)
    return file.read_bytes()


def derived_key(data: Path, purpose: str) -> str:
    """Return the key for a purpose: 64 hexadecimal digits, another one for each purpose and installation."""
    return hmac.new(load_secret(data), purpose.encode(), sha256).hexdigest()


def dialogue_token(data: Path) -> str:
    """Return the token of the dialogue server's API."""
    return derived_key(data, "dialogue")
