"""What a workspace is made of: people, channels, messages, files and views."""

import copy
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from bot.playground import blocks

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class User:
    """A person or a bot; the flags are those of Slack's user object.

    https://docs.slack.dev/reference/objects/user-object
    """

    id: str
    name: str
    team_id: str
    real_name: str = ""
    email: str = ""
    tz: str = "Europe/Brussels"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    updated: int = 0

    def to_json(self, *, home_team: str, with_email: bool = False) -> Json:
        """Return the object of `users.info`, as an app of `home_team` sees it."""
        profile = {"real_name": self.real_name, "display_name": self.name}
        if with_email and self.team_id == home_team:
            profile["email"] = self.email or f"{self.name}@example.org"
        shown = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile | {"team": self.team_id},
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.team_id != home_team:
            shown["is_stranger"] = self.is_stranger
        return shown if self.deleted else shown | self._living()

    def _living(self) -> Json:
        # Slack leaves these out of a deactivated account.
        guest = self.is_restricted or self.is_ultra_restricted
        return {
            "real_name": self.real_name,
            "tz": self.tz,
            "is_admin": self.is_admin or self.is_owner,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": guest,
            "is_ultra_restricted": self.is_ultra_restricted,
        }


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; `ephemeral_to` names the only person who sees it."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list["File"] = field(default_factory=list)
    edited: str | None = None
    ephemeral_to: str | None = None
    bot_id: str | None = None
    client_msg_id: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.ephemeral_to is not None

    def snapshot(self) -> "Message":
        """Return a copy that later edits and reactions leave alone."""
        kept = copy.copy(self)
        kept.reactions = {name: list(who) for name, who in self.reactions.items()}
        return kept

    def to_json(self, *, full_metadata: bool = False) -> Json:
        """Return the message as history and interaction payloads show it.

        Without `include_all_metadata` only the event type of the metadata comes
        back (https://docs.slack.dev/reference/methods/conversations.history).
        """
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts}
        shown["text"] = self.text
        optional = {
            "bot_id": self.bot_id,
            "client_msg_id": None if self.bot_id else self.client_msg_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "files": [file.to_json() for file in self.files],
            "edited": self.edited and {"user": self.user, "ts": self.edited},
            "reactions": self._reactions(),
        }
        shown |= {key: value for key, value in optional.items() if value}
        if self.metadata is not None:
            whole = copy.deepcopy(self.metadata)
            shown["metadata"] = (
                whole if full_metadata else {"event_type": whole["event_type"]}
            )
        return shown

    def _reactions(self) -> list[Json]:
        return [
            {"name": name, "users": list(who), "count": len(who)}
            for name, who in self.reactions.items()
        ]


@dataclass(slots=True, kw_only=True)
class Channel:
    """A public or private channel, or a direct message with the bot.

    A group direct message (``is_mpim``) is private and has its people for a name.
    """

    id: str
    name: str = ""
    members: list[str] = field(default_factory=list)
    private: bool = False
    archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    created: int = 0
    user: str | None = None  # the person of a direct message
    is_mpim: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    canvas: str | None = None

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """The prefix of the scopes that read it: channels, groups, im or mpim."""
        if self.is_im or self.is_mpim:
            return "im" if self.is_im else "mpim"
        return "groups" if self.private else "channels"

    def to_json(self, *, member: str, team: str) -> Json:
        """Return the object of `conversations.info`, as `member` sees it."""
        shown: Json = {
            "id": self.id,
            "created": self.created,
            "is_im": self.is_im,
            "is_mpim": self.is_mpim,
            "is_archived": self.archived,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "context_team_id": team,
        }
        if self.is_im:
            return shown | {"user": self.user, "is_user_deleted": False}
        return shown | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": False,
            "is_private": self.private,
            "is_member": member in self.members,
            "is_general": False,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }


@dataclass(slots=True, kw_only=True)
class File:
    """An uploaded file or a canvas."""

    id: str
    name: str
    user: str
    base_url: str
    title: str = ""
    data: bytes = b""
    created: int = 0
    channels: list[str] = field(default_factory=list)
    shares: dict[str, str] = field(default_factory=dict)  # channel -> message ts
    mimetype: str = "application/octet-stream"

    @property
    def path(self) -> str:
        """Where it is downloaded from."""
        return f"/files-pri/{self.id}/download/{self.name}"

    def to_json(self) -> Json:
        """Return the file object of `files.info`."""
        url = self.base_url + self.path
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2] if "." in self.name else "text",
            "user": self.user,
            "size": len(self.data),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": url,
            "url_private_download": url,
            "permalink": f"{self.base_url}/files/{self.user}/{self.id}",
            "channels": [c for c in self.channels if c.startswith("C")],
            "groups": [c for c in self.channels if c.startswith("G")],
            "ims": [c for c in self.channels if c.startswith("D")],
            "shares": {"public": {c: [{"ts": ts}] for c, ts in self.shares.items()}},
        }


@dataclass(slots=True, kw_only=True)
class View:
    """A modal or a Home tab, with what its person has filled in so far."""

    id: str
    user: str
    body: Json  # as Slack keeps it: ids assigned, defaults filled in
    root_view_id: str
    previous_view_id: str | None = None
    version: int = 1
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    response_urls_for: str | None = None

    @property
    def hash(self) -> str:
        """What `views.update` compares; it changes with every version."""
        seen = json.dumps([self.id, self.version, self.body], sort_keys=True)
        return f"{self.version}.{hashlib.sha256(seen.encode()).hexdigest()[:8]}"

    def to_json(self, *, team: str, app: str, bot: str) -> Json:
        """Return the view object of `views.open` and of every view payload."""
        return {
            "id": self.id,
            "team_id": team,
            "app_id": app,
            "app_installed_team_id": team,
            "bot_id": bot,
            **_copied(self.body),
            "hash": self.hash,
            "state": {"values": _copied(self.values)},
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One thing the bot ever showed to somebody, kept for audits."""

    kind: str  # "message", "ephemeral", "update", "modal" or "home"
    to: str  # channel, or person for views and ephemeral messages
    body: Json

    def __contains__(self, text: str) -> bool:
        """Whether any text of it contains `text`, as Slack would show it."""
        return any(text in piece for piece in blocks.texts(self.body))


def _copied(value: Json) -> Json:
    """Return a copy as it arrives over the wire, in a third of a deep copy's time."""
    copied: Json = json.loads(json.dumps(value))
    return copied
