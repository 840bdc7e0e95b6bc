"""The form of a cluster: two steps, each saved when one leaves it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, InputBlock
from slack_sdk.models.views import View

from bot.domain import nuts
from bot.domain.clusters import Cluster, Network
from bot.domain.registers.clusters import LIMITS, MAX_HUBS, MAX_PRIORITIES
from bot.domain.registers.typed import ADDRESS_LIMIT
from templates import forms
from templates.clusters import words
from templates.clusters.words import LABELS
from templates.forms import About
from templates.text import cut, mrkdwn

BASICS = "cluster_basics"
PROFILE = "cluster_profile"
BACK = "cluster_back"
_ADD_NOTE = (
    "*1 of 2.* Only name, country and kind are needed; the rest can follow later."
)
_EDIT_NOTE = "*1 of 2.* Each step is saved when you leave it."
_PROFILE_NOTE = "*2 of 2.* {name} is saved. What follows helps others to know it."
_MEANWHILE = (
    ":warning: Somebody else saved this cluster while you were typing. Yours is below, "
    "not saved yet; press *Save* again to keep it. Where the two differ, it now says:"
)
_LONGEST = 3000  # the most that Slack lets through
_SHOWN = 250
_ALL_SHOWN = 2500


def basics(about: About, cluster: Cluster, *, stored: Cluster | None = None) -> View:
    """Return the first step; ``stored`` is what somebody else saved meanwhile."""
    is_new = not about.record_id
    inputs = [
        _line("name", cluster, required=True),
        _line("name_original", cluster),
        forms.language("language", LABELS["language"], cluster.language),
        _line("acronym", cluster),
        forms.menu("kind", LABELS["kind"], words.KINDS, cluster.kind, required=True),
        forms.country(cluster.country),
        _line(
            "nuts",
            cluster,
            limit=LIMITS["nuts_name"] + 6,
            hint="The code and, if you like, the region's name: DK03 Syddanmark. "
            "Greece begins with EL, the United Kingdom with UK.",
        ),
        forms.menu(
            "nuts_version",
            LABELS["nuts_version"],
            {edition: f"NUTS {edition}" for edition in nuts.EDITIONS},
            cluster.nuts_version,
            hint="Leave it empty for the newest edition that has the code.",
        ),
        _line("city", cluster),
        _line("zone", cluster, limit=60, hint="Such as Europe/Tallinn, or Tallinn."),
        _line("website", cluster, limit=ADDRESS_LIMIT, hint="Best one in English."),
        forms.menu("scope", LABELS["scope"], words.SCOPES, cluster.scope),
    ]
    blocks = [
        *_meanwhile(cluster, stored, words.BASICS),
        forms.note(_ADD_NOTE if is_new else _EDIT_NOTE),
        *inputs,
    ]
    title, submit = ("Add a cluster", "Next") if is_new else ("Cluster", "Save")
    return forms.modal(BASICS, about, blocks, title=title, submit=submit)


def profile(
    about: About,
    cluster: Cluster,
    networks: Sequence[Network],
    *,
    stored: Cluster | None = None,
) -> View:
    """Return the second step; ``stored`` is what somebody else saved meanwhile."""
    back = ActionsBlock(
        block_id="profile_actions",
        elements=[ButtonElement(text="Back", action_id=BACK)],
    )
    blocks = [
        *_meanwhile(cluster, stored, words.PROFILE),
        forms.note(_PROFILE_NOTE.format(name=mrkdwn(cluster.name))),
        *_counts(cluster),
        *forms.many(
            "networks",
            LABELS["networks"],
            {network.slug: network.name for network in networks},
            cluster.networks,
            hint="Those it takes part in. /sig networks lists and adds them.",
        ),
        *_texts(cluster),
        back,
    ]
    return forms.modal(PROFILE, about, blocks, title="Profile", submit="Save")


def _counts(cluster: Cluster) -> list[InputBlock]:
    as_of = "As exact as you know: 2026, 2026-03 or 2026-03-15."
    return [
        _line("members_total", cluster, limit=7, hint="Organisations, all together."),
        _line("members_companies", cluster, limit=7),
        _line("members_research", cluster, limit=7),
        _line("members_care", cluster, limit=7),
        _line("members_public", cluster, limit=7),
        _line("members_as_of", cluster, limit=10, hint=as_of),
        _line("staff_fte", cluster, limit=10, hint="Full posts, such as 2.5."),
        _line("established", cluster, limit=4, hint="The year."),
    ]


def _texts(cluster: Cluster) -> list[InputBlock]:
    return [
        _lines(
            "s3_priorities",
            cluster,
            limit=_LONGEST,
            hint=f"One per line, up to {MAX_PRIORITIES}.",
        ),
        _lines("membership_criteria", cluster, limit=LIMITS["membership_criteria"]),
        _line("strategy_period", cluster, limit=20, hint="Such as 2023-2027."),
        _line("strategy_url", cluster, limit=ADDRESS_LIMIT),
        forms.menu(
            "excellence_label",
            LABELS["excellence_label"],
            words.EXCELLENCE,
            cluster.excellence_label,
        ),
        _lines(
            "hubs",
            cluster,
            limit=_LONGEST,
            hint=f"One per line, up to {MAX_HUBS}: City, NUTS code. For example: "
            "Odense, DK031",
        ),
    ]


def _line(
    name: str,
    cluster: Cluster,
    *,
    limit: int | None = None,
    hint: str | None = None,
    required: bool = False,
) -> InputBlock:
    return forms.text(
        name,
        LABELS[name],
        words.value_of(cluster, name),
        limit=limit or LIMITS[name],
        hint=hint,
        required=required,
    )


def _lines(
    name: str, cluster: Cluster, *, limit: int, hint: str | None = None
) -> InputBlock:
    value = words.value_of(cluster, name)
    return forms.text(name, LABELS[name], value, limit=limit, hint=hint, lines=True)


def _meanwhile(
    typed: Cluster, stored: Cluster | None, names: Sequence[str]
) -> list[Block]:
    """Return what somebody else saved, where it is not what is typed here."""
    if stored is None:
        return []
    lines = [
        f"*{LABELS[name]}:* {cut(mrkdwn(text), _SHOWN) if text else '_empty_'}"
        for name in names
        if (text := words.said(stored, name)) != words.said(typed, name)
    ]
    return [forms.note(cut("\n".join((_MEANWHILE, *lines)), _ALL_SHOWN))]
