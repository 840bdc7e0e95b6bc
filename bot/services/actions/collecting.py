"""A message becomes an action item, once, whoever saves it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.actions import lines
from bot.domain.actions.drafts import MAX_CO_OWNERS, MAX_DETAIL, MAX_TITLE, Draft
from bot.domain.actions.lines import Line
from bot.domain.actions.messages import Asked, Collected, Dated, Said, dated
from bot.domain.actions.phrases import Understood, today_in
from bot.domain.clock import Clock
from bot.domain.members import Member
from bot.domain.permissions import Permission
from bot.domain.text import normalise_line
from bot.services.actions import showing
from bot.services.actions.recording import day_of, is_there
from bot.services.actions.understanding import next_day
from bot.services.members import Caller, require_permission
from storage import actions as rows
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage import members as member_rows
from storage.database import Database
from storage.directory import Directory, directory

_MORE = "…"


def collect(
    db: Database, clock: Clock, *, caller: Caller, said: Said, source: str
) -> Collected:
    """Return what the form of a message shows: who does what until when.

    It is read as a typed line is. Words such as "by Friday" are read as of the day, for
    the caller, on which the message was written. Whoever is not in the group is left
    out, as the form could not be sent.

    Raises:
        NotAllowedError: the caller may not record an action.
    """
    require_permission(clock, caller, Permission.RECORD_ACTION)
    sig_id, day = caller.sig.id, day_of(clock, caller)
    with db.read() as session:
        found = rows.by_source(session, sig_id, source)
        known = showing.story(session, clock, caller, found) if found else None
        roster = member_rows.roster(session, sig_id)
        people = {str(m.person.user_id) for m in roster if is_there(m, day)}
        clusters = cluster_rows.active(session, sig_id)
        line = lines.read(said.line, clusters=clusters, names={})
        until = _until(session, clock, caller, title=line.title, said=said)
        said_by = _author(roster, said, directory(session, sig_id))
    draft = _draft(_given_to(line, said, people), until, said)
    return Collected(draft=replace(draft, said_by=said_by), until=until, known=known)


def _until(
    session: Session, clock: Clock, caller: Caller, *, title: str, said: Said
) -> Dated:
    """Read the due date as of the day of the message, else as of today."""
    meetings, now = meeting_rows.all_meetings(session, caller.sig.id), clock()

    def asked(moment: datetime) -> Asked:
        return Asked(
            day=today_in(moment, caller.person.zone or caller.sig.zone),
            next_meeting=next_day(meetings, caller, moment, now=now),
        )

    return dated(title, written=asked(min(said.written_at, now)), today=asked(now))


def _author(roster: Iterable[Member], said: Said, who: Directory) -> str | None:
    """Return the key of whoever wrote it, if that person is in the group."""
    accounts = {m.person.user_id: m.person.id for m in roster if m.is_active}
    return who.people.get(accounts.get(said.author, 0)) if said.author else None


def _given_to(line: Line, said: Said, people: Collection[str]) -> Line:
    """Return a line with those of the group alone, and with the one whom it names.

    Somebody named amid the text may be the owner where nobody else of the group is.
    """
    helpers = tuple(each for each in line.co_owners if each in people)
    if line.owner:
        owner = line.owner if line.owner in people else ""
        return replace(line, owner=owner, co_owners=helpers[:MAX_CO_OWNERS])
    there = [each for each in said.named if each in people]
    is_one = line.cluster is None and len(there) == 1
    return replace(line, owner=there[0] if is_one else "")


def _draft(line: Line, until: Dated, said: Said) -> Draft:
    """Return what is to be recorded; a title without some of the words keeps them all.

    The words of a date leave the title only where they are surely one.
    """
    found, when = until.found, until.found.reading
    sure = when if isinstance(when, Understood) else None
    title = found.title if sure and found.is_sure else found.whole
    is_all = normalise_line(said.whole) == title and len(title) <= MAX_TITLE
    only_names = not title and sure is None
    return Draft(
        title=_cut(title, MAX_TITLE),
        detail="" if is_all or only_names else _cut(said.whole, MAX_DETAIL),
        owner=line.owner,
        co_owners=line.co_owners,
        cluster=line.cluster.key if line.cluster else None,
        due_on=sure.day if sure else None,
        permalink=said.permalink,
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + _MORE
