"""Views of practices fit into Slack, whatever was typed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clusters import Cluster
from bot.domain.practices import (
    FORMATTABLE,
    LIMITS,
    Attribution,
    Declaration,
    Funding,
    PracticeContent,
    PracticeEvent,
    PracticeStatus,
    PracticeType,
    Scope,
    TwinningRole,
    Visibility,
    tidy,
)
from bot.domain.themes import DEFAULT_THEMES
from bot.playground import checks
from templates.practices import asides, cards, form, news
from templates.practices.form import Form
from templates.practices.inputs import Choices

from factories import a_content, a_practice

ABOUT = Form(
    nonce="n" * 32, channel="C0123456789", sig_id=1, practice_id=9, number=7, revision=3
)
CHOICES = Choices(
    themes=DEFAULT_THEMES,
    clusters=tuple(
        Cluster(id=n, key=f"cl-{n}", name=f"Cluster {n} " + "x" * 140, country="EE")
        for n in range(1, 120)
    ),
    declared=Declaration(has_rights=True, names_no_patient=True, printed_name="A name"),
    drafts=tuple(a_practice(id=n, number=None) for n in range(1, 120)),
    warned={"title": ("a@b.org", "1" * 3000), "problem": ("<!channel>@b.org",) * 40},
    note="Something happened.",
)
DETAILS = {
    "title_original": "Digiretsept",
    "language": "et",
    "type": PracticeType.SERVICE,
    "scope": Scope.NATIONAL,
    "nuts": "EE00",
    "nuts_name": "Eesti",
    "stakeholders": "Pharmacies",
    "target_groups": ("smes", "payers"),
    "trl": 9,
    "funding": Funding(
        total=1_200_000, eu=0, currency="EUR", programme="ERDF", grant="825003"
    ),
    "twinning_role": TwinningRole.BOTH,
    "looking_for": "A hospital that tries it",
    "interest_disclosure": "Paid by a vendor",
    "valid_as_of": "2024-05",
}
NASTY = st.text(
    st.characters() | st.sampled_from("&<>*_~`|@#!\n\u0301\U0001f468\u200d"),
    max_size=1500,
)
CONTENTS = st.builds(
    lambda texts: tidy(
        replace(
            a_content(links=("https://example.org/a&b",) * 5),
            **{name: text[: LIMITS[name]] for name, text in texts.items()},
        )
    ),
    st.fixed_dictionaries(
        dict.fromkeys(
            ("title", "summary", "problem", "description", "organisation"), NASTY
        )
    ),
)


def view_is_fine(view):
    checks.check_view(view.to_dict(), kind="modal")


def post_is_fine(post):
    arguments = {k: v for k, v in post.arguments().items() if v is not None}
    checks.check_message(arguments)


@settings(max_examples=30, deadline=None)
@given(CONTENTS)
def test_any_text_makes_valid_views_and_messages(content):
    practice = a_practice(content=content)

    view_is_fine(form.step_1(ABOUT, content, CHOICES))
    view_is_fine(form.step_2(ABOUT, content, CHOICES))
    view_is_fine(form.details_view(ABOUT, content))
    view_is_fine(asides.saved(content.title))
    view_is_fine(asides.from_file(ABOUT))
    view_is_fine(asides.alike(ABOUT, [practice] * 3, [practice.id]))
    view_is_fine(cards.reading_view(practice))
    for view in (
        cards.announcement,
        cards.moved_on,
        news.accepted,
        news.accepted_for_actor,
        news.ask_to_withdraw,
        news.edited,
        news.edited_for_author,
        news.nudge,
        news.published,
        news.rejected,
        news.rejected_for_actor,
        news.saved_for_author,
        news.submitted_for_author,
        news.superseded,
        news.superseded_for_actor,
        news.taken_up,
        news.withdrawn,
        news.withdrawn_for_author,
    ):
        post_is_fine(view(practice))
    post_is_fine(cards.card(practice, possible=set(PracticeEvent)))


@pytest.mark.parametrize("count", [0, 1, 15, 16, 200])
def test_lists_of_any_length_fit(count):
    worst = a_content(title="&" * 100, organisation="<" * 150)
    many = [a_practice(id=n, number=n, content=worst) for n in range(1, count + 1)]

    post_is_fine(cards.mine(many))


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
        elif element["type"] == "rich_text_input":
            typed["rich_text_value"] = element.get("initial_value")
        else:
            typed["value"] = element.get("initial_value")
        values[block["block_id"]] = {element["action_id"]: typed}
    return view | {"state": {"values": values}}


@settings(max_examples=30, deadline=None)
@given(CONTENTS)
def test_an_untouched_form_gives_back_what_it_showed(content):
    content = replace(content, stage="pilot", start="2024", **DETAILS)
    read = replace(PracticeContent(), nuts_name="Eesti", nuts="EE00")
    views = (
        form.step_1(ABOUT, content, CHOICES),
        form.step_2(ABOUT, content, CHOICES),
        form.details_view(ABOUT, content),
    )
    for view in views:
        state = state_of(view.to_dict())
        assert form.read_form(state) == ABOUT
        read = form.read_answers(state).onto(read)

    assert without_doubled_spaces(tidy(read)) == without_doubled_spaces(content)


def without_doubled_spaces(content):
    """An editor keeps no white space that nobody sees."""
    texts = {
        name: re.sub(r"\s*\n\s*\n\s*|[^\S\n]*\n[^\S\n]*|[^\S\n]+", folded, text)
        for name in FORMATTABLE
        if (text := getattr(content, name))
    }
    return replace(content, **texts)


def folded(match):
    lines = match[0].count("\n")
    return "\n\n" if lines > 1 else "\n" if lines else " "


def test_who_is_not_the_author_is_not_asked_about_printing():
    editor = replace(CHOICES, declared=None)
    view = state_of(form.step_2(ABOUT, a_content(), editor).to_dict())

    answers = form.read_answers(view)

    assert answers.declared is None
    assert not {"attribution", "visibility"} & set(answers.content)


def test_the_channel_does_not_read_what_is_for_members():
    secret = a_content(title="Secret", visibility=Visibility.SIG_ONLY)
    practice = a_practice(content=secret, status=PracticeStatus.SUBMITTED)

    assert "Secret" not in cards.announcement(practice).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Printed as: National health insurance fund"),
        ({"attribution": Attribution.ANONYMOUS}, "without a submitter"),
        (
            {"attribution": Attribution.NAME_AND_ORGANISATION},
            "with your name and National",
        ),
        ({"visibility": Visibility.SIG_ONLY}, "It is not printed"),
    ],
)
def test_the_author_is_told_what_is_printed(changes, words):
    practice = a_practice(content=a_content(**changes))

    assert words in news.submitted_for_author(practice).text
