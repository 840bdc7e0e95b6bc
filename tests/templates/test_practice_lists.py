"""Lists, files and imports of practices fit into Slack, whatever was typed."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from filled_forms import ANSWERS, QUESTIONS, as_markdown
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.exchange.tables import cell
from bot.domain.practices import Funding, PracticeStatus
from bot.domain.practices.listing import Filters, Known, parse
from bot.domain.practices.outside import read
from bot.domain.sigs import Sig
from bot.domain.text import decode_slack
from bot.domain.themes import DEFAULT_THEMES
from bot.playground import checks
from templates import flags
from templates.practices import cards, collecting, files, imports, listing
from templates.practices.files import Format
from templates.practices.imports import File
from templates.reports import Upload

from factories import a_content, a_practice

ADVERSARIAL = json.loads(
    (Path(__file__).parent.parent / "data" / "adversarial.json").read_text("utf-8")
)["entries"]
THEMES = {theme.slug: theme.label for theme in DEFAULT_THEMES}
WORST = a_content(
    title="&" * 100, organisation="<" * 150, themes=tuple(list(THEMES)[:5])
)


def post_is_fine(post):
    checks.check_message(post.arguments())
    assert post.text


def view_is_fine(view):
    checks.check_view(view.to_dict(), kind="modal")


def show(practices, filters=None, *, offset=0):
    return listing.listing(
        practices, filters or Filters(), total=99, themes=THEMES, offset=offset
    )


@pytest.mark.parametrize("count", [0, 1, 10, 11, 200])
def test_lists_of_any_length_fit(count):
    many = [
        a_practice(id=n, number=n, content=WORST, cluster_name="*" * 200)
        for n in range(1, count + 1)
    ]
    every = parse(
        " ".join(f"theme:{slug}" for slug in THEMES), Known(themes=DEFAULT_THEMES)
    )

    for offset in range(0, max(count, 1), 10):
        for filters in (Filters(), every):
            post_is_fine(show(many, filters, offset=offset))


def pages(post):
    last = post.blocks[-1].to_dict()
    return [
        (e["text"]["text"], listing.read_place(e["value"]))
        for e in last.get("elements", [])
    ]


def test_pages_lead_to_each_other_and_keep_the_filter():
    many = [a_practice(id=n, number=n) for n in range(1, 32)]
    filters = Filters(mine=True, countries={"EE": "Estonia"})
    text = "mine country:EE"

    assert pages(show(many, filters)) == [("Later", (text, 10))]
    assert pages(show(many, filters, offset=10)) == [
        ("Earlier", (text, 0)),
        ("Later", (text, 20)),
    ]
    assert pages(show(many, filters, offset=30)) == [("Earlier", (text, 20))]
    # A list may have become shorter since the button was shown.
    assert pages(show(many[:5], filters, offset=30)) == []
    assert listing.read_place("15") == ("", 15)


def test_the_heading_counts_and_says_what_was_asked():
    filters = Filters(countries={"EE": "Estonia"}, statuses=(PracticeStatus.ACCEPTED,))

    text = show([a_practice()], filters).text

    assert text.startswith("*1 practice* of 99: country: Estonia; status: accepted.\n")
    assert (
        "*P-7* Digital prescriptions in all pharmacies — 🇪🇪 Estonia, accepted" in text
    )


def test_a_draft_in_the_list_goes_on():
    draft = a_practice(number=None, status=PracticeStatus.DRAFT)

    row = show([draft]).blocks[1].to_dict()

    assert row["accessory"]["text"]["text"] == "Continue"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("EE", "🇪🇪 Estonia"), (None, "no country"), ("XX", "XX"), ("<!", "<!")],
)
def test_a_country_has_its_flag_and_its_name(code, shown):
    assert flags.country(code) == shown


def test_a_suggestion_says_why():
    post_is_fine(listing.suggestion(None, waiting=0))
    post = listing.suggestion(a_practice(cluster_name="<!here>"), waiting=3)

    post_is_fine(post)
    assert "Of the 3 that wait for their turn it waits the longest." in post.text
    assert "<!" not in post.text


def test_a_card_tells_a_screen_reader_all_of_it():
    practice = a_practice(
        cluster_name="Connected Health", content=a_content(valid_as_of="2021-03-01")
    )

    post = cards.card(practice)

    post_is_fine(post)
    title, facts, *rest = post.text.split("\n")
    assert title == "P-7 Digital prescriptions in all pharmacies"
    assert facts.startswith("🇪🇪 Estonia · National health insurance fund")
    assert "shared by Connected Health" in facts
    assert "facts as of 1 March 2021" in facts
    assert "accepted" in facts
    for text in (practice.content.problem, practice.content.transfer):
        assert text in "\n".join(rest)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2021", "facts as of 2021 "),
        ("2021-03", "facts as of March 2021 "),
        ("2021-13", "facts as of 2021-13 "),
        ("2021-00-<", "facts as of 2021-00-&lt; "),
    ],
)
def test_a_date_reads_as_exactly_as_it_is_known(typed, words):
    post = cards.card(a_practice(content=a_content(valid_as_of=typed)))

    post_is_fine(post)
    assert words in post.text


# --- Files ----------------------------------------------------------------------------


def made(kind, *practices):
    file = files.file_of(
        kind, practices, group="<Group> #1", filters=Filters(), themes=THEMES
    )
    return file.content


def rows_of(data):
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_words_and_no_formula():
    content = a_content(
        title="=cmd|' /C calc'!A0",
        summary="+1",
        problem="-1\n=2",
        funding=Funding(total=1200000, currency="EUR"),
        links=("https://a.example",),
    )

    (row,) = rows_of(made(Format.CSV, a_practice(content=content)))

    assert row["Practice"] == "P-7"
    assert row["Title"] == "'=cmd|' /C calc'!A0"
    assert row["Summary"] == "'+1"
    assert row["Country"] == "Estonia"
    assert row["Themes"] == "ePrescription and medication"
    assert "1,200,000" in row["Money"]
    assert all(value == cell(value) for value in row.values())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_cell_is_ever_a_formula(title, cluster):
    practice = a_practice(content=a_content(title=title), cluster_name=cluster)

    (row,) = rows_of(made(Format.CSV, practice))

    for value in row.values():
        assert not re.match(r"\s*[=+\-@\t\r]", value)


def test_the_exchange_format_has_no_author_and_no_draft_number():
    value = json.loads(made(Format.JSON, a_practice(author_name="Somebody")))

    (record,) = value["practices"]
    assert record["id"] == "P-7"
    assert record["title"] == "Digital prescriptions in all pharmacies"
    assert "author" not in record
    assert "Somebody" not in json.dumps(value)


@pytest.mark.parametrize("entry", ADVERSARIAL, ids=[e["id"] for e in ADVERSARIAL])
def test_hostile_text_stays_text_in_every_file(entry):
    values = [
        decode_slack(each["value"]) if each["source"] == "command" else each["value"]
        for each in entry["inputs"]
        if each["target"].startswith("practice.")
    ]
    practices = [
        a_practice(id=n, number=n, content=a_content(title=value, description=value))
        for n, value in enumerate(values, 1)
    ]
    if not practices:
        return

    text = made(Format.MARKDOWN, *practices).decode()
    table = made(Format.CSV, *practices).decode("utf-8-sig")

    for pattern in entry["checks"].get("md_must_not_match", ()):
        assert not re.search(pattern, text)
    for pattern in entry["checks"].get("csv_must_not_match", ()):
        assert not re.search(pattern, table)
    assert json.loads(made(Format.JSON, *practices))["practices"]
    headings = [line for line in text.split("\n") if line.startswith("## ")]
    assert len(headings) == len(practices)


def test_what_is_said_about_files_fits():
    for kind in Format:
        post_is_fine(files.making(kind, 1))
        post_is_fine(files.coming(kind, 24))
        for upload in Upload:
            post_is_fine(files.delivered(kind, 24, upload))
    for typed in ("", "<!channel>" * 99):
        post_is_fine(files.which(typed))
        assert "<!" not in files.which(typed).text


# --- Imports and messages -------------------------------------------------------------


def a_reading(*answers):
    return read("form.md", as_markdown(*answers).encode(), QUESTIONS)


@pytest.mark.parametrize(
    "answers",
    [
        [ANSWERS],
        [ANSWERS | {"title": "<!channel>" * 9}] * 20,
        [{"title": "&" * 3000, "country": "<@U1>", "links": "x" * 3000}] * 9,
        [{"trl": "x"}] * 20,
    ],
)
def test_previews_of_any_form_fit_and_ping_nobody(answers):
    reading = a_reading(*answers)

    post = imports.preview("<!here>.md", reading, File("F" * 20, 1))

    post_is_fine(post)
    assert "<!" not in post.text
    assert "<@" not in post.text
    assert ("Import" in str(post.content()["blocks"])) is reading.is_fine


def test_what_is_said_about_imports_fits():
    view_is_fine(imports.view(channel="C1", sig_id=1))
    many = [a_practice(id=n, number=None, content=WORST) for n in range(1, 21)]
    for were_there in (True, False):
        post_is_fine(imports.taken(many, were_there=were_there))
        post_is_fine(imports.taken(many[:1], were_there=were_there))
    post_is_fine(imports.for_sponsor(many[0]))
    post_is_fine(imports.which_channel([Sig(name="<!here>")] * 30, "/practice import"))
    post_is_fine(imports.not_read("<!channel>"))
    for upload in Upload:
        post_is_fine(imports.sent(upload))


def test_asking_for_a_group_keeps_the_message():
    content = a_content(title="Title", description="One\n\nTwo", links=("https://a.b",))
    groups = [Sig(id=n, name="&" * 200) for n in range(1, 150)]

    view = collecting.which_group(groups, nonce="n" * 40, content=content)

    view_is_fine(view)
    view_is_fine(collecting.which_group(groups))
    view_is_fine(collecting.saving())
    view_is_fine(collecting.not_saved("<!channel>" * 500))
    blocks = {block.block_id: block.to_dict() for block in view.blocks}
    state = {
        "group": {"value": {"selected_option": {"value": "3"}}},
        "title": {"value": {"value": blocks["title"]["element"]["initial_value"]}},
        "description": {
            "value": {
                "type": "rich_text_input",
                "rich_text_value": blocks["description"]["element"]["initial_value"],
            }
        },
    }
    asked = collecting.read_asked(view.to_dict() | {"state": {"values": state}})
    assert (asked.sig_id, asked.nonce) == (3, "n" * 40)
    assert asked.content.title == "Title"
    assert asked.content.description == "One\n\nTwo"
    assert asked.content.links == ("https://a.b",)
