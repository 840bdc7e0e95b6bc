"""Who did what to an action item, from the log."""

from sqlmodel import Session, col, select

from storage.tables import AuditEventRow


def latest_actor(
    session: Session, sig_id: int, action_id: int, *, verb: str
) -> int | None:
    """Return the id of the person who did this last; None: nobody, or the program."""
    query = (
        select(AuditEventRow.actor_id)
        .where(
            AuditEventRow.sig_id == sig_id,
            AuditEventRow.object_kind == "action",
            AuditEventRow.object_id == action_id,
            AuditEventRow.verb == verb,
        )
        .order_by(col(AuditEventRow.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
