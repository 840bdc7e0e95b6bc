"""The report of a year as text, as a table and as a picture."""

import csv
import io
import os
import struct
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.permissions import Role
from bot.domain.reports import ClusterYear, Figures, YearReport
from bot.services import reports as services
from templates import reports as views
from templates.messages import SECTION_LIMIT

from groups import a_caller, the_sample_group

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2021, 11, 15, 12, tzinfo=UTC)
SOME = Figures(attended=3, submitted=2, accepted=1, closed_late=1, recommendations=1)


def a_row(name="Cluster", **changes):
    return ClusterYear(**({"name": name, "country": "EE", "figures": SOME} | changes))


def a_report(*rows, **changes):
    values = {
        "group": "Group",
        "year": 2021,
        "until": None,
        "held": 4,
        "clusters": rows or (a_row(),),
        "others": Figures(),
        "total": SOME,
    }
    return YearReport(**(values | changes))


@pytest.fixture
def sample(sqlite_database):
    sig = the_sample_group(sqlite_database)
    caller = a_caller(sqlite_database, sig, Role.MEMBER)
    return services.read(sqlite_database, lambda: NOW, caller=caller, year="2021")


def read_table(report):
    text = views.table(report).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def size_of(png):
    """Return width and height, as the header of the format has them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_the_report_of_the_sample_group_is_as_it_was_approved(sample):
    forms = {
        "report.txt": views.summary(sample).text + "\n",
        # Its line ends are tested below; a checkout may change those of a file.
        "report.csv": views.table(sample).decode("utf-8-sig").replace("\r\n", "\n"),
    }
    for name, content in forms.items():
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(content, encoding="utf-8")
        assert content == path.read_text(encoding="utf-8")


def test_a_terminal_gets_the_same_without_signs_of_slack(sample):
    plain = views.plain_text(sample)

    assert "*" not in plain
    assert "Connected-health cluster, Estonia (test record)\nMeetings 10" in plain


def test_an_empty_year_says_so():
    report = a_report(held=0, total=Figures())

    assert views.summary(report).text == (
        "I know nothing of 2021: no meeting, practice or action."
    )


def test_many_clusters_fit_into_one_message_and_none_is_lost_in_the_table():
    rows = [a_row(f"{number} " + "<&*" * 300) for number in range(100)]

    post = views.summary(a_report(*rows, others=SOME, undated=2))

    assert len(post.blocks) <= 50
    for block in post.blocks:
        assert len(block.to_dict()["text"]["text"]) <= SECTION_LIMIT
    assert "60 more clusters are in the table" in str(
        [block.to_dict() for block in post.blocks]
    )
    assert len(read_table(a_report(*rows))) == 1 + 100 + 2


def test_a_former_cluster_says_where_it_went():
    merged = a_row("Old", is_former=True, now_part_of=("New",))
    closed = a_row("Closed", is_former=True)

    text = views.summary(a_report(merged, closed)).text

    assert "*Old (now part of New)*" in text
    assert "*Closed (no longer active)*" in text


def test_the_table_follows_its_standard_and_opens_in_a_spreadsheet():
    written = views.table(a_report(a_row('Health, "North"')))

    assert written.startswith(b"\xef\xbb\xbfYear,")
    assert b'2021,"Health, ""North""",Estonia,3,4,2,1,0,1,1\r\n' in written
    assert written.count(b"\n") == written.count(b"\r\n") == 4


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\uff1d"])
def test_a_name_is_never_taken_for_a_formula(sign):
    cell = read_table(a_report(a_row(f"{sign}HYPERLINK()")))[1][1]

    assert cell.lstrip().startswith("'")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), max_size=5))
def test_every_name_survives_the_table(names):
    rows = read_table(a_report(*map(a_row, names)))

    assert all(len(row) == 10 for row in rows)
    assert len(rows) == len(names or ["Cluster"]) + 3


def test_the_picture_is_the_same_for_the_same_figures(sample):
    assert views.chart(sample) == views.chart(sample)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["$x$ and $\\frac{1}$", "$"], id="dollar signs"),
        pytest.param(["健康クラスター", "صحة", "👩\u200d⚕️ health"], id="scripts"),
        pytest.param(["x" * 400, "\n\n", ""], id="lengths"),
        pytest.param([f"Cluster {number}" for number in range(100)], id="many"),
    ],
)
def test_a_picture_can_be_drawn_of_any_names(names):
    width, height = size_of(views.chart(a_report(*map(a_row, names))))

    assert width == 1400
    assert 400 < height < 2**13


def test_a_picture_can_be_drawn_of_nothing_but_zeros():
    row = a_row(figures=Figures())

    assert size_of(views.chart(a_report(row, held=0, total=Figures(submitted=1))))


def test_without_clusters_there_is_a_table_and_no_picture():
    files = views.files(a_report(clusters=()))

    assert [each.name for each in files.made] == ["report-2021.csv"]
    assert "no cluster yet" in files.trouble


def test_what_the_picture_shows_is_said_in_words_within_slacks_limit(sample):
    text = views.alternative_text(sample)

    assert "8 clusters" in text
    assert "10 meetings" in text
    long = a_report(group="x" * 3000)
    assert len(views.alternative_text(long)) <= 1000


def test_without_matplotlib_the_table_comes_and_the_way_to_add_it(monkeypatch):
    for name in ("matplotlib.figure", "matplotlib"):
        monkeypatch.setitem(sys.modules, name, None)

    files = views.files(a_report())

    assert [each.name for each in files.made] == ["report-2021.csv"]
    assert "pip install 'convenor[charts]'" in files.trouble
    text = views.delivered(a_report(), views.Upload.DONE, trouble=files.trouble).text
    assert "convenor[charts]" in text


def test_the_year_that_goes_on_says_until_when():
    report = a_report(until=date(2021, 11, 15))

    assert "*Group in 2021*, until 15 November 2021" in views.summary(report).text
