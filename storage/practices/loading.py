"""Practices read with their texts and consents, and their links, in two queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.practices import (
    BEING_REVISED,
    Funding,
    Practice,
    PracticeContent,
    PracticeStatus,
    Provenance,
    PublicationConsent,
)
from bot.domain.practices.search import Labels
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
# Columns that a practice has by the same name.
_RECORD = (
    *("id", "sig_id", "number", "key", "nonce", "version", "accepted_revision"),
    *("cluster_id", "author_id", "submitted_at", "accepted_at", "label", "is_ruling"),
    *("reason", "superseded_by"),
)
_CONSENT = tuple(PublicationConsent.__dataclass_fields__)
_TEXT = tuple(
    name
    for name in PracticeContent.__dataclass_fields__
    if name not in {"themes", "networks"}
)
_LISTS = ("target_groups", "links", "formatted")


class Which(Enum):
    """Which practices to read, and the values to give."""

    ID = "practice_id"
    IDS = "practice_ids"
    NONCE = "sig_id, nonce"
    NUMBER = "sig_id, number"
    DRAFTS = "drafts of sig_id, author_id"
    NUMBERED = "all with a number of sig_id"
    REVISED = "with an older accepted text, of sig_id"


class Shown(Enum):
    """Which text of each: the newest, the printable one before a newer, or both."""

    NEWEST = "newest"
    PRINTABLE = "printable"
    BOTH = "both"


class Loaded(NamedTuple):
    """Practices, and the names that their themes and networks have now."""

    practices: tuple[Practice, ...]
    labels: Labels


def load(
    session: Session, which: Which, *, printable: bool = False, **values: _Value
) -> tuple[Practice, ...]:
    """Return practices, by number and then by id.

    With ``printable`` an accepted text goes before a newer one.
    """
    shown = Shown.PRINTABLE if printable else Shown.NEWEST
    return load_labelled(session, which, shown=shown, **values).practices


def load_labelled(
    session: Session, which: Which, *, shown: Shown, **values: _Value
) -> Loaded:
    """Return practices, by number and then by id, and the names of their links."""
    ask = _statements(which, shown)
    session.flush()  # as before every query for rows
    connection = session.connection()
    rows = connection.execute(ask.rows, values).all()
    links = _links_in(connection.execute(ask.links, values)) if rows else _Links()
    return Loaded(tuple(_practice(row, links) for row in rows), links.labels)


def to_content(
    text: PracticeRevisionRow, themes: Iterable[str], networks: Iterable[str]
) -> PracticeContent:
    """Return a stored text as the domain knows it."""
    values = {name: getattr(text, name) for name in _TEXT}
    return _content(values, tuple(themes), tuple(networks))


@dataclass(frozen=True, slots=True)
class _Links:
    """Slugs of themes and of networks, in their order by text; and their names."""

    themes: _Slugs = field(default_factory=lambda: defaultdict(tuple))
    networks: _Slugs = field(default_factory=lambda: defaultdict(tuple))
    labels: Labels = field(default_factory=lambda: Labels({}, {}))


class _Statements(NamedTuple):
    rows: Any
    links: Any


@cache
def _statements(which: Which, shown: Shown) -> _Statements:
    # Putting a statement together takes longer than running it, and the write lock is
    # held meanwhile: each is made once.
    condition, is_shown = _condition(which), _is_shown(shown)
    return _Statements(_rows(condition, is_shown), _links(condition, is_shown))


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


def _rows(condition: sa.ColumnElement[bool], is_shown: sa.ColumnElement[bool]) -> Any:
    # Columns and not whole rows of the ORM, which take three times as long.
    text, consent = PracticeRevisionRow, aliased(ConsentRow)
    newest_consent = (
        sa.select(sa.func.max(col(ConsentRow.id)))
        .where(col(ConsentRow.practice_id) == PracticeRow.id)
        .correlate(PracticeRow)
        .scalar_subquery()
    )
    columns = chain(
        (getattr(PracticeRow, name) for name in _RECORD),
        (getattr(text, name) for name in _TEXT),
        (getattr(consent, name) for name in _CONSENT),
        (text.id, text.revision, PracticeRow.revision, PracticeRow.status),
        (OrganisationRow.key, OrganisationRow.name),
        (PersonRow.display_name, PersonRow.user_id),
    )
    return (
        sa.select(*columns)
        .select_from(PracticeRow)
        .join(text, sa.and_(col(text.practice_id) == PracticeRow.id, is_shown))
        .outerjoin(ClusterRow, col(ClusterRow.id) == PracticeRow.cluster_id)
        .outerjoin(
            OrganisationRow, col(OrganisationRow.id) == ClusterRow.organisation_id
        )
        .outerjoin(PersonRow, col(PersonRow.id) == PracticeRow.author_id)
        .outerjoin(consent, col(consent.id) == newest_consent)
        .where(condition)
        .order_by(col(PracticeRow.number), col(PracticeRow.id))
    )


def _is_shown(shown: Shown) -> sa.ColumnElement[bool]:
    revision = col(PracticeRevisionRow.revision)
    if shown is Shown.BOTH:
        both = (shown_revision(printable=False), shown_revision(printable=True))
        return revision.in_(both)
    return revision == shown_revision(printable=shown is Shown.PRINTABLE)


def shown_revision(*, printable: bool) -> sa.ColumnElement[Any]:
    """Return which text is meant: the newest, or the printable one."""
    newest = col(PracticeRow.revision)
    if not printable:
        return sa.cast(newest, sa.Integer)
    revised = col(PracticeRow.status).in_(list(BEING_REVISED))
    accepted = sa.func.coalesce(col(PracticeRow.accepted_revision), newest)
    return sa.case((revised, accepted), else_=newest)


def _links(condition: sa.ColumnElement[bool], is_shown: sa.ColumnElement[bool]) -> Any:
    """Return slugs and names of themes (0) and of networks (1), in their order."""
    text, theme, network = PracticeRevisionRow, PracticeThemeRow, PracticeNetworkRow
    themes: Any = (
        sa.select(
            sa.literal_column("0").label("kind"),
            col(theme.revision_id).label("text"),
            col(theme.position).label("place"),
            col(ThemeRow.slug),
            col(ThemeRow.label),
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
            col(NetworkRow.name),
        )
        .join(NetworkRow, col(NetworkRow.id) == network.network_id)
        .join(text, col(text.id) == network.revision_id)
    )
    both = (
        each.join(PracticeRow, col(PracticeRow.id) == text.practice_id).where(
            condition, is_shown
        )
        for each in (themes, networks)
    )
    return sa.union_all(*both).order_by("kind", "text", "place")


def _links_in(rows: Iterable[Any]) -> _Links:
    slugs: tuple[_Slugs, _Slugs] = defaultdict(tuple), defaultdict(tuple)
    names: tuple[dict[str, str], dict[str, str]] = {}, {}
    for kind, text_id, _, slug, name in rows:
        slugs[kind][text_id] += (slug,)
        names[kind][slug] = name
    return _Links(*slugs, Labels(*names))


_TEXT_AT = len(_RECORD)
_CONSENT_AT = _TEXT_AT + len(_TEXT)
_REST_AT = _CONSENT_AT + len(_CONSENT)


def _practice(row: Sequence[Any], links: _Links) -> Practice:
    text = dict(zip(_TEXT, row[_TEXT_AT:_CONSENT_AT], strict=True))
    consent = dict(zip(_CONSENT, row[_CONSENT_AT:_REST_AT], strict=True))
    text_id, revision, newest, status, *others = row[_REST_AT:]
    cluster_key, cluster_name, author_name, author_user_id = others
    themes, networks = links.themes[text_id], links.networks[text_id]
    return Practice(
        **dict(zip(_RECORD, row[:_TEXT_AT], strict=True)),
        # A text before the newest is shown as it was: accepted.
        status=status if revision == newest else PracticeStatus.ACCEPTED,
        revision=revision,
        content=_content(text, themes, networks),
        cluster_key=cluster_key,
        cluster_name=cluster_name,
        author_name=author_name or None,
        author_user_id=author_user_id,
        consent=PublicationConsent(**consent) if consent["given_on"] else None,
    )


def _content(
    values: dict[str, Any], themes: tuple[str, ...], networks: tuple[str, ...]
) -> PracticeContent:
    """Return a text, whose lists and objects are still those of JSON."""
    values |= {name: tuple(values[name]) for name in _LISTS}
    funding = values.pop("funding")
    values["provenance"] = tuple(Provenance(**one) for one in values["provenance"])
    return PracticeContent(
        **values,
        funding=Funding(**funding) if funding else None,
        themes=themes,
        networks=networks,
    )
