"""`/sig offer` and `/sig match`: needs and offers that fit."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.contact_details import fingerprint
from bot.domain.matching import Match, Statement
from bot.services import matching
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import help as helps
from templates.matching import asking, form, lists
from templates.matching.form import Filled, Form
from templates.matching.lists import Place

COMMAND = "/sig"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Matching(deps)
    listeners.word(COMMAND, "offer", then=on.offer)
    listeners.word(COMMAND, "match", then=on.match)
    listeners.view(form.OFFER_FORM, take=on.take_form, then=on.confirm)
    listeners.options(form.PRACTICE_SEARCH, take=on.take_search)
    for action_id in (*lists.SHOW.values(), lists.BEFORE, lists.AFTER):
        listeners.action(action_id, then=on.show_pressed)
    listeners.action(lists.NEW, then=on.new_pressed)
    listeners.action(lists.EDIT, then=on.edit_pressed)
    listeners.action(lists.CLOSE, then=on.close_pressed)
    listeners.action(lists.REOPEN, then=on.reopen_pressed)
    listeners.action(lists.MATCH_BEFORE, then=on.match_page_pressed)
    listeners.action(lists.MATCH_AFTER, then=on.match_page_pressed)
    listeners.action(lists.INTRODUCE, then=on.introduce_pressed)
    listeners.action(asking.YES, then=on.yes_pressed)
    listeners.action(asking.NO, then=on.no_pressed)


@dataclass(frozen=True, slots=True)
class _Matching:
    deps: Deps

    def offer(self, args: Args, rest: str) -> None:
        match rest.lower():
            case "" | "new":
                self._open(args, caller(args, self.deps))
            case "list":
                self._list(args, caller(args, self.deps), Place(), instead=False)
            case _:
                tell(args, helps.unknown(COMMAND, f"offer {rest}"))

    def match(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        tell(args, lists.matches(self._matches(who)))

    def take_form(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), form.read_form(view)
        filled = form.read_filled(view)
        saved = self._save(who, about, filled.statement)
        if saved.offer is not None:
            args.context["offer"] = saved.offer
            args.ack()
            return
        if saved.newer is not None:
            about = replace(about, version=saved.newer.version)
        if saved.warned:
            about = replace(about, confirmed=fingerprint(filled.statement.text))
        choices = matching.choices(self.deps.db, self.deps.clock, caller=who)
        again = form.view(
            about, filled, choices.themes, warned=saved.warned, newer=saved.newer
        )
        args.ack(response_action="update", view=again)

    def confirm(self, args: Args) -> None:
        offer = args.context.get("offer")
        if offer is not None:  # else the form was sent back
            self.deps.wake()
            tell(args, lists.saved(offer))

    def take_search(self, args: Args) -> None:
        found = matching.practices_to_choose(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            typed=str(args.body.get("value") or ""),
        )
        args.ack(options=form.practice_options(found))

    def show_pressed(self, args: Args) -> None:
        place = lists.read_place(_value(args))
        self._list(args, caller(args, self.deps), place)

    def new_pressed(self, args: Args) -> None:
        self._open(args, caller(args, self.deps))

    def edit_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        offer_id, _ = lists.read_row(_value(args))
        offer = matching.editable(
            self.deps.db, self.deps.clock, caller=who, offer_id=offer_id
        )
        choices = matching.choices(self.deps.db, self.deps.clock, caller=who)
        about = replace(_form(args, who), offer_id=offer.id, version=offer.version)
        open_view(args, form.view(about, form.filled_with(offer), choices.themes))

    def close_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        offer_id, place = lists.read_row(_value(args))
        offer = matching.close(
            self.deps.db, self.deps.clock, caller=who, offer_id=offer_id
        )
        self.deps.wake()
        self._list(args, who, place, said=lists.closed(offer))

    def reopen_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        offer_id, place = lists.read_row(_value(args))
        offer = matching.reopen(
            self.deps.db, self.deps.clock, caller=who, offer_id=offer_id
        )
        self.deps.wake()
        self._list(args, who, place, said=lists.reopened(offer))

    def match_page_pressed(self, args: Args) -> None:
        found = self._matches(caller(args, self.deps))
        tell(args, lists.matches(found, offset=int(_value(args))), instead=True)

    def introduce_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        need_id, offer_id, offset = lists.read_pair(_value(args))
        match = matching.propose(
            self.deps.db,
            self.deps.clock,
            caller=who,
            need_id=need_id,
            offer_id=offer_id,
        )
        self.deps.wake()
        found, said = self._matches(who), lists.asked(match)
        tell(args, lists.matches(found, offset=offset, said=said), instead=True)

    def yes_pressed(self, args: Args) -> None:
        self._answer(args, yes=True)

    def no_pressed(self, args: Args) -> None:
        self._answer(args, yes=False)

    def _answer(self, args: Args, *, yes: bool) -> None:
        introduction_id, sig_id = asking.read_answer(_value(args))
        asked = matching.answer(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=sig_id),
            introduction_id=introduction_id,
            yes=yes,
        )
        self.deps.wake()
        tell(args, asking.request(asked), instead=True)

    def _open(self, args: Args, who: Caller) -> None:
        choices = matching.choices(self.deps.db, self.deps.clock, caller=who)
        filled = Filled(statement=Statement(until=choices.until))
        open_view(args, form.view(_form(args, who), filled, choices.themes))

    def _save(self, who: Caller, about: Form, statement: Statement) -> matching.Saved:
        if about.offer_id is None:
            return matching.state(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                statement=statement,
                confirmed=about.confirmed,
            )
        return matching.change(
            self.deps.db,
            self.deps.clock,
            caller=who,
            offer_id=about.offer_id,
            version=about.version,
            statement=statement,
            confirmed=about.confirmed,
        )

    def _list(
        self,
        args: Args,
        who: Caller,
        place: Place,
        *,
        said: str = "",
        instead: bool = True,
    ) -> None:
        lines = matching.listed(
            self.deps.db, self.deps.clock, caller=who, shown=place.shown
        )
        tell(args, lists.listing(lines, place, said=said), instead=instead)

    def _matches(self, who: Caller) -> tuple[Match, ...]:
        return matching.matches(self.deps.db, self.deps.clock, caller=who)


def _form(args: Args, who: Caller) -> Form:
    return Form(
        nonce=uuid.uuid4().hex, sig_id=who.sig.id, channel=channel_of(args.body)
    )


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
