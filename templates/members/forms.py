"""Forms about people: whom and what they become, and the invitation of an external."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.externals import ORGANISATION_LIMIT, PURPOSE_LIMIT, InvitationForm
from bot.domain.members import Entry
from bot.domain.permissions import Role
from templates import labels
from templates.members.messages import day
from templates.messages import section
from templates.text import plain

WHO = "members_change_who"
CHANGE = "members_change_form"
INVITE = "members_invite_form"
CLUSTER_FIND = "members_cluster_find"
VALUE = "value"
NO_CLUSTER = "0"
_MAX_OPTIONS = 100
_OPTION_TEXT = 75
_TYPE = "Type a few letters of its name"
_NONE = Option(value=NO_CLUSTER, label="No cluster")
_YES_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about; travels in the view's ``private_metadata``.

    ``user`` and ``team`` are the account, where it is chosen; ``version`` is that of
    the place that was seen, 0 for none.
    """

    sig_id: int
    channel: str | None = None
    user: str | None = None
    team: str | None = None
    zone: str | None = None
    version: int = 0


def who(about: About) -> View:
    """Ask whose place is to change."""
    element = UserSelectElement(action_id=VALUE, placeholder="Choose a person")
    hint = "Somebody who is not in the group yet comes in that way."
    block = InputBlock(block_id="person", label="Who?", element=element, hint=hint)
    return _modal(WHO, about, [block], title="Change a place", submit="Next")


def change(about: About, *, entry: Entry | None, clusters: Sequence[Cluster]) -> View:
    """Ask what somebody is to be; ``entry`` is what they are."""
    place = entry.member.place if entry else None
    is_now = f"is {labels.ROLES[place.role]} now" if place else "is new in the group"
    roles: dict[Role, str] = dict(labels.ROLES)
    del roles[Role.EXTERNAL]  # externals are invited
    chosen = place.role if place and place.role in roles else Role.MEMBER
    blocks: list[Block] = [
        section(f"<@{about.user}> {is_now}. A cluster has one vote: its member's."),
        _input("role", "Role", _menu(roles, chosen)),
        _input(
            "cluster",
            "Cluster they speak for",
            _clusters(clusters, entry.cluster if entry else None, extra=[_NONE]),
            hint="Secretariat and observers speak for none.",
        ),
    ]
    return _modal(CHANGE, about, blocks, title="Change a place", submit="Save")


def invite(about: About, form: InvitationForm) -> View:
    """Ask for an external and what they are invited for."""
    entry = form.entry
    place = entry.member.place if entry else None
    blocks: list[Block] = [_person(about, entry)]
    sponsor = entry.sponsor if entry else None
    known = {each.id: each for each in form.sponsors}
    if sponsor is not None:
        known.setdefault(sponsor.id, sponsor)
    only = next(iter(known.values())) if len(known) == 1 else None
    meetings = ", ".join(f"M-{n}" for n in (place.meetings or ())) if place else ""
    last = (place.expires_on if place else None) or form.usual_end
    blocks += [
        _input(
            "sponsor",
            "Which cluster invites them?",
            _clusters(list(known.values()), sponsor or only),
        ),
        _input(
            "organisation",
            "Their organisation",
            _line(ORGANISATION_LIMIT, entry.organisation if entry else ""),
        ),
        _input(
            "purpose",
            "What do they take part for?",
            _line(PURPOSE_LIMIT, place.purpose if place else ""),
            hint=f"One sentence, up to {PURPOSE_LIMIT} characters. They read it too.",
        ),
        _input(
            "expires_on",
            "Last day",
            DatePickerElement(action_id=VALUE, initial_date=last.isoformat()),
            hint=f"Until {day(form.latest_end)} at most. I ask you a week before.",
        ),
        _input(
            "meetings",
            "Only these meetings",
            _line(_MEETINGS, meetings),
            hint="For example M-4, M-7. Leave it empty for all of them.",
            optional=True,
        ),
        _input(
            "may_submit",
            "May they share practices?",
            _choice("no" if place and not place.may_submit else "yes"),
        ),
    ]
    title = "Invitation" if entry else "Invite an external"
    submit = "Save" if entry else "Invite"
    return _modal(INVITE, about, blocks, title=title, submit=submit)


def options(
    clusters: Sequence[Cluster], view: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the answer to somebody who types in a menu of many clusters."""
    extra = [_NONE] if view["callback_id"] == CHANGE else []
    return [option.to_dict() for option in [*_options(clusters, extra), *extra]]


def read_about(view: Mapping[str, Any]) -> About:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return About(
        sig_id=int(meta["g"]),
        channel=meta.get("c"),
        user=meta.get("u"),
        team=meta.get("w"),
        zone=meta.get("z"),
        version=int(meta.get("v", 0)),
    )


def read_person(view: Mapping[str, Any]) -> str | None:
    """Read which account somebody chose."""
    user = read_values(view).get("person")
    return str(user) if user else None


def read_change(view: Mapping[str, Any]) -> tuple[Role, int | None]:
    """Read the role and the cluster."""
    values = read_values(view)
    return Role(values.get("role") or ""), int(values.get("cluster") or 0) or None


def read_values(view: Mapping[str, Any]) -> dict[str, str | None]:
    """Read what was typed and chosen, by block."""
    state: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return {
        block: _typed(next(iter(elements.values()), {}))
        for block, elements in state.items()
    }


_MEETINGS = 200


def _typed(state: Mapping[str, Any]) -> str | None:
    if "selected_option" in state:
        option = state["selected_option"]
        return str(option["value"]) if option else None
    for key in ("selected_user", "selected_date"):
        if key in state:
            return state[key] or None
    return state.get("value")


def _person(about: About, entry: Entry | None) -> Block:
    if entry is not None:
        return section(f"Invitation of <@{about.user}>")
    element = UserSelectElement(
        action_id=VALUE, initial_user=about.user, placeholder="Choose a person"
    )
    hint = "A guest, or somebody of another organisation who is in a shared channel."
    return _input("person", "Whom do you invite?", element, hint=hint)


def _clusters(
    clusters: Sequence[Cluster],
    chosen: Cluster | None,
    *,
    extra: Sequence[Option] = (),
) -> StaticSelectElement | ExternalDataSelectElement:
    picked = _option(chosen) if chosen else next(iter(extra), None)
    if len(clusters) > _MAX_OPTIONS - len(extra):
        return ExternalDataSelectElement(
            action_id=CLUSTER_FIND,
            min_query_length=0,
            placeholder=_TYPE,
            initial_option=picked,
        )
    known = _options(clusters, extra)
    if chosen and picked not in known:
        known.insert(0, _option(chosen))
    return StaticSelectElement(
        action_id=VALUE,
        placeholder=_TYPE,
        options=[*known, *extra],
        initial_option=picked,
    )


def _options(clusters: Sequence[Cluster], extra: Sequence[Option]) -> list[Option]:
    return [_option(each) for each in clusters[: _MAX_OPTIONS - len(extra)]]


def _option(cluster: Cluster) -> Option:
    return Option(value=str(cluster.id), label=plain(cluster.name, _OPTION_TEXT))


def _menu(words: Mapping[Role, str], chosen: Role) -> StaticSelectElement:
    options = {slug: Option(value=slug, label=word) for slug, word in words.items()}
    return StaticSelectElement(
        action_id=VALUE, options=list(options.values()), initial_option=options[chosen]
    )


def _choice(chosen: str) -> RadioButtonsElement:
    options = {slug: Option(value=slug, label=word) for slug, word in _YES_NO.items()}
    return RadioButtonsElement(
        action_id=VALUE, options=list(options.values()), initial_option=options[chosen]
    )


def _line(limit: int, value: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=VALUE, max_length=limit, initial_value=value[:limit] or None
    )


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    return InputBlock(
        block_id=name, label=label, element=element, hint=hint, optional=optional
    )


def _modal(
    callback_id: str, about: About, blocks: Sequence[Block], *, title: str, submit: str
) -> View:
    meta = {
        "c": about.channel,
        "g": about.sig_id,
        "u": about.user,
        "w": about.team,
        "z": about.zone,
        "v": about.version,
    }
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close="Cancel",
        private_metadata=json.dumps(meta, separators=(",", ":")),
        blocks=blocks,
    )
