"""Meetings in people's calendars: the button, what is said of files, the address."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject

from bot.domain.invitations import Feed, Given
from bot.domain.meetings import Meeting, MeetingStatus
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn
from templates.times import reader_time

TAKE = "calendar_take"
RENEW = "calendar_renew"
SWITCH_OFF = "calendar_switch_off"
_TITLE = 200
_HOW = (
    "In your calendar program choose *Add calendar from URL* (Google: Other calendars; "
    "Outlook: Add calendar, Subscribe from web; Apple: File, New calendar "
    "subscription) and paste it there. It looks for changes by itself."
)
_KEEP = (
    "Whoever knows this address can read these meetings, so keep it to yourself. "
    "It is shown only now."
)
_NO_ADDRESS = (
    "There is no calendar address here yet. Whoever runs Convenor can switch it on "
    "with the setting CONVENOR_URL. One meeting at a time works already: press "
    "*Add to my calendar* below a meeting, or type `/meeting calendar M-4`."
)


def button(meeting: Meeting) -> ButtonElement:
    """Return the button that puts a meeting into the calendar of who presses it."""
    return ButtonElement(
        text="Add to my calendar", action_id=TAKE, value=str(meeting.id)
    )


def block(meeting: Meeting) -> ActionsBlock:
    """Return the row with that button, for the card of a meeting to come."""
    return ActionsBlock(block_id=f"calendar_{meeting.id}", elements=[button(meeting)])


def on_its_way(given: Given) -> Post:
    """Say where the file comes, or where it is already."""
    name = _name(given.meeting)
    if given.is_new:
        text = (
            f"The calendar file of {name} comes in our direct message: open it there."
        )
    else:
        text = f"You have the calendar file of {name} already, in our direct message."
    return paragraph(text)


def note(meeting: Meeting) -> Post:
    """Say what the file below is for; it comes right after this."""
    name = _name(meeting)
    if meeting.status is MeetingStatus.CANCELLED:
        text = f"{name} is *cancelled*. Open this file to take it out of your calendar."
    elif meeting.sequence:
        when = reader_time(meeting.starts_at)
        text = (
            f"{name} was changed: {when}. Open this file and your calendar changes the "
            "entry that is there."
        )
    else:
        when = reader_time(meeting.starts_at)
        text = (
            f"{name}, {when}: open this file to put it into your calendar. If the "
            "meeting changes, the new file comes here by itself."
        )
    return paragraph(text)


def no_address() -> Post:
    """Say that this bot has no public address, and what works without one."""
    return paragraph(_NO_ADDRESS)


def feed(found: Feed, public_url: str) -> Post:
    """Show the address of a calendar just made, else how it stands."""
    group = mrkdwn(found.sig.name)
    if found.secret is not None:
        address = f"{public_url}/calendar/{found.secret}.ics"
        text = f"Your calendar of all meetings of *{group}*:\n`{address}`"
        parts = [text, _HOW, _KEEP]
    elif found.mark:
        text = (
            f"You have a calendar address for *{group}*. I keep no copy, so I cannot "
            "show it again. If you need it once more, make a new one; the one you have "
            "then stops."
        )
        parts = [text]
    else:
        text = (
            f"Your calendar address for *{group}* is switched off. Type "
            "`/meeting calendar` for a new one."
        )
        parts = [text]
    buttons = _buttons(found) if found.mark else []
    blocks: list[Block] = [section(part) for part in parts]
    # A notification must not show the secret on a locked screen.
    said = f"Your calendar of {group}" if found.secret else text
    return Post(text=said, blocks=[*blocks, *buttons])


def _buttons(found: Feed) -> Sequence[Block]:
    value = f"{found.sig.id}:{found.mark}"
    new = ButtonElement(
        text="New address",
        action_id=RENEW,
        value=value,
        confirm=ConfirmObject(
            title="A new address?",
            text="The one you have stops at once, in every calendar program.",
            confirm="Make a new one",
            deny="Keep it",
        ),
    )
    off = ButtonElement(
        text="Switch off", action_id=SWITCH_OFF, value=value, style="danger"
    )
    return [ActionsBlock(elements=[new, off])]


def read_feed(value: str) -> tuple[int, str]:
    """Read what a button of the address carries: the group, and which address."""
    sig_id, _, mark = value.partition(":")
    return int(sig_id), mark


def _name(meeting: Meeting) -> str:
    return f"*{meeting.ref}* {mrkdwn(cut(meeting.title, _TITLE))}"
