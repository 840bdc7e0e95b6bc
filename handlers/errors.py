"""The one place where errors become Slack messages."""

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from slack_bolt import App, Args, BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.views import View

from bot.domain.errors import ConvenorError, InvalidInputError, UnavailableError
from templates import messages
from templates.text import cut, mrkdwn

logger = logging.getLogger(__name__)

Work = Callable[[Args], None]
Failed = Callable[[Args, str], None]
_ERROR_TEXT = 300
_CLOSED = (
    "You closed the window. Nothing that was saved is lost: do the same again and I "
    "show it to you."
)
_UNREADABLE = (
    "I cannot read what this button says; its message may be from an older time. "
    "Please ask for a new one: the command with “help” names them all."
)


def register(app: App) -> None:
    """Answer errors of functions that run before the acknowledgement."""

    @app.error
    def answer(error: Exception, body: dict[str, Any]) -> BoltResponse:
        problems = _problems(error)
        payload: dict[str, Any] | None = None
        if body.get("type") == "block_suggestion":
            payload = {"options": []}
        elif "command" in body:
            text = mrkdwn(" ".join(problems.values()))
            payload = {"response_type": "ephemeral", "text": text}
        elif errors := _beside_fields(problems, body.get("view") or {}):
            payload = {"response_action": "errors", "errors": errors}
        return BoltResponse(
            status=200,
            body=json.dumps(payload) if payload else "",
            headers={"Content-Type": "application/json"},
        )


def guarded(work: Work, *, failed: Failed | None = None) -> Work:
    """Wrap work so that its errors are told to the person, privately.

    ``failed`` tells them elsewhere, where there is a better place.
    """
    report = failed or _tell_problem

    def run(args: Args) -> None:
        try:
            work(args)
        except ConvenorError as error:
            report(args, str(error))
        except Exception as error:  # noqa: BLE001 - the boundary for every listener
            # Whatever it is, the person hears one polite sentence.
            report(args, _log_unexpected(error))

    return run


def readable(work: Work) -> Work:
    """Wrap what a button does: one that says what nobody understands is answered.

    Slack signs what it sends, so that is a button of an older release, or somebody's
    attempt. It is logged all the same, because it may be a mistake of ours.
    """

    def run(args: Args) -> None:
        try:
            work(args)
        except (ValueError, OverflowError, IndexError) as error:
            actions = args.body.get("actions") or [{}]
            name = actions[0].get("action_id")
            logger.warning("Button %s is not understood.", name, exc_info=error)
            raise UnavailableError(_UNREADABLE) from None

    return run


def tell(args: Args, post: messages.Post, *, instead: bool = False) -> None:
    """Answer the person alone: ephemeral where Slack allows, else directly.

    ``instead`` puts the answer in the place of the private message that was pressed.
    """
    user = args.body.get("user_id") or (args.body.get("user") or {}).get("id")
    channel = channel_of(args.body)
    if args.body.get("response_url") and _has_responded(args, post, instead=instead):
        return
    if user and not (channel and _is_told_in(args, channel, user, post)):
        args.client.chat_postMessage(channel=user, **post.arguments())


def open_view(args: Args, view: View) -> None:
    """Open a modal, above the one that was used; a second delivery opens nothing.

    Raises:
        UnavailableError: Slack's three seconds for it were over.
    """
    if args.body.get("waiting_view"):
        _replace_waiting(args, view)
        return
    is_above = (args.body.get("view") or {}).get("type") == "modal"
    show = args.client.views_push if is_above else args.client.views_open
    try:
        show(trigger_id=args.body["trigger_id"], view=view)
    except SlackApiError as error:
        code = error.response.get("error")
        if code == "expired_trigger_id":
            raise UnavailableError("Slack was slow. Please try that again.") from None
        if code != "exchanged_trigger_id":
            raise


def wait_in_view(args: Args, view: View) -> bool:
    """Open a modal that waits: the next one that is opened takes its place.

    For work that may take longer than the three seconds that a trigger lives. False:
    the same was asked before.

    Raises:
        UnavailableError: Slack's three seconds were over already.
    """
    try:
        answer = args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") == "expired_trigger_id":
            raise UnavailableError("Slack was slow. Please try that again.") from None
        if error.response.get("error") != "exchanged_trigger_id":
            raise
        return False
    args.body["waiting_view"] = str(answer["view"]["id"])
    return True


def _replace_waiting(args: Args, view: View) -> None:
    """Show the view in the modal that waits; where it is gone, say so."""
    args.body["view"] = {"id": args.body["waiting_view"]}
    if not update_view(args, view):
        tell(args, messages.sentence(_CLOSED))


def update_view(args: Args, view: View | dict[str, Any]) -> bool:
    """Show another view in the modal that was used; say whether it is still there.

    What was typed is saved by then, so a modal that is gone is no error.
    """
    try:
        args.client.views_update(view_id=args.body["view"]["id"], view=view)
    except SlackApiError as error:
        code = error.response.get("error")
        if code not in {"not_found", "hash_conflict", "unknown_method"}:
            raise
        logger.info("The modal was not changed: %s", code)
        return False
    return True


def _tell_problem(args: Args, sentence: str) -> None:
    """Say it where the person looks: in the modal that was used, else privately."""
    view = args.body.get("view") or {}
    is_modal = args.body.get("type") == "block_actions" and view.get("type") == "modal"
    if not (is_modal and update_view(args, messages.with_problem(view, sentence))):
        tell(args, messages.sentence(sentence))


def _has_responded(args: Args, post: messages.Post, *, instead: bool) -> bool:
    try:
        answer = args.respond(
            response_type="ephemeral", replace_original=instead, **post.arguments()
        )
    except OSError as error:
        logger.info("The response_url did not answer: %s", type(error).__name__)
        return False
    # It is gone after five uses or thirty minutes; then there is another way.
    return answer.status_code == HTTPStatus.OK


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


def is_private(args: Args) -> bool:
    """Whether the message that was used is read by this person alone."""
    is_direct = (channel_of(args.body) or "").startswith("D")
    return is_direct or bool((args.body.get("container") or {}).get("is_ephemeral"))


def _is_told_in(args: Args, channel: str, user: str, post: messages.Post) -> bool:
    try:
        args.client.chat_postEphemeral(channel=channel, user=user, **post.content())
    except SlackApiError as error:
        code = error.response.get("error")
        logger.info("No ephemeral answer (%s); answering directly.", code)
        return False
    return True


def _problems(error: Exception) -> dict[str, str]:
    if isinstance(error, InvalidInputError):
        return error.fields
    if isinstance(error, ConvenorError):
        return {"": str(error)}
    return {"": _log_unexpected(error)}


def _log_unexpected(error: Exception) -> str:
    """Log an error that nobody foresaw; return the sentence for the person."""
    error_id = uuid.uuid4().hex[:8]
    if isinstance(error, (SlackClientError, OSError)):
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
