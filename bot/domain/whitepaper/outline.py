"""The outline of a paper that nobody has set up yet."""

from dataclasses import replace
from datetime import date

from bot.domain.whitepaper.values import Paper, Section, SectionMode

_CHAIR, _SECRETARIAT = "chair", "secretariat"
_BY_HAND, _BOTH, _MADE = (
    SectionMode.HANDWRITTEN,
    SectionMode.MIXED,
    SectionMode.GENERATED,
)
# The triad of issues, practices and propositions, with what papers of this kind put
# around it: mandate, method, state of play, registers.
_OUTLINE = (
    ("title_page", "Title page", _MADE, _SECRETARIAT),
    ("colophon", "About this paper", _BOTH, _SECRETARIAT),
    ("executive_summary", "Executive summary", _BOTH, _SECRETARIAT),
    ("introduction", "Introduction and mandate", _BY_HAND, _CHAIR),
    ("methodology", "How this paper was made", _MADE, _SECRETARIAT),
    ("state_of_play", "State of play by country and cluster", _BOTH, _SECRETARIAT),
    ("practices", "Practices", _MADE, _SECRETARIAT),
    ("analysis", "Cross-cutting analysis", _BY_HAND, None),
    ("recommendations", "Recommendations", _MADE, _CHAIR),
    ("networks", "Relation with other networks", _BOTH, _SECRETARIAT),
    ("outlook", "Outlook", _BY_HAND, _CHAIR),
    ("annex_contributors", "Annex A: contributors", _MADE, _SECRETARIAT),
    ("annex_register", "Annex B: register of practices", _MADE, _SECRETARIAT),
    ("annex_meetings", "Annex C: meeting log and decisions", _MADE, _SECRETARIAT),
    ("annex_glossary", "Annex D: glossary", _BY_HAND, None),
    ("annex_references", "Annex E: references", _BOTH, _SECRETARIAT),
)


DEFAULT_SECTIONS = tuple(
    Section(key=key, title=title, position=position, mode=mode, owner=owner)
    for position, (key, title, mode, owner) in enumerate(_OUTLINE, start=1)
)


def default_paper(sig_name: str, year: int, *, due_on: date | None = None) -> Paper:
    """Return the outline for a new paper; what people write is due that day."""
    return Paper(
        key=f"WP-{year}",
        title=f"{sig_name}: white paper {year}",
        subtitle="Practices and recommendations",
        sections=tuple(
            replace(section, due_on=due_on) if section.is_unwritten else section
            for section in DEFAULT_SECTIONS
        ),
    )
