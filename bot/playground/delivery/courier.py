"""Getting payloads to the bot: once for interactions, again for events."""

import asyncio
from collections.abc import Callable

from bot.playground.delivery.records import EVENT, Carrier, Delivery
from bot.playground.faults import Faults
from bot.playground.records import Json
from bot.playground.wire import Wire

# https://docs.slack.dev/apis/events-api#retries
RETRY_DELAYS = (0.0, 60.0, 300.0)


class Courier:
    """Hands payloads to a carrier and keeps a record of each attempt."""

    def __init__(
        self, *, carrier: Carrier, wire: Wire, faults: Faults, timeout: float
    ) -> None:
        self.timeout = timeout
        self.retry_delays: tuple[float, ...] = RETRY_DELAYS
        self.deliveries: list[Delivery] = []
        self.changed: Callable[[], None] = lambda: None
        self._carrier = carrier
        self._wire = wire
        self._faults = faults

    def interact(self, kind: str, payload: Json) -> Delivery:
        """Deliver a command or interaction from a person's thread; wait for the ack."""
        delivery = Delivery(kind=kind, payload=payload)
        self._wire.run(self._attempt(delivery))
        return delivery

    def notify(self, payload: Json) -> Delivery:
        """Deliver an event, again and again until it is acknowledged.

        Returns at once with the first attempt.
        """
        delivery = Delivery(kind=EVENT, payload=payload)
        self._wire.spawn(self._insist(delivery))
        return delivery

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Deliver the same payload once more and wait for the ack."""
        second = delivery.again()
        self._wire.run(self._attempt(second))
        return second

    async def _insist(self, delivery: Delivery) -> None:
        await self._attempt(delivery)
        for delay in self.retry_delays:
            if delivery.acked or delivery.retry_unwanted:
                return
            await self._wire.pause(delay)
            delivery = delivery.again()
            await self._attempt(delivery)

    async def _attempt(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        work = [self._carrier.carry(delivery, self.timeout)]
        if self._faults.take("duplicate"):
            twin = Delivery(kind=delivery.kind, payload=delivery.payload)
            self.deliveries.append(twin)
            work.append(self._carrier.carry(twin, self.timeout))
        await asyncio.gather(*work)
        self.changed()
