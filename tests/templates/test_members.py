"""Views of people: within Slack's limits, escaped, and read back as written."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.clusters import Cluster
from bot.domain.externals import InvitationForm
from bot.domain.members import (
    Card,
    Entry,
    Guest,
    News,
    Proposal,
    ProposedCluster,
    Roster,
)
from bot.domain.permissions import Role
from bot.domain.sigs import Person, ProposalState, Sig
from bot.playground import checks
from templates import labels, privacy
from templates.members import forms, lists, messages, welcome

from factories import a_member

NASTY = "<!channel> & *bold* <https://evil.example|x>"
SIG = Sig(id=1, name=NASTY, channel_id="C1")
CLUSTER = Cluster(id=7, key="x", name=NASTY * 3, country="EE")


def an_entry(number=1, role=Role.MEMBER, **changes):
    member = a_member(number, role, 7)
    limits = {"purpose": NASTY, "expires_on": date(2027, 3, 8), "meetings": (4,)}
    if role is Role.EXTERNAL:
        member = replace(member, place=replace(member.place, **limits))
    values = {"member": member, "organisation": NASTY * 4, "sponsor": CLUSTER}
    return Entry(**(values | changes))


def view_of(view):
    return checks.check_view(view.to_dict(), kind="modal") or view.to_dict()


def is_harmless(post):
    text = post.text + str([block.to_dict() for block in post.blocks])
    return "<!channel>" not in text and "<https://evil" not in text


def test_every_role_has_a_word():
    assert set(labels.ROLES) == set(Role)


@pytest.mark.parametrize("number", [0, 98, 99, 250])
@pytest.mark.parametrize("chairs", [None, (), (Person(id=1, user_id="U1"),)])
def test_the_welcome_fits_whatever_the_group_is(number, chairs):
    clusters = [replace(CLUSTER, id=n + 1) for n in range(number)]
    about = welcome.About(sig_id=1, channel="C1", asked={"command": "/practice"})

    view = view_of(
        welcome.view(
            about, group=NASTY, clusters=clusters, chairs=chairs, is_new=bool(number)
        )
    )

    sections = [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]
    assert "<!channel>" not in str(sections)
    assert welcome.read_about(view) == about


def test_what_is_too_long_to_keep_is_dropped_and_known_to_be():
    about = welcome.About(sig_id=1, asked={"text": "x" * 5000})

    view = view_of(welcome.not_listed(about))

    assert welcome.read_about(view).asked == {}


def test_the_notice_says_everything_that_it_must():
    said = " ".join(privacy.notice("Group", [Person(id=1, user_id="U1")]))

    for words in (
        "responsible",
        "Slack id",
        "role",
        "cluster",
        "time zone",
        "what you write",
        "Why",
        "How long",
        "rights",
        "<@U1>",
    ):
        assert words in said
    assert "the chair of the group" in " ".join(privacy.notice("Group", []))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7", welcome.Chosen(cluster_id=7)),
        (welcome.UNLISTED, welcome.Chosen(is_unlisted=True)),
        (welcome.NONE, welcome.Chosen()),
    ],
)
def test_a_choice_is_read(value, expected):
    state = {"cluster": {"value": {"selected_option": {"value": value}}}}

    assert welcome.read_chosen({"state": {"values": state}}) == expected
    assert welcome.read_chosen({}) == welcome.Chosen()


@pytest.mark.parametrize("offset", [0, 15, 30, 999])
def test_a_page_of_long_names_fits_and_is_harmless(offset):
    entries = tuple(
        an_entry(number, Role.EXTERNAL if number > 20 else Role.MEMBER, cluster=CLUSTER)
        for number in range(1, 40)
    )
    roster = Roster(entries=entries, may_manage=True, may_invite=True)

    post = lists.listing(roster, SIG, offset=offset, only="latvia")

    blocks = [block.to_dict() for block in post.blocks]
    checks.check_blocks(blocks)
    shown = str(blocks).count("• ")
    assert shown == min(15, 39 - min(offset, 30))
    assert is_harmless(post)


def test_nobody_found_says_how_to_see_everybody():
    post = lists.listing(Roster(entries=(), may_manage=False, may_invite=False), SIG)

    assert "/sig members" in post.text


def test_the_buttons_of_a_card_are_those_the_reader_may_press():
    member, external = an_entry(), an_entry(2, Role.EXTERNAL)

    def buttons(card):
        found = [block.to_dict() for block in lists.card(card).blocks]
        return [e["text"]["text"] for b in found for e in b.get("elements", ())]

    assert buttons(Card(entry=member)) == []
    assert buttons(Card(entry=member, may_invite=True)) == []
    assert buttons(Card(entry=member, may_manage=True)) == ["Change", "Take out"]
    assert buttons(Card(entry=external, may_invite=True)) == ["Change"]
    assert is_harmless(lists.card(Card(entry=external, may_manage=True)))


def test_somebody_without_an_account_is_named_by_role():
    role_only = an_entry()
    role_only = replace(
        role_only,
        member=replace(role_only.member, person=Person(id=1)),
    )

    post = lists.card(Card(entry=role_only, may_manage=True))

    assert "Member (not linked to a Slack account)" in post.text


def test_externals_without_an_account_are_told_apart_and_not_named():
    def external(number, **changes):
        entry = an_entry(number, Role.EXTERNAL, **changes)
        person = Person(id=number, display_name="Somebody's name")
        place = replace(entry.member.place, expires_on=None)
        member = replace(entry.member, person=person, place=place)
        return replace(entry, member=member)

    estonia = replace(CLUSTER, name="Estonia")
    roster = Roster(
        entries=(
            external(1, organisation="", kind="care_provider", sponsor=estonia),
            external(2, organisation="Region", kind="public_authority", sponsor=None),
            external(3, organisation="", kind="other", sponsor=estonia),
            external(4, organisation="", sponsor=None),
        ),
        may_manage=False,
        may_invite=False,
    )

    text = lists.listing(roster, SIG).text

    assert "Somebody" not in text
    assert [line for line in text.splitlines() if line.startswith("•")] == [
        (
            "• External (not linked to a Slack account) — care provider, "
            "invited by Estonia"
        ),
        "• External (not linked to a Slack account) — Region, public authority",
        "• External (not linked to a Slack account) — invited by Estonia",
        "• External (not linked to a Slack account)",
    ]


def test_an_external_with_an_account_is_shown_with_what_they_represent():
    entry = an_entry(2, Role.EXTERNAL, organisation="Hospital", kind="care_provider")
    entry = replace(entry, sponsor=replace(CLUSTER, name="Estonia"))
    roster = Roster(entries=(entry,), may_manage=False, may_invite=False)

    line = lists.listing(roster, SIG).text.splitlines()[-1]
    card = lists.card(Card(entry=entry)).text

    assert line == (
        "• <@U2> — External, Hospital, care provider, invited by Estonia, "
        "until 8 March 2027"
    )
    assert "Kind of organisation: care provider" in card


@pytest.mark.parametrize("name", ["The Health SIG", "Digitalisation SIG"])
def test_the_welcome_reads_well_with_any_name(name):
    about = welcome.About(sig_id=1)

    view = welcome.view(about, group=name, clusters=None, chairs=(), is_new=True)

    said = view.to_dict()["blocks"][0]["text"]["text"]
    assert said.startswith(f"*Welcome to the group: {name}.* ")


@pytest.mark.parametrize("entry", [None, an_entry(), an_entry(role=Role.EXTERNAL)])
@pytest.mark.parametrize("number", [0, 1, 100, 101])
def test_forms_fit_and_know_what_they_are_about(entry, number):
    clusters = tuple(replace(CLUSTER, id=n + 1) for n in range(number))
    about = forms.About(
        sig_id=1, channel="C1", user="U1", team="T1", zone="UTC", version=3
    )
    form = InvitationForm(
        sponsors=clusters or (CLUSTER,),
        usual_end=date(2027, 5, 1),
        latest_end=date(2028, 5, 1),
        entry=entry,
    )

    for view in (
        forms.who(about),
        forms.change(about, entry=entry, clusters=clusters),
        forms.invite(about, form),
    ):
        assert forms.read_about(view_of(view)) == about


def a_proposal(state):
    proposed = ProposedCluster(
        name=NASTY, country="LT", website="https://x.example/<!channel>"
    )
    proposal = Proposal(id=2, sig_id=1, person_id=1, cluster=proposed, state=state)
    person = Person(id=1, user_id="U1")
    return News(
        sig=SIG,
        proposal=proposal,
        proposer=person,
        version=4,
        cluster=CLUSTER if state is ProposalState.ACCEPTED else None,
        decided_by=None if state is ProposalState.OPEN else person,
    )


@pytest.mark.parametrize("state", ProposalState)
def test_messages_about_a_proposal_are_harmless(state):
    news = a_proposal(state)

    for view in (messages.proposed, messages.decided, messages.decided_for_actor):
        post = view(news)
        checks.check_blocks([b.to_dict() for b in post.blocks])
        assert is_harmless(post)
    asked = str([block.to_dict() for block in messages.proposed(news).blocks])
    assert ("Add this cluster" in asked) is (state is ProposalState.OPEN)


def test_messages_about_externals_are_harmless():
    guest = Guest(sig=SIG, entry=an_entry(9, Role.EXTERNAL))

    for post in (
        messages.invited(guest),
        messages.ending(guest),
        messages.stays(guest.entry, is_longer=True),
        lists.invitation_stands(guest.entry),
        lists.ask_to_leave(SIG),
    ):
        checks.check_blocks([b.to_dict() for b in post.blocks])
        assert is_harmless(post)


def test_the_values_of_buttons_are_read_back():
    assert messages.read_ids("1:9:2027-03-08") == (1, 9, "2027-03-08")
    assert lists.read_page("15:health: valley") == (15, "health: valley")
