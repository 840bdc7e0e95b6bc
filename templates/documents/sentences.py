"""What is missing in the paper, one plain sentence each, not escaped."""

from collections.abc import Iterable

from bot.domain.whitepaper import Gap, GapKind
from templates.documents import words

# So many names of things with the same hole are told.
_NAMED = 5


def missing_lines(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """Return a sentence for every gap, in their order."""
    return tuple(_sentence(gap) for gap in gaps)


_SENTENCES = {
    GapKind.NO_OWNER: "{subject}: nobody has taken this section yet{due}.",
    GapKind.UNWRITTEN: "{subject} is still to be written{owner}.",
    GapKind.NO_PLACE: "The outline has no section “{subject}”, so none is printed.",
    GapKind.THEME_EMPTY: "No practice on {names}.",
    GapKind.CONTRADICTION: "{subject} says “{detail}”, but I count {count}.",
    GapKind.HEADING_TOO_HIGH: "{subject}: start headings inside it with ### or more.",
    GapKind.OPEN_FENCE: "{subject}: a code block is opened (```) and never closed.",
    GapKind.NO_EVIDENCE: "Resting on no practice of this paper: {names}.",
    GapKind.NO_ADDRESSEE: "Without an addressee: {names}.",
    GapKind.FEW_PRACTICES: "Resting on fewer than {count} practices: {names}.",
    GapKind.FEW_COUNTRIES: "Resting on fewer than {count} countries: {names}.",
    GapKind.EVIDENCE_WITHHELD: "{subject} names {practices} not printed.",
    GapKind.OLD_FACTS: "Facts older than {count} years: {names}.",
    GapKind.NEVER_CITED: "Never cited by a recommendation: {names}.",
    GapKind.WITHHELD: "{practices} {reason}.",
}


def _sentence(gap: Gap) -> str:
    is_withheld = gap.kind is GapKind.WITHHELD
    one, many = (
        ("practice is", "practices are")
        if is_withheld
        else ("practice that is", "practices that are")
    )
    return _SENTENCES[gap.kind].format(
        subject=gap.subject,
        names=_named(gap),
        detail=gap.detail,
        count=gap.count,
        practices=words.count(gap.count, one, many),
        reason=words.WITHHELD[gap.detail] if is_withheld else "",
        owner=_by(gap),
        due=f" (due {words.long_date(gap.due_on)})" if gap.due_on else "",
    )


def _named(gap: Gap) -> str:
    """Return the first names, and how many more there are."""
    names = list(gap.names or (gap.subject,))
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return words.series(names)


def _by(gap: Gap) -> str:
    found = [gap.detail, f"due {words.long_date(gap.due_on)}" if gap.due_on else ""]
    shown = ", ".join(part for part in found if part)
    return f" ({shown})" if shown else ""
