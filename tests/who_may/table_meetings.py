"""What each use case asks that schedules, changes or lists meetings."""

from who_may.asking import Case, Step, Table, asks
from who_may.series_doings import WHY, typed

from bot.domain.meeting_views import Choice, Versions, Which
from bot.domain.permissions import Permission
from bot.domain.schedules import Scope

READ, SCHEDULE = Permission.READ_MEETINGS, Permission.SCHEDULE_MEETINGS
ONLY_FINDS = "part of use cases about meetings, which ask before"


def form(**more):
    return lambda s, _: {"typed": typed(s, "new", days=400, repeats="weeks")} | more


def named(name):
    return lambda s, _: {"text": f"M-{getattr(s.ids, name)}"}


def numbered(name, **more):
    return lambda s, _: {"number": getattr(s.ids, name)} | more


def changed(name, **more):
    return lambda s, _: (
        {"number": getattr(s.ids, name), "typed": typed(s, "changed", days=299)} | more
    )


def reshaped(**more):
    return lambda s, _: (
        {
            "number": s.ids.of_series,
            "scope": Scope.FOLLOWING,
            "typed": typed(s, "reshaped", days=306, repeats="weekday"),
        }
        | more
    )


MEETINGS: Table = {
    "meetings.common.asked": (Case(Step(words=ONLY_FINDS)),),
    "meetings.common.numbered": (Case(Step(words=ONLY_FINDS)),),
    "meetings.common.coming": (Case(Step(words=ONLY_FINDS)),),
    "meetings.scheduling.blank": (asks(SCHEDULE),),
    "meetings.scheduling.preview": (asks(SCHEDULE, arguments=form()),),
    "meetings.scheduling.schedule": (asks(SCHEDULE, arguments=form(nonce="new")),),
    "meetings.changing.editable": (asks(SCHEDULE, arguments=named("planned")),),
    "meetings.changing.move": (
        asks(SCHEDULE, arguments=changed("planned", version=1)),
    ),
    "meetings.changing.check_move": (asks(SCHEDULE, arguments=changed("planned")),),
    "meetings.changing.cancel": (
        asks(SCHEDULE, arguments=numbered("planned", version=1, typed=WHY)),
    ),
    "meetings.changing.reopen": (asks(SCHEDULE, arguments=named("off")),),
    "meetings.reshaping.preview": (asks(SCHEDULE, arguments=reshaped()),),
    "meetings.reshaping.save": (
        asks(SCHEDULE, arguments=reshaped(seen=Versions(), nonce="new")),
    ),
    "meetings.reshaping.end": (
        asks(SCHEDULE, arguments=numbered("of_series", version=1, typed=WHY)),
    ),
    "meetings.resting.decide": (
        asks(SCHEDULE, arguments=numbered("on_holiday", choice=Choice.SKIP)),
    ),
    "meetings.listing.listed": (
        asks(READ, arguments=lambda _s, _w: {"which": Which.COMING}),
    ),
    "meetings.listing.show": (asks(READ, arguments=named("planned")),),
    "meetings.listing.read": (asks(READ, arguments=numbered("planned")),),
}
