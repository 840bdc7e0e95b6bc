"""Needs and offers that fit, and bringing their two people together."""

from datetime import date

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import (
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.matching import (
    Holders,
    Introduction,
    Match,
    Offer,
    OfferKind,
    Pair,
    Request,
    Standing,
    fit,
    pairs,
)
from bot.domain.permissions import Permission
from bot.domain.sigs import Person
from bot.services.matching.common import contact
from bot.services.matching.telling import (
    ask,
    bring_together,
    refresh,
    request,
)
from bot.services.members import Caller, require_permission, today
from storage import audit
from storage import matching as rows
from storage.database import Database

# These leave something to answer.
_OPEN = {Standing.ASKED, Standing.WAITING, Standing.DECLINED}


def matches(db: Database, clock: Clock, *, caller: Caller) -> tuple[Match, ...]:
    """Return the needs and offers of the group that fit, the best first.

    Raises:
        NotAllowedError: only members of the group see them.
    """
    require_permission(clock, caller, Permission.MATCH_OFFERS)
    day = today(clock, caller.sig)
    with db.read() as session:
        offers = rows.offers(session, caller.sig.id)
        known = rows.cluster_holders(session, caller.sig.id)
        introductions = rows.introductions(session, caller.sig.id)
    return tuple(
        _match(pair, introductions.get((pair.need.id, pair.offer.id)))
        for pair in pairs(offers, day=day, known=known)
    )


def propose(
    db: Database, clock: Clock, *, caller: Caller, need_id: int, offer_id: int
) -> Match:
    """Ask the two people of a pair privately; doing it again asks nobody twice.

    Raises:
        NotAllowedError: only members of the group may.
        InvalidTransitionError: the two do not fit (any more).
        NotFoundError: one of them is gone, or nobody can be asked about it.
    """
    require_permission(clock, caller, Permission.MATCH_OFFERS)
    now, day = clock(), today(clock, caller.sig)
    with db.begin() as session:
        known = rows.cluster_holders(session, caller.sig.id)
        pair = _pair(session, caller, (need_id, offer_id), day=day, known=known)
        people = {
            OfferKind.NEED: _contact(session, pair.need, day=day, known=known),
            OfferKind.OFFER: _contact(session, pair.offer, day=day, known=known),
        }
        new = Introduction(
            sig_id=caller.sig.id,
            need_id=pair.need.id,
            offer_id=pair.offer.id,
            need_person_id=people[OfferKind.NEED].id,
            offer_person_id=people[OfferKind.OFFER].id,
            proposed_by=caller.person.id,
        )
        first, is_new = rows.propose(session, new)
        asked = first.ask(
            need_person_id=new.need_person_id, offer_person_id=new.offer_person_id
        )
        if asked != first:
            asked = rows.save_introduction(session, asked)
        if not asked.is_settled:
            ask(session, caller.sig, asked, people=people, now=now)
        if is_new or asked != first:
            _log(session, clock, caller, verb="proposed", introduction=asked)
    return _match(pair, asked)


def answer(
    db: Database, clock: Clock, *, caller: Caller, introduction_id: int, yes: bool
) -> Request:
    """Take what one of the two says; once both agreed they are brought together.

    The same answer again changes nothing; another one counts until both have
    answered. Where there is nothing to answer any more, the result says why.

    Raises:
        NotAllowedError: somebody else was asked.
        NotFoundError: the group has no such introduction.
    """
    require_permission(clock, caller, Permission.STATE_OFFER)
    now, day = clock(), today(clock, caller.sig)
    with db.begin() as session:
        before = rows.lock_introduction(session, caller.sig.id, introduction_id)
        side = before.side_of(caller.person.id)
        if side is None:
            raise NotAllowedError("Only the two people who were asked can answer.")
        known = rows.cluster_holders(session, caller.sig.id)
        _require_voice(session, caller, before, day=day, known=known)
        asked = request(session, before, side, day=day, known=known)
        if asked.standing not in _OPEN or before.answer_of(side) is yes:
            return asked
        after = before.answer(side, now, yes=yes)
        after = rows.save_introduction(session, after)
        if after.is_agreed:
            bring_together(session, caller.sig, after, now=now)
        if after.is_settled:
            refresh(session, caller.sig, after, mark="settled", now=now)
        verb = "agreed" if yes else "declined"
        _log(session, clock, caller, verb=verb, introduction=after)
        return request(session, after, side, day=day, known=known)


def _pair(
    session: Session,
    caller: Caller,
    ids: tuple[int, int],
    *,
    day: date,
    known: Holders,
) -> Pair:
    need, offer = (rows.offer(session, caller.sig.id, each) for each in ids)
    pair = fit(need, offer, day=day, known=known)
    if pair is None:
        raise InvalidTransitionError(
            "These two do not fit any more: one was changed or closed in the "
            "meantime. Type /sig match to see what fits now."
        )
    return pair


def _contact(session: Session, offer: Offer, *, day: date, known: Holders) -> Person:
    person = contact(session, offer, day=day, known=known)
    if person is None:
        raise NotFoundError(
            f"There is nobody to ask at {offer.cluster_name}: whoever stated this "
            "does not speak for it any more. Somebody of that cluster can take it "
            "over: /sig offer list, then Edit and Save."
        )
    return person


def _require_voice(
    session: Session,
    caller: Caller,
    introduction: Introduction,
    *,
    day: date,
    known: Holders,
) -> None:
    """Let pass who still speaks for the cluster they were asked for."""
    is_need = introduction.side_of(caller.person.id) is OfferKind.NEED
    own_id = introduction.need_id if is_need else introduction.offer_id
    own = rows.offer(session, caller.sig.id, own_id)
    person = contact(session, own, day=day, known=known)
    if person is None or person.id != caller.person.id:
        raise NotAllowedError(
            f"You do not speak for {own.cluster_name} about this any more, so its "
            "people decide."
        )


def _match(pair: Pair, introduction: Introduction | None) -> Match:
    contacts = (pair.need.person_id, pair.offer.person_id)
    can_ask = introduction is None or (
        not introduction.is_settled
        and contacts != (introduction.need_person_id, introduction.offer_person_id)
    )
    return Match(pair=pair, introduction=introduction, can_ask=can_ask)


def _log(
    session: Session,
    clock: Clock,
    caller: Caller,
    *,
    verb: str,
    introduction: Introduction,
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="introduction",
        object_id=introduction.id,
        now=clock(),
    )
