"""What the paper still lacks: told to the editors, never filled by the machine."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from bot.domain.practices import is_partial_date
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

# A recommendation should rest on so many practices, of so many countries.
FEWEST_PRACTICES = 2
FEWEST_COUNTRIES = 2
# Facts are asked for again after so many years.
YEARS_OF_FACTS = 2
# Keys without which something that should be printed has no place.
_NEEDED = ("practices", "recommendations")
_YEAR, _MONTH = len("2021"), len("2021-11")


def missing(
    sections: tuple[Section, ...],
    *,
    counts: Counts,
    groups: tuple[ThemeGroup, ...],
    recommendations: tuple[Recommendation, ...],
    as_of: date,
) -> tuple[Gap, ...]:
    """Return everything that is missing, the most pressing first.

    Where many have the same hole, it is one gap with their names.
    """
    boxes = {box.number: box for group in groups for box in group.boxes}
    found = [
        *_of_sections(sections, counts),
        *_named(GapKind.THEME_EMPTY, _empty_themes(groups)),
        *_of_advice(recommendations, boxes),
        *_of_practices(recommendations, boxes, as_of),
        *(
            Gap(kind=GapKind.WITHHELD, detail=reason, count=number)
            for reason, number in counts.withheld
        ),
    ]
    order = list(GapKind)
    return tuple(sorted(found, key=lambda gap: order.index(gap.kind)))


def _named(kind: GapKind, names: Iterable[str], *, count: int = 0) -> Iterator[Gap]:
    if found := tuple(names):
        yield Gap(kind=kind, names=found, count=count)


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


def _empty_themes(groups: tuple[ThemeGroup, ...]) -> Iterator[str]:
    for group in groups:
        if group.theme and group.is_gap:
            yield group.theme.label


def _of_advice(
    recommendations: tuple[Recommendation, ...], boxes: dict[int, CaseBox]
) -> Iterator[Gap]:
    printed = {
        item.ref: [boxes[number] for number in set(item.evidence) if number in boxes]
        for item in recommendations
    }
    few = {ref for ref, found in printed.items() if len(found) < FEWEST_PRACTICES}
    none = [ref for ref, found in printed.items() if not found]
    yield from _named(GapKind.NO_EVIDENCE, none)
    yield from _named(
        GapKind.FEW_PRACTICES,
        (ref for ref in printed if ref in few and ref not in none),
        count=FEWEST_PRACTICES,
    )
    yield from _named(
        GapKind.FEW_COUNTRIES,
        # Whoever rests on one practice hears that already.
        (ref for ref in printed if ref not in few and _is_narrow(printed[ref])),
        count=FEWEST_COUNTRIES,
    )
    homeless = (item.ref for item in recommendations if not item.addressees)
    yield from _named(GapKind.NO_ADDRESSEE, homeless)
    for item in recommendations:
        if unprinted := len(set(item.evidence)) - len(printed[item.ref]):
            yield Gap(kind=GapKind.EVIDENCE_WITHHELD, subject=item.ref, count=unprinted)


def _is_narrow(boxes: list[CaseBox]) -> bool:
    countries = {box.content.country for box in boxes} - {None, ""}
    return len(countries) < FEWEST_COUNTRIES


def _of_practices(
    recommendations: tuple[Recommendation, ...],
    boxes: dict[int, CaseBox],
    as_of: date,
) -> Iterator[Gap]:
    ordered = [boxes[number] for number in sorted(boxes)]
    limit = as_of - relativedelta(years=YEARS_OF_FACTS)
    old = (box.ref for box in ordered if _is_old(box, limit))
    yield from _named(GapKind.OLD_FACTS, old, count=YEARS_OF_FACTS)
    cited = {number for item in recommendations for number in item.evidence}
    if recommendations:  # before the first one, it would only be all of them
        never = (box.ref for box in ordered if box.number not in cited)
        yield from _named(GapKind.NEVER_CITED, never)


def _is_old(box: CaseBox, limit: date) -> bool:
    said = box.content.valid_as_of
    return said is not None and is_partial_date(said) and _last_day(said) < limit


def _last_day(partial: str) -> date:
    """Return the last day that an ISO 8601 date of any precision may mean."""
    year = int(partial[:_YEAR])
    month = int(partial[_YEAR + 1 : _MONTH] or 12)
    day = int(partial[_MONTH + 1 :] or monthrange(year, month)[1])
    return date(year, month, day)
