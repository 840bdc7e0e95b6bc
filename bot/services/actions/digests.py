"""The weekly summary of everything that waits for one person, and who wants none."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from bot.domain.actions import Shown, reminders
from bot.domain.actions import digests as rules
from bot.domain.actions.digests import Digest, Setting
from bot.domain.clock import Clock
from bot.domain.consensus import Proposed
from bot.domain.meetings import Meeting
from bot.domain.members import Member
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import CLUSTER_VOICES, TABLE, Permission, Role
from bot.domain.polls import Poll, PollState
from bot.domain.practices import Practice
from bot.domain.rsvps import is_open
from bot.domain.sigs import Sig
from bot.domain.whitepaper import Section
from bot.services.actions import common, reminding
from bot.services.actions.nudging import reader_of, today_in
from bot.services.members import Caller, require_permission, today
from bot.services.polls import planning as polls
from bot.services.polls.common import asked_in_private
from bot.services.recommendations import waiting
from storage import action_reminders as rows
from storage import actions as action_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage import polls as poll_rows
from storage import reviews as review_rows
from storage import rsvps as rsvp_rows
from storage import sections as section_rows
from storage import sigs as sig_rows
from storage.database import Database
from storage.directory import Directory, directory


def for_message(db: Database, message: Message) -> Digest | None:
    """Return what a summary says; None when there is nothing, or nobody to read it.

    One that was read already says what is left of it, even if that is nothing.
    """
    with db.read() as session:
        sig = sig_rows.get(session, message.sig_id)
        reader = reader_of(session, message)
        if reader is None or not _is_wanted(session, sig, reader, message):
            return None
        found = of_person(session, sig, reader, now=message.due_at)
    is_new = message.kind is MessageKind.ACTION_DIGEST
    return None if is_new and found.is_empty else found


def of_person(session: Session, sig: Sig, reader: Member, *, now: datetime) -> Digest:
    """Return everything that waits for somebody in a group."""
    day, who = today_in(sig, now), directory(session, sig.id)
    actions, more = _actions(session, sig, reader, day, who=who)
    asked = _asked(session, sig, reader)
    return Digest(
        sig=sig,
        today=day,
        actions=actions,
        more=more,
        reviews=_reviews(session, sig, reader),
        polls=tuple(_polls(session, sig, reader, now, members=asked)),
        rounds=_rounds(session, sig, reader, now, members=asked),
        meeting=_meeting(session, sig, reader, now),
        sections=_sections(session, sig, reader, day),
    )


def setting(db: Database, clock: Clock, *, caller: Caller) -> Setting:
    """Return whether the caller gets the weekly summary.

    Raises:
        NotAllowedError: only people of the group may ask.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    with db.read() as session:
        return _setting(session, clock, caller)


def pause(
    db: Database, clock: Clock, *, caller: Caller, for_good: bool = False
) -> Setting:
    """Send the caller no weekly summary for four weeks, or until they want it again.

    Raises:
        NotAllowedError: only people of the group may.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    until = None if for_good else today(clock, caller.sig) + reminders.PAUSE
    with db.begin() as session:
        rows.pause(session, caller.sig.id, caller.person.id, until=until)
        reminding.replan_digests(session, caller.sig.id, now=clock())
        return _setting(session, clock, caller)


def resume(db: Database, clock: Clock, *, caller: Caller) -> Setting:
    """Send the caller the weekly summary again.

    Raises:
        NotAllowedError: only people of the group may.
    """
    require_permission(clock, caller, Permission.READ_ACTIONS)
    with db.begin() as session:
        rows.resume(session, caller.sig.id, caller.person.id)
        reminding.replan_digests(session, caller.sig.id, now=clock())
        return _setting(session, clock, caller)


def _setting(session: Session, clock: Clock, caller: Caller) -> Setting:
    paused = rows.pauses(session, caller.sig.id)
    until = paused.get(caller.person.id)
    is_over = until is not None and until <= today(clock, caller.sig)
    is_paused = caller.person.id in paused and not is_over
    return Setting(
        sig=caller.sig, is_paused=is_paused, until=until if is_paused else None
    )


def _is_wanted(session: Session, sig: Sig, reader: Member, message: Message) -> bool:
    """Whether somebody still gets it: one that was read is not taken away."""
    if message.kind is not MessageKind.ACTION_DIGEST:
        return True
    day, paused = today_in(sig, message.due_at), rows.pauses(session, sig.id)
    is_paused = reminders.is_paused(paused, reader, sig, message.due_at)
    return reminders.is_reachable(reader, sig, day) and not is_paused


def _actions(
    session: Session, sig: Sig, reader: Member, day: date, *, who: Directory
) -> tuple[tuple[Shown, ...], int]:
    tasks = rows.tasks(session, sig.id, owner=reader)
    mine = [each for each in tasks if reminders.owns(each, reader)]
    first, more = rules.to_do(mine, day)
    if not first:
        return (), more
    numbers = {each.number: place for place, each in enumerate(first)}
    found = [
        each
        for each in action_rows.all_actions(session, sig.id, who=who)
        if each.number in numbers
    ]
    found.sort(key=lambda each: numbers[each.number])
    return common.shown(session, sig.id, found, who=who), more


def _reviews(session: Session, sig: Sig, reader: Member) -> tuple[Practice, ...]:
    if reader.place.role not in TABLE[Permission.REVIEW_PRACTICE]:
        return ()
    queue = review_rows.queue(session, sig.id, reader.person.id)
    return tuple(practice for _, practice in queue)


def _asked(session: Session, sig: Sig, reader: Member) -> tuple[Member, ...]:
    """Return among whom this person may be the one who is asked; nobody for most."""
    if reader.place.role not in CLUSTER_VOICES or reader.place.cluster_id is None:
        return ()
    return member_rows.roster(session, sig.id)


def _polls(
    session: Session,
    sig: Sig,
    reader: Member,
    now: datetime,
    *,
    members: tuple[Member, ...],
) -> Iterator[Poll]:
    """Yield the open polls that wait for this person to answer for their cluster."""
    if not members:
        return
    for poll in poll_rows.polls(session, sig.id):
        if poll.at(now).state is not PollState.OPEN:
            continue
        asked = polls.to_remind(session, sig, poll, members)
        if reader.person.id in {each.person.id for each in asked}:
            yield poll


def _rounds(
    session: Session,
    sig: Sig,
    reader: Member,
    now: datetime,
    *,
    members: tuple[Member, ...],
) -> tuple[Proposed, ...]:
    """Return what waits for the word of the cluster for which this person votes."""
    cluster_id = reader.place.cluster_id or 0
    voter = asked_in_private(members).get(cluster_id)
    if voter is None or voter.person.id != reader.person.id:
        return ()
    return waiting.for_cluster(session, sig, cluster_id, now=now)


def _meeting(
    session: Session, sig: Sig, reader: Member, now: datetime
) -> Meeting | None:
    """Return the next meeting, if it is near and this person has not answered."""
    invited = reader.place.meetings if reader.place.role is Role.EXTERNAL else None
    ahead = [
        each
        for each in meeting_rows.all_meetings(session, sig.id)
        if is_open(each, now=now) and (invited is None or each.number in invited)
    ]
    meeting = min(ahead, key=lambda each: (each.starts_at, each.number), default=None)
    if meeting is None or meeting.starts_at > now + rules.MEETING_NEAR:
        return None
    answer = rsvp_rows.of_person(session, meeting.id, reader.person.id)
    return meeting if answer is None else None


def _sections(
    session: Session, sig: Sig, reader: Member, day: date
) -> tuple[Section, ...]:
    is_voice = reader.place.role in CLUSTER_VOICES
    owned = section_rows.owned_by(
        session,
        sig.id,
        reader.person.id,
        cluster_id=reader.place.cluster_id if is_voice else None,
    )
    return rules.unwritten(owned, day)
