"""`/sig clusters`: the member clusters and their profiles."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain.clusters import Cluster
from bot.domain.registers.clusters import ClusterCard
from bot.domain.registers.edited import Edited
from bot.domain.registers.typed import Values
from bot.services import clusters
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell, update_view
from handlers.listeners import Listeners
from templates import forms, pages
from templates.clusters import cards, form
from templates.forms import About

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Clusters(deps)
    listeners.word(COMMAND, "clusters", "cluster", then=on.typed)
    listeners.view(form.BASICS, take=on.take_basics)
    listeners.view(form.PROFILE, take=on.take_profile, then=on.confirm)
    listeners.action(form.BACK, then=on.go_back)
    listeners.action(cards.SHOW, then=on.show_pressed)
    listeners.action(cards.EDIT, then=on.edit_pressed)
    listeners.action(cards.ADD, then=on.add_pressed)
    listeners.action(f"{cards.FEATURE}_{pages.BEFORE}", then=on.page_pressed)
    listeners.action(f"{cards.FEATURE}_{pages.AFTER}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Clusters:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        word, _, name = text.partition(" ")
        does = {"": self.list, "list": self.list, "add": self.add, "edit": self.edit}
        if word.lower() in does:
            does[word.lower()](args, name.strip())
        else:
            self.show(args, name.strip() if word.lower() == "show" else text)

    def list(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = clusters.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.listing(found))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        found = clusters.find(self.deps.db, self.deps.clock, caller=who, name=name)
        tell(args, cards.card(found))

    def add(self, args: Args, _: str) -> None:
        clusters.require_addable(self.deps.clock, caller(args, self.deps))
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        open_view(args, form.basics(about, Cluster(key="", name="", country="")))

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        if not name:
            found = clusters.own(self.deps.db, self.deps.clock, caller=who)
        else:
            found = clusters.find(self.deps.db, self.deps.clock, caller=who, name=name)
        self._open(args, who, found.cluster)

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = clusters.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.listing(found, offset=_pressed(args)), instead=True)

    def show_pressed(self, args: Args) -> None:
        tell(args, cards.card(self._read(caller(args, self.deps), _pressed(args))))

    def edit_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._read(who, _pressed(args)).cluster)

    def add_pressed(self, args: Args) -> None:
        self.add(args, "")

    def take_basics(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), forms.read_about(view)
        edited = self._save_basics(who, about, forms.read_typed(view))
        show = self._basics if edited.typed else self._profile
        shown = show(who, about, edited)
        args.ack(response_action="update", view=shown)

    def take_profile(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), forms.read_about(view)
        edited = self._save_profile(who, about, forms.read_typed(view))
        if edited.typed:
            shown = self._profile(who, about, edited)
            args.ack(response_action="update", view=shown)
        else:
            args.context["cluster_id"] = edited.stored.id
            args.ack()

    def confirm(self, args: Args) -> None:
        cluster_id = args.context.get("cluster_id")
        if cluster_id is None:
            return  # the form was sent back
        who = known_caller(args, self.deps)
        tell(args, cards.card(self._read(who, cluster_id), saved=True))

    def go_back(self, args: Args) -> None:
        view = args.body["view"]
        who, about = caller(args, self.deps), forms.read_about(view)
        edited = self._save_profile(who, about, forms.read_typed(view))
        show = self._profile if edited.typed else self._basics
        update_view(args, show(who, about, edited))

    def _open(self, args: Args, who: Caller, cluster: Cluster) -> None:
        clusters.require_editable(self.deps.clock, who, cluster)
        about = About(channel=channel_of(args.body))
        open_view(args, self._basics(who, about, Edited(stored=cluster)))

    def _basics(self, _who: Caller, about: About, edited: Edited[Cluster]) -> View:
        about = _about(about, edited)
        if edited.typed:
            return form.basics(about, edited.typed, stored=edited.stored)
        return form.basics(about, edited.stored)

    def _profile(self, who: Caller, about: About, edited: Edited[Cluster]) -> View:
        about = _about(about, edited)
        networks = clusters.networks(self.deps.db, self.deps.clock, caller=who)
        if edited.typed:
            return form.profile(about, edited.typed, networks, stored=edited.stored)
        return form.profile(about, edited.stored, networks)

    def _save_basics(self, who: Caller, about: About, typed: Values) -> Edited[Cluster]:
        if not about.record_id:
            return clusters.add(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                typed=typed,
            )
        return clusters.edit_basics(
            self.deps.db,
            self.deps.clock,
            caller=who,
            cluster_id=about.record_id,
            version=about.version,
            typed=typed,
        )

    def _save_profile(
        self, who: Caller, about: About, typed: Values
    ) -> Edited[Cluster]:
        return clusters.edit_profile(
            self.deps.db,
            self.deps.clock,
            caller=who,
            cluster_id=about.record_id,
            version=about.version,
            typed=typed,
        )

    def _read(self, who: Caller, cluster_id: int) -> ClusterCard:
        return clusters.read(
            self.deps.db, self.deps.clock, caller=who, cluster_id=cluster_id
        )


def _about(about: About, edited: Edited[Cluster]) -> About:
    stored = edited.stored
    return replace(about, record_id=stored.id, version=stored.version)


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
