"""Successions in messages: told to the channel, confirmed, listed, undone."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.successions import Succession, SuccessionKind
from bot.domain.successions.undoing import Listed, Page
from templates.messages import Post, paragraph, section
from templates.successions.words import KINDS, happened, names
from templates.text import cut, mrkdwn

UNDO = "succession_undo"
BEFORE = "succession_page_before"
AFTER = "succession_page_after"
PAGE = 8
USAGE = (
    "`/sig merge` opens the form; `/sig merge list` shows what became of clusters and "
    "takes the last step back where that is possible."
)
_NO_CLUSTERS = (
    "There are no clusters in this group yet. `/sig clusters` shows how to add one."
)
_VOTES = {
    SuccessionKind.MERGER: "Together they have one vote from now on.",
    SuccessionKind.SPLIT: "Each has a vote of its own. Whoever spoke for it: please "
    "tell the chair or the secretariat for which cluster you speak now.",
}
_NOTE = 400
_TEXT = 3500


def announcement(succession: Succession) -> Post:
    """Tell the channel that clusters changed."""
    votes = _VOTES.get(succession.kind, "It has one vote, as before.")
    text = (
        f"{happened(succession)}. What was collected under the old name keeps it. "
        f"{votes}"
    )
    return paragraph(text)


def restoration(succession: Succession) -> Post:
    """Tell the channel that it was taken back."""
    text = (
        f"Taken back: {names(succession.old_names)} "
        f"{_are(succession)} in the group again as before."
    )
    return paragraph(text)


def confirmation(succession: Succession, *, sig_id: int) -> Post:
    """Confirm privately what was done, with the way back."""
    text = (
        f"*Done.* {happened(succession)}. The channel is told. `/sig merge list` "
        "shows this again."
    )
    button = _undo_button(succession, sig_id=sig_id)
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=[button])])


def undone(succession: Succession) -> Post:
    """Confirm privately that it was taken back."""
    text = (
        f"*Undone.* {names(succession.old_names)} {_are(succession)} as before: "
        "people, actions, sections and guests are back with their clusters."
    )
    return paragraph(text)


def listing(page: Page, *, sig_id: int) -> Post:
    """List what became of clusters, newest first, a page at a time."""
    if not page.total:
        text = "Nothing has become of any cluster yet. `/sig merge` opens the form."
        return paragraph(text)
    lines = [_line(item) for item in page.items]
    head = "*What became of clusters*"
    if page.total > len(page.items):
        first = page.offset + 1
        head += f", {first} to {page.offset + len(page.items)} of {page.total}"
    rows = [
        _row(item, line, sig_id=sig_id)
        for item, line in zip(page.items, lines, strict=True)
    ]
    blocks = [section(head), *rows, *_pager(page, sig_id=sig_id)]
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def no_clusters() -> Post:
    """Say why there is no form."""
    return paragraph(_NO_CLUSTERS)


def usage() -> Post:
    """Say what can follow the word."""
    return paragraph(USAGE)


def read_pressed(value: str) -> tuple[int, int]:
    """Read the group and the number that a button is about."""
    sig_id, _, number = value.partition(":")
    return int(sig_id), int(number)


def _line(item: Listed) -> str:
    succession = item.succession
    name, _ = KINDS[succession.kind]
    text = f"*{name}:* {happened(succession)}."
    if succession.undone_at is not None:
        text = f"~{name}~ (undone): {happened(succession)}."
    if succession.note:
        text += f"\n{cut(mrkdwn(succession.note), _NOTE)}"
    if item.obstacle:
        text += f"\n_{mrkdwn(item.obstacle)}_"
    return text


def _row(item: Listed, line: str, *, sig_id: int) -> SectionBlock:
    button = _undo_button(item.succession, sig_id=sig_id) if item.can_undo else None
    return SectionBlock(
        text=MarkdownTextObject(text=cut(line, 3000), verbatim=True), accessory=button
    )


def _pager(page: Page, *, sig_id: int) -> Sequence[Block]:
    buttons = []
    if page.offset > 0:
        newer = f"{sig_id}:{max(0, page.offset - PAGE)}"
        buttons.append(ButtonElement(text="Newer", action_id=BEFORE, value=newer))
    if page.offset + PAGE < page.total:
        older = f"{sig_id}:{page.offset + PAGE}"
        buttons.append(ButtonElement(text="Older", action_id=AFTER, value=older))
    return [ActionsBlock(elements=buttons)] if buttons else []


def _undo_button(succession: Succession, *, sig_id: int) -> ButtonElement:
    confirm = ConfirmObject(
        title="Undo this?",
        text=(
            "Everything goes back to where it was. A cluster that was made by this "
            "goes away, with its profile. The channel is told."
        ),
        confirm="Undo",
        deny="Keep it",
    )
    return ButtonElement(
        text="Undo",
        action_id=UNDO,
        value=f"{sig_id}:{succession.id}",
        confirm=confirm,
    )


def _are(succession: Succession) -> str:
    return "is" if len(succession.old_names) == 1 else "are"
