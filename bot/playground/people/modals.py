"""What an answer to `view_submission` does to the stack of modals.

https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from bot.playground import checks
from bot.playground.api.views import push_on
from bot.playground.errors import SlackError
from bot.playground.records import Json, View
from bot.playground.site import Site


def apply_answer(site: Site, view: View, answer: Json) -> dict[str, str]:
    """Close, keep, update or push as the answer says; return the errors to show.

    Raises:
        SlackError: when the answer is none that Slack takes.
    """
    action = answer.get("response_action")
    if not answer:
        close(site, view)
    elif action == "errors":
        return _show_errors(site, view, answer.get("errors"))
    elif action == "clear":
        with site.workspace.change():
            site.workspace.stack(view.user).clear()
    elif action == "update":
        checks.check_view(answer.get("view"), kind="modal")
        site.workspace.show(view, answer["view"])
    elif action == "push":
        checks.check_view(answer.get("view"), kind="modal")
        push_on(site, site.workspace.stack(view.user), answer["view"])
    else:
        raise SlackError("invalid_arguments", f"no `response_action` in {answer}")
    return {}


def close(site: Site, view: View) -> None:
    """Take a modal off its stack."""
    stack = site.workspace.stack(view.user)
    with site.workspace.change():
        if view in stack:
            stack.remove(view)


def _show_errors(site: Site, view: View, errors: object) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", "`errors` must name a block")
    for block_id, text in errors.items():
        if block_id not in inputs:
            raise SlackError("invalid_arguments", f"{block_id!r} is no input block")
        if not isinstance(text, str) or not text:
            raise SlackError("invalid_arguments", f"no text for {block_id!r}")
    with site.workspace.change():
        view.errors = dict(errors)
    return dict(errors)
