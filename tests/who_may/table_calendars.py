"""What each use case asks that brings meetings into calendars."""

from who_may.asking import Table, asks
from who_may.calendar_doings import typed

from bot.domain.permissions import Permission

READ, INVITE = Permission.READ_MEETINGS, Permission.INVITE_EXTERNAL


def a_guest(s, _):
    return {"person_id": s.ids.mail_guest}


def a_form(s, _):
    return {"typed": typed(s, email="other@example.eu")}


CALENDARS: Table = {
    "calendars.feeds.open_feed": (asks(READ),),
    "calendars.feeds.renew": (asks(READ, arguments=lambda _s, _w: {"mark": ""}),),
    "calendars.feeds.switch_off": (asks(READ),),
    "calendars.giving.take": (
        asks(READ, arguments=lambda s, _: {"meeting_id": s.ids.coming_id}),
    ),
    "calendars.giving.take_named": (
        asks(READ, arguments=lambda s, _: {"text": f"M-{s.ids.coming}"}),
    ),
    "calendars.guests.form": (asks(INVITE),),
    "calendars.guests.listed": (asks(INVITE),),
    "calendars.guests.invite": (asks(INVITE, arguments=a_form),),
    "calendars.guests.end": (asks(INVITE, arguments=a_guest),),
}
