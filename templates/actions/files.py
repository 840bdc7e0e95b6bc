"""Action items as files for one person: a table, and JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date

from bot.domain.actions import ActionItem, Shown
from bot.domain.actions.listing import Listing
from bot.domain.exchange.tables import cell
from templates.actions import words
from templates.documents.words import count
from templates.messages import Post, paragraph
from templates.reports import File, Upload
from templates.text import mrkdwn

_HEAD = (
    *("Action", "What", "Details", "Owner", "With", "Due", "State", "Past its date"),
    *("Done on", "Done late", "Evidence", "Reason", "Snoozed until", "Priority"),
    *("Belongs to", "Carried over", "Message", "Note"),
)


def files_of(found: Listing, *, group: str) -> list[File]:
    """Make both files."""
    many = _many(found)
    made = {"csv": table(found.found, found.today), "json": exchange(found.found)}
    return [
        File(
            name=f"actions.{kind}",
            title=f"{group}: {many}",
            content=content,
            description=f"{many} of {group}.",
        )
        for kind, content in made.items()
    ]


def table(found: Sequence[Shown], today: date) -> bytes:
    """Return action items as CSV (RFC 4180), for a spreadsheet.

    It begins with a byte order mark, without which Excel garbles names; no cell is a
    formula.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for each in found:
        writer.writerow([cell(value) for value in _row(each, today)])
    return written.getvalue().encode("utf-8-sig")


def _row(shown: Shown, today: date) -> tuple[str, ...]:
    action = shown.action
    return (
        action.ref,
        action.title,
        action.detail,
        shown.owner,
        "; ".join(shown.helpers),
        _day(action.due_on),
        words.STATES[action.status],
        "yes" if action.is_overdue(today) else "",
        _day(action.done_on),
        "yes" if action.is_done_late else "",
        action.evidence or "",
        action.reason,
        _day(action.snoozed_until),
        action.priority,
        "; ".join(words.refs(action)),
        str(action.carried or ""),
        action.permalink,
        action.note or "",
    )


def exchange(found: Sequence[Shown]) -> bytes:
    """Return action items as JSON: the names of things as people say them.

    People are named by their titles, as everywhere in what leaves the group.
    """
    value = {"action_items": [_record(each) for each in found]}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _record(shown: Shown) -> dict[str, object]:
    action: ActionItem = shown.action
    return {
        "id": action.ref,
        "title": action.title,
        "detail": action.detail,
        "owner": shown.owner or None,
        "co_owners": list(shown.helpers),
        "due": _day(action.due_on) or None,
        "status": action.status.value,
        "done_on": _day(action.done_on) or None,
        "priority": action.priority,
        "evidence": action.evidence,
        "reason": action.reason,
        "snoozed_until": _day(action.snoozed_until) or None,
        "belongs_to": words.refs(action),
        "permalink": action.permalink,
        "note": action.note,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _many(found: Listing) -> str:
    return count(len(found.found), "action")


def coming(found: Listing) -> Post:
    """Say where the files will be."""
    return paragraph(
        f"{_many(found)} as a table (CSV) and as JSON: both come into your direct "
        "messages with me."
    )


def making(found: Listing) -> Post:
    """Say that the files are being made."""
    return paragraph(f"Putting {_many(found)} into two files…")


def delivered(found: Listing, upload: Upload) -> Post:
    """Say where the files are, or why they are not, and what to do then."""
    said = {
        Upload.DONE: f"{_many(found)} as a table and as JSON, for you alone.",
        Upload.REFUSED: "I may not upload files here. Whoever runs Convenor can add "
        "the permission `files:write`.",
        Upload.UNCERTAIN: "Slack did not confirm the upload. If the files are not "
        "here, type `/action export` again.",
    }
    return paragraph(said[upload])


def not_made(sentence: str) -> Post:
    """Say that the files did not come about, and why."""
    return paragraph(f"The files could not be made. {mrkdwn(sentence)}")


def no_direct_message() -> Post:
    """Say that the files have nowhere to go."""
    return paragraph("I cannot write to you directly, so I cannot send you the files.")
