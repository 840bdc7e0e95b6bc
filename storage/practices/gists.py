"""What practices are compared by, folded once and kept by the process.

Folding ten thousand texts takes longer than everything else that happens when a form
is sent. A text of a submitted practice never changes (a change is a new revision), so
what was folded once holds; what is not here is read from the tables.
"""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.domain.practices.duplicates import Gist, folded
from storage.tables import PracticeRevisionRow

_CHUNK = 500
# Some 30 MB. More texts than that are folded anew each time the limit is passed.
_MOST = 50_000

_Kept = dict[str, Gist]
_KEPT: WeakKeyDictionary[object, _Kept] = WeakKeyDictionary()


def folded_gists(session: Session, texts: Sequence[str]) -> list[Gist]:
    """Return what these texts (``search.shown``) are compared by, in their order."""
    kept = _KEPT.setdefault(session.get_bind(), {})
    missing = [text for text in texts if text not in kept]
    if not missing:
        return [kept[text] for text in texts]
    read = {f"{gist[0]}.{gist[1]}": gist for gist in _read(session, missing)}
    known = kept | read
    # Others may be reading what is kept: nothing is ever taken out of it.
    if len(known) > _MOST:
        _KEPT[session.get_bind()] = read
    else:
        kept |= read
    return [known[text] for text in texts]


def _read(session: Session, texts: Sequence[str]) -> Iterator[Gist]:
    wanted = {tuple(map(int, text.split("."))) for text in texts}
    text = PracticeRevisionRow
    query = sa.select(
        col(text.practice_id),
        col(text.revision),
        col(text.title),
        sa.func.coalesce(col(text.title_original), ""),
        col(text.summary),
        col(text.organisation),
        sa.func.coalesce(col(text.country), ""),
    )
    for start in range(0, len(texts), _CHUNK):
        ids = [int(text.partition(".")[0]) for text in texts[start : start + _CHUNK]]
        of_these = query.where(col(text.practice_id).in_(ids))
        for row in session.connection().execute(of_these):
            gist = Gist(*row)
            if (gist.practice_id, gist.revision) in wanted:
                yield folded(gist)
