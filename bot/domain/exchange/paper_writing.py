"""The white paper as JSON values."""

from dataclasses import asdict
from typing import Any

from bot.domain.exchange.parts.paper import paper_parts_json
from bot.domain.exchange.parts.papers import Text
from bot.domain.exchange.parts.shapes import parts_json
from bot.domain.exchange.values import Json, PaperRecord
from bot.domain.whitepaper import Edition, EditionState, Section
from bot.domain.whitepaper.sections import first_state


def said(**values: Any) -> Json:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value is not None}


def paper_json(record: PaperRecord) -> Json:
    """Return the paper with its sections, editions, and what belongs to it."""
    paper = record.paper
    value = said(id=paper.key) | {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "language": paper.language,
        "licence": paper.licence,
        "status": paper.status,
        "version": paper.version,
        "sections": [
            _section_json(section, record.parts.texts.get(section.key, ()))
            for section in paper.sections
        ],
    }
    if record.editions:
        value["editions"] = [_edition_json(edition) for edition in record.editions]
    return value | paper_parts_json(record.parts)


def _section_json(section: Section, texts: tuple[Text, ...]) -> Json:
    value: Json = {
        "key": section.key,
        "title": section.title,
        "mode": section.mode.value,
        "owner": section.owner,
    }
    if section.locked:
        value["locked"] = True
    if section.revision > 1:
        value["revision"] = section.revision
    if section.state is not first_state(section.body):
        value["state"] = section.state.value
    if section.is_removed:
        value["removed"] = True
    due = section.due_on.isoformat() if section.due_on else None
    return value | said(
        due=due,
        template=section.template,
        body_md=section.body,
        revisions=parts_json(texts) or None,
    )


def _edition_json(edition: Edition) -> Json:
    value = asdict(edition) | {"as_of": edition.as_of.isoformat()}
    for name in ("id", "state", "said", "settled_at"):
        del value[name]
    if edition.state is EditionState.DRAFT:
        return value
    settled = edition.settled_at.isoformat() if edition.settled_at else None
    return value | said(
        state=edition.state.value, said=edition.said or None, settled_at=settled
    )
