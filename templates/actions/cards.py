"""An action item as one person sees it, in full, with what leads to it."""

from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.actions import ActionStatus, Shown
from bot.domain.actions.telling import Story, Worked
from templates.actions import buttons as made
from templates.actions import words
from templates.documents.words import long_date
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import cut, link, mrkdwn

_DETAIL = 1200
_ASIDE = 300
_TITLE = 150


def story(told: Story) -> Post:
    """Show everything about an action item, and what can be done about it."""
    shown = told.shown
    text = cut("\n".join(_facts(shown, told.today)), SECTION_LIMIT)
    blocks: list[Block] = [section(text)]
    if shown.action.detail:
        blocks.append(section(mrkdwn(cut(shown.action.detail, _DETAIL))))
    if chain := _chain(told):
        blocks.append(section("\n".join(chain)))
    blocks += _elements(told)
    return Post(text=_heading(shown), blocks=blocks)


def _elements(told: Story) -> list[Block]:
    shown = told.shown
    if not told.may_work:
        is_free = shown.action.needs_owner
        take = ActionsBlock(elements=[made.button(made.TAKE, shown)])
        return [take] if is_free else []
    short = made.short(shown)
    return [*([short] if short else []), made.more(shown)]


def _heading(shown: Shown) -> str:
    action = shown.action
    said = words.state(action)
    return f"{action.ref} ({said}): {mrkdwn(cut(action.title, _TITLE))}"


def _facts(shown: Shown, today: date) -> list[str]:
    action = shown.action
    found = [f"*{action.ref}* {mrkdwn(cut(action.title, SECTION_LIMIT // 4))}"]
    found += [_owned(shown), _dated(shown, today)]
    if action.status is not ActionStatus.OPEN:
        reason = f": {mrkdwn(cut(action.reason, _ASIDE))}" if action.reason else "."
        found.append(f"State: *{words.state(action)}*{reason}")
    if action.evidence:
        found.append(f"Result: {mrkdwn(cut(action.evidence, _ASIDE))}")
    if carried := words.carried(action):
        found.append(f":arrows_counterclockwise: {carried.capitalize()}.")
    if action.note:
        found.append(f"Note: {mrkdwn(cut(action.note, _ASIDE))}")
    return [each for each in found if each]


def _owned(shown: Shown) -> str:
    if not shown.owner:
        return f"{words.NEEDS_OWNER}." if shown.action.is_open else "Nobody had it."
    helpers = words.helpers(shown)
    with_help = f", helped by {helpers}" if helpers else ""
    return f"Owner: {words.owner(shown)}{with_help}."


def _dated(shown: Shown, today: date) -> str:
    action = shown.action
    if action.due_on is None:
        return f"{words.NEEDS_DATE}." if action.is_open else ""
    if not action.is_open:
        late = "; it was done later" if action.is_done_late else ""
        return f"It was due {long_date(action.due_on)}{late}."
    due = words.due(action, today)
    said = f"{due[:1].upper()}{due[1:]}"
    if action.snoozed_until is not None and action.snoozed_until > today:
        said += f"; no reminder before {long_date(action.snoozed_until)}"
    return f"{said}."


def _chain(told: Story) -> list[str]:
    """Return what leads to it, the first first: meeting, point, decision."""
    action, found = told.shown.action, []
    if told.meeting is not None:
        meeting = told.meeting
        day = long_date(meeting.starts_local.date())
        title = mrkdwn(cut(meeting.title, _TITLE))
        found.append(f"From meeting *{meeting.ref}* {title}, {day}")
    if told.point is not None:
        found.append(f"Point on its agenda: {mrkdwn(cut(told.point.title, _TITLE))}")
    if told.decision is not None:
        decision = told.decision.decision
        said = mrkdwn(cut(decision.text, _ASIDE))
        found.append(f"By decision *{decision.ref}* {said}")
    if told.practice is not None:
        title = mrkdwn(cut(told.practice.content.title, _TITLE))
        found.append(f"About practice *{told.practice.ref}* {title}")
    if action.section:
        title = mrkdwn(cut(told.section, _TITLE))
        found.append(f"For the section *{title}* of the paper")
    if url := link(action.permalink):
        by = f", written by <@{told.said_by_user_id}>" if told.said_by_user_id else ""
        found.append(f"Made of <{url}|this message>{by}")
    return [f"{'↳ ' if at else ''}{each}" for at, each in enumerate(found)]


def answered(done: Worked, said: str, *, may_undo: bool = False) -> Post:
    """Tell whoever did something what came of it; ``said`` is a sentence."""
    shown = done.shown
    elements = [made.button(made.SHOW, shown)]
    if may_undo:
        elements.insert(0, made.undo(shown))
        if shown.action.status is ActionStatus.DONE and not shown.action.evidence:
            elements.insert(1, made.button(made.EVIDENCE, shown))
    text = f"{said}\n{words.line(shown, done.today)}"
    blocks = [section(text), ActionsBlock(elements=elements)]
    return Post(text=said, blocks=blocks)


def which(word: str) -> Post:
    """Ask which action item is meant."""
    return paragraph(
        f"Say which one, for example `/action {word} A-13`. `/action mine` shows "
        "yours, `/action list` all that are open."
    )
