"""The form of a note."""

from typing import NamedTuple

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.meetings import Meeting
from bot.domain.minutes import MAX_NOTE, Note
from templates import forms
from templates.forms import About
from templates.text import cut, mrkdwn

NEW = "meeting_note_new"
CHANGE = "meeting_note_edit"
NO_ITEM = "none"
_SHOWN = 2500


class Typed(NamedTuple):
    """What was typed into the form."""

    text: str
    item_id: int | None


def note(
    about: About,
    meeting: Meeting,
    *,
    text: str = "",
    item_id: int | None = None,
    newer: Note | None = None,
) -> View:
    """Ask for a note; ``newer`` is what somebody else saved while this was open."""
    blocks: list[Block] = []
    if newer is not None:
        said = mrkdwn(cut(newer.text, _SHOWN))
        blocks.append(
            forms.note(
                ":warning: Somebody else changed this note meanwhile. Theirs reads: "
                f"{said} Saving now keeps yours."
            )
        )
    blocks.append(
        forms.text(
            "text",
            "What was said",
            text,
            limit=MAX_NOTE,
            lines=True,
            required=True,
            hint="The minutes name nobody unless you write a name here.",
        )
    )
    if meeting.agenda:
        points = points_of(meeting)
        chosen = str(item_id) if str(item_id) in points else NO_ITEM
        blocks.append(forms.menu("item", "About", points, chosen))
    is_new = about.version == 0
    return forms.modal(
        NEW if is_new else CHANGE,
        about,
        blocks,
        title=f"Note in {meeting.ref}",
        submit="Save",
    )


def points_of(meeting: Meeting) -> dict[str, str]:
    """Return the points of the agenda for a menu, and that it is about none."""
    points = {
        str(each.id): f"{number}. {each.title}"
        for number, each in enumerate(meeting.agenda, 1)
    }
    return {NO_ITEM: "No point of the agenda"} | points


def read(typed: dict[str, object]) -> Typed:
    """Read what was typed."""
    item = str(typed.get("item") or NO_ITEM)
    return Typed(
        text=str(typed.get("text") or ""),
        item_id=int(item) if item.isdecimal() else None,
    )
