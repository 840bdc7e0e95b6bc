"""Edits in assembled parts of a draft: kept as comments, so that none is lost."""

from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.errors import InvalidTransitionError
from bot.domain.whitepaper.conflicts import ImportState
from bot.domain.whitepaper.remarks import MOST_REMARKS, nonce, remark
from bot.services.members import Caller
from bot.services.whitepaper.commenting import say
from bot.services.whitepaper.common import ensure
from bot.services.whitepaper.importing import planned, require_importable
from storage import paper_imports as rows
from storage import sections
from storage.database import Database

_FIRST = "title_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """The sections that have comments now, and how many edits were too many."""

    titles: tuple[str, ...]
    left: int


def keep_as_comments(
    db: Database,
    clock: Clock,
    *,
    caller: Caller,
    import_id: int,
    most: int = MOST_REMARKS,
) -> Remarked:
    """Make a comment of each edit that an import does not take; twice is once.

    Raises:
        InvalidTransitionError: the file was discarded.
        NotAllowedError: the caller may not take drafts back.
        NotFoundError: it is not kept any more.
    """
    require_importable(clock, caller)
    now = clock()
    with db.begin() as session:
        kept = rows.lock(session, caller.sig.id, import_id)
        if kept.state is ImportState.DISCARDED:
            message = f"{kept.name} was discarded. Add it again: /whitepaper import"
            raise InvalidTransitionError(message)
        found = planned(session, caller.sig.id, kept.text.encode())
        ensure(session, caller.sig)
        listed = sections.listed(session, caller.sig.id)
        there = {each.section.key: each for each in listed}
        titles = []
        for edit in found.generated[:most]:
            # A section that was taken out since has no comments any more.
            about = there.get(edit.section) or there.get(_FIRST) or listed[0]
            text, proposal = remark(edit, file_name=kept.name)
            say(
                session,
                caller,
                about,
                said=(text, proposal),
                nonce=nonce(edit, version=found.version),
                now=now,
            )
            titles.append(about.section.title)
    left = max(0, len(found.generated) - most)
    return Remarked(titles=tuple(dict.fromkeys(titles)), left=left)
