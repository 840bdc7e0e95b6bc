"""Writing practices: draft and submit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.clusters import Cluster, Theme
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.permissions import CLUSTER_VOICES, Permission
from bot.domain.practices import (
    DEFAULT_REVIEWS,
    Attribution,
    Declaration,
    Practice,
    PracticeContent,
    PracticeEvent,
    PublicationConsent,
    check_as_of,
    check_declaration,
    check_lengths,
    check_submission,
    require_valid,
    tidy,
)
from bot.domain.practices.prefill import beginning
from bot.domain.privacy import NOTICE_VERSION
from bot.domain.references import Kind
from bot.domain.sigs import Membership
from bot.domain.text import normalise_line
from bot.services.members import Caller, require_permission, today
from bot.services.practices.asking import ask_reviewers
from bot.services.practices.telling import note
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import practices as rows
from storage import sigs as sig_rows
from storage import themes as theme_rows
from storage.database import Database

Change = Callable[[PracticeContent], PracticeContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a form needs besides the text; ``clusters`` only when it must ask.

    ``drafts`` are the unfinished practices of the caller, ``beginning`` what a new one
    begins with.
    """

    themes: tuple[Theme, ...]
    clusters: tuple[Cluster, ...]
    licence: str
    drafts: tuple[Practice, ...]
    beginning: PracticeContent


def choices(db: Database, clock: Clock, caller: Caller) -> Choices:
    """Return what the form offers.

    Raises:
        NotAllowedError: the caller may not submit.
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    with db.read() as session:
        themes = theme_rows.themes(session, caller.sig.id)
        ask = caller.actor.cluster_id is None and caller.actor.role in CLUSTER_VOICES
        clusters = cluster_rows.active(session, caller.sig.id) if ask else ()
        drafts = rows.drafts_of(session, caller.sig.id, caller.person.id)
        beginning = begun(session, caller)
    return Choices(
        themes=themes,
        clusters=clusters,
        licence=caller.sig.licence,
        drafts=drafts,
        beginning=beginning,
    )


def offered(
    session: Session, caller: Caller, problems: Mapping[str, str]
) -> dict[str, str]:
    """Return the problems without the missing theme, where the group has none yet."""
    found = dict(problems)
    if "themes" in found and not theme_rows.themes(session, caller.sig.id):
        del found["themes"]
    return found


def begun(session: Session, caller: Caller) -> PracticeContent:
    """Return what a new practice of the caller's begins with."""
    return _begun(session, caller.sig.id, caller.actor.cluster_id)


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
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    with db.begin() as session:
        practice = _draft(session, caller, nonce, cluster_id=cluster_id)
        if practice.number is not None:
            return practice
        content = tidy(change(practice.content))
        require_valid(offered(session, caller, strict(content)))
        return rows.save_draft(session, replace(practice, content=content))


def submit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    nonce: str,
    change: Change,
    declaration: Declaration,
    needed: int = DEFAULT_REVIEWS,
) -> Practice:
    """Number the draft, record the consent and tell the channel, all or nothing.

    ``needed`` reviewers of other clusters are asked. Submitting the same nonce again
    returns the practice of the first time.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: the caller may not submit, or it is somebody else's draft.
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    now = clock()
    with db.begin() as session:
        draft = _draft(session, caller, nonce)
        if draft.number is not None:
            return draft
        content = tidy(change(draft.content))
        require_valid(
            offered(session, caller, check_submission(content))
            | check_as_of(content, today(clock, caller.sig))
            | check_declaration(content, declaration)
        )
        number = sig_rows.next_number(session, caller.sig.id, Kind.PRACTICE)
        practice = replace(draft, content=content).submit(number, now)
        record_consent(session, caller, practice, declaration, now=now)
        practice = rows.submit(session, practice, nonce)
        note(
            session,
            caller.sig,
            event=PracticeEvent.SUBMIT,
            practice=practice,
            by=caller.person.id,
            now=now,
        )
        ask_reviewers(session, caller.sig, practice, needed=needed, now=now)
        return practice


def _draft(
    session: Session, caller: Caller, nonce: str, *, cluster_id: int | None = None
) -> Practice:
    """Return the draft of this nonce, made now if there is none."""
    place = member_rows.membership(session, caller.sig.id, caller.person.id)
    if place and cluster_id and place.cluster_id is None:
        place = _speak_for(session, place, cluster_id)
    cluster = (place.cluster_id or place.sponsor_cluster_id) if place else None
    practice = rows.by_nonce(session, caller.sig.id, nonce)
    if practice is None:
        speaks_for = place.cluster_id if place else None
        draft = Practice(
            sig_id=caller.sig.id,
            author_id=caller.person.id,
            cluster_id=cluster,
            content=_begun(session, caller.sig.id, speaks_for),
        )
        practice = rows.add_draft(session, draft, nonce)
    if practice.author_id != caller.person.id:
        raise NotAllowedError("This draft belongs to somebody else.")
    if practice.number is None and practice.cluster_id is None:
        practice = replace(practice, cluster_id=cluster)
    return practice


def _begun(session: Session, sig_id: int, cluster_id: int | None) -> PracticeContent:
    if cluster_id is None:
        return PracticeContent()
    return beginning(cluster_rows.cluster(session, sig_id, cluster_id))


def _speak_for(session: Session, place: Membership, cluster_id: int) -> Membership:
    """Remember which cluster the person speaks for, where the role has a voice."""
    if place.role not in CLUSTER_VOICES:
        return place
    known = {each.id for each in cluster_rows.active(session, place.sig_id)}
    if cluster_id not in known:
        raise InvalidInputError({"cluster": "I do not know this cluster."})
    chosen = replace(place, cluster_id=cluster_id)
    member_rows.set_membership(session, chosen)
    return chosen


def record_consent(
    session: Session,
    caller: Caller,
    practice: Practice,
    declaration: Declaration,
    *,
    now: datetime,
) -> None:
    """Store the author's word about printing this text, and the name to print."""
    content = practice.content
    consent = PublicationConsent(
        publish=declaration.may_publish,
        licence=caller.sig.licence,
        attribution=content.attribution,
        policy_version=NOTICE_VERSION,
        given_on=now.astimezone(ZoneInfo(caller.sig.zone)).date(),
        names_no_patient=declaration.names_no_patient,
    )
    rows.set_consent(session, practice.id, caller.person.id, consent)
    if content.attribution is Attribution.NAME_AND_ORGANISATION:
        name = normalise_line(declaration.printed_name)[:80]
        member_rows.rename_person(session, caller.person.id, name)
