"""Who may do what: one table, asked by every use case."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.errors import NotAllowedError


class Role(StrEnum):
    """What a person is in one group."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARIAT = "secretariat"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    MEMBER = "member"
    ALTERNATE = "alternate"
    OBSERVER = "observer"
    EXTERNAL = "external"


class Permission(StrEnum):
    """One thing that one can be allowed to do; the value completes a sentence."""

    SUBMIT_PRACTICE = "submit a practice"
    READ_PRACTICES = "read the practices of this group"
    ACCEPT_PRACTICE = "accept a practice"
    WITHDRAW_PRACTICE = "withdraw a practice of somebody else"
    DRAFT_WHITEPAPER = "draft the white paper"


_LEADERS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARIAT})
_EDITORS = _LEADERS | {Role.EDITOR}
# Who may be the voice of a cluster; externals have a sponsor, the others none.
CLUSTER_VOICES = frozenset(
    {
        Role.CHAIR,
        Role.VICE_CHAIR,
        Role.EDITOR,
        Role.REVIEWER,
        Role.MEMBER,
        Role.ALTERNATE,
    }
)
_VOICES = _EDITORS | {Role.REVIEWER, Role.MEMBER, Role.ALTERNATE}

TABLE: dict[Permission, frozenset[Role]] = {
    Permission.SUBMIT_PRACTICE: _VOICES | {Role.EXTERNAL},
    Permission.READ_PRACTICES: _VOICES | {Role.OBSERVER},
    Permission.ACCEPT_PRACTICE: _EDITORS,
    Permission.WITHDRAW_PRACTICE: _LEADERS,
    Permission.DRAFT_WHITEPAPER: _EDITORS,
}

_WHO = {
    Permission.SUBMIT_PRACTICE: "Members and invited externals",
    Permission.READ_PRACTICES: "Members of the group",
    Permission.ACCEPT_PRACTICE: "The chair, the secretariat and editors",
    Permission.WITHDRAW_PRACTICE: "The chair and the secretariat",
    Permission.DRAFT_WHITEPAPER: "The chair, the secretariat and editors",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who acts, as seen by one group.

    ``may_submit`` and ``expires_on`` (a date of the group's home zone; the last day
    of access) limit externals; both are ignored for other roles.
    """

    person_id: int
    sig_id: int
    role: Role
    cluster_id: int | None = None
    may_submit: bool = True
    expires_on: date | None = None


def may(actor: Actor, permission: Permission, *, today: date) -> bool:
    """Say whether ``actor`` may do it on that day."""
    if actor.role not in TABLE[permission]:
        return False
    if actor.role is not Role.EXTERNAL:
        return True
    expired = actor.expires_on is not None and actor.expires_on < today
    return not expired and actor.may_submit


def require(actor: Actor, permission: Permission, *, today: date) -> None:
    """Let the actor pass.

    Raises:
        NotAllowedError: the table says no; the message says who may.
    """
    if not may(actor, permission, today=today):
        message = f"{_WHO[permission]} can {permission}. Please ask your chair."
        raise NotAllowedError(message)
