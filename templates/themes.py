"""Themes in Slack: list, card, form, and the merging of two."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Theme
from bot.domain.registers.themes import (
    FIRST,
    LIMITS,
    ThemeCard,
    ThemeList,
    ThemeUse,
    current_place,
)
from templates import forms, pages
from templates.forms import About
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import cut, mrkdwn

FEATURE = "themes"
WORDS = "theme_words"
MERGE = "theme_merge"
SHOW = "themes_show"
ADD = "themes_add"
EDIT = "themes_edit"
ASK_MERGE = "themes_ask_merge"
UNDO = "themes_undo_merge"
REMOVE = "themes_remove"
_MEANWHILE = (
    ":warning: Somebody else saved this theme while you were typing. Yours is below, "
    "not saved yet; press *Save* again to keep it. It now says: *{label}*\n{text}"
)
_TEXT = 3500


def listing(found: ThemeList, *, offset: int = 0) -> Post:
    """List the themes in their order, a page at a time."""
    cards = (*found.cards, *found.merged)
    many = "1 theme" if len(found.cards) == 1 else f"{len(found.cards)} themes"
    head = f"*{many}*{pages.shown(len(cards), offset)}"
    if found.merged:
        head += f", and {len(found.merged)} merged at the end"
    page = pages.page_of(cards, offset)
    lines = [_line(card) for card in page]
    rows = zip(lines, page, strict=True)
    blocks: list[Block] = [section(head)]
    blocks += [pages.row(line, SHOW, card.theme.id) for line, card in rows]
    blocks += pages.pager(FEATURE, len(cards), offset)
    if found.may_manage:
        add = ButtonElement(text="Add a theme", action_id=ADD)
        blocks.append(ActionsBlock(elements=[add]))
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def card(shown: ThemeCard, *, may_manage: bool, said: str = "") -> Post:
    """Show one theme with what can be done about it; ``said`` comes first."""
    theme = shown.theme
    lines = [f"{said}*{mrkdwn(theme.label)}*", mrkdwn(theme.description)]
    lines += [_used(shown.use)]
    if shown.successor:
        lines.append(f"Merged into *{mrkdwn(shown.successor.label)}*.")
    text = "\n".join(line for line in lines if line)
    blocks: list[Block] = [
        section(text),
        forms.note(f"short name {mrkdwn(theme.slug)}; it stays when the name changes"),
    ]
    if may_manage:
        blocks.append(ActionsBlock(elements=_buttons(shown)))
    return Post(text=cut(text, _TEXT), blocks=blocks)


def merged(shown: ThemeCard) -> Post:
    """Confirm a merge, with the way back."""
    into = mrkdwn(shown.successor.label) if shown.successor else ""
    said = (
        f"*{mrkdwn(shown.theme.label)}* is now part of *{into}*. Its practices, "
        "recommendations and offers are there; its old name still works in links and "
        "files. You can undo this until one of the practices gets a new text."
    )
    blocks = [section(said), ActionsBlock(elements=[_undo(shown.theme)])]
    return Post(text=said, blocks=blocks)


def removed(theme: Theme) -> Post:
    """Confirm that a theme is gone."""
    said = f"*{mrkdwn(theme.label)}* is removed. Nothing hung on it."
    return paragraph(said)


def form(
    about: About, theme: Theme, themes: Sequence[Theme], *, stored: Theme | None = None
) -> View:
    """Return the form; ``stored`` is what somebody else saved meanwhile."""
    places = {FIRST: "First"} | {
        each.slug: f"After: {each.label}" for each in themes if each.slug != theme.slug
    }
    blocks: list[Block] = [
        *_meanwhile(stored),
        forms.text(
            "label",
            "Name",
            theme.label,
            limit=LIMITS["label"],
            hint="Practices keep their theme when you change its name.",
            required=True,
        ),
        forms.text(
            "description",
            "What belongs to it?",
            theme.description,
            limit=LIMITS["description"],
            lines=True,
        ),
    ]
    if theme.merged_into is None:
        after = current_place(themes, theme.slug)
        hint = "Lists and the chapters of the paper follow this order."
        blocks.append(forms.menu("after", "Its place", places, after, hint=hint))
    title = "Theme" if about.record_id else "Add a theme"
    return forms.modal(WORDS, about, blocks, title=title, submit="Save")


def merge_form(about: About, shown: ThemeCard, themes: Sequence[Theme]) -> View:
    """Ask which theme should take this one's place."""
    theme = shown.theme
    others = {each.slug: each.label for each in themes if each.id != theme.id}
    said = (
        f"*{mrkdwn(theme.label)}* goes up in another theme. {_used(shown.use)} "
        "All of that moves; its old name keeps working in links and files."
    )
    blocks: list[Block] = [
        section(said),
        forms.menu("into", "Into which theme?", others, None, required=True),
    ]
    return forms.modal(MERGE, about, blocks, title="Merge a theme", submit="Merge")


def alone() -> Post:
    """Say that there is no second theme."""
    said = "There is no other theme to merge this one into."
    return paragraph(said)


def _line(shown: ThemeCard) -> str:
    theme = shown.theme
    if shown.successor:
        return f"*{mrkdwn(theme.label)}* — merged into {mrkdwn(shown.successor.label)}"
    return f"*{mrkdwn(theme.label)}* — {_many(shown.use.practices, 'practice')}"


def _used(use: ThemeUse) -> str:
    parts = (
        _many(use.practices, "practice"),
        _many(use.recommendations, "recommendation"),
        _many(use.offers, "need or offer", "needs or offers"),
    )
    return f"{', '.join(parts)}."


def _many(count: int, one: str, several: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count} {several or one + 's'}"


def _buttons(shown: ThemeCard) -> list[ButtonElement]:
    value = str(shown.theme.id)
    edit = ButtonElement(text="Edit", action_id=EDIT, value=value)
    if shown.successor:
        return [edit, _undo(shown.theme)]
    merge = ButtonElement(text="Merge", action_id=ASK_MERGE, value=value)
    if shown.use.is_used:
        return [edit, merge]
    question = ConfirmObject(
        title="Remove this theme?",
        text=PlainTextObject(text=f"Nothing hangs on {shown.theme.label}."),
        confirm="Remove",
        deny="Keep",
    )
    remove = ButtonElement(
        text="Remove", action_id=REMOVE, value=value, style="danger", confirm=question
    )
    return [edit, merge, remove]


def _undo(theme: Theme) -> ButtonElement:
    return ButtonElement(text="Undo the merge", action_id=UNDO, value=str(theme.id))


def _meanwhile(stored: Theme | None) -> list[Block]:
    if stored is None:
        return []
    text = mrkdwn(stored.description) or "_without a description_"
    said = _MEANWHILE.format(label=mrkdwn(stored.label), text=text)
    return [forms.note(cut(said, SECTION_LIMIT))]
