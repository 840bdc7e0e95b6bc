"""Collecting practices: draft, submit, edit, accept, read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.clusters import Cluster, Theme
from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import Permission, may, require
from bot.domain.practices import (
    Attribution,
    Practice,
    PracticeContent,
    PracticeStatus,
    PublicationConsent,
    Visibility,
    check_lengths,
    check_submission,
    require_valid,
    tidy,
)
from bot.domain.references import Kind
from bot.domain.sigs import Sig
from bot.domain.text import normalise_line
from bot.services.members import Caller
from storage import audit, outbox
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import practices as rows
from storage import sigs as sig_rows
from storage.database import Database

POLICY_VERSION = "2026-11"
# After three days an announcement or a thank-you is no news any more.
_USEFUL = timedelta(days=3)
Change = Callable[[PracticeContent], PracticeContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a form needs besides the text; ``clusters`` only when it must ask."""

    themes: tuple[Theme, ...]
    clusters: tuple[Cluster, ...]
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the author declares at submission."""

    has_rights: bool = False
    may_publish: bool = False
    printed_name: str = ""


def choices(db: Database, clock: Clock, caller: Caller) -> Choices:
    """Return what the form offers.

    Raises:
        NotAllowedError: the caller may not submit.
    """
    _require(clock, caller, Permission.SUBMIT_PRACTICE)
    with db.read() as session:
        themes = cluster_rows.themes(session, caller.sig.id)
        ask = caller.actor.cluster_id is None
        clusters = cluster_rows.clusters(session, caller.sig.id) if ask else ()
    return Choices(themes=themes, clusters=clusters, licence=caller.sig.licence)


def opened(db: Database, caller: Caller, *, nonce: str) -> Practice | None:
    """Return the draft that a form with this nonce has saved so far."""
    with db.read() as session:
        practice = rows.by_nonce(session, caller.sig.id, nonce)
    if practice and practice.author_id != caller.person.id:
        return None
    return practice


def save_draft(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    change: Change,
    cluster_id: int | None = None,
    strict: Callable[[PracticeContent], dict[str, str]] = check_lengths,
) -> Practice:
    """Keep what was typed so far; the same nonce is the same draft.

    Raises:
        InvalidInputError: a field is over its limit (nothing is saved).
        NotAllowedError: the caller may not submit, or it is somebody else's draft.
    """
    _require(clock, caller, Permission.SUBMIT_PRACTICE)
    with db.begin() as session:
        practice = _draft(session, caller, nonce, cluster_id=cluster_id)
        if practice.number is not None:
            return practice
        content = tidy(change(practice.content))
        require_valid(strict(content))
        return rows.save_draft(session, replace(practice, content=content))


def submit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    change: Change,
    declaration: Declaration,
) -> Practice:
    """Number the draft, record the consent and tell the channel, all or nothing.

    Submitting the same nonce again returns the practice of the first time.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: the caller may not submit, or it is somebody else's draft.
    """
    _require(clock, caller, Permission.SUBMIT_PRACTICE)
    now = clock()
    with db.begin() as session:
        draft = _draft(session, caller, nonce)
        if draft.number is not None:
            return draft
        content = tidy(change(draft.content))
        require_valid(
            check_submission(content) | _check_declaration(content, declaration)
        )
        number = sig_rows.next_number(session, caller.sig.id, Kind.PRACTICE)
        practice = replace(draft, content=content).submit(number, now)
        practice = rows.submit(session, practice, nonce)
        _record_consent(session, caller, practice, declaration, now=now)
        _announce(session, caller.sig, practice, now)
        _log(session, caller, "submitted", practice, now)
    return practice


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    change: Change,
    declaration: Declaration | None = None,
) -> Practice:
    """Save a new text of a practice that waits for acceptance.

    ``declaration`` is the author's, renewed; without it the one of before holds.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        StaleVersionError: somebody saved another version since ``version``.
        NotAllowedError: only its author, the chair, secretariat and editors may.
    """
    with db.begin() as session:
        practice = rows.get(session, caller.sig.id, number)
        require_editable(clock, caller, practice)
        content = tidy(change(practice.content))
        problems = check_submission(content)
        if declaration is not None:
            problems |= _check_declaration(content, declaration)
        require_valid(problems)
        seen = replace(practice, version=version)
        practice = rows.revise(session, seen, replace(seen, content=content))
        if declaration is not None:
            _record_consent(session, caller, practice, declaration, now=clock())
        _log(session, caller, "edited", practice, clock())
    return practice


def accept(db: Database, clock: Clock, *, caller: Caller, practice_id: int) -> Practice:
    """Accept a submitted practice and tell its author.

    Raises:
        NotAllowedError: only chair, secretariat and editors may.
        NotFoundError: there is no such practice in this group.
        InvalidTransitionError: it is not waiting for acceptance.
    """
    now = clock()
    with db.begin() as session:
        practice = _of_group(session, caller, practice_id)
        _require(clock, caller, Permission.ACCEPT_PRACTICE)
        accepted = rows.change_status(session, practice, practice.accept(now))
        _tell_accepted(session, caller.sig, accepted, now)
        _log(session, caller, "accepted", accepted, now)
    return accepted


def read(db: Database, clock: Clock, *, caller: Caller, practice_id: int) -> Practice:
    """Return a practice that the caller may read.

    Raises:
        NotFoundError: there is none, or it is somebody else's draft.
        NotAllowedError: externals read their own and what is public.
    """
    with db.read() as session:
        practice = _of_group(session, caller, practice_id)
    if not _may_read(clock, caller, practice):
        raise NotAllowedError("Only members of this group can read that practice.")
    return practice


def find(db: Database, *, caller: Caller, number: int) -> Practice:
    """Return the practice with that number.

    Raises:
        NotFoundError: there is none.
    """
    with db.read() as session:
        return rows.get(session, caller.sig.id, number)


def mine(db: Database, *, caller: Caller) -> tuple[Practice, ...]:
    """Return the caller's drafts and practices, drafts first, newest first."""
    with db.read() as session:
        drafts = rows.drafts_of(session, caller.sig.id, caller.person.id)
        numbered = rows.numbered(session, caller.sig.id)
    own = [each for each in numbered if each.author_id == caller.person.id]
    return (*drafts, *reversed(own))


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Practice, ...]:
    """Return every practice that the caller may read, by number."""
    with db.read() as session:
        numbered = rows.numbered(session, caller.sig.id)
    return tuple(each for each in numbered if _may_read(clock, caller, each))


def may_edit(clock: Clock, caller: Caller, practice: Practice) -> bool:
    """Whether the caller may change this practice now."""
    try:
        require_editable(clock, caller, practice)
    except NotAllowedError:
        return False
    return True


def require_editable(clock: Clock, caller: Caller, practice: Practice) -> None:
    """Let pass whoever may change this practice now.

    Raises:
        NotAllowedError: somebody else's, or it is no longer waiting.
    """
    today = _today(clock, caller.sig)
    is_author = practice.author_id == caller.person.id
    allowed = Permission.SUBMIT_PRACTICE if is_author else Permission.ACCEPT_PRACTICE
    if not may(caller.actor, allowed, today=today):
        raise NotAllowedError(f"Only its author and editors can change {practice.ref}.")
    if practice.status not in {PracticeStatus.DRAFT, PracticeStatus.SUBMITTED}:
        state = practice.status.replace("_", " ")
        raise NotAllowedError(
            f"{practice.ref} is {state}, so it cannot be changed any more."
        )


def for_message(db: Database, message: Message) -> Practice | None:
    """Return what a message speaks of, or None when its reason is gone."""
    with db.read() as session:
        try:
            practice = rows.by_id(session, message.object_id)
        except NotFoundError:
            return None
    gone = practice.status in {PracticeStatus.WITHDRAWN, PracticeStatus.REJECTED}
    return None if gone else practice


def announcement_of(db: Database, practice_id: int) -> Message | None:
    """Return the channel's announcement, once it was posted."""
    with db.read() as session:
        message = outbox.by_key(session, _announcement_key(practice_id))
    return message if message and message.ts else None


def _draft(
    session: Session, caller: Caller, nonce: str, *, cluster_id: int | None = None
) -> Practice:
    """Return the draft of this nonce, made now if there is none."""
    if cluster_id and caller.actor.cluster_id is None:
        _speak_for(session, caller, cluster_id)
    draft = Practice(
        sig_id=caller.sig.id,
        author_id=caller.person.id,
        cluster_id=caller.actor.cluster_id or cluster_id,
    )
    practice = rows.add_draft(session, draft, nonce)
    if practice.author_id != caller.person.id:
        raise NotAllowedError("This draft belongs to somebody else.")
    if practice.number is None and cluster_id and practice.cluster_id is None:
        practice = replace(practice, cluster_id=cluster_id)
    return practice


def _speak_for(session: Session, caller: Caller, cluster_id: int) -> None:
    """Remember which cluster the person speaks for."""
    known = {each.id for each in cluster_rows.clusters(session, caller.sig.id)}
    if cluster_id not in known:
        raise InvalidInputError({"cluster": "I do not know this cluster."})
    place = member_rows.membership(session, caller.sig.id, caller.person.id)
    if place and place.cluster_id is None:
        member_rows.set_membership(session, replace(place, cluster_id=cluster_id))


def _check_declaration(
    content: PracticeContent, declaration: Declaration
) -> dict[str, str]:
    problems = {}
    if not declaration.has_rights:
        problems["consent"] = "Please tick that you may share this text."
    elif content.visibility is Visibility.PUBLIC and not declaration.may_publish:
        problems["consent"] = (
            "Please tick that it may be printed, or choose above that only members "
            "may read it."
        )
    named = content.attribution is Attribution.NAME_AND_ORGANISATION
    if named and not normalise_line(declaration.printed_name):
        problems["printed_name"] = "Please write your name as it should be printed."
    return problems


def _record_consent(
    session: Session,
    caller: Caller,
    practice: Practice,
    declaration: Declaration,
    *,
    now: datetime,
) -> None:
    content = practice.content
    consent = PublicationConsent(
        publish=declaration.may_publish,
        licence=caller.sig.licence,
        attribution=content.attribution,
        policy_version=POLICY_VERSION,
        given_on=now.astimezone(ZoneInfo(caller.sig.zone)).date(),
    )
    rows.set_consent(session, practice.id, caller.person.id, consent)
    if content.attribution is Attribution.NAME_AND_ORGANISATION:
        name = normalise_line(declaration.printed_name)[:80]
        member_rows.rename_person(session, caller.person.id, name)


def _announce(session: Session, sig: Sig, practice: Practice, now: datetime) -> None:
    if sig.channel_id:
        key = _announcement_key(practice.id)
        kind = MessageKind.PRACTICE_SUBMITTED
        _tell(session, practice, key, kind=kind, recipient=sig.channel_id, now=now)


def _announcement_key(practice_id: int) -> str:
    return f"practice:{practice_id}:submitted:channel"


def _tell_accepted(
    session: Session, sig: Sig, practice: Practice, now: datetime
) -> None:
    """Tell the author, and take the button off the channel's announcement."""
    key = f"practice:{practice.id}:accepted"
    if author := practice.author_user_id:
        kind = MessageKind.PRACTICE_ACCEPTED
        _tell(session, practice, f"{key}:author", kind=kind, recipient=author, now=now)
    if sig.channel_id:
        kind = MessageKind.PRACTICE_REFRESH
        channel = sig.channel_id
        _tell(
            session, practice, f"{key}:refresh", kind=kind, recipient=channel, now=now
        )


def _tell(
    session: Session,
    practice: Practice,
    key: str,
    *,
    kind: MessageKind,
    recipient: str,
    now: datetime,
) -> None:
    outbox.enqueue(
        session,
        Message(
            key=key,
            kind=kind,
            sig_id=practice.sig_id,
            object_id=practice.id,
            recipient=recipient,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )


def _of_group(session: Session, caller: Caller, practice_id: int) -> Practice:
    practice = rows.by_id(session, practice_id)
    is_own = practice.author_id == caller.person.id
    if practice.sig_id != caller.sig.id or not (practice.number or is_own):
        raise NotFoundError("There is no such practice in this group.")
    return practice


def _may_read(clock: Clock, caller: Caller, practice: Practice) -> bool:
    is_own = practice.author_id == caller.person.id
    today = _today(clock, caller.sig)
    if is_own or may(caller.actor, Permission.ACCEPT_PRACTICE, today=today):
        return True
    decided = practice.status in {PracticeStatus.ACCEPTED, PracticeStatus.PUBLISHED}
    if may(caller.actor, Permission.READ_PRACTICES, today=today):
        return decided or practice.status is PracticeStatus.SUBMITTED
    return decided and practice.content.visibility is Visibility.PUBLIC


def _require(clock: Clock, caller: Caller, permission: Permission) -> None:
    require(caller.actor, permission, today=_today(clock, caller.sig))


def _today(clock: Clock, sig: Sig) -> date:
    return clock().astimezone(ZoneInfo(sig.zone)).date()


def _log(
    session: Session, caller: Caller, verb: str, practice: Practice, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="practice",
        object_id=practice.id,
        now=now,
    )
