"""A decision as it stands, in the channel and for one person; the list of all."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.decisions import Choice, DecisionKind, Recorded, Standing
from bot.domain.meetings import DecisionStatus
from bot.domain.references import Kind, label
from templates import pages
from templates.decisions import buttons
from templates.documents.words import long_date
from templates.holding.words import STATES, decision_line, kind_word, votes_line
from templates.messages import SECTION_LIMIT, Post, paragraph, section
from templates.text import cut, mrkdwn

_TEXT = 2400
_ASIDE = 1200
_LINE = 300


def card(standing: Standing, *, is_public: bool = False) -> Post:
    """Show a decision; in the channel (``is_public``) with what everybody needs."""
    decision = standing.decision
    text = f"*{decision.ref}* {mrkdwn(cut(decision.text, _TEXT))}"
    facts = "\n".join(filter(None, _facts(standing)))
    blocks: list[Block] = [section(cut(text, SECTION_LIMIT)), section(facts)]
    if decision.dissent:
        dissent = mrkdwn(cut(decision.dissent, _ASIDE))
        blocks.append(section(f"*Dissent:* {dissent}"))
    if elements := _elements(standing, is_public=is_public):
        blocks.append(ActionsBlock(elements=elements))
    shown = f"{decision.ref} ({STATES[decision.status]}): "
    return Post(text=shown + mrkdwn(cut(decision.text, _LINE)), blocks=blocks)


def public(standing: Standing) -> Post:
    """Show a decision to everybody."""
    return card(standing, is_public=True)


def _facts(standing: Standing) -> Sequence[str]:
    decision, recorded = standing.decision, standing.recorded
    where = f" in {label(Kind.MEETING, recorded.meeting)}" if recorded.meeting else ""
    when = f", {long_date(decision.decided_on)}" if decision.decided_on else ""
    state = STATES[decision.status]
    lines = [f"{kind_word(decision)}{where}{when}: *{state}*."]
    if recorded.is_open:
        lines += [_until(standing), *tally_lines(standing)]
        lines.append(_counted(standing))
    elif votes := votes_line(decision):
        lines.append(f"Clusters: {votes}.")
    if not recorded.is_open:
        lines.append(_quorum(standing))
    if decision.supersedes is not None:
        lines.append(
            f"It takes the place of {label(Kind.DECISION, decision.supersedes)}."
        )
    if recorded.superseded_by is not None:
        newer = label(Kind.DECISION, recorded.superseded_by)
        lines.append(f":arrow_right: Superseded by {newer}.")
    return lines


def _until(standing: Standing) -> str:
    due = standing.decision.due_at
    if due is None:
        return "One voice per cluster: press a button. Your latest word counts."
    stamp, fallback = int(due.timestamp()), f"{due:%Y-%m-%d %H:%M} UTC"
    until = f"<!date^{stamp}^{{date_long_pretty}}, {{time}}|{fallback}>"
    return (
        f"Written procedure until {until}. One voice per cluster: press a button. "
        "Your latest word counts."
    )


def tally_lines(standing: Standing) -> list[str]:
    """Return who said what so far, by cluster."""
    counted = standing.counted
    groups = (
        (buttons.WORDS[Choice.FOR], counted.in_favour),
        (buttons.WORDS[Choice.AGAINST], counted.against),
        (buttons.WORDS[Choice.ABSTAIN], counted.abstain),
    )
    return [
        f"{word} ({len(keys)}): {mrkdwn(', '.join(_names(standing, keys)))}"
        for word, keys in groups
        if keys
    ]


def _names(standing: Standing, keys: Sequence[str]) -> list[str]:
    return sorted(standing.names.get(key, key) for key in keys)


def _counted(standing: Standing) -> str:
    if standing.is_met is None:
        return ""
    met = "Quorum met" if standing.is_met else "No quorum yet"
    return f"{met}: {standing.present} of {standing.seats}; {standing.needed} needed."


def _quorum(standing: Standing) -> str:
    decision = standing.decision
    if decision.quorum_met is None:
        is_counted = decision.kind not in {DecisionKind.RULING, DecisionKind.WRITTEN}
        is_mine = decision.status is DecisionStatus.ADOPTED and is_counted
        return "_No quorum was counted._" if is_mine else ""
    if decision.quorum_met:
        return "The quorum was met."
    return (
        f":warning: There was no quorum: {standing.present} of {standing.seats} "
        f"clusters; {standing.needed} needed. So nothing is decided."
    )


def _elements(standing: Standing, *, is_public: bool) -> list[Any]:
    recorded = standing.recorded
    if recorded.is_open:
        found = buttons.votes(recorded)
        if recorded.decision.kind == DecisionKind.VOTE:
            found.append(buttons.button("Enter all votes", buttons.ENTER, recorded))
        return [*found, buttons.close(recorded), buttons.withdraw(recorded)]
    if recorded.decision.status is DecisionStatus.ADOPTED and not is_public:
        return [
            buttons.button("Correct the wording", buttons.REWORD, recorded),
            buttons.button("Replace it", buttons.SUPERSEDE, recorded),
        ]
    return []


def decided(standing: Standing) -> Post:
    """Tell the channel how a written procedure ended."""
    shown = card(standing, is_public=True)
    text = f"The written procedure on {standing.decision.ref} is over."
    return Post(text=f"{text} {shown.text}", blocks=[section(text), *shown.blocks])


def listing(found: Sequence[Recorded], *, offset: int = 0) -> Post:
    """Show the decisions, the newest first, a page at a time."""
    if not found:
        text = "No decision is recorded yet. `/decision` with a text records one."
        return paragraph(text)
    text = f"*{len(found)} decisions*{pages.shown(len(found), offset)}"
    if len(found) == 1:
        text = "*One decision*"
    blocks: list[Block] = [section(text)]
    for each in pages.page_of(found, offset):
        line = decision_line(each)
        if each.superseded_by is not None:
            line += f" → {label(Kind.DECISION, each.superseded_by)}"
        blocks.append(pages.row(line, buttons.SHOW, each.decision.number))
    blocks += pages.pager(buttons.FEATURE, len(found), offset)
    return Post(text=text, blocks=blocks)


def voted(
    standing: Standing, *, cluster: str, choice: Choice, before: Choice | None
) -> Post:
    """Tell who voted what counts for their cluster now."""
    word = buttons.WORDS[choice].lower()
    name, ref = mrkdwn(cluster), standing.decision.ref
    text = f"{name} has voted on {ref}: *{word}*."
    if before is choice:
        text = f"{name} had said *{word}* on {ref} already."
    elif before is not None:
        text = (
            f"{name} had said *{buttons.WORDS[before].lower()}* on {ref}; now it says "
            f"*{word}*. The latest word of a cluster counts."
        )
    return paragraph(text)


def recorded(found: Recorded) -> Post:
    """Tell who recorded a decision what it is called."""
    decision = found.decision
    text = f"Recorded as {decision.ref}, {STATES[decision.status]}."
    if found.is_open:
        text = (
            f"Recorded as {decision.ref}. Every cluster can vote now with the buttons "
            "in the channel"
        )
        text += (
            ", or you enter all votes there."
            if decision.kind == DecisionKind.VOTE
            else "; it closes by itself at the end of its last day."
        )
    elif decision.quorum_met is None and decision.kind == DecisionKind.CONSENSUS:
        text += (
            " Nobody has noted who is there, so no quorum was counted. "
            "`/meeting attendance` does that."
        )
    return paragraph(text)


def superseded(new: Recorded) -> Post:
    """Say that one took the place of another."""
    old = label(Kind.DECISION, new.decision.supersedes or 0)
    text = f"{new.ref} takes the place of {old}. Both say so now."
    return paragraph(text)


def which() -> Post:
    """Ask which decision is meant."""
    text = (
        "Say which one, for example `/decision show D-5`; `/decision supersede D-5` "
        "records what takes its place, `/decision supersede D-5 D-8` says that D-8 "
        "does. `/decision list` has all."
    )
    return paragraph(text)
