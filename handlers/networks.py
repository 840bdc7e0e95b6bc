"""`/sig networks`: relations with other networks."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.clusters import Network
from bot.domain.registers.edited import Edited
from bot.domain.registers.networks import NetworkList
from bot.domain.registers.typed import Values
from bot.services import networks
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms, pages
from templates import help as helps
from templates import networks as views
from templates.forms import About

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Networks(deps)
    listeners.word(COMMAND, "networks", "network", then=on.typed)
    listeners.view(views.DETAILS, take=on.take_details, then=on.confirm)
    listeners.view(views.CONTACT, take=on.take_contact, then=on.confirm)
    listeners.action(views.SHOW, then=on.show_pressed)
    listeners.action(views.EDIT, then=on.edit_pressed)
    listeners.action(views.ADD, then=on.add_pressed)
    listeners.action(views.RECORD, then=on.contact_pressed)
    listeners.action(f"{views.FEATURE}_{pages.BEFORE}", then=on.page_pressed)
    listeners.action(f"{views.FEATURE}_{pages.AFTER}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Networks:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        word, _, name = text.partition(" ")
        does = {
            "": self.list,
            "list": self.list,
            "add": self.add,
            "edit": self.edit,
            "contact": self.contact,
        }
        if word.lower() == "help":
            tell(args, helps.show(COMMAND))
        elif word.lower() in does:
            does[word.lower()](args, name.strip())
        else:
            self.show(args, name.strip() if word.lower() == "show" else text)

    def list(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = networks.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.listing(found))

    def show(self, args: Args, name: str) -> None:
        tell(args, views.card(self._find(caller(args, self.deps), name)))

    def add(self, args: Args, _: str) -> None:
        networks.require_manageable(self.deps.clock, caller(args, self.deps))
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        blank = Network(slug="", name="", kind="network", relation="liaison")
        open_view(args, views.details(about, blank, liaison=None))

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._find(who, name))

    def contact(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._ask_contact(args, who, self._find(who, name))

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = networks.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.listing(found, offset=_pressed(args)), instead=True)

    def show_pressed(self, args: Args) -> None:
        tell(args, views.card(self._read(caller(args, self.deps), _pressed(args))))

    def add_pressed(self, args: Args) -> None:
        self.add(args, "")

    def edit_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._read(who, _pressed(args)))

    def contact_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._ask_contact(args, who, self._read(who, _pressed(args)))

    def take_details(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), forms.read_about(view)
        typed = forms.read_typed(view)
        edited = self._save(who, about, typed)
        if edited.typed:
            shown = views.details(
                replace(about, version=edited.stored.version),
                edited.typed,
                liaison=str(typed.get("liaison") or "") or None,
                stored=edited.stored,
            )
            args.ack(response_action="update", view=shown)
        else:
            args.context["network_id"] = edited.stored.id
            args.ack()

    def take_contact(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), forms.read_about(view)
        typed = forms.read_typed(view)
        edited = networks.note_contact(
            self.deps.db,
            self.deps.clock,
            caller=who,
            network_id=about.record_id,
            version=about.version,
            typed=typed,
        )
        if edited.typed:
            shown = views.contact(
                replace(about, version=edited.stored.version),
                edited.typed,
                day=str(typed["day"]),
                stored=edited.stored,
            )
            args.ack(response_action="update", view=shown)
        else:
            args.context["network_id"] = edited.stored.id
            args.ack()

    def confirm(self, args: Args) -> None:
        network_id = args.context.get("network_id")
        if network_id is None:
            return  # the form was sent back
        found = self._read(known_caller(args, self.deps), network_id)
        tell(args, views.card(found, saved=True))

    def _open(self, args: Args, who: Caller, found: NetworkList) -> None:
        networks.require_manageable(self.deps.clock, who)
        network, liaison = found.cards[0].network, found.cards[0].liaison
        about = _about(args, network)
        open_view(args, views.details(about, network, liaison=liaison))

    def _ask_contact(self, args: Args, who: Caller, found: NetworkList) -> None:
        networks.require_recordable(self.deps.clock, who)
        network = found.cards[0].network
        about = _about(args, network)
        open_view(args, views.contact(about, network, day=found.today))

    def _save(self, who: Caller, about: About, typed: Values) -> Edited[Network]:
        if not about.record_id:
            added = networks.add(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                typed=typed,
            )
            return Edited(stored=added)
        return networks.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            network_id=about.record_id,
            version=about.version,
            typed=typed,
        )

    def _find(self, who: Caller, name: str) -> NetworkList:
        return networks.find(self.deps.db, self.deps.clock, caller=who, name=name)

    def _read(self, who: Caller, network_id: int) -> NetworkList:
        return networks.read(
            self.deps.db, self.deps.clock, caller=who, network_id=network_id
        )


def _about(args: Args, network: Network) -> About:
    return About(
        channel=channel_of(args.body), record_id=network.id, version=network.version
    )


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
