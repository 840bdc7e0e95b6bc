"""Finding practices by words, and those that one looks like."""

from typing import NamedTuple

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.permissions import Permission
from bot.domain.practices import Practice, PracticeContent, PracticeStatus, Visibility
from bot.domain.practices.duplicates import folded, gist_of, most_alike
from bot.domain.practices.search import (
    PAGE,
    Found,
    Query,
    Reach,
    State,
    hit_of,
    parse_query,
)
from bot.services.members import Caller, require_access, require_permission
from bot.services.practices.reading import may_read
from storage.database import Database
from storage.practices import gists, indexing, loading
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
        shown = rows.shown(session, caller.sig.id, reach=reach)
        others = [match for match in shown if match.practice_id != besides]
        known = gists.folded_gists(session, others)
        alike = most_alike(folded(gist_of(content)), known)
        scores = {rows.Match(one.practice_id, one.revision): one.score for one in alike}
        texts = _texts(session, tuple(scores))
    return tuple(LookAlike(texts[match], score) for match, score in scores.items())


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
    texts = _texts(session, matches)
    labels = indexing.labels_of(session, sig_id)
    hits = tuple(hit_of(texts[match], labels, query) for match in matches)
    return Found(query=query, total=total, offset=offset, hits=hits)


def _texts(
    session: Session, matches: tuple[rows.Match, ...]
) -> dict[rows.Match, Practice]:
    """Return the texts that were found; of few practices it is an older one."""
    texts: dict[rows.Match, Practice] = {}
    for printable in (False, True):
        ids = [match.practice_id for match in matches if match not in texts]
        which = loading.Which.IDS
        if ids:
            found = loading.load(session, which, printable=printable, practice_ids=ids)
            texts |= {rows.Match(text.id, text.revision): text for text in found}
    return texts
