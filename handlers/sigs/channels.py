"""What happens to channels: archived, deleted, left, shared, given another id.

Events may come twice and in any order, so each only says where to look: what Slack
says of the channel now is what counts (https://docs.slack.dev/apis/events-api).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args
from slack_sdk import WebClient

from bot.deps import Deps
from bot.domain.sigs import ChannelStatus, Sighting
from bot.services import sigs
from handlers.callers import origin_of
from handlers.listeners import Listeners
from handlers.sigs import lookups

# What each event says, for when Slack itself cannot be asked.
_SAYS: Mapping[str, Sighting] = {
    "channel_archive": Sighting(status=ChannelStatus.ARCHIVED),
    "channel_unarchive": Sighting(status=ChannelStatus.OPEN),
    "channel_deleted": Sighting(status=ChannelStatus.DELETED),
    "channel_left": Sighting(status=ChannelStatus.LEFT),
    "group_archive": Sighting(status=ChannelStatus.ARCHIVED),
    "group_unarchive": Sighting(status=ChannelStatus.OPEN),
    "group_deleted": Sighting(status=ChannelStatus.DELETED),
    "group_left": Sighting(status=ChannelStatus.LEFT),
    "channel_shared": Sighting(is_shared=True),
    "channel_unshared": Sighting(is_shared=False),
}
JOINED = Sighting(status=ChannelStatus.OPEN)
_NOT_THERE = Sighting(status=ChannelStatus.LEFT)


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the events."""
    on = _Channels(deps)
    for name in _SAYS:
        listeners.event(name, then=on.changed)
    listeners.event("channel_id_changed", then=on.renumbered)
    listeners.event("member_joined_channel", then=on.joined)


def look_around(client: WebClient, deps: Deps) -> None:
    """Look at every group's channels: events of the time before now are lost."""
    team_id = deps.identity.team_id
    if team_id is None:
        return
    for channel_id in sigs.homes(deps.db, team_id):
        found = lookups.sighting(client, channel_id, hidden=_NOT_THERE)
        _note(deps, team_id, channel_id, found)


def look(
    client: WebClient, deps: Deps, team_id: str, *, channel_id: str, says: Sighting
) -> None:
    """Look at a channel; what an event ``says`` counts where Slack does not answer."""
    found = lookups.sighting(client, channel_id, hidden=says)
    is_shared = says.is_shared if found.is_shared is None else found.is_shared
    found = replace(found, status=found.status or says.status, is_shared=is_shared)
    _note(deps, team_id, channel_id, found)


def _note(deps: Deps, team_id: str, channel_id: str, sighting: Sighting) -> None:
    sigs.seen(
        deps.db,
        deps.clock,
        team_id=team_id,
        channel_id=channel_id,
        sighting=sighting,
    )
    deps.wake()


@dataclass(frozen=True, slots=True)
class _Channels:
    deps: Deps

    def changed(self, args: Args) -> None:
        event = _event(args)
        self._look(args, str(event["channel"]), _SAYS[str(event["type"])])

    def renumbered(self, args: Args) -> None:
        event = _event(args)
        old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
        team_id = origin_of(args, self.deps).team_id
        sigs.follow(self.deps.db, self.deps.clock, team_id=team_id, old=old, new=new)
        # Sharing changes the id, and the event about it may have come first.
        self._look(args, new, Sighting())

    def joined(self, args: Args) -> None:
        event, team_id = _event(args), origin_of(args, self.deps).team_id
        if event.get("user") != self.deps.identity.bot_user_id:
            return
        channel_id = str(event["channel"])
        if channel_id in sigs.homes(self.deps.db, team_id):
            self._look(args, channel_id, JOINED)
        else:
            sigs.greet(
                self.deps.db, self.deps.clock, team_id=team_id, channel_id=channel_id
            )
            self.deps.wake()

    def _look(self, args: Args, channel_id: str, says: Sighting) -> None:
        team_id = origin_of(args, self.deps).team_id
        if channel_id in sigs.homes(self.deps.db, team_id):
            look(args.client, self.deps, team_id, channel_id=channel_id, says=says)


def _event(args: Args) -> Mapping[str, Any]:
    event: Mapping[str, Any] = args.body["event"]
    return event
