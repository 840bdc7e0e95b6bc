"""Roles in the paper through Slack: chosen, and chosen by two at once."""

from scenarios_papers import CHANNEL

from bot.domain.permissions import Role
from bot.services import members
from bot.services.members import Origin
from bot.services.whitepaper import crediting

from groups import TEAM, seat
from scenarios_forms import seen


def test_roles_that_somebody_else_changed_meanwhile_come_back_with_ones_own(
    slack, convenor
):
    deps, member = convenor.deps, slack.person("UMEMBER")
    seat(deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    member.command("/whitepaper", "credit", channel=CHANNEL)
    slack.wait_until(lambda: member.view is not None)
    member.fill({"roles": ["software"]})
    chair = members.find(
        deps.db, Origin(team_id=TEAM, user_id="UCHAIR", channel_id=CHANNEL)
    )
    found = crediting.to_correct(deps.db, deps.clock, caller=chair, text="<@UMEMBER>")
    crediting.correct(
        deps.db,
        deps.clock,
        caller=chair,
        person_id=found.person_id,
        version=found.version,
        chosen=["resources"],
    )

    assert member.submit().errors == {}
    assert "They are now: Resources." in str(member.view)
    assert "software" in str(member.view["blocks"][-1]["element"]["initial_options"])
    assert member.submit().errors == {}

    slack.wait_until(lambda: seen(member, CHANNEL, "in the next draft with: Software"))
    assert slack.complaints == []
