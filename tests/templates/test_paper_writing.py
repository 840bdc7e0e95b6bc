"""Outline, texts and comments of the paper hold what is longest and most hostile."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.clusters import Cluster
from bot.domain.whitepaper import Section, SectionMode, SectionState
from bot.domain.whitepaper.comments import (
    Answered,
    Comment,
    CommentKind,
    CommentState,
    Opened,
    Said,
    Window,
)
from bot.domain.whitepaper.desk import (
    Additions,
    Board,
    Card,
    Difference,
    History,
    Outline,
    Overview,
    Position,
    Saved,
    Settings,
)
from bot.domain.whitepaper.outline import DEFAULT_SECTIONS
from bot.domain.whitepaper.sections import Kept, Revision, Unsaved
from bot.domain.whitepaper.wording import compared
from templates.forms import About
from templates.whitepaper import commenting, files, outlining, writing

HOSTILE = "<!channel> <@U1|x> *b* & <https://evil.example|bank>"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ABOUT = About(nonce="n", channel="C1", record_id=1)


def long(limit):
    return (HOSTILE * limit)[:limit]


PART = Section(
    id=1,
    key="a" * 40,
    title=long(150),
    position=1,
    mode=SectionMode.MIXED,
    owner="someone",
    due_on=NOW.date(),
    locked=True,
    body=long(30_000),
    revision=12,
    state=SectionState.AGREED,
)
KEPT = Kept(section=PART, has_lost_owner=True, owner_cluster_id=7)
CARD = Card(kept=KEPT, owner=long(150), may_write=True, is_overdue=True)
OUTLINE = Outline(cards=(CARD,) * 40, removed=(KEPT,) * 60, may_change=True)
WINDOW = Window(
    id=1, sections=(PART.key,) * 9, note=long(500), opened_at=NOW, closes_at=NOW
)
COMMENT = Comment(
    id=1,
    section_id=1,
    kind=CommentKind.POSITION,
    text=long(3000),
    proposal=long(3000),
    consolidates=(1, 2),
    is_late=True,
    answer=long(500),
    state=CommentState.DECLINED,
)
SAID = Said(comment=COMMENT, by=long(150), taken_up=True)
REVISIONS = tuple(
    Revision(
        section_id=1,
        number=number,
        body=long(3000),
        author_id=1,
        reason=long(200),
        written_at=NOW,
    )
    for number in range(30, 0, -1)
)
HISTORY = History(
    kept=KEPT,
    owner=long(150),
    revisions=REVISIONS,
    authors={1: long(150)},
    may_write=True,
    unsaved=Unsaved(body="x", base_revision=1),
)
BOARD = Board(
    kept=KEPT,
    said=(SAID,) * 25,
    window=WINDOW,
    is_late=True,
    may_comment=True,
    may_answer=True,
    has_cluster=True,
)
POSITION = Position(
    kept=KEPT,
    cluster=long(150),
    comment=COMMENT,
    colleagues=(SAID,) * 3,
    is_late=True,
    refused=COMMENT,
)
DIFFERENCE = Difference(
    kept=KEPT, revision=REVISIONS[0], pieces=compared(long(9000), "x " * 4000)
)
POSTS = {
    "outline": outlining.listing(OUTLINE),
    "outline's end": outlining.listing(OUTLINE, offset=30),
    "card": outlining.card(CARD, OUTLINE, said="Saved.", waiting=3),
    "removed": outlining.removed(OUTLINE),
    "out": outlining.out(KEPT),
    "history": writing.history(HISTORY, offset=10),
    "difference": writing.difference(DIFFERENCE),
    "saved": writing.saved(Saved(kept=KEPT, was_agreed=True)),
    "too long": writing.too_long(KEPT),
    "file": files.delivered(KEPT, files.Upload.UNCERTAIN),
    "overview": commenting.overview(
        Overview(sections=((KEPT, 3, 2),) * 60, windows=(WINDOW,), may_open=True)
    ),
    "board": commenting.board(BOARD, offset=10),
    "opened": commenting.opened(
        Opened(window=WINDOW, titles=(PART.title,) * 9, zone="Europe/Brussels")
    ),
    "answered": commenting.answered(
        Answered(comment=COMMENT, section=PART.title, group=long(150))
    ),
}
FORMS = {
    "new": outlining.new(
        ABOUT,
        Additions(known=DEFAULT_SECTIONS, sections=(KEPT,) * 150),
        [f"t{number}" for number in range(120)],
    ),
    "settings": outlining.settings(
        ABOUT,
        Settings(
            kept=KEPT,
            clusters=(Cluster(id=7, key="c", name=long(150), country="EE"),),
        ),
    ),
    "edit": writing.form(
        ABOUT,
        KEPT,
        unsaved=Unsaved(body=long(3000), reason=long(200), base_revision=1),
        is_stale=True,
    ),
    "comment": commenting.form(ABOUT, KEPT, is_late=True),
    "position": commenting.position(ABOUT, POSITION),
    "answer": commenting.answer(ABOUT, KEPT, SAID),
    "window": commenting.window(ABOUT, [KEPT] * 150, until=NOW.date()),
}


def texts(value):
    """Yield every text that Slack would parse; rich text it never does."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", POSTS)
def test_a_message_keeps_slacks_limits_and_pings_nobody(name):
    post = POSTS[name]

    parsed = [*texts(json.loads(json.dumps(post.arguments()))), post.text]

    assert len(post.blocks) <= 50
    assert all(len(text) <= 3000 for text in parsed[:-1])
    assert len(post.text) <= 4000
    signs = ("<!channel", "<@U1|", "<https://evil")
    assert not any(sign in text for sign in signs for text in parsed)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_keeps_slacks_limits(name):
    view = FORMS[name].to_dict()

    assert len(view["blocks"]) <= 100
    assert all(len(text) <= 3000 and "<!" not in text for text in texts(view))
    assert len(json.dumps(view)) < 250_000


def test_a_reader_is_shown_no_buttons_of_chairs():
    outline = replace(OUTLINE, may_change=False, removed=())
    reader = replace(CARD, may_write=False)

    shown = json.dumps(
        [
            outlining.listing(outline).arguments(),
            outlining.card(reader, outline).arguments(),
        ]
    )

    for action_id in (outlining.ADD, outlining.WRITE, outlining.LOCK, outlining.REMOVE):
        assert action_id not in shown


def test_the_form_that_comes_back_has_both_texts():
    kept = replace(KEPT, section=replace(PART, body="Theirs *as it is*."))
    mine = Unsaved(body="Mine.", reason="Why", base_revision=1)

    view = writing.form(ABOUT, kept, unsaved=mine, is_stale=True).to_dict()

    fields = {
        block["block_id"]: block["element"]["initial_value"]
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert fields == {"body": "Mine.", "reason": "Why"}
    assert "Theirs *as it is*." in json.dumps(view)


def test_what_is_only_generated_is_not_called_empty():
    made = replace(
        PART, mode=SectionMode.GENERATED, state=SectionState.EMPTY, body=None
    )
    card = replace(CARD, kept=Kept(section=made))

    shown = json.dumps(outlining.card(card, OUTLINE).arguments())

    assert "empty" not in shown
    assert "generated" in shown
