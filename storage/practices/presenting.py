"""Which practices a meeting had on its agenda."""

from sqlmodel import Session, col, select

from bot.domain.meetings import AgendaState, MeetingStatus
from storage.tables import AgendaItemRow, MeetingRow


def presented(session: Session, sig_id: int) -> frozenset[int]:
    """Return the ids of the practices that meetings which were held heard of."""
    query = (
        select(AgendaItemRow.practice_id)
        .join(MeetingRow, col(MeetingRow.id) == AgendaItemRow.meeting_id)
        .where(
            MeetingRow.sig_id == sig_id,
            MeetingRow.status == MeetingStatus.HELD,
            # What was put off or withdrawn waits for its turn still.
            col(AgendaItemRow.state).in_((AgendaState.ACCEPTED, AgendaState.DONE)),
            col(AgendaItemRow.practice_id).is_not(None),
        )
        .distinct()
    )
    return frozenset(found for found in session.exec(query) if found is not None)
