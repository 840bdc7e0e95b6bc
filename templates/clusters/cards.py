"""Clusters in messages: the list and the card of one."""

from collections.abc import Iterable

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.languages import LANGUAGES
from bot.domain.registers.clusters import ClusterCard, ClusterList, is_former
from templates import forms, pages
from templates.clusters import words
from templates.messages import Post, section
from templates.text import cut, link, mrkdwn

FEATURE = "clusters"
SHOW = "clusters_show"
EDIT = "clusters_edit"
ADD = "clusters_add"
_NAME = 160
_PART = 1200
_TEXT = 3500
_KIND_COUNTS = (
    ("members_companies", "companies"),
    ("members_research", "research and education"),
    ("members_care", "care providers"),
    ("members_public", "public bodies"),
)


def listing(found: ClusterList, *, offset: int = 0) -> Post:
    """List the clusters of the group, a page at a time, those of the past last."""
    clusters = found.clusters
    active = sum(not is_former(each) for each in clusters)
    head = f"*{_many(active, 'cluster')}*{pages.shown(len(clusters), offset)}"
    if active < len(clusters):
        head += f", and {_many(len(clusters) - active, 'former one')} at the end"
    if found.note:
        head += f"\n:information_source: {found.note}"
    page = pages.page_of(clusters, offset)
    text = cut("\n".join((head, *map(_line, page))), _TEXT)
    blocks: list[Block] = [section(head)]
    blocks += [pages.row(_line(each), SHOW, each.id) for each in page]
    blocks += pages.pager(FEATURE, len(clusters), offset)
    if found.may_add:
        add = ButtonElement(text="Add a cluster", action_id=ADD)
        blocks.append(ActionsBlock(elements=[add]))
    return Post(text=text, blocks=blocks)


def card(shown: ClusterCard, *, saved: bool = False) -> Post:
    """Show one cluster: its profile, and in numbers what it does in the group."""
    cluster = shown.cluster
    title = f"*{_titled(cluster)}*"
    head = f"Saved. {title}" if saved else title
    if cluster.name_original:
        original = LANGUAGES.get(cluster.language or "", "")
        called = mrkdwn(cluster.name_original)
        head += f"\n{called} ({original})" if original else f"\n{called}"
    parts = [f"*{name}:* {cut(value, _PART)}" for name, value in _parts(shown) if value]
    blocks: list[Block] = [
        section(head),
        forms.note(cut(_meta(cluster), _PART)),
        section("\n".join(parts)),
    ]
    blocks += [forms.note(f":bulb: {mrkdwn(remark)}") for remark in shown.advice]
    if shown.may_edit:
        edit = ButtonElement(text="Edit", action_id=EDIT, value=str(cluster.id))
        blocks.append(ActionsBlock(elements=[edit]))
    return Post(text=cut("\n".join((head, *parts)), _TEXT), blocks=blocks)


def _line(cluster: Cluster) -> str:
    country = COUNTRIES.get(cluster.country, cluster.country)
    facts = [country, words.KINDS.get(cluster.kind, cluster.kind)]
    if cluster.members_total is not None:
        facts.append(_many(cluster.members_total, "member"))
    if is_former(cluster):
        facts.append(f"former: {words.STATUSES[cluster.status]}")
    return f"*{cut(_titled(cluster), _NAME)}* — {mrkdwn(', '.join(facts))}"


def _titled(cluster: Cluster) -> str:
    name = mrkdwn(cluster.name)
    is_longer = cluster.acronym and cluster.acronym not in cluster.name
    return f"{name} ({mrkdwn(cluster.acronym or '')})" if is_longer else name


def _meta(cluster: Cluster) -> str:
    region = " ".join(filter(None, (cluster.nuts, cluster.nuts_name)))
    if region and cluster.nuts_version:
        region += f" (NUTS {cluster.nuts_version})"
    facts = (
        words.STATUSES.get(cluster.status),
        words.KINDS.get(cluster.kind, cluster.kind),
        COUNTRIES.get(cluster.country, cluster.country),
        region,
        cluster.city,
        cluster.zone,
        words.SCOPES.get(cluster.scope or "", cluster.scope),
        f"key {cluster.key}",
    )
    return mrkdwn(" · ".join(fact for fact in facts if fact))


def _parts(shown: ClusterCard) -> Iterable[tuple[str, str]]:
    """Yield the parts of the profile, escaped; empty ones are left out later."""
    cluster = shown.cluster
    yield "In this group", _in_group(shown)
    yield "Members", _members(cluster)
    if cluster.staff_fte is not None:
        yield "Team", f"{cluster.staff_fte:g} full posts"
    yield "Founded", str(cluster.established or "")
    yield "Web page", _address(cluster.website)
    yield "Networks", mrkdwn(", ".join(each.name for each in shown.networks))
    yield "Smart specialisation", mrkdwn("; ".join(cluster.s3_priorities))
    yield "Who can become a member", mrkdwn(cluster.membership_criteria or "")
    strategy = (mrkdwn(cluster.strategy_period or ""), _address(cluster.strategy_url))
    yield "Strategy", " ".join(filter(None, strategy))
    label = cluster.excellence_label
    yield "Excellence label", words.EXCELLENCE.get(label or "", "")
    yield "Hubs", mrkdwn("; ".join(map(words.hub_line, cluster.hubs)))


def _in_group(shown: ClusterCard) -> str:
    people = "1 person" if shown.people == 1 else f"{shown.people} people"
    return f"{people}, {_many(shown.practices, 'practice')}"


def _members(cluster: Cluster) -> str:
    kinds = [
        f"{count} {what}"
        for name, what in _KIND_COUNTS
        if (count := getattr(cluster, name)) is not None
    ]
    total = cluster.members_total
    said = [] if total is None else [_many(total, "member")]
    said += [", ".join(kinds)] if kinds else []
    as_of = f" (as of {cluster.members_as_of})" if cluster.members_as_of else ""
    return f"{': '.join(said)}{as_of}" if said else ""


def _address(url: str | None) -> str:
    address = link(url) if url else ""
    return f"<{address}>" if address else ""


def _many(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
