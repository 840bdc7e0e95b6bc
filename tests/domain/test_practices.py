from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidTransitionError
from bot.domain.practices import (
    LIMITS,
    REQUIRED,
    PracticeContent,
    PracticeStatus,
    Visibility,
    changed_fields,
    check_limits,
    check_submission,
    is_partial_date,
    is_web_link,
    tidy,
)

from factories import NOW, a_consent, a_content, a_practice


def test_a_complete_content_has_no_problems():
    assert check_submission(a_content()) == {}


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_required_is_asked_for_beside_its_field(name):
    empty = {"themes": (), "country": None}.get(name, "")

    problems = check_submission(a_content(**{name: empty}))

    assert list(problems) == [name]
    assert problems[name].startswith("Please give")


def test_white_space_is_nothing():
    content = tidy(a_content(title=" \n\t\u200b "))

    assert "title" in check_submission(content)


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_the_limit_itself_fits_and_one_more_does_not(name, limit):
    fits = check_limits(a_content(**{name: "x" * limit}))
    over = check_limits(a_content(**{name: "x" * (limit + 1)}))

    assert name not in fits
    assert str(limit) in over[name]


def test_characters_are_counted_after_composing_them():
    decomposed = "e\N{COMBINING ACUTE ACCENT}" * 100

    content = tidy(a_content(title=decomposed))

    assert content.title == "é" * 100
    assert check_limits(content) == {}


@pytest.mark.parametrize("text", ["2021", "2021-03", "2021-03-15", "2024-02-29"])
def test_dates_may_be_as_exact_as_they_are_known(text):
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "21", "2021-13", "2021-3", "2021-02-30", "2021-03-15x", "now", "２０２１"],
)
def test_other_dates_are_refused(text):
    assert not is_partial_date(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_full_date_is_a_date(day):
    assert is_partial_date(day.isoformat())


def test_the_end_may_be_as_exact_as_the_start_or_less():
    assert check_limits(a_content(start="2021-06", end="2021")) == {}
    assert "end" in check_limits(a_content(start="2021-06", end="2021-05-30"))
    assert "end" in check_limits(a_content(start="2021", end="2020-12"))


@pytest.mark.parametrize(
    "link", ["https://example.org", "http://example.org/a_(b)?c=d#e"]
)
def test_web_addresses_are_links(link):
    assert is_web_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "example.org",
        "https://",
        "https://exa mple.org",
        "https://example.org/<script>",
        "https://example.org/|x",
        "https://[::1",
        "https://example.org/" + "a" * 500,
    ],
)
def test_nothing_else_is_a_link(link):
    assert not is_web_link(link)
    assert "links" in check_limits(a_content(links=(link,)))


def test_too_many_links_or_themes_are_refused():
    links = tuple(f"https://example.org/{n}" for n in range(6))

    assert "links" in check_limits(a_content(links=links))
    assert "themes" in check_limits(a_content(themes=tuple("abcdef")))


def test_nuts_codes_of_countries_are_not_iso_codes():
    assert "country" in check_limits(a_content(country="EL"))
    assert check_limits(a_content(country="GR")) == {}


def test_a_life_from_draft_to_accepted():
    draft = a_practice(number=None, status=PracticeStatus.DRAFT)

    submitted = draft.submit(7, NOW)
    accepted = submitted.accept(NOW)

    assert (draft.ref, submitted.ref) == ("draft", "P-7")
    assert submitted.submitted_at == accepted.accepted_at == NOW
    assert accepted.status is PracticeStatus.ACCEPTED


@pytest.mark.parametrize("status", sorted(set(PracticeStatus) - {PracticeStatus.DRAFT}))
def test_only_drafts_are_submitted(status):
    with pytest.raises(InvalidTransitionError, match="P-7 is"):
        a_practice(status=status).submit(8, NOW)


@pytest.mark.parametrize(
    "status",
    sorted(
        set(PracticeStatus) - {PracticeStatus.SUBMITTED, PracticeStatus.UNDER_REVIEW}
    ),
)
def test_only_what_waits_is_accepted(status):
    with pytest.raises(InvalidTransitionError):
        a_practice(status=status).accept(NOW)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, True, id="accepted, public, consented"),
        pytest.param({"status": PracticeStatus.PUBLISHED}, True, id="published"),
        pytest.param({"status": PracticeStatus.SUBMITTED}, False, id="submitted"),
        pytest.param({"consent": None}, False, id="no consent"),
        pytest.param({"consent": a_consent(publish=False)}, False, id="not to print"),
        pytest.param(
            {"consent": a_consent(withdrawn_on=date(2026, 11, 22))},
            False,
            id="consent taken back",
        ),
        pytest.param(
            {"content": a_content(visibility=Visibility.SIG_ONLY)},
            False,
            id="for members only",
        ),
    ],
)
def test_what_the_paper_may_contain(changes, expected):
    assert a_practice(**changes).is_printable is expected


def test_changed_fields_are_named():
    after = a_content(title="Another", links=("https://example.org",))

    assert changed_fields(a_content(), after) == ("title", "links")
    assert changed_fields(PracticeContent(), PracticeContent()) == ()
