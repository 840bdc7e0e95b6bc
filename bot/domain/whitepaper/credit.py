"""Who did what for the paper, in the terms of CRediT (ANSI/NISO Z39.104-2022).

The roles are counted from what people did and told by organisation: naming somebody
needs that person's consent. See https://credit.niso.org.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.permissions import Role


class CreditRole(StrEnum):
    """The fourteen roles, in the order of the standard."""

    CONCEPTUALIZATION = "conceptualization"
    DATA_CURATION = "data_curation"
    FORMAL_ANALYSIS = "formal_analysis"
    FUNDING_ACQUISITION = "funding_acquisition"
    INVESTIGATION = "investigation"
    METHODOLOGY = "methodology"
    PROJECT_ADMINISTRATION = "project_administration"
    RESOURCES = "resources"
    SOFTWARE = "software"
    SUPERVISION = "supervision"
    VALIDATION = "validation"
    VISUALIZATION = "visualization"
    WRITING_DRAFT = "writing_draft"
    WRITING_EDITING = "writing_editing"


# Whoever submits a practice found it worth telling, and found out about it.
OF_A_PRACTICE = frozenset({CreditRole.CONCEPTUALIZATION, CreditRole.INVESTIGATION})
_OF_A_PLACE = {
    Role.CHAIR: CreditRole.SUPERVISION,
    Role.VICE_CHAIR: CreditRole.SUPERVISION,
    Role.SECRETARIAT: CreditRole.PROJECT_ADMINISTRATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """What one person of the group did; nothing that is printed tells who it is.

    ``practices`` are the numbers of what they submitted. ``corrected`` are the roles
    that they, or an editor, chose instead of the counted ones; None: nobody did.
    ``version`` is that of the correction, 0 for none.
    """

    person_id: int
    role: Role
    cluster: str | None = None
    practices: frozenset[int] = frozenset()
    has_drafted: bool = False
    has_edited: bool = False
    has_reviewed: bool = False
    has_kept_minutes: bool = False
    corrected: frozenset[CreditRole] | None = None
    version: int = 0

    def counted(self, traced: Collection[int]) -> frozenset[CreditRole]:
        """Return the roles that follow from what they did.

        ``traced`` are the practices that the paper prints and says whose they are.
        """
        found = {
            CreditRole.WRITING_DRAFT: self.has_drafted,
            CreditRole.WRITING_EDITING: self.has_edited,
            CreditRole.VALIDATION: self.has_reviewed,
            CreditRole.PROJECT_ADMINISTRATION: self.has_kept_minutes,
        }
        roles = {role for role, is_theirs in found.items() if is_theirs}
        if self.role in _OF_A_PLACE:
            roles.add(_OF_A_PLACE[self.role])
        if not self.practices.isdisjoint(traced):
            roles |= OF_A_PRACTICE
        return frozenset(roles)

    def roles(self, traced: Collection[int]) -> frozenset[CreditRole]:
        """Return the roles as they were corrected, else as they are counted."""
        return self.counted(traced) if self.corrected is None else self.corrected


def in_order(roles: Collection[CreditRole]) -> tuple[CreditRole, ...]:
    """Return roles in the order of the standard."""
    return tuple(role for role in CreditRole if role in roles)
