"""Successions of a document: history that moves nothing here."""

from collections.abc import Iterable

from sqlmodel import Session, select

from bot.domain.errors import InvalidInputError
from bot.domain.exchange import Entry
from bot.domain.successions import Succession
from storage import successions
from storage.tables import SuccessionRow


def save_successions(
    session: Session, sig_id: int, *, entries: Iterable[Entry[Succession]]
) -> None:
    """Store successions; of one that is known only day and note can change.

    Raises:
        InvalidInputError: one was taken back here, which no file undoes.
    """
    query = select(SuccessionRow).where(SuccessionRow.sig_id == sig_id)
    known = {row.nonce: row for row in session.exec(query)}
    for entry in entries:
        value = entry.value
        row = known.get(value.nonce)
        if row is None:
            successions.add(session, sig_id, value, extra=entry.extra)
            continue
        if row.undone_at is not None:
            message = f"The change {value.nonce} was undone here. Take it out."
            raise InvalidInputError({"successions": message})
        row.effective_on, row.note = value.effective_on, value.note
        row.extra = dict(entry.extra) or None
        row.version += 1
    session.flush()
