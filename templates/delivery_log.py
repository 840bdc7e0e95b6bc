"""The delivery log: what was sent when, and what was not and why."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.delivery_log import LogLine
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.status import Delivery
from templates.documents.words import count
from templates.messages import SECTION_LIMIT, Post, section
from templates.text import cut, mrkdwn
from templates.times import reader_time

BUTTON = "status_delivery_log"
_LINE = 280
_DAY, _HOUR = 24 * 60, 60
_WHAT: Mapping[MessageKind, str] = {
    MessageKind.MEETING_ANNOUNCED: "announcement",
    MessageKind.MEETING_REMINDER: "reminder",
    MessageKind.MINUTES_MISSING: "question for the minutes",
    MessageKind.ACTION_REMINDER: "reminder of an action item",
    MessageKind.ACTION_DIGEST: "weekly summary",
    MessageKind.DELIVERY_FAILED: "notice that a message failed",
}
_WHY: Mapping[str, str] = {
    "too late to be useful": "it would have come too late to be of use",
    "the group had no channel": "the group had no channel I could use",
}


def log(delivery: Delivery, lines: Sequence[LogLine]) -> Post:
    """List the last messages, with the figures of thirty days on top."""
    head = f"*Delivery log.* In the last 30 days: {figures(delivery)}."
    shown = [f"• {line(each)}" for each in lines]
    rest = "\n".join(shown) if shown else "Nothing was due in the last 30 days."
    title = f"*The last {len(shown)}, newest first*\n" if shown else ""
    parts = [head, cut(title + rest, SECTION_LIMIT)]
    return Post(text="\n".join(parts), blocks=[section(part) for part in parts])


def figures(delivery: Delivery) -> str:
    """Return how many messages were sent, came late or never, or wait."""
    parts = [f"{delivery.sent} sent"]
    parts += [f"{delivery.late} of them late"] if delivery.late else []
    parts += [
        f"{number} {word}"
        for number, word in (
            (delivery.missed, "missed"),
            (delivery.failed, "failed"),
            (delivery.waiting, "waiting"),
        )
    ]
    return ", ".join(parts)


def line(found: LogLine) -> str:
    """Say of one message what it is, when it was due, and what became of it."""
    due = reader_time(found.due_at)
    return cut(f"{_what(found)}, due {due}: {_became(found)}", _LINE)


def _what(found: LogLine) -> str:
    word = _WHAT.get(found.kind, found.kind.replace("_", " "))
    where = "to one person" if found.is_private else "to the channel"
    words = [word, *_about(found), where]
    return " ".join(words).capitalize().replace(found.about.lower(), found.about)


def _about(found: LogLine) -> Iterator[str]:
    if found.about:
        yield f"of {found.about}"
    if found.minutes is not None:
        yield f"({_length(found.minutes)} before)"


def _length(minutes: int) -> str:
    if minutes % _DAY == 0:
        return count(minutes // _DAY, "day")
    if minutes % _HOUR == 0:
        return count(minutes // _HOUR, "hour")
    return count(minutes, "minute")


def _became(found: LogLine) -> str:
    why = mrkdwn(_WHY.get(found.reason, found.reason.replace("_", " ")))
    reason = f": {why}" if why else ""
    match found.state:
        case MessageState.SENT if found.sent_at is not None:
            how = "*sent late*" if found.is_late else "sent"
            return f"{how} {reader_time(found.sent_at)}"
        case MessageState.MISSED:
            return f"*missed*{reason}"
        case MessageState.FAILED:
            return f"*failed*{reason}"
        case _:
            return "*waits*"
