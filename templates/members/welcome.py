"""Coming into the group: which cluster, the privacy notice, a cluster not listed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.countries import CONTINENTS, COUNTRIES
from bot.domain.members import NAME_LIMIT
from bot.domain.registers.typed import ADDRESS_LIMIT
from bot.domain.sigs import Person
from templates.messages import Post, paragraph, section
from templates.privacy import notice
from templates.text import mrkdwn, plain

WELCOME = "members_welcome"
NOT_LISTED = "members_not_listed"
CLUSTER_SEARCH = "members_cluster_search"
VALUE = "value"
UNLISTED = "unlisted"
NONE = "none"
_MAX_OPTIONS = 100
_OPTION_TEXT = 75
_META_LIMIT = 3000
_LAST = (
    Option(value=UNLISTED, label="My cluster is not listed"),
    Option(value=NONE, label="I do not speak for a cluster"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a welcome is about; travels in the view's ``private_metadata``.

    ``team`` is the workspace of the person's account; ``asked`` is what the person
    typed or pressed, to go on with afterwards: nothing, or empty where it was too
    long to be kept.
    """

    sig_id: int
    team: str | None = None
    channel: str | None = None
    zone: str | None = None
    asked: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody answered; ``cluster_id`` is None for none of the list."""

    cluster_id: int | None = None
    is_unlisted: bool = False


def view(
    about: About,
    *,
    group: str,
    clusters: Sequence[Cluster] | None,
    chairs: Sequence[Person] | None,
    is_new: bool,
) -> View:
    """Return the modal; no ``clusters`` asks for none, no ``chairs``: no notice."""
    name = mrkdwn(group)
    head = f"*Welcome to the group: {name}.*" if is_new else f"*{name}*"
    blocks: list[Block] = [section(f"{head} {_said(clusters, chairs)}")]
    if clusters is not None:
        blocks.append(_cluster(clusters))
    if chairs is not None:
        paragraphs = notice(group, chairs)
        blocks += [DividerBlock(), section("*Your data in this group*")]
        blocks += [section(paragraph) for paragraph in paragraphs]
    return View(
        type="modal",
        callback_id=WELCOME,
        title="Welcome" if is_new else "Before you go on",
        submit="Join" if is_new else "Go on",
        close="Not now",
        private_metadata=_packed(about),
        blocks=blocks,
    )


def not_listed(about: About) -> View:
    """Return the second step, for a cluster that is not in the list."""
    text = (
        "*Your cluster is not listed yet.* The secretariat adds it; I tell you then. "
        "You can go on right away."
    )
    website = PlainTextInputElement(
        action_id=VALUE, max_length=ADDRESS_LIMIT, placeholder="https://"
    )
    return View(
        type="modal",
        callback_id=NOT_LISTED,
        title="Your cluster",
        submit="Send",
        close="Not now",
        private_metadata=_packed(about),
        blocks=[
            section(text),
            InputBlock(
                block_id="name",
                label="Name of the cluster",
                element=PlainTextInputElement(action_id=VALUE, max_length=NAME_LIMIT),
            ),
            InputBlock(block_id="country", label="Country", element=_countries()),
            InputBlock(
                block_id="website", label="Website", element=website, optional=True
            ),
        ],
    )


def options(clusters: Sequence[Cluster]) -> list[dict[str, Any]]:
    """Return the answer to somebody who types in the menu of many clusters."""
    return [option.to_dict() for option in _options(clusters)]


def read_about(view: Mapping[str, Any]) -> About:
    """Read what the view is about."""
    meta = json.loads(view.get("private_metadata") or "{}")
    return About(
        sig_id=int(meta["g"]),
        team=meta.get("w"),
        channel=meta.get("c"),
        zone=meta.get("z"),
        asked=meta.get("a"),
    )


def read_chosen(view: Mapping[str, Any]) -> Chosen:
    """Read which cluster somebody chose."""
    option = _state(view, "cluster").get("selected_option") or {}
    value = str(option.get("value", NONE))
    if value.isdecimal():
        return Chosen(cluster_id=int(value))
    return Chosen(is_unlisted=value == UNLISTED)


def read_proposed(view: Mapping[str, Any]) -> dict[str, str]:
    """Read what somebody typed about their cluster."""
    country = _state(view, "country").get("selected_option") or {}
    return {
        "name": _state(view, "name").get("value") or "",
        "country": str(country.get("value", "")),
        "website": _state(view, "website").get("value") or "",
    }


def come_in(cluster: Cluster | None, *, voter: str | None, has_proposed: bool) -> Post:
    """Say what somebody is now; ``voter`` is somebody else who votes for them."""
    text = "Welcome! You are in the group now."
    if cluster is not None:
        text = f"Welcome! You speak for *{mrkdwn(cluster.name)}*."
    if voter is not None:
        text += (
            f" Its vote is with <@{voter}>; you stand in when they are away. The chair "
            "can change that."
        )
    if has_proposed:
        text += " Your cluster is with the secretariat; I tell you what becomes of it."
    text += " `/sig help` shows what you can do."
    return paragraph(text)


def asked_again() -> Post:
    """Ask for a command that was too long to be kept."""
    text = "You are in. Please type your command once more: it was too long to keep."
    return paragraph(text)


def _said(clusters: object, chairs: object) -> str:
    if clusters is not None and chairs is not None:
        return "One question, and what happens with your data. Then you go on."
    if clusters is not None:
        return "One question before you go on."
    return "Please read once what happens with your data. Then you go on."


def _cluster(clusters: Sequence[Cluster]) -> InputBlock:
    many = len(clusters) > _MAX_OPTIONS - len(_LAST)
    element: ExternalDataSelectElement | StaticSelectElement
    if many:
        element = ExternalDataSelectElement(
            action_id=CLUSTER_SEARCH,
            min_query_length=0,
            placeholder="Type a few letters of its name",
        )
    else:
        element = StaticSelectElement(
            action_id=VALUE,
            options=_options(clusters),
            placeholder="Type a few letters of its name",
        )
    return InputBlock(
        block_id="cluster", label="Which cluster do you speak for?", element=element
    )


def _options(clusters: Sequence[Cluster]) -> list[Option]:
    found = [
        Option(value=str(each.id), label=plain(each.name, _OPTION_TEXT))
        for each in clusters[: _MAX_OPTIONS - len(_LAST)]
    ]
    return [*found, *_LAST]


def _countries() -> StaticSelectElement:
    groups = [
        OptionGroup(
            label=continent,
            options=[
                Option(value=code, label=plain(COUNTRIES[code], _OPTION_TEXT))
                for code in codes
            ],
        )
        for continent, codes in CONTINENTS.items()
    ]
    return StaticSelectElement(action_id=VALUE, option_groups=groups)


def _packed(about: About) -> str:
    """Write what a view is about; a command too long for Slack's limit is dropped."""
    meta = {"c": about.channel, "g": about.sig_id, "z": about.zone, "w": about.team}
    packed = json.dumps(meta | {"a": about.asked}, separators=(",", ":"))
    if len(packed) <= _META_LIMIT:
        return packed
    return json.dumps(meta | {"a": {}}, separators=(",", ":"))


def _state(view: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    return next(iter(values.get(block_id, {}).values()), {})
