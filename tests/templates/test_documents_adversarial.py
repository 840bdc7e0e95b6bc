"""Hostile and awkward input: every entry with its checks, and what holds for all.

Each entry is put between neighbours into a small paper that has tables, a list and
two hand-written sections with footnotes and a link definition of their own.
"""

import html
import re
import unicodedata
from dataclasses import replace
from pathlib import PureWindowsPath

import pytest
import yaml
from factories_paper import (
    AS_OF,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
    load,
)
from paper_readers import READERS, folded, our_page

from bot.domain.practices import LIMITS, check_limits, tidy
from bot.domain.text import decode_slack, normalise, normalise_line
from bot.domain.whitepaper import Paper
from templates import documents
from templates.text import cut, mrkdwn

ENTRIES = load("adversarial.json")["entries"]
SLACK_LIMIT = 3000
HANDWRITTEN = {
    "introduction": (
        "Editor sentinel one.[^ed1] See [the site][1].\n\n"
        "[^ed1]: Editor note.\n\n[1]: https://example.org/editor\n"
    ),
    "analysis": "### By hand\n\nEditor sentinel two.[^ed1]\n\n[^ed1]: Second note.\n",
}
SENTINELS = (
    *("Neighbour before.", "Neighbour after.", "Advice before.", "Advice after."),
    *("Editor sentinel one.", "Editor sentinel two."),
)
FORBIDDEN = {"pre", "code", "blockquote", "li", "table", "td"}
OUTSIDERS = {
    *("script", "style", "img", "svg", "iframe", "object", "embed", "form", "input"),
    *("abbr", "button", "link", "meta", "base", "video", "audio"),
}


def typed(entry):
    """Return the inputs as (target, text after the entrance of its kind)."""
    return [
        (
            item["target"],
            decode_slack(item["value"])
            if item["source"] == "command"
            else item["value"],
        )
        for item in entry["inputs"]
    ]


def contents(entry):
    """Return the texts of the attacked practices, one for each input of a target."""
    found = [{}]
    for target, text in typed(entry):
        kind, _, name = target.partition(".")
        if kind == "practice":
            if name in found[-1]:
                found.append({})
            found[-1][name] = text
    return found


def refused(content):
    return {name for name in check_limits(content) if name in LIMITS}


def attacked(entry):
    """Return the paper's snapshot with the entry in the middle."""
    practices = [a_practice(1, title="First", description="Neighbour before.")]
    for changes in contents(entry):
        practice = a_practice(len(practices) + 1, **changes)
        content = tidy(practice.content)
        over = dict.fromkeys(refused(content), "Shortened by its author")
        practices.append(replace(practice, content=replace(content, **over)))
    last = len(practices) + 1
    practices.append(a_practice(last, title="Last", description="Neighbour after."))
    advice = [a_recommendation(1, statement="Advice before.", evidence=(1, last))]
    title = "The paper"
    for target, text in typed(entry):
        if target == "recommendation.statement":
            number = len(advice) + 1
            advice.append(a_recommendation(number, statement=normalise(text)))
        if target == "white_paper.title":
            title = normalise_line(text)
    advice.append(a_recommendation(len(advice) + 1, statement="Advice after."))
    keys = ("introduction", "practices", "analysis", "recommendations")
    keys += ("annex_contributors", "annex_register", "annex_references")
    sections = tuple(
        a_section(
            key,
            mode="handwritten" if key in HANDWRITTEN else "generated",
            position=place,
            body=HANDWRITTEN.get(key),
        )
        for place, key in enumerate(keys)
    )
    return a_snapshot(
        paper=Paper(title=title, sections=sections),
        practices=tuple(practices),
        recommendations=tuple(advice),
    )


def template_outline(snapshot):
    """Return the headings that there must be: the template's, each with its title."""

    def line(text):
        return folded(normalise_line(text))

    boxes = [
        (4, line(f"{item.ref}: {item.content.title}")) for item in snapshot.practices
    ]
    advice = [
        (4, line(f"{item.ref}: {item.title}")) for item in snapshot.recommendations
    ]
    return [
        (1, line(snapshot.paper.title)),
        (2, "Introduction"),
        (2, "Practices"),
        (3, "Theme one"),
        *boxes,
        (3, "Theme two"),
        (2, "Analysis"),
        (3, "By hand"),
        (2, "Recommendations"),
        (3, "European institutions"),
        *advice,
        (2, "Annex contributors"),
        (2, "Annex register"),
        (2, "Annex references"),
    ]


def slack_texts(entry):
    return [cut(mrkdwn(normalise(text)), SLACK_LIMIT) for _, text in typed(entry)]


@pytest.fixture(scope="module", params=ENTRIES, ids=lambda entry: entry["id"])
def entry(request):
    return request.param


@pytest.fixture(scope="module")
def snapshot(entry):
    return attacked(entry)


@pytest.fixture(scope="module")
def draft(snapshot):
    return documents.draft(snapshot, as_of=AS_OF)


# --- the checks of each entry -------------------------------------------------------


def test_everything_is_visible_that_should_be(entry, draft):
    shown = our_page(draft.markdown).text
    if any(target == "action.title" for target, _ in typed(entry)):
        # Action items are not printed; they are seen in Slack.
        shown += folded(html.unescape(" ".join(slack_texts(entry))))

    for words in entry["checks"]["visible_all"]:
        assert folded(words) in shown


def test_no_pattern_appears_that_must_not(entry, draft):
    sinks = {
        "md": [draft.markdown],
        "html": [re.sub(r"(?s)<style>.*</style>", "", draft.html)],
        "slack": slack_texts(entry),
    }

    for sink, texts in sinks.items():
        for pattern in entry["checks"][f"{sink}_must_not_match"]:
            assert not [text for text in texts if re.search(pattern, text)], pattern


def test_the_flags_of_the_entry_hold(entry, draft):
    checks = entry["checks"]
    page = our_page(draft.markdown)
    bare = documents.draft(attacked({"inputs": []}), as_of=AS_OF)

    if "rejected_fields" in checks:
        found = {
            f"practice.{name}"
            for changes in contents(entry)
            for name in refused(tidy(a_practice(**changes).content))
        }
        assert found == set(checks["rejected_fields"])
    if "slack_text_max" in checks:
        assert max(map(len, slack_texts(entry))) <= checks["slack_text_max"]
    if "table_count_unchanged" in checks:
        assert len(page.tables) == len(our_page(bare.markdown).tables)
    if "editor_footnote" in checks:
        assert page.text.count(checks["editor_footnote"]) == 1
    if "neighbour_outside" in checks:
        (path,) = {path for text, path in page.paragraphs if "Neighbour after." in text}
        assert not set(path) & set(checks["neighbour_outside"])
    if "duplicate_warning" in checks:
        titles = [changes["title"] for changes in contents(entry)]
        assert len({normalise_line(title) for title in titles}) == 1


def test_the_names_of_the_files_stay_inside_any_folder(entry, tmp_path):
    for _, raw in typed(entry):
        text = normalise_line(raw)
        paper = Paper(key=text, title=text, subtitle=text, version=text[:20])
        files = documents.draft(a_snapshot(paper=paper), as_of=AS_OF).files()

        assert len(files) == 2
        for name, content in files.items():
            assert re.fullmatch(r"white-paper-[A-Za-z0-9.-]+\.(md|html)", name)
            assert PureWindowsPath(name).name == name
            (tmp_path / name).write_bytes(content)
            assert (tmp_path / name).resolve().parent == tmp_path.resolve()


def test_no_check_of_an_entry_is_overlooked(entry):
    known = {
        *("visible_all", "md_must_not_match", "html_must_not_match"),
        *("slack_must_not_match", "rejected_fields", "slack_text_max"),
        *("table_count_unchanged", "editor_footnote", "neighbour_outside"),
        "duplicate_warning",
    }
    # The tables and the files of the export have their own tests, with the same data.
    of_the_export = {"csv_must_not_match", "files_inside_output"}

    assert set(entry["checks"]) <= known | of_the_export


# --- what holds for every entry (I1 to I12) -----------------------------------------


@pytest.mark.parametrize("name", READERS)
def test_headings_are_the_templates_alone(name, snapshot, draft):
    assert READERS[name](draft.markdown).outline == template_outline(snapshot)


@pytest.mark.parametrize("name", READERS)
def test_neighbours_stay_ordinary_paragraphs(name, draft):
    page = READERS[name](draft.markdown)

    for sentinel in SENTINELS:
        found = [path for text, path in page.paragraphs if sentinel in text]
        assert len(found) == 1, sentinel
        assert not FORBIDDEN & set(found[0])


@pytest.mark.parametrize("name", READERS)
def test_no_element_or_handler_comes_from_an_input(name, draft):
    page = READERS[name](draft.markdown)

    assert not (OUTSIDERS - {"style", "meta"}) & set(page.elements)
    assert not [attribute for attribute in page.attributes if attribute[:2] == "on"]
    assert not [text for text in page.comments if not text.strip().startswith("sig:")]


@pytest.mark.parametrize("name", READERS)
def test_links_go_to_the_paper_or_to_the_web(name, draft):
    allowed = re.compile(
        r"#[\w:-]+|https?://example\.org/|https?://evil\.example/login$"
    )
    page = READERS[name](draft.markdown)

    assert [link for link in page.links if not allowed.match(link)] == []


@pytest.mark.parametrize("name", READERS)
def test_rows_have_as_many_cells_as_their_header(name, draft):
    page = READERS[name](draft.markdown)

    assert len(page.tables) == 2
    assert all(len(set(shape)) == 1 for shape in page.shapes)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_sees_the_texts(name, entry, draft):
    if not any(target == "action.title" for target, _ in typed(entry)):
        shown = READERS[name](draft.markdown).text
        for words in entry["checks"]["visible_all"]:
            assert folded(words) in shown


def test_the_bytes_are_clean(draft):
    for content in draft.files().values():
        text = content.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_the_front_matter_holds_title_and_version(snapshot, draft):
    front = yaml.safe_load(draft.markdown.split("\n---\n")[0].removeprefix("---\n"))

    assert front["title"] == snapshot.paper.title
    assert front["version"] == "0.1"


def test_ids_are_unique_and_the_contents_complete(draft):
    ids = re.findall(r'<[^>]* id="([^"]*)"', draft.html)
    contents = re.search(r"(?s)<nav.*?</nav>", draft.html)[0]

    assert len(ids) == len(set(ids))
    assert contents.count("<li") == len(our_page(draft.markdown).outline) - 1


def test_assembling_twice_gives_the_same_bytes(snapshot, draft):
    assert documents.draft(snapshot, as_of=AS_OF).files() == draft.files()


def test_hand_written_sections_are_untouched(draft):
    for key, body in HANDWRITTEN.items():
        assert f"-->\n{body}\n<!-- sig:end {key} -->" in draft.markdown


def test_slack_texts_are_escaped_and_fit(entry):
    for text in slack_texts(entry):
        assert not re.search("[<>]|&(?!(?:amp|lt|gt);)", text)
        assert len(text) <= SLACK_LIMIT
