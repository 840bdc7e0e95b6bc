"""Shortcuts as people use them: a message becomes a practice, proposing one."""

import pytest

from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.domain.themes import DEFAULT_THEMES
from storage import members, sigs, themes
from storage import practices as rows

from groups import TEAM, onboard, seat
from scenarios_forms import STEP_1, STEP_2, come_in, seen

CHANNEL, ELSEWHERE = "CSIG", "CELSE"
TEXT = "A nurse with a tablet\nShe records an ECG. Thanks @other"


def save(slack, person, message):
    """Choose the shortcut and wait until the form is there."""
    assert person.message_shortcut("save_as_practice", message.channel, message.ts).ok
    slack.wait_until(lambda: person.view and person.view["callback_id"])
    return person.view


def values(person):
    state = person.view["state"]["values"]
    return {name: next(iter(value.values())) for name, value in state.items()}


def drafts(convenor, user, channel=CHANNEL):
    """Return somebody's drafts in the group of a channel."""
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, channel)
        person = members.find_person(session, TEAM, user)
        return rows.drafts_of(session, sig.id, person.id)


def test_a_message_becomes_a_draft_and_a_practice(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    message = other.say(CHANNEL, TEXT)

    view = save(slack, member, message)

    assert view["callback_id"] == "practice_step_1"
    assert values(member)["title"]["value"] == "A nurse with a tablet"
    (draft,) = drafts(convenor, "UMEMBER")
    assert draft.content.description == "She records an ECG. Thanks @other"
    assert draft.content.links[0].endswith(
        f"/archives/CSIG/p{message.ts.replace('.', '')}"
    )
    assert drafts(convenor, "UOTHER") == ()
    member.fill({name: text for name, text in STEP_1.items() if name != "title"})
    assert member.submit().errors == {}
    member.fill(STEP_2)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(other, CHANNEL, "“A nurse with a tablet” (Estonia)"))
    assert slack.complaints == []


def test_the_same_message_twice_is_the_same_draft_with_what_was_typed_since(
    slack, convenor
):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    message = other.say(CHANNEL, TEXT)
    save(slack, member, message)
    member.fill({"title": "A better title"})
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()

    save(slack, member, message)
    assert values(member)["title"]["value"] == "A better title"
    member.close_view()
    save(slack, other, message)

    assert len(drafts(convenor, "UMEMBER")) == 1
    assert [each.content.title for each in drafts(convenor, "UOTHER")] == [
        "A nurse with a tablet"
    ]


def test_chosen_twice_at_once_it_is_one_draft_and_one_form(slack, convenor):
    member = slack.person("UMEMBER")
    message = member.say(CHANNEL, TEXT)

    slack.faults.duplicate_next()
    save(slack, member, message)

    assert len(drafts(convenor, "UMEMBER")) == 1
    assert seen(member, CHANNEL, "went wrong") == []


def test_a_message_of_a_channel_without_the_bot_is_saved_without_its_address(
    slack, convenor
):
    member = slack.person("UMEMBER")
    slack.workspace.add_channel(
        id="CSECRET", members=["UMEMBER"], private=True, bot_is_member=False
    )
    message = member.say("CSECRET", TEXT)

    save(slack, member, message)

    (draft,) = drafts(convenor, "UMEMBER")
    assert draft.content.title == "A nurse with a tablet"
    assert draft.content.links == ()


def test_a_message_of_another_workspace_is_saved_with_a_neutral_name(slack, convenor):
    slack.installation.methods_off.add("users.info")
    member, stranger = slack.person("UMEMBER"), slack.person("USTRANGER")
    message = stranger.say(CHANNEL, TEXT)

    save(slack, member, message)

    (draft,) = drafts(convenor, "UMEMBER")
    assert draft.content.description == "She records an ECG. Thanks @member"


def test_a_message_that_was_deleted_meanwhile_is_not_saved(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    message = other.say(CHANNEL, TEXT)
    slack.faults.refuse("message_not_found", method="chat.getPermalink")

    member.message_shortcut("save_as_practice", CHANNEL, message.ts)
    slack.wait_until(lambda: "is not there any more" in str(member.view))

    assert drafts(convenor, "UMEMBER") == ()


def test_a_message_of_the_bot_or_without_text_is_refused(slack, convenor):
    member = slack.person("UMEMBER")
    member.command("/practice", "help", channel=CHANNEL)
    own = convenor_says(slack, "Hello")
    member.message_shortcut("save_as_practice", CHANNEL, own.ts)
    slack.wait_until(lambda: "That is a message of mine" in str(member.view))
    member.close_view()

    member.upload(CHANNEL, "picture.png", b"x")
    picture = member.messages(CHANNEL)[-1]
    member.message_shortcut("save_as_practice", CHANNEL, picture.ts)
    slack.wait_until(lambda: "no text in this message" in str(member.view))

    assert drafts(convenor, "UMEMBER") == ()


def convenor_says(slack, words):
    space = slack.workspace
    return space.post(
        space.channels[CHANNEL], user=space.bot.id, bot_id=space.bot_id, text=words
    )


def test_a_window_closed_too_early_loses_nothing(slack, convenor):
    member = slack.person("UMEMBER")
    message = member.say(CHANNEL, TEXT)
    slack.faults.latency(0.3, method="chat.getPermalink")
    member.message_shortcut("save_as_practice", CHANNEL, message.ts)
    slack.wait_until(lambda: "Saving the message" in str(member.view))

    member.close_view()

    slack.wait_until(lambda: seen(member, CHANNEL, "You closed the window."))
    assert len(drafts(convenor, "UMEMBER")) == 1


def test_somebody_new_comes_in_first_and_then_the_message_is_saved(slack, convenor):
    newcomer, other = slack.person("UNEW"), slack.person("UOTHER")
    message = other.say(CHANNEL, TEXT)

    view = save(slack, newcomer, message)
    assert view["callback_id"] == "members_welcome"
    come_in(slack, newcomer)
    slack.wait_until(lambda: newcomer.view["callback_id"] == "practice_step_1")

    (draft,) = drafts(convenor, "UNEW")
    assert draft.content.title == "A nurse with a tablet"


def test_who_may_not_submit_hears_why(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.OBSERVER)
    member = slack.person("UMEMBER")
    message = member.say(CHANNEL, TEXT)

    member.message_shortcut("save_as_practice", CHANNEL, message.ts)

    slack.wait_until(lambda: "can submit a practice" in str(member.view))


def test_a_submitted_practice_opens_again_from_its_message(slack, convenor):
    member = slack.person("UMEMBER")
    message = member.say(CHANNEL, TEXT)
    save(slack, member, message)
    member.fill({name: text for name, text in STEP_1.items() if name != "title"})
    member.submit()
    member.fill(STEP_2)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))

    save(slack, member, message)

    assert member.view["title"]["text"] == "Edit P-1"


def test_proposing_opens_the_form_of_the_only_group(slack, convenor):
    member = slack.person("UMEMBER")

    assert member.shortcut("propose_practice").ok
    slack.wait_until(lambda: member.view is not None)

    assert member.view["callback_id"] == "practice_step_1"
    member.fill(STEP_1)
    assert member.submit().errors == {}
    member.fill(STEP_2)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "P-1 is with the group"))


def test_who_is_in_no_group_is_shown_the_way(slack, convenor):
    newcomer = slack.person("UNEW")

    newcomer.shortcut("propose_practice")
    slack.wait_until(newcomer.direct_messages)

    assert "Type /practice in the channel of" in newcomer.direct_messages()[0].text
    assert newcomer.view is None


@pytest.fixture
def two_groups(convenor):
    with convenor.deps.db.begin() as session:
        sig = sigs.add(session, Sig(name="Second group"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id=ELSEWHERE)
        themes.ensure_themes(session, sig.id, DEFAULT_THEMES)
    onboard(convenor.deps.db, ELSEWHERE, "UMEMBER")
    return sig


def test_who_is_in_two_groups_is_asked_which(slack, convenor, two_groups):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")

    member.shortcut("propose_practice")
    slack.wait_until(lambda: member.view is not None)
    assert member.view["callback_id"] == "practice_which_group"
    member.fill({"group": "Second group"})
    assert member.submit().errors == {}
    slack.wait_until(
        lambda: member.view and member.view["callback_id"] == "practice_step_1"
    )
    member.fill({"title": "For the second"})
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))

    (draft,) = drafts(convenor, "UMEMBER", ELSEWHERE)
    assert draft.content.title == "For the second"
    other.shortcut("propose_practice")
    slack.wait_until(lambda: other.view is not None)
    assert other.view["callback_id"] == "practice_step_1"


def test_a_message_from_elsewhere_asks_which_group_and_keeps_the_text(
    slack, convenor, two_groups
):
    member = slack.person("UMEMBER")
    slack.workspace.add_channel(id="COPEN", members=["UMEMBER"])
    message = member.say("COPEN", TEXT)

    view = save(slack, member, message)

    assert view["callback_id"] == "practice_which_group"
    member.fill({"group": "Second group", "title": "Changed on the way"})
    assert member.submit().errors == {}
    slack.wait_until(
        lambda: member.view and member.view["callback_id"] == "practice_step_1"
    )
    assert values(member)["title"]["value"] == "Changed on the way"
    (draft,) = drafts(convenor, "UMEMBER", ELSEWHERE)
    assert draft.content.description == "She records an ECG. Thanks @other"
    assert draft.content.links[0].startswith("http")
    assert slack.complaints == []


def test_a_message_of_a_groups_channel_is_for_that_group(slack, convenor, two_groups):
    member = slack.person("UMEMBER")

    assert save(slack, member, member.say(ELSEWHERE, TEXT))["callback_id"] == (
        "practice_step_1"
    )
    assert drafts(convenor, "UMEMBER") == ()
