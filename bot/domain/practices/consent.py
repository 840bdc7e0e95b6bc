"""What an author declares when submitting, and what must be declared."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.practices.values import Attribution, PracticeContent, Visibility
from bot.domain.text import normalise_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the author declares at submission.

    ``names_no_patient`` says that no patient can be recognised in the text.
    """

    has_rights: bool = False
    may_publish: bool = False
    names_no_patient: bool = False
    printed_name: str = ""


def check_declaration(
    content: PracticeContent, declaration: Declaration
) -> dict[str, str]:
    """Return what is missing in the author's declaration: field to sentence."""
    problems = {}
    if missing := " ".join(_missing(content, declaration)):
        problems["consent"] = missing
    named = content.attribution is Attribution.NAME_AND_ORGANISATION
    if named and not normalise_line(declaration.printed_name):
        problems["printed_name"] = "Please write your name as it should be printed."
    return problems


def _missing(content: PracticeContent, declaration: Declaration) -> Iterator[str]:
    if not declaration.has_rights:
        yield "Please tick that you may share this text."
    elif content.visibility is Visibility.PUBLIC and not declaration.may_publish:
        yield (
            "Please tick that it may be printed, or choose above that only members "
            "may read it."
        )
    if not declaration.names_no_patient:
        yield (
            "Please tick that no patient can be recognised in it, or take out what "
            "tells who it is."
        )
