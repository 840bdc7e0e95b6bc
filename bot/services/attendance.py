"""Who was at a meeting: read by members, noted by those who lead the group."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import attendance as rules
from bot.domain.attendance import Marked, Sheet
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meetings import Meeting, Rsvp
from bot.domain.permissions import Permission, Role, may
from bot.domain.quorum import Count, counted
from bot.domain.registers.clusters import ordered
from bot.domain.registers.edited import Edited
from bot.domain.registers.typed import Typed, Values
from bot.domain.sigs import Sig
from bot.services.meetings.common import asked, numbered
from bot.services.members import Caller, require_permission, today
from bot.services.rsvps import forecast_of
from storage import attendance as rows
from storage import audit, externals, meeting_rows, successions
from storage import clusters as cluster_rows
from storage import meetings as meetings_rows
from storage import members as member_rows
from storage import rsvps as rsvp_rows
from storage.database import Database, alone
from storage.directory import directory

_NONE = "No meeting has begun yet, so there is nothing to note."


def shown(db: Database, clock: Clock, *, caller: Caller, text: str) -> Sheet:
    """Return who was at the meeting that the text names, else at the last one.

    Raises:
        InvalidInputError: the text names no meeting.
        NotFoundError: the group has no such meeting.
        NotAllowedError: only members of the group may.
    """
    require_permission(clock, caller, Permission.READ_RSVP)
    with db.read() as session:
        return _sheet(session, clock, caller, _asked(session, clock, caller, text))


def markable(db: Database, clock: Clock, *, caller: Caller, text: str) -> Sheet:
    """Return what the form shows: what is noted, else what the answers suggest.

    Raises:
        InvalidInputError: the text names no meeting.
        NotFoundError: the group has no such meeting.
        NotAllowedError: only the chair and the secretariat may.
        InvalidTransitionError: the meeting has not begun, was cancelled, or its
            minutes are approved.
    """
    require_permission(clock, caller, Permission.MARK_ATTENDANCE)
    with db.read() as session:
        meeting = _asked(session, clock, caller, text)
        rules.require_markable(meeting, now=clock())
        return _sheet(session, clock, caller, meeting)


def mark(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    digest: str,
    typed: Values,
) -> Edited[Marked]:
    """Store who was there, as the form says; nothing is taken from the answers.

    ``digest`` is that of what was stored when the form was opened.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotFoundError: the group has no such meeting.
        NotAllowedError: only the chair and the secretariat may.
        InvalidTransitionError: the meeting has not begun, was cancelled, or its
            minutes are approved.
    """
    require_permission(clock, caller, Permission.MARK_ATTENDANCE)
    form, now = Typed(typed), clock()
    with db.begin() as session:
        alone(session)
        meeting = numbered(session, caller, number)
        rules.require_markable(meeting, now=now)
        stored = rules.of_meeting(meeting)
        marked = rules.read(
            form,
            clusters=_clusters(session, caller.sig.id, meeting),
            externals=_externals(session, caller.sig.id, meeting),
        )
        form.require()
        if marked == stored:
            return Edited(stored=stored)  # the same save twice
        if stored.digest != digest:
            return Edited(stored=stored, typed=marked)
        _save(session, caller, meeting, marked=marked, now=now)
        return Edited(stored=marked)


def count_of(session: Session, sig: Sig, meeting: Meeting) -> Count:
    """Return how many clusters were at a meeting, one voice each."""
    return counted(
        meeting.attendance.present,
        clusters=[each.key for each in cluster_rows.active(session, sig.id)],
        lineage=successions.lineage(session, sig.id),
        percent=sig.quorum_percent,
    )


def _save(
    session: Session, caller: Caller, meeting: Meeting, *, marked: Marked, now: datetime
) -> None:
    rows.save(session, caller.sig.id, meeting.id, marked.attendance)
    meeting_rows.change(session, caller.sig.id, replace(meeting, guests=marked.guests))
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb="marked attendance",
        object_kind="meeting",
        object_id=meeting.id,
        now=now,
    )


def _asked(session: Session, clock: Clock, caller: Caller, text: str) -> Meeting:
    """Return the meeting that is meant: with no name the one that began last."""
    if text.strip():
        return asked(session, caller, text, now=clock())
    known = meetings_rows.all_meetings(session, caller.sig.id)
    now = clock()
    begun = [
        each
        for each in known
        if rules.is_markable(each, now=now) and caller.actor.may_attend(each.number)
    ]
    if not begun:
        raise NotFoundError(_NONE)
    return max(begun, key=lambda each: (each.starts_at, each.number))


def _sheet(session: Session, clock: Clock, caller: Caller, meeting: Meeting) -> Sheet:
    sig, day = caller.sig, today(clock, caller.sig)
    clusters = _clusters(session, sig.id, meeting)
    guests = _externals(session, sig.id, meeting)
    stored = rules.of_meeting(meeting)
    is_marked = stored != Marked()
    may_mark = may(caller.actor, Permission.MARK_ATTENDANCE, today=day)
    answered = rules.suggested(
        forecast_of(session, sig, meeting),
        clusters=tuple(clusters),
        externals=_coming(session, sig.id, meeting, guests),
    )
    return Sheet(
        meeting=meeting,
        stored=stored,
        marked=stored if is_marked else answered,
        count=count_of(session, sig, meeting),
        clusters=clusters,
        externals=guests,
        is_suggested=not is_marked and answered != Marked(),
        may_mark=may_mark and rules.is_markable(meeting, now=clock()),
    )


def _clusters(session: Session, sig_id: int, meeting: Meeting) -> dict[str, str]:
    """Return the clusters that may have been there, also one that has ended since."""
    lineage = successions.lineage(session, sig_id)
    known = meeting.attendance
    noted = {*known.present, *known.apologies, *known.absent}
    active = [each.key for each in ordered(cluster_rows.active(session, sig_id))]
    ended = sorted(noted - set(active))
    return {key: lineage.name(key) for key in (*active, *ended)}


def _externals(session: Session, sig_id: int, meeting: Meeting) -> dict[str, str]:
    """Return the externals who may have been there, by key, with a name to show."""
    who = directory(session, sig_id)
    organisations = externals.organisations(session, sig_id)
    found = {}
    for member in member_rows.roster(session, sig_id):
        place, key = member.place, who.people.get(member.person.id)
        is_external = place.role is Role.EXTERNAL
        is_invited = place.meetings is None or meeting.number in place.meetings
        was_there = key in meeting.attendance.external_present
        if key and ((is_external and is_invited) or was_there):
            name = member.person.display_name or "External"
            organisation = organisations.get(member.person.id)
            found[key] = f"{name}, {organisation}" if organisation else name
    return found


def _coming(
    session: Session, sig_id: int, meeting: Meeting, known: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the keys of the externals who said that they come."""
    people = directory(session, sig_id).people
    keys = (
        people.get(each.person_id, "")
        for each in rsvp_rows.of_meeting(session, meeting.id)
        if each.answer is Rsvp.YES
    )
    return tuple(key for key in keys if key in known)
