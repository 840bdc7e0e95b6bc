from scenarios.forms import STEP_1, STEP_2, open_form, seen, share

CHANNEL = "CSIG"


def test_a_practice_goes_from_the_form_to_acceptance(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))

    (confirmation,) = seen(member, CHANNEL, "P-1 is with the group")
    assert confirmation.ephemeral
    assert seen(chair, CHANNEL, "is with the group") == []
    (announcement,) = seen(chair, CHANNEL, "P-1")
    assert STEP_1["title"] in announcement.text

    chair.press(announcement, "Accept")
    slack.wait_until(member.direct_messages)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted"))

    assert "was accepted. Thank you!" in member.direct_messages()[0].text
    (announcement,) = seen(member, CHANNEL, "*P-1*")
    assert "Accept" not in str(announcement.blocks)
    assert slack.complaints == []
