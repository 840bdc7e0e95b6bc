"""What a search found, a page at a time, and what else free text can mean."""

import json
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.practices import LIMITS, PracticeContent
from bot.domain.practices.search import (
    COUNTED,
    PAGE,
    Found,
    Hit,
    Part,
    is_query,
)
from bot.domain.text import normalise, normalise_line
from templates import labels
from templates.flags import country
from templates.help import nearest
from templates.messages import SECTION_LIMIT, Post, paragraph, read_value, section
from templates.practices import buttons
from templates.text import cut, mrkdwn

BEFORE = "practice_search_before"
AFTER = "practice_search_after"
WORDS = "practice_search_words"
BEGIN = "practice_begin_with"
_COMMAND = "/practice"
_TITLE = 300
_EXCERPT = 700
_SHOWN = 200
# Slack takes 2,000 characters (https://docs.slack.dev/reference/block-kit).
_BUTTON = 2000
_SIGNS = set("*_~`")
_FIELDS = {
    "title": "Title",
    "title_original": "Title in its own language",
    "summary": "Summary",
    "problem": "Problem",
    "description": "What is done",
    "evidence": "Evidence",
    "transfer": "What others can take over",
    "difficulties": "Difficulties",
    "resources": "Resources",
    "stakeholders": "Stakeholders",
    "looking_for": "Looks for or offers",
    "themes": "Themes",
    "organisation": "Organisation",
    "cluster": "Cluster",
    "country": "Country",
    "nuts_name": "Region",
    "networks": "Networks",
    "funding": "Funding",
    "links": "Links",
}


def found(page: Found) -> Post:
    """List one page of what was found, each with the words around the first hit."""
    if not page.hits:
        return nothing(page.query.text)
    words = f"“{mrkdwn(page.query.text)}”"
    head = f"*1 practice* with {words}."
    if page.total > 1:
        many = str(page.total) if page.is_counted else f"More than {COUNTED}"
        head = f"*{many} practices* with {words}"
        head += f", {page.offset + 1} to {page.offset + len(page.hits)}."
    rows = [_row(hit) for hit in page.hits]
    lines = (f"*{hit.practice.ref}* {_title(hit)}" for hit in page.hits)
    return Post(
        text="\n".join((head, *lines)), blocks=[section(head), *rows, *_pager(page)]
    )


def nothing(words: str) -> Post:
    """Say that nothing was found, and what to try."""
    text = (
        f"I found no practice with “{mrkdwn(words)}”. Try fewer words, or only the "
        "beginning of one: `presc` finds _prescription_. All words must be there; "
        "capitals and accents do not matter. `/practice list` shows every practice."
    )
    return paragraph(text)


def offer(typed: str) -> Post:
    """Ask what free text means: the title of a new practice, or words to look for."""
    shown = cut(mrkdwn(normalise_line(typed)), _SHOWN)
    near = nearest(_COMMAND, typed.partition(" ")[0])
    meant = f" Did you mean `{_COMMAND} {near}`?" if near else ""
    text = (
        f"I do not know `{_COMMAND} {shown}`.{meant} Is it the title of a practice "
        "that you want to share, or shall I look for it?"
    )
    elements: list[Any] = [
        ButtonElement(
            text="Share it as a practice",
            action_id=BEGIN,
            value=_kept(typed),
        )
    ]
    if is_query(typed):
        value = _kept(normalise_line(typed))
        elements.append(ButtonElement(text="Look for it", action_id=WORDS, value=value))
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=elements)])


def read_beginning(value: str) -> PracticeContent:
    """Read what a new practice begins with: a title, and whatever is too long for it.

    Nothing typed is lost: a longer text stands whole in the description.
    """
    text = str(read_value(value).get("q", ""))
    title, limit = normalise_line(text), LIMITS["title"]
    if len(title) <= limit:
        return PracticeContent(title=title)
    start = title[: limit + 1].rpartition(" ")[0] or title
    return PracticeContent(title=start[:limit], description=normalise(text))


def read_asked(value: str) -> tuple[str, int]:
    """Read what a button asks for: the words and the place in the list."""
    asked = read_value(value)
    return str(asked.get("q", "")), int(asked.get("o", 0))


def _kept(text: str, offset: int = 0) -> str:
    """Return what a button carries: text of any kind, within Slack's limit."""
    value = ""
    for room in (LIMITS["description"], _SHOWN):
        asked = {"q": cut(text, room), "o": offset}
        # Nothing in it may look like a mention, wherever somebody shows it.
        value = json.dumps(asked, ensure_ascii=False).replace("<", "\\u003c")
        if cut(value, _BUTTON) == value:
            break
    return value


def _row(hit: Hit) -> SectionBlock:
    practice = hit.practice
    name, action = "Read", buttons.READ
    if practice.number is None:
        name, action = "Continue", buttons.CONTINUE
    where = f"_{_FIELDS[hit.field]}:_ {_marked(hit.parts)}" if hit.parts else ""
    text = f"*{practice.ref}* {_title(hit)} — {_standing(hit)}\n{cut(where, _EXCERPT)}"
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, SECTION_LIMIT), verbatim=True),
        accessory=buttons.button(name, action, practice),
    )


def _title(hit: Hit) -> str:
    title = mrkdwn(normalise_line(hit.practice.content.title))
    return cut(title, _TITLE) or "_without a title_"


def _standing(hit: Hit) -> str:
    where = mrkdwn(country(hit.practice.content.country))
    return f"{where}, {labels.STATUSES[hit.practice.status]}"


def _marked(parts: tuple[Part, ...]) -> str:
    return " ".join(_bold(text) if is_hit else mrkdwn(text) for text, is_hit in parts)


def _bold(word: str) -> str:
    """Return the word in bold, its punctuation outside, where Slack would show that."""
    letters = [at for at, sign in enumerate(word) if sign.isalnum()]
    start, end = (letters[0], letters[-1] + 1) if letters else (0, 0)
    core = word[start:end]
    if not core or _SIGNS & set(word):
        return mrkdwn(word)
    return f"{mrkdwn(word[:start])}*{mrkdwn(core)}*{mrkdwn(word[end:])}"


def _pager(page: Found) -> list[Block]:
    places: list[tuple[str, str, int]] = []
    if page.offset > 0:
        places.append(("Earlier", BEFORE, max(0, page.offset - PAGE)))
    if page.offset + PAGE < page.total:
        places.append(("Later", AFTER, page.offset + PAGE))
    elements: list[Any] = [
        ButtonElement(text=text, action_id=action, value=_kept(page.query.text, place))
        for text, action, place in places
    ]
    return [ActionsBlock(elements=elements)] if elements else []
