"""The practice form as its users meet it: details, formatting, files, drafts."""

from dataclasses import replace

import pytest

from bot.domain.practices import LIMITS
from bot.domain.rich_text import from_markdown, to_slack
from storage import clusters, practices

from groups import seat
from scenarios_forms import STEP_1, STEP_2, open_form, seen, share, typed_in

CHANNEL = "CSIG"
DETAILS = {
    "title_original": "Südametest külas",
    "language": "et",
    "type": "service",
    "scope": "regional",
    "nuts": "ee00",
    "stakeholders": "Hospitals and family doctors.",
    "target_groups": ["citizens_patients", "care_providers"],
    "trl": "8",
    "funding_total": "1 200 000",
    "funding_eu": "600.000",
    "funding_currency": "EUR",
    "funding_programme": "ERDF",
    "funding_grant": "2014-2020.1",
    "twinning_role": "offers",
    "looking_for": "A county that tries it.",
    "interest_disclosure": "The vendor paid the tablets.",
}
FORMATTED = "Three steps:\n\n1. **A nurse** comes\n\n    - with a tablet\n\n2. *Done*"


@pytest.fixture
def member(slack, convenor):
    return slack.person("UMEMBER")


def newest(convenor, number=1):
    with convenor.deps.db.read() as session:
        return practices.get(session, 1, number)


def second_step(slack, member, **typed):
    """Fill the first step and go on to the second."""
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1 | typed)
    assert member.submit().errors == {}


def press(slack, member, button, callback_id):
    """Press a button of the form and wait for the next view."""
    member.press(member.view, button)
    slack.wait_until(lambda: member.view["callback_id"] == callback_id)


def send(slack, member, text=STEP_2):
    member.fill(text)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))


# --- details ------------------------------------------------------------------------


def test_details_are_optional_and_nothing_is_lost_on_the_way(slack, convenor, member):
    second_step(slack, member)
    member.fill(STEP_2 | {"printed_name": "A name", "difficulties": "Snow."})
    press(slack, member, "Add details", "practice_details")
    member.fill(DETAILS)
    assert member.submit().errors == {}

    assert member.view["callback_id"] == "practice_step_2"
    assert "Details (11 given)" in str(member.view["blocks"])
    assert typed_in(member.view, "difficulties") == "Snow."
    assert typed_in(member.view, "printed_name") == "A name"
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))

    content = newest(convenor).content
    assert (content.title_original, content.language) == ("Südametest külas", "et")
    assert (content.nuts, content.nuts_version, content.trl) == ("EE00", "2024", 8)
    assert (content.funding.total, content.funding.eu) == (1_200_000, 600_000)
    assert content.funding.currency == "EUR"
    assert content.twinning_role == "offers"
    member.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "The vendor paid the tablets."))
    (card,) = seen(member, CHANNEL, "The vendor paid the tablets.")
    assert "EUR 1,200,000, of which EUR 600,000 from the EU" in str(card.blocks)
    assert slack.complaints == []


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"funding_total": "12.50"}, "funding_total", "whole amount in figures"),
        ({"funding_total": "5"}, "funding_currency", "choose the currency"),
        ({"nuts": "DK03"}, "nuts", "not in Estonia"),
        ({"nuts": "EE99"}, "nuts", "There is no NUTS code"),
    ],
)
def test_a_mistake_in_the_details_stands_beside_its_field(
    slack, member, typed, field, said
):
    second_step(slack, member)
    press(slack, member, "Add details", "practice_details")
    member.fill({"looking_for": "A partner."} | typed)

    errors = member.submit().errors

    assert list(errors) == [field]
    assert said in errors[field]
    assert typed_in(member.view, "looking_for") == "A partner."


def test_facts_are_not_of_the_future(slack, member):
    second_step(slack, member)
    member.fill(STEP_2 | {"valid_as_of": "2999-01"})
    assert "not of the future" in member.submit().errors["valid_as_of"]

    member.fill({"valid_as_of": "20x"})
    assert "Write a date" in member.submit().errors["valid_as_of"]
    send(slack, member, {"valid_as_of": "2024"})


# --- formatting ---------------------------------------------------------------------


def test_formatting_is_kept_shown_and_edited(slack, convenor, member):
    rich = to_slack(from_markdown(FORMATTED))
    second_step(slack, member, description=rich)
    send(slack, member)

    content = newest(convenor).content
    assert (content.description, content.formatted) == (FORMATTED, ("description",))
    member.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "1. A nurse comes\n  • with a"))
    (card,) = seen(member, CHANNEL, "1. A nurse comes")
    member.press(card, "Read all of it")
    slack.wait_until(lambda: member.view is not None)
    assert "rich_text_list" in str(member.view["blocks"])
    member.close_view()

    open_form(slack, member, channel=CHANNEL, text="edit P-1")
    (editor,) = (b for b in member.view["blocks"] if b["block_id"] == "description")
    assert editor["element"]["initial_value"] == rich
    assert member.submit().errors == {}
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "is saved with your changes"))
    assert newest(convenor).revision == 1
    assert slack.complaints == []


def test_who_and_what_is_mentioned_becomes_a_name(slack, convenor, member):
    second_step(slack, member, problem="Ask @other in #sig, not @channel.")
    send(slack, member)

    assert newest(convenor).content.problem == "Ask @other in #sig, not @channel."
    assert slack.said("<!channel") == []


def test_a_long_description_fits_and_a_longer_one_is_kept_in_the_form(
    slack, convenor, member
):
    limit = LIMITS["description"]
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1 | {"description": "x" * (limit + 1)})

    assert "12001 characters; 12000 fit" in member.submit().errors["description"]
    assert typed_in(member.view, "description") == "x" * (limit + 1)
    member.fill({"description": "x y " * (limit // 4)})
    assert member.submit().errors == {}
    send(slack, member)
    chair = slack.person("UCHAIR")
    chair.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "x y x y"))
    chair.press(seen(chair, CHANNEL, "x y x y")[0], "Read all of it")
    slack.wait_until(lambda: chair.view is not None)

    assert str(chair.view["blocks"]).count("x y ") >= limit // 4 - 60
    assert slack.complaints == []


@pytest.mark.parametrize("field", ["title", "description", "evidence"])
def test_a_tower_of_accents_is_refused_or_shown(slack, convenor, member, field):
    tower = "a" + "\u0301\u0327" * 1499
    fits = tower[: LIMITS[field]] if field != "description" else tower
    form = {field: tower} if field == "description" else {field: fits}

    share(
        slack,
        member,
        channel=CHANNEL,
        step_1=STEP_1 | (form if field != "evidence" else {}),
        step_2=STEP_2 | (form if field == "evidence" else {}),
    )
    slack.wait_until(lambda: seen(member, CHANNEL, "is with the group"))
    member.command("/practice", "show P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "Remote") or field == "title")
    member.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "waiting for acceptance"))

    assert slack.complaints == []
    assert len(getattr(newest(convenor).content, field)) > 90


# --- a text from a file -------------------------------------------------------------


def from_file(slack, member, name, data):
    """Put a file into the form; return what is said beside it."""
    press(slack, member, "Take the text from a file", "practice_from_file")
    member.fill({"file": [member.new_file(name, data)]})
    outcome = member.submit()
    assert outcome.error is None
    return outcome.errors


def test_the_description_comes_from_a_file_and_all_else_is_kept(
    slack, convenor, member
):
    open_form(slack, member, channel=CHANNEL)
    member.fill({name: text for name, text in STEP_1.items() if name != "description"})
    story = FORMATTED + "\n\n" + "A long story. " * 600

    assert from_file(slack, member, "story.md", story.encode("utf-16")) == {}

    assert member.view["callback_id"] == "practice_step_1"
    assert "now has the text of story.md" in str(member.view["blocks"][0])
    assert typed_in(member.view, "title") == STEP_1["title"]
    assert "1. A nurse comes" in typed_in(member.view, "description")
    assert member.submit().errors == {}
    send(slack, member)
    assert newest(convenor).content.description == story.strip()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("forged.md", b"%PDF-1.7 and so on", "This is a PDF, whatever its name says"),
        ("forged.txt", b"PK\x03\x04\x00\x00", "a Word, Excel or zip file"),
        ("program.txt", b"MZ\x00\x01\x02\x03\x04\x05\x06", "not a text file"),
        ("long.txt", b"word " * 3000, "14,999 characters; 12,000 fit"),
        ("huge.md", b"x" * 96_001, "96 kB fit"),
        ("gigantic.md", b"x" * 3_000_000, "96 kB fit"),
        ("empty.txt", b" ", "no text in this file"),
    ],
)
def test_what_is_no_text_is_refused_beside_the_file(slack, member, name, data, said):
    open_form(slack, member, channel=CHANNEL)
    member.fill(STEP_1)

    errors = from_file(slack, member, name, data)

    assert list(errors) == ["file"]
    assert said in errors["file"]
    press(slack, member, "Back", "practice_step_1")
    assert typed_in(member.view, "description") == STEP_1["description"]
    assert member.submit().errors == {}


def test_a_file_of_somebody_else_or_none_is_refused(slack, member):
    theirs = slack.person("UOTHER").new_file("theirs.txt", b"Their text.")
    open_form(slack, member, channel=CHANNEL)
    press(slack, member, "Take the text from a file", "practice_from_file")

    member.fill({"file": [theirs]})
    assert "belongs to somebody else" in member.submit().errors["file"]
    del slack.workspace.files[theirs.id]
    assert "not there any more" in member.submit().errors["file"]
    member.fill({"file": None})
    assert "required" in member.submit().errors["file"]


def test_without_the_permission_to_read_files_it_says_what_to_do(
    slack, convenor, member
):
    open_form(slack, member, channel=CHANNEL)
    slack.installation.scopes.discard("files:read")

    errors = from_file(slack, member, "story.txt", b"A story.")

    assert "files:read" in errors["file"]


# --- drafts and beginnings ----------------------------------------------------------


def keep(slack, member, **typed):
    open_form(slack, member, channel=CHANNEL)
    member.fill(typed)
    member.press(member.view, "Save and finish later")
    slack.wait_until(lambda: "is saved" in str(member.view))
    member.close_view()


def test_the_form_offers_the_drafts_that_wait(slack, convenor, member):
    keep(slack, member, title="First", problem="One.")
    keep(slack, member, title="Second", problem="Two.", country="DK")
    open_form(slack, member, channel=CHANNEL)
    assert "You have 2 unfinished drafts" in str(member.view["blocks"])
    member.fill({"title": "Third", "problem": "Three."})

    member.choose(member.view, "practice_resume", "First")
    slack.wait_until(lambda: typed_in(member.view, "title") == "First")

    assert typed_in(member.view, "problem") == "One."
    assert "unfinished drafts" not in str(member.view["blocks"])
    member.fill({name: text for name, text in STEP_1.items() if name != "title"})
    assert member.submit().errors == {}
    send(slack, member)
    assert newest(convenor).content.title == "First"
    open_form(slack, member, channel=CHANNEL)
    menu = str(member.view["blocks"])
    assert "You have 2 unfinished drafts" in menu
    assert "Third" in menu
    assert "First" not in menu
    assert slack.complaints == []


def test_an_empty_form_leaves_no_draft_behind(slack, member):
    keep(slack, member, title="First")
    open_form(slack, member, channel=CHANNEL)
    member.choose(member.view, "practice_resume", "First")
    slack.wait_until(lambda: typed_in(member.view, "title") == "First")
    member.close_view()

    open_form(slack, member, channel=CHANNEL)

    assert "You have an unfinished draft" in str(member.view["blocks"])


def test_a_new_practice_begins_with_the_facts_of_the_cluster(slack, convenor, member):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", "member", "EE")
    with convenor.deps.db.begin() as session:
        (cluster,) = clusters.clusters(session, 1)
        changes = {"nuts": "EE00", "nuts_version": "2024", "scope": "national"}
        clusters.update_cluster(session, 1, replace(cluster, **changes))

    open_form(slack, member, channel=CHANNEL)
    assert typed_in(member.view, "organisation") == "Cluster EE"
    country = member.view["state"]["values"]["country"]["value"]["selected_option"]
    assert country["value"] == "EE"
    begun = {k: v for k, v in STEP_1.items() if k not in {"organisation", "country"}}
    member.fill(begun)
    assert member.submit().errors == {}
    send(slack, member)
    content = newest(convenor).content
    assert (content.nuts, content.scope) == ("EE00", "national")


def test_a_region_does_not_stay_when_the_country_changes(slack, convenor, member):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", "member", "EE")
    with convenor.deps.db.begin() as session:
        (cluster,) = clusters.clusters(session, 1)
        clusters.update_cluster(session, 1, replace(cluster, nuts="EE00"))

    second_step(slack, member, country="DK")
    send(slack, member)

    assert newest(convenor).content.nuts is None


def test_a_wrong_amount_does_not_swallow_the_rest(slack, member):
    second_step(slack, member)
    press(slack, member, "Add details", "practice_details")
    member.fill({"funding_total": "a lot", "looking_for": "A partner."})

    assert "funding_total" in member.submit().errors
    assert typed_in(member.view, "funding_total") == "a lot"
    assert typed_in(member.view, "looking_for") == "A partner."
