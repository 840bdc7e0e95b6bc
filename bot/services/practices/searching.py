"""Finding practices by words, and those that one looks like."""

from collections.abc import Collection
from itertools import product
from typing import NamedTuple

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.practices import Practice, PracticeContent, PracticeStatus, Visibility
from bot.domain.practices.duplicates import folded, gist_of, most_alike
from bot.domain.practices.search import (
    PAGE,
    Found,
    Labels,
    Query,
    Reach,
    State,
    hit_of,
    parse_query,
)
from bot.services.members import Caller, require_access, require_permission
from bot.services.practices.reading import may_read
from storage import sigs
from storage.database import Database
from storage.practices import gists, loading
from storage.practices import search as rows


class LookAlike(NamedTuple):
    """A practice that a text looks like; ``score`` is up to 100."""

    practice: Practice
    score: float


def search(
    db: Database, clock: Clock, *, caller: Caller, words: str, offset: int = 0
) -> Found:
    """Return a page of the practices with all these words that the caller may read.

    What they have and what is still their draft is found too. A page beyond the last
    one is the last one.

    Raises:
        InvalidInputError: there is no word to look for, or too many.
        NotAllowedError: an external's last day is over.
    """
    require_access(clock, caller)
    query, reach = parse_query(words), reach_of(clock, caller)
    with db.read() as session:
        found = _page(session, caller, query, reach=reach, offset=max(0, offset))
        if not found.hits and offset > 0:
            last = max(0, found.total - 1) // PAGE * PAGE
            found = _page(session, caller, query, reach=reach, offset=last)
    return found


def look_alikes(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    content: PracticeContent,
    besides: int | None = None,
) -> tuple[LookAlike, ...]:
    """Return up to three practices that a text looks like, the most alike first.

    Only those that the caller may read are compared: that there is another one would
    itself tell something of it. ``besides`` is the practice whose text this is.

    Raises:
        NotAllowedError: the caller may not submit.
    """
    require_permission(clock, caller, Permission.SUBMIT_PRACTICE)
    reach = reach_of(clock, caller)
    with db.read() as session:
        others = rows.shown(session, caller.sig.id, reach=reach, besides=besides)
        known = gists.folded_gists(session, others)
        alike = most_alike(folded(gist_of(content)), known)
        scores = {rows.Match(one.practice_id, one.revision): one.score for one in alike}
        loaded = _loaded(session, scores)
    texts = {rows.Match(text.id, text.revision): text for text in loaded.practices}
    return tuple(LookAlike(texts[match], score) for match, score in scores.items())


def remember(db: Database) -> None:
    """Fold what new practices will be compared with, of all groups.

    Whoever sends the first form after a start does not wait for it then.
    """
    everything = frozenset(product(PracticeStatus, Visibility))
    reach = Reach(person_id=0, own=everything, others=everything)
    with db.read() as session:
        for sig in sigs.all_sigs(session):
            gists.folded_gists(session, rows.shown(session, sig.id, reach=reach))


def reach_of(clock: Clock, caller: Caller) -> Reach:
    """Return what the caller may read, asked of the rule for each state.

    So searching and reading can never disagree.
    """
    own = _readable(clock, caller, author_id=caller.person.id)
    others = _readable(clock, caller, author_id=None)
    return Reach(person_id=caller.person.id, own=own, others=others)


def _readable(
    clock: Clock, caller: Caller, *, author_id: int | None
) -> frozenset[State]:
    return frozenset(
        (status, visibility)
        for status in PracticeStatus
        for visibility in Visibility
        if may_read(
            clock,
            caller,
            Practice(
                sig_id=caller.sig.id,
                author_id=author_id,
                status=status,
                content=PracticeContent(visibility=visibility),
            ),
        )
    )


def _page(
    session: Session, caller: Caller, query: Query, *, reach: Reach, offset: int
) -> Found:
    sig_id = caller.sig.id
    total, matches = rows.find(
        session, sig_id, query, reach=reach, limit=PAGE, offset=offset
    )
    loaded = _loaded(session, matches)
    texts = {rows.Match(text.id, text.revision): text for text in loaded.practices}
    hits = tuple(hit_of(texts[match], loaded.labels, query) for match in matches)
    return Found(query=query, total=total, offset=offset, hits=hits)


def _loaded(session: Session, matches: Collection[rows.Match]) -> loading.Loaded:
    """Return the texts that were found, and perhaps others of the same practices."""
    if not matches:
        return loading.Loaded((), Labels({}, {}))
    ids = [match.practice_id for match in matches]
    which, shown = loading.Which.IDS, loading.Shown.BOTH
    return loading.load_labelled(session, which, shown=shown, practice_ids=ids)
