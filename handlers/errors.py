"""The one place where errors become Slack messages, and listeners are bound."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, Args, BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import ConvenorError, InvalidInputError
from templates import messages
from templates.text import cut

logger = logging.getLogger(__name__)

Work = Callable[[Args], None]
_ERROR_TEXT = 300


@dataclass(frozen=True, slots=True)
class Listeners:
    """Binds listeners so that each acknowledges at once and no error is lost.

    ``then`` runs after the acknowledgement, in the pool; ``take`` runs before it,
    commits, and acknowledges itself.
    """

    app: App

    def command(self, name: str, *, then: Work) -> None:
        """Bind a slash command."""
        self.app.command(name)(ack=_acknowledge, lazy=[guarded(then)])

    def action(self, action_id: str, *, then: Work) -> None:
        """Bind a button or another element."""
        self.app.action(action_id)(ack=_acknowledge, lazy=[guarded(then)])

    def view(self, callback_id: str, *, take: Work, then: Work | None = None) -> None:
        """Bind the submission of a modal."""
        lazy = [guarded(then)] if then else []
        self.app.view(callback_id)(ack=_with_args(take), lazy=lazy)


def register(app: App) -> None:
    """Answer errors of functions that run before the acknowledgement."""

    @app.error
    def answer(error: Exception, body: dict[str, Any]) -> BoltResponse:
        problems = _problems(error)
        errors = _beside_fields(problems, body.get("view") or {})
        payload = {"response_action": "errors", "errors": errors} if errors else None
        return BoltResponse(
            status=200,
            body=json.dumps(payload) if payload else "",
            headers={"Content-Type": "application/json"},
        )


def guarded(work: Work) -> Callable[[Args], None]:
    """Wrap work so that its errors are told to the person, privately."""

    def run(args: Args) -> None:
        try:
            work(args)
        except ConvenorError as error:
            tell(args, messages.sentence(str(error)))
        except Exception as error:  # noqa: BLE001 - the boundary for every listener
            # Whatever it is, the person hears one polite sentence.
            tell(args, messages.sentence(_log_unexpected(error)))

    return run


def tell(args: Args, post: messages.Post, *, instead: bool = False) -> None:
    """Answer the person alone: ephemeral where Slack allows, else directly.

    ``instead`` puts the answer in the place of the private message that was pressed.
    """
    if args.body.get("response_url"):
        args.respond(
            response_type="ephemeral", replace_original=instead, **post.arguments()
        )
        return
    user = args.body.get("user_id") or (args.body.get("user") or {}).get("id")
    if not user:
        return
    channel = channel_of(args.body)
    if channel and _is_told_in(args, channel, user, post):
        return
    args.client.chat_postMessage(channel=user, **post.arguments())


def channel_of(body: Mapping[str, Any]) -> str | None:
    """Return the channel a payload comes from; a modal remembers where it began."""
    if body.get("channel_id"):
        return str(body["channel_id"])
    if (body.get("channel") or {}).get("id"):
        return str(body["channel"]["id"])
    meta = (body.get("view") or {}).get("private_metadata") or "{}"
    try:
        channel = json.loads(meta).get("c")
    except (ValueError, AttributeError):
        return None
    return str(channel) if channel else None


def _is_told_in(args: Args, channel: str, user: str, post: messages.Post) -> bool:
    try:
        arguments = post.arguments()
        del arguments["unfurl_links"], arguments["unfurl_media"]
        args.client.chat_postEphemeral(channel=channel, user=user, **arguments)
    except SlackApiError as error:
        code = error.response.get("error")
        logger.info("No ephemeral answer (%s); answering directly.", code)
        return False
    return True


def _acknowledge(args: Args) -> None:
    args.ack()


def _with_args(take: Work) -> Callable[[Args], None]:
    def run(args: Args) -> None:
        take(args)

    return run


def _problems(error: Exception) -> dict[str, str]:
    if isinstance(error, InvalidInputError):
        return error.fields
    if isinstance(error, ConvenorError):
        return {"": str(error)}
    return {"": _log_unexpected(error)}


def _log_unexpected(error: Exception) -> str:
    """Log an error that nobody foresaw; return the sentence for the person."""
    error_id = uuid.uuid4().hex[:8]
    if isinstance(error, SlackClientError):
        # The traceback of a Slack error may print what somebody wrote.
        response = getattr(error, "response", None)
        code = response.get("error") if response is not None else type(error).__name__
        logger.error("Error %s: Slack answered %s.", error_id, code)
    else:
        logger.error("Error %s", error_id, exc_info=error)
    return (
        "Sorry, something went wrong on my side. Nothing you typed in a form is lost; "
        f"please try again. If it happens again, tell your chair: error {error_id}."
    )


def _beside_fields(
    problems: Mapping[str, str], view: Mapping[str, Any]
) -> dict[str, str]:
    """Map problems to the input blocks of this view, the rest to the first one."""
    inputs = [
        block["block_id"]
        for block in view.get("blocks", ())
        if block.get("type") == "input"
    ]
    shown: dict[str, str] = {}
    for name, sentence in problems.items():
        block = name if name in inputs else next(iter(inputs), None)
        if block is not None:
            said = f"{shown[block]} {sentence}" if block in shown else sentence
            shown[block] = cut(said, _ERROR_TEXT)
    return shown
