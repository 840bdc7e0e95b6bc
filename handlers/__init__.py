"""Everything Slack can make the bot do: one file per feature."""

import re

from slack_bolt import Ack, App

from bot.deps import Deps
from handlers import (
    actions,
    agendas,
    arrivals,
    attendance,
    calendars,
    callers,
    clusters,
    comparing,
    decisions,
    errors,
    greetings,
    guests,
    holding,
    home,
    matching,
    meetings,
    members,
    minutes,
    networks,
    polls,
    practice_form,
    practice_import,
    practice_lists,
    practice_shortcuts,
    practices,
    recommendations,
    reports,
    reviews,
    rsvps,
    search,
    shared_files,
    shortcuts,
    sigs,
    status,
    successions,
    themes,
    verdicts,
    whitepaper,
)
from handlers.listeners import Listeners

FEATURES = (
    sigs,
    arrivals,
    members,
    clusters,
    networks,
    themes,
    successions,
    status,
    reports,
    matching,
    polls,
    practices,
    practice_form,
    practice_lists,
    practice_shortcuts,
    practice_import,
    shared_files,
    verdicts,
    reviews,
    comparing,
    search,
    meetings,
    calendars,
    guests,
    whitepaper,
    recommendations,
    agendas,
    rsvps,
    attendance,
    holding,
    minutes,
    decisions,
    actions,
    home,
    shortcuts,
    greetings,
)
_ANYTHING = re.compile(r".*", re.DOTALL)


def register(app: App, deps: Deps) -> Listeners:
    """Bind every feature, then a catch-all for what none of them answers.

    The result knows the name of everything that was bound.

    An event that nobody answers would be delivered again three times, and failed
    deliveries can cost an app its subscriptions.
    """
    errors.register(app)
    listeners = Listeners(app, rights=callers.rights(deps))
    for feature in FEATURES:
        feature.register(listeners, deps)
    app.event(_ANYTHING)(_ignore)
    app.action(_ANYTHING)(_ignore)
    return listeners


def _ignore(ack: Ack) -> None:
    ack()
