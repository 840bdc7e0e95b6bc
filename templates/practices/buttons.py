"""Buttons about a practice: what they are called, and what they carry."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement, ConfirmObject

from bot.domain.practices import Practice

READ = "practice_read"
REVIEW = "practice_review"
REVIEWS = "practice_reviews"
ACCEPT = "practice_accept"
REJECT = "practice_reject"
EDIT = "practice_edit"
CONTINUE = "practice_continue"
WITHDRAW = "practice_withdraw"
SUPERSEDE = "practice_supersede"
COMPARE = "practice_compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a button is about: which practice, which text of it, of which group.

    The text is the one that the person saw; in direct messages the group is the only
    way to know it.
    """

    practice_id: int
    revision: int | None = None
    sig_id: int | None = None


def read_target(value: str) -> Target:
    """Read what a button carries; older ones carry the practice alone."""
    numbers = [int(part) if part else None for part in value.split(":")]
    practice_id, revision, sig_id = (*numbers, None, None)[:3]
    return Target(practice_id=practice_id or 0, revision=revision, sig_id=sig_id)


def value_of(practice: Practice, *, revision: int | None = None) -> str:
    """Return what a button carries; ``revision`` where it is not the one shown."""
    return f"{practice.id}:{revision or practice.revision}:{practice.sig_id}"


def button(
    text: str,
    action: str,
    practice: Practice,
    *,
    style: str | None = None,
    revision: int | None = None,
) -> ButtonElement:
    """Return a button about a practice."""
    value = value_of(practice, revision=revision)
    return ButtonElement(text=text, action_id=action, value=value, style=style)


def withdraw(practice: Practice) -> ButtonElement:
    """Return the button that withdraws, after a question."""
    question = ConfirmObject(
        title="Withdraw it?",
        text=f"{practice.ref} leaves the next draft of the white paper. Its number "
        "stays taken. Editions that are published cannot be called back.",
        confirm="Withdraw it",
        deny="Keep it",
        style="danger",
    )
    return ButtonElement(
        text="Withdraw",
        action_id=WITHDRAW,
        value=value_of(practice),
        confirm=question,
    )
