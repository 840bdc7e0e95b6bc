"""What an author declares when submitting, and what must be declared."""

from dataclasses import dataclass

from bot.domain.practices.values import Attribution, PracticeContent, Visibility
from bot.domain.text import normalise_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the author declares at submission."""

    has_rights: bool = False
    may_publish: bool = False
    printed_name: str = ""


def check_declaration(
    content: PracticeContent, declaration: Declaration
) -> dict[str, str]:
    """Return what is missing in the author's declaration: field to sentence."""
    problems = {}
    if not declaration.has_rights:
        problems["consent"] = "Please tick that you may share this text."
    elif content.visibility is Visibility.PUBLIC and not declaration.may_publish:
        problems["consent"] = (
            "Please tick that it may be printed, or choose above that only members "
            "may read it."
        )
    named = content.attribution is Attribution.NAME_AND_ORGANISATION
    if named and not normalise_line(declaration.printed_name):
        problems["printed_name"] = "Please write your name as it should be printed."
    return problems
