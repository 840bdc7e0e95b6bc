"""What each use case asks that is about editions of the paper."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission
from bot.services.whitepaper.publishing import Publication

READ, PUBLISH = Permission.READ_WHITEPAPER, Permission.PUBLISH_WHITEPAPER


def published(s, _):
    """The paper that is out already: publishing it once more changes nothing."""
    return {"publication": Publication(edition=s.ids.edition, practices=())}


def numbered(s, _):
    return {"version": s.ids.edition.version}


EDITIONS: Table = {
    "whitepaper.history.listed": (asks(READ),),
    "whitepaper.history.compare": (asks(READ, arguments=lambda _s, _w: {"text": ""}),),
    "whitepaper.publishing.status": (asks(READ),),
    "whitepaper.publishing.to_publish": (asks(PUBLISH),),
    "whitepaper.publishing.publish": (asks(PUBLISH, arguments=published),),
    "whitepaper.publishing.to_withdraw": (asks(PUBLISH, arguments=numbered),),
    "whitepaper.publishing.withdraw": (
        asks(PUBLISH, arguments=lambda s, w: numbered(s, w) | {"reason": "Wrong."}),
    ),
}
