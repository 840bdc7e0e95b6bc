"""A practice that is there is edited: by its author, by two at once, twice."""

import pytest

from storage import practices

from scenarios_forms import STEP_1, open_form, seen, share, typed_in

CHANNEL = "CSIG"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


def test_an_author_edits_until_acceptance(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))

    open_form(slack, member, channel=CHANNEL, text="edit p-01")
    assert member.view["title"]["text"] == "Edit P-1"
    member.fill({"title": "A better title"})
    assert member.submit().errors == {}
    ticked = member.view["state"]["values"]["consent"]["value"]["selected_options"]
    assert [option["value"] for option in ticked] == ["rights", "publish", "patients"]
    member.fill({"evidence": "500 checks by now."})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is saved with your changes"))

    chair.command("/practice", "accept 1 good", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted as good practice. Its"))
    member.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "A better title"))
    slack.wait_until(lambda: slack.said("500 checks by now."))


def test_nobody_sees_a_new_text_before_it_is_saved(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))
    open_form(slack, member, channel=CHANNEL, text="edit P-1")
    member.fill({"title": "Not yet for others"})
    assert member.submit().errors == {}
    member.fill({"evidence": "Half a sente"})
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()

    chair.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, f"P-1 {STEP_1['title']}"))
    open_form(slack, member, channel=CHANNEL, text="edit P-1")

    assert typed_in(member.view, "title") == "Not yet for others"
    assert member.submit().errors == {}
    assert typed_in(member.view, "evidence") == "Half a sente"
    assert not slack.said("Half a sente") or not seen(chair, CHANNEL, "Half a sente")


def test_an_edit_shows_on_the_announcement_and_hides_what_is_for_members(
    slack, convenor
):
    member, guest = slack.person("UMEMBER"), slack.person("UGUEST")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(guest, CHANNEL, STEP_1["title"]))

    open_form(slack, member, channel=CHANNEL, text="edit P-1")
    assert member.submit().errors == {}
    member.fill({"visibility": "sig_only"})
    assert member.submit().errors == {}

    slack.wait_until(lambda: not seen(guest, CHANNEL, STEP_1["title"]))
    assert seen(guest, CHANNEL, "(for members only)")


def test_the_same_edit_delivered_twice_is_no_conflict(slack, convenor):
    member = slack.person("UMEMBER")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))
    open_form(slack, member, channel=CHANNEL, text="edit P-1")
    member.fill({"title": "Once"})

    slack.faults.duplicate_next()
    assert member.submit().errors == {}
    member.fill({"evidence": "Twice the same."})
    slack.faults.duplicate_next()
    assert member.submit().errors == {}

    slack.wait_until(lambda: len(seen(member, CHANNEL, "with your changes")) == 2)
    assert seen(member, CHANNEL, "went wrong") == []


def test_what_was_read_is_what_is_accepted(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    (announcement,) = seen(chair, CHANNEL, "was submitted")
    open_form(slack, member, channel=CHANNEL, text="edit P-1")
    member.fill({"title": "Something else"})
    assert member.submit().errors == {}
    assert member.submit().errors == {}

    chair.press(announcement, "Accept")
    slack.wait_until(lambda: seen(chair, CHANNEL, "was changed in the meantime"))
    # The announcement itself is brought up to date by the outbox, a moment later.
    slack.wait_until(
        lambda: "“Something else”" in seen(chair, CHANNEL, "was submitted")[0].text
    )
    chair.press(seen(chair, CHANNEL, "was submitted")[0], "Accept")
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted. Its author"))


def test_of_two_editors_one_is_told_and_nothing_is_overwritten(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))
    for person in (member, chair):
        open_form(slack, person, channel=CHANNEL, text="edit P-1")
        assert person.submit().errors == {}
    member.fill({"evidence": "What the author says."})
    assert member.submit().errors == {}
    chair.fill({"evidence": "What the chair says."})

    assert chair.submit().errors == {}

    told = str(chair.view["blocks"][0])
    assert "Somebody changed P-1 while you were writing" in told
    assert "How do you know that it works?" in told
    assert typed_in(chair.view, "evidence") == "What the chair says."
    assert newest(convenor, 1).content.evidence == "What the author says."

    chair.press(chair.view, "Show what changed")
    slack.wait_until(lambda: "changes" in chair.view["title"]["text"])
    assert "What the author says." in str(chair.view["blocks"])
    chair.close_view()
    chair.close_view()
    open_form(slack, chair, channel=CHANNEL, text="edit P-1")
    assert chair.submit().errors == {}
    assert typed_in(chair.view, "evidence") == "What the chair says."

    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "is saved with your changes"))
    assert newest(convenor, 1).content.evidence == "What the chair says."
    open_form(slack, chair, channel=CHANNEL, text="compare P-1")
    words = str(chair.view["blocks"])
    assert "'text': 'author '" in words
    assert "'text': 'chair '" in words
    assert slack.complaints == []


def newest(convenor, number):
    with convenor.deps.db.read() as session:
        return practices.get(session, 1, number)
