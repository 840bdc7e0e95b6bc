"""What all steps of writing the paper share: its sections, who is who, the log."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Cluster
from bot.domain.errors import NotAllowedError
from bot.domain.members import Member
from bot.domain.permissions import Permission
from bot.domain.registers.typed import Typed
from bot.domain.sigs import Sig
from bot.domain.whitepaper import Paper
from bot.domain.whitepaper.outline import DEFAULT_SECTIONS
from bot.domain.whitepaper.sections import Kept, may_write, named
from bot.services.members import Caller, require_permission
from storage import audit
from storage import clusters as cluster_rows
from storage import members as member_rows
from storage import sections as rows
from storage import whitepaper as paper_rows
from storage.database import Database

SOMEBODY = "somebody who left"


def ensure(session: Session, sig: Sig) -> int:
    """Return the id of the group's paper; without one it gets the default outline.

    Nobody else changes the outline until the commit.
    """
    rows.lock_outline(session, sig.id)
    known = paper_rows.paper(session, sig.id)
    if known is None:
        known = Paper(
            title=f"White paper of the {sig.name}",
            licence=sig.licence,
            language=sig.language,
            sections=DEFAULT_SECTIONS,
        )
        known = paper_rows.add_paper(session, sig.id, known)
    elif not known.sections and not rows.listed(session, sig.id, is_removed=True):
        for section in DEFAULT_SECTIONS:
            rows.add(session, known.id, section)
    return known.id


def prepare(db: Database, clock: Clock, *, caller: Caller) -> None:
    """Give a group that has no outline yet the default one.

    Raises:
        NotAllowedError: only people inside the group may read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        is_there = bool(rows.listed(session, caller.sig.id))
    if not is_there:
        with db.begin() as session:
            ensure(session, caller.sig)


def find(session: Session, sig: Sig, name: str | int) -> Kept:
    """Return a section by its id, or by what somebody typed.

    Raises:
        InvalidInputError: several are called that.
        NotFoundError: there is none.
    """
    if isinstance(name, int):
        return rows.find(session, sig.id, name)
    return named(name, rows.listed(session, sig.id))


def require_writer(session: Session, caller: Caller, kept: Kept) -> None:
    """Let editors pass, and whoever the section is given to.

    Raises:
        NotAllowedError: it is somebody else's.
    """
    if may_write(caller.actor, kept):
        return
    who = owner_words(kept, people(session, caller.sig))
    raise NotAllowedError(
        f"{kept.section.title} is written by {who} and the editors. You can say what "
        f"you think of it: /whitepaper comment {kept.section.key}"
    )


def check_title(form: Typed, title: str, others: Sequence[Kept]) -> None:
    """Complain about a title that reads the same as that of another section."""
    pairs = [(each.section.title, each) for each in others]
    if found := names.same_as(title, pairs):
        said = f"This reads the same as {found.section.title}; choose another title."
        form.complain("title", said)


def everything(session: Session, sig: Sig) -> tuple[Kept, ...]:
    """Return all sections of the paper, those taken out last."""
    return rows.listed(session, sig.id) + rows.listed(session, sig.id, is_removed=True)


def owner_words(kept: Kept, known: Mapping[int, str]) -> str:
    """Return who should write a section, by role or cluster and never by name."""
    if kept.owner_person_id is not None and not kept.has_lost_owner:
        return known.get(kept.owner_person_id, SOMEBODY)
    return kept.section.owner_name or "nobody yet"


def people(session: Session, sig: Sig) -> Mapping[int, str]:
    """Return what everybody of the group is, by cluster and role."""
    clusters = {each.id: each for each in cluster_rows.clusters(session, sig.id)}
    return {
        each.person.id: _words(each, clusters)
        for each in member_rows.roster(session, sig.id)
    }


def _words(member: Member, clusters: Mapping[int, Cluster]) -> str:
    place = member.place
    role = place.role.replace("_", " ")
    cluster = clusters.get(place.cluster_id or 0)
    return f"{cluster.name} ({role})" if cluster else f"the {role}"


def log(
    session: Session,
    caller: Caller,
    verb: str,
    *,
    kind: str,
    object_id: int,
    now: datetime,
) -> None:
    """Record a step in the audit trail."""
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        now=now,
    )
