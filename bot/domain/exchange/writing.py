"""From a document to JSON values: the same document gives the same values."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from bot.domain.actions import ActionItem
from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.exchange import registers
from bot.domain.exchange.action_writing import action_json
from bot.domain.exchange.meeting_writing import decision_json, meeting_json
from bot.domain.exchange.moments import in_utc
from bot.domain.exchange.names import PEOPLE, default_role
from bot.domain.exchange.offers import offer_json
from bot.domain.exchange.paper_writing import paper_json, said
from bot.domain.exchange.parts.beside import (
    action_parts_json,
    decision_parts_json,
    meeting_parts_json,
)
from bot.domain.exchange.parts.rounds import RecommendationRecord
from bot.domain.exchange.parts.shapes import parts_json
from bot.domain.exchange.practice_writing import (
    Keys,
    own_number,
    practice_json,
    provenance_json,
)
from bot.domain.exchange.settings import sig_json
from bot.domain.exchange.surplus import merge, without
from bot.domain.exchange.values import (
    EXTERNALS,
    MEMBERS,
    SCHEMA_VERSION,
    Document,
    Entry,
    Json,
    Member,
    NetworkRecord,
)
from bot.domain.meetings import Decision, Meeting
from bot.domain.references import Kind
from bot.domain.sigs import PersonState
from bot.domain.successions import Succession


def write(document: Document, *, refer_to: Document | None = None) -> Json:
    """Return a document as JSON values, with everything its file once said.

    ``refer_to`` is where references may point besides the document itself.
    """
    keys = {
        kind: (refer_to.keys(kind) if refer_to else {}) | document.keys(kind)
        for kind in Kind
    }
    value: Json = {"schema_version": SCHEMA_VERSION, **document.extra}
    if document.sig:
        value["sig"] = merge(sig_json(document.sig.value), document.sig.extra)
    value["sources"] = {
        entry.value.key: merge(
            {"status": entry.value.status, "where": entry.value.where}, entry.extra
        )
        for entry in document.sources
    }
    value["themes"] = _all(document.themes, registers.theme_json)
    value["networks"] = _all(document.networks, _network_json)
    value["clusters"] = _all(document.clusters, _cluster_json)
    if document.successions:
        value["successions"] = _all(document.successions, _succession_json)
    for name in PEOPLE:
        listed = [each for each in document.people if each.value.listed_as == name]
        if listed or name != MEMBERS:
            value[name] = _all(listed, member_json)
    value["practices"] = [
        # Where it is not written it is the consent's; what a file said is out of date.
        merge(practice_json(each.value, keys), without(each.extra, "attribution"))
        for each in document.practices
    ]
    value |= _work(document, keys)
    if document.offers:
        value["offers"] = _all(document.offers, lambda each: offer_json(each, keys))
    if document.paper:
        paper = paper_json(document.paper.value)
        value["white_paper"] = merge(paper, document.paper.extra)
    return value


def _work(document: Document, keys: Keys) -> Json:
    """Return meetings, decisions, actions and recommendations."""
    beside, value = document.beside, {}

    def meeting(each: Meeting) -> Json:
        return meeting_parts_json(
            meeting_json(each, keys), each, beside=beside, keys=keys
        )

    def decision(each: Decision) -> Json:
        said = decision_json(each, keys)
        return decision_parts_json(said, each.number, beside=beside, keys=keys)

    def action(each: ActionItem) -> Json:
        said = action_json(each, keys)
        return action_parts_json(said, each.number, beside=beside, keys=keys)

    value["meetings"] = _all(document.meetings, meeting)
    if beside.series:
        value["meeting_series"] = parts_json(beside.series)
    if document.decisions:
        value["decisions"] = _all(document.decisions, decision)
    value["action_items"] = _all(document.actions, action)
    value["recommendations"] = _all(
        document.recommendations, lambda each: _recommendation_json(each, keys)
    )
    return value


def member_json(member: Member) -> Json:
    """Return a person as a record of the list they belong to."""
    person = member.person
    value: Json = {"id": member.key}
    if member.listed_as == MEMBERS:
        value |= {"role": member.role.value, "name": person.display_name}
        value |= {"cluster": member.cluster} | said(sponsor=member.sponsor)
    elif member.listed_as == EXTERNALS:
        value |= {"role": member.title, "kind": member.kind, "country": member.country}
        value |= {"sponsor": member.sponsor} | said(cluster=member.cluster)
    else:
        value |= {"role": member.title, "cluster": member.cluster}
        value |= said(sponsor=member.sponsor)
    if member.listed_as == EXTERNALS:
        value["tz"] = person.zone
    else:
        value |= said(tz=person.zone)
    return value | _rest_of_member(member)


def _rest_of_member(member: Member) -> Json:
    person = member.person
    value = said(
        slack_user_id=person.user_id,
        slack_team_id=person.team_id,
        purpose=member.purpose or None,
        expires_on=member.expires_on.isoformat() if member.expires_on else None,
        meetings=None if member.meetings is None else list(member.meetings),
        invited_by=member.invited_by,
        organisation=member.organisation,
        credit=None if member.credit is None else [*map(str, member.credit)],
        credit_by=member.credit_by,
    )
    if not member.may_submit:
        value["may_submit"] = False
    if person.state is not PersonState.ACTIVE:
        value["state"] = person.state.value
    if member.listed_as == MEMBERS:
        return value | said(kind=member.kind, country=member.country)
    if person.display_name not in {"", member.title}:
        value["name"] = person.display_name
    if member.role is not default_role(member.key, member.listed_as):
        value["permission"] = member.role.value
    return value


def _all(entries: Iterable[Entry[Any]], write_one: Callable[[Any], Json]) -> list[Json]:
    return [merge(write_one(entry.value), entry.extra) for entry in entries]


def _network_json(record: NetworkRecord) -> Json:
    network = record.network
    return {
        "id": network.slug,
        "name": network.name,
        "kind": network.kind,
        "relation": network.relation,
        "source": network.source,
        **registers.network_json(record),
    }


def _cluster_json(cluster: Cluster) -> Json:
    value: Json = {
        "id": cluster.key,
        "name": cluster.name,
        "name_original": cluster.name_original,
        "language": cluster.language,
        "kind": cluster.kind,
        "country": cluster.country,
        "nuts": cluster.nuts,
        "nuts_name": cluster.nuts_name,
        "scope": cluster.scope,
        "members_total": cluster.members_total,
        "members_companies": cluster.members_companies,
        "tz": cluster.zone,
        "s3_priorities": list(cluster.s3_priorities),
        "networks": list(cluster.networks),
        **registers.cluster_json(cluster),
    }
    if cluster.status is not OrganisationStatus.ACTIVE:
        value["status"] = cluster.status.value
    return value


def _succession_json(succession: Succession) -> Json:
    return {
        "id": succession.nonce,
        "kind": succession.kind.value,
        "effective_on": succession.effective_on.isoformat(),
        "note": succession.note,
        "made_at": in_utc(succession.made_at),
        "parts": [asdict(part) for part in succession.parts],
    }


def _recommendation_json(record: RecommendationRecord, keys: Keys) -> Json:
    value = record.recommendation
    key = keys[Kind.RECOMMENDATION][value.number]
    return {
        "id": key,
        **own_number(key, value.number),
        "title": value.title,
        "statement": value.statement,
        "rationale": value.rationale,
        "addressees": list(value.addressees),
        "evidence_practices": [keys[Kind.PRACTICE][each] for each in value.evidence],
        "themes": list(value.themes),
        "horizon": value.horizon,
        "status": value.status.value,
        "decision": keys[Kind.DECISION][value.decision] if value.decision else None,
        "dissent": value.dissent,
        "provenance": provenance_json(value.provenance),
        **said(
            author=record.author,
            author_cluster=record.author_cluster,
            other=keys[Kind.RECOMMENDATION][record.other] if record.other else None,
            reason=record.reason or None,
            rounds=parts_json(record.rounds) or None,
        ),
    }
