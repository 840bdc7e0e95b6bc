"""Web API: views.*, modals and Home tabs."""

from bot.playground import checks
from bot.playground.api.args import Args
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Json, View
from bot.playground.site import Site
from bot.playground.workspace import MODAL_STACK


@method("views.open")
def open_view(site: Site, args: Args) -> Json:
    """Open a modal for the person behind a trigger id."""
    body = _view(args, kind="modal")
    _refuse_taken_external_id(site, body)
    trigger = site.triggers.use(args.need("trigger_id"))
    view = site.workspace.new_view(trigger.user, body)
    with site.workspace.change():
        site.workspace.stack(trigger.user)[:] = [view]
    return _shown(site, view)


@method("views.push")
def push(site: Site, args: Args) -> Json:
    """Put a modal on top of the one the trigger id comes from."""
    body = _view(args, kind="modal")
    _refuse_taken_external_id(site, body)
    trigger = site.triggers.use(args.need("trigger_id"))
    stack = site.workspace.stack(trigger.user)
    if not stack or stack[0].root_view_id != trigger.root_view_id:
        raise SlackError("not_found")
    return _shown(site, push_on(site, stack, body))


@method("views.update")
def update(site: Site, args: Args) -> Json:
    """Change an open modal."""
    view = site.workspace.find_view(
        view_id=args.text("view_id"), external_id=args.text("external_id")
    )
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackError("invalid_arguments", "`view_id` or `external_id` is needed")
    if view is None:
        raise SlackError("not_found")
    body = _view(args, kind=view.body["type"])
    _refuse_taken_external_id(site, body, view)
    _compare_hash(view, args)
    site.workspace.show(view, body)
    return _shown(site, view)


@method("views.publish")
def publish(site: Site, args: Args) -> Json:
    """Publish a person's Home tab."""
    user = args.need("user_id")
    if not site.installation.home_tab:
        raise SlackError("not_enabled")
    if user not in site.workspace.users:
        raise SlackError("user_not_found")
    body = _view(args, kind="home")
    home = site.workspace.homes.get(user)
    _refuse_taken_external_id(site, body, home)
    if home is None:
        if args.get("hash"):
            raise SlackError("hash_conflict")
        with site.workspace.change():
            home = site.workspace.new_view(user, body)
            site.workspace.homes[user] = home
    else:
        _compare_hash(home, args)
        site.workspace.show(home, body)
    return _shown(site, home)


def push_on(site: Site, stack: list[View], body: Json) -> View:
    """Put a checked view on a stack of modals.

    Raises:
        SlackError: `push_limit_reached`.
    """
    if len(stack) >= MODAL_STACK:
        raise SlackError("push_limit_reached")
    view = site.workspace.new_view(stack[-1].user, body, under=stack[-1])
    with site.workspace.change():
        stack.append(view)
    return view


def _view(args: Args, *, kind: str) -> Json:
    body: Json = args.json("view")
    if body is None:
        raise SlackError("invalid_arguments", "missing required field: view")
    checks.check_view(body, kind=kind)
    return body


def _refuse_taken_external_id(site: Site, body: Json, own: View | None = None) -> None:
    external_id = body.get("external_id")
    taken = external_id and site.workspace.find_view(external_id=external_id)
    if taken and taken is not own:
        raise SlackError("duplicate_external_id")


def _compare_hash(view: View, args: Args) -> None:
    if args.get("hash") and args["hash"] != view.hash:
        raise SlackError("hash_conflict")


def _shown(site: Site, view: View) -> Json:
    return {"view": site.workspace.view_json(view)}
