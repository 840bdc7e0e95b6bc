"""The outline of the paper: its list, the card of a section, the forms of chairs."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.domain.whitepaper import Section, SectionMode, SectionState
from bot.domain.whitepaper.desk import Additions, Card, Outline, Settings
from bot.domain.whitepaper.outline import Template
from bot.domain.whitepaper.sections import TITLE_LIMIT, Kept, next_states
from templates import forms, pages
from templates.documents.words import long_date
from templates.forms import About
from templates.messages import Post, paragraph, section
from templates.text import cut, mrkdwn

FEATURE = "outline"
SHOW = "outline_show"
LIST = "outline_list"
WRITE = "outline_write"
HISTORY = "outline_history"
COMMENTS = "outline_comments"
SETTINGS = "outline_settings"
UP = "outline_up"
DOWN = "outline_down"
LOCK = "outline_lock"
UNLOCK = "outline_unlock"
REMOVE = "outline_remove"
PUT_BACK = "outline_put_back"
REMOVED = "outline_removed"
ADD = "outline_add"
START = {
    Template.LONG: "outline_start_long",
    Template.SHORT: "outline_start_short",
}
STEP = {
    SectionState.DRAFT: "outline_to_draft",
    SectionState.IN_REVIEW: "outline_to_review",
    SectionState.AGREED: "outline_to_agreed",
}
NEW = "outline_new"
CHANGE = "outline_change"
MODES: Mapping[str, str] = {
    SectionMode.GENERATED: "Generated from the group's records",
    SectionMode.HANDWRITTEN: "Written by hand",
    SectionMode.MIXED: "Mixed: generated, with words of your own",
}
_MODE = {
    SectionMode.GENERATED: "generated",
    SectionMode.HANDWRITTEN: "written by hand",
    SectionMode.MIXED: "mixed",
}
STATES = {
    SectionState.EMPTY: ":white_circle: empty",
    SectionState.DRAFT: ":pencil2: draft",
    SectionState.IN_REVIEW: ":eyes: in review",
    SectionState.AGREED: ":white_check_mark: agreed",
}
_STEP = {
    SectionState.DRAFT: "Back to draft",
    SectionState.IN_REVIEW: "Ready for review",
    SectionState.AGREED: "Agreed",
}
_START = {
    Template.LONG: "Start from the long outline",
    Template.SHORT: "Start from the short outline",
}
_STARTS = (
    "Sections with text stay, with every word. Sections nobody has written in are "
    "taken out; you can put them back."
)
_TEXT = 3500
_ROWS = 40


def listing(found: Outline, *, offset: int = 0) -> Post:
    """List the sections, a page at a time, and what chairs can do with the whole."""
    cards = found.cards
    many = "1 section" if len(cards) == 1 else f"{len(cards)} sections"
    head = f"*Outline of the white paper*: {many}{pages.shown(len(cards), offset)}"
    if waiting := sum(each.kept.needs_owner for each in cards):
        head += f"\n:bust_in_silhouette: Without an owner: {waiting}."
    start = pages.start_of(len(cards), offset)
    page = pages.page_of(cards, offset)
    lines = [_line(each, place) for place, each in enumerate(page, start=start + 1)]
    blocks: list[Block] = [section(head)]
    blocks += [
        pages.row(line, SHOW, each.kept.id)
        for line, each in zip(lines, page, strict=True)
    ]
    blocks += pages.pager(FEATURE, len(cards), offset)
    blocks += _for_chairs(found)
    return Post(text=cut("\n".join((head, *lines)), _TEXT), blocks=blocks)


def _for_chairs(found: Outline) -> list[Block]:
    if not found.may_change:
        return []
    buttons = [ButtonElement(text="Add a section", action_id=ADD)]
    buttons += [_start(template) for template in Template]
    if found.removed:
        text = f"Taken out ({len(found.removed)})"
        buttons.append(ButtonElement(text=text, action_id=REMOVED))
    return [ActionsBlock(elements=buttons)]


def _start(template: Template) -> ButtonElement:
    return ButtonElement(
        text=_START[template],
        action_id=START[template],
        confirm=ConfirmObject(
            title=f"{_START[template]}?",
            text=PlainTextObject(text=_STARTS),
            confirm="Start",
            deny="Leave it",
        ),
    )


def _line(card: Card, place: int | None = None) -> str:
    kept = card.kept
    number = f"{place}. " if place else ""
    sign = " :lock:" if kept.section.locked else ""
    head = f"*{number}{mrkdwn(kept.section.title)}*{sign} `{kept.section.key}`"
    facts = [state_of(kept.section), _MODE[kept.section.mode]]
    facts = [each for each in (*facts, _owner(card), _due(card)) if each]
    return f"{head}\n{' · '.join(facts)}"


def state_of(part: Section) -> str:
    """Say how far a section is; what is only generated is never empty."""
    if not part.is_protected and part.state is SectionState.EMPTY:
        return ""
    return STATES[part.state]


def _owner(card: Card) -> str:
    if card.kept.has_lost_owner:
        return ":warning: needs an owner: who had it has left"
    if card.owner:
        return mrkdwn(card.owner)
    return "needs an owner" if card.kept.section.is_protected else ""


def _due(card: Card) -> str:
    due = card.kept.section.due_on
    if due is None:
        return ""
    said = f"due {long_date(due)}"
    return f":hourglass: {said}, overdue" if card.is_overdue else said


def card(found: Card, outline: Outline, *, said: str = "", waiting: int = 0) -> Post:
    """Show one section with what the reader can do about it; ``said`` is news."""
    place = _place(found, outline)
    head = _line(found, place)
    if said:
        head = f"{mrkdwn(said)}\n{head}"
    if found.kept.section.is_removed:
        head += "\nTaken out of the paper; its texts are kept."
    if waiting:
        head += f"\n:speech_balloon: Comments without an answer: {waiting}"
    blocks: list[Block] = [section(head)]
    rows = (_writing(found), _leading(found, outline, place))
    blocks += [ActionsBlock(elements=buttons) for buttons in rows if buttons]
    return Post(text=cut(head, _TEXT), blocks=blocks)


def _place(found: Card, outline: Outline) -> int | None:
    ids = [each.kept.id for each in outline.cards]
    return ids.index(found.kept.id) + 1 if found.kept.id in ids else None


def _writing(found: Card) -> list[ButtonElement]:
    kept, value = found.kept, str(found.kept.id)
    buttons: list[ButtonElement] = []
    is_open = kept.section.is_protected and not kept.section.is_removed
    if found.may_write and is_open and not kept.section.locked:
        buttons.append(
            ButtonElement(text="Write", action_id=WRITE, value=value, style="primary")
        )
    buttons += [
        ButtonElement(text="Text and history", action_id=HISTORY, value=value),
        ButtonElement(text="Comments", action_id=COMMENTS, value=value),
    ]
    return buttons


def _leading(found: Card, outline: Outline, place: int | None) -> list[ButtonElement]:
    kept, value = found.kept, str(found.kept.id)
    if kept.section.is_removed:
        if not outline.may_change:
            return []
        return [ButtonElement(text="Put it back", action_id=PUT_BACK, value=value)]
    buttons = _steps(found, may_agree=outline.may_change)
    if not outline.may_change:
        return buttons
    lock = (UNLOCK, "Unlock") if kept.section.locked else (LOCK, "Lock")
    buttons += [
        ButtonElement(text="Change", action_id=SETTINGS, value=value),
        ButtonElement(text="Up", action_id=UP, value=f"{value}:{place}"),
        ButtonElement(text="Down", action_id=DOWN, value=f"{value}:{place}"),
        ButtonElement(text=lock[1], action_id=lock[0], value=value),
        ButtonElement(text="Take out", action_id=REMOVE, value=value),
    ]
    return buttons


def _steps(found: Card, *, may_agree: bool) -> list[ButtonElement]:
    kept = found.kept
    states = next_states(kept) if found.may_write else ()
    value = f"{kept.id}:{kept.section.revision}"
    return [
        ButtonElement(text=_step_word(kept, state), action_id=STEP[state], value=value)
        for state in states
        if may_agree or state is not SectionState.AGREED
    ]


def _step_word(kept: Kept, state: SectionState) -> str:
    if kept.section.state is SectionState.AGREED:
        return "Open it again"
    return _STEP[state]


def removed(found: Outline) -> Post:
    """List what was taken out of the paper."""
    if not found.removed:
        return paragraph("Nothing is taken out of the paper.")
    head = "*Taken out of the paper*. Every text is kept."
    blocks: list[Block] = [section(head)]
    blocks += [
        pages.row(f"*{mrkdwn(each.section.title)}*", SHOW, each.id)
        for each in found.removed[:_ROWS]
    ]
    if (more := len(found.removed) - _ROWS) > 0:
        blocks.append(forms.note(f"And {more} more, once some of these are back."))
    return Post(text=head, blocks=blocks)


def new(about: About, found: Additions, templates: Sequence[str]) -> View:
    """Return the form of a new section."""
    known = {each.key: _known(each) for each in found.known}
    places = {str(each.id): each.section.title for each in found.sections}
    last = str(found.sections[-1].id) if found.sections else None
    blocks: list[Block] = [
        *(
            [forms.menu("known", "A section that papers often have", known, None)]
            if known
            else []
        ),
        forms.text(
            "title",
            "Or a title of your own",
            None,
            limit=TITLE_LIMIT,
            hint="With a section chosen above, this becomes its title.",
        ),
        forms.menu(
            "mode",
            "Who writes it?",
            _modes(templates),
            SectionMode.HANDWRITTEN,
            hint="For a title of your own.",
        ),
        *_template(templates),
        *(
            [forms.menu("after", "After which section?", places, last)]
            if places
            else []
        ),
    ]
    return forms.modal(NEW, about, blocks, title="Add a section", submit="Add")


def _modes(templates: Sequence[str]) -> Mapping[str, str]:
    # Without a template of the group's own there is nothing to generate.
    by_hand = SectionMode.HANDWRITTEN
    return MODES if templates else {by_hand: MODES[by_hand]}


def _template(templates: Sequence[str]) -> list[Block]:
    if not templates:
        return []
    words = {name: name for name in templates}
    label = "Template of its generated part"
    return [forms.menu("template", label, words, None)]


def _known(each: Section) -> str:
    return f"{each.title} ({_MODE[each.mode]})"


def settings(about: About, found: Settings) -> View:
    """Return the form about one section."""
    part, kept = found.kept.section, found.kept
    clusters = {str(each.id): each.name for each in found.clusters}
    cluster = str(kept.owner_cluster_id) if kept.owner_cluster_id else None
    blocks: list[Block] = [
        forms.text("title", "Title", part.title, limit=TITLE_LIMIT, required=True),
        forms.menu("mode", "Who writes it?", MODES, part.mode, required=True),
        *_aside(kept),
        *([forms.note(_LOST)] if kept.has_lost_owner else []),
        forms.person("person", "Owner: a person", found.user_id),
        *(
            [
                forms.menu(
                    "cluster",
                    "Or a cluster",
                    clusters,
                    cluster if cluster in clusters else None,
                    hint="Leave the person empty then.",
                )
            ]
            if clusters
            else []
        ),
        forms.day("due", "Due", part.due_on),
        forms.note(f"Its key `{part.key}` stays the same for ever."),
    ]
    return forms.modal(CHANGE, about, blocks, title="Change a section", submit="Save")


_LOST = (
    ":warning: Whoever had this section is not in the group any more. Please choose "
    "who writes it now."
)


def _aside(kept: Kept) -> list[Block]:
    """Ask about a text that would not be printed, where there is one."""
    is_made = kept.section.mode is SectionMode.GENERATED
    if is_made or not kept.body.strip():
        return []
    words = {"yes": "Keep its text aside: it is not printed, and can come back"}
    return [forms.menu("aside", "If it becomes generated", words, None)]


def out(kept: Kept) -> Post:
    """Say that a section is out of the paper, with the way back."""
    text = (
        f"*{mrkdwn(kept.section.title)}* is out of the paper. Its texts and comments "
        "are kept."
    )
    back = ButtonElement(text="Put it back", action_id=PUT_BACK, value=str(kept.id))
    blocks: list[Block] = [section(text), ActionsBlock(elements=[back])]
    return Post(text=text, blocks=blocks)
