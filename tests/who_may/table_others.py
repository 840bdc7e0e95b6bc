"""Use cases that are not asked by a member of the group, and why they may be called.

One that is given a message of the outbox writes that message and tells nobody else.
"""

OPERATOR = "the operator, on the command line of the machine the bot runs on"
STARTER = "the bot itself, when it starts"
SLACK = "an event that Slack has signed, about an account or a channel"
NEWCOMER = "somebody who is not in the group yet; whether they may come in is asked"
FOUNDER = "an admin of the workspace, as Slack describes the account"
CLOCK = "the bot's own clock, for all groups"
WORKER = "the worker that delivers the outbox"
KEEPER = "what publishes App Home, about what it has shown"
OWN_HOME = "an account about its own Home; what is on it asks for the group"
CHECKED = "a handler, about what a use case has shown to the caller"

OTHERS = {
    "actions.reminding.plan_all": CLOCK,
    "calendars.feeds.read": "a calendar program, with the secret address of a member",
    "calendars.giving.group_of": "the handler of a button; it tells a group's number",
    "exchange.export": OPERATOR,
    "exchange.import_file": OPERATOR,
    "home.keeping.choose": OWN_HOME,
    "home.keeping.due": CLOCK,
    "home.keeping.note_opened": SLACK,
    "home.keeping.note_shown": KEEPER,
    "home.keeping.note_unchanged": KEEPER,
    "home.keeping.turn": OWN_HOME,
    "home.places.is_first": SLACK,
    "home.places.where": NEWCOMER,
    "home.reading.screen": OWN_HOME,
    "members.accounts.account_changed": SLACK,
    "members.callers.find": "every handler, to find out who the caller is",
    "members.joining.arrival": NEWCOMER,
    "members.joining.join": NEWCOMER,
    "members.joining.returned": NEWCOMER,
    "members.joining.search_clusters": NEWCOMER,
    "meetings.reminding.plan_all": CLOCK,
    "outbox.miss_what_waits_too_long": CLOCK,
    "outbox.overdue_since": "whoever watches the machine; it is a time and no text",
    "practices.collecting.form_for": OPERATOR,
    "practices.collecting.groups": NEWCOMER,
    "practices.collecting.is_first_sight": SLACK,
    "practices.collecting.sponsor": OPERATOR,
    "practices.searching.remember": STARTER,
    "meetings.listing.for_card": WORKER,
    "practices.collecting.take_in_for": OPERATOR,
    "practices.telling.announcement_of": WORKER,
    "reports.read_for": OPERATOR,
    "reviews.reading.asked": CHECKED,
    "sigs.channels.follow": SLACK,
    "sigs.channels.greet": SLACK,
    "sigs.channels.homes": SLACK,
    "sigs.channels.is_free": WORKER,
    "sigs.channels.seen": SLACK,
    "sigs.configured.only": OPERATOR,
    "sigs.configured.set_up": STARTER,
    "sigs.founding.at": FOUNDER,
    "sigs.founding.check": FOUNDER,
    "sigs.founding.found": FOUNDER,
    "sigs.founding.is_leaderless": FOUNDER,
    "sigs.founding.move": FOUNDER,
    "sigs.founding.offers": FOUNDER,
    "sigs.founding.require_free": FOUNDER,
    "sigs.founding.take_over": FOUNDER,
    "recommendations.rounds.count_what_is_over": CLOCK,
    "whitepaper.drafting.material_of": OPERATOR,
    "whitepaper.importing.forget_old": CLOCK,
    "whitepaper.importing.look_for": OPERATOR,
    "whitepaper.importing.take_for": OPERATOR,
}
