"""Editions as people see them: the list, what changed, how far the paper is."""

import json
from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.domain.permissions import Permission, who_may
from bot.domain.whitepaper import Edition, EditionState
from bot.domain.whitepaper.changes import Change, Changes
from bot.domain.whitepaper.readiness import Readiness
from bot.domain.whitepaper.sections import Kept
from templates import forms, pages
from templates.documents.differences import marked, render_differences
from templates.documents.sentences import missing_lines
from templates.documents.words import inside, long_date
from templates.forms import About
from templates.messages import Post, paragraph, read_value, section
from templates.reports import File, Upload
from templates.text import cut, mrkdwn
from templates.whitepaper.outlining import STATES

FEATURE = "editions"
DIFF = "edition_diff"
PUBLISH = "edition_publish"
WITHDRAW = "edition_withdraw"
_SHOWN = 8
_WORDS = 280
_STATE = {
    EditionState.DRAFT: "draft",
    EditionState.PUBLISHED: "*published*",
    EditionState.WITHDRAWN: "withdrawn",
}


def history(editions: Sequence[Edition], *, offset: int = 0) -> Post:
    """List the editions, the newest first, a page at a time."""
    if not editions:
        who = inside(who_may(Permission.DRAFT_WHITEPAPER))
        text = f"There is no edition yet. `/whitepaper draft` makes one: {who} can."
        return paragraph(text)
    many = _count(len(editions), "edition")
    head = f"*The white paper so far*: {many}{pages.shown(len(editions), offset)}"
    page = pages.page_of(editions, offset)
    blocks: list[Block] = [section(head)]
    blocks += [section(_edition(each)) for each in page]
    blocks += pages.pager(FEATURE, len(editions), offset)
    blocks.append(
        section(
            "What changed between two: `/whitepaper diff 0.1 0.2`. "
            "As a file: `/whitepaper export pdf 0.2`."
        )
    )
    return Post(text=head, blocks=blocks)


def comparison(changes: Changes, *, has_file: bool) -> Post:
    """Tell what changed between two editions, the longest changes shortened."""
    head = f"*From edition {changes.old} to {changes.new}*: {mrkdwn(changes.summary)}"
    if has_file:
        head += " The whole comparison comes to you as a page."
    blocks: list[Block] = [section(head)]
    blocks += [section(_change(each)) for each in changes.changes[:_SHOWN]]
    if (more := len(changes.changes) - _SHOWN) > 0:
        blocks.append(section(f"_and {_count(more, 'more part')} in the page_"))
    return Post(text=head, blocks=blocks)


def comparison_file(changes: Changes, title: str) -> File:
    """Return the page with every change."""
    return File(
        name=f"changes-{changes.old}-{changes.new}.html",
        title=f"What changed from {changes.old} to {changes.new}",
        content=render_differences(changes, title=title),
        description=changes.summary,
    )


def comparison_coming(changes: Changes) -> Post:
    """Say that the page is on its way."""
    return paragraph(f"What changed from {changes.old} to {changes.new} comes here…")


def comparison_sent(changes: Changes, upload: Upload) -> Post:
    """Say how the page went."""
    said = {
        Upload.DONE: f"What changed from {changes.old} to {changes.new}, as a page.",
        Upload.REFUSED: "I may not send files here, so there is no page.",
        Upload.UNCERTAIN: (
            "Slack did not confirm the page. If it is not here, ask again."
        ),
    }
    return paragraph(said[upload])


def status(found: Readiness) -> Post:
    """Say how far the paper is: editions, sections, holes, what to do next."""
    lines = [_newest(found.newest), *_waiting(found)]
    blocks: list[Block] = [section("\n".join(lines))]
    rows = [_section(each, found) for each in found.sections if _is_theirs(each)]
    blocks += [
        section("\n".join(rows[start : start + _SHOWN * 2]))
        for start in range(0, len(rows), _SHOWN * 2)
    ]
    if found.gaps:
        blocks.append(section(_holes(found)))
    blocks.append(section(_next(found)))
    return Post(text=lines[0], blocks=blocks)


def to_publish(found: Readiness, sig_id: int) -> Post:
    """Show what is in the way of publishing, or let it be published."""
    head = f"*Publish edition {found.version}?*"
    lines = [head, *_waiting(found)]
    lines += [f"• {mrkdwn(line)}" for line in missing_lines(found.empty)]
    if found.not_agreed:
        names = ", ".join(mrkdwn(each.section.title) for each in found.not_agreed)
        lines.append(f"• Not agreed yet: {cut(names, _WORDS)}")
    if found.is_blocked:
        lines.append("This has to be settled first, then it can be published.")
        return paragraph("\n".join(lines))
    is_clean = len(lines) == 1
    if is_clean:
        lines.append("Every section is written and agreed.")
    lines.append(
        "It prints what may be printed today: accepted, public and agreed by its "
        "author. Copies cannot be recalled."
    )
    value = json.dumps({"g": sig_id}, separators=(",", ":"))
    button = ButtonElement(
        text="Publish" if is_clean else "Publish all the same",
        action_id=PUBLISH,
        value=value,
        style="primary",
        confirm=ConfirmObject(
            title=f"Publish edition {found.version}?",
            text=PlainTextObject(text="The group's channel gets it at once."),
            confirm="Publish",
            deny="Not yet",
        ),
    )
    text = "\n".join(lines)
    return Post(text=head, blocks=[section(text), ActionsBlock(elements=[button])])


def read_group(value: str) -> int:
    """Read the group of a button."""
    return int(read_value(value).get("g", 0))


def assembling(version: str) -> Post:
    """Say that the work has begun."""
    return paragraph(f"Assembling edition {version} of the white paper…")


def published(edition: Edition) -> Post:
    """Tell the group that the paper is out."""
    text = (
        f":page_facing_up: *Edition {edition.version} of the white paper is "
        f"published*, as of {long_date(edition.as_of)}. {mrkdwn(edition.summary)}\n"
        "How to cite it stands in *CITATION.cff* and at the beginning of the paper."
    )
    return paragraph(text)


def withdraw_form(edition: Edition, *, channel: str | None) -> View:
    """Ask why an edition is taken back."""
    about = About(nonce=edition.version, channel=channel)
    explained = (
        f"Edition {edition.version} stays in the list as withdrawn, and the group is "
        "told. Copies that people have cannot be recalled."
    )
    return forms.modal(
        WITHDRAW,
        about,
        [
            section(explained),
            forms.text("reason", "Why", None, limit=500, lines=True, required=True),
        ],
        title="Withdraw an edition",
        submit="Withdraw",
    )


def withdrawn(edition: Edition) -> Post:
    """Tell the group that an edition was taken back, and why."""
    text = (
        f"*Edition {edition.version} of the white paper is withdrawn.* "
        f"{mrkdwn(edition.said)}\nPlease do not pass it on any more."
    )
    return paragraph(text)


def is_withdrawn(edition: Edition) -> Post:
    """Confirm it to whoever did it."""
    return paragraph(f"Edition {edition.version} is withdrawn. The group is told.")


def _edition(edition: Edition) -> str:
    text = (
        f"*{edition.version}* · {long_date(edition.as_of)} · {_STATE[edition.state]}"
        f"\n{mrkdwn(cut(edition.summary, _WORDS))}"
    )
    if edition.said:
        text += f"\n_{mrkdwn(cut(edition.said, _WORDS))}_"
    return f"{text}\n`sha256 {edition.sha256[:12]}`"


def _change(change: Change) -> str:
    title = f"*{mrkdwn(cut(change.part.title, _WORDS))}*"
    if change.is_new:
        return f"{title} is new: {_plainly(change.after)}"
    if change.is_gone:
        return f"{title} is gone."
    return f"{title}: {_marked(change)}"


def _marked(change: Change) -> str:
    """Show the first words that differ, struck out and bold, with some around them."""
    pieces: list[str] = []
    length = 0
    for kind, words in marked(change.before, change.after):
        text = " ".join(words.split())
        if kind == "=":
            text = _middle(text, is_first=not pieces)
        shown = mrkdwn(cut(text, _WORDS))
        if not shown:
            continue
        pieces.append({"=": shown, "-": f"~{shown}~", "+": f"*{shown}*"}[kind])
        length += len(text)
        if length > _WORDS:
            pieces.append("…")
            break
    return " ".join(pieces)


def _middle(text: str, *, is_first: bool) -> str:
    words = text.split(" ")
    near = 5
    if is_first:
        return " ".join(["…", *words[-near:]]) if len(words) > near else text
    if len(words) > 2 * near:
        return " ".join([*words[:near], "…", *words[-near:]])
    return text


def _plainly(text: str) -> str:
    return f"_{mrkdwn(cut(' '.join(text.split()), _WORDS))}_"


def _newest(edition: Edition | None) -> str:
    if edition is None:
        return "*There is no edition yet.*"
    return (
        f"*Edition {edition.version}* ({_STATE[edition.state].strip('*')}) of "
        f"{long_date(edition.as_of)}. {mrkdwn(edition.summary)}"
    )


def _waiting(found: Readiness) -> Iterator[str]:
    if found.conflicts:
        many = _count(found.conflicts, "section")
        yield f":warning: {many} with two texts to choose from" + _settled_by(
            found, "conflicts"
        )
    if found.unplaced:
        yield ":warning: Text of an import has no place yet" + _settled_by(
            found, "edit unplaced"
        )
    if found.comments:
        many = _count(found.comments, "comment")
        yield f":speech_balloon: {many} without an answer: `/whitepaper comments`"
    if not found.practices:
        yield ":warning: No practice may be printed yet: `/practice list`"


def _settled_by(found: Readiness, words: str) -> str:
    """Return the command that settles something, for those who may use it."""
    return f": `/whitepaper {words}`" if _may_settle(found) else ""


def _is_theirs(kept: Kept) -> bool:
    return kept.section.is_protected


def _section(kept: Kept, found: Readiness) -> str:
    part = kept.section
    text = f"{STATES[part.state]} *{mrkdwn(part.title)}*"
    owner = part.owner_name or ("" if kept.needs_owner else part.owner or "")
    text += f" · {mrkdwn(owner)}" if owner else " · needs an owner"
    if part.due_on:
        mark = ":red_circle: was due" if found.is_overdue(kept) else "due"
        text += f" · {mark} {long_date(part.due_on)}"
    return text + (" · :lock:" if part.locked else "")


def _holes(found: Readiness) -> str:
    lines = [f"• {mrkdwn(line)}" for line in missing_lines(found.gaps)[:_SHOWN]]
    if len(found.gaps) > _SHOWN:
        lines.append(f"• and {len(found.gaps) - _SHOWN} more")
    return "*Still missing*\n" + "\n".join(lines)


def _next(found: Readiness) -> str:
    """Name a step that the reader may take, else say who takes the next one."""
    if found.is_blocked:
        return _settling(found)
    if found.empty and found.to_write:
        example = f"`/whitepaper edit {found.to_write[0]}`"
        return f"Next: write what is missing, for example {example}."
    if found.empty:
        return (
            "Next: what is missing is written by those who have taken it and the "
            "editors."
        )
    if Permission.PUBLISH_WHITEPAPER in found.allowed:
        return "Next: `/whitepaper draft`, or publish it: `/whitepaper publish`."
    publishers = who_may(Permission.PUBLISH_WHITEPAPER)
    if Permission.DRAFT_WHITEPAPER in found.allowed:
        return f"Next: `/whitepaper draft`. {publishers} can publish it."
    return f"Next: {inside(publishers)} can publish it."


def _settling(found: Readiness) -> str:
    if _may_settle(found):
        return "Next: settle what is marked above."
    waits = found.conflicts or found.unplaced
    if not waits and Permission.SUBMIT_PRACTICE in found.allowed:
        return "Next: share a practice: `/practice`."
    who = inside(who_may(Permission.IMPORT_WHITEPAPER))
    return f"Next: {who} settle what is marked above."


def _may_settle(found: Readiness) -> bool:
    return Permission.IMPORT_WHITEPAPER in found.allowed


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
