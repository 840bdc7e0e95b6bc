"""What somebody does with buttons, menus, forms and modals."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground import checks
from bot.playground.blocks import SLOTS, choices, elements, state_of
from bot.playground.delivery import payloads
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.records import INTERACTIVE
from bot.playground.errors import SlackError
from bot.playground.people import forms
from bot.playground.people.modals import apply_answer, close
from bot.playground.people.outcome import TROUBLE, CannotError, Outcome, outcome
from bot.playground.people.viewer import Viewer
from bot.playground.records import Json, Message, View
from bot.playground.site import Site

Target = Message | Json  # a message, or a modal or Home tab as its JSON
Pressable = tuple[Json, Json, Json | None]  # block, element, entry of a menu


class Hands(Viewer):
    """One person's mouse and keyboard, on what the bot has shown.

    Everything waits until the bot has acknowledged, at most the time Slack allows.
    What Slack's client would not let a person do raises `CannotError`.
    """

    def __init__(self, user_id: str, site: Site, courier: Courier) -> None:
        super().__init__(user_id, site, courier)
        # What is chosen in messages; modals and Home tabs keep theirs themselves.
        self._chosen: dict[str, dict[str, dict[str, Json]]] = {}
        # What the bot suggested for a menu, by block id and action id.
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    def press(
        self,
        target: Target,
        what: str,
        *,
        value: str | None = None,
        block_id: str | None = None,
        confirm: bool = True,
    ) -> Outcome:
        """Press a button, or an entry of an overflow menu, by text or action id.

        `value` and `block_id` tell buttons of the same name apart; `confirm` is
        the answer to the question that some buttons ask first.
        """
        there = list(_pressable(target))
        found = [
            (block, element, option)
            for block, element, option in there
            if what in (element["action_id"], _caption(element, option))
            and value in (None, (option or element).get("value"))
            and block_id in (None, block["block_id"])
        ]
        if len(found) != 1:
            known = [_caption(element, option) for _block, element, option in there]
            raise CannotError(f"{len(found)} things called {what!r} among {known}")
        block, element, option = found[0]
        if element.get("confirm") and not confirm:
            return Outcome(ok=True)
        keys = ("type", "action_id", "text", "value", "style")
        action = {key: element[key] for key in keys if key in element}
        return self._act(
            target, block, action | ({"selected_option": option} if option else {})
        )

    def choose(self, target: Target, what: forms.Name, value: Any) -> Outcome:
        """Change a menu, date or other element of a message, modal or Home tab."""
        block, element = forms.find_field(_blocks(target), what)
        return self._enter(target, block, element, value)

    def chosen(self, message: Message) -> dict[str, dict[str, Json]]:
        """Return what this person has chosen in a message, by block and action id."""
        return copy.deepcopy(self._state(message))

    def enter(self, target: Target, what: forms.Name, value: Any) -> None:
        """Enter a value of which the bot hears only with the next press or submit.

        So does Slack with what is typed while the cursor is still in its field. An
        option that the bot suggested before can be given whole.
        """
        block, element = forms.find_field(_blocks(target), what)
        self._keep(target, block, element, value)

    def fill(self, values: Mapping[str, Any], *, target: Target | None = None) -> None:
        """Enter values by label, block id or action id; in the modal by default.

        Raises:
            CannotError: for a field or option that is not there, or too long text.
        """
        for name, value in values.items():
            # Looked up anew each time: the bot may change the modal after a choice.
            where = self._modal() if target is None else target
            block, element = forms.find_field(_blocks(where), name)
            self._enter(where, block, element, value)

    def options(
        self, block_id: forms.Name, query: str, *, target: Target | None = None
    ) -> list[Json]:
        """Return what the bot suggests while this person types into a menu."""
        where = self._modal() if target is None else target
        block, element = forms.find_field(_blocks(where), block_id)
        return self._suggest(where, block, element, query)

    def submit(self) -> Outcome:
        """Press the submit button of the modal on top."""
        view = self._top()
        if view.body.get("submit") is None:
            raise CannotError("this modal has no submit button")
        if missing := forms.unfinished(view):
            with self._space.change():
                view.errors = missing
            return Outcome(ok=False, error="unfinished_form", errors=missing)
        payload = payloads.view_submission(self._site, self.user, view)
        delivery = self._courier.interact(INTERACTIVE, payload)
        if not delivery.acked:
            return outcome(delivery, text=TROUBLE)
        try:
            errors = apply_answer(self._site, view, delivery.answer or {})
        except SlackError as error:
            self._site.complain(f"view_submission: {error}")
            return Outcome(ok=False, error=error.error, text=TROUBLE)
        return outcome(delivery, errors=errors)

    def close_view(self, *, everything: bool = False) -> Outcome:
        """Press Cancel, or the cross that closes all modals at once."""
        top = self._top()
        everything = everything or bool(top.body.get("clear_on_close"))
        closing = self._space.stack(self.id)[::-1] if everything else [top]
        result = Outcome(ok=True)
        for view in closing:
            close(self._site, view)
            if view.body.get("notify_on_close"):
                result = self._interact(
                    payloads.view_closed(
                        self._site, self.user, view, is_cleared=everything
                    )
                )
        return result

    def _interact(self, payload: Json) -> Outcome:
        return outcome(self._courier.interact(INTERACTIVE, payload))

    def _act(self, target: Target, block: Json, action: Json) -> Outcome:
        action["block_id"] = block["block_id"]
        action["action_ts"] = self._space.new_ts()
        if isinstance(target, Message):
            message = self._message(target.channel, target.ts)
            payload = payloads.message_action(self._site, self.user, message, action)
            payload["state"] = {"values": self._state(message)}
        else:
            view = self._live(target)
            payload = payloads.view_action(self._site, self.user, view, action)
        return self._interact(payload)

    def _enter(self, target: Target, block: Json, element: Json, given: Any) -> Outcome:
        state = self._keep(target, block, element, given)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome(ok=True)
        action = {"action_id": element["action_id"], **state}
        return self._act(target, block, action)

    def _keep(self, target: Target, block: Json, element: Json, given: Any) -> Json:
        block_id, action_id = block["block_id"], element["action_id"]
        state = forms.entered(
            self._space,
            block,
            element,
            given,
            suggest=lambda b, e, wanted: self._on_offer(target, b, e, wanted),
        )
        with self._space.change():
            if isinstance(target, Message):
                self._state(target)[block_id][action_id] = state
            else:
                view = self._live(target)
                view.values[block_id][action_id] = state
                view.errors.pop(block_id, None)
        return state

    def _state(self, message: Message) -> dict[str, dict[str, Json]]:
        before = self._chosen.get(message.ts)
        state = self._chosen[message.ts] = state_of(message.blocks, before)
        return state

    def _suggest(
        self, target: Target, block: Json, element: Json, query: str
    ) -> list[Json]:
        if len(query) < element.get("min_query_length", 3):
            raise CannotError("Slack asks the app only after more characters")
        where = (
            self._message(target.channel, target.ts)
            if isinstance(target, Message)
            else self._live(target)
        )
        ids = (block["block_id"], element["action_id"])
        payload = payloads.suggestion(
            self._site, self.user, where, ids=ids, value=query
        )
        delivery = self._courier.interact(INTERACTIVE, payload)
        try:
            options = checks.check_options(delivery.answer)
        except SlackError as error:
            self._site.complain(f"block_suggestion: {error}")
            return []
        self._suggested[ids] = [*self._suggested.get(ids, ()), *options]
        return options

    def _on_offer(
        self, target: Target, block: Json, element: Json, wanted: Any
    ) -> list[Json]:
        if not isinstance(wanted, dict):
            return self._suggest(target, block, element, str(wanted))
        # A whole option was shown before: by the bot's answer, or from the start.
        shown = self._suggested.get((block["block_id"], element["action_id"]), [])
        start = [element.get("initial_option"), *element.get("initial_options", ())]
        return [*shown, *filter(None, start)]

    def _top(self) -> View:
        stack = self._space.stack(self.id)
        if not stack:
            raise CannotError("no modal is open")
        return stack[-1]

    def _modal(self) -> Json:
        view = self._top()
        return view.body | {"id": view.id}

    def _live(self, shown: Json) -> View:
        view = self._space.find_view(view_id=shown["id"])
        if view is None or view.user != self.id:
            raise CannotError("that view is closed")
        return view


def _blocks(target: Target) -> list[Json]:
    return target.blocks if isinstance(target, Message) else target["blocks"]


def _pressable(target: Target) -> Iterator[Pressable]:
    for block, element in elements(_blocks(target)):
        if element["type"] == "overflow":
            yield from ((block, element, option) for option in choices(element))
        elif element["type"] not in SLOTS:
            yield block, element, None


def _caption(element: Json, option: Json | None) -> str:
    text = (option or element).get("text") or {}
    return str(text.get("text", ""))
