"""The buttons with which people answer an invitation, for any message about it."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.domain.meetings import Meeting, Rsvp

YES = "rsvp_yes"
MAYBE = "rsvp_maybe"
NO = "rsvp_no"
REPRESENTED = "rsvp_represented"
WHO = "rsvp_who"
ANSWERS = {
    YES: Rsvp.YES,
    MAYBE: Rsvp.MAYBE,
    NO: Rsvp.NO,
    REPRESENTED: Rsvp.REPRESENTED,
}
WORDS = {
    Rsvp.YES: "Yes",
    Rsvp.MAYBE: "Maybe",
    Rsvp.NO: "No",
    Rsvp.REPRESENTED: "Somebody else goes",
}


def buttons(meeting: Meeting) -> ActionsBlock:
    """Return the buttons with which everybody answers for themselves."""
    value = str(meeting.id)
    return ActionsBlock(
        block_id=f"rsvp_{meeting.id}",
        elements=[
            ButtonElement(text=WORDS[answer], action_id=action, value=value)
            for action, answer in ANSWERS.items()
        ],
    )
