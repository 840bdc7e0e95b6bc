"""`/sig clusters`, `networks` and `themes` as their users meet them."""

from dataclasses import replace

import pytest

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.permissions import Role
from bot.domain.sigs import Membership
from storage import clusters, members, networks, sigs, themes

from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def group(convenor):
    """A group with two clusters, a network, and a member who speaks for the first."""
    db = convenor.deps.db
    with db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        own = _cluster(session, sig, "cl-ee", "Health cluster Estonia")
        _cluster(session, sig, "cl-dk", "Life science Denmark")
        networks.add_network(
            session,
            sig.id,
            Network(slug="sb", name="ScanBalt", kind="network", relation="liaison"),
        )
        member = members.find_person(session, TEAM, "UMEMBER")
        place = members.membership(session, sig.id, member.id)
        members.set_membership(session, replace(place, cluster_id=own.id))
    return db


def _cluster(session, sig, key, name, **profile):
    cluster = Cluster(key=key, name=name, country=key[-2:].upper(), **profile)
    return clusters.add_cluster(session, sig.id, cluster)


def with_role(db, user, role):
    with db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        person = members.find_person(session, TEAM, user)
        place = Membership(sig_id=sig.id, person_id=person.id, role=role)
        members.set_membership(session, place)


def ask(slack, person, text, words):
    """Type a command and return the newest answer that has these words."""
    before = len(seen(person, CHANNEL, words))
    assert person.command("/sig", text, channel=CHANNEL).ok
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
    return seen(person, CHANNEL, words)[-1]


def answer(slack, person, message, button, words, **which):
    """Press a button and return the newest answer that has these words."""
    before = len(seen(person, CHANNEL, words))
    person.press(message, button, **which)
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > before)
    return seen(person, CHANNEL, words)[-1]


def open_form(slack, person, text):
    assert person.command("/sig", text, channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)


def open_by(slack, person, message, button):
    person.press(message, button)
    slack.wait_until(lambda: person.view is not None)


def typed(person, name):
    state = person.view["state"]["values"][name]["value"]
    return state.get("value") or state.get("selected_option", {}).get("value")


def test_a_chair_adds_a_cluster_and_nothing_typed_is_lost(slack, convenor):
    chair = slack.person("UCHAIR")
    open_form(slack, chair, "clusters add")
    chair.fill(
        {
            "name": "Medtech cluster",
            "country": "GR",
            "nuts": "GR30 Attica",
            "zone": "Athen",
            "website": "http://example.org",
            "city": "Athens",
            "language": "el",
        }
    )

    errors = chair.submit().errors

    assert errors["nuts"] == "NUTS writes EL for Greece: EL30."
    assert errors["zone"].endswith("Did you mean Europe/Athens?")
    assert "https://" in errors["website"]
    assert typed(chair, "city") == "Athens"
    assert typed(chair, "nuts") == "GR30 Attica"

    chair.fill({"nuts": "EL30 Attica", "zone": "athens", "website": "example.org"})
    assert chair.submit().errors == {}
    assert "2 of 2" in str(chair.view["blocks"][0])
    chair.fill({"members_total": "many", "hubs": "Patras, EL63\nVolos, XX9"})
    assert set(chair.submit().errors) == {"members_total", "hubs"}
    chair.fill({"members_total": "82", "hubs": "Patras, EL63\nVolos"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved. *Medtech cluster*"))

    (card,) = seen(chair, CHANNEL, "Saved. *Medtech cluster*")
    assert card.ephemeral
    for words in ("82 members", "0 people, 0 practices", "Patras, EL63; Volos"):
        assert words in card.text
    assert "EL30 Attica (NUTS 2024) · Athens · Europe/Athens" in str(card.blocks)
    assert slack.complaints == []


def test_a_submission_that_comes_twice_adds_one_cluster(slack, convenor):
    chair = slack.person("UCHAIR")
    open_form(slack, chair, "clusters add")
    chair.fill({"name": "Medtech cluster", "country": "DK"})

    slack.faults.duplicate_next()
    assert chair.submit().errors == {}

    assert "2 of 2" in str(chair.view["blocks"][0])
    listed = ask(slack, chair, "clusters", "*1 cluster*")
    assert "expects 5 to 10 clusters; there is 1" in listed.text


def test_a_name_that_reads_the_same_is_answered_with_the_one_that_is_there(
    slack, group
):
    chair = slack.person("UCHAIR")
    open_form(slack, chair, "clusters add")
    chair.fill({"name": "HEALTH-CLUSTER  est\u043enia", "country": "EE"})

    outcome = chair.submit()

    assert outcome.errors == {
        "name": "This reads the same as Health cluster Estonia. "
        "See /sig clusters show cl-ee."
    }
    assert "2 clusters" in ask(slack, chair, "clusters", "*2 clusters*").text


def test_a_member_edits_their_own_cluster_and_no_other(slack, group):
    member = slack.person("UMEMBER")
    open_form(slack, member, "clusters edit")
    member.fill({"city": "Tartu"})
    assert member.submit().errors == {}
    member.fill({"staff_fte": "0,3", "networks": ["sb"]})

    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Saved. *Health cluster Estonia*"))
    (card,) = seen(member, CHANNEL, "Saved.")
    assert "1 person" in card.text
    assert "ScanBalt" in card.text
    assert "at least half a post" in str(card.blocks)

    ask(slack, member, "clusters edit denmark", "add and change clusters")
    ask(slack, member, "clusters add", "add and change clusters")
    shown = ask(slack, member, "clusters show cl-dk", "Life science Denmark")
    assert "Edit" not in str(shown.blocks)


def test_going_back_keeps_what_the_second_step_says(slack, group):
    member = slack.person("UMEMBER")
    open_form(slack, member, "clusters edit cl-ee")
    member.submit()
    member.fill({"members_total": "12"})

    member.press(member.view, "Back")
    slack.wait_until(lambda: "1 of 2" in str(member.view["blocks"][0]))
    member.fill({"acronym": "HCE"})
    assert member.submit().errors == {}
    assert typed(member, "members_total") == "12"

    member.fill({"members_total": "twelve"})
    member.press(member.view, "Back")
    slack.wait_until(lambda: "Write a whole number" in str(member.view["blocks"][0]))
    assert typed(member, "members_total") == "twelve"


def test_of_two_editors_the_second_sees_both_texts(slack, group):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    open_form(slack, chair, "clusters edit cl-ee")
    open_form(slack, member, "clusters edit cl-ee")
    member.fill({"city": "Tartu"})
    assert member.submit().errors == {}
    chair.fill({"city": "Tallinn"})

    assert chair.submit().errors == {}

    assert "Somebody else saved this cluster" in str(chair.view["blocks"][0])
    assert "*City:* Tartu" in str(chair.view["blocks"][0])
    assert typed(chair, "city") == "Tallinn"
    assert chair.submit().errors == {}
    assert "2 of 2" in str(chair.view["blocks"][0])
    chair.close_view()
    card = ask(slack, chair, "clusters show cl-ee", "Health cluster Estonia")
    assert "Tallinn" in str(card.blocks)


def test_a_list_of_sixty_clusters_keeps_its_place(slack, convenor):
    chair = slack.person("UCHAIR")
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        for number in range(60):
            _cluster(session, sig, f"cl-{number:02}-dk", f"Cluster {number:02}")

    listed = ask(slack, chair, "clusters", "*60 clusters*, 1 to 10")
    assert "there are 60" in listed.text
    listed = answer(slack, chair, listed, "Later", "11 to 20")
    assert "Cluster 19" in listed.text
    shown = answer(slack, chair, listed, "Show", "*Cluster 15*", value="16")
    assert "Denmark" in str(shown.blocks)
    (still,) = seen(chair, CHANNEL, "11 to 20")
    listed = answer(slack, chair, still, "Earlier", "*60 clusters*, 1 to 10")

    assert "Earlier" not in str(listed.blocks)
    assert slack.complaints == []


def test_clusters_of_the_past_are_listed_last_and_offered_nowhere(slack, group):
    chair, other = slack.person("UCHAIR"), slack.person("UOTHER")
    with group.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        old = next(c for c in clusters.clusters(session, sig.id) if c.key == "cl-dk")
        clusters.update_cluster(session, sig.id, replace(old, status="merged"))

    listed = ask(slack, chair, "clusters", "*1 cluster*")
    assert listed.text.endswith(
        "Denmark, Cluster organisation, former: merged into another"
    )
    other.command("/practice", "new", channel=CHANNEL)
    slack.wait_until(lambda: other.view is not None)

    assert "Health cluster Estonia" in str(other.view["blocks"])
    assert "Life science Denmark" not in str(other.view["blocks"])


def test_a_network_is_added_with_who_keeps_contact_and_a_contact_is_noted(
    slack, convenor
):
    chair, member = slack.person("UCHAIR"), slack.person("UMEMBER")
    open_form(slack, chair, "networks add")
    chair.fill({"name": "ECHAlliance", "liaison": "UGUEST", "relation": "member_of"})
    assert "not in the group yet" in chair.submit().errors["liaison"]
    chair.fill({"liaison": "UMEMBER"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved. *ECHAlliance*"))

    listed = ask(slack, member, "networks", "*1 network*")
    assert "No contact for 90 days or more: 1." in listed.text
    assert "We are a member, <@UMEMBER> keeps contact" in listed.text
    card = answer(slack, member, listed, "Show", "*ECHAlliance*\n")
    assert "Edit" not in str(card.blocks)
    open_by(slack, member, card, "Note a contact")
    member.fill({"day": "2100-01-01"})
    assert "still to come" in member.submit().errors["day"]
    member.fill({"day": "2020-01-01", "next_step": "Invite them in May"})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Saved. *ECHAlliance*"))

    listed = ask(slack, chair, "networks", "Next: Invite them in May")
    assert "days ago (2020-01-01)" in listed.text
    assert ":hourglass:" in listed.text
    open_form(slack, chair, "networks edit echalliance")
    chair.fill({"kind": "project", "ended_on": "2021-01-01"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "ended on 2021-01-01"))
    listed = ask(slack, chair, "networks list", "*1 network*")
    assert ":hourglass:" not in listed.text


def test_a_theme_goes_up_in_another_and_comes_back(slack, convenor):
    chair = slack.person("UCHAIR")
    card = ask(slack, chair, "themes show artificial", "*Artificial intelligence*")
    open_by(slack, chair, card, "Merge")
    chair.fill({"into": "data_sharing"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "is now part of"))

    listed = ask(slack, chair, "themes", "*13 themes*")
    assert "and 1 merged at the end" in listed.text
    (merged,) = seen(chair, CHANNEL, "is now part of")
    answer(slack, chair, merged, "Undo the merge", "The merge is undone.")

    assert "*14 themes*, 1 to 10" in ask(slack, chair, "themes", "*14 themes*").text
    assert slack.complaints == []


def test_a_theme_is_added_renamed_moved_and_removed(slack, convenor):
    chair = slack.person("UCHAIR")
    open_form(slack, chair, "themes add")
    chair.fill({"label": "TELEHEALTH & remote care"})
    assert "reads the same as Telehealth" in chair.submit().errors["label"]
    chair.fill({"label": "Ethics", "description": "Who decides?", "after": "first"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved. *Ethics*"))

    listed = ask(slack, chair, "themes", "*15 themes*")
    assert listed.text.split("\n")[1].startswith("*Ethics* — 0 practices")
    open_form(slack, chair, "themes edit ethics")
    chair.fill({"label": "Ethics and trust"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved. *Ethics and trust*"))
    card = ask(slack, chair, "themes show ethics", "*Ethics and trust*\nWho")
    chair.press(card, "Remove", confirm=False)
    answer(slack, chair, card, "Remove", "*Ethics and trust* is removed")

    ask(slack, chair, "themes show ethics", "I do not know a theme called")


def test_more_than_a_hundred_themes_fit_into_every_menu(slack, convenor):
    chair = slack.person("UCHAIR")
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        for number in range(120):
            new = Theme(slug=f"t{number}", label=f"Theme {number}", position=50)
            themes.add_theme(session, sig.id, new)

    open_form(slack, chair, "themes edit t119")
    chair.fill({"after": "t3"})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "Saved. *Theme 119*"))
    card = ask(slack, chair, "themes show t119", "*Theme 119*")
    open_by(slack, chair, card, "Merge")
    chair.fill({"into": "t118"})
    assert chair.submit().errors == {}
    chair.command("/practice", "new", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"themes": ["t117", "skills"]})

    assert slack.complaints == []


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.MEMBER])
def test_who_may_not_change_hears_who_can(slack, group, role):
    other = slack.person("UOTHER")
    with_role(group, "UOTHER", role)

    ask(slack, other, "clusters", "*2 clusters*")
    ask(slack, other, "clusters add", "can add and change clusters")
    ask(slack, other, "clusters edit cl-ee", "can add and change clusters")
    ask(slack, other, "networks add", "can add and change networks")
    ask(slack, other, "themes add", "can add, merge and rename themes")
    ask(slack, other, "themes merge ai", "can add, merge and rename themes")
    if role is Role.OBSERVER:
        ask(slack, other, "networks contact sb", "can note a contact")

    assert other.view is None


def test_strangers_and_guests_press_every_button_and_nothing_changes(slack, group):
    chair, guest = slack.person("UCHAIR"), slack.person("UGUEST")
    stranger = slack.person("USTRANGER")
    shown = [
        ask(slack, chair, "clusters", "*2 clusters*"),
        ask(slack, chair, "clusters show cl-ee", "Health cluster Estonia*\n"),
        ask(slack, chair, "networks show sb", "*ScanBalt*\n"),
        ask(slack, chair, "themes show ai", "*Artificial intelligence*\n"),
    ]
    answers = 0
    for outsider in (guest, stranger):
        for message in shown:
            copy = slack.workspace.post(
                slack.workspace.channels[CHANNEL],
                user=slack.workspace.bot.id,
                text="copy",
                blocks=message.blocks,
            )
            for block in copy.blocks:
                for element in [*block.get("elements", ()), block.get("accessory")]:
                    if element and element.get("type") == "button":
                        outsider.press(
                            copy,
                            element["action_id"],
                            value=element.get("value"),
                        )
        slack.wait_until(lambda who=outsider: seen(who, CHANNEL, "Guests take part"))
        answers += len(seen(outsider, CHANNEL, "Guests take part"))
        assert outsider.view is None
    guest.command("/sig", "themes", channel=CHANNEL)

    assert answers > 0
    ask(slack, chair, "themes", "*14 themes*")
    ask(slack, chair, "clusters", "*2 clusters*")
