"""The register of themes: list, show, add, edit, merge, remove."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain import names
from bot.domain.clock import Clock
from bot.domain.clusters import Theme
from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotFoundError,
)
from bot.domain.permissions import Permission, may
from bot.domain.registers import themes as rules
from bot.domain.registers.edited import Edited
from bot.domain.registers.finding import find as find_in
from bot.domain.registers.themes import ThemeCard, ThemeList, ThemeUse
from bot.domain.registers.typed import Typed, Values
from bot.services.members import Caller, require_permission, today
from storage import audit, inbound, theme_links
from storage import themes as rows
from storage.database import Database, alone
from storage.practices.indexing import reindex

_SLUG = 40
_SENT = "This form was sent already: look at /sig themes. Open it new for another one."


def listed(db: Database, clock: Clock, *, caller: Caller) -> ThemeList:
    """Return all themes of the group.

    Raises:
        NotAllowedError: only people inside the group may.
    """
    require_permission(clock, caller, Permission.READ_GROUP)
    with db.read() as session:
        return _listed(session, clock, caller)


def find(db: Database, clock: Clock, *, caller: Caller, name: str) -> ThemeCard:
    """Return the theme that somebody means: by name, short name or a part.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: none is meant, or several; the message names the nearest.
    """
    found = listed(db, clock, caller=caller)
    cards = found.cards + found.merged
    return find_in(
        "theme",
        name,
        [
            (word, each.theme.label, each)
            for each in cards
            for word in (each.theme.slug, each.theme.label)
        ],
    )


def read(db: Database, clock: Clock, *, caller: Caller, theme_id: int) -> ThemeCard:
    """Return one theme of the group.

    Raises:
        NotAllowedError: only people inside the group may.
        NotFoundError: there is no such theme in the group.
    """
    found = listed(db, clock, caller=caller)
    for card in found.cards + found.merged:
        if card.theme.id == theme_id:
            return card
    raise NotFoundError("There is no such theme in this group.")


def require_manageable(clock: Clock, caller: Caller) -> None:
    """Let those pass who may change themes.

    Raises:
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)


def may_manage(clock: Clock, caller: Caller) -> bool:
    """Say whether the caller may change themes."""
    day = today(clock, caller.sig)
    return may(caller.actor, Permission.MANAGE_THEMES, today=day)


def add(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Theme:
    """Add a theme; the same nonce adds it once.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair, the secretariat and editors may.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)
    form, now, sig_id = Typed(typed), clock(), caller.sig.id
    new = rules.read_words(form, Theme(slug="", label="", position=0))
    with db.begin() as session:
        alone(session)
        known = rows.all_themes(session, sig_id)
        if not inbound.first_time(session, f"theme:{sig_id}:{nonce}", now):
            return _added_before(new, known)
        _check_name(form, new, known)
        slug = names.slug(new.label, _SLUG, between="_") or "theme"
        slug = names.unused(slug, {each.slug for each in known}, between="_")
        living = [each for each in known if each.merged_into is None]
        order = rules.read_place(form, [*living, replace(new, slug=slug)], slug)
        form.require()
        added = rows.add_theme(session, sig_id, replace(new, slug=slug))
        rows.reorder(session, sig_id, order)
        _log(session, caller, "added", added, now)
        return rows.lock(session, sig_id, added.id)


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    theme_id: int,
    version: int,
    typed: Values,
) -> Edited[Theme]:
    """Save name, description and place; whatever hangs on the theme stays with it.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: only the chair, the secretariat and editors may.
        NotFoundError: there is no such theme in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)
    form, now, sig_id = Typed(typed), clock(), caller.sig.id
    with db.begin() as session:
        alone(session)
        stored = rows.lock(session, sig_id, theme_id)
        changed = rules.read_words(form, stored)
        _check_name(form, changed, rows.all_themes(session, sig_id))
        living = rows.themes(session, sig_id)
        order = rules.read_place(form, living, stored.slug)
        form.require()
        if changed != stored:
            if stored.version != version:
                return Edited(stored=stored, typed=changed)
            rows.save_words(session, changed)
            reindex(session, sig_id)
            _log(session, caller, "edited", changed, now)
        if stored.merged_into is None and order != tuple(each.slug for each in living):
            rows.reorder(session, sig_id, order)
            _log(session, caller, "moved", changed, now)
        return Edited(stored=rows.lock(session, sig_id, theme_id))


def merge(
    db: Database, clock: Clock, *, caller: Caller, theme_id: int, into: str
) -> ThemeCard:
    """Let a theme go up in another; doing it again changes nothing.

    Practices, recommendations and offers move. The old short name keeps its meaning.

    Raises:
        InvalidInputError: the other theme is the same, unknown or merged itself.
        InvalidTransitionError: the theme was merged into yet another one.
        NotAllowedError: only the chair, the secretariat and editors may.
        NotFoundError: there is no such theme in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)
    now, sig_id = clock(), caller.sig.id
    with db.begin() as session:
        alone(session)
        theme = rows.lock(session, sig_id, theme_id)
        if theme.merged_into is None:
            rows.merge(session, theme, _target(session, sig_id, theme, into))
            reindex(session, sig_id)
            _log(session, caller, "merged", theme, now)
        elif theme.merged_into != into:
            raise InvalidTransitionError(
                f"{theme.label} was merged already. Undo that first: "
                f"/sig themes show {theme.slug}."
            )
        return _card(session, clock, caller, theme_id)


def undo_merge(
    db: Database, clock: Clock, *, caller: Caller, theme_id: int
) -> ThemeCard:
    """Give a merged theme its place and its links back; again changes nothing.

    Raises:
        InvalidTransitionError: something depends on the merge by now.
        NotAllowedError: only the chair, the secretariat and editors may.
        NotFoundError: there is no such theme in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)
    now = clock()
    with db.begin() as session:
        alone(session)
        theme = rows.lock(session, caller.sig.id, theme_id)
        if theme.merged_into is not None:
            _require_parting(session, caller, theme)
            rows.part(session, theme)
            reindex(session, caller.sig.id)
            _log(session, caller, "parted", theme, now)
        return _card(session, clock, caller, theme_id)


def remove(db: Database, clock: Clock, *, caller: Caller, theme_id: int) -> Theme:
    """Remove a theme that nothing hangs on.

    Raises:
        InvalidTransitionError: something does, or it is the last one.
        NotAllowedError: only the chair, the secretariat and editors may.
        NotFoundError: there is no such theme in the group.
    """
    require_permission(clock, caller, Permission.MANAGE_THEMES)
    now, sig_id = clock(), caller.sig.id
    with db.begin() as session:
        alone(session)
        theme = rows.lock(session, sig_id, theme_id)
        card = _card(session, clock, caller, theme_id)
        if card.use.is_used or theme.merged_into is not None:
            raise InvalidTransitionError(
                f"{theme.label} is in use, so it stays. Merge it into another theme."
            )
        if rows.themes(session, sig_id) == (theme,):
            raise InvalidTransitionError(
                "This is the last theme, and practices need one. Rename it instead."
            )
        rows.remove(session, theme)
        _log(session, caller, "removed", theme, now)
        return theme


def _listed(session: Session, clock: Clock, caller: Caller) -> ThemeList:
    known = rows.all_themes(session, caller.sig.id)
    uses = theme_links.uses(session, caller.sig.id)
    by_slug = {theme.slug: theme for theme in known}
    cards = [
        ThemeCard(
            theme=theme,
            use=uses.get(theme.id, ThemeUse()),
            successor=by_slug.get(theme.merged_into or ""),
        )
        for theme in known
    ]
    return ThemeList(
        cards=tuple(card for card in cards if card.successor is None),
        merged=tuple(card for card in cards if card.successor),
        may_manage=may_manage(clock, caller),
    )


def _card(session: Session, clock: Clock, caller: Caller, theme_id: int) -> ThemeCard:
    found = _listed(session, clock, caller)
    cards = found.cards + found.merged
    return next(card for card in cards if card.theme.id == theme_id)


def _target(session: Session, sig_id: int, theme: Theme, into: str) -> Theme:
    found = {each.slug: each for each in rows.themes(session, sig_id)}.get(into)
    if found is None:
        message = "This theme is not there any more. Please choose another one."
        raise InvalidInputError({"into": message})
    if found.id == theme.id:
        message = "A theme cannot be merged with itself. Please choose another one."
        raise InvalidInputError({"into": message})
    return found


def _require_parting(session: Session, caller: Caller, theme: Theme) -> None:
    known = {each.slug: each for each in rows.all_themes(session, caller.sig.id)}
    into = known[theme.merged_into or ""]
    if into.merged_into is not None:
        raise InvalidTransitionError(
            f"{into.label} was merged itself since. Undo that first: "
            f"/sig themes show {into.slug}."
        )
    if changed := rows.written_since_merge(session, theme):
        refs = _refs(changed)
        raise InvalidTransitionError(
            f"This cannot be undone any more: {refs} got a new text since, under "
            f"{into.label}. You can add a theme instead."
        )


def _refs(numbers: Sequence[int]) -> str:
    return ", ".join(f"P-{number}" for number in sorted(numbers))


def _check_name(form: Typed, theme: Theme, known: Iterable[Theme]) -> None:
    others = [(each.label, each) for each in known if each.id != theme.id]
    if found := names.same_as(theme.label, others):
        merged = ", which was merged" if found.merged_into else ""
        said = f"This reads the same as {found.label}{merged}."
        form.complain("label", f"{said} See /sig themes show {found.slug}.")


def _added_before(new: Theme, known: Iterable[Theme]) -> Theme:
    found = names.same_as(new.label, [(each.label, each) for each in known])
    if found is None:
        raise InvalidInputError({"label": _SENT})
    return found


def _log(
    session: Session, caller: Caller, verb: str, theme: Theme, now: datetime
) -> None:
    audit.record(
        session,
        caller.sig.id,
        caller.person.id,
        verb=verb,
        object_kind="theme",
        object_id=theme.id,
        now=now,
    )
