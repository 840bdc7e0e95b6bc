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

from bot.domain.errors import (
    ConvenorError,
    ImportRejectedError,
    InvalidInputError,
    UnavailableError,
)
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
_NO_FORM = (
    "That needs a form, and I can open one only when you press a button or type a "
    "command, for example /practice or /action."
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
        except ImportRejectedError as error:
            report(args, "\n• ".join([str(error), *error.problems]))
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
    On Home, where there is no channel, a sentence is shown on top and all else in a
    modal (see ``Listeners``).
    """
    user = args.body.get("user_id") or (args.body.get("user") or {}).get("id")
    if _is_told_on_screen(args, post, instead=instead):
        return
    if user and is_from_home(args.body):
        tell_directly(args, post)
        return
    if "answer_in" in args.body:
        _tell_where_asked(args, post)
        return
    channel = channel_of(args.body)
    if args.body.get("response_url") and _has_responded(args, post, instead=instead):
        return
    if user and not (channel and _is_told_in(args, channel, user, post)):
        args.client.chat_postMessage(channel=user, **post.arguments())


def tell_directly(args: Args, post: messages.Post) -> None:
    """Answer in a direct message, whose buttons know their group."""
    user = args.body.get("user_id") or (args.body.get("user") or {}).get("id")
    _post(args, post, channel=str(user))


def _post(args: Args, post: messages.Post, *, channel: str, **more: Any) -> None:
    about = _about_group(args.body)
    args.client.chat_postMessage(
        channel=channel, metadata=about, **more, **post.arguments()
    )


def is_on_home(body: Mapping[str, Any]) -> bool:
    """Whether something on App Home was pressed."""
    return (body.get("view") or {}).get("type") == "home"


def is_from_home(body: Mapping[str, Any]) -> bool:
    """Whether it was pressed on App Home, or in a modal that was opened from there."""
    return is_on_home(body) or bool(_meta_of(body).get("h"))


def group_of(body: Mapping[str, Any]) -> int | None:
    """Return the group that a view or message of ours names under "g"."""
    message = (body.get("message") or {}).get("metadata") or {}
    said = (message.get("event_payload") or {}).get("g")
    group = _meta_of(body).get("g") or (body.get("answer_in") or {}).get("g") or said
    return group if isinstance(group, int) else None


def open_view(args: Args, view: View) -> None:
    """Open a modal, above the one that was used; a second delivery opens nothing.

    Raises:
        UnavailableError: Slack's three seconds for it were over, or it was asked for
            in a message: only a press or a command can open one.
    """
    if not args.body.get("trigger_id"):
        raise UnavailableError(_NO_FORM)
    if is_from_home(args.body):
        view.private_metadata = _from_home(args.body, view.private_metadata)
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
    channel = _meta_of(body).get("c")
    return str(channel) if channel else None


def is_private(args: Args) -> bool:
    """Whether the message that was used is read by this person alone."""
    is_direct = (channel_of(args.body) or "").startswith("D")
    if is_on_home(args.body):
        return True
    return is_direct or bool((args.body.get("container") or {}).get("is_ephemeral"))


def _is_told_in(args: Args, channel: str, user: str, post: messages.Post) -> bool:
    try:
        args.client.chat_postEphemeral(channel=channel, user=user, **post.content())
    except SlackApiError as error:
        code = error.response.get("error")
        logger.info("No ephemeral answer (%s); answering directly.", code)
        return False
    return True


def _meta_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a view of ours remembers."""
    meta = (body.get("view") or {}).get("private_metadata") or "{}"
    try:
        said = json.loads(meta)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _from_home(body: Mapping[str, Any], meta: str | None) -> str:
    """Return a modal's memory with the group, and that it was opened from Home."""
    try:
        known = json.loads(meta or "{}")
    except ValueError:
        return str(meta)
    if not isinstance(known, dict):
        return str(meta)
    kept = {"g": group_of(body), "c": channel_of(body)} | known | {"h": 1}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


def _about_group(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what tells a button of a direct message which group it is about.

    https://docs.slack.dev/messaging/message-metadata
    """
    group = group_of(body)
    if group is None:
        return None
    return {"event_type": "convenor_group", "event_payload": {"g": group}}


def _is_told_on_screen(args: Args, post: messages.Post, *, instead: bool) -> bool:
    """Say it in the modal that shows answers, on top of Home, or in a new modal."""
    body, view = args.body, args.body.get("view") or {}
    if view.get("callback_id") == messages.ANSWER and body.get("actions"):
        return update_view(args, messages.as_view(post, view["private_metadata"]))
    is_sent_from_home = is_from_home(body) and body.get("type") == "view_submission"
    if (is_on_home(body) or is_sent_from_home) and (instead or post.is_short):
        said = args.context.get("home_notice")
        args.context["home_notice"] = f"{said}\n{post.text}" if said else post.text
        # Work that takes longer is done after Home was shown: it is told directly.
        return not args.context.get("home_shown")
    asks = is_on_home(body) or is_sent_from_home
    asks = asks or bool((body.get("answer_in") or {}).get("modal"))
    if not asks or not body.get("trigger_id"):
        return False
    shown = messages.as_view(post, _from_home(body, None))
    try:
        args.client.views_open(trigger_id=body["trigger_id"], view=shown)
    except SlackApiError as error:
        logger.info("No modal for the answer: %s", error.response.get("error"))
        return False
    return True


def _tell_where_asked(args: Args, post: messages.Post) -> None:
    """Answer where somebody wrote to the bot; among others, to them alone."""
    place = args.body["answer_in"]
    channel, user = place.get("channel"), str(args.body.get("user_id"))
    thread = place.get("thread_ts")
    if not channel:
        tell_directly(args, post)
        return
    if channel.startswith("D"):
        _post(args, post, channel=channel, thread_ts=thread)
        return
    try:
        args.client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, **post.content()
        )
    except SlackApiError as error:
        code = error.response.get("error")
        logger.info("No ephemeral answer (%s); answering directly.", code)
        tell_directly(args, post)


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
