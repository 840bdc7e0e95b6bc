"""Settings from the environment and .env; a bad one names itself and .env.example."""

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import InvalidInputError
from bot.domain.invitations import read_address
from bot.domain.mail_server import MailServer, read_server
from bot.domain.practices import DEFAULT_REVIEWS
from bot.domain.sigs import DEFAULT_NAME, DEFAULT_ZONE

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///convenor.db"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}", re.ASCII)
_USER = re.compile(r"[UW][A-Z0-9]{2,}", re.ASCII)
_LAST_PORT = 65535
_HERE = {"localhost", "127.0.0.1", "::1"}
_REVIEWS = {"1", "2", "3", "4", "5"}
_LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR"}


_Kind = TypeVar("_Kind", bound="DatabaseSettings")


class SettingsError(Exception):
    """The program cannot start; the message is one line for the operator."""


class DatabaseSettings(BaseSettings):
    """Where data and templates are; all that the commands without Slack need."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    database_url: str = DATABASE_URL
    convenor_templates: Path | None = None

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value


class Settings(DatabaseSettings):
    """What an operator can set. Names are those of the environment, upper case.

    ``slack_app_token`` decides the transport: set, Socket Mode; empty, signed HTTP
    at ``/slack/events`` on ``host``:``port``. Ids, never names, for channel and
    chairs.
    """

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API_URL
    host: str = "127.0.0.1"
    port: int = 3000
    convenor_channel: str | None = None
    convenor_chairs: Annotated[tuple[str, ...], NoDecode] = ()
    convenor_name: str = DEFAULT_NAME
    convenor_zone: str = DEFAULT_ZONE
    convenor_reviews: int = DEFAULT_REVIEWS
    convenor_url: str | None = None
    convenor_smtp_url: SecretStr | None = None
    convenor_mail_from: str | None = None
    log_level: str = "INFO"

    @field_validator("port", mode="before")
    @classmethod
    def _port(cls, value: Any) -> Any:
        if not str(value).isdecimal() or int(value) > _LAST_PORT:
            raise ValueError(f"must be a number from 0 to {_LAST_PORT}")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not re.match(r"https?://[^\s/]+", value):
            raise ValueError("must be an address that starts with https://")
        return value.rstrip("/") + "/"

    @field_validator("convenor_channel")
    @classmethod
    def _channel(cls, value: str | None) -> str | None:
        if value is not None and not _CHANNEL.fullmatch(value):
            raise ValueError("must be a channel id such as C0123456789, not a name")
        return value

    @field_validator("convenor_chairs", mode="before")
    @classmethod
    def _chairs(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        ids = tuple(part for part in re.split(r"[,\s]+", value) if part)
        if not all(_USER.fullmatch(part) for part in ids):
            raise ValueError("must be user ids such as U0123456789, split by commas")
        return ids

    @field_validator("convenor_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("must be a time zone such as Europe/Brussels") from None
        return value

    @field_validator("convenor_reviews", mode="before")
    @classmethod
    def _reviews(cls, value: Any) -> Any:
        if str(value) not in _REVIEWS:
            raise ValueError("must be a number from 1 to 5")
        return value

    @field_validator("convenor_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        is_here = parts.scheme == "http" and parts.hostname in _HERE
        is_more = parts.query or parts.fragment or parts.username
        if not (parts.scheme == "https" or is_here) or not parts.hostname or is_more:
            raise ValueError("must be an address such as https://convenor.example.eu")
        return value.rstrip("/")

    @field_validator("convenor_smtp_url")
    @classmethod
    def _smtp_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_server(value.get_secret_value())
        return value

    @field_validator("convenor_mail_from")
    @classmethod
    def _mail_from(cls, value: str | None) -> str | None:
        try:
            return None if value is None else read_address(value)
        except InvalidInputError:
            raise ValueError("must be an address such as group@example.eu") from None

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.upper() not in _LEVELS:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @model_validator(mode="after")
    def _tokens(self) -> "Settings":
        if self.slack_api_url == SLACK_API_URL:
            # Other servers that speak Slack's protocol may name tokens as they like.
            _expect("SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-")
            _expect("SLACK_APP_TOKEN", self.slack_app_token, "xapp-")
        if self.slack_app_token is None and self.slack_signing_secret is None:
            # pydantic has no field for "one of two", so the line is written here.
            raise ValueError(
                "SLACK_APP_TOKEN is not set (Socket Mode), and neither is "
                "SLACK_SIGNING_SECRET (HTTP): one of them is needed"
            )
        if self.convenor_smtp_url is not None and self.convenor_mail_from is None:
            raise ValueError(
                "CONVENOR_SMTP_URL needs CONVENOR_MAIL_FROM, the address that the "
                "e-mails come from"
            )
        return self

    @property
    def mail_server(self) -> MailServer | None:
        """Where e-mails are handed over; None: there are none."""
        address = self.convenor_smtp_url
        return read_server(address.get_secret_value()) if address else None

    @property
    def uses_socket(self) -> bool:
        """Whether Slack reaches the bot over Socket Mode."""
        return self.slack_app_token is not None


def load(env_file: Path | None = Path(".env"), **values: Any) -> Settings:
    """Read the settings; ``values`` win over the environment, that over ``.env``.

    Raises:
        SettingsError: one line naming the setting and ``.env.example``.
    """
    return _read(Settings, env_file, values)


def load_database_url(given: str | None, env_file: Path | None = Path(".env")) -> str:
    """Return the address of the database: as given, else as set, else the default.

    Raises:
        SettingsError: it is malformed.
    """
    values: dict[str, Any] = {"database_url": given} if given else {}
    return _read(DatabaseSettings, env_file, values).database_url


def load_templates_folder(env_file: Path | None = Path(".env")) -> Path | None:
    """Return where a group's own templates of the paper are; None: there are none.

    Raises:
        SettingsError: a setting is malformed.
    """
    return _read(DatabaseSettings, env_file, {}).convenor_templates


def _read(kind: type[_Kind], env_file: Path | None, values: dict[str, Any]) -> _Kind:
    try:
        return kind(_env_file=env_file, **values)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None
    except UnicodeDecodeError:
        line = f"{env_file} is not UTF-8 text; save it as UTF-8; see .env.example"
        raise SettingsError(line) from None


def _expect(name: str, value: SecretStr | None, prefix: str) -> None:
    # Pasting one token in the place of the other is the commonest mistake.
    if value is None:
        return
    token = value.get_secret_value()
    if prefix not in token[:10]:
        raise ValueError(f"{name} must start with {prefix}")
    if token.endswith(prefix):
        raise ValueError(f"{name} is not filled in")


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[
        0
    ]
    name = "_".join(str(part) for part in first["loc"]).upper()
    said = first["msg"].removeprefix("Value error, ")
    reason = "is not set" if first["type"] == "missing" else said[:1].lower() + said[1:]
    return f"{name or ''} {reason if name else said}; see .env.example".strip()
