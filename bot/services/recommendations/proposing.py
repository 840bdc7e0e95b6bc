"""Proposing a recommendation, changing its words, and looking at all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot.domain import consensus as rules
from bot.domain.clock import Clock
from bot.domain.clusters import Theme
from bot.domain.consensus import TEXT_LIMIT, TITLE_LIMIT, Outcome, Proposed, Standing
from bot.domain.errors import NotAllowedError
from bot.domain.permissions import Permission, may
from bot.domain.recommendations import (
    ADDRESSEES,
    HORIZONS,
    Recommendation,
    RecommendationStatus,
)
from bot.domain.references import Kind, is_reference, parse
from bot.domain.registers.typed import Typed, Values
from bot.services.members import Caller, require_access, require_permission, today
from bot.services.recommendations.common import asked, done, log, outdated, standing
from storage import consensus as rows
from storage import practices as practice_rows
from storage import recommendations as recommendation_rows
from storage import themes as theme_rows
from storage.database import Database

_PRACTICES = 30
_OVER = {
    RecommendationStatus.REJECTED,
    RecommendationStatus.MERGED,
    RecommendationStatus.SUPERSEDED,
}
_NOT_YOURS = "Only its author and the editors change its words."


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form offers, and what it begins with."""

    themes: Sequence[Theme]
    proposed: Proposed | None = None


def listed(db: Database, clock: Clock, *, caller: Caller) -> tuple[Standing, ...]:
    """Return the group's recommendations, those that are still open first.

    Raises:
        NotAllowedError: the caller may not read the paper.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        found = [
            standing(session, clock, caller=caller, proposed=each)
            for each in rows.listed(session, caller.sig.id)
        ]
    return tuple(sorted(found, key=lambda each: not each.proposed.is_open))


def shown(db: Database, clock: Clock, *, caller: Caller, text: str | int) -> Standing:
    """Return one recommendation as the caller may see it.

    Raises:
        InvalidInputError: this is no number of a recommendation.
        NotAllowedError: the caller may not read the paper.
        NotFoundError: there is none with it.
    """
    require_permission(clock, caller, Permission.READ_WHITEPAPER)
    with db.read() as session:
        found = asked(session, caller, text)
        return standing(session, clock, caller=caller, proposed=found)


def resting_on(
    db: Database, clock: Clock, *, caller: Caller, practice: int | None
) -> tuple[Recommendation, ...]:
    """Return the recommendations that rest on the practice with this number.

    Not those that were rejected, merged or replaced. Nothing for externals:
    what is proposed is for members of the group.

    Raises:
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    day = today(clock, caller.sig)
    if not may(caller.actor, Permission.READ_WHITEPAPER, today=day):
        return ()
    with db.read() as session:
        known = recommendation_rows.all_recommendations(session, caller.sig.id)
    return tuple(
        each for each in known if practice in each.evidence and each.status not in _OVER
    )


def form(
    db: Database, clock: Clock, *, caller: Caller, number: int | None = None
) -> Form:
    """Return what the form offers; with a number, to change that one.

    Raises:
        InvalidTransitionError: its words cannot be changed now.
        NotAllowedError: the caller may not.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.PROPOSE_RECOMMENDATION)
    with db.read() as session:
        found = None
        if number is not None:
            found = _editable(session, clock, caller, number)
        return Form(themes=theme_rows.themes(session, caller.sig.id), proposed=found)


def propose(
    db: Database, clock: Clock, *, caller: Caller, nonce: str, typed: Values
) -> Standing:
    """Store a new recommendation; the same form twice is one.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        NotAllowedError: the caller may not.
    """
    require_permission(clock, caller, Permission.PROPOSE_RECOMMENDATION)
    now = clock()
    with db.begin() as session:
        found = rows.by_source(session, caller.sig.id, nonce)
        if found is None:
            wanted = _read(session, caller, typed)
            found = rows.add(
                session,
                caller.sig.id,
                wanted,
                source=nonce,
                author_id=caller.person.id,
                cluster_id=caller.actor.cluster_id,
            )
            log(session, found, caller.person.id, "proposed", now=now)
        return standing(session, clock, caller=caller, proposed=found)


def edit(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    number: int,
    version: int,
    typed: Values,
    seen: str = "",
) -> Outcome:
    """Change the words of a recommendation that nobody decided yet.

    Where somebody else changed it since ``version`` nothing is saved: ``seen`` is the
    mark of what the caller read, to say what is different.

    Raises:
        InvalidInputError: with a sentence per field; nothing is saved.
        InvalidTransitionError: it is decided, or the clusters are being asked.
        NotAllowedError: it is somebody else's.
        NotFoundError: there is no such recommendation.
    """
    require_permission(clock, caller, Permission.PROPOSE_RECOMMENDATION)
    now = clock()
    with db.begin() as session:
        rows.lock(session, caller.sig.id, number)
        found = _editable(session, clock, caller, number)
        wanted = _read(session, caller, typed)
        if _said(found.recommendation) == _said(wanted):
            return done(session, clock, caller=caller, proposed=found)
        if found.version != version:
            return outdated(session, clock, caller, found, seen=seen)
        words = replace(found.recommendation, **_said(wanted))
        saved = rows.save(session, replace(found, recommendation=words))
        log(session, saved, caller.person.id, "edited", now=now)
        return done(session, clock, caller=caller, proposed=saved)


def _editable(session: Session, clock: Clock, caller: Caller, number: int) -> Proposed:
    found = rows.find(session, caller.sig.id, number)
    day = today(clock, caller.sig)
    is_editor = may(caller.actor, Permission.DRAFT_WHITEPAPER, today=day)
    if not is_editor and found.author_id != caller.person.id:
        raise NotAllowedError(f"{_NOT_YOURS} See /whitepaper recommend {found.ref}")
    rules.require_editable(found)
    return found


def _said(value: Recommendation) -> dict[str, Any]:
    """Return what a form says of a recommendation."""
    names = ("title", "statement", "rationale", "addressees", "evidence", "themes")
    return {name: getattr(value, name) for name in (*names, "horizon")}


def _read(session: Session, caller: Caller, typed: Values) -> Recommendation:
    form = Typed(typed)
    themes = {each.slug for each in theme_rows.themes(session, caller.sig.id)}
    missing = "Say in a sentence what should be done, and by whom."
    wanted = Recommendation(
        number=0,
        title=form.title("title", TITLE_LIMIT),
        statement=form.text("statement", TEXT_LIMIT, missing=missing) or "",
        rationale=form.text("rationale", TEXT_LIMIT) or "",
        addressees=form.choices("addressees", ADDRESSEES),
        evidence=_evidence(session, caller, form),
        themes=form.choices("themes", themes),
        horizon=form.choice("horizon", HORIZONS),
    )
    if not wanted.addressees:
        form.complain("addressees", "Choose who should do it.")
    form.require()
    return wanted


def _evidence(session: Session, caller: Caller, form: Typed) -> tuple[int, ...]:
    """Read the practices it rests on: their numbers, in any order, each once."""
    written = form.raw("evidence").replace(",", " ").replace(";", " ").split()
    known = {each.number for each in practice_rows.numbered(session, caller.sig.id)}
    found: list[int] = []
    for name in written[:_PRACTICES]:
        is_name = name.isdecimal() or is_reference(name, Kind.PRACTICE)
        number = parse(name, Kind.PRACTICE) if is_name else 0
        if number not in known:
            form.complain("evidence", f"There is no practice {name[:20]}.")
        found.append(number)
    if len(written) > _PRACTICES:
        form.complain("evidence", f"Up to {_PRACTICES} practices fit here.")
    return tuple(dict.fromkeys(found))
