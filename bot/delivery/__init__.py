"""The outbox's worker: claim, look up, send, confirm. Never twice, never lost."""

from bot.delivery.carriers import Carrier, NotSentError, RefusedError
from bot.delivery.courier import Courier
from bot.delivery.worker import LEASE, Delivery, worker_name

__all__ = [
    "LEASE",
    "Carrier",
    "Courier",
    "Delivery",
    "NotSentError",
    "RefusedError",
    "worker_name",
]
