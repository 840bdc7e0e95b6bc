"""The status of a group: what is planned, what waits, what to do about it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock

from bot.domain.meetings import Meeting
from bot.domain.status import Delivery, ForLeaders, Someone, Status
from bot.domain.whitepaper import GapKind
from templates import delivery_log, labels
from templates.documents import missing_lines
from templates.documents.words import count, long_date
from templates.messages import SECTION_LIMIT, Post, section
from templates.text import cut, mrkdwn
from templates.times import WEEKDAYS, reader_time

_SHOWN = 8
_LINE = 250
_TEXT = 4000
# How a line begins that says what to do about the one above it.
_DO = "→"
_REMEDIES = (
    (
        {
            GapKind.THEME_EMPTY,
            GapKind.NO_EVIDENCE,
            GapKind.FEW_PRACTICES,
            GapKind.FEW_COUNTRIES,
        },
        "A practice on it, or from another country, fills it: `/practice`",
    ),
    (
        {GapKind.WITHHELD, GapKind.EVIDENCE_WITHHELD},
        "See what is not printed: `/practice list`",
    ),
    (
        {GapKind.OLD_FACTS, GapKind.NEVER_CITED},
        "Authors bring theirs up to date, recommendations rest on more: `/practice`",
    ),
    (
        {
            GapKind.NO_OWNER,
            GapKind.UNWRITTEN,
            GapKind.NO_PLACE,
            GapKind.CONTRADICTION,
            GapKind.HEADING_TOO_HIGH,
            GapKind.OPEN_FENCE,
            GapKind.NO_ADDRESSEE,
        },
        "The editors put the words right; what it looks like now: `/whitepaper draft`",
    ),
)


def screen(status: Status) -> Post:
    """Show how the group is doing, on one screen."""
    parts = [
        _head(status),
        _meeting(status.meeting),
        _practices(status),
        _actions(status),
        _paper(status),
        _clusters(status),
        _networks(status),
    ]
    if status.leaders is not None:
        parts.append(_leaders(status.leaders))
    texts = [cut("\n".join(lines), SECTION_LIMIT) for lines in parts]
    blocks: list[Block] = [section(text) for text in texts]
    if status.leaders is not None:
        blocks[-1] = _with_log(texts[-1])
    return Post(text=cut("\n\n".join(texts), _TEXT), blocks=blocks)


def clock_words(moment: datetime, zone: str) -> str:
    """Return day and time in a zone, in words: Tuesday 14 December, 14:00 Brussels."""
    there = moment.astimezone(ZoneInfo(zone))
    city = zone.rpartition("/")[2].replace("_", " ")
    year = long_date(there.date())
    return f"{WEEKDAYS[there.weekday()]} {year}, {there:%H:%M} {city} time"


def _head(status: Status) -> Iterator[str]:
    yield f"*{mrkdwn(status.sig.name)}* on {long_date(status.today)}"
    if status.is_archived:
        yield (
            ":warning: I cannot post in the group's channel: it is archived or gone, "
            "or I am no longer in it."
        )
        yield (
            f"{_DO} Bring it back and invite me, or type `/sig setup` in the channel "
            "where the group goes on."
        )


def _meeting(meeting: Meeting | None) -> Iterator[str]:
    if meeting is None:
        yield "*Next meeting:* none is planned."
        yield f"{_DO} Agree on the next date in the channel."
        return
    yield f"*Next meeting:* {meeting.ref} {cut(mrkdwn(meeting.title), _LINE)}"
    there = clock_words(meeting.starts_at, meeting.zone)
    yield f"For you {reader_time(meeting.starts_at)} ({there})"


def _practices(status: Status) -> Iterator[str]:
    if not status.practices:
        yield "*Practices:* none yet."
        yield f"{_DO} Share the first one: `/practice`"
        return
    states = ", ".join(
        f"{number} {labels.STATUSES[state]}" for state, number in status.by_status
    )
    yield f"*Practices:* {len(status.practices)}; {states}."
    if status.waiting:
        waits = "waits" if len(status.waiting) == 1 else "wait"
        yield (
            f"{_DO} {len(status.waiting)} {waits} for a decision, first: "
            f"`/practice show {status.waiting[0]}`"
        )


def _actions(status: Status) -> Iterator[str]:
    actions = status.actions
    if not actions.open:
        yield "*Actions:* none is open."
        return
    parts = [
        f"{number} {word}"
        for number, word in (
            (actions.overdue, "overdue"),
            (actions.blocked, "blocked"),
            (actions.without_owner, "without an owner"),
        )
        if number
    ]
    yield f"*Actions:* {actions.open} open; {', '.join(parts) or 'all on their way'}."
    if actions.overdue or actions.blocked:
        yield f"{_DO} Go through them at the next meeting: done, later, or dropped?"
    if actions.without_owner:
        yield f"{_DO} Ask in the channel who takes what nobody owns yet."


def _paper(status: Status) -> Iterator[str]:
    edition = status.edition
    drafted = (
        f"edition {mrkdwn(edition.version)} of {long_date(edition.as_of)}"
        if edition
        else "not drafted yet"
    )
    missing = missing_lines(status.missing)
    if not missing:
        yield f"*White paper:* {drafted}; nothing is missing."
        return
    yield f"*White paper:* {drafted}; {count(len(missing), 'hole')} now:"
    yield from _capped([f"• {cut(mrkdwn(line), _LINE)}" for line in missing])
    kinds = {gap.kind for gap in status.missing}
    for answered, advice in _REMEDIES:
        if kinds & answered:
            yield f"{_DO} {advice}"


def _clusters(status: Status) -> Iterator[str]:
    number, sig = len(status.clusters), status.sig
    expected = f"{sig.min_clusters} to {sig.max_clusters} expected"
    yield f"*Clusters:* {number} ({expected})."
    if number < sig.min_clusters:
        yield f"{_DO} Invite more to the channel; who comes is asked for their cluster."
    elif number > sig.max_clusters:
        yield f"{_DO} More than planned. Is that right? `/sig setup` changes it."
    if status.silent:
        names = _names(each.name for each in status.silent)
        yield f"No practice yet from {names}."
        yield f"{_DO} Ask them for one, it takes ten minutes: `/practice`"
    elif number:
        yield "Each of them has shared a practice."


def _networks(status: Status) -> Iterator[str]:
    if not status.networks:
        yield "*Networks:* none is listed."
        yield f"{_DO} Add those you relate to: `/sig networks`"
        return
    if not status.quiet:
        yield f"*Networks:* {status.networks}, all with a contact in the last 90 days."
        return
    names = _names(each.name for each in status.quiet)
    yield (
        f"*Networks:* {status.networks}, of which {len(status.quiet)} without a "
        f"contact in the last 90 days: {names}."
    )
    yield f"{_DO} Write to one of them and note it: `/sig networks`"


def _leaders(leaders: ForLeaders) -> Iterator[str]:
    yield "*Only you who lead the group see this:*"
    yield from _delivery(leaders.delivery)
    if leaders.without_cluster:
        yield f"Without a cluster: {_people(leaders.without_cluster)}."
        yield f"{_DO} Say whom they speak for: `/sig members`"
    if leaders.leaving:
        yield f"Access ends within a month: {_people(leaders.leaving)}."
        yield f"{_DO} Let it end, or give them longer: `/sig members`"
    if leaders.proposals:
        number = count(len(leaders.proposals), "proposed cluster")
        yield f"Waiting for your word: {number}, {_names(leaders.proposals)}."
        yield f"{_DO} Add it or decline it: the buttons are in my message to you."


def _with_log(text: str) -> SectionBlock:
    """Return what is for those who lead, with the way to single messages."""
    return SectionBlock(
        text=section(text).text,
        accessory=ButtonElement(text="Delivery log", action_id=delivery_log.BUTTON),
    )


def _delivery(delivery: Delivery) -> Iterator[str]:
    if delivery.is_well:
        yield "All messages of the last 30 days arrived in time."
        return
    parts = [
        f"{number} {word}"
        for number, word in (
            (delivery.late, "sent late"),
            (delivery.missed, "missed, because it was too late for them"),
            (delivery.failed, f"failed{_reasons(delivery)}"),
        )
        if number
    ]
    if parts:
        yield f"Messages of the last 30 days: {', '.join(parts)}."
    if delivery.waiting and delivery.waiting_since:
        since = reader_time(delivery.waiting_since)
        yield f"{count(delivery.waiting, 'message')} waiting since {since}."
    yield from (f"• {delivery_log.line(each)}" for each in delivery.troubles)
    yield f"{_DO} Whoever runs Convenor finds the reason with `convenor doctor`"


def _reasons(delivery: Delivery) -> str:
    shown = "; ".join(
        f"{mrkdwn(reason.replace('_', ' ')) or 'no reason given'}: {number}"
        for reason, number in delivery.reasons[:3]
    )
    return f" ({shown})" if shown else ""


def _people(people: Sequence[Someone]) -> str:
    return ", ".join(_capped([_person(each) for each in people]))


def _person(someone: Someone) -> str:
    named = f"<@{someone.user_id}>" if someone.user_id else mrkdwn(someone.words)
    if someone.expires_on is None:
        return named
    return f"{named} (last day {long_date(someone.expires_on)})"


def _names(names: Iterable[str]) -> str:
    return ", ".join(_capped([cut(mrkdwn(name), 80) for name in names]))


def _capped(lines: Sequence[str]) -> list[str]:
    if len(lines) <= _SHOWN:
        return list(lines)
    return list(chain(lines[:_SHOWN], [f"and {len(lines) - _SHOWN} more"]))
