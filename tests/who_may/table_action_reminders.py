"""What the weekly summary asks of those who want it, or do not."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission

READ = Permission.READ_ACTIONS

ACTION_REMINDERS: Table = {
    "actions.digests.setting": (asks(READ),),
    "actions.digests.pause": (asks(READ),),
    "actions.digests.resume": (asks(READ),),
}
