"""Buttons about a decision: what they are called, and what they carry."""

from slack_sdk.models.blocks import ButtonElement, ConfirmObject

from bot.domain.decisions import Choice, Recorded

VOTE = {choice: f"decision_vote_{choice.value}" for choice in Choice}
ENTER = "decision_enter"
CLOSE = "decision_close"
WITHDRAW = "decision_withdraw"
REWORD = "decision_reword"
SUPERSEDE = "decision_supersede"
SHOW = "decision_show"
NEW = "decision_new"
FEATURE = "decision"
WORDS = {Choice.FOR: "In favour", Choice.AGAINST: "Against", Choice.ABSTAIN: "Abstain"}


def button(text: str, action: str, recorded: Recorded) -> ButtonElement:
    """Return a button about a decision."""
    number = str(recorded.decision.number)
    return ButtonElement(text=text, action_id=action, value=number)


def votes(recorded: Recorded) -> list[ButtonElement]:
    """Return the three buttons with which clusters vote."""
    return [button(WORDS[each], VOTE[each], recorded) for each in Choice]


def close(recorded: Recorded) -> ButtonElement:
    """Return the button that closes a vote, after a question."""
    question = ConfirmObject(
        title="Close the vote?",
        text="The votes are counted as they stand. This cannot be undone.",
        confirm="Close it",
        deny="Leave it open",
    )
    return ButtonElement(
        text="Close the vote",
        action_id=CLOSE,
        value=str(recorded.decision.number),
        confirm=question,
    )


def withdraw(recorded: Recorded) -> ButtonElement:
    """Return the button that takes a proposal back, after a question."""
    question = ConfirmObject(
        title="Withdraw it?",
        text=f"Nobody votes on {recorded.ref} any more. Its number stays taken.",
        confirm="Withdraw it",
        deny="Keep it",
        style="danger",
    )
    return ButtonElement(
        text="Withdraw",
        action_id=WITHDRAW,
        value=str(recorded.decision.number),
        confirm=question,
    )
