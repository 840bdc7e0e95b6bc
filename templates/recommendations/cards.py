"""Recommendations in Slack: the list, one of them, the question to the clusters."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)

from bot.domain.consensus import Outcome, Position, Proposed, Stance, Standing, mark
from bot.domain.recommendations import RecommendationStatus
from templates import pages
from templates.documents import words
from templates.messages import Post, paragraph, read_value, section
from templates.recommendations import words as wording
from templates.recommendations.words import LINE, TEXT
from templates.text import cut, mrkdwn
from templates.times import reader_time

FEATURE = "recommendation"
SHOW = "recommendation_show"
OPEN = "recommendation_open"
EDIT = "recommendation_edit"
ASK = "recommendation_ask"
END = "recommendation_end"
ADOPT = "recommendation_adopt"
REJECT = "recommendation_reject"
MERGE = "recommendation_merge"
SUPERSEDE = "recommendation_supersede"
REOPEN = "recommendation_reopen"
SAY = {stance: f"recommendation_say_{stance.value}" for stance in Stance}
STANCES = {
    Stance.SUPPORT: "Support",
    Stance.LIVE_WITH: "Can live with it",
    Stance.OBJECT: "Object…",
}
_SAID = {
    Stance.SUPPORT: "supports it",
    Stance.LIVE_WITH: "can live with it",
    Stance.OBJECT: "objects",
}
_RULES = "Each cluster has one voice, and silence is consent."


def listing(found: Sequence[Standing], *, offset: int = 0) -> Post:
    """List the recommendations, those that are open first, a page at a time."""
    if not found:
        return paragraph(
            "There is no recommendation yet. Propose one: `/whitepaper recommend`"
        )
    many = _count(len(found), "recommendation")
    head = f"*{many}*{pages.shown(len(found), offset)}"
    page = pages.page_of(found, offset)
    lines = [_line(each) for each in page]
    blocks: list[Block] = [section(head)]
    blocks += [
        pages.row(line, SHOW, each.proposed.recommendation.number)
        for line, each in zip(lines, page, strict=True)
    ]
    blocks += pages.pager(FEATURE, len(found), offset)
    return Post(text=cut("\n".join((head, *lines)), TEXT), blocks=blocks)


def card(found: Standing) -> Post:
    """Show one recommendation with what it rests on, and what the reader can do."""
    proposed = found.proposed
    head = wording.head(proposed)
    blocks: list[Block] = [section("\n".join([head, *_facts(found)]))]
    if proposed.round is not None:
        blocks.append(section("\n".join(_voices(found))))
    rows = (_answers(found), _steps(found))
    blocks += [ActionsBlock(elements=row) for row in rows if row]
    return Post(text=head, blocks=blocks)


def question(found: Standing) -> Post:
    """Ask the group in its channel; who said what is not told there."""
    proposed = found.proposed
    head = f"*What does your cluster say?* {wording.head(proposed)}"
    lines = [head, *wording.said(proposed), _until(found), _RULES]
    return Post(
        text=head,
        blocks=[
            section("\n".join(lines)),
            ActionsBlock(elements=[_say(each, proposed) for each in Stance]),
        ],
    )


def reminder(found: Standing) -> Post:
    """Remind the channel once before the end, without naming anybody."""
    proposed = found.proposed
    said = len(found.tally.said)
    head = f"*Two days left:* {wording.head(proposed)}"
    text = (
        f"{head}\n{_count(said, 'cluster')} answered so far. {_until(found)} {_RULES}"
    )
    return Post(
        text=head,
        blocks=[
            section(text),
            ActionsBlock(elements=[_say(each, proposed) for each in Stance]),
        ],
    )


def ended(found: Standing) -> Post:
    """Tell that nobody objected, so that it is adopted."""
    proposed = found.proposed
    tally = found.tally
    decision = proposed.recommendation.decision
    by = f" (decision D-{decision})" if decision else ""
    return paragraph(
        f"{wording.head(proposed)}\nNobody objects, so it is *adopted*{by}: "
        f"{_count(len(tally.support), 'cluster')} in support, "
        f"{len(tally.live_with)} can live with it, {len(tally.silent)} silent."
    )


def disputed(found: Standing) -> Post:
    """Tell that there are objections; it is for the chair now."""
    proposed, tally = found.proposed, found.tally
    return paragraph(
        f"{wording.head(proposed)}\nThe round is over, and "
        f"{_count(len(tally.against), 'cluster')} had objections. The chair looks "
        f"for words that all can live with: `/whitepaper recommend {proposed.ref}`"
    )


def ruled(found: Standing) -> Post:
    """Tell what the chair decided, and why."""
    proposed = found.proposed
    text = f"{wording.head(proposed)}\nIt is now *{proposed.status}*"
    if proposed.other:
        into = "into" if proposed.status is RecommendationStatus.MERGED else "by"
        text += f" {into} R-{proposed.other}"
    if proposed.reason:
        text += f": {mrkdwn(proposed.reason)}"
    return paragraph(f"{text}.")


def answered(found: Outcome) -> Post:
    """Confirm what somebody's cluster said; else ask about the words of today."""
    if found.is_done:
        return _noted(found.standing)
    said = wording.changed(found, since="you were asked")
    text = (
        f":warning: {said} Nothing was noted. This is what your cluster is asked now:"
    )
    return Post(text=text, blocks=[section(text), *card(found.standing).blocks])


def _noted(found: Standing) -> Post:
    mine = found.mine
    said = _SAID[mine.stance] if mine else "said nothing"
    name = mrkdwn(found.names.get(mine.cluster, "Your cluster")) if mine else ""
    text = f"Noted: {name} {said} ({found.proposed.ref}). {_until(found)}"
    return paragraph(f"{text} Until then you can change it.")


def proposed(found: Standing) -> Post:
    """Confirm a new or changed recommendation, and say what comes next."""
    head = f"Saved as *{found.proposed.ref}*."
    if found.may_rule:
        after = "Ask the clusters when its words are ready."
    else:
        after = "The chair asks the clusters about it when its words are ready."
    return Post(text=head, blocks=[section(f"{head} {after}"), *card(found).blocks])


def open_button(proposed: Proposed) -> ButtonElement:
    """Return a button that shows it, where no channel says which group it is of."""
    return _button("Answer", OPEN, proposed)


def read_number(value: str) -> tuple[int, int]:
    """Read the recommendation and the group of a button."""
    said = read_value(value)
    return int(said.get("r", 0)), int(said.get("g", 0))


def read_seen(value: str) -> str:
    """Read the mark of the words to which a button answers."""
    return str(read_value(value).get("w") or "")


def _line(found: Standing) -> str:
    proposed = found.proposed
    text = wording.head(proposed)
    if proposed.round is not None and proposed.round.is_open:
        text += f" · {_count(len(found.tally.said), 'answer')}"
        text += f" · until {reader_time(proposed.round.closes_at)}"
    if found.may_answer and found.mine is None:
        text += " · *your cluster has not answered*"
    return text


def _facts(found: Standing) -> Iterator[str]:
    proposed, value = found.proposed, found.proposed.recommendation
    yield from wording.said(proposed)
    if value.horizon:
        yield f"*Horizon:* {mrkdwn(words.HORIZONS.get(value.horizon, value.horizon))}"
    if value.evidence:
        yield "*Rests on:* " + ", ".join(f"P-{each}" for each in value.evidence)
    else:
        yield ":warning: It rests on no practice yet."
    if value.decision:
        where = f" in M-{found.meeting}" if found.meeting else ""
        yield f"*Decision:* D-{value.decision}{where}"
    if proposed.other:
        yield f"*Now:* R-{proposed.other}"
    if proposed.reason:
        yield f"*Said by the chair:* {mrkdwn(cut(proposed.reason, TEXT))}"
    if value.dissent:
        yield f"*Dissenting opinion, printed:* {mrkdwn(cut(value.dissent, TEXT))}"
    if found.author:
        yield f"_Proposed by {mrkdwn(found.author)}_"


def _voices(found: Standing) -> Iterator[str]:
    tally = found.tally
    yield _until(found)
    for word, positions in (
        ("Support", tally.support),
        ("Can live with it", tally.live_with),
        ("Object", tally.against),
    ):
        if positions:
            yield f"*{word}:* {_named(found, positions)}"
    if tally.silent:
        yield f"_No answer yet: {_count(len(tally.silent), 'cluster')}. {_RULES}_"


def _named(found: Standing, positions: Sequence[Position]) -> str:
    said = []
    for each in positions:
        text = mrkdwn(found.names.get(each.cluster, each.cluster))
        if each.reason:
            text += f" ({mrkdwn(cut(each.reason, LINE * 2))})"
        said.append(text)
    return ", ".join(said)


def _until(found: Standing) -> str:
    asked = found.proposed.round
    if asked is None:
        return "The clusters were not asked yet."
    if asked.is_open:
        return f"Answers count until {reader_time(asked.closes_at)}."
    return f"Round {asked.number} is over."


def _answers(found: Standing) -> list[ButtonElement]:
    if not found.may_answer:
        return []
    return [_say(stance, found.proposed) for stance in Stance]


def _steps(found: Standing) -> list[ButtonElement]:
    proposed = found.proposed
    steps = []
    if found.may_edit:
        steps.append(_button("Edit", EDIT, proposed))
    if not found.may_rule:
        return steps
    if proposed.has_open_round:
        return [*steps, _end(proposed)]
    if proposed.is_open:
        steps.append(_button("Ask the clusters…", ASK, proposed, style="primary"))
        steps.append(_button("Adopt…", ADOPT, proposed))
        steps.append(_button("Reject…", REJECT, proposed))
        steps.append(_button("Merge…", MERGE, proposed))
    if proposed.status is RecommendationStatus.ADOPTED:
        steps.append(_button("Replaced by another…", SUPERSEDE, proposed))
    if proposed.status is RecommendationStatus.REJECTED:
        steps.append(_button("Open again", REOPEN, proposed))
    return steps


def _say(stance: Stance, proposed: Proposed) -> ButtonElement:
    return _button(STANCES[stance], SAY[stance], proposed, seen=mark(proposed))


def _end(proposed: Proposed) -> ButtonElement:
    return _button(
        "Count now",
        END,
        proposed,
        confirm=ConfirmObject(
            title="Count now?",
            text=PlainTextObject(text="Clusters that said nothing so far agree."),
            confirm="Count",
            deny="Leave it open",
        ),
    )


def _button(
    text: str,
    action_id: str,
    proposed: Proposed,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
    seen: str = "",
) -> ButtonElement:
    said: dict[str, Any] = {"r": proposed.recommendation.number, "g": proposed.sig_id}
    if seen:
        said["w"] = seen
    return ButtonElement(
        text=text,
        action_id=action_id,
        value=json.dumps(said, separators=(",", ":")),
        style=style,
        confirm=confirm,
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"
