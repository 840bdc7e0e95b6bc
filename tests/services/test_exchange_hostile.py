"""Hostile and broken files: taken as text, or refused with every reason."""

import csv
import html
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import markdown
import pytest

from bot.domain.errors import ImportRejectedError
from bot.domain.text import decode_slack, normalise, normalise_line
from bot.services import exchange
from storage import sigs

DATA = Path(__file__).parents[1] / "data"
ADVERSARIAL = json.loads((DATA / "adversarial.json").read_text("utf-8"))
LISTS = {
    "practice": "practices",
    "recommendation": "recommendations",
    "action": "action_items",
}
BLOCKS = {"practice.description", "recommendation.statement"}


def clock():
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def corpus():
    return json.loads((DATA / "corpus.json").read_text("utf-8"))


def take(database, value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return exchange.import_file(database, clock, data)


def problems_of(database, value):
    with pytest.raises(ImportRejectedError) as caught:
        take(database, value)
    with database.read() as session:
        assert sigs.all_sigs(session) == ()
    return list(caught.value.problems)


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
    written = exchange.export(database, None, tmp_path / "out")

    given = json.loads((tmp_path / "out/convenor.json").read_text("utf-8"))
    for place in places:
        assert look_up(given, place) == place[3]
    check_files(entry, written, tmp_path / "out")
    assert bool(report.doubts) == entry["checks"].get("duplicate_warning", False)
    assert take(database, corpus).is_empty


def check_files(entry, written, folder):
    assert {path.name for path in written} == {path.name for path in folder.iterdir()}
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


def change(path, value):
    def apply(corpus):
        *there, last = path
        target = corpus
        for step in there:
            target = target[step]
        target[last] = value

    return apply


def repeat(name):
    return lambda corpus: corpus[name].append(dict(corpus[name][0]))


BROKEN = {
    "too long": (
        change(["practices", 3, "title"], "x" * 120),
        ["practices[3] P-04: title: That is 120 characters; 100 fit here."],
    ),
    "empty after normalising": (
        change(["practices", 3, "title"], "\u200b \u2060"),
        ["practices[3] P-04: title: Please give a title."],
    ),
    "number for text": (
        change(["practices", 3, "summary"], 7),
        ["practices[3] P-04: summary: This must be text in quotes."],
    ),
    "text for a number": (
        change(["practices", 3, "trl"], "9"),
        ["practices[3] P-04: trl: This must be a whole number."],
    ),
    "true for a number": (
        change(["practices", 3, "trl"], value=True),
        ["practices[3] P-04: trl: This must be a whole number."],
    ),
    "number too large": (
        change(["clusters", 0, "members_total"], 10**30),
        ["clusters[0] cl-ee: members_total: Write a number from 0 to 2147483647."],
    ),
    "unknown theme": (
        change(["practices", 3, "themes"], ["alchemy"]),
        ["practices[3] P-04: themes: I do not know alchemy."],
    ),
    "unknown cluster": (
        change(["practices", 3, "cluster"], "cl-xx"),
        ["practices[3] P-04: cluster: I do not know cl-xx."],
    ),
    "unknown country": (
        change(["practices", 3, "country"], "EL"),
        ["practices[3] P-04: country: I do not know this country code"],
    ),
    "unknown source": (
        change(["practices", 3, "provenance", 0, "source"], "S99"),
        ["practices[3] P-04: provenance[0].source: I do not know S99."],
    ),
    "unknown meeting": (
        change(["action_items", 0, "meeting"], "M-2021-99"),
        ["action_items[0] A-2021-01: meeting: I do not know M-2021-99."],
    ),
    "unknown owner": (
        change(["action_items", 0, "owner"], "nobody"),
        ["action_items[0] A-2021-01: owner: I do not know nobody."],
    ),
    "unknown practice": (
        change(["recommendations", 0, "evidence_practices", 1], "P-99"),
        ["recommendations[0] R-01: evidence_practices: I do not know P-99."],
    ),
    "unknown decision": (
        change(["recommendations", 0, "decision"], "D-1"),
        ["recommendations[0] R-01: decision: I do not know D-1."],
    ),
    "unknown presenter": (
        change(["meetings", 1, "agenda", 0, "presenter"], "nobody"),
        ["meetings[1] M-2021-02: agenda[0].presenter: I do not know nobody."],
    ),
    "unknown section owner": (
        change(["white_paper", "sections", 0, "owner"], "nobody"),
        ["white_paper.sections[0].owner: I do not know nobody."],
    ),
    "impossible date": (
        change(["action_items", 0, "due"], "2021-02-30"),
        ["action_items[0] A-2021-01: due: Write a date like 2021-03-15."],
    ),
    "impossible time": (
        change(["meetings", 0, "starts_local"], "tomorrow"),
        ["meetings[0] M-2021-01: starts_local: Write a wall time like"],
    ),
    "wrong utc": (
        change(["meetings", 0, "starts_utc"], "2021-01-12T14:00Z"),
        ["meetings[0] M-2021-01: starts_utc: 2021-01-12T14:00 in Europe/Brussels is"],
    ),
    "unknown zone": (
        change(["meetings", 0, "tz"], "Mars/Olympus"),
        [
            "meetings[0] M-2021-01: tz: Write a time zone like Europe/Brussels.",
        ],
    ),
    "zone outside its folder": (
        change(["clusters", 0, "tz"], "../../etc/passwd"),
        ["clusters[0] cl-ee: tz: Write a time zone like Europe/Brussels."],
    ),
    "draft": (
        change(["practices", 3, "status"], "draft"),
        ["practices[3] P-04: status: Drafts are private"],
    ),
    "unknown status": (
        change(["practices", 3, "status"], "great"),
        ["practices[3] P-04: status: Choose one of: draft, submitted"],
    ),
    "no address": (
        change(["practices", 3, "links"], ["javascript:alert(1)"]),
        ["practices[3] P-04: links: Not a web address: javascript:alert(1)."],
    ),
    "no identifier": (
        change(["practices", 3, "id"], None),
        ["practices[3]: id: This is missing."],
    ),
    "odd identifier": (
        change(["themes", 0, "id"], "a b/../c"),
        ["themes[0] a b/../c: id: Use up to 80 letters"],
    ),
    "no number": (
        change(["action_items", 29, "id"], "A-final"),
        ["action_items[29] A-final: id: There is no number at its end"],
    ),
    "same practice twice": (
        repeat("practices"),
        [
            "practices[24] P-01: id: P-01 is there twice; the first is practices[0]",
        ],
    ),
    "same decision twice": (
        change(["meetings", 1, "decisions", 0, "id"], "D-2021-01"),
        ["meetings[1] M-2021-02: decisions[0].id: D-2021-01 is there twice; the first"],
    ),
    "same number twice": (
        change(["practices", 3, "id"], "P-005"),
        ["practices[4] P-05: id: The number 5 belongs to P-005."],
    ),
    "person like a cluster": (
        change(["roles", 0, "id"], "cl-ee"),
        ["clusters[0] cl-ee: id: cl-ee is there twice; the first is roles[0] cl-ee."],
    ),
    "same section twice": (
        change(["white_paper", "sections", 1, "key"], "title_page"),
        ["white_paper.sections: title_page is there twice."],
    ),
    "text with a mark": (
        change(["white_paper", "sections", 2, "body_md"], "<!-- sig:end x -->"),
        ["white_paper.sections[2].body_md: A line looks like the marks"],
    ),
    "text that cannot be stored": (
        change(["white_paper", "sections", 2, "body_md"], "a\x00b"),
        ["white_paper.sections[2].body_md: This holds a character that cannot"],
    ),
    "list for an object": (
        change(["white_paper"], []),
        ["white_paper: This must be an object { ... }."],
    ),
    "object for a list": (
        change(["practices"], {}),
        ["practices: This must be a list [ ... ]."],
    ),
    "text for a record": (
        change(["themes", 13], "ai"),
        ["themes[13]: This must be an object { ... }."],
    ),
    "present and absent": (
        change(["meetings", 0, "attendance", "absent"], ["cl-ee"]),
        ["meetings[0] M-2021-01: attendance.absent: cl-ee is in the list present too."],
    ),
    "account without workspace": (
        change(["roles", 0, "slack_user_id"], "U1"),
        ["roles[0] chair: slack_user_id: Give slack_team_id together with it."],
    ),
}


@pytest.mark.parametrize(("breaks", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_named_by_record_field_and_reason(
    sqlite_database, corpus, breaks, expected
):
    breaks(corpus)

    found = problems_of(sqlite_database, corpus)

    for reason in expected:
        assert any(problem.startswith(reason) for problem in found), found


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
