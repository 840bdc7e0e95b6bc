"""Lists of practices with their filters, and the practice of the month."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.practices import Practice
from bot.domain.practices.listing import Filters
from templates import labels, pages
from templates.flags import country
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.practices import buttons
from templates.text import cut, mrkdwn

BEFORE = "practice_page_before"
AFTER = "practice_page_after"
_TITLE = 300
_THEMES = 200
_TEXT = 4000


def listing(
    practices: Sequence[Practice],
    filters: Filters,
    *,
    total: int,
    themes: Mapping[str, str],
    offset: int = 0,
) -> Post:
    """List a page of what the filters let pass, of ``total`` without them."""
    if not practices:
        return _nothing(filters, total)
    page = pages.page_of(practices, offset)
    head = _head(filters, len(practices), total) + pages.shown(len(practices), offset)
    lines = [f"*{each.ref}* {_title(each)} — {_standing(each)}" for each in page]
    rows = [_row(each, line, themes) for each, line in zip(page, lines, strict=True)]
    return Post(
        text=cut("\n".join((f"{head}.", *lines)), _TEXT),
        blocks=[section(f"{head}."), *rows, *_pager(filters, len(practices), offset)],
    )


def read_place(value: str) -> tuple[str, int]:
    """Read what a button asks for: the filters as text, and the place in the list."""
    if value.isdecimal():  # of a list from before there were filters
        return "", int(value)
    asked = json.loads(value)
    return str(asked["f"]), int(asked["o"])


def suggestion(practice: Practice | None, *, waiting: int) -> Post:
    """Say which practice the next meeting could hear of."""
    if practice is None:
        text = (
            "Every accepted practice was presented in a meeting already. "
            "`/practice review` shows what waits for its review."
        )
        return paragraph(text)
    since = ""
    if practice.accepted_at:
        since = f", accepted on {practice.accepted_at:%-d %B %Y}"
    others = "It is the only one that waits for its turn."
    if waiting > 1:
        others = f"Of the {waiting} that wait for their turn it waits the longest."
    by = f" Shared by {mrkdwn(practice.cluster_name)}." if practice.cluster_name else ""
    text = (
        f"*Practice of the month:* *{practice.ref}* {_title(practice)} "
        f"({mrkdwn(country(practice.content.country))}){since}.{by} {others}"
    )
    read = ActionsBlock(elements=[buttons.button("Read", buttons.READ, practice)])
    return Post(text=text, blocks=[section(text), read])


def _head(filters: Filters, found: int, total: int) -> str:
    many = "1 practice" if found == 1 else f"{found} practices"
    if filters.is_empty:
        return f"*{many}*"
    return f"*{many}* of {total}: {_asked(filters)}"


def _asked(filters: Filters) -> str:
    return cut(mrkdwn("; ".join(filters.words)), _TITLE)


def _nothing(filters: Filters, total: int) -> Post:
    text = "No practices yet. Type `/practice` to share the first one."
    if not filters.is_empty:
        rest = f" `/practice list` shows all {total} that you can read." * bool(total)
        text = f"*0 practices*: {_asked(filters)}.{rest}"
    return paragraph(text)


def _row(practice: Practice, line: str, themes: Mapping[str, str]) -> SectionBlock:
    named = [themes.get(slug, slug) for slug in practice.content.themes]
    about = [practice.cluster_name or "", ", ".join(named)]
    said = cut(mrkdwn(" · ".join(part for part in about if part)), _THEMES)
    name, action = "Read", buttons.READ
    if practice.number is None:
        name, action = "Continue", buttons.CONTINUE
    return SectionBlock(
        text=MarkdownTextObject(
            text=cut(f"{line}\n{said}".rstrip(), SECTION_LIMIT), verbatim=True
        ),
        accessory=buttons.button(name, action, practice),
    )


def _title(practice: Practice) -> str:
    return cut(mrkdwn(practice.content.title), _TITLE) or "_without a title_"


def _standing(practice: Practice) -> str:
    where = mrkdwn(country(practice.content.country))
    return f"{where}, {labels.STATUSES[practice.status]}"


def _pager(filters: Filters, total: int, offset: int) -> list[Block]:
    first = pages.start_of(total, offset)
    places = []
    if first > 0:
        places.append(("Earlier", BEFORE, max(0, first - pages.PAGE)))
    if first + pages.PAGE < total:
        places.append(("Later", AFTER, first + pages.PAGE))
    elements: list[Any] = [
        ButtonElement(text=text, action_id=action, value=_place(filters, at))
        for text, action, at in places
    ]
    return [ActionsBlock(elements=elements)] if elements else []


def _place(filters: Filters, offset: int) -> str:
    return json.dumps({"f": filters.text, "o": offset}, ensure_ascii=False)
