"""What each use case asks that is about edited drafts of the paper."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission
from bot.domain.whitepaper.conflicts import Chosen, Pick

ACT = Permission.IMPORT_WHITEPAPER


def looked(s, _):
    return {"import_id": s.ids.draft_looked}


def conflict(s, _):
    return {"conflict_id": s.ids.conflict}


def chosen(s, _):
    pick = Chosen(conflict_id=s.ids.conflict, pick=Pick.STORED, base_revision=0)
    return {"chosen": pick}


PAPER_IMPORTS: Table = {
    "whitepaper.importing.require_importable": (asks(ACT),),
    "whitepaper.importing.look": (
        asks(
            ACT,
            arguments=lambda s, _: {
                "file_name": "draft.md",
                "data": s.ids.edited_draft,
            },
        ),
    ),
    "whitepaper.importing.take": (asks(ACT, arguments=looked),),
    "whitepaper.importing.discard": (asks(ACT, arguments=looked),),
    "whitepaper.remarking.keep_as_comments": (asks(ACT, arguments=looked),),
    "whitepaper.settling.waiting": (asks(ACT),),
    "whitepaper.settling.to_settle": (asks(ACT, arguments=conflict),),
    "whitepaper.settling.settle": (asks(ACT, arguments=chosen),),
}
