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
    REVIEW_PRACTICE = "review a practice"
    REJECT_PRACTICE = "decide not to accept a practice"
    SUPERSEDE_PRACTICE = "replace a practice by a newer one"
    DRAFT_WHITEPAPER = "draft the white paper"
    READ_GROUP = "see the clusters, networks and themes of this group"
    READ_MEMBERS = "see who is in this group"
    READ_STATUS = "see how this group is doing"
    READ_DELIVERY = "see which messages were sent and which were not"
    CHANGE_GROUP = "change the settings of this group"
    MANAGE_MEMBERS = "change the roles and places of people"
    INVITE_EXTERNAL = "invite an external for their cluster"
    EDIT_OWN_CLUSTER = "change the profile of their own cluster"
    MANAGE_CLUSTERS = "add and change clusters"
    MERGE_CLUSTERS = "merge, split, rename or replace clusters"
    MANAGE_NETWORKS = "add and change networks"
    RECORD_CONTACT = "note a contact with a network"
    MANAGE_THEMES = "add, merge and rename themes"
    STATE_OFFER = "say what their cluster looks for or offers"
    MATCH_OFFERS = "see which needs and offers fit"
    READ_MEETINGS = "see the meetings of this group"
    SCHEDULE_MEETINGS = "schedule, move and cancel meetings"
    POLL_DATES = "ask the group for a date"
    ANSWER_POLL = "answer a poll"
    ANSWER_MEETING = "answer an invitation"
    READ_RSVP = "see who comes to a meeting"
    PROPOSE_AGENDA = "propose a point for an agenda"
    ORDER_AGENDA = "put an agenda in order"
    MARK_ATTENDANCE = "note who was there"
    RUN_MEETING = "start and end a meeting"
    TAKE_NOTES = "take notes in a meeting"
    READ_MINUTES = "read the minutes of a meeting"
    WRITE_MINUTES = "write and correct minutes"
    APPROVE_MINUTES = "approve minutes"
    READ_DECISIONS = "see the decisions of this group"
    RECORD_DECISION = "record a decision"
    RULE = "decide for the group"
    VOTE = "vote for their cluster"
    RECORD_ACTION = "record an action item"
    READ_ACTIONS = "see action items"
    WORK_ACTION = "say how their action items go on"
    MANAGE_ACTIONS = "change action items of others"
    READ_WHITEPAPER = "read the white paper while it is written"
    OUTLINE_WHITEPAPER = "change the outline of the white paper"
    WRITE_SECTION = "write a section of the white paper"
    COMMENT_WHITEPAPER = "comment on the white paper"
    IMPORT_WHITEPAPER = "take an edited draft of the white paper back"
    PROPOSE_RECOMMENDATION = "propose a recommendation"
    RULE_RECOMMENDATIONS = "decide on recommendations"
    CREDIT_CONTRIBUTORS = "correct what others are credited with"
    PUBLISH_WHITEPAPER = "publish and withdraw the white paper"
    ANSWER_COMMENTS = "answer comments on the white paper"


_LEADERS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARIAT})
_EDITORS = _LEADERS | {Role.EDITOR}
_REVIEWERS = _EDITORS | {Role.REVIEWER}
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
_INSIDE = _VOICES | {Role.OBSERVER}
# Externals too; what they see is limited to the meetings they are invited to.
_INVITED = _INSIDE | {Role.EXTERNAL}

TABLE: dict[Permission, frozenset[Role]] = {
    Permission.SUBMIT_PRACTICE: _VOICES | {Role.EXTERNAL},
    Permission.READ_PRACTICES: _INSIDE,
    Permission.ACCEPT_PRACTICE: _EDITORS,
    Permission.WITHDRAW_PRACTICE: _LEADERS,
    Permission.REVIEW_PRACTICE: _REVIEWERS,
    Permission.REJECT_PRACTICE: _LEADERS,
    Permission.SUPERSEDE_PRACTICE: _EDITORS,
    Permission.DRAFT_WHITEPAPER: _EDITORS,
    Permission.READ_GROUP: _INSIDE,
    Permission.READ_MEMBERS: _INSIDE,
    Permission.READ_STATUS: _INSIDE,
    Permission.READ_DELIVERY: _LEADERS,
    Permission.CHANGE_GROUP: _LEADERS,
    Permission.MANAGE_MEMBERS: _LEADERS,
    Permission.INVITE_EXTERNAL: _VOICES,
    Permission.EDIT_OWN_CLUSTER: _VOICES,
    Permission.MANAGE_CLUSTERS: _LEADERS,
    Permission.MERGE_CLUSTERS: _LEADERS,
    Permission.MANAGE_NETWORKS: _EDITORS,
    Permission.RECORD_CONTACT: _VOICES,
    Permission.MANAGE_THEMES: _EDITORS,
    Permission.STATE_OFFER: _VOICES,
    Permission.MATCH_OFFERS: _VOICES,
    Permission.READ_MEETINGS: _INVITED,
    Permission.SCHEDULE_MEETINGS: _LEADERS,
    Permission.POLL_DATES: _LEADERS,
    Permission.ANSWER_POLL: CLUSTER_VOICES,
    Permission.ANSWER_MEETING: _INVITED,
    Permission.READ_RSVP: _INSIDE,
    Permission.PROPOSE_AGENDA: _INVITED,
    Permission.ORDER_AGENDA: _LEADERS,
    Permission.MARK_ATTENDANCE: _LEADERS,
    Permission.RUN_MEETING: _LEADERS,
    Permission.TAKE_NOTES: _VOICES,
    Permission.READ_MINUTES: _INVITED,
    Permission.WRITE_MINUTES: _EDITORS,
    Permission.APPROVE_MINUTES: _LEADERS,
    Permission.READ_DECISIONS: _INSIDE,
    Permission.RECORD_DECISION: _EDITORS,
    Permission.RULE: _LEADERS,
    Permission.VOTE: CLUSTER_VOICES,
    Permission.RECORD_ACTION: _VOICES,
    Permission.READ_ACTIONS: _INVITED,
    Permission.WORK_ACTION: _INVITED,
    Permission.MANAGE_ACTIONS: _EDITORS,
    Permission.READ_WHITEPAPER: _INSIDE,
    Permission.OUTLINE_WHITEPAPER: _LEADERS,
    Permission.WRITE_SECTION: _VOICES,
    Permission.COMMENT_WHITEPAPER: CLUSTER_VOICES,
    Permission.IMPORT_WHITEPAPER: _EDITORS,
    Permission.PROPOSE_RECOMMENDATION: _VOICES,
    Permission.RULE_RECOMMENDATIONS: _LEADERS,
    Permission.CREDIT_CONTRIBUTORS: _EDITORS,
    Permission.PUBLISH_WHITEPAPER: _LEADERS,
    Permission.ANSWER_COMMENTS: _EDITORS,
}

_MEMBERS_ONLY = "Members of the group"
_LEADERS_ONLY = "The chair and the secretariat"
_EDITORS_ONLY = "The chair, the secretariat and editors"
_WHO = {
    frozenset(_INSIDE): _MEMBERS_ONLY,
    frozenset(_VOICES): _MEMBERS_ONLY,
    frozenset(_VOICES | {Role.EXTERNAL}): "Members and invited externals",
    frozenset(_INVITED): "Members and invited externals",
    frozenset(CLUSTER_VOICES): "Those who speak for a cluster",
    frozenset(_LEADERS): _LEADERS_ONLY,
    frozenset(_EDITORS): _EDITORS_ONLY,
    frozenset(_REVIEWERS): "Reviewers, editors, the chair and the secretariat",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who acts, as seen by one group.

    ``may_submit``, ``expires_on`` (a date of the group's home zone; the last day of
    access) and ``meetings`` (numbers of those one may attend; None: all) limit
    externals; they are ignored for other roles.
    """

    person_id: int
    sig_id: int
    role: Role
    cluster_id: int | None = None
    may_submit: bool = True
    expires_on: date | None = None
    meetings: tuple[int, ...] | None = None

    def may_attend(self, number: int) -> bool:
        """Whether the person is invited to the meeting of this number."""
        is_limited = self.role is Role.EXTERNAL and self.meetings is not None
        return not is_limited or number in (self.meetings or ())


def may(actor: Actor, permission: Permission, *, today: date) -> bool:
    """Say whether ``actor`` may do it on that day."""
    if actor.role not in TABLE[permission]:
        return False
    if actor.role is not Role.EXTERNAL:
        return True
    if actor.expires_on is not None and actor.expires_on < today:
        return False
    return actor.may_submit or permission is not Permission.SUBMIT_PRACTICE


def who_may(permission: Permission) -> str:
    """Return in words who may do it, for the beginning of a sentence."""
    return _WHO[TABLE[permission]]


def require(actor: Actor, permission: Permission, *, today: date) -> None:
    """Let the actor pass.

    Raises:
        NotAllowedError: the table says no; the message says who may.
    """
    if not may(actor, permission, today=today):
        message = f"{who_may(permission)} can {permission}. Please ask your chair."
        raise NotAllowedError(message)
