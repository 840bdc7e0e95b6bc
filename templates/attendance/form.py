"""The form in which those who lead the group say who was at a meeting."""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.attendance import GUEST_LIMIT, MOST_GUESTS, Marked, Sheet
from templates import forms
from templates.attendance.words import lines_of
from templates.forms import About
from templates.messages import section
from templates.text import mrkdwn

FORM = "attendance_form"
_SUGGESTED = (
    "Filled in with what people answered to the invitation. Please correct it: nothing "
    "is noted before you save."
)
_MEANWHILE = (
    ":warning: Somebody else saved the attendance while you were typing. Yours is "
    "below, not saved yet; press *Save* again to keep it. It now says:"
)


def form(
    about: About, sheet: Sheet, *, typed: Marked | None = None, is_stale: bool = False
) -> View:
    """Ask who was there; ``typed`` was not saved, because somebody else saved first."""
    shown, meeting = typed or sheet.marked, sheet.meeting
    blocks: list[Block] = [section(f"*{meeting.ref}* {mrkdwn(meeting.title)}")]
    if is_stale:
        now = lines_of(sheet, sheet.stored)
        blocks.append(section("\n".join((_MEANWHILE, *now))))
    elif sheet.is_suggested:
        blocks.append(section(_SUGGESTED))
    known, attendance = sheet.clusters, shown.attendance
    blocks += forms.many(
        "present",
        "Clusters that were there",
        known,
        _offered(attendance.present, known),
        hint="Also when somebody represented them.",
    )
    blocks += forms.many(
        "apologies",
        "Clusters that sent apologies",
        known,
        _offered(attendance.apologies, known),
        hint="Clusters in neither list are noted as absent.",
    )
    blocks += forms.many(
        "externals",
        "Externals who were there",
        sheet.externals,
        _offered(attendance.external_present, sheet.externals),
    )
    blocks.append(
        forms.text(
            "guests",
            "Guests",
            "\n".join(shown.guests),
            limit=MOST_GUESTS * (GUEST_LIMIT + 1),
            lines=True,
            hint="Others who were there, one a line, for example: ministry of health.",
        )
    )
    return forms.modal(FORM, about, blocks, title="Who was there?", submit="Save")


def _offered(keys: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in known)
