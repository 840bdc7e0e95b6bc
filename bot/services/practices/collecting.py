"""Practices that come from elsewhere: a message, or a form from outside Slack.

Both become drafts. Whoever brings them in confirms rights and consent in the second
step of the form, before anybody else sees them.
"""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domain import members as roster_rules
from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster, Theme
from bot.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SetupNeededError,
)
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission
from bot.domain.practices import (
    Practice,
    PracticeContent,
    PracticeStatus,
    check_lengths,
    require_valid,
    tidy,
)
from bot.domain.practices.messages import nonce_of_file
from bot.domain.practices.outside import Reading
from bot.domain.sigs import Person, Sig
from bot.domain.themes import DEFAULT_THEMES
from bot.services.members import Caller, Origin, require_permission
from bot.services.practices.telling import in_the_day, tell
from storage import audit, inbound
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import practices as rows
from storage import sigs as sig_rows
from storage import themes as theme_rows
from storage.database import Database

_NOWHERE = (
    "You are in no group yet. Type /practice in the channel of your group: that takes "
    "you in."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft; ``is_new`` says that it was not there before."""

    practice: Practice
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """Who answers for a form from outside: the voice of a cluster."""

    person: Person
    cluster: Cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class _By:
    """Whose draft it is, and who brings it in: a person, or the operator (None)."""

    sig: Sig
    person_id: int
    actor_id: int | None


def groups(db: Database, origin: Origin) -> tuple[Sig, ...]:
    """Return the groups in which somebody may mean to share a practice.

    That of the channel, else those they belong to. Nobody comes into a group whose
    channel they are not in.

    Raises:
        SetupNeededError: there is none.
    """
    with db.read() as session:
        if origin.channel_id:
            home = sig_rows.by_channel(session, origin.team_id, origin.channel_id)
            if home is not None:
                return (home,)
        mine = sig_rows.of_person(session, origin.home_team_id, origin.user_id)
    here = tuple(sig for sig in mine if sig.team_id == origin.team_id)
    if not here:
        raise SetupNeededError(_NOWHERE)
    return here


def collect(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, content: PracticeContent
) -> Kept:
    """Keep a text as a draft of the caller's; the same nonce again is the same draft.

    What its author made of it meanwhile stays.

    Raises:
        NotAllowedError: the caller may not submit.
        InvalidInputError: a field is over its limit (nothing is saved).
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    by = _By(sig=caller.sig, person_id=caller.person.id, actor_id=caller.person.id)
    with db.begin() as session:
        return _keep(session, clock, by, nonce=nonce, content=content)


def take_in(
    db: Database, clock: Clock, *, caller: Caller, reading: Reading
) -> tuple[Kept, ...]:
    """Make drafts of the caller's of a whole form, or of nothing of it.

    Raises:
        NotAllowedError: the caller may not submit.
        InvalidInputError: something in the form is wrong; nothing is saved.
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    by = _By(sig=caller.sig, person_id=caller.person.id, actor_id=caller.person.id)
    with db.begin() as session:
        return _take_in(session, clock, by, reading)


def form_for(db: Database, sig_id: int | None) -> tuple[tuple[Theme, ...], Sig | None]:
    """Return what the form offers, for the operator: of the group, or of a new one.

    Raises:
        NotFoundError: there is no such group, or several and none was named.
    """
    with db.read() as session:
        if sig_id is not None:
            sig = sig_rows.get(session, sig_id)
        else:
            known = sig_rows.all_sigs(session)
            if not known:
                return DEFAULT_THEMES, None
            if len(known) > 1:
                listed = ", ".join(f"{each.id} ({each.name})" for each in known)
                said = f"There are several groups; choose one with --sig: {listed}"
                raise NotFoundError(said)
            (sig,) = known
        return theme_rows.themes(session, sig.id), sig


def sponsor(db: Database, sig: Sig, cluster: str) -> Sponsor:
    """Return who would answer for a form, for the operator; ``cluster`` as typed.

    Raises:
        NotFoundError: there is no such cluster, or nobody in Slack speaks for it.
    """
    with db.read() as session:
        return _sponsor(session, sig, cluster)


def take_in_for(
    db: Database, clock: Clock, *, sig: Sig, cluster: str, reading: Reading
) -> tuple[Kept, ...]:
    """Make drafts of the sponsor's of a whole form, for the operator, and tell them.

    Raises:
        NotFoundError: there is no such cluster, or nobody in Slack speaks for it.
        InvalidInputError: something in the form is wrong; nothing is saved.
    """
    now = clock()
    with db.begin() as session:
        person = _sponsor(session, sig, cluster).person
        by = _By(sig=sig, person_id=person.id, actor_id=None)
        kept = _take_in(session, clock, by, reading)
        for each in kept:
            if each.is_new and person.user_id:
                tell(
                    session,
                    sig.id,
                    f"practice:{each.practice.id}:imported",
                    kind=MessageKind.PRACTICE_IMPORTED,
                    object_id=each.practice.id,
                    recipient=person.user_id,
                    due_at=in_the_day(sig, person.zone, now),
                )
    return kept


def imported_for_message(db: Database, message: Message) -> Practice | None:
    """Return the draft that a sponsor is told about; None: they went on without."""
    with db.read() as session:
        try:
            practice = rows.by_id(session, message.object_id)
        except NotFoundError:
            return None
    return practice if practice.status is PracticeStatus.DRAFT else None


def is_first_sight(db: Database, clock: Clock, *, file_id: str) -> bool:
    """Note that somebody shared a file with the bot; say whether that is news."""
    with db.begin() as session:
        return inbound.first_time(session, f"practice:file:{file_id}", clock())


def _take_in(
    session: Session, clock: Clock, by: _By, reading: Reading
) -> tuple[Kept, ...]:
    if not reading.is_fine:
        raise InvalidInputError({"file": "There is something to mend in this form."})
    return tuple(
        _keep(
            session,
            clock,
            by,
            nonce=nonce_of_file(reading.digest, person_id=by.person_id, place=place),
            content=outside.content,
        )
        for place, outside in enumerate(reading.practices)
    )


def _keep(
    session: Session, clock: Clock, by: _By, *, nonce: str, content: PracticeContent
) -> Kept:
    sig_rows.lock(session, by.sig.id)  # two deliveries of one click: one is first
    known = rows.by_nonce(session, by.sig.id, nonce)
    if known is None:
        place = member_rows.membership(session, by.sig.id, by.person_id)
        cluster = (place.cluster_id or place.sponsor_cluster_id) if place else None
        content = tidy(content)
        require_valid(check_lengths(content))
        draft = Practice(
            sig_id=by.sig.id,
            author_id=by.person_id,
            cluster_id=cluster,
            content=content,
        )
        practice = rows.add_draft(session, draft, nonce)
        audit.record(
            session,
            by.sig.id,
            by.actor_id,
            verb="collected",
            object_kind="practice",
            object_id=practice.id,
            now=clock(),
        )
        return Kept(practice=practice, is_new=True)
    if known.author_id != by.person_id:
        raise NotAllowedError("This draft belongs to somebody else.")
    return Kept(practice=known, is_new=False)


def _sponsor(session: Session, sig: Sig, typed: str) -> Sponsor:
    clusters = cluster_rows.active(session, sig.id)
    if not typed.strip():
        listed = ", ".join(each.name for each in clusters)
        raise NotFoundError(
            "Which cluster answers for this form? Say it with --sponsor. There are: "
            f"{listed or 'none yet'}."
        )
    named = [(each.key, each) for each in clusters]
    for each in clusters:
        also = (each.name, each.acronym, each.name_original)
        named += [(name, each) for name in also if name]
    found = names.matches(typed, named) if names.keys(typed) else ()
    if len(found) != 1:
        listed = ", ".join(each.name for each in found or clusters)
        what = "fits more than one cluster" if found else "is no cluster of this group"
        raise NotFoundError(f"“{typed}” {what}. There are: {listed or 'none yet'}.")
    (cluster,) = found
    people = member_rows.roster(session, sig.id)
    voice = roster_rules.voting(people).get(cluster.id)
    person = next((each.person for each in people if each.person.id == voice), None)
    if person is None or person.user_id is None:
        raise NotFoundError(
            f"Nobody in Slack speaks for {cluster.name} yet. Somebody who does has to "
            "type /practice in the group's channel first."
        )
    return Sponsor(person=person, cluster=cluster)
