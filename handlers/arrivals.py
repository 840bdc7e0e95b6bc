"""Coming into the group: the welcome, clusters not listed, accounts that change."""

from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.registers.typed import Values
from bot.services import members
from bot.services.members import AccountNews
from handlers.callers import NewcomerError, caller, newcomer, origin_of
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners, asked
from templates.members import lists, messages, welcome


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Arriving(deps, listeners)
    listeners.newcomers(then=on.welcome)
    listeners.view(welcome.WELCOME, take=on.take_welcome, then=on.go_on)
    listeners.view(welcome.NOT_LISTED, take=on.take_not_listed, then=on.go_on)
    listeners.options(welcome.CLUSTER_SEARCH, take=on.take_search)
    listeners.action(messages.CHOOSE_CLUSTER, then=on.choose_pressed)
    listeners.action(messages.ADD_CLUSTER, then=on.add_pressed)
    listeners.action(messages.DECLINE_CLUSTER, then=on.decline_pressed)
    listeners.event("user_change", then=on.account_changed)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """The welcome, and clusters that were not in its list."""

    deps: Deps
    listeners: Listeners

    def welcome(self, args: Args, newcomer: NewcomerError) -> None:
        self._open(args, newcomer, asked(args))

    def choose_pressed(self, args: Args) -> None:
        who = caller(args, self.deps, sig_id=int(_value(args)))
        origin = replace(origin_of(args, self.deps), sig_id=who.sig.id)
        newcomer = NewcomerError(replace(origin, user_team_id=who.person.team_id))
        self._open(args, newcomer, None)

    def _open(
        self, args: Args, newcomer: NewcomerError, asked: dict[str, Any] | None
    ) -> None:
        found = members.arrival(self.deps.db, newcomer.origin)
        about = welcome.About(
            sig_id=found.sig.id,
            team=newcomer.origin.user_team_id,
            channel=channel_of(args.body),
            zone=newcomer.zone,
            asked=asked,
        )
        if found.cluster is not None and not found.shows_notice:
            tell(args, lists.speaks_already(found.cluster.name))
            return
        view = welcome.view(
            about,
            group=found.sig.name,
            clusters=found.clusters if found.asks_cluster else None,
            chairs=found.chairs if found.shows_notice else None,
            is_new=found.is_new,
        )
        open_view(args, view)

    def take_search(self, args: Args) -> None:
        origin, typed = origin_of(args, self.deps), str(args.body.get("value") or "")
        found = members.search_clusters(self.deps.db, origin, typed)
        args.ack(options=welcome.options(found))

    def take_welcome(self, args: Args) -> None:
        chosen = welcome.read_chosen(args.body["view"])
        if chosen.is_unlisted:
            about = welcome.read_about(args.body["view"])
            args.ack(response_action="update", view=welcome.not_listed(about))
        else:
            self._join(args, cluster_id=chosen.cluster_id)

    def take_not_listed(self, args: Args) -> None:
        self._join(args, proposed=welcome.read_proposed(args.body["view"]))

    def _join(
        self,
        args: Args,
        *,
        cluster_id: int | None = None,
        proposed: Values | None = None,
    ) -> None:
        about = welcome.read_about(args.body["view"])
        args.context["joined"] = members.join(
            self.deps.db,
            self.deps.clock,
            newcomer(args, self.deps, team=about.team),
            nonce=args.body["view"]["id"],
            zone=about.zone,
            cluster_id=cluster_id,
            proposed=proposed,
        )
        args.ack()

    def go_on(self, args: Args) -> None:
        joined: members.Joined | None = args.context.get("joined")
        if joined is None or joined.is_repeated:
            return  # the form was sent back, goes on, or came before
        self.deps.wake()
        if joined.has_changed or joined.has_proposed:
            voter = joined.voice.user_id if joined.voice else None
            said = welcome.come_in(
                joined.cluster, voter=voter, has_proposed=joined.has_proposed
            )
            tell(args, said)
        wanted = welcome.read_about(args.body["view"]).asked
        if wanted:
            self.listeners.again(args, wanted)
        elif wanted is not None:
            tell(args, welcome.asked_again())

    def add_pressed(self, args: Args) -> None:
        sig_id, proposal_id, version = messages.read_ids(_value(args))
        news = members.accept_cluster(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            proposal_id=proposal_id,
            version=int(version),
        )
        self.deps.wake()
        tell(args, messages.decided_for_actor(news))

    def decline_pressed(self, args: Args) -> None:
        sig_id, proposal_id, version = messages.read_ids(_value(args))
        news = members.decline_cluster(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            proposal_id=proposal_id,
            version=int(version),
        )
        self.deps.wake()
        tell(args, messages.decided_for_actor(news))

    def account_changed(self, args: Args) -> None:
        user = args.body["event"]["user"]
        news = AccountNews(
            team_id=str(user.get("team_id") or args.body.get("team_id")),
            user_id=str(user["id"]),
            is_deactivated=bool(user.get("deleted")),
            zone=user.get("tz"),
        )
        members.account_changed(self.deps.db, self.deps.clock, news)
        self.deps.wake()


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
