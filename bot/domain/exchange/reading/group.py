"""Reads the group itself, its vocabulary, its clusters and its people."""

import re
from datetime import date

from bot.domain.clusters import Cluster, Network, OrganisationStatus, Source, Theme
from bot.domain.countries import COUNTRIES
from bot.domain.exchange import registers
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names, default_role, short
from bot.domain.exchange.parts.shapes import choices
from bot.domain.exchange.settings import read_history, read_settings
from bot.domain.exchange.values import MEMBERS, Member, NetworkRecord, SigRecord
from bot.domain.externals import ORGANISATION_LIMIT, PURPOSE_LIMIT
from bot.domain.permissions import Role
from bot.domain.sigs import (
    DEFAULT_LICENCE,
    DEFAULT_NAME,
    DEFAULT_ZONE,
    Person,
    PersonState,
    Sig,
)
from bot.domain.whitepaper.credit import CreditRole

NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_MAX_CLUSTERS = 1000
_MAX_NUMBER = 999_999_999
_CREDIT = choices(CreditRole)
_SLACK_ID = re.compile(r"[A-Z0-9]{2,20}", re.ASCII)


def read_sig(fields: Fields, names: Names) -> SigRecord:
    """Read what the file says of the group itself."""
    default = Sig()
    low = fields.integer("min_clusters", 1, _MAX_CLUSTERS) or default.min_clusters
    high = fields.integer("max_clusters", 1, _MAX_CLUSTERS) or default.max_clusters
    sig = Sig(
        name=fields.text("name", 150) or DEFAULT_NAME,
        objectives=fields.text("objectives", 3000, one_line=False),
        licence=fields.text("licence", 40) or DEFAULT_LICENCE,
        zone=fields.zone() or DEFAULT_ZONE,
        language=matching(fields, "language", LANGUAGE) or default.language,
        min_clusters=low,
        max_clusters=high,
        quorum_percent=fields.integer("quorum_percent", 1, 100)
        or default.quorum_percent,
        team_id=matching(fields, "slack_team_id", _SLACK_ID),
        channel_id=matching(fields, "slack_channel_id", _SLACK_ID),
    )
    history = read_history(fields, names)
    return SigRecord(sig=read_settings(fields, sig), history=history)


def read_source(fields: Fields) -> Source:
    """Read where facts come from."""
    return Source(
        key=fields.key(),
        status=fields.required_text("status", 40),
        where=fields.required_text("where", 1000),
    )


def read_theme(fields: Fields, position: int, *, names: Names) -> Theme:
    """Read a theme."""
    label = fields.required_text("label", 75)
    theme = Theme(slug=fields.key(), label=label, position=position)
    return registers.read_words(fields, theme, names)


def read_network(
    fields: Fields, position: int, *, names: Names, today: date
) -> NetworkRecord:
    """Read a network."""
    network = Network(
        slug=fields.key(),
        name=fields.required_text("name", 150),
        kind=fields.slug("kind", "network"),
        relation=fields.slug("relation", "liaison"),
        source=names.one_of(fields, "source", names.sources),
        position=position,
    )
    return registers.read_relation(fields, network, names=names, today=today)


def read_cluster(fields: Fields, names: Names, today: date) -> Cluster:
    """Read a cluster with its profile."""
    cluster = Cluster(
        key=fields.key(),
        name=fields.required_text("name", 150),
        name_original=fields.optional_text("name_original", 150),
        language=matching(fields, "language", LANGUAGE),
        kind=fields.slug("kind", "cluster_organisation"),
        country=country(fields, required=True) or "",
        nuts=matching(fields, "nuts", NUTS),
        nuts_name=fields.optional_text("nuts_name", 100),
        scope=fields.optional_slug("scope"),
        members_total=fields.integer("members_total"),
        members_companies=fields.integer("members_companies"),
        zone=fields.zone(),
        s3_priorities=fields.texts("s3_priorities", 150),
        networks=names.some_of(fields, "networks", names.networks),
        status=fields.choice("status", OrganisationStatus) or OrganisationStatus.ACTIVE,
    )
    return registers.read_profile(fields, cluster, today)


def read_member(fields: Fields, listed_as: str, *, names: Names) -> Member:
    """Read a person of one of the three lists."""
    key = fields.key()
    is_member = listed_as == MEMBERS
    title = None if is_member else fields.required_text("role", 100)
    user_id = matching(fields, "slack_user_id", _SLACK_ID)
    team_id = matching(fields, "slack_team_id", _SLACK_ID)
    if (user_id is None) != (team_id is None):
        fields.complain("slack_user_id", "Give slack_team_id together with it.")
    member = Member(
        key=key,
        listed_as=listed_as,
        role=_role(fields, key, listed_as=listed_as),
        person=Person(
            key=key,
            team_id=team_id,
            user_id=user_id,
            display_name=fields.text("name", 80) or title or "",
            zone=fields.zone(),
            state=_state(fields),
        ),
        title=title,
        cluster=names.one_of(fields, "cluster", names.clusters),
        sponsor=names.one_of(fields, "sponsor", names.clusters),
        kind=fields.optional_slug("kind"),
        country=country(fields),
        organisation=fields.optional_text("organisation", ORGANISATION_LIMIT),
        purpose=fields.text("purpose", PURPOSE_LIMIT),
        expires_on=fields.day("expires_on"),
        may_submit=fields.flag("may_submit", default=True),
        meetings=fields.integers("meetings", 1, _MAX_NUMBER),
        invited_by=names.one_of(fields, "invited_by", names.people),
        credit=_CREDIT.read(fields, names, "credit") if fields.says("credit") else None,
        credit_by=names.one_of(fields, "credit_by", names.people),
    )
    fields.doubt_unknown(short(key))
    return member


def country(fields: Fields, *, required: bool = False) -> str | None:
    """Read a country code."""
    if required and not fields.says("country"):
        fields.complain("country", "This is missing.")
    code = fields.optional_text("country")
    if code is not None and code not in COUNTRIES:
        fields.complain("country", "I do not know this code (ISO 3166, e.g. GR).")
    return code


def matching(fields: Fields, name: str, pattern: re.Pattern[str]) -> str | None:
    """Read a code of a given form, or null."""
    code = fields.optional_text(name)
    if code is not None and not pattern.fullmatch(code):
        fields.complain(name, "This code does not have the right form.")
    return code


def _state(fields: Fields) -> PersonState:
    state = fields.choice("state", PersonState) or PersonState.ACTIVE
    if state is PersonState.ERASED:
        fields.complain("state", "Somebody who was erased cannot be in a file.")
    return state


def _role(fields: Fields, key: str, *, listed_as: str) -> Role:
    if listed_as == MEMBERS:
        return fields.required_choice("role", Role)
    return fields.choice("permission", Role) or default_role(key, listed_as)
