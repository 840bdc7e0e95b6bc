"""`/whitepaper outline`: the sections of the paper, and what chairs do with them."""

import uuid
from dataclasses import dataclass
from functools import partial

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.whitepaper import SectionState
from bot.domain.whitepaper.outline import Template
from bot.services.actions import showing
from bot.services.members import Caller
from bot.services.whitepaper import adding, assigning, boards, outlining
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates import pages
from templates.actions.around import with_actions
from templates.forms import About
from templates.whitepaper import outlining as views

COMMAND = "/whitepaper"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Outlining(deps)
    listeners.word(COMMAND, "outline", then=on.list)
    listeners.action(views.LIST, then=on.list_pressed)
    listeners.action(views.SHOW, then=on.show_pressed)
    listeners.action(views.REMOVED, then=on.show_removed)
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{views.FEATURE}_{name}", then=on.page_pressed)
    for template, action_id in views.START.items():
        listeners.action(action_id, then=partial(on.start, template))
    listeners.action(views.ADD, then=on.open_new)
    listeners.view(views.NEW, take=on.take_new, then=on.show_taken)
    listeners.action(views.SETTINGS, then=on.open_settings)
    listeners.view(views.CHANGE, take=on.take_settings, then=on.show_taken)
    listeners.action(views.UP, then=partial(on.move, -1))
    listeners.action(views.DOWN, then=partial(on.move, 1))
    listeners.action(views.LOCK, then=partial(on.lock, locked=True))
    listeners.action(views.UNLOCK, then=partial(on.lock, locked=False))
    listeners.action(views.REMOVE, then=on.remove)
    listeners.action(views.PUT_BACK, then=on.put_back)
    for state, action_id in views.STEP.items():
        listeners.action(action_id, then=partial(on.step, state))


@dataclass(frozen=True, slots=True)
class _Outlining:
    deps: Deps

    def list(self, args: Args, _: str) -> None:
        found = outlining.outline(
            self.deps.db, self.deps.clock, caller=caller(args, self.deps)
        )
        tell(args, views.listing(found))

    def list_pressed(self, args: Args) -> None:
        self.list(args, "")

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = outlining.outline(self.deps.db, self.deps.clock, caller=who)
        (offset,) = _pressed(args)
        tell(args, views.listing(found, offset=offset), instead=True)

    def show_pressed(self, args: Args) -> None:
        (section_id,) = _pressed(args)
        self._show(args, caller(args, self.deps), section_id)

    def _show(
        self,
        args: Args,
        who: Caller,
        section_id: int,
        *,
        said: str = "",
        instead: bool = False,
    ) -> None:
        db, clock = self.deps.db, self.deps.clock
        found = outlining.card(db, clock, caller=who, section_id=section_id)
        outline = outlining.outline(db, clock, caller=who)
        waiting = boards.waiting(db, clock, caller=who, section_id=section_id)
        post = views.card(found, outline, said=said, waiting=waiting)
        key = found.kept.section.key
        around = showing.around_section(db, clock, caller=who, key=key)
        tell(args, with_actions(post, around), instead=instead)

    def show_removed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = outlining.outline(self.deps.db, self.deps.clock, caller=who)
        tell(args, views.removed(found))

    def start(self, template: Template, args: Args) -> None:
        who = caller(args, self.deps)
        found = outlining.start(
            self.deps.db, self.deps.clock, caller=who, template=template
        )
        tell(args, views.listing(found), instead=True)

    def open_new(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = adding.additions(self.deps.db, self.deps.clock, caller=who)
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        open_view(args, views.new(about, found, self.deps.custom.names))

    def take_new(self, args: Args) -> None:
        view = args.body["view"]
        kept = adding.add(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            nonce=fields.read_about(view).nonce,
            typed=fields.read_typed(view),
        )
        args.context["section_id"] = kept.id
        args.ack()

    def open_settings(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        found = assigning.settings(
            self.deps.db, self.deps.clock, caller=who, section_id=section_id
        )
        about = About(
            channel=channel_of(args.body),
            record_id=section_id,
            version=found.kept.version,
        )
        open_view(args, views.settings(about, found))

    def take_settings(self, args: Args) -> None:
        view = args.body["view"]
        about = fields.read_about(view)
        assigning.change(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            section_id=about.record_id,
            version=about.version,
            typed=fields.read_typed(view),
        )
        args.context["section_id"] = about.record_id
        args.ack()

    def show_taken(self, args: Args) -> None:
        section_id = args.context.get("section_id")
        if section_id is not None:
            who = known_caller(args, self.deps)
            self._show(args, who, section_id, said="Saved.")

    def move(self, step: int, args: Args) -> None:
        who, (section_id, place) = caller(args, self.deps), _pressed(args)
        outlining.move(
            self.deps.db,
            self.deps.clock,
            caller=who,
            section_id=section_id,
            place=place,
            step=step,
        )
        self._show(args, who, section_id, instead=True)

    def lock(self, args: Args, *, locked: bool) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        assigning.lock(
            self.deps.db,
            self.deps.clock,
            caller=who,
            section_id=section_id,
            locked=locked,
        )
        self._show(args, who, section_id, instead=True)

    def remove(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        kept = outlining.remove(
            self.deps.db, self.deps.clock, caller=who, section_id=section_id
        )
        tell(args, views.out(kept), instead=True)

    def put_back(self, args: Args) -> None:
        who, (section_id,) = caller(args, self.deps), _pressed(args)
        outlining.put_back(
            self.deps.db, self.deps.clock, caller=who, section_id=section_id
        )
        said = "It is back, with its texts."
        self._show(args, who, section_id, said=said, instead=True)

    def step(self, state: SectionState, args: Args) -> None:
        who, (section_id, revision) = caller(args, self.deps), _pressed(args)
        assigning.step(
            self.deps.db,
            self.deps.clock,
            caller=who,
            section_id=section_id,
            revision=revision,
            state=state,
        )
        self._show(args, who, section_id, instead=True)


def _pressed(args: Args) -> tuple[int, ...]:
    return tuple(int(part) for part in args.body["actions"][0]["value"].split(":"))
