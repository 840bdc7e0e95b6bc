"""Reads the white paper with its sections and editions."""

from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names, repeated
from bot.domain.exchange.parts.paper import read_paper_parts, read_texts
from bot.domain.exchange.parts.papers import Text
from bot.domain.exchange.reading.group import LANGUAGE, matching
from bot.domain.exchange.values import PaperRecord
from bot.domain.sigs import DEFAULT_LICENCE
from bot.domain.whitepaper import (
    Edition,
    EditionState,
    Paper,
    Section,
    SectionMode,
    SectionState,
    holds_marker,
    is_section_key,
)
from bot.domain.whitepaper.sections import first_state

_MAX_REVISION = 1_000_000


def read_paper(fields: Fields, names: Names) -> PaperRecord:
    """Read the paper; the texts of its sections stay as they are, byte for byte."""
    read = [
        _section(each, place, names=names)
        for place, each in enumerate(fields.inners("sections"), start=1)
    ]
    sections = tuple(section for section, _ in read)
    texts = {section.key: texts for section, texts in read if texts}
    editions = tuple(_edition(each) for each in fields.inners("editions"))
    _note_repeated(fields, "sections", [section.key for section in sections])
    _note_repeated(fields, "editions", [edition.version for edition in editions])
    return PaperRecord(
        paper=Paper(
            key=fields.key() if fields.says("id") else None,
            title=fields.required_text("title", 200),
            subtitle=fields.text("subtitle", 200),
            language=matching(fields, "language", LANGUAGE) or "en",
            licence=fields.text("licence", 40) or DEFAULT_LICENCE,
            status=fields.slug("status", "drafting"),
            version=fields.text("version", 20) or "0.1",
            sections=sections,
        ),
        editions=editions,
        parts=read_paper_parts(fields, names, texts),
    )


def _section(
    fields: Fields, place: int, *, names: Names
) -> tuple[Section, tuple[Text, ...]]:
    key = fields.required_text("key", 80)
    if key and not is_section_key(key):
        fields.complain("key", "Use letters, digits, dots, dashes and underscores.")
    body = fields.verbatim("body_md")
    if body and holds_marker(body):
        reason = "A line looks like the marks that protect a section; change it."
        fields.complain("body_md", reason)
    section = Section(
        key=key,
        title=fields.required_text("title", 150),
        position=place,
        mode=fields.required_choice("mode", SectionMode),
        owner=names.one_of(fields, "owner", names.people | names.clusters),
        due_on=fields.day("due"),
        locked=fields.flag("locked", default=False),
        body=body,
        state=fields.choice("state", SectionState) or first_state(body),
        template=fields.optional_slug("template"),
        is_removed=fields.flag("removed", default=False),
        revision=fields.integer("revision", 1, _MAX_REVISION) or 1,
    )
    texts = read_texts(fields, names, section)
    fields.doubt_unknown(section.title)
    return section, texts


def _edition(fields: Fields) -> Edition:
    return Edition(
        version=fields.required_text("version", 20),
        as_of=fields.required_day("as_of"),
        sha256=fields.required_text("sha256", 64),
        fingerprint=fields.required_text("fingerprint", 64),
        # What was drafted here is as long as it is.
        summary=fields.verbatim("summary", limit=None) or "",
        markdown=fields.verbatim("markdown", limit=None) or "",
        state=fields.choice("state", EditionState) or EditionState.DRAFT,
        said=fields.verbatim("said") or "",
        settled_at=fields.moment("settled_at"),
    )


def _note_repeated(fields: Fields, name: str, keys: list[str]) -> None:
    for key in repeated(keys):
        fields.complain(name, f"{key} is there twice.")
