"""Practices read with their texts, links and consents in three queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.practices import (
    BEING_REVISED,
    Funding,
    Practice,
    PracticeContent,
    PracticeStatus,
    Provenance,
    PublicationConsent,
)
from storage.tables import (
    ClusterRow,
    ConsentRow,
    NetworkRow,
    OrganisationRow,
    PersonRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
    ThemeRow,
)

_Slugs = dict[int, tuple[str, ...]]
_Value = int | str | Sequence[int]
_COPIED = tuple(
    name
    for name in PracticeContent.__dataclass_fields__
    if name
    not in {"themes", "networks", "target_groups", "links", "funding", "provenance"}
    | {"formatted"}
)


class Which(Enum):
    """Which practices to read, and the values to give."""

    ID = "practice_id"
    IDS = "practice_ids"
    NONCE = "sig_id, nonce"
    NUMBER = "sig_id, number"
    DRAFTS = "drafts of sig_id, author_id"
    NUMBERED = "all with a number of sig_id"
    REVISED = "with an older accepted text, of sig_id"


def load(
    session: Session, which: Which, *, printable: bool = False, **values: _Value
) -> tuple[Practice, ...]:
    """Return practices, by number and then by id.

    With ``printable`` an accepted text goes before a newer one.
    """
    ask = _statements(which, printable=printable)
    rows = session.exec(ask.rows, params=values).all()
    if not rows:
        return ()
    links = _slugs(session, ask.links, values)
    newest = {
        each.practice_id: each for each in session.exec(ask.consents, params=values)
    }
    return tuple(
        _practice(*found, links=links, consent=newest.get(found[0].id))
        for found in rows
    )


def to_content(
    text: PracticeRevisionRow, themes: Iterable[str], networks: Iterable[str]
) -> PracticeContent:
    """Return a stored text as the domain knows it."""
    values: dict[str, Any] = {name: getattr(text, name) for name in _COPIED}
    return PracticeContent(
        **values,
        themes=tuple(themes),
        networks=tuple(networks),
        target_groups=tuple(text.target_groups),
        links=tuple(text.links),
        funding=Funding(**text.funding) if text.funding else None,
        provenance=tuple(Provenance(**entry) for entry in text.provenance),
        formatted=tuple(text.formatted),
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    rows: Any
    links: Any
    consents: Any


@cache
def _statements(which: Which, *, printable: bool) -> _Statements:
    # Putting a statement together takes longer than running it, and the write lock is
    # held meanwhile: each is made once.
    condition = _condition(which)
    shown = shown_revision(printable=printable)
    return _Statements(
        _rows(condition, shown), _links(condition, shown), _consents(condition)
    )


def _condition(which: Which) -> sa.ColumnElement[bool]:
    of_sig = col(PracticeRow.sig_id) == sa.bindparam("sig_id")
    numbered = col(PracticeRow.number).is_not(None)
    accepted = col(PracticeRow.accepted_revision)
    nonce: Any = sa.bindparam("nonce")
    author: Any = sa.bindparam("author_id")
    conditions: dict[Which, tuple[sa.ColumnElement[bool], ...]] = {
        Which.ID: (col(PracticeRow.id) == sa.bindparam("practice_id"),),
        Which.IDS: (
            col(PracticeRow.id).in_(sa.bindparam("practice_ids", expanding=True)),
        ),
        Which.NONCE: (
            of_sig,
            sa.or_(
                col(PracticeRow.nonce) == nonce,
                col(PracticeRow.submission_nonce) == nonce,
            ),
        ),
        Which.NUMBER: (of_sig, col(PracticeRow.number) == sa.bindparam("number")),
        Which.DRAFTS: (
            of_sig,
            col(PracticeRow.author_id) == author,
            col(PracticeRow.status) == PracticeStatus.DRAFT,
        ),
        Which.NUMBERED: (of_sig, numbered),
        Which.REVISED: (
            of_sig,
            numbered,
            accepted.is_not(None),
            accepted != col(PracticeRow.revision),
        ),
    }
    return sa.and_(*conditions[which])


def _rows(condition: sa.ColumnElement[bool], shown: sa.ColumnElement[Any]) -> Any:
    text = PracticeRevisionRow
    is_shown = sa.and_(
        col(text.practice_id) == PracticeRow.id, col(text.revision) == shown
    )
    return (
        select(PracticeRow, text, OrganisationRow, PersonRow)
        .join(text, is_shown)
        .outerjoin(ClusterRow, col(ClusterRow.id) == PracticeRow.cluster_id)
        .outerjoin(
            OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id
        )
        .outerjoin(PersonRow, col(PersonRow.id) == PracticeRow.author_id)
        .where(condition)
        .order_by(col(PracticeRow.number), col(PracticeRow.id))
        .execution_options(populate_existing=True)
    )


def shown_revision(*, printable: bool) -> sa.ColumnElement[Any]:
    """Return which text is meant: the newest, or the printable one."""
    newest = col(PracticeRow.revision)
    if not printable:
        return sa.cast(newest, sa.Integer)
    revised = col(PracticeRow.status).in_(list(BEING_REVISED))
    accepted = sa.func.coalesce(col(PracticeRow.accepted_revision), newest)
    return sa.case((revised, accepted), else_=newest)


def _links(condition: sa.ColumnElement[bool], shown: sa.ColumnElement[Any]) -> Any:
    """Return the slugs of themes (0) and of networks (1), in their order."""
    text, theme, network = PracticeRevisionRow, PracticeThemeRow, PracticeNetworkRow
    themes: Any = (
        sa.select(
            sa.literal_column("0").label("kind"),
            col(theme.revision_id).label("text"),
            col(theme.position).label("place"),
            col(ThemeRow.slug),
        )
        .join(ThemeRow, col(ThemeRow.id) == theme.theme_id)
        .join(text, col(text.id) == theme.revision_id)
    )
    networks: Any = (
        sa.select(
            sa.literal_column("1"),
            col(network.revision_id),
            col(network.position),
            col(NetworkRow.slug),
        )
        .join(NetworkRow, col(NetworkRow.id) == network.network_id)
        .join(text, col(text.id) == network.revision_id)
    )
    both = (
        each.join(PracticeRow, col(PracticeRow.id) == text.practice_id).where(
            condition, col(text.revision) == shown
        )
        for each in (themes, networks)
    )
    return sa.union_all(*both).order_by("kind", "text", "place")


def _slugs(
    session: Session, query: Any, values: Mapping[str, _Value]
) -> tuple[_Slugs, _Slugs]:
    slugs: tuple[_Slugs, _Slugs] = defaultdict(tuple), defaultdict(tuple)
    for kind, revision_id, _, slug in session.connection().execute(query, values):
        slugs[kind][revision_id] += (slug,)
    return slugs


def _consents(condition: sa.ColumnElement[bool]) -> Any:
    return (
        select(ConsentRow)
        .join(PracticeRow, col(PracticeRow.id) == ConsentRow.practice_id)
        .where(condition)
        .order_by(col(ConsentRow.id))  # the newest comes last and wins
        .execution_options(populate_existing=True)
    )


def _practice(
    row: PracticeRow,
    text: PracticeRevisionRow,
    cluster: OrganisationRow | None,
    author: PersonRow | None,
    *,
    links: tuple[_Slugs, _Slugs],
    consent: ConsentRow | None,
) -> Practice:
    themes, networks = links
    is_older = text.revision != row.revision
    return Practice(
        id=row.id,
        sig_id=row.sig_id,
        number=row.number,
        key=row.key,
        nonce=row.nonce,
        status=PracticeStatus.ACCEPTED if is_older else row.status,
        version=row.version,
        revision=text.revision,
        accepted_revision=row.accepted_revision,
        content=to_content(text, themes.get(text.id, ()), networks.get(text.id, ())),
        cluster_id=row.cluster_id,
        cluster_key=cluster.key if cluster else None,
        cluster_name=cluster.name if cluster else None,
        author_id=row.author_id,
        author_name=(author.display_name or None) if author else None,
        author_user_id=author.user_id if author else None,
        consent=_consent(consent) if consent else None,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        label=row.label,
        is_ruling=row.is_ruling,
        reason=row.reason,
        superseded_by=row.superseded_by,
    )


def _consent(row: ConsentRow) -> PublicationConsent:
    return PublicationConsent(
        publish=row.publish,
        licence=row.licence,
        attribution=row.attribution,
        policy_version=row.policy_version,
        given_on=row.given_on,
        withdrawn_on=row.withdrawn_on,
        names_no_patient=row.names_no_patient,
    )
