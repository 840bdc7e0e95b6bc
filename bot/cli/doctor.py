"""`convenor doctor`: is everything in place, and if not, what to do."""

import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot import scopes
from bot import settings as configuration
from bot.delivery import NotSentError
from bot.domain.errors import ConvenorError
from bot.mail import connected
from bot.settings import Settings, SettingsError
from storage import migrate
from templates.documents import checking

# Slack refuses signatures that are older than five minutes.
_MAX_SKEW_SECONDS = 120
_NO_ANSWER = (OSError, HTTPException, SlackClientError)
_BAD_TOKEN = {"invalid_auth", "not_authed", "missing_scope", "not_allowed_token_type"}
_ZONES = ("Europe/Brussels", "Europe/Tallinn", "Europe/Lisbon")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, and what to do if it is not in order."""

    name: str
    advice: str | None = None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor() -> None:
    """Check tokens, permissions, channel, database, time zones and clock."""
    # The SDK would print its own line about what is explained below.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    failed = 0
    for finding in findings():
        failed += finding.advice is not None
        mark = "✓" if finding.advice is None else "✗"
        typer.echo(f"{mark} {finding.name}")
        if finding.advice:
            typer.echo(f"    {finding.advice}")
    if failed:
        typer.echo(f"\n{failed} to mend. Run convenor doctor again afterwards.")
        raise typer.Exit(1)
    typer.echo("\nAll in order. Start the bot with: convenor run")


def findings() -> Iterator[Finding]:
    """Run every check that makes sense after the ones before it."""
    yield _time_zones()
    try:
        settings = configuration.load()
    except SettingsError as error:
        yield Finding("Settings", str(error))
        return
    yield Finding("Settings")
    yield from _templates(settings)
    yield _database(settings)
    yield from _mail(settings)
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=10,
        retry_handlers=[],
    )
    yield from _slack(settings, client)


def _templates(settings: Settings) -> Iterator[Finding]:
    """Try the group's own templates, where there are some."""
    folder = settings.convenor_templates
    if folder is None:
        return
    try:
        custom = checking.load(folder)
    except ConvenorError as error:
        yield Finding("Templates of the white paper", str(error))
        return
    found = ", ".join(custom.names) or "none in the folder"
    yield Finding(f"Templates of the white paper ({found})")


def _mail(settings: Settings) -> Iterator[Finding]:
    """Sign in at the mail server, where one is set; nothing is sent."""
    if settings.mail_server is None:
        return
    name = f"Mail server {settings.mail_server.host}"
    try:
        with connected(settings.mail_server):
            yield Finding(name)
    except NotSentError as error:
        advice = f"{error}. Check CONVENOR_SMTP_URL: host, port, user and password."
        yield Finding(name, advice)


def _slack(settings: Settings, client: WebClient) -> Iterator[Finding]:
    asked_at = time.time()
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        advice = "Copy the Bot User OAuth Token (xoxb-) again."
        yield Finding("Bot token", _said(error, _BAD_TOKEN, advice))
        return
    except _NO_ANSWER as error:
        yield Finding("Bot token", f"{settings.slack_api_url}: {_reason(error)}")
        return
    yield Finding(f"Bot token (workspace {answer.get('team') or answer['team_id']})")
    yield _clock_skew(answer, asked_at)
    yield from _scopes(answer)
    if settings.slack_app_token:
        token = settings.slack_app_token.get_secret_value()
        yield _app_token(client, token)
    yield from _group(settings, client)


def _group(settings: Settings, client: WebClient) -> Iterator[Finding]:
    channel = settings.convenor_channel
    if channel is None:
        yield Finding(
            "Channel (none in the settings: an admin or owner of the workspace types "
            "/sig setup in Slack)"
        )
        return
    yield _channel(client, channel)
    for chair in settings.convenor_chairs:
        yield _chair(client, chair)


def _chair(client: WebClient, chair: str) -> Finding:
    name = f"Chair {chair}"
    try:
        user = client.users_info(user=chair)["user"]
    except SlackApiError as error:
        advice = "Nobody has this id. In Slack: profile, three dots, Copy member ID."
        return Finding(name, _said(error, {"user_not_found"}, advice))
    except _NO_ANSWER as error:
        return Finding(name, _reason(error))
    if user.get("deleted"):
        return Finding(name, "This account is deactivated. Choose another chair.")
    if user.get("is_bot") or user.get("is_restricted"):
        return Finding(name, "This is a bot or a guest. A chair is a full member.")
    return Finding(name)


def _channel(client: WebClient, channel: str) -> Finding:
    name = f"Channel {channel}"
    try:
        info = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        advice = "Is the id right, and the bot inside?"
        return Finding(name, _said(error, {"channel_not_found"}, advice))
    except _NO_ANSWER as error:
        return Finding(name, _reason(error))
    title = info.get("name", channel)
    if info.get("is_archived"):
        return Finding(name, f"#{title} is archived. Choose another one.")
    if not info.get("is_member"):
        return Finding(
            name,
            f"The bot is not in #{title} yet. Type /invite @Convenor there.",
        )
    return Finding(f"{name} (#{title})")


def _app_token(client: WebClient, token: str) -> Finding:
    name = "App-level token for Socket Mode"
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        advice = "It needs the permission connections:write (Basic Information)."
        return Finding(name, _said(error, _BAD_TOKEN, advice))
    except _NO_ANSWER as error:
        return Finding(name, _reason(error))
    return Finding(name)


def _said(error: SlackApiError, codes: Collection[str], advice: str) -> str:
    """Give the advice where Slack's answer calls for it, else say to try again."""
    code = error.response.get("error")
    fits = code in codes
    return f"Slack says {code}. {advice if fits else 'Try again in a minute.'}"


def _reason(error: Exception) -> str:
    said = getattr(error, "reason", None) or type(error).__name__
    return f"Slack does not answer: {said}. Is this machine online?"


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = {each.strip() for each in headers.get("x-oauth-scopes", "").split(",")}
    if granted == {""}:
        yield Finding("Permissions (not told by this server)")
        return
    for scope, reason in scopes.REQUIRED.items():
        advice = f"Needed for {reason}. Add it under OAuth & Permissions, reinstall."
        yield Finding(f"Permission {scope}", None if scope in granted else advice)
    for scope, reason in scopes.OPTIONAL.items():
        if scope not in granted:
            yield Finding(f"Permission {scope} is off (optional: {reason})")


def _clock_skew(answer: SlackResponse, asked_at: float) -> Finding:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if "date" not in headers:
        return Finding("Clock (not told by this server)")
    skew = abs(parsedate_to_datetime(headers["date"]).timestamp() - asked_at)
    if skew > _MAX_SKEW_SECONDS:
        advice = f"This clock is {skew:.0f} seconds off. Switch on NTP."
        return Finding("Clock", advice)
    return Finding("Clock")


def _time_zones() -> Finding:
    try:
        for zone in _ZONES:
            ZoneInfo(zone)
    except ZoneInfoNotFoundError as error:
        return Finding("Time zone data", f"{error}. Install it: pip install tzdata")
    return Finding("Time zone data")


def _database(settings: Settings) -> Finding:
    try:
        current = migrate.is_current(settings.database_url)
    except ConvenorError as error:
        return Finding("Database", str(error))
    later = "" if current else " (convenor run brings it up to date)"
    return Finding(f"Database{later}")
