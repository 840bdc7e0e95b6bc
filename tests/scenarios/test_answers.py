"""Answers find their way, also when Slack is slow, forgetful or repeats itself."""

import pytest

from scenarios_forms import seen, share

CHANNEL = "CSIG"


class Forgotten(dict):
    """Addresses for answers that are over as soon as they are given."""

    def get(self, *_):
        return None


def test_when_the_three_seconds_are_over_one_is_asked_to_try_again(slack, convenor):
    slack.site.triggers.lifetime = 0
    member = slack.person("UMEMBER")

    member.command("/practice", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Slack was slow"))

    assert member.view is None


def test_a_click_that_is_delivered_twice_opens_one_modal_and_no_complaint(
    slack, convenor
):
    member = slack.person("UMEMBER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))
    slack.faults.duplicate_next()

    member.press(seen(member, CHANNEL, "was submitted")[0], "Read")
    slack.wait_until(lambda: member.view is not None)
    slack.wait_until(lambda: any(c.error for c in slack.calls))

    assert [c.error for c in slack.calls if c.error] == ["exchanged_trigger_id"]
    assert seen(member, CHANNEL, "went wrong") == []


@pytest.mark.parametrize("refused", [(), ("chat.postEphemeral",)])
def test_when_its_address_is_over_an_answer_comes_another_way(slack, convenor, refused):
    slack.site.response_urls = Forgotten()
    slack.installation.methods_off.update(refused)
    member = slack.person("UMEMBER")

    member.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(
        lambda: seen(member, CHANNEL, "No practices yet") or member.direct_messages()
    )

    assert bool(member.direct_messages()) is bool(refused)
    assert all(message.ephemeral for message in member.messages(CHANNEL))


def test_a_list_turns_its_pages_in_place(slack, convenor):
    member = slack.person("UMEMBER")
    for _ in range(16):
        share(slack, member, channel=CHANNEL)
    member.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "16 practices*, 1 to 10"))

    member.press(seen(member, CHANNEL, "16 practices*, 1 to 10")[0], "Later")
    slack.wait_until(lambda: seen(member, CHANNEL, "16 practices*, 11 to 16"))

    assert seen(member, CHANNEL, "1 to 10") == []


def test_a_long_practice_is_read_to_its_last_word(slack, convenor):
    member = slack.person("UMEMBER")
    long = {"description": "&" * 1490 + " finally"}
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "was submitted"))
    member.command("/practice", "edit P-1", channel=CHANNEL)
    slack.wait_until(lambda: member.view is not None)
    member.fill(long)
    assert member.submit().errors == {}
    assert member.submit().errors == {}

    member.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 Remote"))
    member.press(seen(member, CHANNEL, "P-1 Remote")[0], "Read all of it")
    slack.wait_until(lambda: member.view is not None)

    assert "finally" not in str(seen(member, CHANNEL, "P-1 Remote")[0].blocks)
    assert "finally" in str(member.view["blocks"])
