"""What the paper still lacks: told to the editors, never filled by the machine."""

from collections.abc import Iterator

from bot.domain.recommendations import Recommendation
from bot.domain.whitepaper.document import (
    CaseBox,
    Counts,
    Gap,
    GapKind,
    ThemeGroup,
)
from bot.domain.whitepaper.handwriting import remarks
from bot.domain.whitepaper.values import Section

# Keys without which something that should be printed has no place.
_NEEDED = ("practices", "recommendations")


def missing(
    sections: tuple[Section, ...],
    *,
    counts: Counts,
    groups: tuple[ThemeGroup, ...],
    recommendations: tuple[Recommendation, ...],
) -> tuple[Gap, ...]:
    """Return everything that is missing, the most pressing first."""
    boxes = {box.number: box for group in groups for box in group.boxes}
    found = [
        *_of_sections(sections, counts),
        *_of_themes(groups),
        *(gap for item in recommendations for gap in _of_advice(item, boxes)),
        *(
            Gap(kind=GapKind.WITHHELD, detail=reason, count=number)
            for reason, number in counts.withheld
        ),
    ]
    order = list(GapKind)
    return tuple(sorted(found, key=lambda gap: order.index(gap.kind)))


def _of_sections(sections: tuple[Section, ...], counts: Counts) -> Iterator[Gap]:
    keys = {section.key for section in sections}
    for key in _NEEDED:
        if key not in keys:
            yield Gap(kind=GapKind.NO_PLACE, subject=key)
    for section in sections:
        if not section.is_protected:
            continue
        if section.is_unwritten:
            yield Gap(
                kind=GapKind.UNWRITTEN if section.owner else GapKind.NO_OWNER,
                subject=section.title,
                detail=section.owner_name or "",
                due_on=section.due_on,
            )
        yield from remarks(section, counts)


def _of_themes(groups: tuple[ThemeGroup, ...]) -> Iterator[Gap]:
    for group in groups:
        if group.theme and group.is_gap:
            yield Gap(kind=GapKind.THEME_EMPTY, subject=group.theme.label)


def _of_advice(item: Recommendation, boxes: dict[int, CaseBox]) -> Iterator[Gap]:
    printed = [boxes[number] for number in item.evidence if number in boxes]
    countries = {box.content.country for box in printed}
    unprinted = len(set(item.evidence)) - len({box.number for box in printed})
    if not printed:
        yield Gap(kind=GapKind.NO_EVIDENCE, subject=item.ref)
    elif len(countries) == 1:
        country = printed[0].content.country or ""
        yield Gap(kind=GapKind.ONE_COUNTRY, subject=item.ref, detail=country)
    if unprinted:
        yield Gap(kind=GapKind.EVIDENCE_WITHHELD, subject=item.ref, count=unprinted)
    if not item.addressees:
        yield Gap(kind=GapKind.NO_ADDRESSEE, subject=item.ref)
