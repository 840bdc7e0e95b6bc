"""`/sig report`: text at once, files in the direct message, also when things fail."""

import csv
import io

import pytest

from groups import the_sample_group_in
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def convenor(start, database_url):
    the_sample_group_in(database_url)
    return start()


def files(person):
    return [file for message in person.direct_messages() for file in message.files]


def direct(person, words):
    return [m for m in person.direct_messages() if words in m.text]


def ask(
    slack, person, text="report 2021", *, answer="*Special interest group in 2021*"
):
    assert person.command("/sig", text, channel=CHANNEL).ok
    slack.wait_until(lambda: seen(person, CHANNEL, answer))
    return seen(person, CHANNEL, answer)[-1]


def test_a_member_gets_the_text_at_once_and_the_files_alone(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    message = ask(slack, member)
    slack.wait_until(lambda: direct(member, "The figures of 2021 as files"))

    assert message.ephemeral
    assert "Meetings 10 of 10" in message.text
    table, chart = files(member)
    text = member.download(table).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Meetings attended"] for row in rows][-1] == "69"
    assert member.download(chart).startswith(b"\x89PNG")
    assert (table.name, chart.name) == ("report-2021.csv", "report-2021.png")
    assert chair.direct_messages() == []
    assert not any(m.files for m in member.messages(CHANNEL))
    assert slack.complaints == []


def test_progress_and_result_are_one_message(slack, convenor):
    member = slack.person("UMEMBER")

    ask(slack, member)
    slack.wait_until(lambda: direct(member, "The figures of 2021 as files"))

    texts = [m.text for m in member.direct_messages() if not m.files]
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("report twenty", "I need a year with four digits"),
        ("report 2999", "2999 has not begun"),
        ("report 1066", "I keep no figures from before 2000"),
        ("report 2019", "I know nothing of 2019"),
    ],
)
def test_a_bad_year_gets_a_clear_answer_and_no_files(slack, convenor, text, answer):
    member = slack.person("UMEMBER")

    ask(slack, member, text, answer=answer)

    assert member.direct_messages() == []


def test_the_scope_for_opening_direct_messages_is_not_needed(slack, convenor):
    slack.installation.scopes -= {"im:write", "im:history"}
    member = slack.person("UMEMBER")

    ask(slack, member)

    slack.wait_until(lambda: len(files(member)) == 2)


def test_without_file_uploads_the_message_says_how_to_get_them(slack, convenor):
    slack.installation.scopes.discard("files:write")
    member = slack.person("UMEMBER")

    ask(slack, member)
    slack.wait_until(lambda: direct(member, "I may not upload files here."))

    assert direct(member, "`convenor report --year 2021`")


def test_without_direct_messages_the_text_stands_and_the_way_to_the_files(
    slack, convenor
):
    slack.installation.methods_off.add("chat.postMessage")
    member = slack.person("UMEMBER")

    ask(slack, member)
    ask(slack, member, answer="I cannot write to you directly")

    assert member.direct_messages() == []


def test_an_upload_that_slack_does_not_confirm_is_told_as_that(slack, convenor):
    slack.faults.lose_answer(method="files.completeUploadExternal")
    member = slack.person("UMEMBER")

    ask(slack, member)

    slack.wait_until(lambda: direct(member, "Slack did not confirm the upload"))


def test_without_changing_messages_the_files_still_come(slack, convenor):
    slack.installation.methods_off.add("chat.update")
    member = slack.person("UMEMBER")

    ask(slack, member)

    slack.wait_until(lambda: len(files(member)) == 2)
