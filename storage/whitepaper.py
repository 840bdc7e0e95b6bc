"""The white paper: its record with its sections, and the snapshot."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session, select

from bot.domain.consensus import count
from bot.domain.recommendations import Recommendation
from bot.domain.successions import Lineage
from bot.domain.whitepaper import Paper, Snapshot
from bot.domain.whitepaper.history import lineage_of
from storage import (
    actions,
    clusters,
    consensus,
    contributor_credits,
    decisions,
    editions,
    matching,
    meetings,
    networks,
    practices,
    sections,
    sigs,
    sources,
    successions,
    themes,
)
from storage.directory import Directory, directory
from storage.tables import SectionRow, WhitePaperRow


def snapshot(session: Session, sig_id: int) -> Snapshot:
    """Return everything the paper is made of; call it in a read transaction.

    Raises:
        NotFoundError: there is no such group.
    """
    sig = sigs.get(session, sig_id)
    who = directory(session, sig_id)
    title = f"White paper of the {sig.name}"
    snapshot = Snapshot(
        group_name=sig.name,
        objectives=sig.objectives,
        paper=paper(session, sig_id, who=who)
        or Paper(title=title, licence=sig.licence, language=sig.language),
        themes=themes.themes(session, sig_id),
        clusters=clusters.clusters(session, sig_id),
        externals=clusters.externals(session, sig_id),
        networks=networks.networks(session, sig_id),
        practices=practices.numbered(session, sig_id),
        recommendations=(),  # they follow, when it is known who follows whom
        meetings=meetings.all_meetings(session, sig_id, who=who),
        decisions=tuple(
            each.decision
            for each in decisions.all_decisions(session, sig_id)
            if each.meeting_id is None
        ),
        actions=actions.all_actions(session, sig_id, who=who),
        sources=sources.sources(session, sig_id),
        editions=editions.all_editions(session, sig_id),
        offers=matching.offers(session, sig_id),
        successions=successions.all_successions(session, sig_id),
        contributors=contributor_credits.contributors(session, sig_id),
    )
    line = lineage_of(snapshot)
    return replace(snapshot, recommendations=_recommendations(session, sig_id, line))


def _recommendations(
    session: Session, sig_id: int, line: Lineage
) -> tuple[Recommendation, ...]:
    """Return the recommendations with the clusters that said yes to them aloud."""
    return tuple(
        replace(
            each.recommendation,
            endorsed_by=count(each, (), line).endorsed_by,
        )
        for each in consensus.listed(session, sig_id)
    )


def paper(
    session: Session,
    sig_id: int,
    *,
    who: Directory | None = None,
    with_removed: bool = False,
) -> Paper | None:
    """Return the group's paper with its sections, if there is one."""
    row = _paper_row(session, sig_id)
    if row is None:
        return None
    who = who or directory(session, sig_id)
    found = sections.of_paper(session, row.id, who=who)
    if not with_removed:
        found = tuple(each for each in found if not each.is_removed)
    return Paper(
        id=row.id,
        key=row.key,
        title=row.title,
        subtitle=row.subtitle,
        language=row.language,
        licence=row.licence,
        status=row.status,
        version=row.label,
        sections=found,
    )


def add_paper(session: Session, sig_id: int, new: Paper) -> Paper:
    """Store the group's paper and return it with ids.

    A section whose owner is not in the group waits for an owner.
    """
    row = WhitePaperRow(sig_id=sig_id, **_paper_values(new))
    session.add(row)
    session.flush()
    who = directory(session, sig_id)
    for section in new.sections:
        sections.save(session, row.id, section=section, who=who, known=None)
    return paper(session, sig_id, who=who) or new


def update_paper(session: Session, sig_id: int, changed: Paper) -> None:
    """Store the paper's facts and the given sections; a new text is a new revision.

    Sections that are not given stay as they are.
    """
    row = _paper_row(session, sig_id)
    if row is None:
        add_paper(session, sig_id, changed)
        return
    row.sqlmodel_update(_paper_values(changed) | {"version": row.version + 1})
    session.flush()
    who = directory(session, sig_id)
    query = select(SectionRow).where(SectionRow.paper_id == row.id)
    known = {found.key: found for found in session.exec(query)}
    for section in changed.sections:
        sections.save(
            session, row.id, section=section, who=who, known=known.get(section.key)
        )


def _paper_row(session: Session, sig_id: int) -> WhitePaperRow | None:
    query = select(WhitePaperRow).where(WhitePaperRow.sig_id == sig_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def _paper_values(value: Paper) -> dict[str, Any]:
    return {
        "key": value.key,
        "title": value.title,
        "subtitle": value.subtitle,
        "language": value.language,
        "licence": value.licence,
        "status": value.status,
        "label": value.version,
    }
