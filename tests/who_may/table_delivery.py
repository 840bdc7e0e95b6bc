"""What the log of messages asks of its caller."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission

DELIVERY: Table = {"status.delivery_log": (asks(Permission.READ_DELIVERY),)}
