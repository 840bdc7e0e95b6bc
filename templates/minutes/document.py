"""The minutes as Markdown, made of what was recorded, and the page made of that.

Everything people typed is escaped, so that a note cannot pose as a decision. Once
somebody has written a text it stands as written; what was noted after it comes at its
end, until the next version takes it in.
"""

import re
from collections.abc import Iterable, Iterator

from bot.domain.decisions import Recorded
from bot.domain.meetings import AgendaItem, DecisionStatus, Meeting
from bot.domain.minutes import Done, Note, Record, TakesIn, spaced
from bot.domain.references import Kind, label
from bot.domain.zones import in_words
from templates.documents.pages import render_html
from templates.documents.words import long_date
from templates.holding.words import (
    ITEM_STATES,
    STATES,
    kind_word,
    quorum_line,
    votes_line,
)
from templates.reports import File
from templates.text import markdown_block, markdown_inline, slug

_LATE = "## Added after this text"
_NOTHING = "*Nothing was recorded.*"
# Not what would be read as a reference to a character (CommonMark 0.31, 6.2).
_LONE_AND = re.compile(r"&amp;(?!#?\w+;)")
_DEEP = re.compile(r"(?m)^#{4,6} ")


def text_of(record: Record) -> str:
    """Return the minutes as they stand, in Markdown."""
    newest = record.newest
    if newest is None:
        return skeleton(record)
    late = _late(record, newest.takes_in)
    return spaced("\n\n".join([newest.body, *late]))


def skeleton(record: Record) -> str:
    """Return minutes made of nothing but what was recorded."""
    meeting = record.meeting
    parts = [
        f"# Minutes of {meeting.ref}: {markdown_inline(meeting.title)}",
        f"{markdown_inline(record.group)}, {_when(meeting)}.",
        "## Present",
        *_present(record),
        "## Agenda",
        _listed(_item(each) for each in meeting.agenda),
        "## Notes",
        *_notes(record.notes, meeting),
        "## Decisions",
        _listed(map(_decision, record.decisions)),
        "## Actions",
        _listed(map(_action, record.actions)),
        *_heard(record),
    ]
    return spaced("\n\n".join(parts))


def _heard(record: Record) -> Iterator[str]:
    """Yield what was read out as done, where there was something."""
    if record.read_out:
        yield "## Done since the last meeting"
        yield _listed(map(_done, record.read_out))


def _block(text: str) -> str:
    """Return what somebody wrote as paragraphs that cannot become anything else.

    A lone ``&`` needs no reference, and editors read it more easily without.
    """
    return _LONE_AND.sub("&", markdown_block(text))


def _when(meeting: Meeting) -> str:
    starts = meeting.starts_local
    day = long_date(starts.date())
    mode = markdown_inline(meeting.mode.replace("_", " "))
    return f"{day}, {starts:%H:%M} {markdown_inline(in_words(meeting.zone))}, {mode}"


def _present(record: Record) -> Iterator[str]:
    present = record.present
    yield _listed(markdown_inline(name) for name in present.clusters)
    if present.apologies:
        names = ", ".join(present.apologies)
        yield f"Apologies: {markdown_inline(names)}."
    if present.guests:
        yield f"Guests: {markdown_inline(', '.join(present.guests))}."
    if present.externals:
        yield f"Invited externals: {present.externals}."
    yield quorum_line(present)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or _NOTHING


def _item(item: AgendaItem) -> str:
    state = ITEM_STATES[item.state]
    return markdown_inline(item.title) + (f" ({state})" if state else "")


def _notes(notes: Iterable[Note], meeting: Meeting) -> Iterator[str]:
    """Yield the notes, those about a point of the agenda under its title."""
    found = list(notes)
    items = {each.id for each in meeting.agenda}
    loose = [each for each in found if each.agenda_item_id not in items]
    yield from (_block(each.text) for each in loose)
    for item in meeting.agenda:
        about = [each for each in found if each.agenda_item_id == item.id]
        if about:
            yield f"### {markdown_inline(item.title)}"
            yield from (_block(each.text) for each in about)
    if not found:
        yield _NOTHING


def _decision(recorded: Recorded) -> str:
    decision = recorded.decision
    said = [kind_word(decision), STATES[decision.status], votes_line(decision)]
    if decision.quorum_met is not None:
        said.append("quorum met" if decision.quorum_met else "no quorum")
    text = f"**{decision.ref}** {markdown_inline(decision.text)} "
    text += f"({'; '.join(filter(None, said))})"
    if decision.supersedes is not None:
        text += f" Takes the place of {label(Kind.DECISION, decision.supersedes)}."
    if recorded.superseded_by is not None and (
        decision.status is DecisionStatus.SUPERSEDED
    ):
        text += f" Superseded by {label(Kind.DECISION, recorded.superseded_by)}."
    if decision.dissent:
        text += f" Dissent: {markdown_inline(decision.dissent)}"
    return text


def _done(done: Done) -> str:
    action = done.action
    facts: list[str] = [markdown_inline(done.owner)] if done.owner else []
    if action.done_on:
        facts.append(f"done on {long_date(action.done_on)}")
    if action.evidence:
        facts.append(markdown_inline(action.evidence))
    said = f" ({'; '.join(facts)})" if facts else ""
    return f"**{action.ref}** {markdown_inline(action.title)}{said}"


def _action(done: Done) -> str:
    action = done.action
    owner = markdown_inline(done.owner) if done.owner else "*needs an owner*"
    due = f", due {long_date(action.due_on)}" if action.due_on else ""
    return f"**{action.ref}** {markdown_inline(action.title)} ({owner}{due})"


def _late(record: Record, taken: TakesIn) -> list[str]:
    """Return what was recorded after a text was written."""
    notes = [each for each in record.notes if each.id > taken.note]
    decisions = [each for each in record.decisions if each.decision.id > taken.decision]
    actions = [each for each in record.actions if each.id > taken.action]
    parts: list[str] = [_block(each.text) for each in notes]
    if decisions or actions:
        lines = [*map(_decision, decisions), *map(_action, actions)]
        parts.append(_listed(lines))
    return [_LATE, *parts] if parts else []


def name_of(record: Record) -> str:
    """Return what the files of these minutes are called, without their ending."""
    title = slug(record.meeting.title)
    return f"minutes-{record.meeting.ref.lower()}" + (f"-{title}" if title else "")


def page(record: Record, *, language: str) -> str:
    """Return the minutes as a page that needs nothing else."""
    title = f"Minutes of {record.meeting.ref}: {record.meeting.title}"
    return render_html(text_of(record), title=title, language=language)


def files(record: Record, *, language: str) -> tuple[File, ...]:
    """Return the minutes as files: Markdown and HTML."""
    name, title = name_of(record), f"Minutes of {record.meeting.ref}"
    return (
        File(
            name=f"{name}.md",
            title=f"{title} (Markdown)",
            content=(text_of(record) + "\n").encode(),
            description=f"{title} as text that can be edited.",
        ),
        File(
            name=f"{name}.html",
            title=f"{title} (page)",
            content=page(record, language=language).encode(),
            description=f"{title} as a page for the browser.",
        ),
    )


def canvas_text(record: Record) -> str:
    """Return the minutes in the Markdown of canvases.

    They know three levels of headings, and read ``![](@U123)`` as a mention
    (https://docs.slack.dev/surfaces/canvases).
    """
    text = _DEEP.sub("### ", text_of(record))
    return text.replace("![", "[")
