"""What each use case asks that is about needs and offers."""

from datetime import timedelta

from who_may.asking import Case, Helper, Sifts, Table, asks
from who_may.scene import TODAY
from who_may.table_group import one

from bot.domain.matching import OfferKind, Shown, Statement
from bot.domain.permissions import Permission

STATE, MATCH = Permission.STATE_OFFER, Permission.MATCH_OFFERS
READ_GROUP, LEAD = Permission.READ_GROUP, Permission.MANAGE_CLUSTERS
STATEMENT = Statement(
    kind=OfferKind.NEED,
    theme="first",
    text="A hospital that tries our service",
    until=TODAY + timedelta(days=60),
)


def own(kind, **more):
    return lambda s, who: {f"{kind}_id": s.mine(kind, who)} | more


def pair(s, _):
    return {"need_id": s.ids.offer_of[s.account("member")], "offer_id": s.ids.offer}


MATCHING: Table = {
    "matching.common.cluster_of": (
        Case(Helper(words="tells which cluster the caller speaks for")),
    ),
    "matching.introducing.matches": (asks(MATCH),),
    "matching.introducing.propose": (asks(MATCH, arguments=pair),),
    "matching.introducing.answer": (
        asks(STATE, arguments=own("introduction", yes=True)),
    ),
    "matching.stating.choices": (asks(STATE),),
    "matching.stating.practices_to_choose": (
        asks(STATE, arguments=lambda _s, _w: {"typed": ""}),
    ),
    "matching.stating.state": (
        asks(STATE, arguments=lambda _s, _w: {"nonce": "new", "statement": STATEMENT}),
    ),
    "matching.stating.editable": (asks(STATE, arguments=own("offer")),),
    "matching.stating.change": (
        asks(STATE, arguments=own("offer", version=1, statement=STATEMENT)),
    ),
    "matching.stating.close": (
        asks(STATE, arguments=own("offer")),
        asks(LEAD, arguments=one("offer_id", "offer")),
    ),
    "matching.stating.reopen": (asks(STATE, arguments=own("offer")),),
    "matching.stating.listed": (
        asks(READ_GROUP, arguments=lambda _s, _w: {"shown": Shown.ALL}),
    ),
    "matching.stating.of_practice": (
        Case(
            Sifts((READ_GROUP,), shows="Test beds", words="nothing for externals"),
            one("practice_id", "accepted"),
        ),
    ),
}
