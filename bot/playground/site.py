"""What the parts of the local Slack share: one workspace with one installed app."""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.delivery.records import Delivery
from bot.playground.errors import SlackError
from bot.playground.records import File, Json
from bot.playground.workspace import Workspace

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60

# The bot scopes a Playground grants when nothing else is asked for.
DEFAULT_SCOPES = (
    "commands",
    "chat:write",
    "chat:write.public",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "im:read",
    "im:write",
    "im:history",
    "mpim:read",
    "mpim:write",
    "mpim:history",
    "users:read",
    "files:read",
    "files:write",
    "canvases:read",
    "canvases:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "app_mentions:read",
)


@dataclass(slots=True, kw_only=True)
class Installation:
    """The app as it is installed: its tokens, scopes, and what it registers."""

    app_id: str = "A0CONVENOR"
    bot_token: str = "xoxb-playground-bot"  # noqa: S105 - no secret, a stand-in's token
    app_token: str = "xapp-playground-app"  # noqa: S105 - no secret, a stand-in's token
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - the same
    verification_token: str = "playground-verification"  # noqa: S105 - the same
    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    commands: set[str] | None = None  # None: whatever is typed
    events: set[str] | None = None  # None: everything this stand-in knows
    shortcuts: set[str] | None = None  # callback ids; None: whatever is chosen
    methods_off: set[str] = field(default_factory=set)
    escapes_commands: bool = True  # `should_escape` of the manifest
    home_tab: bool = True
    takes_messages: bool = True  # not `messages_tab_read_only_enabled`
    revoked: bool = False


@dataclass(slots=True, kw_only=True)
class Trigger:
    """What a trigger id stands for: who acted, from which modal, until when."""

    user: str
    root_view_id: str | None
    expires: float
    used: bool = False


class Triggers:
    """Trigger ids: one use each, three seconds long.

    https://docs.slack.dev/interactivity/handling-user-interaction
    """

    def __init__(self, lifetime: float = 3.0) -> None:
        self.lifetime = lifetime
        self._given: dict[str, Trigger] = {}
        self._numbers = itertools.count(1)

    def issue(self, user: str, root_view_id: str | None = None) -> str:
        """Return a new trigger id for what `user` just did."""
        trigger_id = f"{next(self._numbers)}.{secrets.token_hex(8)}"
        expires = time.monotonic() + self.lifetime
        self._given[trigger_id] = Trigger(
            user=user, root_view_id=root_view_id, expires=expires
        )
        return trigger_id

    def use(self, trigger_id: str) -> Trigger:
        """Exchange a trigger id.

        Raises:
            SlackError: when it is unknown, used or too old.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where an app may answer one interaction: five times within half an hour."""

    channel: str
    user: str
    expires: float
    original: str | None = None  # ts of the message that was acted on
    uses_left: int = RESPONSE_URL_USES


@dataclass(slots=True, kw_only=True)
class Upload:
    """A file between `getUploadURLExternal` and `completeUploadExternal`."""

    file: File
    length: int
    received: bool = False


@dataclass(slots=True, kw_only=True)
class Site:
    """Everything a Web API method may need."""

    workspace: Workspace
    installation: Installation
    emit: Callable[[Json], Delivery | None]
    open_socket: Callable[[], str]
    base_url: str = ""
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def new_response_url(
        self, channel: str, user: str, *, original: str | None = None
    ) -> str:
        """Return a URL to which the app may post answers."""
        key = secrets.token_hex(12)
        self.response_urls[key] = ResponseUrl(
            channel=channel,
            user=user,
            original=original,
            expires=self.workspace.now() + RESPONSE_URL_SECONDS,
        )
        return f"{self.base_url}/response/{key}"

    def complain(self, message: str) -> None:
        """Note something wrong in an answer that Slack shows to nobody."""
        self.complaints.append(message)

    def require(self, *scopes: str) -> None:
        """Refuse unless one of the scopes is granted.

        Raises:
            SlackError: `missing_scope`, with what is needed and what is there.
        """
        granted = self.installation.scopes
        if scopes and not granted.intersection(scopes):
            provided = ",".join(sorted(granted))
            raise SlackError("missing_scope", needed=scopes[0], provided=provided)
