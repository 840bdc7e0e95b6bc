"""Practices in messages and modals: announcement, card, list, confirmations."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.countries import COUNTRIES
from bot.domain.practices import Attribution, Practice, PracticeStatus, Visibility
from templates import labels
from templates.messages import Post, section
from templates.text import cut, mrkdwn, pieces_of

READ = "practice_read"
ACCEPT = "practice_accept"
EDIT = "practice_edit"
CONTINUE = "practice_continue"
WITHDRAW = "practice_withdraw"
BEFORE = "practice_page_before"
AFTER = "practice_page_after"
PAGE = 15
_TITLE = 110
_SECTION = 2900
_ROWS = 40
_TEXT = 4000
_PART = 1500
_TRANSFER = "What others can take over"
_GONE = {PracticeStatus.WITHDRAWN, PracticeStatus.REJECTED}
_WAITING = {PracticeStatus.SUBMITTED, PracticeStatus.UNDER_REVIEW}


def announcement(practice: Practice) -> Post:
    """Tell the channel about a practice, in whatever state it is by now."""
    text = f"*{practice.ref}* {_title(practice)} {_state(practice)}"
    if practice.status in _GONE:
        return Post(text=text, blocks=[section(text)])
    buttons = [_button("Read", READ, practice)]
    if practice.status in _WAITING:
        buttons.append(_accept_button(practice))
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=buttons)])


def accepted_for_author(practice: Practice) -> Post:
    """Tell the author that it was accepted and what follows."""
    printed = (
        "It stands in the next draft of the white paper."
        if practice.is_printable
        else "Only members of the group can read it."
    )
    text = f"*{practice.ref}* {_quoted(practice)} was accepted. Thank you! {printed}"
    return Post(text=text, blocks=[section(text)])


def submitted_for_author(practice: Practice) -> Post:
    """Confirm a submission: number, what is printed, what happens next."""
    text = (
        f"*{practice.ref} is with the group.* The chair, the secretariat or an editor "
        f"accepts it; I tell you then. You can edit it until it is accepted.\n"
        f"{_printed_as(practice)}"
    )
    elements = [_button("Read", READ, practice), _button("Edit", EDIT, practice)]
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=elements)])


def edited_for_author(practice: Practice) -> Post:
    """Confirm an edit."""
    text = f"*{practice.ref}* {_quoted(practice)} is saved with your changes."
    return Post(
        text=text,
        blocks=[
            section(text),
            ActionsBlock(elements=[_button("Read", READ, practice)]),
        ],
    )


def accepted_for_actor(practice: Practice) -> Post:
    """Confirm an acceptance to whoever accepted."""
    text = f"*{practice.ref}* {_quoted(practice)} is accepted. Its author is told."
    return Post(text=text, blocks=[section(text)])


def saved_for_author(practice: Practice) -> Post:
    """Say that a draft is kept, where the form can no longer say it."""
    text = f"{_quoted(practice)} is saved. Go on with `/practice mine`."
    return Post(text=text, blocks=[section(text)])


def ask_to_withdraw(practice: Practice) -> Post:
    """Ask before a practice is withdrawn."""
    text = (
        f"Withdraw *{practice.ref}* {_quoted(practice)}? It leaves the next draft of "
        "the white paper, and its number stays taken. Editions that are published "
        "cannot be called back."
    )
    button = _button("Withdraw it", WITHDRAW, practice, style="danger")
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def withdrawn(practice: Practice) -> Post:
    """Confirm a withdrawal."""
    text = f"*{practice.ref}* is withdrawn. The next draft is without it."
    return Post(text=text, blocks=[section(text)])


def card(practice: Practice, *, can_edit: bool) -> Post:
    """Show one practice as a message; long parts are cut, [Read] has all of it."""
    parts = [
        section(f"*{name}*\n{cut(mrkdwn(text), _PART)}")
        for name, text in _parts(practice)
    ]
    buttons = [_button("Read all of it", READ, practice)]
    if can_edit:
        buttons.append(_button("Edit", EDIT, practice))
    title = f"{practice.ref} {mrkdwn(practice.content.title)}"
    blocks = [*_head(practice), *parts, ActionsBlock(elements=buttons)]
    return Post(text=title, blocks=blocks)


def reading_view(practice: Practice) -> View:
    """Show one practice in full as a modal without inputs."""
    blocks = _head(practice)
    for name, text in _parts(practice):
        pieces = [mrkdwn(piece) for piece in pieces_of(text)]
        blocks += [section(f"*{name}*\n{pieces[0]}"), *map(section, pieces[1:])]
    return View(type="modal", title=practice.ref, close="Close", blocks=blocks)


def read_accept(value: str) -> tuple[int, int | None]:
    """Read which practice, and which text of it, an [Accept] button is about."""
    practice_id, _, revision = value.partition(":")
    return int(practice_id), int(revision) if revision else None


def mine(practices: Sequence[Practice]) -> Post:
    """List somebody's drafts and practices, each with what can be done."""
    if not practices:
        text = "You have no practices yet. Type `/practice` to share one."
        return Post(text=text, blocks=[section(text)])
    lines = [f"{each.ref} {mrkdwn(each.content.title)}" for each in practices]
    head = f"Your practices: {len(practices)}"
    if len(practices) > _ROWS:
        head += f", here are the newest {_ROWS}"
    rows = [_row(practice) for practice in practices[:_ROWS]]
    text = cut("\n".join((head, *lines)), _TEXT)
    return Post(text=text, blocks=[section(f"*{head}*"), *rows])


def listing(practices: Sequence[Practice], *, offset: int = 0) -> Post:
    """List the group's practices, one line each, a page at a time."""
    if not practices:
        text = "No practices yet. Type `/practice` to share the first one."
        return Post(text=text, blocks=[section(text)])
    page = practices[offset : offset + PAGE]
    many = "1 practice" if len(practices) == 1 else f"{len(practices)} practices"
    if len(practices) > PAGE:
        many += f", {offset + 1} to {offset + len(page)}"
    head = f"{many}. Read one with `/practice show {page[0].ref}`."
    text = "\n".join((head, *map(_line, page)))
    return Post(text=text, blocks=[section(text), *_pager(len(practices), offset)])


def _line(practice: Practice) -> str:
    title = cut(mrkdwn(practice.content.title), _TITLE)
    where = f"{mrkdwn(_country(practice))}, {labels.STATUSES[practice.status]}"
    return f"*{practice.ref}* {title} — {where}"


def _pager(total: int, offset: int) -> list[Block]:
    buttons = []
    if offset > 0:
        earlier = str(max(0, offset - PAGE))
        buttons.append(ButtonElement(text="Earlier", action_id=BEFORE, value=earlier))
    if offset + PAGE < total:
        later = str(offset + PAGE)
        buttons.append(ButtonElement(text="Later", action_id=AFTER, value=later))
    return [ActionsBlock(elements=buttons)] if buttons else []


def _row(practice: Practice) -> SectionBlock:
    title = cut(mrkdwn(practice.content.title), _TITLE) or "_without a title_"
    text = f"*{practice.ref}* {title} — {labels.STATUSES[practice.status]}"
    name, action = ("Continue", CONTINUE) if practice.number is None else ("Read", READ)
    accessory = ButtonElement(text=name, action_id=action, value=str(practice.id))
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, 3000), verbatim=True),
        accessory=accessory,
    )


def _head(practice: Practice) -> list[Block]:
    content = practice.content
    title = f"*{practice.ref} {mrkdwn(content.title)}*\n{mrkdwn(content.summary)}"
    meta = MarkdownTextObject(text=_meta(practice), verbatim=True)
    return [section(title), ContextBlock(elements=[meta])]


def _parts(practice: Practice) -> list[tuple[str, str]]:
    """Return the parts of the text that are not empty, with their names."""
    content = practice.content
    level = _word(labels.EVIDENCE_LEVELS, content.evidence_level)
    ready = _word(labels.TRANSFER_READINESS, content.transfer_readiness)
    parts = (
        ("Problem", content.problem),
        ("What is done", content.description),
        ("Resources", content.resources),
        (f"Evidence ({level})" if level else "Evidence", content.evidence),
        ("Difficulties", content.difficulties),
        (f"{_TRANSFER} ({ready})" if ready else _TRANSFER, content.transfer),
        ("Links", "\n".join(content.links)),
    )
    return [(name, text) for name, text in parts if text]


def _word(words: Mapping[Any, str], slug: str | None) -> str | None:
    return words.get(slug) if slug else None


def _meta(practice: Practice) -> str:
    content = practice.content
    stage = labels.STAGES[content.stage] if content.stage else None
    as_of = f"facts as of {content.valid_as_of}" if content.valid_as_of else None
    organisation = mrkdwn(content.organisation) or None
    parts = (organisation, mrkdwn(_country(practice)), stage, as_of)
    shown = " · ".join(part for part in parts if part)
    return cut(f"{shown} · {labels.STATUSES[practice.status]}", _SECTION)


def _country(practice: Practice) -> str:
    code = practice.content.country
    return COUNTRIES.get(code, code) if code else "no country"


def _title(practice: Practice) -> str:
    """Return the title for a channel, where guests read along."""
    if practice.status in _GONE:
        return ""
    if practice.content.visibility is Visibility.SIG_ONLY:
        return "(for members only)"
    return f"{_quoted(practice)} ({mrkdwn(_country(practice))})"


def _state(practice: Practice) -> str:
    if practice.status in _WAITING:
        return "was submitted."
    if practice.status is PracticeStatus.CHANGES_REQUESTED:
        return "is back with its author for changes."
    return f"is {labels.STATUSES[practice.status]}."


def _quoted(practice: Practice) -> str:
    return f"“{mrkdwn(practice.content.title)}”"


def _printed_as(practice: Practice) -> str:
    content = practice.content
    if content.visibility is Visibility.SIG_ONLY:
        return "It is not printed: only members of this group can read it."
    if content.attribution is Attribution.ANONYMOUS:
        organisation = mrkdwn(content.organisation)
        return (
            "Printed without a submitter. The organisation in charge, "
            f"{organisation}, is printed as a fact."
        )
    if content.attribution is Attribution.NAME_AND_ORGANISATION:
        return f"Printed with your name and {mrkdwn(content.organisation)}."
    return f"Printed as: {mrkdwn(content.organisation)}. Your own name is not printed."


def _accept_button(practice: Practice) -> ButtonElement:
    """The button carries the text that was read, so that no other is accepted."""
    value = f"{practice.id}:{practice.revision}"
    return ButtonElement(text="Accept", action_id=ACCEPT, value=value, style="primary")


def _button(
    text: str, action: str, practice: Practice, *, style: str | None = None
) -> ButtonElement:
    return ButtonElement(
        text=text, action_id=action, value=str(practice.id), style=style
    )
