"""Settings from the environment, typed; an error names the variable and the bad value."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import limits
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.user_error import UserError

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, read from the environment variable BOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="BOT_", frozen=True)

    host: str = Field(default="127.0.0.1", description="address that the page and the API listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="port of the page and the API")
    dialogue_port: int = Field(default=8001, ge=1, le=65535, description="port of the dialogue server (loopback)")
    actions_port: int = Field(default=8002, ge=1, le=65535, description="port of the actions server (loopback)")
    knowledge_port: int = Field(default=8003, ge=1, le=65535, description="port of the knowledge service (loopback)")
    data: Path = Field(default=ROOT / "var", description="folder of the index, models, conversations and logs")
    dialogue_python: Path = Field(
        default=ROOT / ".venv-dialogue" / "bin" / "python", description="Python of the dialogue environment"
    )
    content: Path = Field(
        default=ROOT / "knowledge" / "content",
        description="folder of the shipped content, only read; the agency's own changes are in BOT_DATA/content",
    )
    answer_seconds: float = Field(
        default=7.0, gt=0, le=60, description="longest wait for the dialogue, in seconds; then the search alone answers"
    )
    start_seconds: float = Field(
        default=120.0, gt=0, description="longest wait for the processes to be ready, in seconds"
    )
    threads: int = Field(default=16, ge=1, le=256, description="messages that the page answers at once")
    database: str = Field(
        default="",
        repr=False,
        description="address of the records, sqlite:///... or postgresql+psycopg://...; empty: records.db in BOT_DATA",
    )
    text_days: int = Field(default=90, ge=1, description="days after which the text of messages is erased")
    oidc_issuer: str = Field(default="", description="address of the OpenID Connect provider of the console, or empty")
    oidc_client_id: str = Field(default="", description="client id at that provider")
    oidc_client_secret: str = Field(default="", repr=False, description="client secret at that provider")
    check_links: bool = Field(
        default=False, description="whether the console may open the sources' addresses to see that they answer"
    )
    log_format: str = Field(
        default="text", pattern="^(json|text)$", description="form of the log's lines: json or text"
    )
    agency: str = Field(
        default="",
        max_length=100,
        description="name of the agency: shown on the page, and of copies its own documents are quoted",
    )
    banner: str = Field(default="", max_length=5000, description="system use notification, shown on every page")
    kiosk_minutes: int = Field(
        default=0, ge=0, le=240, description="quiet minutes after which a shared machine forgets; 0 for no kiosk"
    )
    rate_limit: str = Field(
        default="60 per minute", description="messages allowed per conversation, or per address without one; or off"
    )
    frame_ancestors: str = Field(
        default="", description="origins of sites that may embed the page, such as https://intranet.example"
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=5, description="reverse proxies in front, whose X-Forwarded headers are believed"
    )
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="least level that is logged"
    )

    @field_validator("rate_limit")
    @classmethod
    def _rate_limit(cls, value: str) -> str:
        if value != "off":
            try:
                limits.parse_many(value)
            except ValueError as error:
                raise ValueError("write a limit such as `60 per minute`, or `off`") from error
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _frame_ancestors(cls, value: str) -> str:
        for origin in value.split():
            if not re.fullmatch(r"https?://(\*\.)?[\w.-]+(:(\d+|\*))?", origin):
                raise ValueError("write origins such as `https://intranet.example`, with spaces between them")
        return value

    @property
    def knowledge_url(self) -> str:
        """Address of the knowledge service."""
        return f"http://127.0.0.1:{self.knowledge_port}"

    @property
    def dialogue_url(self) -> str:
        """Address of the dialogue server."""
        return f"http://127.0.0.1:{self.dialogue_port}"

    @property
    def actions_url(self) -> str:
        """Address of the actions server."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def web_url(self) -> str:
        """Address of the page, as a person on this machine opens it."""
        everywhere = {"0.0.0.0", "::"}  # noqa: S104 (compared with, not bound to)
        host = "127.0.0.1" if self.host in everywhere else self.host
        return f"http://{host}:{self.port}"

    @property
    def database_url(self) -> str:
        """Address of the records database."""
        return self.database or f"sqlite:///{self.data / 'records.db'}"

    @property
    def index_folder(self) -> Path:
        """Folder of the index."""
        return self.data / "index"

    @property
    def conversations_file(self) -> Path:
        """Rasa's store of conversations, an SQLite database."""
        return self.data / "conversations.db"

    @property
    def overlay_folder(self) -> Path:
        """Folder of the agency's own changes of the content, above what ships."""
        return self.data / "content"

    @property
    def staging_folder(self) -> Path:
        """Folder of edited copies of the agency's own content that are looked at before they are published."""
        return self.data / "staging"

    @property
    def published_folder(self) -> Path:
        """Folder of the agency's files that were replaced, a folder for each time that content was published."""
        return self.data / "published"

    @property
    def models_folder(self) -> Path:
        """Folder of the trained dialogue models."""
        return self.data / "models"

    @property
    def roster_folder(self) -> Path:
        """Folder of ICE's lists of agencies."""
        return self.data / "roster"

    @property
    def log_folder(self) -> Path:
        """Folder of the processes' logs."""
        return self.data / "log"


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Return the settings. Raises UserError with a line per bad variable."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"BOT_{'_'.join(map(str, fault['loc'])).upper()}={fault['input']!r}: {fault['msg']}; set another value"
            for fault in error.errors()
        ]
        raise UserError("\n".join(lines)) from error


def settings_help() -> str:
    """Return a line per setting: variable, meaning, default."""
    return "\n".join(
        f"  BOT_{name.upper():<16} {field.description} (default: {_shown(field.default)})"
        for name, field in Settings.model_fields.items()
    )


def _shown(value: object) -> str:
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        return str(value.relative_to(ROOT))
    return str(value)
