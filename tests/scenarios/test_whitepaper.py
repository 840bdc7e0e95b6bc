"""`/whitepaper draft` as the chair and the others meet it."""

import re
from datetime import date

import pytest
from scenarios_papers import draft, files

from bot.cli import papers
from bot.domain.whitepaper.exports import Format

from scenarios_forms import STEP_1, STEP_2, seen, share

CHANNEL = "CSIG"


def test_the_paper_says_what_was_typed(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted. Its author"))

    paper = draft(slack, chair)

    visible = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), paper["md"])
    for typed in (STEP_1 | STEP_2).values():
        if isinstance(typed, str) and " " in typed:
            assert all(line in visible for line in typed.splitlines())
    assert "*Edition 0.1*" in seen(chair, CHANNEL, "*Edition")[0].text
    assert "1 practice from 1 country" in seen(chair, CHANNEL, "*Edition")[0].text
    assert paper["html"].startswith("<!DOCTYPE html>")
    assert slack.complaints == []


def test_drafting_again_without_a_change_is_the_same_edition(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    first = draft(slack, chair)
    second = draft(slack, chair)

    assert second == first

    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted. Its author"))
    third = draft(slack, chair)

    assert third != second
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Edition 0.2*"))


def test_only_those_who_may_draft_hear_more_than_a_polite_no(slack, convenor):
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "draft", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "The chair, the secretariat"))

    assert all(message.ephemeral for message in member.messages(CHANNEL))
    assert files(member) == []


def test_the_command_line_writes_the_same_bytes(slack, convenor, settings, tmp_path):
    chair = slack.person("UCHAIR")
    paper = draft(slack, chair)

    written = papers.write(
        settings.database_url,
        tmp_path / "paper",
        as_of=date(2001, 1, 1),
        formats=[Format.MARKDOWN, Format.HTML],
    )

    assert {path.suffix[1:]: path.read_text("utf-8") for path in written} == paper


@pytest.mark.parametrize("private", [True, False])
def test_where_the_bot_is_not_the_paper_goes_to_the_groups_channel(
    slack, convenor, private
):
    chair = slack.person("UCHAIR")
    slack.workspace.add_channel(
        id="CPRIVATE",
        name="chairs",
        members=["UCHAIR"],
        bot_is_member=False,
        private=private,
    )
    chair.command("/practice", "list", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "No practices yet"))

    chair.command("/whitepaper", "draft", channel="CPRIVATE")
    slack.wait_until(lambda: files(chair))

    assert files(chair, "CPRIVATE") == []


def test_without_file_uploads_the_edition_is_kept_and_said(slack, convenor, caplog):
    slack.installation.scopes.discard("files:write")
    chair = slack.person("UCHAIR")

    chair.command("/whitepaper", "draft", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "I may not upload files"))

    assert caplog.text.count("Files cannot be uploaded here") == 1


@pytest.mark.parametrize("method", ["chat.update", "files.completeUploadExternal"])
def test_a_lost_answer_does_not_leave_the_work_undone(slack, convenor, method):
    chair = slack.person("UCHAIR")
    slack.faults.lose_answer(method=method)

    chair.command("/whitepaper", "draft", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Edition 0.1*"))

    assert len(files(chair)) == 2
    unconfirmed = bool(seen(chair, CHANNEL, "Slack did not confirm the upload"))
    assert unconfirmed is (method != "chat.update")


def test_without_changing_messages_the_files_still_come(slack, convenor):
    slack.installation.methods_off.add("chat.update")
    chair = slack.person("UCHAIR")

    chair.command("/whitepaper", "draft", channel=CHANNEL)

    slack.wait_until(lambda: len(files(chair)) == 2)


def test_what_goes_wrong_while_drafting_is_said_where_the_progress_stood(
    slack, convenor
):
    chair = slack.person("UCHAIR")
    with convenor.deps.db.begin() as session:
        session.connection().exec_driver_sql("DROP TABLE edition")

    chair.command("/whitepaper", "draft", channel=CHANNEL)
    slack.wait_until(
        lambda: (
            seen(chair, CHANNEL, "I cannot read now")
            or seen(chair, CHANNEL, "could not be assembled")
        )
    )

    assert seen(chair, CHANNEL, "uploading the files") == []


def test_help_is_private(slack, convenor):
    chair = slack.person("UCHAIR")

    for text in ("", "help", "drft"):
        chair.command("/whitepaper", text, channel=CHANNEL)
    slack.wait_until(lambda: len(seen(chair, CHANNEL, "/whitepaper draft")) == 3)

    assert seen(chair, CHANNEL, "Did you mean `/whitepaper draft`?")
    assert all(message.ephemeral for message in chair.messages(CHANNEL))
