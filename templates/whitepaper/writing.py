"""Writing a section: its form, its text with history, and what a revision changed."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)
from slack_sdk.models.views import View

from bot.domain.whitepaper.desk import Difference, Editing, History, Saved
from bot.domain.whitepaper.sections import (
    FORM_LIMIT,
    REASON_LIMIT,
    TITLE_LIMIT,
    Kept,
    Revision,
    Unsaved,
)
from bot.domain.whitepaper.wording import Change, Piece
from templates import forms, pages
from templates.documents.sentences import missing_lines
from templates.forms import About
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn, pieces_of
from templates.times import reader_time
from templates.whitepaper.outlining import COMMENTS, STATES, WRITE, state_of

EDIT = "section_edit"
DIFF = "section_diff"
RESTORE = "section_restore"
FILE = "section_file"
DISCARD = "section_discard"
FEATURE = "section"
_PARTS = 4
_PIECES = 20
_SAME = 160
_DIFF = 6000
_ELEMENT = 2500
_HINT = (
    "Markdown. Headings inside a section begin with ###. For more than 3000 characters "
    "use the file."
)
_STALE = (
    ":warning: *Somebody else saved this section while you were writing.* Nothing is "
    "overwritten: their text is here, yours is in the field below. Put together what "
    "should stay, and press *Save* again."
)
_OWN = (
    ":memo: This is your own text, which could not be saved last time. Press *Save* to "
    "make it the newest, or close the form."
)


def form(about: About, kept: Kept, *, unsaved: Unsaved | None, is_stale: bool) -> View:
    """Return the form of a section's text; what was refused is in the field again.

    ``is_stale``: somebody else saved meanwhile, so their text is shown as well.
    """
    body = unsaved.body if unsaved else kept.body
    reason = unsaved.reason if unsaved else ""
    title = cut(mrkdwn(kept.section.title), TITLE_LIMIT)
    blocks: list[Block] = [section(f"*{title}*")]
    if is_stale:
        blocks += [section(_STALE), *_text(kept.body, "Their text, in full:")]
    elif unsaved:
        blocks.append(section(_OWN))
        if unsaved.base_revision != kept.section.revision:
            blocks += _text(kept.body, "Somebody wrote since; the section says now:")
    blocks += [
        forms.text("body", "Text", body, limit=FORM_LIMIT, lines=True, hint=_HINT),
        forms.text(
            "reason",
            "Why?",
            reason,
            limit=REASON_LIMIT,
            hint="It stands in the history of the section.",
        ),
    ]
    return forms.modal(EDIT, about, blocks, title="Write a section", submit="Save")


def _text(body: str, head: str) -> list[Block]:
    """Show a text as it is; nothing in it is parsed."""
    if not body.strip():
        return [forms.note(f"{head} it is empty.")]
    parts = [body[at : at + _ELEMENT] for at in range(0, len(body), _ELEMENT)]
    more = [forms.note("The text goes on.")] if len(parts) > _PIECES else []
    shown = (_rich([_part(each)]) for each in parts[:_PIECES])
    return [forms.note(head), *shown, *more]


def _part(
    text: str, *, bold: bool = False, strike: bool = False
) -> RichTextElementParts.Text:
    style = RichTextElementParts.TextStyle(bold=bold, strike=strike)
    return RichTextElementParts.Text(text=text, style=style if bold or strike else None)


def _rich(parts: Sequence[RichTextElementParts.Text]) -> RichTextBlock:
    return RichTextBlock(elements=[RichTextSectionElement(elements=list(parts))])


def fits(editing: Editing) -> bool:
    """Whether the text fits into a form of Slack."""
    body = editing.unsaved.body if editing.unsaved else editing.kept.body
    return _length(body) <= FORM_LIMIT


def _length(text: str) -> int:
    # Slack counts as JavaScript does, in UTF-16 code units.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def too_long(kept: Kept) -> Post:
    """Say that a text is too long for a form, and how to change it."""
    text = (
        f"*{mrkdwn(kept.section.title)}* has {_length(kept.body)} characters; a form "
        f"of Slack takes {FORM_LIMIT}. I send you its text as a file, for you alone. "
        "Change it there, between the two marks, and bring it back with "
        "`/whitepaper import`."
    )
    return paragraph(text)


def saved(result: Saved) -> Post:
    """Confirm a text, with what its author should look at."""
    part = result.kept.section
    title, state = mrkdwn(part.title), STATES[part.state]
    lines = [f"*{title}* is saved as revision {part.revision}: {state}."]
    if result.was_agreed:
        lines.append(
            "It was agreed before, so it is in review again until the chair says that "
            "the group is content with the new text."
        )
    lines += [f":warning: {mrkdwn(each)}" for each in missing_lines(result.remarks)]
    text = "\n".join(lines)
    blocks: list[Block] = [section(text), ActionsBlock(elements=_buttons(result.kept))]
    return Post(text=text, blocks=blocks)


def _buttons(kept: Kept) -> list[ButtonElement]:
    value = f"{kept.id}:{kept.section.revision}"
    return [
        ButtonElement(text="Write", action_id=WRITE, value=str(kept.id)),
        ButtonElement(text="What changed", action_id=DIFF, value=value),
    ]


def history(found: History, *, offset: int = 0) -> Post:
    """Show a section's text and its revisions, the newest first, a page at a time."""
    part = found.kept.section
    facts = [state_of(part), f"revision {part.revision}", mrkdwn(found.owner)]
    head = f"*{mrkdwn(part.title)}* `{part.key}`\n{' · '.join(filter(None, facts))}"
    blocks: list[Block] = [section(head), *_body(found)]
    blocks += [_acting(found)]
    for each in found.revisions[offset : offset + pages.PAGE]:
        blocks += [section(_revision(found, each)), _revision_buttons(found, each)]
    total = len(found.revisions)
    blocks += pages.pager_of(FEATURE, found.kept.id, total, offset=offset)
    return Post(text=cut(head, 3500), blocks=blocks)


def _body(found: History) -> list[Block]:
    body = found.kept.body
    if not found.kept.section.is_protected:
        return [forms.note("This section is made from the group's records.")]
    if not body.strip():
        return [forms.note("Nobody has written in it yet.")]
    pieces = pieces_of(body)
    blocks: list[Block] = [section(mrkdwn(each)) for each in pieces[:_PARTS]]
    if len(pieces) > _PARTS:
        blocks.append(forms.note("The text goes on: press *As a file*."))
    return blocks


def _acting(found: History) -> ActionsBlock:
    kept, value = found.kept, str(found.kept.id)
    buttons = []
    if found.may_write and kept.section.is_protected and not kept.section.locked:
        buttons.append(ButtonElement(text="Write", action_id=WRITE, value=value))
    if found.unsaved is not None:
        drop = "Drop my unsaved text"
        buttons.append(ButtonElement(text=drop, action_id=DISCARD, value=value))
    buttons += [
        ButtonElement(text="As a file", action_id=FILE, value=value),
        ButtonElement(text="Comments", action_id=COMMENTS, value=value),
    ]
    return ActionsBlock(elements=buttons)


def _revision(found: History, each: Revision) -> str:
    by = found.authors.get(each.author_id or 0, "")
    facts = [f"*Revision {each.number}*", reader_time(each.written_at), mrkdwn(by)]
    line = " · ".join(filter(None, facts))
    return f"{line}\n{mrkdwn(each.reason)}" if each.reason else line


def _revision_buttons(found: History, each: Revision) -> ActionsBlock:
    kept = found.kept
    value = f"{kept.id}:{each.number}"
    buttons = [ButtonElement(text="What changed", action_id=DIFF, value=value)]
    if found.may_write and each.number != kept.section.revision:
        carried = f"{value}:{kept.section.revision}"
        buttons.append(ButtonElement(text="Restore", action_id=RESTORE, value=carried))
    return ActionsBlock(elements=buttons)


def difference(found: Difference) -> Post:
    """Show what a revision changed: taken out struck through, put in bold."""
    title = mrkdwn(found.kept.section.title)
    head = f"*{title}*: what revision {found.revision.number} changed"
    parts = [part for each in found.pieces for part in _pieces(each)]
    if not any(each.change is not Change.SAME for each in found.pieces):
        return paragraph(f"{head}: nothing.")
    blocks: list[Block] = [section(head), forms.note("~taken out~   *put in*")]
    blocks.append(_rich(_fitting(parts)))
    return Post(text=cut(f"{head}\n{_words(found.pieces)}", 3500), blocks=blocks)


def _pieces(piece: Piece) -> list[RichTextElementParts.Text]:
    text = piece.text
    if piece.change is Change.SAME:
        if len(text) > _SAME:
            half = _SAME // 2
            text = f"{text[:half]} … {text[-half:]}"
        return [_part(text)]
    is_new = piece.change is Change.ADDED
    return [_part(text, bold=is_new, strike=not is_new)]


def _fitting(
    parts: Sequence[RichTextElementParts.Text],
) -> list[RichTextElementParts.Text]:
    """Leave out what would make the message too long, and say so."""
    room, chosen = _DIFF, list[RichTextElementParts.Text]()
    for each in parts:
        room -= len(each.text)
        if room < 0:
            return [*chosen, _part(" … and more: see the file of the section.")]
        chosen.append(each)
    return chosen


def _words(pieces: Sequence[Piece]) -> str:
    """Say the same for screen readers and notifications."""
    signs = {Change.ADDED: "Put in", Change.REMOVED: "Taken out"}
    return "\n".join(
        f"{signs[each.change]}: {mrkdwn(cut(each.text.strip(), 200))}"
        for each in pieces
        if each.change is not Change.SAME and each.text.strip()
    )


def restored(result: Saved, number: int) -> Post:
    """Say that an older text is the newest again."""
    part = result.kept.section
    text = (
        f"*{mrkdwn(part.title)}*: revision {number} is back, as revision "
        f"{part.revision}. The text that was there is in the history."
    )
    return paragraph(text)


def discarded(kept: Kept) -> Post:
    """Say that an unsaved text is gone."""
    text = f"Your unsaved text of *{mrkdwn(kept.section.title)}* is gone."
    return paragraph(text)
