"""`/action` with a line or without: who does what until when."""

import uuid
from dataclasses import dataclass, replace
from functools import partial

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.actions import lines
from bot.domain.actions.drafts import (
    MAX_CO_OWNERS,
    MAX_DETAIL,
    MAX_TITLE,
    Draft,
    Proposal,
)
from bot.services import actions
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Answer, Listeners
from templates.actions import newforms, previews
from templates.actions import recording as views
from templates.holding import cards

COMMAND = "/action"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Recording(deps)
    listeners.word(COMMAND, "", then=on.form)
    listeners.otherwise(COMMAND, then=on.propose)
    listeners.action(cards.ACTION, then=on.open)
    for name in previews.SAVES:
        listeners.action(name, then=on.save)
    listeners.action(previews.CHANGE, then=on.change)
    listeners.action(previews.DISCARD, then=on.discard)
    listeners.view(newforms.FORM, take=on.take, then=on.thank)


def let_verbs_lead(listeners: Listeners, deps: Deps) -> None:
    """Let words that are verbs begin a line, too: call it when all are bound.

    What follows tells them apart: `/action start A-13`, `/action start the survey`.
    The name of an action alone shows it.
    """
    on, known = _Recording(deps), listeners.commands[COMMAND]
    words = known.words
    known.otherwise = partial(on.typed, words["show"])
    for word in lines.VERBS + lines.LISTING_VERBS:
        words[word] = partial(on.begun, word, words[word])


def open_form(
    args: Args,
    deps: Deps,
    prefill: Draft | None = None,
    *,
    source: str = "",
    group: int | None = None,
    problem: str = "",
) -> None:
    """Open the form of a new action item, with what is known of it filled in.

    Links that the form has no input for are kept and stored. ``source`` is what the
    action is made of, for example ``message:C1:1700000000.000100``: the same source
    is the same action. ``group`` says which group it is of where no channel does;
    ``problem`` is a sentence on top, escaped.

    Raises:
        NotAllowedError: the caller may not record an action.
    """
    who = caller(args, deps, sig_id=group)
    offered = actions.to_record(
        deps.db, deps.clock, caller=who, draft=prefill or Draft()
    )
    view = newforms.form(
        offered,
        source=source or f"form:{uuid.uuid4().hex}",
        channel=channel_of(args.body),
        group=who.sig.id,
        problem=problem,
    )
    open_view(args, view)


@dataclass(frozen=True, slots=True)
class _Recording:
    deps: Deps

    def form(self, args: Args, _: str) -> None:
        open_form(args, self.deps)

    def open(self, args: Args) -> None:
        open_form(args, self.deps)

    def propose(self, args: Args, _: str) -> None:
        """Show what a line says; what fits in no title is shown in the form."""
        who = caller(args, self.deps)
        proposal = actions.understand(
            self.deps.db,
            self.deps.clock,
            caller=who,
            # As Slack sent it: a mention is an account only before it is decoded.
            typed=str(args.body.get("text") or ""),
        )
        source = f"typed:{uuid.uuid5(uuid.NAMESPACE_OID, args.body['trigger_id']).hex}"
        if _fits(proposal):
            tell(args, previews.preview(proposal, source=source, group=who.sig.id))
        elif len(proposal.whole) > MAX_DETAIL:
            tell(args, views.too_long(proposal.whole))
        else:
            self._complete(args, proposal, source=source)

    def typed(self, show: Answer, args: Args, line: str) -> None:
        if lines.is_name(line):
            show(args, line)
        else:
            self.propose(args, line)

    def begun(self, word: str, then: Answer, args: Args, rest: str) -> None:
        if lines.is_sentence(word, rest):
            self.propose(args, rest)
        else:
            then(args, rest)

    def _complete(self, args: Args, proposal: Proposal, *, source: str) -> None:
        draft = proposal.draft
        problem = newforms.problem_of(proposal.whole, helpers=len(draft.co_owners))
        if len(proposal.whole) > MAX_TITLE:
            draft = replace(draft, title=proposal.whole, detail=proposal.whole)
        draft = replace(draft, co_owners=draft.co_owners[:MAX_CO_OWNERS])
        open_form(args, self.deps, draft, source=source, problem=problem)

    def save(self, args: Args) -> None:
        kept = previews.read(_value(args))
        recorded = actions.record(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps, sig_id=kept.group),
            draft=kept.draft,
            source=kept.source,
        )
        self.deps.wake()
        tell(args, views.thanks(recorded), instead=True)

    def change(self, args: Args) -> None:
        kept = previews.read(_value(args))
        open_form(
            args,
            self.deps,
            kept.draft,
            source=kept.source,
            group=kept.group,
            problem=previews.problem_of(kept),
        )

    def discard(self, args: Args) -> None:
        kept = previews.read(_value(args))
        actions.require_recordable(
            self.deps.clock, caller(args, self.deps, sig_id=kept.group)
        )
        tell(args, previews.discarded(kept.draft), instead=True)

    def take(self, args: Args) -> None:
        sent = newforms.read(args.body["view"])
        args.context["recorded"] = actions.record(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            draft=sent.draft,
            source=sent.source,
        )
        args.ack()

    def thank(self, args: Args) -> None:
        if args.context.get("recorded") is not None:
            self.deps.wake()
            tell(args, views.thanks(args.context["recorded"]))


def _fits(proposal: Proposal) -> bool:
    is_short = 0 < len(proposal.whole) <= MAX_TITLE
    return is_short and len(proposal.draft.co_owners) <= MAX_CO_OWNERS


def _value(args: Args) -> str:
    return str(args.body["actions"][0]["value"])
