"""What all steps of an action item share: who may, what is stored, who hears of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.actions import ActionItem, Shown
from bot.domain.actions.telling import Verb
from bot.domain.clock import Clock
from bot.domain.errors import NotAllowedError, StaleVersionError
from bot.domain.outbox import Message, MessageKind
from bot.domain.permissions import CLUSTER_VOICES, Permission, Role, may
from bot.domain.references import Kind, label, parse
from bot.domain.sigs import Sig
from bot.services.actions import reminding
from bot.services.members import Caller, require_permission, today
from storage import actions as rows
from storage import audit, outbox
from storage import members as member_rows
from storage.database import Database
from storage.directory import Directory, directory

_USEFUL = timedelta(days=7)


def asked(session: Session, caller: Caller, named: str | int) -> ActionItem:
    """Return the action item that somebody names; externals see their own only.

    Raises:
        InvalidInputError: it is no such name.
        NotAllowedError: it is not theirs.
        NotFoundError: the group has none with this number.
    """
    number = named if isinstance(named, int) else parse(named, Kind.ACTION)
    action = rows.find(session, caller.sig.id, number)
    if caller.actor.role is Role.EXTERNAL:
        (found,) = shown(session, caller.sig.id, [action])
        if not is_theirs(found, caller):
            name = label(Kind.ACTION, number)
            raise NotAllowedError(
                f"There is no action {name} of yours. /action mine shows yours."
            )
    return action


def one(
    session: Session, sig_id: int, action: ActionItem, *, who: Directory | None = None
) -> Shown:
    """Return an action item as it is shown."""
    return shown(session, sig_id, [action], who=who)[0]


def shown(
    session: Session,
    sig_id: int,
    actions: Iterable[ActionItem],
    *,
    who: Directory | None = None,
) -> tuple[Shown, ...]:
    """Return action items as they are shown; few queries, however many they are."""
    who = who or directory(session, sig_id)
    known = accounts(session, sig_id)
    people = {key: each for each, key in who.people.items()}
    clusters = {key: each for each, key in who.clusters.items()}
    return tuple(
        _shown(each, sig_id, who=who, ids=(people, clusters), known=known)
        for each in actions
    )


def _shown(
    action: ActionItem,
    sig_id: int,
    *,
    who: Directory,
    ids: tuple[dict[str, int], dict[str, int]],
    known: Mapping[int, str],
) -> Shown:
    people, clusters = ids
    owner = action.owner or ""
    keys = tuple(filter(None, (action.owner, *action.co_owners)))
    person_id = people.get(owner)
    return Shown(
        action=action,
        action_id=action.id,
        sig_id=sig_id,
        owner=who.names.get(owner, ""),
        owner_user_id=known.get(person_id) if person_id else None,
        helpers=tuple(who.names.get(key, key) for key in action.co_owners),
        helper_user_ids=tuple(
            known.get(people[key]) if key in people else None
            for key in action.co_owners
        ),
        people=tuple(people[key] for key in keys if key in people),
        clusters=tuple(clusters[key] for key in keys if key in clusters),
    )


def accounts(session: Session, sig_id: int) -> dict[int, str]:
    """Return the Slack accounts of the people who are in the group, by their ids."""
    return {
        each.person.id: each.person.user_id
        for each in member_rows.roster(session, sig_id)
        if each.is_active and each.person.user_id
    }


def is_theirs(found: Shown, caller: Caller) -> bool:
    """Whether the caller owns it, helps, or speaks for a cluster that does."""
    if caller.person.id in found.people:
        return True
    speaks = caller.actor.role in CLUSTER_VOICES
    return speaks and caller.actor.cluster_id in found.clusters


def may_work(clock: Clock, caller: Caller, found: Shown) -> bool:
    """Whether the caller may say how an action item goes on."""
    day = today(clock, caller.sig)
    if may(caller.actor, Permission.MANAGE_ACTIONS, today=day):
        return True
    allowed = may(caller.actor, Permission.WORK_ACTION, today=day)
    return allowed and is_theirs(found, caller)


def require_work(clock: Clock, caller: Caller, found: Shown) -> None:
    """Let pass whoever may say how an action item goes on.

    Raises:
        NotAllowedError: it belongs to others; the message says who can.
    """
    require_permission(clock, caller, Permission.WORK_ACTION)
    if may_work(clock, caller, found):
        return
    ref = found.action.ref
    if not found.owner:
        raise NotAllowedError(
            f"{ref} has no owner yet. If you do it, press “I do it” on its card "
            f"(/action show {ref}); else the chair, the secretariat and editors can "
            "change it."
        )
    helpers = ", those who help" if found.helpers else ""
    raise NotAllowedError(
        f"{ref} belongs to {owner_in_words(found)}. They{helpers}, the chair, the "
        "secretariat and editors can change it."
    )


def owner_in_words(found: Shown) -> str:
    """Return who owns it for a sentence without accounts; titles alone say little."""
    return "somebody else" if found.owner_user_id else found.owner


def require_version(action: ActionItem, version: int | None) -> None:
    """Let pass a form that was opened with the version that holds.

    Raises:
        StaleVersionError: somebody changed it since.
    """
    if version not in {None, action.version}:
        raise StaleVersionError(
            f"{action.ref} was changed by somebody else in the meantime. Close this "
            "form and open it again to see how it stands."
        )


def store(
    session: Session,
    caller: Caller,
    changed: ActionItem,
    *,
    verb: Verb,
    now: datetime,
) -> Shown:
    """Save a changed action item, with everything that follows from its change.

    Raises:
        StaleVersionError: somebody saved it since it was read.
    """
    sig = caller.sig
    saved = rows.change(session, sig.id, changed)
    audit.record(
        session,
        sig.id,
        caller.person.id,
        verb=verb,
        object_kind="action",
        object_id=saved.id,
        now=now,
    )
    reminding.replan(session, sig.id, numbers=[saved.number], now=now)
    refresh(session, sig, saved, now=now)
    return one(session, sig.id, saved)


def refresh(session: Session, sig: Sig, action: ActionItem, *, now: datetime) -> None:
    """Let the message that shows a new action item say what is true now."""
    posted = outbox.by_key(session, recorded_key(action.id))
    if posted is None or sig.channel_id is None:
        return
    outbox.enqueue(
        session,
        Message(
            key=f"action:{action.id}:refresh:v{action.version}",
            kind=MessageKind.ACTION_REFRESH,
            sig_id=sig.id,
            object_id=action.id,
            recipient=posted.recipient,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )


def recorded_key(action_id: int) -> str:
    """Return the key of the message that shows a new action item."""
    return f"action:{action_id}:recorded"


def recorded_message(db: Database, message: Message) -> Message | None:
    """Return the message that shows the action item of another message."""
    with db.read() as session:
        return outbox.by_key(session, recorded_key(message.object_id))


def tell(
    session: Session,
    caller: Caller,
    found: Shown,
    *,
    verb: Verb,
    to: Collection[int | None],
    now: datetime,
) -> None:
    """Tell persons, by their ids, each alone and once, what became of it.

    Whoever did it knows; who has left hears nothing.
    """
    known = accounts(session, caller.sig.id)
    for person_id in sorted({each for each in to if each} - {caller.person.id}):
        if user_id := known.get(person_id):
            _enqueue(session, found, verb=verb, user_id=user_id, now=now)


def _enqueue(
    session: Session, found: Shown, *, verb: Verb, user_id: str, now: datetime
) -> None:
    action = found.action
    outbox.enqueue(
        session,
        Message(
            key=f"action:{action.id}:{verb}:v{action.version}:{user_id}",
            kind=MessageKind.ACTION_CHANGED,
            sig_id=found.sig_id,
            object_id=action.id,
            recipient=user_id,
            due_at=now,
            not_after=now + _USEFUL,
        ),
    )
