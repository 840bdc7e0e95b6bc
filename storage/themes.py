"""Themes of a group; one that was merged still answers to its short name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from bot.domain.clusters import Theme
from bot.domain.errors import NotFoundError
from bot.domain.registers.themes import successors
from storage import theme_links
from storage.statements import insert
from storage.tables import ThemeRow
from storage.vocabulary import ids_of, require_new


def themes(session: Session, sig_id: int) -> tuple[Theme, ...]:
    """Return the group's themes in their order, without those that were merged."""
    known = all_themes(session, sig_id)
    return tuple(theme for theme in known if theme.merged_into is None)


def all_themes(session: Session, sig_id: int) -> tuple[Theme, ...]:
    """Return the group's themes in their order, also those that were merged."""
    query = (
        select(ThemeRow)
        .where(ThemeRow.sig_id == sig_id)
        .order_by(col(ThemeRow.position), col(ThemeRow.id))
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    slugs = {row.id: row.slug for row in rows}
    return tuple(_theme(row, slugs) for row in rows)


def add_theme(session: Session, sig_id: int, theme: Theme) -> Theme:
    """Store a new theme and return it with its id.

    Raises:
        InvalidInputError: the group has a theme with this slug.
    """
    require_new(theme.slug, {known.slug for known in all_themes(session, sig_id)})
    row = ThemeRow(
        sig_id=sig_id,
        slug=theme.slug,
        label=theme.label,
        description=theme.description,
        position=theme.position,
    )
    session.add(row)
    session.flush()
    return replace(theme, id=row.id)


def ensure_themes(session: Session, sig_id: int, wanted: Iterable[Theme]) -> None:
    """Add the themes that the group does not have; known ones stay as they are."""
    rows = [
        {
            "sig_id": sig_id,
            "slug": theme.slug,
            "label": theme.label,
            "position": theme.position,
        }
        for theme in wanted
    ]
    if rows:
        statement = insert(session, ThemeRow).on_conflict_do_nothing(
            index_elements=["sig_id", "slug"]
        )
        session.connection().execute(statement, rows)


def save_successors(session: Session, sig_id: int, themes: Iterable[Theme]) -> None:
    """Store which themes went up in others; what hangs on them is stored elsewhere.

    A circle leads nowhere: its themes stay.
    """
    known = {theme.slug: theme for theme in all_themes(session, sig_id)}
    ids = {theme.slug: theme.id for theme in known.values()}
    given = {theme.slug: theme for theme in themes}
    last = successors(list((known | given).values()))
    for slug, theme in given.items():
        leads_out = (known | given)[last[slug]].merged_into is None
        if theme.merged_into and theme.merged_into in ids and leads_out:
            session.get_one(ThemeRow, ids[slug]).merged_into_id = ids[theme.merged_into]
    session.flush()


def lock(session: Session, sig_id: int, theme_id: int) -> Theme:
    """Return a theme, and let nobody else change it until the commit.

    Raises:
        NotFoundError: there is none with this id in the group.
    """
    query = select(ThemeRow.id).where(
        ThemeRow.sig_id == sig_id, ThemeRow.id == theme_id
    )
    session.exec(query.with_for_update()).first()
    for found in all_themes(session, sig_id):
        if found.id == theme_id:
            return found
    raise NotFoundError("There is no such theme in this group.")


def save_words(session: Session, theme: Theme) -> None:
    """Store the name and the description of a theme that was locked before."""
    row = session.get_one(ThemeRow, theme.id)
    row.label, row.description = theme.label, theme.description
    row.version += 1
    session.flush()


def reorder(session: Session, sig_id: int, slugs: Sequence[str]) -> None:
    """Put the themes into this order; those that are not named come after them."""
    places = {slug: place for place, slug in enumerate(slugs, start=1)}
    query = select(ThemeRow).where(ThemeRow.sig_id == sig_id)
    for row in session.exec(query.order_by(col(ThemeRow.position))):
        row.position = places.setdefault(row.slug, len(places) + 1)
    session.flush()


def merge(session: Session, theme: Theme, into: Theme) -> None:
    """Let one theme take another's place, with everything that hangs on it."""
    row = session.get_one(ThemeRow, theme.id)
    row.moved = theme_links.move(session, theme.id, into.id)
    row.merged_into_id = into.id
    row.version += 1
    session.flush()


def written_since_merge(session: Session, theme: Theme) -> tuple[int, ...]:
    """Return the practices whose text was changed since the theme was merged."""
    moved = session.get_one(ThemeRow, theme.id).moved
    return theme_links.written_since(session, moved) if moved else ()


def part(session: Session, theme: Theme) -> None:
    """Undo a merge: what came from the theme goes back to it."""
    row = session.get_one(ThemeRow, theme.id)
    if row.moved and row.merged_into_id:
        new_id = row.merged_into_id
        theme_links.put_back(session, row.moved, old_id=theme.id, new_id=new_id)
    row.merged_into_id = row.moved = None
    row.version += 1
    session.flush()


def remove(session: Session, theme: Theme) -> None:
    """Forget a theme that nothing hangs on."""
    session.delete(session.get_one(ThemeRow, theme.id))
    session.flush()


def theme_ids(session: Session, sig_id: int, slugs: Iterable[str]) -> list[int]:
    """Return the ids of themes; one that was merged gives that of its successor.

    Raises:
        InvalidInputError: one of them is not known.
    """
    wanted = list(slugs)
    if not wanted:
        return []
    return ids_of("theme", wanted, known=ids_by_slug(session, sig_id))


def ids_by_slug(session: Session, sig_id: int) -> dict[str, int]:
    """Return the id that each short name stands for now, for a change that names it.

    A merge of themes waits until that is saved, or it waits for the merge.
    """
    of_group = select(ThemeRow.id).where(ThemeRow.sig_id == sig_id)
    session.exec(of_group.with_for_update(read=True)).all()
    known = all_themes(session, sig_id)
    ids = {theme.slug: theme.id for theme in known}
    return {slug: ids[last] for slug, last in successors(known).items()}


def _theme(row: ThemeRow, slugs: dict[int, str]) -> Theme:
    return Theme(
        id=row.id,
        slug=row.slug,
        label=row.label,
        position=row.position,
        description=row.description,
        merged_into=slugs.get(row.merged_into_id or 0),
        version=row.version,
    )
