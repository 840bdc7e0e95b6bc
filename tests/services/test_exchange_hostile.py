"""Hostile and broken files: taken as text, or refused with every reason."""

import csv
import html
import json
import re
import time

import markdown
import pytest
from exchange_broken import BROKEN, BROKEN_LIFE
from exchange_files import DATA, problems_of, take, the_corpus
from exchange_full import the_full_group

from bot.domain.exchange.tables import csv_files
from bot.domain.text import decode_slack, normalise, normalise_line
from bot.services import exchange

ADVERSARIAL = json.loads((DATA / "adversarial.json").read_text("utf-8"))
LISTS = {
    "practice": "practices",
    "recommendation": "recommendations",
    "action": "action_items",
}
BLOCKS = {"practice.description", "recommendation.statement"}


@pytest.fixture
def corpus():
    return the_corpus()


def placed(corpus, entry, without=()):
    """Put the inputs of an entry into records; return where each went."""
    places, used = [], {}
    for given in entry["inputs"]:
        target = given["target"]
        if target in without:
            continue
        kind, field = target.split(".")
        index = used.get(target, 0)
        used[target] = index + 1
        there = corpus["white_paper"] if kind == "white_paper" else None
        there = there or corpus[LISTS[kind]][index]
        is_command = given["source"] == "command"
        value = decode_slack(given["value"]) if is_command else given["value"]
        there[field] = value
        stored = normalise(value) if target in BLOCKS else normalise_line(value)
        places.append((kind, index, field, stored))
    return places


def look_up(given, place):
    kind, index, field, _ = place
    return (
        given["white_paper"] if kind == "white_paper" else given[LISTS[kind]][index]
    )[field]


@pytest.mark.parametrize("entry", ADVERSARIAL["entries"], ids=lambda entry: entry["id"])
def test_each_hostile_text_is_stored_and_given_back_as_text(
    database, corpus, tmp_path, entry
):
    refused = entry["checks"].get("rejected_fields", [])
    if refused or entry["disposition"] == "reject":
        names = {name.split(".")[1] for name in refused}
        hostile = json.loads(json.dumps(corpus))
        placed(hostile, entry)
        found = problems_of(database, hostile)
        assert {problem.split(": ")[1] for problem in found} == names
    places = placed(corpus, entry, without=refused)

    report = take(database, corpus)
    out = tmp_path / "some/where/out"
    before = files_below(tmp_path)
    written = exchange.export(database, None, out)

    given = json.loads((out / "convenor.json").read_text("utf-8"))
    for place in places:
        assert look_up(given, place) == place[3]
        assert without_guard(cell_of(out, place)) == without_guard(place[3])
    check_files(entry, written, out)
    assert files_below(tmp_path) - before == set(written)
    assert bool(report.doubts) == entry["checks"].get("duplicate_warning", False)
    assert take(database, corpus).is_empty


def files_below(folder):
    """Return the files except those of the database, which come and go."""
    found = {path for path in folder.rglob("*") if path.is_file()}
    return found - set(folder.glob("convenor.db*"))


def cell_of(folder, place):
    """Return what the table of the place shows; the paper's title is in no table."""
    kind, index, field, text = place
    if kind == "white_paper":
        return text
    with (folder / f"{LISTS[kind]}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))[index][field]


def without_guard(text):
    return text.replace("'", "")


def check_files(entry, written, folder):
    # The names are the same for every group: no text of a record is part of one.
    names = {exchange.JSON_NAME, exchange.MARKDOWN_NAME, *csv_files({})}
    assert set(written) == {folder / name for name in names}
    assert {path.name for path in folder.iterdir()} == names
    texts = {path.suffix: "" for path in written}
    for path in written:
        texts[path.suffix] += path.read_bytes().decode("utf-8")
    for pattern in entry["checks"].get("csv_must_not_match", ()):
        assert not re.search(pattern, texts[".csv"])
    for pattern in entry["checks"].get("md_must_not_match", ()):
        assert not re.search(pattern, texts[".md"])
    for pattern in entry["checks"].get("html_must_not_match", ()):
        assert not re.search(pattern, markdown.markdown(texts[".md"]))
    for text in texts.values():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_no_cell_and_no_line_of_a_table_looks_like_a_formula(
    sqlite_database, corpus, tmp_path
):
    corpus["practices"][0] |= {
        "title": "=1+1",
        "summary": '"=2+2',
        "description": "first\n-second\n=third;=fourth,@fifth\n+sixth",
        "organisation": "@SUM(A1)",
        "links": ["https://example.org/a,=b"],
    }
    take(sqlite_database, corpus)
    exchange.export(sqlite_database, None, tmp_path / "out")

    text = (tmp_path / "out/practices.csv").read_text("utf-8")
    assert not re.search(r'(?m)(?:^|[,;\t])"*[=+\-@]', text)
    row = next(csv.DictReader(text.splitlines(keepends=True)))
    assert row["title"] == "'=1+1"
    assert (
        row["description"].replace("'", "") == (corpus["practices"][0]["description"])
    )
    assert "\r" not in text


def test_the_list_shows_hostile_titles_as_they_were_typed(
    sqlite_database, corpus, tmp_path
):
    titles = [
        "<script>alert(1)</script> & more",
        "# Heading *bold* _it_ `code`",
        "[click](javascript:alert(1)) ![x](y)",
        "1. item | cell ~~gone~~ ^up^ $x$ {#id}",
    ]
    for practice, title in zip(corpus["practices"], titles, strict=False):
        practice["title"] = title
    take(sqlite_database, corpus)
    exchange.export(sqlite_database, None, tmp_path / "out")

    text = (tmp_path / "out/convenor.md").read_text("utf-8")
    page = markdown.markdown(text, extensions=["extra", "sane_lists"])
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    for title in titles:
        assert title in shown
    assert set(re.findall(r"<(\w+)", page)) <= {"h1", "h2", "ul", "li", "p", "strong"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"practices:\n - id: P-1", "not JSON", id="yaml"),
        pytest.param(b'{"a": 1', "line 1, column", id="cut off"),
        pytest.param(b'{"a": NaN}', "NaN is not a number", id="nan"),
        pytest.param(b"[]", "one JSON object", id="list"),
        pytest.param('{"a": 1}'.encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param('{"a": 1}'.encode("utf-16-be"), "UTF-16", id="no mark"),
        pytest.param('{"a":\n "\xe9"}'.encode("latin-1"), "line 2", id="latin-1"),
        pytest.param(b'{"a": 1, "a": 2}', "twice: a", id="repeated name"),
        pytest.param(b'{"a":' * 100 + b"1" + b"}" * 100, "deeply", id="deep"),
        pytest.param(b"[" * 100_000, "deeply", id="very deep"),
        pytest.param(b'{"a": 1' + b"0" * 5000 + b"}", "not JSON", id="huge number"),
        pytest.param(b'{"schema_version": "2.0"}', "I read 1.0", id="version"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(sqlite_database, data, said):
    found = problems_of(sqlite_database, data)

    assert len(found) == 1
    assert said in found[0]


def test_a_byte_order_mark_of_utf_8_is_no_obstacle(sqlite_database, corpus):
    data = b"\xef\xbb\xbf" + json.dumps(corpus, ensure_ascii=False).encode()

    assert len(take(sqlite_database, data).added["practices"]) == 24


@pytest.mark.parametrize(("breaks", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_named_by_record_field_and_reason(
    sqlite_database, corpus, breaks, expected
):
    breaks(corpus)

    found = problems_of(sqlite_database, corpus)

    for reason in expected:
        assert any(problem.startswith(reason) for problem in found), found


@pytest.mark.parametrize(("breaks", "said"), BROKEN_LIFE.values(), ids=BROKEN_LIFE)
def test_each_field_is_checked_as_its_form_checks_it(sqlite_database, breaks, said):
    group = the_full_group()
    breaks(group)

    (problem,) = problems_of(sqlite_database, group)

    assert problem.startswith(said)


def test_what_is_there_twice_is_named(sqlite_database):
    group = the_full_group()
    group["sig"]["objectives_history"][0]["revision"] = 2
    group["offers"][1]["id"] = "offer-1"

    found = problems_of(sqlite_database, group)

    assert found == [
        "sig.objectives_history: Revision 2 is there twice.",
        "offers[0] offer-1: id: offer-1 is there twice.",
        "offers[1] offer-1: id: offer-1 is there twice.",
    ]


def test_every_problem_of_a_large_file_is_listed(sqlite_database, corpus):
    model = corpus["practices"][0]
    practices = [
        model | {"id": f"P-{number}", "title": "x" * 101 if number % 2 else "fine"}
        for number in range(1, 5001)
    ]
    began = time.perf_counter()

    found = problems_of(sqlite_database, corpus | {"practices": practices})

    titles = [problem for problem in found if ": title: " in problem]
    assert len(titles) == 2500
    assert titles[-1] == (
        "practices[4998] P-4999: title: That is 101 characters; 100 fit here."
    )
    assert time.perf_counter() - began < 20


def test_a_large_file_is_taken_in_reasonable_time(database, corpus):
    model = corpus["practices"][0]
    practices = [
        model | {"id": f"P-{number:02}", "title": f"Practice {number}"}
        for number in range(1, 1001)
    ]
    actions = [
        corpus["action_items"][14] | {"id": f"A-{number}"} for number in range(1, 201)
    ]
    began = time.perf_counter()

    value = corpus | {"practices": practices, "action_items": actions}
    report = take(database, value)

    assert len(report.added["practices"]) == 1000
    assert time.perf_counter() - began < 30
