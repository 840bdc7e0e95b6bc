"""`/sig merge` as the chair meets it: five Danish clusters become one, and back."""

import re
from dataclasses import replace

import danish
import pytest
from danish import CLUSTERS, SUCCESSOR

from bot.domain.permissions import Role
from storage import members
from storage.database import open_database

from scenarios_forms import seen

CHANNEL = "CSIG"
SINCE = "(since 2021 part of Danish Life Science Cluster)"
NAMES = [name for name, _ in CLUSTERS.values()]


@pytest.fixture
def database_url(sqlite_url):
    opened = open_database(sqlite_url)
    danish.prepare(opened)
    opened.close()
    return sqlite_url


@pytest.fixture
def chair(slack, convenor):
    return slack.person("UCHAIR")


def open_form(slack, person):
    assert person.command("/sig", "merge", channel=CHANNEL).ok
    slack.wait_until(lambda: person.view is not None)


def fill_in(person):
    person.fill(
        {
            "kind": "merger",
            "predecessors": NAMES,
            "new": SUCCESSOR,
            "effective_on": "2021-01-01",
        }
    )


def said(view):
    return "\n".join(
        block["text"]["text"] for block in view["blocks"] if block["type"] == "section"
    )


def paper(slack, person):
    """Draft the paper and return its Markdown."""

    def found():
        return [
            file
            for message in person.messages(CHANNEL)
            for file in message.files
            if file.name.endswith(".md")
        ]

    before = len(found())
    assert person.command("/whitepaper", "draft", channel=CHANNEL).ok
    slack.wait_until(lambda: len(found()) == before + 1)
    return person.download(found()[-1]).decode()


def test_five_clusters_become_one_and_are_five_again(slack, chair):
    member = slack.person("UMEMBER")
    before = paper(slack, chair)
    open_form(slack, chair)
    fill_in(chair)
    assert chair.submit().errors == {}

    preview = said(chair.view)
    assert "5 practices keep their old names, as in “Biopeople " + SINCE in preview
    assert "5 people speak for Danish Life Science Cluster from now on." in preview
    assert "5 seats with one vote each become 1." in preview
    assert "2 open actions need a new owner" in preview
    assert "hubs in Copenhagen, Aalborg, Aarhus and Odense" in preview
    assert seen(member, CHANNEL, "became part of") == [], "nothing has happened yet"

    # Back keeps everything, and so does the way forward.
    chair.press(chair.view, "Back")
    slack.wait_until(lambda: chair.view["callback_id"] == "succession_step_1")
    assert chair.submit().errors == {}
    chair.fill({"actions_0": ["27"], "note": "As announced in 2020."})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: seen(chair, CHANNEL, "*Done.*"))
    slack.wait_until(lambda: seen(member, CHANNEL, "became part of"))
    (told,) = seen(member, CHANNEL, "became part of")
    assert "Together they have one vote from now on." in told.text
    assert "As announced" not in told.text
    between = paper(slack, chair)
    assert f"Welfare Tech {SINCE}" in between

    (done,) = seen(chair, CHANNEL, "*Done.*")
    assert done.ephemeral
    chair.press(done, "Undo")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Undone.*"))
    slack.wait_until(lambda: seen(member, CHANNEL, "Taken back:"))

    assert without_number(paper(slack, chair)) == without_number(before)
    assert len(seen(member, CHANNEL, "became part of")) == 1
    assert slack.complaints == []


def without_number(text):
    """Leave out which edition it is, and the list of those before it."""
    text = re.sub(r"\*\*Earlier editions\*\*\n\n(\|.*\n)+", "", text)
    return [line for line in text.splitlines() if line and "ersion" not in line]


def test_errors_stand_beside_their_fields_and_keep_what_was_filled_in(slack, chair):
    open_form(slack, chair)
    chair.fill(
        {
            "predecessors": [NAMES[0], NAMES[1]],
            "successors": [NAMES[1]],
            "effective_on": "2999-01-01",
        }
    )

    errors = chair.submit().errors

    assert "cannot follow itself" in errors["successors"]
    assert "come back on that day" in errors["effective_on"]
    typed = chair.view["state"]["values"]
    assert len(typed["predecessors"]["value"]["selected_options"]) == 2


def test_whoever_comes_second_is_told_why_it_is_too_late(slack, chair, convenor):
    other = slack.person("UOTHER")
    make_vice_chair(convenor.deps.db, other.id)
    for person in (chair, other):
        open_form(slack, person)
        fill_in(person)
        assert person.submit().errors == {}
    assert chair.submit().errors == {}

    late = other.submit()

    assert "has ended already" in " ".join(late.errors.values())
    slack.wait_until(lambda: seen(other, CHANNEL, "became part of"))
    assert len(seen(other, CHANNEL, "became part of")) == 1


def make_vice_chair(database, user_id):
    sig_id = danish.chair(database).sig.id
    with database.begin() as session:
        person = members.find_person(session, danish.TEAM, user_id)
        place = members.membership(session, sig_id, person.id)
        members.set_membership(session, replace(place, role=Role.VICE_CHAIR))


def test_the_list_shows_what_became_of_clusters_with_the_way_back(slack, chair):
    assert chair.command("/sig", "merge list", channel=CHANNEL).ok
    slack.wait_until(lambda: seen(chair, CHANNEL, "Nothing has become of any"))
    open_form(slack, chair)
    fill_in(chair)
    chair.submit()
    chair.fill({"note": "As announced in 2020."})
    chair.submit()
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Done.*"))

    chair.command("/sig", "merge list", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "*What became of clusters*"))
    (listed,) = seen(chair, CHANNEL, "*What became of clusters*")
    assert "As announced in 2020." in listed.text
    chair.press(listed, "Undo")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Undone.*"))
    chair.command("/sig", "merge list", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "(undone)"))
    chair.command("/sig", "merge somebody", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "opens the form"))


def test_a_member_reads_the_list_and_changes_nothing(slack, chair):
    member = slack.person("UMEMBER")
    member.command("/sig", "merge", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "The chair and the secretariat can"))
    assert member.view is None

    open_form(slack, chair)
    fill_in(chair)
    chair.submit()
    chair.submit()
    slack.wait_until(lambda: seen(member, CHANNEL, "became part of"))
    member.command("/sig", "merge list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "*What became of clusters*"))

    (listed,) = seen(member, CHANNEL, "*What became of clusters*")
    assert "Undo" not in str(listed.blocks)
