"""Forms that come back from people without Slack."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from filled_forms import (
    ANSWERS,
    EMPTY,
    LABELS,
    QUESTIONS,
    TABLE,
    TEXTS,
    answers_of,
    as_markdown,
    as_table,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.languages import LANGUAGES
from bot.domain.practices import (
    LIMITS,
    TARGET_GROUPS,
    EvidenceLevel,
    Funding,
    PracticeContent,
    PracticeType,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    tidy,
)
from bot.domain.practices.outside import MAX_BYTES, read
from bot.domain.themes import DEFAULT_THEMES
from templates.practices import forms_outside

ADVERSARIAL = json.loads(
    (Path(__file__).parent.parent / "data" / "adversarial.json").read_text("utf-8")
)["entries"]


def reading(text, name="form.md"):
    return read(name, text.encode() if isinstance(text, str) else text, QUESTIONS)


def said(found):
    return [str(problem) for problem in found.problems]


def any_text(limit):
    signs = st.sampled_from(list("#>\\-*;,\"'`=\n\r\t |_éõ🇪🇪\u200b"))
    lines = st.sampled_from(
        ["## Title", "# Practice", "> Help: x", "\\# a", "- b", '"']
    )
    text = st.one_of(st.text(), st.text(signs), st.lists(lines).map("\n".join))
    return text.map(lambda made: made[:limit])


CONTENTS = st.builds(
    PracticeContent,
    **{name: any_text(LIMITS[name]) for name in TEXTS},
    language=st.none() | st.sampled_from(sorted(LANGUAGES)),
    country=st.none() | st.sampled_from(sorted(COUNTRIES)),
    themes=st.lists(
        st.sampled_from([theme.slug for theme in DEFAULT_THEMES]),
        max_size=5,
        unique=True,
    ).map(tuple),
    target_groups=st.lists(st.sampled_from(TARGET_GROUPS), unique=True).map(tuple),
    scope=st.none() | st.sampled_from(Scope),
    type=st.none() | st.sampled_from(PracticeType),
    stage=st.none() | st.sampled_from(Stage),
    evidence_level=st.none() | st.sampled_from(EvidenceLevel),
    transfer_readiness=st.none() | st.sampled_from(TransferReadiness),
    start=st.none() | st.sampled_from(["2019", "2020-02", "2020-02-29"]),
    end=st.none() | st.sampled_from(["2021", "2022-12-31"]),
    valid_as_of=st.none() | st.just("2026-03"),
    trl=st.none() | st.integers(1, 9),
    twinning_role=st.none() | st.sampled_from(TwinningRole),
    links=st.lists(
        st.sampled_from(["https://example.org/a?b=1", "http://xn--e1afmkfd.example"]),
        max_size=5,
    ).map(tuple),
    funding=st.none()
    | st.builds(
        Funding,
        total=st.none() | st.integers(500, 10**12),
        eu=st.none() | st.integers(0, 500),
        currency=st.sampled_from(["EUR", "DKK"]),
        programme=st.none() | st.just("Interreg"),
        grant=st.none() | st.just("101016000"),
    ),
)


@settings(max_examples=75, deadline=None)
@given(CONTENTS)
def test_a_form_filled_with_any_text_reads_back_the_same(content):
    content = tidy(content)
    content = replace(content, title_original=content.title_original or None)
    answers = answers_of(content)
    if not answers:
        return

    for name, text in (("f.md", as_markdown(answers)), ("f.csv", as_table(answers))):
        found = reading(text, name)

        assert said(found) == []
        (practice,) = found.practices
        assert practice.content == content


@settings(max_examples=60, deadline=None)
@given(st.text() | any_text(4000), st.sampled_from(["a.md", "b.csv", "c.txt"]))
def test_whatever_comes_back_is_read_or_refused_in_words(text, name):
    try:
        found = reading(text.encode("utf-8", "replace"), name)
    except InvalidInputError:
        return
    assert found.is_fine or found.problems


@settings(max_examples=60, deadline=None)
@given(st.binary(), st.sampled_from(["a.md", "b.csv"]))
def test_any_bytes_are_read_or_refused_in_words(data, name):
    try:
        found = reading(data, name)
    except InvalidInputError as error:
        found = error
    assert found


def hostile():
    for entry in ADVERSARIAL:
        for number, given_ in enumerate(entry["inputs"]):
            kind, _, name = given_["target"].partition(".")
            if kind == "practice" and name in TEXTS:
                yield pytest.param(name, given_["value"], id=f"{entry['id']}-{number}")


@pytest.mark.parametrize(("name", "value"), list(hostile()))
@pytest.mark.parametrize("write", [as_markdown, as_table])
def test_hostile_values_stay_in_their_field_or_are_refused(write, name, value):
    text = write(ANSWERS | {name: value})
    file = "form.md" if write is as_markdown else "form.csv"

    found = reading(text.encode("utf-8", "replace"), file)

    plain = reading(write(ANSWERS), file).practices[0].content
    expected = tidy(replace(plain, **{name: value}))
    if len(getattr(expected, name)) > LIMITS[name]:
        assert [problem.field for problem in found.problems] == [LABELS[name]]
        return
    assert said(found) == []
    assert found.practices[0].content == expected


def test_a_form_in_both_shapes_says_the_same():
    from_text = reading(as_markdown(ANSWERS))
    from_table = reading(as_table(ANSWERS), "form.CSV")

    assert from_text.is_fine
    assert from_text.practices == from_table.practices
    assert from_text.practices[0].content.themes == ("telehealth",)
    assert from_text.practices[0].content.country == "EE"
    assert from_text.practices[0].missing == ()
    assert from_text.digest != from_table.digest


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_are_read_as_spreadsheets_write_them(separator, newline, encoding):
    text = as_table(ANSWERS, separator=separator, newline=newline)

    found = reading(text.encode(encoding), "form.csv")

    assert said(found) == []
    assert found.practices == reading(as_table(ANSWERS), "form.csv").practices


def test_letters_of_an_old_windows_are_read_with_a_note():
    text = as_table(ANSWERS | {"title": "Pôle santé – “õ”"})

    found = reading(text.encode("cp1252"), "form.csv")

    assert found.practices[0].content.title == "Pôle santé – “õ”"
    assert "Windows-1252" in found.notes[0]


def test_several_practices_fit_into_one_file():
    others = ANSWERS | {"title": "Another"}

    for text, name in (
        (as_markdown(ANSWERS, others), "f.md"),
        (as_table(ANSWERS, others), "f.csv"),
    ):
        found = reading(text, name)
        titles = [each.content.title for each in found.practices]
        assert titles == [ANSWERS["title"], "Another"]


def test_what_is_still_needed_is_named_and_no_problem():
    found = reading(as_markdown({"title": "Half a practice"}))

    assert found.is_fine
    assert found.practices[0].missing == (
        "Summary",
        "Which problem does it solve?",
        "What is done?",
        "Organisation in charge",
        "Country",
        "Themes",
        "How do you know that it works?",
        "What can others take over?",
    )


def line_of(text, words):
    return next(n for n, line in enumerate(text.split("\n"), 1) if line == words)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"title": "x" * 130}, "Title: That is 130 characters; 100 fit here."),
        ({"country": "Narnia"}, "Country: I do not know “Narnia”."),
        (
            {"stage": "soon"},
            "How far is it?: I do not know “soon”. There are: Pilot; R",
        ),
        ({"themes": "Quanta\nSkills and workforce"}, "Themes: I do not know “Quanta”."),
        ({"start": "March 2020"}, "Start: Write a date like 2021, 2021-03 or"),
        ({"start": "2022", "end": "2021"}, "End: The end lies before the start."),
        ({"links": "www.example.org"}, "Links: Not a web address: www.example.org."),
        ({"trl": "10"}, "Technology readiness level: I do not know “10”."),
        ({"funding_total": "1.5 million"}, "Write a whole amount in figures"),
        ({"funding_total": "100"}, "Money in total: Please choose the currency"),
        ({"funding_eu": "100"}, "from the EU: Please choose the currency"),
        (
            {"funding_total": "1", "funding_eu": "2", "funding_currency": "EUR"},
            "The part from the EU is larger than the total.",
        ),
        ({"funding_currency": "shells"}, "Currency: I do not know “shells”."),
        ({"language": "Klingon"}, "I do not know “Klingon”."),
        (
            {"themes": "\n".join(theme.label for theme in DEFAULT_THEMES)},
            "Themes: Choose up to 5.",
        ),
    ],
)
def test_a_wrong_answer_is_named_by_line_and_question(answers, words):
    text = as_markdown(answers)
    first = next(iter(answers.values())).split("\n")[0]
    if len(answers) > 1:
        first = list(answers.values())[1]

    (problem,) = said(reading(text))

    assert problem.startswith("Line ")
    assert words in problem
    if len(answers) == 1 or "end" in answers:
        assert problem.startswith(f"Line {line_of(text, first)}, ")


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("Eesti vabariik\n", "organisation", "Eesti vabariik"),
        ("estonia", "country", "EE"),
        ("EL", "country", "GR"),
        ("uk", "country", "GB"),
        ("TÜRKIYE", "country", "TR"),
        ("scaled up.", "stage", Stage.SCALED),
        ("15.03.2021", "start", "2021-03-15"),
        ("3.2021", "start", "2021-03"),
        ("- telehealth\n* skills", "themes", ("telehealth", "skills")),
        ("telehealth; skills;", "themes", ("telehealth", "skills")),
        ("- https://a.example\n- https://b.example", "links", None),
        ("Estonian", "language", "et"),
    ],
)
def test_answers_are_read_as_people_type_them(typed, field, value):
    found = reading(as_markdown({field: typed}))

    assert said(found) == []
    expected = value or ("https://a.example", "https://b.example")
    assert getattr(found.practices[0].content, field) == expected


@pytest.mark.parametrize("typed", ["1200000", "1 200 000", "1.200.000", "1,200,000"])
def test_amounts_are_read_in_every_spelling_of_thousands(typed):
    answers = {"funding_total": typed, "funding_currency": "eur"}

    found = reading(as_markdown(answers)).practices[0].content

    assert found.funding == Funding(total=1_200_000, currency="EUR")


def test_headings_that_are_not_ours_and_lost_text_are_named():
    text = (
        "Dear colleague,\nhere it is\n# Practice\n## Titel\nA\n## Title\nB\n## title\n"
    )

    before, unknown, twice = said(reading(text))

    assert before.startswith("Line 1: This text stands before the first question")
    assert unknown.startswith("Line 4: I do not know the question “Titel”.")
    assert twice.startswith("Line 8, Title: This question is there twice, first in li")


def test_headings_of_other_levels_belong_to_the_answer():
    found = reading("## What is done?\n# One\n### Two\n> Three\n\\## Four\n")

    text = found.practices[0].content.description
    assert text == "# One\n### Two\n> Three\n## Four"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "No question of this form is answered yet."),
        (EMPTY, "No question of this form is answered yet."),
        ("Title;Help\nx;y", "Line 1: The first row must be the one of the form"),
        (
            'Question;Help;Answer\nTitle;;"open',
            "Line 2: From this row on I cannot read",
        ),
        (
            "Question;Help;Answer\nTitel;;x",
            "Line 2: I do not know the question “Titel”",
        ),
        ("Question;Help;Answer\nTitle;;x\nTITLE;;y", "Line 3, Title: This question is"),
    ],
)
def test_what_is_no_filled_form_is_refused_by_line(text, words):
    name = "f.csv" if text.startswith(("Title", "Question")) else "f.md"

    assert words in said(reading(text, name))[0]


def test_an_empty_table_says_so_too():
    assert said(reading(TABLE, "f.csv")) == [
        "No question of this form is answered yet."
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("form.docx", b"x", "I read forms that end in .md or .csv."),
        ("form", b"x", "I read forms that end in .md or .csv."),
        ("form.md", b"PK\x03\x04" + bytes(99), "a Word, Excel or zip file"),
        ("form.csv", b"\xd0\xcf\x11\xe0" + bytes(99), "an old Word or Excel file"),
        ("form.md", b"%PDF-1.7", "This is a PDF"),
        ("form.md", b"\x89PNG\r\n\x1a\n", "This is a picture"),
        ("form.md", bytes(range(32)) * 9, "This is not a text file"),
        ("form.md", "## Title\nx".encode("utf-16-le"), "This is not a text file"),
        ("form.md", b"## Title\n\x81\x8d\xff", "I cannot read the letters"),
        ("form.md", b"\xff\xfex", "This file is cut off or damaged"),
        ("form.md", b"x" * (MAX_BYTES + 1), "This file has 200 kB; I read up to 200"),
    ],
)
def test_what_is_no_text_is_refused_as_a_whole(name, data, words):
    with pytest.raises(InvalidInputError) as refused:
        reading(data, name)

    assert words in refused.value.fields["file"]


def test_a_file_full_of_mistakes_is_not_read_to_its_end():
    text = "".join(f"## Nonsense {number}\nx\n" for number in range(9000))

    assert len(reading(text).problems) <= 61


def test_too_many_practices_are_refused():
    assert "Up to 20 practices" in said(reading(as_markdown(*[ANSWERS] * 21)))[0]
    assert "Up to 20 practices" in said(reading(as_table(*[ANSWERS] * 21), "f.csv"))[0]


def test_a_form_names_every_limit_and_choice():
    for question in QUESTIONS:
        assert f"## {question.label}\n" in EMPTY
        if question.limit and question.name in LIMITS:
            assert re.search(rf"up to {question.limit:,}|Up to {question.limit}", EMPTY)
    for theme in DEFAULT_THEMES:
        assert theme.label in EMPTY
        assert theme.label in TABLE.decode("utf-8-sig")
    assert TABLE.startswith(b"\xef\xbb\xbf")
    assert (
        forms_outside.files(QUESTIONS, group="{x} %s")[0].content.count(b"{x} %s") == 1
    )
