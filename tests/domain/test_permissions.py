from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import NotAllowedError
from bot.domain.permissions import TABLE, Actor, Permission, Role, may, require

TODAY = date(2026, 11, 21)
LEADERS = "chair vice_chair secretariat"
EDITORS = f"{LEADERS} editor"
VOICES = f"{EDITORS} reviewer member alternate"
INSIDE = f"{VOICES} observer"
EXPECTED = {
    Permission.SUBMIT_PRACTICE: f"{VOICES} external",
    Permission.READ_PRACTICES: INSIDE,
    Permission.ACCEPT_PRACTICE: EDITORS,
    Permission.WITHDRAW_PRACTICE: LEADERS,
    Permission.REVIEW_PRACTICE: f"{EDITORS} reviewer",
    Permission.REJECT_PRACTICE: LEADERS,
    Permission.SUPERSEDE_PRACTICE: EDITORS,
    Permission.DRAFT_WHITEPAPER: EDITORS,
    Permission.READ_GROUP: INSIDE,
    Permission.READ_MEMBERS: INSIDE,
    Permission.READ_STATUS: INSIDE,
    Permission.READ_DELIVERY: LEADERS,
    Permission.CHANGE_GROUP: LEADERS,
    Permission.MANAGE_MEMBERS: LEADERS,
    Permission.INVITE_EXTERNAL: VOICES,
    Permission.EDIT_OWN_CLUSTER: VOICES,
    Permission.MANAGE_CLUSTERS: LEADERS,
    Permission.MERGE_CLUSTERS: LEADERS,
    Permission.MANAGE_NETWORKS: EDITORS,
    Permission.RECORD_CONTACT: VOICES,
    Permission.MANAGE_THEMES: EDITORS,
    Permission.STATE_OFFER: VOICES,
    Permission.MATCH_OFFERS: VOICES,
    Permission.READ_MEETINGS: f"{INSIDE} external",
    Permission.SCHEDULE_MEETINGS: LEADERS,
    Permission.POLL_DATES: LEADERS,
    Permission.ANSWER_POLL: "chair vice_chair editor reviewer member alternate",
    Permission.ANSWER_MEETING: f"{INSIDE} external",
    Permission.READ_RSVP: INSIDE,
    Permission.PROPOSE_AGENDA: f"{INSIDE} external",
    Permission.ORDER_AGENDA: LEADERS,
    Permission.MARK_ATTENDANCE: LEADERS,
    Permission.RUN_MEETING: LEADERS,
    Permission.TAKE_NOTES: VOICES,
    Permission.READ_MINUTES: f"{INSIDE} external",
    Permission.WRITE_MINUTES: EDITORS,
    Permission.APPROVE_MINUTES: LEADERS,
    Permission.READ_DECISIONS: INSIDE,
    Permission.RECORD_DECISION: EDITORS,
    Permission.RULE: LEADERS,
    Permission.VOTE: "chair vice_chair editor reviewer member alternate",
    Permission.RECORD_ACTION: VOICES,
    Permission.READ_ACTIONS: f"{INSIDE} external",
    Permission.WORK_ACTION: f"{INSIDE} external",
    Permission.MANAGE_ACTIONS: EDITORS,
    Permission.READ_WHITEPAPER: INSIDE,
    Permission.OUTLINE_WHITEPAPER: LEADERS,
    Permission.WRITE_SECTION: VOICES,
    Permission.COMMENT_WHITEPAPER: "chair vice_chair editor reviewer member alternate",
    Permission.IMPORT_WHITEPAPER: EDITORS,
    Permission.PROPOSE_RECOMMENDATION: VOICES,
    Permission.RULE_RECOMMENDATIONS: LEADERS,
    Permission.PUBLISH_WHITEPAPER: LEADERS,
    Permission.ANSWER_COMMENTS: EDITORS,
    Permission.CREDIT_CONTRIBUTORS: EDITORS,
}


def an_actor(role):
    return Actor(person_id=1, sig_id=1, role=role)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_the_whole_table(role, permission):
    expected = role.value in EXPECTED[permission].split()

    assert may(an_actor(role), permission, today=TODAY) is expected


def test_no_permission_is_missing_from_the_table():
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, False), (0, True), (1, True)], ids=str
)
def test_an_external_may_until_the_last_day_inclusive(days, expected):
    actor = replace(an_actor(Role.EXTERNAL), expires_on=TODAY + timedelta(days=days))

    assert may(actor, Permission.SUBMIT_PRACTICE, today=TODAY) is expected


def test_an_external_who_may_not_submit_is_told_who_may():
    actor = replace(an_actor(Role.EXTERNAL), may_submit=False)

    with pytest.raises(NotAllowedError, match="Members and invited externals can"):
        require(actor, Permission.SUBMIT_PRACTICE, today=TODAY)


def test_the_limits_of_externals_do_not_touch_members():
    actor = replace(
        an_actor(Role.MEMBER), may_submit=False, expires_on=TODAY - timedelta(days=9)
    )

    assert may(actor, Permission.SUBMIT_PRACTICE, today=TODAY)
