"""Understanding a typed line before anything is stored: who, what, until when."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from bot.domain.actions import lines, phrases
from bot.domain.actions.drafts import Concern, Draft, Proposal
from bot.domain.actions.lines import Line
from bot.domain.actions.phrases import Understood
from bot.domain.clock import Clock
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.members import Member
from bot.domain.permissions import Permission, Role
from bot.services.actions.recording import day_of, is_there, with_meeting
from bot.services.members import Caller, require_permission
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage.database import Database
from storage.directory import directory


def understand(db: Database, clock: Clock, *, caller: Caller, typed: str) -> Proposal:
    """Return what a line is understood as; nothing is stored.

    ``typed`` is the line as Slack sends it, with accounts as ``<@U1>``.

    Raises:
        NotAllowedError: the caller may not record an action.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    day, now = day_of(clock, caller), clock()
    with db.read() as session:
        people = _people(session, caller, lines.accounts(typed))
        line = lines.read(
            typed,
            clusters=cluster_rows.active(session, caller.sig.id),
            names=_names(session, caller, people),
        )
        meetings = meeting_rows.all_meetings(session, caller.sig.id)
        found = phrases.find_or_only(
            line.title, today=day, next_meeting=next_day(meetings, caller, now, now=now)
        )
        draft = with_meeting(session, caller, _draft(line, found))
    return Proposal(
        draft=draft,
        whole=found.whole,
        today=day,
        when=found.reading,
        cluster=line.cluster.name if line.cluster else "",
        meeting=next((m for m in meetings if m.number == draft.meeting), None),
        concerns=_concerns((draft.owner, *draft.co_owners), people, day),
        unknown=line.unknown,
        is_sure=found.is_sure,
    )


def _draft(line: Line, found: phrases.Found) -> Draft:
    sure = found.reading if isinstance(found.reading, Understood) else None
    return Draft(
        title=found.title,
        owner=line.owner,
        co_owners=line.co_owners,
        cluster=line.cluster.key if line.cluster else None,
        due_on=sure.day if sure else None,
    )


def _people(
    session: Session, caller: Caller, accounts: Iterable[str]
) -> dict[str, Member]:
    """Return the people of the group that a line names, by their accounts."""
    wanted = set(accounts)
    return {
        each.person.user_id: each
        for each in member_rows.roster(session, caller.sig.id)
        if each.person.user_id in wanted
    }


def _names(
    session: Session, caller: Caller, people: Mapping[str, Member]
) -> dict[str, str]:
    """Return what to call people in a text: their name, else what they are."""
    who = directory(session, caller.sig.id)
    return {
        account: each.person.display_name or who.names[who.people[each.person.id]]
        for account, each in people.items()
        if each.person.id in who.people
    }


def _concerns(
    accounts: Iterable[str], people: Mapping[str, Member], today: date
) -> dict[str, Concern]:
    found = {each: _concern(people.get(each), today) for each in accounts if each}
    return {account: each for account, each in found.items() if each}


def _concern(member: Member | None, today: date) -> Concern | None:
    if member is None:
        return Concern.NOT_HERE
    if not is_there(member, today):
        return Concern.GONE
    return Concern.EXTERNAL if member.place.role is Role.EXTERNAL else None


def next_day(
    meetings: Iterable[Meeting], caller: Caller, moment: datetime, *, now: datetime
) -> date | None:
    """Return the day of the meeting that comes next, where it takes place.

    Seen from an earlier moment than now it may have begun since.
    """
    begun = {MeetingStatus.IN_PROGRESS, MeetingStatus.HELD} if moment < now else set()
    ahead = [
        each
        for each in meetings
        if (each.status is MeetingStatus.SCHEDULED or each.status in begun)
        and each.starts_at > moment
        and caller.actor.may_attend(each.number)
    ]
    first = min(ahead, key=lambda each: each.starts_at, default=None)
    return first.starts_local.date() if first else None
