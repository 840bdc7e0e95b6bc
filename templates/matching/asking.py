"""The questions to two people, and what follows when both agree."""

from collections.abc import Mapping

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.domain.matching import Direct, OfferKind, Request, Standing, Together
from templates.matching import sentences
from templates.messages import Post, section

YES = "introduction_yes"
NO = "introduction_no"
_ANSWERS: Mapping[Standing, str] = {
    Standing.ASKED: (
        "*May I introduce you to each other?* If both sides say yes, I open a message "
        "for the two of you. Until then nobody learns who the other person is, and a "
        "no ends it quietly."
    ),
    Standing.WAITING: (
        "*You said yes.* When the other side agrees too, I open a message for the two "
        "of you. You can change your mind until then."
    ),
    Standing.DECLINED: (
        "*You said no.* That ends it quietly. You can change your mind as long as the "
        "other side has not answered."
    ),
    Standing.INTRODUCED: "*You both agreed.* You hear from me in a message of its own.",
    Standing.NOT_NOW: (
        "*Thank you for saying yes.* It does not suit the other side now, so I leave "
        "it at that. Nobody asks about these two again."
    ),
    Standing.OVER: "*You said no*, so nothing follows. Nobody asks about it again.",
    Standing.CLOSED: (
        "*There is nothing to decide any more:* one of the two was closed, or its last "
        "day is over."
    ),
    Standing.GONE: (
        "*I cannot introduce you:* whoever stated this for the other cluster does not "
        "speak for it any more, or cannot be reached. Ask in the group's channel who "
        "does now."
    ),
}


def request(asked: Request) -> Post:
    """Ask one of the two, or say how it stands by now."""
    other = asked.other
    own_words = f"{sentences.OUR_VERBS[asked.side]}:\n{sentences.quoted(asked.own)}"
    their_words = f"{sentences.cluster(other)} {sentences.VERBS[other.kind]}"
    theirs = f"*{their_words}* ({sentences.facts(other)}):\n{sentences.quoted(other)}"
    said = _ANSWERS[asked.standing]
    buttons = _buttons(asked)
    return Post(
        text=f"{said} {their_words}:\n{sentences.quoted(other)}",
        blocks=[
            section(f"{own_words}\n{theirs}"),
            section(said),
            *([ActionsBlock(elements=buttons)] if buttons else []),
        ],
    )


def together(both: Together) -> Post:
    """Introduce two people to each other, in a message that they share."""
    need, offer = both.need, both.offer
    text = (
        f"Hello <@{both.need_user}> and <@{both.offer_user}>, you both agreed to be "
        f"introduced.\n{_with_contact(both.need_user, OfferKind.NEED, both)}\n"
        f"{_with_contact(both.offer_user, OfferKind.OFFER, both)}\n"
        "Over to you: this conversation is yours, I do not take part in it."
    )
    short = (
        f"You both agreed to be introduced: {sentences.cluster(need)} and "
        f"{sentences.cluster(offer)}."
    )
    return Post(text=short, blocks=[section(text)])


def direct(told: Direct) -> Post:
    """Tell one of two who agreed how to reach the other."""
    what = f"{sentences.OUR_VERBS[told.own.kind]}:\n{sentences.quoted(told.own)}"
    theirs = sentences.statement(told.other)
    if told.other_user is None:
        said = (
            "*You both agreed, but the other person has left in the meantime*, so I "
            "cannot introduce you. Ask in the group's channel who speaks for "
            f"{sentences.cluster(told.other)} now."
        )
    else:
        said = (
            f"*You both agreed:* at {sentences.cluster(told.other)} it is "
            f"<@{told.other_user}>. Click the name and choose *Message*; the other "
            "side has your name too."
        )
        if told.is_doubtful:
            said += (
                " Slack told me that one of the two accounts cannot be reached; if you "
                "hear nothing, ask in the group's channel."
            )
    return Post(text=said, blocks=[section(said), section(f"{what}\n{theirs}")])


def read_answer(value: str) -> tuple[int, int]:
    """Read which introduction of which group a button is about."""
    introduction_id, _, sig_id = value.partition(":")
    return int(introduction_id), int(sig_id)


def _with_contact(user_id: str, side: OfferKind, both: Together) -> str:
    offer = both.need if side is OfferKind.NEED else both.offer
    return f"<@{user_id}>, {sentences.statement(offer)}"


def _buttons(asked: Request) -> list[ButtonElement]:
    value = f"{asked.introduction.id}:{asked.introduction.sig_id}"
    yes = ButtonElement(
        text="Yes, introduce us", action_id=YES, value=value, style="primary"
    )
    no = ButtonElement(text="No, thank you", action_id=NO, value=value)
    by_standing = {
        Standing.ASKED: [yes, no],
        Standing.WAITING: [no],
        Standing.DECLINED: [yes],
    }
    return by_standing.get(asked.standing, [])
