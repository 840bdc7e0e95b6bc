"""Needs and offers as lists: everybody's, one's own, and pairs that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.matching import Listed, Match, Offer, OfferKind, Shown
from templates.documents.words import long_date
from templates.matching import sentences
from templates.messages import Post, paragraph, section

NEW = "offer_new"
EDIT = "offer_edit"
CLOSE = "offer_close"
REOPEN = "offer_reopen"
SHOW: Mapping[Shown, str] = {shown: f"offer_show_{shown}" for shown in Shown}
BEFORE = "offer_page_before"
AFTER = "offer_page_after"
INTRODUCE = "match_introduce"
MATCH_BEFORE = "match_page_before"
MATCH_AFTER = "match_page_after"
PAGE = 6
MATCH_PAGE = 4
_NAMES: Mapping[Shown, str] = {
    Shown.OURS: "Ours",
    Shown.ALL: "Everybody's",
    Shown.NEEDS: "Needs",
    Shown.OFFERS: "Offers",
}
_HEADS: Mapping[Shown, str] = {
    Shown.OURS: "Needs and offers of you and your cluster",
    Shown.ALL: "Open needs and offers of everybody",
    Shown.NEEDS: "What clusters look for",
    Shown.OFFERS: "What clusters offer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which part of a list somebody looks at, and from where on."""

    shown: Shown = Shown.OURS
    offset: int = 0


def listing(lines: Sequence[Listed], place: Place, *, said: str = "") -> Post:
    """List needs and offers, a page at a time; ``said`` is what just happened."""
    offset = _clamped(place.offset, len(lines), PAGE)
    here = Place(shown=place.shown, offset=offset)
    page = lines[offset : offset + PAGE]
    head = f"*{_HEADS[place.shown]}:* {_counted(len(lines), offset, len(page))}"
    if not lines:
        head += " Type `/sig offer` to state one."
    blocks: list[Block] = [section(said)] if said else []
    blocks += [section(head), _filters(place.shown)]
    for line in page:
        blocks += _row(line, here)
    blocks += _pager((BEFORE, AFTER), len(lines), here)
    return Post(text=f"{said} {head}".strip(), blocks=blocks)


def saved(offer: Offer) -> Post:
    """Confirm what was stated or changed."""
    printed = (
        "It may be listed in the white paper's annex."
        if offer.may_print
        else "It is not printed in the white paper."
    )
    text = (
        f"*Saved until {long_date(offer.until)}.* Members of the group can read it. "
        f"{printed} `/sig match` shows what fits."
    )
    place = _value(offer.id, Place())
    buttons = [
        ButtonElement(text="Edit", action_id=EDIT, value=place),
        ButtonElement(text="Close", action_id=CLOSE, value=place),
        ButtonElement(
            text="All of ours", action_id=SHOW[Shown.OURS], value=f"{Shown.OURS}:0"
        ),
    ]
    return Post(
        text=text,
        blocks=[
            section(text),
            section(sentences.statement(offer)),
            ActionsBlock(elements=buttons),
        ],
    )


def closed(offer: Offer) -> str:
    """Say that it is closed."""
    what = "need" if offer.kind is OfferKind.NEED else "offer"
    return f"Closed. This {what} is compared no more; *Re-open* brings it back."


def reopened(offer: Offer) -> str:
    """Say that it is open again, and until when."""
    return f"Open again until {long_date(offer.until)}. *Edit* changes that day."


def matches(found: Sequence[Match], *, offset: int = 0, said: str = "") -> Post:
    """List pairs that fit, the best first, a page at a time."""
    if not found:
        text = (
            f"{said} Nothing fits at the moment. State what your cluster looks for or "
            "offers with `/sig offer`: I compare all clusters each time you ask."
        ).strip()
        return paragraph(text)
    offset = _clamped(offset, len(found), MATCH_PAGE)
    page = found[offset : offset + MATCH_PAGE]
    head = f"*Needs and offers that fit:* {_counted(len(found), offset, len(page))}"
    blocks: list[Block] = [section(said)] if said else []
    blocks.append(section(head))
    for match in page:
        blocks += _pair(match, offset)
    buttons = _turns((MATCH_BEFORE, MATCH_AFTER), len(found), offset, MATCH_PAGE)
    if buttons:
        blocks.append(
            ActionsBlock(
                elements=[
                    ButtonElement(text=text, action_id=action, value=str(at))
                    for text, action, at in buttons
                ]
            )
        )
    return Post(text=f"{said} {head}".strip(), blocks=blocks)


def asked(match: Match) -> str:
    """Say what follows after somebody asked for an introduction."""
    need, offer = (
        sentences.cluster(match.pair.need),
        sentences.cluster(match.pair.offer),
    )
    return (
        f"I ask the two people of *{need}* and *{offer}* privately. If both agree, I "
        "introduce them; you need not do anything more."
    )


def read_place(value: str) -> Place:
    """Read which part of the list a button keeps."""
    shown, _, offset = value.partition(":")
    return Place(shown=Shown(shown), offset=int(offset))


def read_row(value: str) -> tuple[int, Place]:
    """Read which need or offer a button is about, and where the list stood."""
    offer_id, _, place = value.partition(":")
    return int(offer_id), read_place(place)


def read_pair(value: str) -> tuple[int, int, int]:
    """Read which need and offer an [Introduce them] button is about, and the page."""
    need_id, offer_id, offset = value.split(":")
    return int(need_id), int(offer_id), int(offset)


def _value(offer_id: int, place: Place) -> str:
    return f"{offer_id}:{place.shown}:{place.offset}"


def _counted(total: int, offset: int, shown: int) -> str:
    if total == 0:
        return "none yet."
    if shown == total:
        return f"{total}."
    return f"{total}, here {offset + 1} to {offset + shown}."


def _clamped(offset: int, total: int, size: int) -> int:
    """Return the offset, or that of the last page when the list became shorter."""
    last = max(0, (total - 1) // size * size)
    return min(max(0, offset), last)


def _filters(shown: Shown) -> ActionsBlock:
    buttons = [
        ButtonElement(
            text=name,
            action_id=SHOW[each],
            value=f"{each}:0",
            style="primary" if each is shown else None,
        )
        for each, name in _NAMES.items()
    ]
    return ActionsBlock(elements=[*buttons, ButtonElement(text="New", action_id=NEW)])


def _row(line: Listed, place: Place) -> list[Block]:
    offer = line.offer
    text = sentences.statement(offer)
    if not line.is_open:
        text = f"_Closed._ {text}"
    elif line.may_change:
        text += "\n_May be printed._" if offer.may_print else "\n_Not printed._"
    value = _value(offer.id, place)
    buttons = []
    if line.may_change:
        buttons.append(ButtonElement(text="Edit", action_id=EDIT, value=value))
    if line.may_close:
        buttons.append(ButtonElement(text="Close", action_id=CLOSE, value=value))
    if line.may_change and not line.is_open:
        buttons.append(ButtonElement(text="Re-open", action_id=REOPEN, value=value))
    return [section(text), *([ActionsBlock(elements=buttons)] if buttons else [])]


def _pager(actions: tuple[str, str], total: int, place: Place) -> list[Block]:
    buttons = [
        ButtonElement(text=text, action_id=action, value=f"{place.shown}:{at}")
        for text, action, at in _turns(actions, total, place.offset, PAGE)
    ]
    return [ActionsBlock(elements=buttons)] if buttons else []


def _turns(
    actions: tuple[str, str], total: int, offset: int, size: int
) -> list[tuple[str, str, int]]:
    """Return text, action and offset of the buttons that turn the page."""
    before, after = actions
    turns = []
    if offset > 0:
        turns.append(("Earlier", before, max(0, offset - size)))
    if offset + size < total:
        turns.append(("Later", after, offset + size))
    return turns


def _pair(match: Match, offset: int) -> list[Block]:
    need, offer = match.pair.need, match.pair.offer
    text = f"{sentences.statement(need)}\n{sentences.statement(offer)}"
    if match.can_ask:
        value = f"{need.id}:{offer.id}:{offset}"
        button = ButtonElement(text="Introduce them", action_id=INTRODUCE, value=value)
        return [section(text), ActionsBlock(elements=[button])]
    return [section(f"{text}\n_{_state(match)}_")]


def _state(match: Match) -> str:
    """Say what was done; a no looks like an answer that is still to come."""
    introduction = match.introduction
    if introduction is not None and introduction.is_agreed:
        return "They are introduced."
    return "Both were asked privately; they decide."
