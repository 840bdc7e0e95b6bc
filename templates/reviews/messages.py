"""Messages about reviews: who is asked, reminded, told that it is over; the queue."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.clusters import Cluster
from bot.domain.practices import (
    STATUS_WORDS,
    Criterion,
    Practice,
    PracticeStatus,
    Review,
    ReviewKind,
    Verdict,
)
from templates.messages import Post, section
from templates.practices import buttons
from templates.practices import words as practice_words
from templates.practices.buttons import button
from templates.practices.cards import accept_button
from templates.reviews import words
from templates.text import cut, mrkdwn

_ROWS = 40
_TITLE = 110
_SECTION = 2900


def asked(practice: Practice, review: Review) -> Post:
    """Ask somebody to review a practice."""
    if review.kind is ReviewKind.REFEREE:
        text = (
            f"The reviewers of {_named(practice)} disagree. Would you read it too? "
            "What you say decides."
        )
    elif review.revision > 1:
        text = (
            f"{_named(practice)} has a new text. Would you look again? Your answers of "
            "last time are in the form."
        )
    else:
        text = (
            f"Would you review {_named(practice)}? Ten questions, yes, partly or no: "
            "about ten minutes. Its author never sees your name."
        )
    return _post(text, *_buttons(practice))


def nudge(practice: Practice, review: Review) -> Post:
    """Remind somebody, in private, of a review that waits."""
    since = review.asked_at
    day = f"<!date^{int(since.timestamp())}^{{date_short}}|{since:%Y-%m-%d}>"
    text = (
        f"{_named(practice)} has been waiting for your review since {day}. No time? "
        "Tell your chair, who asks somebody else."
    )
    return _post(text, *_buttons(practice))


def over(practice: Practice) -> Post:
    """Tell somebody that a review is not needed any more."""
    state = STATUS_WORDS[practice.status]
    text = f"*{practice.ref}* is {state}: you need not review it any more. Thank you!"
    return _post(text)


def missing(practice: Practice, found: int) -> Post:
    """Tell those who lead the group that there are too few reviewers to ask."""
    who = "nobody" if not found else "only one person" if found == 1 else f"{found}"
    text = (
        f"{_named(practice)} needs reviewers: of other clusters I could ask {who}. "
        "Give somebody the role of a reviewer with `/sig members`, or decide yourself."
    )
    return _post(text, *_buttons(practice), *_decide(practice))


def advice(practice: Practice, reviews: Sequence[Review]) -> Post:
    """Tell those who lead the group that reviewers cannot bring it further.

    Reviewers advise; not accepting a practice is for those who lead the group.
    """
    verdicts = {each.verdict for each in reviews} - {None}
    said = "would not accept it"
    if verdicts == {Verdict.ACCEPT}:
        said = "would accept it, but there are fewer of them than it needs"
    elif Verdict.ACCEPT in verdicts:
        said = "disagree, and there is nobody left to ask"
    text = f"The reviewers of {_named(practice)} {said}. Please decide."
    seen = button("What reviewers said", buttons.REVIEWS, practice)
    return _post(text, seen, *_decide(practice))


def queue(practices: Sequence[tuple[Practice, Review]]) -> Post:
    """List what somebody was asked to review, each with its button."""
    if not practices:
        return _post("No practice waits for your review. Thank you!")
    many = "1 practice" if len(practices) == 1 else f"{len(practices)} practices"
    wait = "waits" if len(practices) == 1 else "wait"
    head = f"*{many} {wait} for your review*"
    if len(practices) > _ROWS:
        head += f", here are the {_ROWS} that have waited longest"
    rows: list[Block] = [_row(*each) for each in practices[:_ROWS]]
    lines = [f"{practice.ref} {practice.content.title}" for practice, _ in practices]
    text = cut("\n".join((head, *map(mrkdwn, lines))), _SECTION)
    return Post(text=text, blocks=[section(head), *rows])


def thanks(practice: Practice, review: Review) -> Post:
    """Thank a reviewer and say what follows."""
    if practice.status is PracticeStatus.ACCEPTED:
        follows = f"It is {practice_words.accepted_as(practice.label)} now."
    elif practice.status is PracticeStatus.CHANGES_REQUESTED:
        follows = "Its author is told what to change, without your name."
    elif review.verdict is Verdict.DECLINE:
        follows = "The others are heard, and then those who lead the group decide."
    else:
        follows = "It waits for the others now."
    return _post(f"Thank you for your review of *{practice.ref}*. {follows}")


def said_view(
    practice: Practice, reviews: Sequence[Review], clusters: Mapping[int, Cluster]
) -> View:
    """Show those who decide what reviewers said; clusters are named, not people."""
    blocks: list[Block] = [
        section(f"*{practice.ref}* {mrkdwn(practice.content.title)}")
    ]
    if not reviews:
        blocks.append(section("Nobody was asked to review this text."))
    for review in reviews:
        blocks += _said(review, clusters)
    return View(type="modal", title=practice.ref, close="Close", blocks=blocks[:100])


def _said(review: Review, clusters: Mapping[int, Cluster]) -> list[Block]:
    cluster = clusters.get(review.cluster_id or 0)
    who = mrkdwn(cluster.name) if cluster else "Somebody without a cluster"
    if review.kind is ReviewKind.REFEREE:
        who += " (third opinion)"
    if review.verdict is None:
        return [section(f"*{who}* has not answered yet.")]
    opinion = review.opinion
    kind = f" as {practice_words.LABELS[opinion.label]}" if opinion.label else ""
    answers = "\n".join(
        f"{words.QUESTIONS[criterion]} {words.ANSWERS[opinion.answers[criterion]]}"
        for criterion in Criterion
        if criterion in opinion.answers
    )
    blocks = [section(f"*{who}* {words.SAID[review.verdict]}{kind}.\n{answers}")]
    for name, text in opinion.remarks.items():
        blocks.append(section(f"*{practice_words.field(name)}*: {mrkdwn(text)}"))
    if opinion.comment:
        blocks.append(section(f"_Comment_: {mrkdwn(opinion.comment)}"))
    return list(blocks)


def _row(practice: Practice, review: Review) -> SectionBlock:
    again = " (new text)" if review.revision > 1 else ""
    title = cut(mrkdwn(practice.content.title), _TITLE)
    return SectionBlock(
        text=MarkdownTextObject(text=f"*{practice.ref}* {title}{again}", verbatim=True),
        accessory=button("Review", buttons.REVIEW, practice),
    )


def _buttons(practice: Practice) -> list[ButtonElement]:
    return [
        button("Review", buttons.REVIEW, practice, style="primary"),
        button("Read", buttons.READ, practice),
    ]


def _decide(practice: Practice) -> list[ButtonElement]:
    reject = button("Do not accept", buttons.REJECT, practice)
    return [accept_button(practice), reject]


def _named(practice: Practice) -> str:
    return f"*{practice.ref}* “{mrkdwn(practice.content.title)}”"


def _post(text: str, *elements: ButtonElement) -> Post:
    blocks: list[Block] = [section(text)]
    if elements:
        blocks.append(ActionsBlock(elements=list(elements)))
    return Post(text=text, blocks=blocks)
