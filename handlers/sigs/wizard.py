"""`/sig setup`: founding a group, moving one, changing its settings."""

from dataclasses import dataclass, replace

from slack_bolt import Args
from slack_sdk.models.views import View

from bot.deps import Deps
from bot.domain import setup
from bot.domain.errors import SetupNeededError
from bot.domain.setup import typed_of
from bot.domain.sigs import Sig, Sighting, SigState
from bot.services import sigs
from bot.services.sigs import Founder
from handlers.callers import caller, known_caller, origin_of, profile_of
from handlers.errors import open_view, tell, update_view
from handlers.listeners import Listeners
from handlers.sigs import lookups
from handlers.sigs.channels import JOINED, look
from templates.sigs import form, inputs, views
from templates.sigs.form import Form

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the command, the steps of the form and its buttons."""
    on = _Wizard(deps)
    listeners.word(COMMAND, "setup", then=on.setup)
    for step in form.WIZARD[:-1]:
        listeners.view(step, take=on.take_step)
    listeners.view(form.WIZARD[-1], take=on.take_last, then=on.confirm)
    for step in form.SETTINGS:
        listeners.view(step, take=on.take_settings)
    listeners.options(inputs.ZONE, take=on.take_zone_search)
    listeners.action(form.BACK, then=on.go_back)
    listeners.action(form.OVERVIEW, then=on.show_settings)
    listeners.action(views.CHANGE, then=on.change)
    listeners.action(views.FOUND, then=on.found)
    listeners.action(views.MOVE, then=on.move)
    listeners.action(views.TAKE_OVER, then=on.take_over)


@dataclass(frozen=True, slots=True)
class _Wizard:
    deps: Deps

    def setup(self, args: Args, _: str) -> None:
        here = self._here(args)
        if here is not None:
            self._open_settings(args, here)
            return
        place = self._place(args)
        founder = self._founder(args)
        offered = sigs.offers(self.deps.db, self.deps.clock, founder=founder)
        if offered:
            tell(args, views.offer(offered, may_found=founder.is_admin))
        else:
            self._open(args, founder, place)

    def found(self, args: Args) -> None:
        here = self._here(args)
        if here is not None:
            self._open_settings(args, here)
        else:
            place = self._place(args)
            self._open(args, self._founder(args), place)

    def move(self, args: Args) -> None:
        channel_id = self._channel(args)
        place = lookups.require_home(args.client, channel_id)
        sig = sigs.move(
            self.deps.db,
            self.deps.clock,
            founder=self._founder(args),
            sig_id=int(args.body["actions"][0]["value"]),
            channel_id=channel_id,
            is_shared=bool(place.is_shared),
        )
        self.deps.wake()
        tell(args, views.moved(sig), instead=True)

    def take_over(self, args: Args) -> None:
        sig = sigs.take_over(
            self.deps.db,
            self.deps.clock,
            founder=self._founder(args),
            channel_id=self._channel(args),
        )
        tell(args, views.took_over(sig), instead=True)

    def take_zone_search(self, args: Args) -> None:
        found = setup.find_zones(str(args.body.get("value") or ""))
        args.ack(options=inputs.zone_options(found))

    def take_step(self, args: Args) -> None:
        about = form.read_form(args.body["view"])
        here = self._here(args)
        if here is not None:
            sigs.require_founder(self._founder(args))  # its settings are shown
            view = views.taken(here, about.typed, may_change=False)
        else:
            origin = origin_of(args, self.deps)
            sigs.check(
                self.deps.db,
                team_id=origin.team_id,
                typed=about.typed,
                fields=about.fields,
            )
            view = form.wizard(about.at(about.step + 1))
        args.ack(response_action="update", view=view)

    def take_last(self, args: Args) -> None:
        about = form.read_form(args.body["view"])
        self._check_chairs_channel(args, about)
        done = sigs.found(
            self.deps.db,
            self.deps.clock,
            founder=self._founder(args),
            channel_id=about.channel,
            typed=about.typed,
            is_shared=about.is_shared,
        )
        if done.is_theirs:
            args.context["founded"] = done.sig
            args.ack()
        else:
            view = views.taken(done.sig, about.typed, may_change=done.may_change)
            args.ack(response_action="update", view=view)

    def confirm(self, args: Args) -> None:
        sig = args.context.get("founded")
        if sig is None:
            return  # the form was sent back, or somebody else was quicker
        self.deps.wake()
        tell(args, views.founded(sig))

    def go_back(self, args: Args) -> None:
        about = form.read_form(args.body["view"])
        update_view(args, form.wizard(about.at(about.step - 1)))

    def change(self, args: Args) -> None:
        known = sigs.read(self.deps.db, self.deps.clock, caller=caller(args, self.deps))
        about = Form(
            channel=self._channel(args),
            step=int(args.body["actions"][0]["value"]),
            typed=typed_of(known.sig),
            version=known.sig.version,
        )
        update_view(args, form.settings(about))

    def show_settings(self, args: Args) -> None:
        known = sigs.read(self.deps.db, self.deps.clock, caller=caller(args, self.deps))
        update_view(args, _overview(known))

    def take_settings(self, args: Args) -> None:
        who, about = known_caller(args, self.deps), form.read_form(args.body["view"])
        version = about.version or 0
        now = sigs.conflict(
            self.deps.db,
            self.deps.clock,
            caller=who,
            version=version,
            typed=about.typed,
            fields=about.fields,
        )
        if now is not None:
            about = replace(about, version=now.version)
            view = form.settings(
                about, warning=views.changed_meanwhile(now, about.step)
            )
        else:
            if "chairs_channel_id" in about.fields:
                self._check_chairs_channel(args, about)
            saved = sigs.save(
                self.deps.db,
                self.deps.clock,
                caller=who,
                version=version,
                typed=about.typed,
                fields=about.fields,
            )
            view = _overview(saved, note=views.SAVED)
        args.ack(response_action="update", view=view)

    def _open_settings(self, args: Args, here: Sig) -> None:
        """Open the settings of the group that lives here."""
        if here.state is SigState.ARCHIVED:
            # Somebody types in it, so it is there: an event got lost.
            channel = self._channel(args)
            team_id = str(here.team_id)
            look(args.client, self.deps, team_id, channel_id=channel, says=JOINED)
        if sigs.is_leaderless(self.deps.db, here.id):
            sigs.require_successor(self._founder(args), here)
            tell(args, views.offer_chair(here))
            return
        known = sigs.read(self.deps.db, self.deps.clock, caller=caller(args, self.deps))
        open_view(args, _overview(known))

    def _open(self, args: Args, founder: Founder, place: Sighting) -> None:
        """Open the first step for whoever may found a group."""
        sigs.require_founder(founder)
        start = Sig(name="", zone=founder.zone or Sig().zone)
        about = Form(
            channel=self._channel(args),
            typed=typed_of(start),
            is_shared=bool(place.is_shared),
        )
        open_view(args, form.wizard(about))

    def _place(self, args: Args) -> Sighting:
        """Look at the channel, which has to be one that can be a home."""
        origin, channel = origin_of(args, self.deps), self._channel(args)
        place = lookups.require_home(args.client, channel)
        sigs.require_free(self.deps.db, team_id=origin.team_id, channel_id=channel)
        return place

    def _check_chairs_channel(self, args: Args, about: Form) -> None:
        chosen = about.typed.get("chairs_channel_id")
        if chosen:
            lookups.require_chairs_channel(args.client, str(chosen))

    def _founder(self, args: Args) -> Founder:
        origin = origin_of(args, self.deps)
        profile = profile_of(args, origin)
        is_ours = not (profile.is_outside or profile.is_guest or profile.is_bot)
        return Founder(
            team_id=origin.team_id,
            user_id=origin.user_id,
            is_admin=profile.is_admin and is_ours and not origin.is_outside,
            zone=profile.zone,
        )

    def _here(self, args: Args) -> Sig | None:
        origin = origin_of(args, self.deps)
        return sigs.at(
            self.deps.db, team_id=origin.team_id, channel_id=self._channel(args)
        )

    def _channel(self, args: Args) -> str:
        channel = origin_of(args, self.deps).channel_id or ""
        if not channel or channel.startswith("D"):
            raise SetupNeededError(views.NOT_A_CHANNEL)
        return channel


def _overview(known: sigs.Settings, *, note: str = "") -> View:
    return views.overview(known.sig, objectives_since=known.objectives_since, note=note)
