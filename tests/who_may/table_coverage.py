"""What the use case asks that tells what the paper covers."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission

COVERAGE: Table = {
    "whitepaper.coverage.read": (asks(Permission.READ_WHITEPAPER),),
}
