"""Case boxes, themes and references: the practices in the order of the paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.domain.clusters import Source, Theme
from bot.domain.practices import Practice, Provenance, is_slack_message
from bot.domain.recommendations import Recommendation
from bot.domain.whitepaper.document import (
    CaseBox,
    Overview,
    OverviewRow,
    Reference,
    ThemeGroup,
)
from bot.domain.whitepaper.history import cluster_remark
from bot.domain.whitepaper.selection import submitted_by
from bot.domain.whitepaper.values import Snapshot


@dataclass(slots=True)
class Numbering:
    """Gives every link and every source one number, in the order of the paper."""

    sources: dict[str, Source]
    entries: dict[tuple[str, str], Reference] = field(default_factory=dict)

    def cite(
        self, ref: str, *, links: Iterable[str], provenance: Iterable[Provenance]
    ) -> tuple[int, ...]:
        """Return the numbers of what ``ref`` cites; new ones go to the end."""
        keys = [("url", link) for link in links if link]
        keys += [
            ("source", claim.source)
            for claim in provenance
            if claim.source in self.sources
        ]
        return tuple(sorted({self._number(kind, key, ref) for kind, key in keys}))

    def references(self) -> tuple[Reference, ...]:
        """Return the list for the end of the paper."""
        return tuple(
            replace(entry, cited_by=tuple(sorted(entry.cited_by, key=_by_number)))
            for entry in self.entries.values()
        )

    def _number(self, kind: str, key: str, ref: str) -> int:
        entry = self.entries.get((kind, key)) or self._new(kind, key)
        if ref not in entry.cited_by:
            entry = replace(entry, cited_by=(*entry.cited_by, ref))
        self.entries[kind, key] = entry
        return entry.number

    def _new(self, kind: str, key: str) -> Reference:
        number = len(self.entries) + 1
        if kind == "url":
            return Reference(number=number, url=key)
        return Reference(number=number, source=key, where=self.sources[key].where)


def _by_number(ref: str) -> tuple[str, int]:
    kind, _, number = ref.partition("-")
    return kind, int(number)


def theme_groups(
    snapshot: Snapshot,
    printed: tuple[Practice, ...],
    numbering: Numbering,
    *,
    advice: tuple[Recommendation, ...] = (),
) -> tuple[ThemeGroup, ...]:
    """Put every practice under its first known theme; the others only point to it.

    ``advice`` are the recommendations that are printed: each box names those that
    rest on it, as they name their practices.
    """
    carried: dict[int, list[Recommendation]] = {}
    for item in advice:
        for number in set(item.evidence):
            carried.setdefault(number, []).append(item)
    themes = tuple(sorted(snapshot.themes, key=lambda theme: theme.position))
    known = {theme.slug: theme for theme in themes}
    homes: dict[str, list[Practice]] = {}
    for practice in printed:
        slugs = (slug for slug in practice.content.themes if slug in known)
        homes.setdefault(next(slugs, ""), []).append(practice)
    names = {network.slug: network.name for network in snapshot.networks}
    boxes: dict[int, CaseBox] = {}
    for slug in (*known, ""):
        for practice in homes.get(slug, ()):
            box = _box(practice, known=known, names=names, numbering=numbering)
            cluster = cluster_remark(practice, snapshot)
            carries = tuple(carried.get(box.number, ()))
            boxes[box.number] = replace(box, cluster=cluster, carries=carries)
    groups = [_group(theme, homes.get(theme.slug, ()), boxes) for theme in themes]
    if homes.get(""):
        groups.append(_group(None, homes[""], boxes))
    return tuple(groups)


def _group(
    theme: Theme | None, practices: Iterable[Practice], boxes: dict[int, CaseBox]
) -> ThemeGroup:
    here = {practice.number for practice in practices}
    return ThemeGroup(
        theme=theme,
        boxes=tuple(box for number, box in sorted(boxes.items()) if number in here),
        elsewhere=tuple(
            box
            for number, box in sorted(boxes.items())
            if theme in box.themes and number not in here
        ),
    )


def _box(
    practice: Practice,
    *,
    known: dict[str, Theme],
    names: dict[str, str],
    numbering: Numbering,
) -> CaseBox:
    content = practice.content
    return CaseBox(
        number=practice.number or 0,
        content=replace(content, submitter_role="", provenance=()),
        themes=tuple(known[slug] for slug in content.themes if slug in known),
        networks=tuple(names[slug] for slug in content.networks if slug in names),
        submitted_by=submitted_by(practice),
        references=numbering.cite(
            practice.ref,
            links=(link for link in content.links if not is_slack_message(link)),
            provenance=content.provenance,
        ),
        label=practice.label,
    )


def overview(groups: tuple[ThemeGroup, ...]) -> Overview:
    """Count practices per theme and country; a theme without any stays in."""
    members = [(group.theme, group.boxes + group.elsewhere) for group in groups]
    found = {box.content.country for _, boxes in members for box in boxes}
    countries = tuple(sorted(country for country in found if country))
    return Overview(
        countries=countries,
        rows=tuple(_row(theme, boxes, countries) for theme, boxes in members if theme),
    )


def _row(
    theme: Theme, boxes: tuple[CaseBox, ...], countries: tuple[str, ...]
) -> OverviewRow:
    of_boxes = [box.content.country for box in boxes]
    return OverviewRow(
        theme=theme,
        cells=tuple(of_boxes.count(country) for country in countries),
        total=len(boxes),
    )
