"""How something a person did turned out."""

from dataclasses import dataclass, field

from bot.playground.delivery.records import Delivery
from bot.playground.records import Json

# What Slack writes when a modal's submission gets no proper answer.
TROUBLE = "We had some trouble connecting. Try again?"


class CannotError(Exception):
    """Slack's own client would not let a person do that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the person sees: done, an error, or errors at the form's fields."""

    ok: bool
    error: str | None = None
    text: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    answer: Json | None = None
    seconds: float = 0.0


def outcome(
    delivery: Delivery,
    *,
    text: str | None = None,
    errors: dict[str, str] | None = None,
) -> Outcome:
    """Return what a person sees of a delivery."""
    if delivery.acked:
        return Outcome(
            ok=not errors,
            text=text,
            errors=errors or {},
            answer=delivery.answer,
            seconds=delivery.seconds,
        )
    timed_out = delivery.state == "timed_out"
    error = "operation_timeout" if timed_out else "dispatch_failed"
    return Outcome(ok=False, error=error, text=text)
