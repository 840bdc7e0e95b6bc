"""`/whitepaper recommend`: propose, ask the clusters, decide."""

import uuid
from dataclasses import dataclass
from functools import partial

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.consensus import Answer, Outcome, Proposed, Ruling, Stance, Standing
from bot.domain.recommendations import RecommendationStatus
from bot.domain.references import Kind, is_reference
from bot.services.members import Caller
from bot.services.recommendations import proposing, rounds, ruling
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, is_private, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates import pages
from templates.forms import About
from templates.recommendations import cards, forms

COMMAND = "/whitepaper"
_RULINGS = {
    cards.ADOPT: RecommendationStatus.ADOPTED,
    cards.REJECT: RecommendationStatus.REJECTED,
    cards.MERGE: RecommendationStatus.MERGED,
    cards.SUPERSEDE: RecommendationStatus.SUPERSEDED,
}


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Recommendations(deps)
    listeners.word(COMMAND, "recommend", then=on.by_text)
    listeners.word(COMMAND, "recommendations", then=on.list)
    for name in (pages.BEFORE, pages.AFTER):
        listeners.action(f"{cards.FEATURE}_{name}", then=on.page_pressed)
    listeners.action(cards.SHOW, then=on.show_pressed)
    listeners.action(cards.OPEN, then=on.open_pressed)
    listeners.action(cards.EDIT, then=on.open_edit)
    listeners.action(cards.ASK, then=on.open_round)
    listeners.action(cards.END, then=on.end)
    listeners.action(cards.REOPEN, then=on.reopen)
    for stance in (Stance.SUPPORT, Stance.LIVE_WITH):
        listeners.action(cards.SAY[stance], then=partial(on.say, stance))
    listeners.action(cards.SAY[Stance.OBJECT], then=on.open_objection)
    for action_id, status in _RULINGS.items():
        listeners.action(action_id, then=partial(on.open_ruling, status))
        take = partial(on.take_ruling, status)
        listeners.view(forms.RULING[status], take=take, then=on.show_taken)
    listeners.view(forms.WORDS, take=on.take_words, then=on.thank)
    listeners.view(forms.ROUND, take=on.take_round, then=on.show_taken)
    listeners.view(forms.OBJECTION, take=on.take_objection, then=on.confirm)


@dataclass(frozen=True, slots=True)
class _Recommendations:
    deps: Deps

    def by_text(self, args: Args, text: str) -> None:
        who = caller(args, self.deps)
        if is_reference(text, Kind.RECOMMENDATION):
            tell(args, cards.card(self._shown(who, text)))
            return
        found = proposing.form(self.deps.db, self.deps.clock, caller=who)
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        view = forms.words_form(about, found.themes, None, sig_id=who.sig.id)
        open_view(args, view)

    def list(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        found = proposing.listed(self.deps.db, self.deps.clock, caller=who)
        tell(args, cards.listing(found))

    def page_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        found = proposing.listed(self.deps.db, self.deps.clock, caller=who)
        offset = int(args.body["actions"][0]["value"])
        tell(args, cards.listing(found, offset=offset), instead=True)

    def show_pressed(self, args: Args) -> None:
        number = args.body["actions"][0]["value"]
        found = self._shown(caller(args, self.deps), number)
        tell(args, cards.card(found))

    def open_pressed(self, args: Args) -> None:
        who, number = self._asked(args)
        tell(args, cards.card(self._shown(who, number)))

    def open_edit(self, args: Args) -> None:
        who, number = self._asked(args)
        found = proposing.form(self.deps.db, self.deps.clock, caller=who, number=number)
        proposed = found.proposed
        if proposed is not None:
            about = _about(args, proposed)
            sig_id = proposed.sig_id
            view = forms.words_form(about, found.themes, proposed, sig_id=sig_id)
            open_view(args, view)

    def take_words(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        if about.record_id:
            self._take_edit(args, who, about)
            return
        args.context["standing"] = proposing.propose(
            self.deps.db,
            self.deps.clock,
            caller=who,
            nonce=about.nonce,
            typed=fields.read_typed(view),
        )
        args.ack()

    def _take_edit(self, args: Args, who: Caller, about: About) -> None:
        view = args.body["view"]
        found = proposing.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            version=about.version,
            typed=fields.read_typed(view),
            seen=forms.read_seen(view),
        )
        if found.is_done:
            args.context["standing"] = found.standing
            args.ack()
        else:
            args.ack(response_action="update", view=forms.words_again(view, found))

    def thank(self, args: Args) -> None:
        if found := args.context.get("standing"):
            tell(args, cards.proposed(found))

    def open_round(self, args: Args) -> None:
        who, number = self._asked(args)
        found = self._shown(who, number).proposed
        open_view(args, forms.round_form(_about(args, found), found))

    def take_round(self, args: Args) -> None:
        view = args.body["view"]
        about, typed = fields.read_about(view), fields.read_typed(view)
        found = rounds.open_round(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            number=about.record_id,
            version=about.version,
            typed=typed,
            seen=forms.read_seen(view),
        )
        if found.is_done:
            args.context["standing"] = found.standing
            args.ack()
            return
        now, day = found.standing.proposed, str(typed["closes_on"])
        again = forms.round_form(_about(args, now), now, day=day, outdated=found)
        view = forms.in_place_of(args.body["view"], again)
        args.ack(response_action="update", view=view)

    def show_taken(self, args: Args) -> None:
        if found := args.context.get("standing"):
            self.deps.wake()
            tell(args, cards.card(found))

    def say(self, stance: Stance, args: Args) -> None:
        who, number = self._asked(args)
        seen = cards.read_seen(args.body["actions"][0]["value"])
        found = self._say(who, number, Answer(stance=stance, seen=seen))
        tell(args, cards.answered(found))

    def open_objection(self, args: Args) -> None:
        who, number = self._asked(args)
        found = self._shown(who, number).proposed
        open_view(args, forms.objection_form(_about(args, found), found))

    def take_objection(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        answer = forms.read_objection(view)
        found = self._say(who, about.record_id, answer)
        if found.is_done:
            args.context["outcome"] = found
            args.ack()
            return
        now = found.standing.proposed
        again = forms.objection_form(
            _about(args, now), now, given=answer, outdated=found
        )
        view = forms.in_place_of(args.body["view"], again)
        args.ack(response_action="update", view=view)

    def confirm(self, args: Args) -> None:
        if found := args.context.get("outcome"):
            tell(args, cards.answered(found))

    def end(self, args: Args) -> None:
        who, number = self._asked(args)
        found = rounds.end(self.deps.db, self.deps.clock, caller=who, number=number)
        self.deps.wake()
        tell(args, cards.card(found), instead=is_private(args))

    def open_ruling(self, status: RecommendationStatus, args: Args) -> None:
        who, number = self._asked(args)
        found = self._shown(who, number).proposed
        open_view(args, forms.ruling_form(_about(args, found), found, status))

    def take_ruling(self, status: RecommendationStatus, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        wanted = forms.read_ruling(view, status)
        found = self._rule(who, about.record_id, wanted)
        if found.is_done:
            args.context["standing"] = found.standing
            args.ack()
            return
        now = found.standing.proposed
        again = forms.ruling_form(
            _about(args, now), now, status, given=wanted, outdated=found
        )
        view = forms.in_place_of(args.body["view"], again)
        args.ack(response_action="update", view=view)

    def reopen(self, args: Args) -> None:
        who, number = self._asked(args)
        found = self._shown(who, number).proposed
        wanted = Ruling(status=RecommendationStatus.PROPOSED, version=found.version)
        now = self._rule(who, number, wanted).standing
        tell(args, cards.card(now), instead=is_private(args))

    def _shown(self, who: Caller, name: str | int) -> Standing:
        return proposing.shown(self.deps.db, self.deps.clock, caller=who, text=name)

    def _say(self, who: Caller, number: int, answer: Answer) -> Outcome:
        return rounds.say(
            self.deps.db, self.deps.clock, caller=who, number=number, answer=answer
        )

    def _rule(self, who: Caller, number: int, wanted: Ruling) -> Outcome:
        return ruling.rule(
            self.deps.db, self.deps.clock, caller=who, number=number, ruling=wanted
        )

    def _asked(self, args: Args) -> tuple[Caller, int]:
        number, group = cards.read_number(args.body["actions"][0]["value"])
        return caller(args, self.deps, sig_id=group), number


def _about(args: Args, found: Proposed) -> About:
    return About(
        channel=channel_of(args.body),
        record_id=found.recommendation.number,
        version=found.version,
    )
