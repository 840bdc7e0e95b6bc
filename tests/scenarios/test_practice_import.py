"""Forms from people without Slack, as members bring them in."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filled_forms import ANSWERS, TEXTS, as_markdown, as_table

from bot.domain.permissions import Role
from bot.domain.practices import LIMITS
from bot.domain.practices.outside import MAX_BYTES
from bot.domain.sigs import Sig
from storage import members, sigs
from storage import practices as rows

from groups import TEAM, onboard, seat
from scenarios_forms import STEP_2, come_in, seen

CHANNEL = "CSIG"
FORM = as_markdown(ANSWERS).encode()


def drafts(convenor, user="UMEMBER"):
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        person = members.find_person(session, TEAM, user)
        return rows.drafts_of(session, sig.id, person.id) if person else ()


def direct(person, words):
    return [m for m in person.direct_messages() if words in m.text]


def share(slack, person, name="form.md", data=FORM, *, answer="practice"):
    """Send a file to the bot alone and wait for its answer."""
    place = slack.workspace.direct_channel(person.id).id
    person.upload(place, name, data)
    slack.wait_until(lambda: direct(person, answer))
    return direct(person, answer)[-1]


def test_a_file_sent_to_the_bot_becomes_a_draft_and_a_practice(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")

    post = share(slack, member, answer="*form.md*: 1 practice, no problems.")
    assert drafts(convenor) == ()
    member.press(post, "Import")
    slack.wait_until(lambda: direct(member, "*1 draft is saved.*"))
    (draft,) = drafts(convenor)
    assert draft.content.title == ANSWERS["title"]
    assert draft.consent is None
    assert other.direct_messages() == []

    member.press(direct(member, "*1 draft is saved.*")[-1], "Continue")
    slack.wait_until(lambda: member.view is not None)
    assert member.submit().errors == {}
    assert "may share this text" in member.submit().errors["consent"]
    member.fill(STEP_2)
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(other, CHANNEL, f"“{ANSWERS['title']}” (Estonia)"))
    assert slack.complaints == []


def test_the_same_file_twice_is_the_same_draft(slack, convenor):
    member = slack.person("UMEMBER")
    first = share(slack, member, answer="*form.md*: 1 practice")
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda _: member.press(first, "Import"), range(2)))
    slack.wait_until(lambda: drafts(convenor))

    second = share(slack, member, "again.md", answer="*again.md*: 1 practice")
    member.press(second, "Import")
    slack.wait_until(lambda: direct(member, "*1 draft is there already*"))

    assert len(drafts(convenor)) == 1


def test_an_event_that_slack_delivers_again_is_answered_once(slack, convenor):
    member = slack.person("UMEMBER")
    slack.faults.duplicate_next()
    share(slack, member, answer="*form.md*")

    share(slack, member, "next.md", answer="*next.md*")

    assert len(direct(member, "*form.md*")) == 1


def test_problems_are_named_by_line_and_question_and_nothing_is_saved(slack, convenor):
    member = slack.person("UMEMBER")
    wrong = as_table(
        ANSWERS | {"title": "x" * 130}, ANSWERS | {"country": "<!channel>"}
    )

    post = share(slack, member, "form.csv", wrong.encode("utf-8-sig"), answer="problem")

    assert "*form.csv*: 2 practices, 2 problems." in post.text
    assert "Line 2, Title: That is 130 characters; 100 fit here." in post.text
    assert "Country: I do not know “&lt;!channel&gt;”." in post.text
    assert "Import" not in str(post.blocks)
    assert drafts(convenor) == ()


def test_what_is_still_needed_is_said_and_does_not_stand_in_the_way(slack, convenor):
    member = slack.person("UMEMBER")

    post = share(slack, member, data=b"## Title\nHalf", answer="1 practice")
    member.press(post, "Import")
    slack.wait_until(lambda: direct(member, "*1 draft is saved.*"))

    assert "Half: still needed are Summary; Which problem does it solve?" in post.text


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("form.docx", b"PK\x03\x04", "I read forms that end in .md or .csv."),
        ("form.md", b"PK\x03\x04" + bytes(50), "This is a Word, Excel or zip file"),
        ("form.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "This is a picture"),
        ("form.md", bytes(range(128)) * 9, "This is not a text file"),
        ("form.md", bytes(range(256)) * 9, "I cannot read the letters of this"),
        ("form.md", b"x" * (MAX_BYTES + 1), "This file has 200 kB"),
        ("form.md", b"", "No question of this form is answered yet."),
        ("<!here>.md", b"## Title\n" + b"<@U1>" * 9, "1 practice, no problems"),
    ],
)
def test_what_is_no_form_gets_a_clear_answer(slack, convenor, name, data, answer):
    member = slack.person("UMEMBER")

    post = share(slack, member, name, data, answer=answer)

    assert "<!" not in post.text
    assert "<@" not in post.text
    assert drafts(convenor) == ()


def test_a_file_in_a_channel_is_not_looked_at(slack, convenor):
    member = slack.person("UMEMBER")
    member.upload(CHANNEL, "form.md", FORM)

    share(slack, member, "mine.md", answer="*mine.md*")

    assert [call.method for call in slack.calls].count("files.info") == 1


def test_the_bots_own_files_are_not_looked_at(slack, convenor):
    member = slack.person("UMEMBER")
    member.command("/practice", "import", channel=CHANNEL)
    slack.wait_until(lambda: member.view is not None)

    member.press(member.view, "Send me the empty form")
    slack.wait_until(lambda: direct(member, "The empty form, as text and for a"))

    files = [file for m in member.direct_messages() for file in m.files]
    assert [file.name for file in files] == ["practice-form.md", "practice-form.csv"]
    assert member.download(files[0]).startswith(b"# Practice")
    assert direct(member, "No question of this form") == []


def add(slack, person, *, name="form.md", data=FORM):
    """Add a form in the modal of the command and send it."""
    person.command("/practice", "import", channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)
    come_in(slack, person)
    person.fill({"file": [person.new_file(name, data)]})
    return person.submit()


def test_a_form_is_added_in_the_modal_and_previewed_in_private(slack, convenor):
    member = slack.person("UMEMBER")

    assert add(slack, member).errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "*form.md*: 1 practice"))
    (post,) = seen(member, CHANNEL, "*form.md*: 1 practice")
    assert post.ephemeral
    member.press(post, "Import")
    slack.wait_until(lambda: seen(member, CHANNEL, "*1 draft is saved.*"))

    assert len(drafts(convenor)) == 1
    assert seen(member, CHANNEL, "*form.md*") == []


def test_a_file_of_another_kind_is_refused_beside_the_field(slack, convenor):
    member = slack.person("UMEMBER")

    outcome = add(slack, member, data=b"x" * (MAX_BYTES + 1))

    assert "This file has 200 kB" in outcome.errors["file"]
    assert member.view is not None


def test_without_the_permission_the_answer_names_it(slack, convenor):
    slack.installation.scopes.discard("files:read")
    member = slack.person("UMEMBER")

    assert add(slack, member).errors == {}

    slack.wait_until(lambda: seen(member, CHANNEL, "I may not read files here."))
    assert "files:read" in seen(member, CHANNEL, "I may not read")[0].text


def test_a_file_that_is_gone_or_a_slack_that_is_silent(slack, convenor):
    member = slack.person("UMEMBER")
    post = share(slack, member, answer="*form.md*")

    slack.faults.refuse("file_not_found", method="files.info")
    member.press(post, "Import")
    slack.wait_until(lambda: direct(member, "This file is not there any more."))
    slack.faults.server_error(method="files.info")
    member.press(post, "Import")
    slack.wait_until(lambda: direct(member, "Slack did not give me the file"), 15)

    assert drafts(convenor) == ()


def test_a_file_of_somebody_else_is_not_taken_in(slack, convenor):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")
    post = share(slack, member, answer="*form.md*")
    stolen = slack.workspace.find_message(post.channel, post.ts)
    theirs = other.new_file("theirs.md", FORM)
    value = stolen.blocks[-1]["elements"][0]["value"]
    mine = next(iter(slack.workspace.files))
    stolen.blocks[-1]["elements"][0]["value"] = value.replace(mine, theirs.id)

    member.press(stolen.snapshot(), "Import")

    slack.wait_until(lambda: direct(member, "Somebody else shared this file."))
    assert drafts(convenor) == ()


def test_a_file_outside_slack_is_not_fetched_with_the_token(slack, convenor):
    member = slack.person("UMEMBER")
    file = member.new_file("form.md", FORM)
    file.base_url = "http://evil.example"

    slack.event(
        "file_shared",
        file_id=file.id,
        user_id=member.id,
        channel_id=slack.workspace.direct_channel(member.id).id,
    )

    slack.wait_until(lambda: direct(member, "This file lies outside Slack"))


def test_who_may_not_submit_or_is_new_hears_why(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UOTHER", Role.OBSERVER)

    share(slack, slack.person("UOTHER"), answer="can submit a practice")
    share(slack, slack.person("UNEW"), answer="in the channel of your group")
    share(slack, slack.person("UGUEST"), answer="You are in no group yet")


def test_somebody_new_comes_in_by_the_command(slack, convenor):
    newcomer = slack.person("UNEW")

    assert add(slack, newcomer).errors == {}

    slack.wait_until(lambda: seen(newcomer, CHANNEL, "*form.md*: 1 practice"))


def test_who_is_in_two_groups_is_sent_to_a_channel(slack, convenor):
    with convenor.deps.db.begin() as session:
        sig = sigs.add(session, Sig(name="Second"))
        sigs.bind(session, sig.id, team_id=TEAM, channel_id="CELSE")
    onboard(convenor.deps.db, "CELSE", "UMEMBER")

    post = share(slack, slack.person("UMEMBER"), answer="You are in several groups")

    assert "/practice import" in post.text


def test_hostile_files_at_once_do_not_stop_the_bot(slack, convenor):
    member = slack.person("UMEMBER")
    wide = b"## Title\n" * 20_000

    began = time.monotonic()
    post = share(slack, member, "wide.md", wide, answer="*wide.md*")

    assert "… and" in post.text
    assert time.monotonic() - began < 5


def hostile():
    """Return the hostile values of practices, each as an answer that fits."""
    path = Path(__file__).parent.parent / "data" / "adversarial.json"
    for entry in json.loads(path.read_text("utf-8"))["entries"]:
        for each in entry["inputs"]:
            kind, _, name = each["target"].partition(".")
            if kind == "practice" and name in TEXTS:
                yield {name: each["value"][: LIMITS[name] - 1]}


def test_hostile_answers_reach_nobody_as_markup(slack, convenor):
    member = slack.person("UMEMBER")
    answers = [ANSWERS | each for each in hostile()]
    files = [answers[at : at + 20] for at in range(0, len(answers), 20)]

    for number, part in enumerate(files):
        name = f"hostile-{number}.csv"
        data = as_table(*part).encode("utf-8", "replace")
        post = share(slack, member, name, data, answer=f"*{name}*")
        assert f"{len(part)} practices, no problems" in post.text
        member.press(post, "Import")
        slack.wait_until(lambda: direct(member, f"*{len(part)} drafts are saved.*"))  # noqa: B023
    member.command("/practice", "list mine", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, f"*{len(answers)} practices*"))

    shown = "\n".join(
        message.text + str(message.blocks)
        for channel in (CHANNEL, slack.workspace.direct_channel(member.id).id)
        for message in member.messages(channel)
        if message.user == slack.workspace.bot.id
    )
    for ping in (
        "<!channel",
        "<!here",
        "<!everyone",
        "<!subteam",
        "<@U",
        "<javascript",
    ):
        assert ping not in shown
    assert slack.complaints == []
