"""What a calendar program does with the files it gets (RFC 5546, 2.1.5)."""

from datetime import UTC

import icalendar
import recurring_ical_events


def parse(data):
    """Read a file strictly: any error of the library is one."""
    found = icalendar.Calendar.from_ical(data)
    assert not found.errors
    assert all(not event.errors for event in found.walk("VEVENT"))
    return found


def instants(data):
    """Return when the entries of a file begin and end, in UTC, in order."""
    events = recurring_ical_events.of(parse(data)).between((1990,), (2060,))
    return sorted(
        (each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in events
    )


class Client:
    """Keeps the entry of the highest SEQUENCE, then the latest DTSTAMP, for a UID."""

    def __init__(self):
        self.entries = {}

    def take(self, data):
        calendar = parse(data)
        for event in calendar.walk("VEVENT"):
            uid = str(event["UID"])
            known = self.entries.get(uid)
            if known is None or _rank(event) >= _rank(known):
                self.entries[uid] = event

    def subscribe(self, data):
        """Take a feed: what it holds is all there is."""
        self.entries.clear()
        self.take(data)

    @property
    def shown(self):
        """When the entries that are not cancelled begin, in UTC."""
        return sorted(
            event.start.astimezone(UTC)
            for event in self.entries.values()
            if str(event["STATUS"]) != "CANCELLED"
        )


def _rank(event):
    return int(event["SEQUENCE"]), event["DTSTAMP"].dt
