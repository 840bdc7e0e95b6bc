"""Practices in messages and modals: announcement, card, the author's list."""

from collections.abc import Collection, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.matching import Offer
from bot.domain.practices import (
    DECIDED,
    GONE,
    IN_REVIEW,
    Practice,
    PracticeEvent,
    PracticeStatus,
    Visibility,
    is_partial_date,
)
from bot.domain.recommendations import Recommendation
from bot.domain.references import Kind, label
from templates import labels
from templates.documents.words import partial_date
from templates.flags import country
from templates.matching.sentences import on_practice
from templates.messages import Post, paragraph, section
from templates.practices import buttons, words
from templates.practices.buttons import button
from templates.practices.parts import parts_of
from templates.text import cut, mrkdwn

_TITLE = 110
_SECTION = 2900
_ROWS = 40
_RESTING = 8
_TEXT = 4000
_PART = 1500


def announcement(practice: Practice, clusters: Sequence[Cluster] = ()) -> Post:
    """Tell the channel about a practice, in whatever state it is by now.

    ``clusters`` are those whose people review it; the people are not named.
    """
    text = f"*{practice.ref}* {_title(practice)} {_state(practice)}"
    if practice.status in GONE:
        return paragraph(text)
    elements = [button("Read", buttons.READ, practice)]
    if practice.status in IN_REVIEW:
        elements.append(button("Review", buttons.REVIEW, practice))
        if clusters:
            text += f" Reviewers: {mrkdwn(words.clusters(clusters))}."
        else:
            elements.append(accept_button(practice))
    return Post(text=text, blocks=[section(text), ActionsBlock(elements=elements)])


def moved_on(practice: Practice) -> Post:
    """Say that a button was out of date, and what is true now."""
    text = (
        f"*{practice.ref}* {_title(practice)} {_state(practice)} It was changed in the "
        "meantime, so that button was out of date. I brought the message up to date."
    )
    read = ActionsBlock(elements=[button("Read", buttons.READ, practice)])
    return Post(text=text, blocks=[section(text), read])


def card(
    practice: Practice,
    *,
    possible: Collection[PracticeEvent] = (),
    offers: Sequence[Offer] = (),
    advice: Sequence[Recommendation] = (),
) -> Post:
    """Show one practice as a message; long parts are cut, [Read] has all of it.

    ``possible`` is what the reader may do with it now: each has its button.
    ``offers`` are the needs and offers on it, ``advice`` the recommendations that rest
    on it, as far as the reader may see them.
    """
    parts = [
        section(f"*{name}*\n{cut(mrkdwn(text), _PART)}")
        for name, text, _ in parts_of(practice.content)
    ]
    actions = ActionsBlock(elements=_actions(practice, possible))
    wishes = [section(on_practice(offers))] if offers else []
    rests = [section(_resting(advice))] if advice else []
    blocks = [*_head(practice), *parts, *wishes, *rests, actions]
    return Post(text=_spoken(practice), blocks=blocks)


def _resting(advice: Sequence[Recommendation]) -> str:
    """List the recommendations that rest on a practice, one line each."""
    lines = [
        f"• {each.ref} {cut(mrkdwn(each.title), _TITLE)} ({each.status})"
        for each in advice[:_RESTING]
    ]
    if len(advice) > _RESTING:
        lines.append(f"… and {len(advice) - _RESTING} more")
    how = f"`/whitepaper recommend {advice[0].ref}` shows it"
    head = f"*Recommendations that rest on it* ({how})"
    return "\n".join((head, *lines))


def _spoken(practice: Practice) -> str:
    """Return the whole card as one text: screen readers read nothing else of it."""
    content = practice.content
    parts = [f"{name}: {mrkdwn(text)}" for name, text, _ in parts_of(content)]
    title = f"{practice.ref} {mrkdwn(content.title)}"
    lines = (title, _meta(practice), mrkdwn(content.summary), *parts)
    return cut("\n".join(lines), _TEXT)


def _actions(
    practice: Practice, possible: Collection[PracticeEvent]
) -> list[ButtonElement]:
    found = [button("Read all of it", buttons.READ, practice)]
    if {PracticeEvent.EDIT, PracticeEvent.RESUBMIT, PracticeEvent.SUBMIT} & {*possible}:
        found.append(button("Edit", buttons.EDIT, practice))
    if practice.revision > 1:
        found.append(compare_button(practice))
    if {PracticeEvent.TAKE_UP, PracticeEvent.ASK} & {*possible}:
        found.append(button("Review", buttons.REVIEW, practice))
    if PracticeEvent.RULE in possible:
        found.append(button("What reviewers said", buttons.REVIEWS, practice))
        found.append(accept_button(practice))
    if PracticeEvent.REJECT in possible:
        found.append(button("Do not accept", buttons.REJECT, practice))
    if PracticeEvent.SUPERSEDE in possible:
        found.append(button("Replace by a newer one", buttons.SUPERSEDE, practice))
    if PracticeEvent.WITHDRAW in possible and practice.number:
        found.append(buttons.withdraw(practice))
    return found


def reading_view(
    practice: Practice, *, version: int | None = None, offers: Sequence[Offer] = ()
) -> View:
    """Show one practice in full as a modal without inputs."""
    blocks = _head(practice)
    if version is not None:
        blocks.insert(0, section(f"_This is version {version}._"))
    for part in parts_of(practice.content):
        blocks += part.blocks()
    if offers:
        blocks.append(section(on_practice(offers)))
    return View(type="modal", title=practice.ref, close="Close", blocks=blocks)


def compare_button(practice: Practice, *, since: int | None = None) -> ButtonElement:
    """Return the button that shows what changed, since a version if that is known."""
    return ButtonElement(
        text="Show what changed",
        action_id=buttons.COMPARE,
        value=f"{practice.id}:{since or ''}:{practice.sig_id}",
    )


def accept_button(practice: Practice) -> ButtonElement:
    """The button carries the text that was read, so that no other is accepted."""
    return button("Accept", buttons.ACCEPT, practice, style="primary")


def mine(practices: Sequence[Practice]) -> Post:
    """List somebody's drafts and practices, each with what can be done."""
    if not practices:
        text = "You have no practices yet. Type `/practice` to share one."
        return paragraph(text)
    lines = [f"{each.ref} {mrkdwn(each.content.title)}" for each in practices]
    head = f"Your practices: {len(practices)}"
    if len(practices) > _ROWS:
        head += f", here are the newest {_ROWS}"
    rows = [_row(practice) for practice in practices[:_ROWS]]
    text = cut("\n".join((head, *lines)), _TEXT)
    return Post(text=text, blocks=[section(f"*{head}*"), *rows])


def _row(practice: Practice) -> SectionBlock:
    title = cut(mrkdwn(practice.content.title), _TITLE) or "_without a title_"
    text = f"*{practice.ref}* {title} — {labels.STATUSES[practice.status]}"
    is_draft = practice.number is None
    name = "Continue" if is_draft else "Read"
    accessory = button(name, buttons.CONTINUE if is_draft else buttons.READ, practice)
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, 3000), verbatim=True),
        accessory=accessory,
    )


def _head(practice: Practice) -> list[Block]:
    content = practice.content
    title = f"*{practice.ref} {mrkdwn(content.title)}*\n{mrkdwn(content.summary)}"
    meta = MarkdownTextObject(text=_meta(practice), verbatim=True)
    return [section(title), ContextBlock(elements=[meta])]


def _meta(practice: Practice) -> str:
    content = practice.content
    stage = labels.STAGES[content.stage] if content.stage else None
    as_of = f"facts as of {_day(content.valid_as_of)}" if content.valid_as_of else None
    organisation = mrkdwn(content.organisation) or None
    by = f"shared by {mrkdwn(practice.cluster_name)}" if practice.cluster_name else None
    where = mrkdwn(country(content.country))
    parts = (where, organisation, by, stage, as_of)
    shown = " · ".join(part for part in parts if part)
    return cut(f"{shown} · {_status(practice)}", _SECTION)


def _day(typed: str) -> str:
    """Return a date in words; what a draft has in its place stands as it was typed."""
    return partial_date(typed) if is_partial_date(typed) else mrkdwn(typed)


def _status(practice: Practice) -> str:
    """Say where it stands, as what it was accepted, and what stands beside it."""
    said = labels.STATUSES[practice.status]
    if practice.status in DECIDED and practice.label:
        said += f" as {words.LABELS[practice.label]}"
    if practice.status in DECIDED and practice.is_ruling:
        said += ", by ruling"
    if practice.has_newer_text and practice.status not in DECIDED:
        said += "; the accepted version stays printed until then"
    if practice.status is PracticeStatus.SUPERSEDED and practice.superseded_by:
        said += f": {label(Kind.PRACTICE, practice.superseded_by)}"
    return said


def _country(practice: Practice) -> str:
    code = practice.content.country
    return COUNTRIES.get(code, code) if code else "no country"


def _title(practice: Practice) -> str:
    """Return the title for a channel, where guests read along."""
    if practice.status in GONE:
        return ""
    if practice.content.visibility is Visibility.SIG_ONLY:
        return "(for members only)"
    return f"{_quoted(practice)} ({mrkdwn(_country(practice))})"


def _state(practice: Practice) -> str:
    if practice.status in DECIDED:
        is_new = practice.status is PracticeStatus.ACCEPTED
        return f"is {words.accepted_as(practice.label) if is_new else 'published'}."
    if practice.status is PracticeStatus.SUBMITTED:
        return "has a new version." if practice.has_newer_text else "was submitted."
    if practice.superseded_by and practice.status is PracticeStatus.SUPERSEDED:
        return f"is replaced by {label(Kind.PRACTICE, practice.superseded_by)}."
    return f"is {labels.STATUSES[practice.status]}."


def _quoted(practice: Practice) -> str:
    return f"“{mrkdwn(practice.content.title)}”"
