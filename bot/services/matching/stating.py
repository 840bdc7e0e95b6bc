"""Needs and offers: state, change, close, open again, list."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.clusters import Theme
from bot.domain.contact_details import contact_details, fingerprint
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.matching import (
    Holders,
    Listed,
    Offer,
    OfferKind,
    OfferState,
    Shown,
    Statement,
    check_statement,
    default_until,
)
from bot.domain.permissions import Permission, may
from bot.domain.practices import Practice, PracticeStatus, Visibility
from bot.domain.text import normalise_line
from bot.services.matching.common import cluster_of, contact, is_of
from bot.services.matching.telling import refresh_requests
from bot.services.members import (
    Caller,
    require_access,
    require_permission,
    today,
)
from storage import audit
from storage import matching as rows
from storage import practices as practice_rows
from storage import themes as theme_rows
from storage.database import Database

_MOST_CHOICES = 100
_TAKEN_UP = {PracticeStatus.ACCEPTED, PracticeStatus.PUBLISHED}
_GONE = {
    PracticeStatus.WITHDRAWN,
    PracticeStatus.REJECTED,
    PracticeStatus.SUPERSEDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers to choose from, and the last day it proposes."""

    themes: tuple[Theme, ...]
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a form: stored, or sent back with what to think about.

    ``warned`` are words that look like contact details; ``newer`` is what somebody
    else saved since the form was opened.
    """

    offer: Offer | None = None
    warned: tuple[str, ...] = ()
    newer: Offer | None = None


def choices(db: Database, clock: Clock, *, caller: Caller) -> Choices:
    """Return what the form offers.

    Raises:
        NotAllowedError: the caller may not state offers, or has no cluster.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    cluster_of(caller)
    with db.read() as session:
        themes = theme_rows.themes(session, caller.sig.id)
    return Choices(themes=themes, until=default_until(today(clock, caller.sig)))


def practices_to_choose(
    db: Database, clock: Clock, *, caller: Caller, typed: str
) -> tuple[Practice, ...]:
    """Return the practices an offer may belong to and that have what was typed.

    Raises:
        NotAllowedError: the caller may not state offers.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    wanted = normalise_line(typed).casefold()
    with db.read() as session:
        possible = _possible_practices(session, caller)
    found = (
        each
        for each in possible
        if wanted in f"{each.ref} {each.content.title}".casefold()
    )
    return tuple(found)[:_MOST_CHOICES]


def state(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    statement: Statement,
    confirmed: str = "",
) -> Saved:
    """Store a new need or offer; the same nonce is the same one.

    ``confirmed`` is the fingerprint of the text whose contact details were asked
    about before.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: the caller may not, or has no cluster.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    cluster_id, day = cluster_of(caller), today(clock, caller.sig)
    with db.begin() as session:
        known = rows.by_nonce(session, caller.sig.id, nonce)
        if known is not None:
            return Saved(offer=_own(known, caller))
        _require_valid(session, caller, statement, day=day)
        if warned := _doubts(statement, confirmed):
            return Saved(warned=warned)
        blank = Offer(
            sig_id=caller.sig.id,
            nonce=nonce,
            kind=statement.kind or OfferKind.NEED,
            cluster_id=cluster_id,
            person_id=caller.person.id,
            text="",
            until=day,
            stated_on=day,
        )
        stored = rows.add_offer(session, statement.onto(blank))
        _log(session, clock, caller, verb="stated", offer=stored)
    return Saved(offer=_own(stored, caller))


def editable(db: Database, clock: Clock, *, caller: Caller, offer_id: int) -> Offer:
    """Return a need or offer that the caller may change.

    Raises:
        NotAllowedError: it is one of another cluster.
        NotFoundError: the group has none with this id.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    with db.read() as session:
        offer = rows.offer(session, caller.sig.id, offer_id)
        _require_ours(session, caller, offer)
    return offer


def change(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    offer_id: int,
    version: int,
    statement: Statement,
    confirmed: str = "",
) -> Saved:
    """Store a changed text; whether it is a need or an offer stays.

    Where the contact is gone, whoever changes it becomes its contact.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: it is one of another cluster.
        NotFoundError: the group has none with this id.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    day = today(clock, caller.sig)
    with db.begin() as session:
        before = rows.lock_offer(session, caller.sig.id, offer_id)
        known = _require_ours(session, caller, before)
        statement = replace(statement, kind=before.kind)
        _require_valid(session, caller, statement, day=day, before=before)
        after = statement.onto(before)
        if before.version != version:
            is_same = after == before  # the same form, delivered twice
            return Saved(offer=before) if is_same else Saved(newer=before)
        if warned := _doubts(statement, confirmed):
            return Saved(warned=warned)
        if contact(session, before, day=day, known=known) is None:
            after = replace(after, person_id=caller.person.id)
        after = _store(session, clock, caller, before=before, after=after)
    return Saved(offer=after)


def close(db: Database, clock: Clock, *, caller: Caller, offer_id: int) -> Offer:
    """Close a need or offer; doing it again changes nothing.

    Raises:
        NotAllowedError: it is one of another cluster.
        NotFoundError: the group has none with this id.
    """
    is_leader = _may(clock, caller, Permission.MANAGE_CLUSTERS)
    if not is_leader:
        require_permission(clock, caller, Permission.STATE_OFFER)
    with db.begin() as session:
        before = rows.lock_offer(session, caller.sig.id, offer_id)
        if not is_leader:
            _require_ours(session, caller, before)
        if before.state is OfferState.CLOSED:
            return before
        after = replace(before, state=OfferState.CLOSED)
        return _store(session, clock, caller, before=before, after=after, verb="closed")


def reopen(db: Database, clock: Clock, *, caller: Caller, offer_id: int) -> Offer:
    """Open a need or offer again, with a new last day where the old one is over.

    Raises:
        NotAllowedError: it is one of another cluster.
        NotFoundError: the group has none with this id.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    day = today(clock, caller.sig)
    with db.begin() as session:
        before = rows.lock_offer(session, caller.sig.id, offer_id)
        _require_ours(session, caller, before)
        if before.is_open(day):
            return before
        after = before.reopen(day)
        return _store(
            session, clock, caller, before=before, after=after, verb="reopened"
        )


def listed(
    db: Database, clock: Clock, *, caller: Caller, shown: Shown
) -> tuple[Listed, ...]:
    """Return the needs and offers somebody asks for, newest first.

    Those of the caller's own cluster come with the closed ones, after the open ones.

    Raises:
        NotAllowedError: only members of the group read them.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    day = today(clock, caller.sig)
    may_state = _may(clock, caller, Permission.STATE_OFFER)
    may_lead = _may(clock, caller, Permission.MANAGE_CLUSTERS)
    with db.read() as session:
        found = rows.offers(session, caller.sig.id)
        known = rows.cluster_holders(session, caller.sig.id)
    lines = []
    for offer in found:
        is_ours, is_open = _is_ours(offer, caller, known), offer.is_open(day)
        if not _belongs(offer, shown, is_ours=is_ours, is_open=is_open):
            continue
        may_change = is_ours and may_state
        line = Listed(
            offer=offer,
            is_open=is_open,
            may_change=may_change,
            may_close=is_open and (may_change or may_lead),
        )
        lines.append(line)
    return tuple(sorted(lines, key=lambda line: not line.is_open))


def of_practice(
    db: Database, clock: Clock, *, caller: Caller, practice_id: int
) -> tuple[Offer, ...]:
    """Return the open needs and offers on a practice; nothing for externals.

    They are for members of the group only, also on a practice everybody reads.

    Raises:
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    if not _may(clock, caller, Permission.READ_GROUP):
        return ()
    day = today(clock, caller.sig)
    with db.read() as session:
        found = rows.offers(session, caller.sig.id)
    return tuple(
        each for each in found if each.practice_id == practice_id and each.is_open(day)
    )


def _belongs(offer: Offer, shown: Shown, *, is_ours: bool, is_open: bool) -> bool:
    if shown is Shown.OURS:
        return is_ours
    kinds = {Shown.NEEDS: OfferKind.NEED, Shown.OFFERS: OfferKind.OFFER}
    return is_open and offer.kind is kinds.get(shown, offer.kind)


def _may(clock: Clock, caller: Caller, permission: Permission) -> bool:
    return may(caller.actor, permission, today=today(clock, caller.sig))


def _is_ours(offer: Offer, caller: Caller, known: Holders) -> bool:
    is_mine = offer.person_id == caller.person.id
    return is_mine or is_of(offer, caller.actor.cluster_id, known)


def _require_ours(session: Session, caller: Caller, offer: Offer) -> Holders:
    known = rows.cluster_holders(session, caller.sig.id)
    if not _is_ours(offer, caller, known):
        raise NotAllowedError(f"Only people of {offer.cluster_name} can change this.")
    return known


def _own(offer: Offer, caller: Caller) -> Offer:
    if offer.person_id != caller.person.id:
        raise NotAllowedError("This form belongs to somebody else.")
    return offer


def _require_valid(
    session: Session,
    caller: Caller,
    statement: Statement,
    *,
    day: date,
    before: Offer | None = None,
) -> None:
    slugs = [theme.slug for theme in theme_rows.themes(session, caller.sig.id)]
    problems = check_statement(statement, day=day, themes=slugs)
    kept = before.practice_id if before else None
    chosen = statement.practice_id
    if chosen not in {None, kept} and chosen not in {
        each.id for each in _possible_practices(session, caller)
    }:
        problems["practice"] = (
            "Please choose a practice of your cluster or one that is accepted and "
            "open to everybody."
        )
    if problems:
        raise InvalidInputError(problems)


def _possible_practices(session: Session, caller: Caller) -> tuple[Practice, ...]:
    """Return practices of the caller's cluster, and what is accepted and public."""
    known = rows.cluster_holders(session, caller.sig.id)
    mine = caller.actor.cluster_id
    return tuple(
        each
        for each in practice_rows.numbered(session, caller.sig.id)
        if (each.status in _TAKEN_UP and each.content.visibility is Visibility.PUBLIC)
        or (
            each.status not in _GONE
            and mine is not None
            and each.cluster_id is not None
            and mine in known.get(each.cluster_id, {each.cluster_id})
        )
    )


def _doubts(statement: Statement, confirmed: str) -> tuple[str, ...]:
    if fingerprint(statement.text) == confirmed:
        return ()
    return contact_details(statement.text)


def _store(
    session: Session,
    clock: Clock,
    caller: Caller,
    *,
    before: Offer,
    after: Offer,
    verb: str = "changed",
) -> Offer:
    stored = rows.save_offer(session, before, after)
    refresh_requests(session, caller.sig, stored, now=clock())
    _log(session, clock, caller, verb=verb, offer=stored)
    return stored


def _log(
    session: Session, clock: Clock, caller: Caller, *, verb: str, offer: Offer
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="offer",
        object_id=offer.id,
        now=clock(),
    )
