"""`/sig members`: who is in the group, roles, and externals."""

from dataclasses import dataclass, replace
from datetime import date

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.members import account_in
from bot.domain.permissions import Permission
from bot.services import members
from bot.services.members import Account, Caller
from handlers.callers import (
    account_of,
    caller,
    known_caller,
    origin_of,
)
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates.members import forms, lists, messages

COMMAND = "/sig"
PRACTICE = "/practice"
# What people are looked for by travels in the value of a button.
_ONLY = 100


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    externals = _Externals(deps, listeners)
    _bind_people(listeners, _People(deps, externals))
    _bind_externals(listeners, externals)


def _bind_people(listeners: Listeners, on: "_People") -> None:
    listeners.word(COMMAND, "members", then=on.members)
    listeners.action(lists.BEFORE, then=on.page_pressed)
    listeners.action(lists.AFTER, then=on.page_pressed)
    listeners.action(lists.REMOVE, then=on.remove_pressed)
    listeners.action(lists.PUT_BACK, then=on.put_back_pressed)
    listeners.action(lists.LEAVE, then=on.leave_pressed)
    listeners.action(lists.CHANGE, then=on.change_pressed)
    listeners.action(lists.CHANGE_ONE, then=on.change_one_pressed)
    listeners.view(forms.WHO, take=on.take_who)
    listeners.view(forms.CHANGE, take=on.take_change, then=on.confirm_change)
    listeners.options(forms.CLUSTER_FIND, take=on.take_find)


def _bind_externals(listeners: Listeners, on: "_Externals") -> None:
    listeners.action(lists.INVITE, then=on.invite_pressed)
    listeners.action(lists.INVITATION, then=on.invitation_pressed)
    listeners.view(forms.INVITE, take=on.take_invitation, then=on.confirm_invitation)
    listeners.action(messages.EXTEND, then=on.extend_pressed)
    listeners.action(messages.LET_END, then=on.let_end_pressed)
    listeners.action(messages.SHARE, then=on.share_pressed)
    listeners.action(messages.MINE, then=on.mine_pressed)


@dataclass(frozen=True, slots=True)
class _People:
    """`/sig members`: the list, one person, roles, leaving."""

    deps: Deps
    externals: "_Externals"

    def members(self, args: Args, rest: str) -> None:
        word = rest.split(maxsplit=1)[0].lower() if rest else ""
        ways = {
            "show": self.show,
            "change": self.change,
            "remove": self.remove,
            "leave": self.leave,
            "invite": self.externals.invite,
            "cluster": self.cluster,
        }
        if word in ways:
            ways[word](args)
        else:
            self._list(args, only="" if word == "list" else rest[:_ONLY])

    def page_pressed(self, args: Args) -> None:
        offset, only = lists.read_page(_value(args))
        self._list(args, only=only, offset=offset, instead=True)

    def show(self, args: Args) -> None:
        who = caller(args, self.deps)
        person_id = self._named(args, who)
        if person_id is None:
            tell(args, lists.who_is_meant())
            return
        found = members.shown(
            self.deps.db, self.deps.clock, caller=who, person_id=person_id
        )
        tell(args, lists.card(found))

    def change(self, args: Args) -> None:
        self._open_change(args, account_in(str(args.body.get("text") or "")))

    def change_pressed(self, args: Args) -> None:
        self._open_change(args, None)

    def change_one_pressed(self, args: Args) -> None:
        self._open_change(args, _value(args))

    def remove(self, args: Args) -> None:
        who = caller(args, self.deps)
        person_id = self._named(args, who)
        if person_id is None:
            tell(args, lists.who_is_meant())
            return
        found = members.to_remove(
            self.deps.db, self.deps.clock, caller=who, person_id=person_id
        )
        tell(args, lists.ask_to_remove(found))

    def remove_pressed(self, args: Args) -> None:
        gone = members.remove(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            person_id=int(_value(args)),
        )
        self.deps.wake()
        tell(args, lists.removed(gone), instead=True)

    def put_back_pressed(self, args: Args) -> None:
        back = members.put_back(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            person_id=int(_value(args)),
        )
        tell(args, lists.changed(back), instead=True)

    def leave(self, args: Args) -> None:
        who = caller(args, self.deps)
        members.require_leavable(self.deps.db, caller=who)
        tell(args, lists.ask_to_leave(who.sig))

    def leave_pressed(self, args: Args) -> None:
        who = caller(args, self.deps, sig_id=int(_value(args)))
        members.leave(self.deps.db, self.deps.clock, caller=who)
        tell(args, lists.left(who.sig), instead=True)

    def cluster(self, args: Args) -> None:
        who = caller(args, self.deps)
        choose = {"action_id": messages.CHOOSE_CLUSTER, "value": str(who.sig.id)}
        self.externals.listeners.again(args, {"actions": [choose]})

    def take_who(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), forms.read_about(args.body["view"])
        user = forms.read_person(args.body["view"]) or ""
        args.ack(response_action="update", view=self._form(args, who, about, user))

    def take_change(self, args: Args) -> None:
        who, view = known_caller(args, self.deps), args.body["view"]
        about, (role, cluster_id) = forms.read_about(view), forms.read_change(view)
        args.context["entry"] = members.change(
            self.deps.db,
            self.deps.clock,
            caller=who,
            account=_account(about),
            version=about.version,
            role=role,
            cluster_id=cluster_id,
        )
        args.ack()

    def confirm_change(self, args: Args) -> None:
        entry = args.context.get("entry")
        if entry is not None:
            self.deps.wake()
            tell(args, lists.changed(entry))

    def take_find(self, args: Args) -> None:
        who = known_caller(args, self.deps)
        members.require_permission(self.deps.clock, who, Permission.MANAGE_MEMBERS)
        origin, typed = origin_of(args, self.deps), str(args.body.get("value") or "")
        found = members.search_clusters(self.deps.db, origin, typed)
        args.ack(options=forms.options(found, args.body["view"]))

    def _open_change(self, args: Args, user: str | None) -> None:
        who = caller(args, self.deps)
        members.require_permission(self.deps.clock, who, Permission.MANAGE_MEMBERS)
        about = forms.About(sig_id=who.sig.id, channel=channel_of(args.body))
        if user is None:
            open_view(args, forms.who(about))
        else:
            open_view(args, self._form(args, who, about, user))

    def _form(self, args: Args, who: Caller, about: forms.About, user: str) -> View:
        """Return the form for one account; Slack is asked only about a new one."""
        found = members.place_form(
            self.deps.db, self.deps.clock, caller=who, user_id=user
        )
        known = found.account or account_of(args, self.deps, user)
        version = found.entry.member.place.version if found.entry else 0
        about = replace(
            about,
            user=user,
            team=known.team_id,
            zone=known.zone,
            version=version,
        )
        return forms.change(about, entry=found.entry, clusters=found.clusters)

    def _named(self, args: Args, who: Caller) -> int | None:
        user = account_in(str(args.body.get("text") or ""))
        if user is None:
            return None
        return members.id_of(self.deps.db, self.deps.clock, caller=who, user_id=user)

    def _list(
        self, args: Args, *, only: str, offset: int = 0, instead: bool = False
    ) -> None:
        who = caller(args, self.deps)
        roster = members.listed(self.deps.db, self.deps.clock, caller=who, only=only)
        post = lists.listing(roster, who.sig, offset=offset, only=only)
        tell(args, post, instead=instead)


@dataclass(frozen=True, slots=True)
class _Externals:
    """Invitations of externals, and what they and their sponsors press."""

    deps: Deps
    listeners: Listeners

    def invite(self, args: Args) -> None:
        user = account_in(str(args.body.get("text") or ""))
        self._open(args, caller(args, self.deps), user=user)

    def invite_pressed(self, args: Args) -> None:
        self._open(args, caller(args, self.deps))

    def invitation_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open(args, who, person_id=int(_value(args)))

    def take_invitation(self, args: Args) -> None:
        who, view = known_caller(args, self.deps), args.body["view"]
        about, chosen = forms.read_about(view), forms.read_person(view)
        if chosen is None:
            account = _account(about)
        else:
            account = account_of(args, self.deps, chosen)
        args.context["entry"] = members.invite(
            self.deps.db,
            self.deps.clock,
            caller=who,
            account=account,
            version=about.version,
            typed=forms.read_values(view),
        )
        args.ack()

    def confirm_invitation(self, args: Args) -> None:
        entry = args.context.get("entry")
        if entry is not None:
            self.deps.wake()
            tell(args, lists.invitation_stands(entry))

    def extend_pressed(self, args: Args) -> None:
        sig_id, person_id, seen = messages.read_ids(_value(args))
        entry = members.extend(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            person_id=person_id,
            seen=date.fromisoformat(seen),
        )
        tell(args, messages.stays(entry, is_longer=True), instead=True)

    def let_end_pressed(self, args: Args) -> None:
        sig_id, person_id, _ = messages.read_ids(_value(args))
        entry = members.let_end(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            person_id=person_id,
        )
        tell(args, messages.stays(entry, is_longer=False), instead=True)

    def share_pressed(self, args: Args) -> None:
        self._practice(args, "")

    def mine_pressed(self, args: Args) -> None:
        self._practice(args, "mine")

    def _practice(self, args: Args, text: str) -> None:
        """Do what a command does, for people who have no commands.

        Slack gives commands to people of the bot's own workspace only.
        """
        who = caller(args, self.deps, sig_id=int(_value(args)))
        wanted = {"command": PRACTICE, "text": text}
        self.listeners.again(args, wanted, channel=who.sig.channel_id)

    def _open(
        self,
        args: Args,
        who: Caller,
        *,
        user: str | None = None,
        person_id: int | None = None,
    ) -> None:
        form = members.invitation_form(
            self.deps.db, self.deps.clock, caller=who, person_id=person_id
        )
        about = forms.About(sig_id=who.sig.id, channel=channel_of(args.body), user=user)
        if form.entry is not None:
            known = form.entry.member
            about = replace(
                about,
                user=known.person.user_id,
                team=known.person.team_id,
                version=known.place.version,
            )
        open_view(args, forms.invite(about, form))


def _account(about: forms.About) -> Account:
    return Account(user_id=str(about.user), team_id=str(about.team), zone=about.zone)


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
