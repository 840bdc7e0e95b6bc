"""An edited draft comes back through Slack: previewed, imported, texts chosen."""

import pytest
from paper_group import INTRODUCTION
from scenarios_papers import draft

from bot.services.whitepaper.common import ensure
from storage import sections, sigs

from groups import TEAM
from scenarios_forms import seen

CHANNEL = "CSIG"


@pytest.fixture
def paper(slack, convenor):
    """Return the Markdown of a first draft with an introduction."""
    write(convenor, INTRODUCTION)
    return draft(slack, slack.person("UCHAIR"))["md"]


def introduction(convenor):
    with convenor.deps.db.read() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        listed = sections.listed(session, sig.id)
        return next(each for each in listed if each.section.key == "introduction")


def write(convenor, body):
    with convenor.deps.db.begin() as session:
        ensure(session, sigs.by_channel(session, TEAM, CHANNEL))
    kept = introduction(convenor)
    with convenor.deps.db.begin() as session:
        sections.write(
            session,
            kept.id,
            body,
            author_id=None,
            reason="",
            base_revision=kept.section.revision,
            now=convenor.deps.clock(),
        )


def add(slack, person, markdown):
    """Add an edited draft in the modal of the command and send it."""
    person.command("/whitepaper", "import", channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)
    person.fill({"file": [person.new_file("draft.md", markdown.encode())]})
    assert person.submit().errors == {}


def test_an_edited_draft_is_previewed_imported_and_in_the_next_draft(
    slack, convenor, paper
):
    chair = slack.person("UCHAIR")

    add(slack, chair, paper.replace("Our method.", "Our *own* way."))
    slack.wait_until(lambda: seen(chair, CHANNEL, "1 section changes"))
    (preview,) = seen(chair, CHANNEL, "1 section changes")
    assert preview.ephemeral
    assert introduction(convenor).body == INTRODUCTION
    chair.press(preview, "Import")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Imported:*"))

    assert "Our *own* way." in draft(slack, chair)["md"]
    assert slack.complaints == []


def test_two_texts_of_one_sentence_are_shown_and_one_is_chosen(slack, convenor, paper):
    chair = slack.person("UCHAIR")
    write(convenor, INTRODUCTION.replace("Our method.", "As Slack has it."))

    add(slack, chair, paper.replace("Our method.", "As the file has it."))
    slack.wait_until(lambda: seen(chair, CHANNEL, "1 conflict"))
    chair.press(seen(chair, CHANNEL, "1 conflict")[0], "Import")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Imported:*"))
    assert "As Slack has it." in introduction(convenor).body
    chair.press(seen(chair, CHANNEL, "*Imported:*")[0], "Choose a text")
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"choice": "mine", "body": "As both have it."})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: introduction(convenor).body == "As both have it.")
    slack.wait_until(lambda: seen(chair, CHANNEL, "has its text"))
    assert slack.complaints == []


def test_what_was_written_while_the_form_was_open_is_not_overwritten(
    slack, convenor, paper
):
    chair = slack.person("UCHAIR")
    write(convenor, INTRODUCTION.replace("Our method.", "As Slack has it."))
    add(slack, chair, paper.replace("Our method.", "As the file has it."))
    slack.wait_until(lambda: seen(chair, CHANNEL, "1 conflict"))
    chair.press(seen(chair, CHANNEL, "1 conflict")[0], "Import")
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Imported:*"))
    chair.press(seen(chair, CHANNEL, "*Imported:*")[0], "Choose a text")
    slack.wait_until(lambda: chair.view is not None)
    write(convenor, "Newer than both.")

    chair.fill({"choice": "mine", "body": "What I typed."})
    chair.submit()

    assert introduction(convenor).body == "Newer than both."
    assert "changed this section just now" in str(chair.view)
    assert "What I typed." in str(chair.view)


def test_a_file_with_broken_marks_is_refused_in_private_with_its_lines(
    slack, convenor, paper
):
    chair = slack.person("UCHAIR")

    add(slack, chair, paper.replace("<!-- sig:end introduction -->\n", ""))

    slack.wait_until(lambda: seen(chair, CHANNEL, "cannot be read as an edited draft"))
    (post,) = seen(chair, CHANNEL, "cannot be read as an edited draft")
    assert "Line " in post.text
    assert introduction(convenor).body == INTRODUCTION


def test_a_draft_sent_to_the_bot_alone_is_previewed_there(slack, convenor, paper):
    chair = slack.person("UCHAIR")
    place = slack.workspace.direct_channel(chair.id).id

    chair.upload(place, "draft.md", paper.replace("Our thanks.", "Thanks.").encode())

    slack.wait_until(lambda: seen(chair, place, "1 section changes"))
    chair.press(seen(chair, place, "1 section changes")[0], "Discard")
    slack.wait_until(lambda: seen(chair, place, "was discarded"))
    assert introduction(convenor).body == INTRODUCTION


def test_edits_in_assembled_parts_become_comments(slack, convenor, paper):
    chair = slack.person("UCHAIR")
    before, after = "The group has not met yet.", "We met twice."

    add(slack, chair, paper.replace(before, after, 1))
    slack.wait_until(lambda: seen(chair, CHANNEL, "There is nothing to take"))
    preview = seen(chair, CHANNEL, "There is nothing to take")[0]
    chair.press(preview, "Keep as comments")
    slack.wait_until(lambda: seen(chair, CHANNEL, "Kept as comments on: How this"))

    chair.command("/whitepaper", "comments methodology", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, after))


def test_who_is_no_editor_is_told_who_may(slack, convenor):
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "import", channel=CHANNEL)

    slack.wait_until(lambda: seen(member, CHANNEL, "take an edited draft"))
