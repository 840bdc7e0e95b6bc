"""What the two people of an introduction are told, and what a message speaks of."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.errors import NotFoundError
from bot.domain.matching import (
    Direct,
    Holders,
    Introduction,
    Offer,
    OfferKind,
    Request,
    Standing,
    Together,
    other_side,
)
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.quiet import when_awake
from bot.domain.sigs import Person, Sig
from bot.services.matching.common import contact
from storage import matching as rows
from storage import members as member_rows
from storage import outbox
from storage import sigs as sig_rows
from storage.database import Database

# A question that reaches somebody weeks late, and a word to two who agreed then.
_USEFUL = timedelta(days=14)
_USEFUL_TOGETHER = timedelta(days=30)
# Slack's words for: one of these people cannot be written to.
_UNREACHABLE = {
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "account_inactive",
    "invalid_user_combination",
}


def request(
    session: Session,
    introduction: Introduction,
    side: OfferKind,
    *,
    day: date,
    known: Holders,
) -> Request:
    """Return an introduction as one of its two people sees it."""
    both = _both(session, introduction)
    other = both[other_side(side)]
    is_open = all(each.is_open(day) for each in both.values())
    person = contact(session, other, day=day, known=known)
    asked = introduction.person_of(other_side(side))
    is_reachable = (
        person is not None
        and person.id == asked
        and not _has_failed(session, introduction, person)
    )
    return Request(
        introduction=introduction,
        side=side,
        own=both[side],
        other=other,
        standing=introduction.standing(
            side, is_open=is_open, is_reachable=is_reachable
        ),
    )


def ask(
    session: Session,
    sig: Sig,
    introduction: Introduction,
    *,
    people: Mapping[OfferKind, Person],
    now: datetime,
) -> None:
    """Ask both people, each once, when their quiet hours allow it."""
    both = _both(session, introduction)
    last_day = min(each.until for each in both.values()) + timedelta(days=1)
    ends = datetime.combine(last_day, time(), ZoneInfo(sig.zone))
    for side, person in people.items():
        if introduction.answer_of(side) is not None or not person.user_id:
            continue
        due_at = when_awake(
            now,
            person.zone or sig.zone,
            quiet_from=sig.quiet_from,
            quiet_until=sig.quiet_until,
        )
        outbox.enqueue(
            session,
            Message(
                key=_asked_key(introduction.id, person.id),
                kind=MessageKind.INTRODUCTION_ASKED,
                sig_id=sig.id,
                object_id=introduction.id,
                recipient=person.user_id,
                due_at=due_at,
                not_after=min(due_at + _USEFUL, max(ends, due_at)),
            ),
        )


def bring_together(
    session: Session, sig: Sig, introduction: Introduction, *, now: datetime
) -> None:
    """Open one message for the two who agreed."""
    people = _people(session, introduction)
    users = sorted(person.user_id for person in people if person.user_id)
    outbox.enqueue(
        session,
        Message(
            key=_together_key(introduction.id),
            kind=MessageKind.INTRODUCTION,
            sig_id=sig.id,
            object_id=introduction.id,
            recipient=",".join(users),
            due_at=now,
            not_after=now + _USEFUL_TOGETHER,
        ),
    )


def refresh(
    session: Session, sig: Sig, introduction: Introduction, *, mark: str, now: datetime
) -> None:
    """Let the questions to both people say what is true now, without a new ping."""
    for person in _people(session, introduction):
        if person.user_id is None:
            continue
        outbox.enqueue(
            session,
            Message(
                key=f"introduction:{introduction.id}:{mark}:{person.id}",
                kind=MessageKind.INTRODUCTION_ANSWERED,
                sig_id=sig.id,
                object_id=introduction.id,
                recipient=person.user_id,
                due_at=now,
                not_after=now + _USEFUL,
            ),
        )


def refresh_requests(
    session: Session, sig: Sig, offer: Offer, *, now: datetime
) -> None:
    """Refresh the questions that wait for an answer about a need or offer."""
    for ids, each in rows.introductions(session, sig.id).items():
        if offer.id in ids and not each.is_settled:
            mark = f"offer:{offer.id}:v{offer.version}"
            refresh(session, sig, each, mark=mark, now=now)


def request_of(db: Database, message: Message) -> Request | None:
    """Return what a question to one person speaks of; None when it is void.

    A question that is not sent yet is void once there is nothing to ask; one that
    stands already still has to say how it ended.
    """
    with db.read() as session:
        found = _for_message(session, message)
        if found is None:
            return None
        introduction, side = found
        known = rows.cluster_holders(session, message.sig_id)
        day = _day_of(session, message)
        asked = request(session, introduction, side, day=day, known=known)
        if contact(session, asked.own, day=day, known=known) is None:
            return None  # the reader has left: what stands there stays
    is_question = message.kind is MessageKind.INTRODUCTION_ASKED
    return None if is_question and asked.standing is not Standing.ASKED else asked


def question_of(db: Database, message: Message) -> Message | None:
    """Return the question that a refresh changes."""
    with db.read() as session:
        found = _for_message(session, message)
        if found is None:
            return None
        introduction, side = found
        person_id = introduction.person_of(side) or 0
        return outbox.by_key(session, _asked_key(introduction.id, person_id))


def together(db: Database, message: Message) -> Together | None:
    """Return the two who agreed, or None when one of them has left since."""
    with db.read() as session:
        return _together(session, message)


def introduce_directly(
    db: Database, message: Message, *, worker: str, reason: str, now: datetime
) -> None:
    """Give the common message up and tell both directly how to reach each other.

    For workspaces where the bot may not open group messages (the scope mpim:write
    is optional), for accounts that Slack cannot bring together, and for somebody
    who left in the meantime. Where it cannot be found out whether the common message
    was posted, a word to each is the lesser evil: the message itself is not repeated.
    """
    with db.begin() as session:
        is_mine = outbox.finish(
            session,
            message,
            state=MessageState.CANCELLED,
            worker=worker,
            reason=reason,
        )
        introduction = _introduction(session, message)
        if not is_mine or introduction is None or not introduction.is_agreed:
            return
        for person in _people(session, introduction):
            if person.user_id is None:
                continue
            outbox.enqueue(
                session,
                Message(
                    key=f"introduction:{introduction.id}:direct:{person.id}",
                    kind=MessageKind.INTRODUCTION_DIRECT,
                    sig_id=message.sig_id,
                    object_id=introduction.id,
                    recipient=person.user_id,
                    due_at=now,
                    not_after=now + _USEFUL_TOGETHER,
                ),
            )


def direct(db: Database, message: Message) -> Direct | None:
    """Return what one of two who agreed is told directly; None for who left."""
    with db.read() as session:
        found = _for_message(session, message)
        if found is None or not found[0].is_agreed:
            return None
        introduction, side = found
        both = _both(session, introduction)
        people = _contacts(session, message, both)
        if people[side] is None:
            return None
        other = people[other_side(side)]
        given_up = outbox.by_key(session, _together_key(introduction.id))
        why = outbox.with_reason(session, given_up.id) if given_up else None
    return Direct(
        own=both[side],
        other=both[other_side(side)],
        other_user=other.user_id if other else None,
        is_doubtful=why is not None and why[1] in _UNREACHABLE,
    )


def _together(session: Session, message: Message) -> Together | None:
    introduction = _introduction(session, message)
    if introduction is None or not introduction.is_agreed:
        return None
    both = _both(session, introduction)
    people = _contacts(session, message, both)
    need, offer = people[OfferKind.NEED], people[OfferKind.OFFER]
    if not (need and offer and need.user_id and offer.user_id):
        return None
    return Together(
        need=both[OfferKind.NEED],
        offer=both[OfferKind.OFFER],
        need_user=need.user_id,
        offer_user=offer.user_id,
    )


def _contacts(
    session: Session, message: Message, both: Mapping[OfferKind, Offer]
) -> Mapping[OfferKind, Person | None]:
    known = rows.cluster_holders(session, message.sig_id)
    day = _day_of(session, message)
    return {
        side: contact(session, offer, day=day, known=known)
        for side, offer in both.items()
    }


def _both(session: Session, introduction: Introduction) -> Mapping[OfferKind, Offer]:
    sig_id = introduction.sig_id
    return {
        OfferKind.NEED: rows.offer(session, sig_id, introduction.need_id),
        OfferKind.OFFER: rows.offer(session, sig_id, introduction.offer_id),
    }


def _people(session: Session, introduction: Introduction) -> list[Person]:
    asked = (introduction.need_person_id, introduction.offer_person_id)
    return [member_rows.person(session, each) for each in asked if each is not None]


def _introduction(session: Session, message: Message) -> Introduction | None:
    try:
        return rows.introduction(session, message.sig_id, message.object_id)
    except NotFoundError:
        return None


def _for_message(
    session: Session, message: Message
) -> tuple[Introduction, OfferKind] | None:
    """Return the introduction, and which side the message's reader is."""
    introduction = _introduction(session, message)
    if introduction is None:
        return None
    for person in _people(session, introduction):
        side = introduction.side_of(person.id)
        if person.user_id == message.recipient and side is not None:
            return introduction, side
    return None


def _day_of(session: Session, message: Message) -> date:
    """Return the day a message is due, in the group's zone."""
    zone = ZoneInfo(sig_rows.get(session, message.sig_id).zone)
    return message.due_at.astimezone(zone).date()


def _has_failed(session: Session, introduction: Introduction, person: Person) -> bool:
    asked = outbox.by_key(session, _asked_key(introduction.id, person.id))
    return asked is not None and asked.state is MessageState.FAILED


def _asked_key(introduction_id: int, person_id: int) -> str:
    return f"introduction:{introduction_id}:asked:{person_id}"


def _together_key(introduction_id: int) -> str:
    return f"introduction:{introduction_id}:together"
