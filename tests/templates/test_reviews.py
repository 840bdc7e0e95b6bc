"""Views of reviews and of two versions fit into Slack, whatever was typed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Theme
from bot.domain.practices import (
    REMARKABLE,
    Answer,
    Criterion,
    Label,
    Opinion,
    PracticeStatus,
    Review,
    ReviewKind,
    ReviewState,
    Verdict,
    changed_fields,
    check_opinion,
    tidy_opinion,
)
from bot.playground import checks
from templates.practices import cards, changes, decisions, form, inputs, news, words
from templates.practices.buttons import Target, read_target, value_of
from templates.practices.changes import Shown
from templates.practices.form import Form
from templates.reviews import form as review_form
from templates.reviews import messages

from factories import NOW, a_content, a_practice

NASTY = st.text(
    st.characters() | st.sampled_from("&<>*_~`|@#!\n\u0301\U0001f468\u200d"),
    max_size=300,
)
ABOUT = review_form.About(review_id=3, channel="C0123456789", sig_id=1)
FULL = Opinion(
    answers=dict.fromkeys(Criterion, Answer.PARTLY),
    verdict=Verdict.CHANGES,
    remarks=dict.fromkeys(REMARKABLE, "Since when?"),
    comment="Fine.",
)


def a_review(**changes):
    values = {
        "id": 3,
        "sig_id": 1,
        "practice_id": 1,
        "revision": 1,
        "reviewer_id": 2,
        "cluster_id": 4,
        "opinion": FULL,
        "state": ReviewState.GIVEN,
        "asked_at": NOW,
    }
    return Review(**(values | changes))


def view_is_fine(view):
    checks.check_view(view.to_dict(), kind="modal")


def post_is_fine(post):
    checks.check_message({k: v for k, v in post.arguments().items() if v is not None})


@settings(max_examples=25, deadline=None)
@given(NASTY, NASTY)
def test_any_text_makes_valid_views_and_messages(typed, other):
    title = typed[:100]
    practice = a_practice(content=a_content(title=title), revision=2, reason=typed)
    opinion = replace(FULL, remarks=dict.fromkeys(REMARKABLE, other), comment=typed * 3)
    review = a_review(opinion=opinion, revision=2)
    cluster = Cluster(id=4, key="cl", name=other[:150], country="DK")

    view_is_fine(review_form.step_1(ABOUT, practice, opinion, is_changed=True))
    view_is_fine(review_form.step_2(ABOUT, practice, opinion))
    view_is_fine(review_form.over(practice, opinion, state="withdrawn"))
    view_is_fine(messages.said_view(practice, [review] * 3, {4: cluster}))
    view_is_fine(decisions.reject_form(practice, channel="C1", reason=typed * 3))
    view_is_fine(decisions.supersede_form(practice, channel="C1", newer=typed))
    for post in (
        messages.asked(practice, review),
        messages.asked(practice, replace(review, kind=ReviewKind.REFEREE)),
        messages.nudge(practice, review),
        messages.over(practice),
        messages.missing(practice, 1),
        messages.advice(practice, [review]),
        messages.thanks(practice, review),
        messages.queue([(practice, review)] * 60),
        news.changes(practice, dict.fromkeys(REMARKABLE, (other, typed))),
        news.rejected(practice),
        cards.announcement(practice, [cluster]),
    ):
        post_is_fine(post)


@settings(max_examples=25, deadline=None)
@given(st.lists(NASTY, min_size=8, max_size=8))
def test_any_two_versions_can_be_shown(texts):
    names = ("title", "summary", "problem", "description")
    before = a_content(**dict(zip(names, texts[:4], strict=True)))
    practice = a_practice(
        revision=2,
        content=a_content(country="FI", **dict(zip(names, texts[4:], strict=True))),
    )
    fields = changed_fields(before, practice.content)

    for offset in range(0, len(fields), changes.PAGE):
        shown = Shown(practice_id=1, first=1, offset=offset, channel="C1", sig_id=1)
        view = changes.compare_view(
            practice, before, shown=shown, fields=fields, themes={}
        )
        view_is_fine(view)
        assert changes.read_shown(view.to_dict()) == shown


def texts_of(view):
    """Return the pieces of the differences with their styles."""
    return [
        (element["text"], tuple(element.get("style") or ()))
        for block in view.to_dict()["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part["elements"]
    ]


def compared(old, new):
    practice = a_practice(revision=2, content=a_content(description=new))
    return changes.compare_view(
        practice,
        a_content(description=old),
        shown=Shown(practice_id=1, first=1),
        fields=("description",),
        themes={},
    )


def test_what_went_is_struck_through_and_what_came_is_bold():
    view = compared("The nurse comes weekly.", "The nurse comes daily.")

    assert texts_of(view) == [
        ("What is done?\n", ("italic",)),
        ("The nurse comes ", ()),
        ("weekly. ", ("strike",)),
        ("daily.", ("bold",)),
    ]


def test_long_passages_that_stayed_are_cut():
    middle = "word " * 200
    view = compared(f"old {middle}end", f"new {middle}end")

    shown = "".join(text for text, _ in texts_of(view))
    assert len(shown) < 300
    assert "…" in shown


def test_texts_with_nothing_in_common_stand_one_after_the_other():
    view = compared("a b " * 300, "c b " * 300)

    assert len(texts_of(view)) == 3


def test_pages_of_changes_lead_to_each_other():
    practice = a_practice(revision=2)
    names = tuple(words.FIELDS)[: changes.PAGE + 1]

    def buttons(offset):
        view = changes.compare_view(
            practice,
            practice.content,
            shown=Shown(practice_id=1, first=1, offset=offset),
            fields=names,
            themes={},
        )
        last = view.to_dict()["blocks"][-1]
        return [element["text"]["text"] for element in last["elements"]]

    assert buttons(0) == ["Later"]
    assert buttons(changes.PAGE) == ["Earlier"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("P-7", ("P-7", None)),
        ("P-7 2", ("P-7", 2)),
        ("7 version 12", ("7", 12)),
    ],
)
def test_a_version_may_be_named(typed, expected):
    assert changes.read_words(typed) == expected


@pytest.mark.parametrize("typed", ["P-7 two", "P-7 -1", "P-7 ١", "P-7 9999999"])
def test_a_version_is_a_number(typed):
    with pytest.raises(Exception, match="Name a version by its number"):
        changes.read_words(typed)


def test_a_button_carries_what_was_seen_and_reads_older_ones():
    practice = a_practice(id=12, revision=3, sig_id=4)

    target = read_target(value_of(practice))

    assert target == Target(practice_id=12, revision=3, sig_id=4)
    assert read_target("12") == Target(practice_id=12)
    assert read_target("12:3") == Target(practice_id=12, revision=3)
    assert read_target("12::4") == Target(practice_id=12, sig_id=4)


def state_of(view):
    """Return what Slack would send for a form that nobody touched."""
    values = {}
    for block in view["blocks"]:
        element = block.get("element")
        if element is None:
            continue
        typed = {"type": element["type"]}
        if "multi" in element["type"] or element["type"] == "checkboxes":
            typed["selected_options"] = element.get("initial_options", [])
        elif "select" in element["type"] or element["type"] == "radio_buttons":
            typed["selected_option"] = element.get("initial_option")
        else:
            typed["value"] = element.get("initial_value")
        values[block["block_id"]] = {element["action_id"]: typed}
    return view | {"state": {"values": values}}


@pytest.mark.parametrize(
    "opinion",
    [
        FULL,
        replace(FULL, verdict=Verdict.DECLINE, remarks={}),
        replace(
            FULL,
            verdict=Verdict.ACCEPT,
            label=Label.PROMISING,
            names_no_patient=True,
            remarks={},
        ),
    ],
)
def test_an_untouched_form_gives_back_what_it_showed(opinion):
    practice = a_practice()
    first = state_of(review_form.step_1(ABOUT, practice, opinion).to_dict())
    assert review_form.read_about(first) == ABOUT

    read = review_form.read_answers(first).onto(opinion)
    if opinion.remarks:
        second = state_of(review_form.step_2(ABOUT, practice, read).to_dict())
        read = review_form.read_answers(second).onto(read)

    assert tidy_opinion(read) == opinion
    assert check_opinion(tidy_opinion(read)) == {}


def test_every_field_that_can_be_remarked_on_has_a_hint_that_says_it():
    choices = inputs.Choices(
        themes=(Theme(slug="one", label="Theme one", position=1),),
        remarks={name: (f"About {name}.",) for name in REMARKABLE},
    )
    about = Form(nonce="n", practice_id=1, number=7)
    hints = {}
    for step in (form.step_1, form.step_2):
        for block in step(about, a_content(), choices).to_dict()["blocks"]:
            if block.get("hint"):
                hints[block["block_id"]] = block["hint"]["text"]

    for name in REMARKABLE:
        assert hints[name] == f"A reviewer asks: About {name}."


@pytest.mark.parametrize(
    ("remarks", "step"),
    [
        ({}, form.STEP_1),
        ({"evidence": ("x",)}, form.STEP_2),
        ({"title": ("x",), "evidence": ("y",)}, form.STEP_1),
    ],
)
def test_the_form_opens_where_something_should_change(remarks, step):
    choices = inputs.Choices(themes=(), remarks=remarks)
    about = Form(nonce="n", practice_id=1, number=7)

    view = form.opened(about, a_content(), choices)

    assert view.to_dict()["callback_id"] == step


def test_two_clusters_of_one_country_are_named_in_full():
    danish = Cluster(id=1, key="a", name="North", country="DK")
    other = Cluster(id=2, key="b", name="South", country="DK")
    portuguese = Cluster(id=3, key="c", name="West", country="PT")

    assert words.clusters([danish, portuguese]) == "Denmark, Portugal"
    assert words.clusters([danish, other, portuguese]) == "North, South, Portugal"


def test_no_message_to_an_author_names_a_cluster_or_a_person():
    practice = a_practice(status=PracticeStatus.CHANGES_REQUESTED, cluster_name="Own")
    text = news.changes(practice, {"title": ("Shorter.",)}).text

    assert "Shorter." in text
    assert "Cluster" not in text
