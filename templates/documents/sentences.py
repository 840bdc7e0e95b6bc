"""What is missing in the paper, one plain sentence each, not escaped."""

from collections.abc import Iterable

from bot.domain.whitepaper import Gap, GapKind
from templates.documents import words


def missing_lines(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """Return a sentence for every gap, in their order."""
    return tuple(_sentence(gap) for gap in gaps)


_SENTENCES = {
    GapKind.NO_OWNER: "{subject}: nobody has taken this section yet{due}.",
    GapKind.UNWRITTEN: "{subject} is still to be written{owner}.",
    GapKind.NO_PLACE: "The outline has no section “{subject}”, so none is printed.",
    GapKind.THEME_EMPTY: "No practice on {subject}.",
    GapKind.CONTRADICTION: "{subject} says “{detail}”, but I count {count}.",
    GapKind.HEADING_TOO_HIGH: "{subject}: start headings inside it with ### or more.",
    GapKind.OPEN_FENCE: "{subject}: a code block is opened (```) and never closed.",
    GapKind.NO_EVIDENCE: "{subject} rests on no practice of this paper.",
    GapKind.NO_ADDRESSEE: "{subject} names no addressee.",
    GapKind.ONE_COUNTRY: "{subject} rests on one country only{country}.",
    GapKind.EVIDENCE_WITHHELD: "{subject} names {practices} not printed.",
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
        detail=gap.detail,
        count=gap.count,
        practices=words.count(gap.count, one, many),
        reason=words.WITHHELD[gap.detail] if is_withheld else "",
        country=f" ({words.country(gap.detail)})" if gap.detail else "",
        owner=_by(gap),
        due=f" (due {words.long_date(gap.due_on)})" if gap.due_on else "",
    )


def _by(gap: Gap) -> str:
    found = [gap.detail, f"due {words.long_date(gap.due_on)}" if gap.due_on else ""]
    shown = ", ".join(part for part in found if part)
    return f" ({shown})" if shown else ""
