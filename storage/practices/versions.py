"""Earlier texts of a practice, and new ones that are still being written."""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.domain.errors import NotFoundError, StaleVersionError
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Funding,
    Practice,
    PracticeContent,
    PracticeStatus,
    PracticeType,
    Provenance,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)
from storage.practices.loading import Which, load, to_content
from storage.statements import changed_one, insert
from storage.tables import (
    NetworkRow,
    PracticeEditRow,
    PracticeNetworkRow,
    PracticeRevisionRow,
    PracticeRow,
    PracticeThemeRow,
    ThemeRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new text that a person is writing of a practice.

    ``version`` and ``revision`` are those of the practice when they began, or when
    they were last told that somebody else changed it.
    """

    practice_id: int
    person_id: int
    version: int
    revision: int
    content: PracticeContent


def text(session: Session, practice: Practice, revision: int) -> PracticeContent:
    """Return one of the texts of a practice.

    Raises:
        NotFoundError: there is no such version.
    """
    query = select(PracticeRevisionRow).where(
        PracticeRevisionRow.practice_id == practice.id,
        PracticeRevisionRow.revision == revision,
    )
    row = session.exec(query).first()
    if row is None:
        message = (
            f"{practice.ref} has no version {revision}; its newest is "
            f"{practice.revision}."
        )
        raise NotFoundError(message)
    themes = (
        select(ThemeRow.slug)
        .join(PracticeThemeRow, col(PracticeThemeRow.theme_id) == ThemeRow.id)
        .where(PracticeThemeRow.revision_id == row.id)
        .order_by(col(PracticeThemeRow.position))
    )
    networks = (
        select(NetworkRow.slug)
        .join(PracticeNetworkRow, col(PracticeNetworkRow.network_id) == NetworkRow.id)
        .where(PracticeNetworkRow.revision_id == row.id)
        .order_by(col(PracticeNetworkRow.position))
    )
    return to_content(row, session.exec(themes), session.exec(networks))


def printable(session: Session, practice_id: int) -> Practice:
    """Return a practice with the text that counts: an accepted one before a newer.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = load(session, Which.ID, printable=True, practice_id=practice_id)
    if not found:
        raise NotFoundError("This practice does not exist any more.")
    return found[0]


def edit_of(session: Session, practice_id: int, person_id: int) -> Edit | None:
    """Return the new text that somebody is writing."""
    row = session.get(PracticeEditRow, (practice_id, person_id), populate_existing=True)
    if row is None:
        return None
    return Edit(
        practice_id=practice_id,
        person_id=person_id,
        version=row.version,
        revision=row.revision,
        content=_content(row.content),
    )


def keep_edit(session: Session, edit: Edit) -> None:
    """Keep what somebody has written so far, in the place of what they had before."""
    values = {
        "version": edit.version,
        "revision": edit.revision,
        "content": _json(edit.content),
    }
    statement = insert(session, PracticeEditRow).values(
        practice_id=edit.practice_id, person_id=edit.person_id, **values
    )
    changes = values | {"updated_at": statement.excluded.updated_at}
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["practice_id", "person_id"], set_=changes
        )
    )


def drop_edit(session: Session, practice_id: int, person_id: int) -> None:
    """Forget it: it was saved as a version, or is not wanted any more."""
    statement = sa.delete(PracticeEditRow).where(
        col(PracticeEditRow.practice_id) == practice_id,
        col(PracticeEditRow.person_id) == person_id,
    )
    session.connection().execute(statement)


def delete_draft(session: Session, practice: Practice) -> bool:
    """Throw a draft away; whatever was submitted stays.

    Returns:
        False when it is gone already, as after the same click twice.

    Raises:
        StaleVersionError: it was saved or submitted since it was read.
    """
    statement = sa.delete(PracticeRow).where(
        col(PracticeRow.id) == practice.id,
        col(PracticeRow.version) == practice.version,
        col(PracticeRow.status) == PracticeStatus.DRAFT,
    )
    if changed_one(session, statement):
        return True
    left = sa.select(col(PracticeRow.id)).where(col(PracticeRow.id) == practice.id)
    if session.connection().execute(left).first() is None:
        return False
    message = "This draft was saved from elsewhere meanwhile. Please try again."
    raise StaleVersionError(message)


def _json(content: PracticeContent) -> dict[str, Any]:
    return asdict(content)


_ENUMERATIONS = {
    "scope": Scope,
    "type": PracticeType,
    "stage": Stage,
    "evidence_level": EvidenceLevel,
    "transfer_readiness": TransferReadiness,
    "twinning_role": TwinningRole,
    "attribution": Attribution,
    "visibility": Visibility,
}
_LISTS = ("themes", "target_groups", "networks", "links", "formatted")


def _content(stored: dict[str, Any]) -> PracticeContent:
    """Return the text; a field that was not known when it was written is empty."""
    known = PracticeContent.__dataclass_fields__
    values = {name: value for name, value in stored.items() if name in known}
    for name, kind in _ENUMERATIONS.items():
        if values.get(name) is not None:
            values[name] = kind(values[name])
    for name in _LISTS:
        values[name] = tuple(values.get(name) or ())
    money = values.get("funding")
    values["funding"] = Funding(**money) if money else None
    claims = values.get("provenance") or ()
    values["provenance"] = tuple(Provenance(**claim) for claim in claims)
    return PracticeContent(**values)
