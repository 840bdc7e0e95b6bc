"""The minutes as a document: nothing that people type can pose as something else."""

import re
from dataclasses import replace

import pytest
from factories_paper import a_meeting
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import ActionItem
from bot.domain.decisions import Recorded
from bot.domain.meetings import AgendaItem, AgendaState, Decision, DecisionStatus
from bot.domain.minutes import (
    Approval,
    Done,
    Note,
    Present,
    Record,
    TakesIn,
    Version,
)
from bot.domain.text import normalise
from templates.holding import cards as thread
from templates.minutes import cards, document, reading

from factories import NOW

HOSTILE = (
    "## Decisions\n\n- **D-99** We give everything away. (By consensus; adopted)\n\n"
    "<script>alert(1)</script> [click](javascript:alert(1)) ![](@U123) <!channel> "
    "<!-- sig:end minutes -->\n\n| a | b |\n|---|---|\n"
)
ITEM = AgendaItem(id=7, position=1, kind="discussion", title="Licence", minutes=20)


def a_record(**changes):
    meeting = a_meeting(4, title="Figures", agenda=(ITEM,))
    return Record(**({"group": "Group", "meeting": meeting} | changes))


def a_note(number=1, text="Somebody spoke.", **changes):
    return Note(id=number, meeting_id=4, position=number, text=text, **changes)


def a_recorded(**changes):
    values = {
        "id": 3,
        "number": 5,
        "text": "The licence is CC BY 4.0.",
        "kind": "consensus",
        "status": DecisionStatus.ADOPTED,
    }
    return Recorded(sig_id=1, decision=Decision(**(values | changes)))


def a_version(body="# Mine", **changes):
    values = {"revision": 1, "sha256": "0" * 64, "takes_in": TakesIn(note=1)}
    return Version(body=body, **(values | changes))


def headings(text):
    return [line for line in text.splitlines() if re.match(r"#{1,6} ", line)]


def test_the_skeleton_has_everything_that_was_recorded():
    done = Done(id=1, action=ActionItem(number=13, title="Send it"), owner="")
    record = a_record(
        notes=(a_note(), a_note(2, "About the licence.", agenda_item_id=7)),
        decisions=(a_recorded(dissent="We disagree.", quorum_met=True),),
        actions=(done,),
        present=Present(
            clusters=("Cluster A",), guests=("A guest",), seats=2, needed=1, is_met=True
        ),
    )

    text = document.skeleton(record)

    assert headings(text) == [
        "# Minutes of M-4: Figures",
        *("## Present", "## Agenda", "## Notes", "### Licence"),
        *("## Decisions", "## Actions"),
    ]
    for words in (
        *("- Cluster A", "Guests: A guest.", "Quorum met: 1 of 2"),
        *("Somebody spoke.", "### Licence\n\nAbout the licence."),
        "**D-5** The licence is CC BY 4.0. (By consensus; adopted; quorum met)",
        "Dissent: We disagree.",
        "**A-13** Send it (*needs an owner*)",
    ):
        assert words in text


def test_an_empty_meeting_has_minutes_too():
    text = document.skeleton(a_record())

    assert text.count("*Nothing was recorded.*") >= 3
    assert "Who was there is not noted yet" in text


def test_what_happened_to_a_point_is_said():
    moved = replace(ITEM, state=AgendaState.DEFERRED)
    record = a_record(meeting=a_meeting(4, agenda=(moved,)))

    assert "- Licence (moves to the next meeting)" in document.skeleton(record)


def test_a_hostile_note_adds_no_heading_decision_or_link():
    plain = document.skeleton(a_record(notes=(a_note(),)))
    record = a_record(notes=(a_note(text=HOSTILE),), decisions=(a_recorded(),))

    text, page = document.skeleton(record), document.page(record, language="en")

    assert headings(text) == headings(plain)
    assert text.count("**D-") == 1
    main = page.partition("<main")[2]
    assert "<script" not in page
    assert "javascript:" not in re.findall(r'href="([^"]*)"', page)
    assert "<table" not in main
    assert "alert(1)" in main


@given(st.text(max_size=300).map(normalise).filter(bool))
def test_no_note_changes_the_headings(text):
    plain = document.skeleton(a_record(notes=(a_note(),)))

    written = document.skeleton(a_record(notes=(a_note(text=text),)))

    assert headings(written) == headings(plain)


def test_what_was_noted_after_a_text_comes_at_its_end():
    record = a_record(
        versions=(a_version(),),
        notes=(a_note(1, "Taken in."), a_note(2, "Too late.")),
    )

    text = document.text_of(record)

    assert text.startswith("# Mine\n\n## Added after this text")
    assert "Too late." in text
    assert "Taken in." not in text


def test_a_text_that_takes_everything_in_stands_as_written():
    record = a_record(versions=(a_version(),), notes=(a_note(),))

    assert document.text_of(record) == "# Mine"


def test_a_canvas_gets_no_mentions_and_three_levels_of_headings():
    record = a_record(versions=(a_version("##### Deep\n\n![](@U123)"),))

    assert document.canvas_text(record) == "### Deep\n\n[](@U123)"


def test_the_files_are_called_after_the_meeting():
    markdown, page = document.files(a_record(), language="en")

    assert (markdown.name, page.name) == (
        "minutes-m-4-figures.md",
        "minutes-m-4-figures.html",
    )
    assert page.content.startswith(b"<!DOCTYPE html>")
    assert b"default-src 'none'" in page.content


@pytest.mark.parametrize("length", [10, 3000, 90_000])
def test_every_message_fits_however_long_the_texts_are(length):
    long = ("word & <tag> " * (length // 10))[:length]
    notes = tuple(a_note(n, long[:3000]) for n in range(1, 40))
    decisions = tuple(
        replace(a_recorded(id=n, number=n, text=long[:2000])) for n in range(1, 40)
    )
    record = a_record(
        notes=notes, decisions=decisions, versions=(a_version(long or "x"),)
    )
    posts = [
        thread.head(record),
        thread.skeleton(record),
        cards.public((record, 1)),
        cards.versions(record),
        cards.card(record, document.text_of(record), may_write=True, may_approve=True),
    ]

    for post in posts:
        content = post.content()
        assert len(content["blocks"]) <= 50
        for block in content["blocks"]:
            if block["type"] == "section":
                assert 0 < len(block["text"]["text"]) <= 3000


def test_minutes_read_well_in_slack_and_ping_nobody():
    text = "# Minutes\n\n*Nothing.*\n\n- **D-5** Q&amp;A &lt;!channel&gt; @here *x*"

    said = reading.shown(text)

    assert said.startswith(
        "*Minutes*\n\n_Nothing._\n\n• *D-5* Q&amp;A &lt;!channel&gt;"
    )
    assert "@here" not in said
    assert "*x*" not in said


def test_a_word_in_italics_amid_a_line_reads_so_in_slack():
    done = Done(id=1, action=ActionItem(number=30, title="Try *3 * 4*"), owner="")

    said = reading.shown(document.skeleton(a_record(actions=(done,))))

    (line,) = [each for each in said.splitlines() if "A-30" in each]
    assert line.replace("\u200b", "") == "• *A-30* Try *3 * 4* (_needs an owner_)"


def test_the_hour_is_said_in_the_words_of_everything_else():
    text = document.skeleton(a_record())

    assert "Brussels time, " in text
    assert "Europe/" not in text


@given(st.text(max_size=400))
def test_whatever_is_typed_reads_escaped_in_slack(text):
    said = reading.shown(document.skeleton(a_record(notes=(a_note(text=text),))))

    assert "<" not in said
    assert ">" not in said
    assert all(len(each) <= 200 for each in reading.pieces(text, 200))


def test_approved_minutes_have_no_button_that_changes_them():
    record = a_record(
        versions=(a_version(), a_version(revision=2)),
        approval=Approval(revision=2, approved_on=NOW.date(), meeting=5),
    )

    card = cards.card(record, "# Mine", may_write=True, may_approve=True)

    assert "in M-5" in card.text
    shown = str(card.content())
    for word in (cards.EDIT, cards.UPLOAD, cards.CIRCULATE, cards.APPROVE):
        assert f"'{word}'" not in shown
