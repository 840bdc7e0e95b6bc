"""A group read as one document, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.exchange import (
    Document,
    Entry,
    Member,
    NetworkRecord,
    PaperRecord,
    PracticeRecord,
    Purpose,
    SigRecord,
)
from bot.domain.practices import PracticeContent
from bot.domain.sigs import Person, PersonState
from bot.domain.whitepaper.credit import CreditRole
from storage import (
    actions,
    clusters,
    meetings,
    networks,
    sigs,
    sources,
    successions,
    themes,
)
from storage.directory import Directory, directory, person_key
from storage.exchange.beside import load_beside
from storage.exchange.credits import load_credits
from storage.exchange.offers import load_offers
from storage.exchange.paper import load_paper
from storage.exchange.rounds import load_recommendations
from storage.practices.loading import Which
from storage.practices.loading import load as load_practices
from storage.tables import (
    ActionItemRow,
    ClusterRow,
    DecisionRow,
    MeetingRow,
    MembershipRow,
    NetworkRow,
    OrganisationRow,
    PersonRow,
    PracticeRow,
    RecommendationRow,
    SigRow,
    SourceRow,
    SuccessionRow,
    Table,
    ThemeRow,
    WhitePaperRow,
)

_Extras = Mapping[Any, Mapping[str, Any]]


def load(session: Session, sig_id: int) -> Document:
    """Return a group with everything that a file of it holds.

    Drafts are left out: they are private, and have no number yet.

    Raises:
        NotFoundError: there is no such group.
    """
    who = directory(session, sig_id)
    return Document(
        sig=Entry(value=_sig(session, sig_id, who)),
        extra=session.exec(select(SigRow.extra).where(SigRow.id == sig_id)).one() or {},
        sources=_entries(
            sources.sources(session, sig_id),
            _extras(session, sig_id, table=SourceRow, key="key"),
            key="key",
        ),
        themes=_entries(
            themes.all_themes(session, sig_id),
            _extras(session, sig_id, table=ThemeRow, key="slug"),
            key="slug",
        ),
        networks=_networks(session, sig_id, who),
        clusters=_entries(
            clusters.clusters(session, sig_id),
            _extras(session, sig_id, table=ClusterRow, key="id"),
            key="id",
        ),
        successions=_entries(
            successions.all_successions(session, sig_id),
            _extras(session, sig_id, table=SuccessionRow, key="id"),
            key="id",
        ),
        people=_people(session, sig_id, who),
        practices=_practices(session, sig_id, who),
        meetings=_entries(
            meetings.all_meetings(session, sig_id, who=who),
            _extras(session, sig_id, table=MeetingRow, key="number"),
            key="number",
        ),
        decisions=_entries(
            meetings.decisions_outside(session, sig_id),
            _extras(session, sig_id, table=DecisionRow, key="number"),
            key="number",
        ),
        actions=_entries(
            actions.all_actions(session, sig_id, who=who),
            _extras(session, sig_id, table=ActionItemRow, key="number"),
            key="number",
        ),
        recommendations=_entries(
            load_recommendations(session, sig_id, who),
            _extras(session, sig_id, table=RecommendationRow, key="number"),
            key="number",
        ),
        offers=load_offers(session, sig_id, who),
        paper=_paper(session, sig_id, who),
        beside=load_beside(session, sig_id, who),
    )


def _extras(session: Session, sig_id: int, *, table: type[Table], key: str) -> _Extras:
    columns = table.__table__.c  # type: ignore[attr-defined]  # set by the metaclass
    query = sa.select(columns[key], columns.extra).where(
        columns.sig_id == sig_id, columns.extra.is_not(None)
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _entries(values: Any, extras: _Extras, *, key: str) -> tuple[Entry[Any], ...]:
    return tuple(
        Entry(value=value, extra=extras.get(getattr(value, key), {}))
        for value in values
    )


def _sig(session: Session, sig_id: int, who: Directory) -> SigRecord:
    history = tuple(
        Purpose(
            revision=each.revision,
            text=each.text,
            set_on=each.set_on,
            author=who.people.get(each.author_id or 0),
        )
        for each in sigs.objectives(session, sig_id)
    )
    return SigRecord(sig=sigs.get(session, sig_id), history=history)


def _networks(
    session: Session, sig_id: int, who: Directory
) -> tuple[Entry[NetworkRecord], ...]:
    extras = _extras(session, sig_id, table=NetworkRow, key="slug")
    return tuple(
        Entry(
            value=NetworkRecord(
                network=network,
                liaison=who.people.get(network.liaison_person_id or 0),
            ),
            extra=extras.get(network.slug, {}),
        )
        for network in networks.networks(session, sig_id)
    )


def _people(session: Session, sig_id: int, who: Directory) -> tuple[Entry[Member], ...]:
    query = (
        select(MembershipRow, PersonRow, OrganisationRow)
        .join(PersonRow, col(PersonRow.id) == MembershipRow.person_id)
        .outerjoin(
            OrganisationRow, col(OrganisationRow.id) == MembershipRow.organisation_id
        )
        .where(MembershipRow.sig_id == sig_id, PersonRow.state != PersonState.ERASED)
        .order_by(
            col(MembershipRow.listed_as),
            col(MembershipRow.position),
            col(PersonRow.id),
        )
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    credit = load_credits(session, sig_id)
    return tuple(
        Entry(
            value=_with_credit(
                _member(place, person, organisation, who=who),
                credit.get(person.id),
                who,
            ),
            extra=place.extra or {},
        )
        for place, person, organisation in found
    )


def _with_credit(
    member: Member,
    corrected: tuple[tuple[CreditRole, ...], int | None] | None,
    who: Directory,
) -> Member:
    if corrected is None:
        return member
    roles, by = corrected
    return replace(member, credit=roles, credit_by=who.people.get(by or 0))


def _member(
    place: MembershipRow,
    person: PersonRow,
    organisation: OrganisationRow | None,
    *,
    who: Directory,
) -> Member:
    key = person_key(person, place)
    return Member(
        key=key,
        listed_as=place.listed_as,
        role=place.role,
        person=Person(
            id=person.id,
            key=key,
            team_id=person.team_id,
            user_id=person.user_id,
            display_name=person.display_name,
            zone=person.zone,
            state=person.state,
        ),
        title=place.title,
        cluster=who.clusters.get(place.cluster_id or 0),
        sponsor=who.clusters.get(place.sponsor_cluster_id or 0),
        kind=organisation.kind if organisation else None,
        country=(organisation.country or None) if organisation else None,
        organisation=(organisation.name or None) if organisation else None,
        purpose=place.purpose,
        expires_on=place.expires_on,
        may_submit=place.may_submit,
        meetings=None if place.meetings is None else tuple(place.meetings),
        invited_by=who.people.get(place.invited_by or 0),
    )


def _practices(
    session: Session, sig_id: int, who: Directory
) -> tuple[Entry[PracticeRecord], ...]:
    accepted = _accepted_texts(session, sig_id)
    extras = _extras(session, sig_id, table=PracticeRow, key="id")
    return tuple(
        Entry(
            value=PracticeRecord(
                practice=practice,
                author=who.people.get(practice.author_id or 0),
                accepted=accepted.get(practice.id),
            ),
            extra=extras.get(practice.id, {}),
        )
        for practice in load_practices(session, Which.NUMBERED, sig_id=sig_id)
    )


def _accepted_texts(session: Session, sig_id: int) -> dict[int, PracticeContent]:
    newest = {
        practice.id: practice.revision
        for practice in load_practices(session, Which.REVISED, sig_id=sig_id)
    }
    printed = load_practices(session, Which.REVISED, printable=True, sig_id=sig_id)
    return {
        practice.id: practice.content
        for practice in printed
        if practice.revision != newest[practice.id]
    }


def _paper(session: Session, sig_id: int, who: Directory) -> Entry[PaperRecord] | None:
    record = load_paper(session, sig_id, who)
    if record is None:
        return None
    query = select(WhitePaperRow.extra).where(WhitePaperRow.sig_id == sig_id)
    return Entry(value=record, extra=session.exec(query).one() or {})
