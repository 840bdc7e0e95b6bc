"""The audit trail: who did what to what, in ids and verbs, without any text."""

from datetime import datetime

from sqlmodel import Session

from storage.statements import insert
from storage.tables import AuditEventRow


def record(
    session: Session,
    sig_id: int,
    actor_id: int | None,
    *,
    verb: str,
    object_kind: str,
    object_id: int,
    now: datetime,
) -> None:
    """Note an event; ``actor_id`` is a person's id, or None for the program."""
    session.flush()  # it may be about what is not stored yet
    session.connection().execute(
        insert(session, AuditEventRow),
        {
            "sig_id": sig_id,
            "at": now,
            "actor_id": actor_id,
            "verb": verb,
            "object_kind": object_kind,
            "object_id": object_id,
        },
    )
