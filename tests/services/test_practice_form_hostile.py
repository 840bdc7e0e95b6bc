"""Every hostile text, typed into every field of the form, read in the paper and Slack.

Each is typed twice: as it is, and in bold and as an item of a list where the field is
an editor.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from paper_readers import READERS, folded
from review_board import DECLARED, Board

from bot.domain.practices import check_details, check_lengths, tidy
from bot.domain.text import normalise, normalise_line
from bot.playground import checks
from bot.services import practices, whitepaper
from templates import documents
from templates.practices import cards, form
from templates.practices.form import Form
from templates.practices.inputs import Choices

from factories import NOW, a_content

DATA = Path(__file__).parent.parent / "data" / "adversarial.json"
TEXTS = sorted(
    {
        each["value"]
        for entry in json.loads(DATA.read_text("utf-8"))["entries"]
        for each in entry["inputs"]
    }
    | {"a" + "\u0301" * 2999, "<!subteam^S1> & <@U1> `x` \\", "[x]: y {: .c}"}
)
SENTINEL = "An ordinary sentence of a neighbour."
FORBIDDEN = {"pre", "code", "blockquote", "li", "table", "td"}
OUTSIDERS = {
    *("script", "svg", "img", "iframe", "object", "embed", "form", "input", "abbr"),
    *("button", "link", "base", "video", "audio"),
}
PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam", "<@U", "<javascript:")
# What can be anything; dates, codes and links are checked by their own rules.
NOT_TEXTS = {"start", "end", "valid_as_of", "links", "nuts", "printed_name"}
NOT_TEXTS |= {"funding_total", "funding_eu"}
PRINTED = {
    *("title", "summary", "problem", "description", "organisation", "stakeholders"),
    *("resources", "evidence", "difficulties", "transfer", "looking_for"),
    "interest_disclosure",
}


def views(content, themes):
    about, choices = Form(nonce="n"), Choices(themes=themes, declared=DECLARED)
    return (
        form.step_1(about, content, choices),
        form.step_2(about, content, choices),
        form.details_view(about, content),
    )


def filled(view, text, *, styled):
    """Return what Slack sends when somebody types this into every text of a view."""
    shown = view.to_dict()
    values = {}
    for block in shown["blocks"]:
        element = block.get("element") or {}
        name, kind = block.get("block_id"), element.get("type")
        if kind == "rich_text_input":
            state = {"rich_text_value": rich(text, styled=styled)}
        elif kind == "plain_text_input" and name not in NOT_TEXTS:
            one_line = text if element.get("multiline") else " ".join(text.split())
            state = {"value": one_line}
        elif kind == "plain_text_input":
            state = {"value": element.get("initial_value")}
        elif kind and "initial_options" in element:
            state = {"selected_options": element["initial_options"]}
        elif kind:
            state = {"selected_option": element.get("initial_option")}
        else:
            continue
        values[name] = {element["action_id"]: {"type": kind} | state}
    return shown | {"state": {"values": values}}


def rich(text, *, styled):
    plain = {"type": "text", "text": text}
    section = {"type": "rich_text_section", "elements": [plain]}
    if not styled:
        return {"type": "rich_text", "elements": [section]}
    bold = {
        "type": "rich_text_section",
        "elements": [plain | {"style": {"bold": True}}],
    }
    items = {"type": "rich_text_list", "style": "bullet", "elements": [bold, section]}
    return {"type": "rich_text", "elements": [bold, items]}


def typed(board, text, *, styled):
    """Return what the form makes of it, without the texts that do not fit."""
    themes = practices.choices(board.database, board.clock, board.people["author"])
    content = a_content(country="EE")
    for view in views(content, themes.themes):
        state = filled(view, text, styled=styled)
        content = form.read_answers(state).onto(content)
    content = tidy(content)
    refused = check_lengths(content) | check_details(content)
    for name in refused:
        base, _, part = name.partition("_")
        if base == "funding":
            content = replaced(content, funding=None)
        else:
            content = replaced(content, **{name: "Shortened by its author"})
    assert check_details(content) == {}, part
    return content, set(refused)


def replaced(content, **changes):
    formatted = tuple(each for each in content.formatted if each not in changes)
    values = {name: getattr(content, name) for name in content.__dataclass_fields__} | {
        "formatted": formatted
    }
    return type(content)(**(values | changes))


def submit(board, number, content):
    practice = practices.submit(
        board.database,
        board.clock,
        caller=board.people["author"],
        nonce=f"hostile-{number}",
        change=lambda _: content,
        declaration=DECLARED,
    )
    return board.decide(practices.accept, "chair", practice)


@pytest.fixture
def board(database):
    return Board(database)


def test_hostile_texts_in_every_field_reach_the_paper_as_text(board):
    board.decide(practices.accept, "chair", board.submit(description=SENTINEL))
    bare, _ = paper(board)
    printed = []
    for number, text in enumerate(TEXTS):
        for styled in (False, True):
            content, refused = typed(board, text, styled=styled)
            if not normalise(text):
                continue
            practice = submit(board, f"{number}-{styled}", content)
            printed.append((text, refused))
            assert_slack_shows_text(practice)
    board.decide(practices.accept, "chair", board.submit(description=SENTINEL))

    draft, snapshot = paper(board)
    expected = sorted(
        folded(f"{each.ref}: {normalise_line(each.content.title)}")
        for each in snapshot.practices
    )

    for name, read in READERS.items():
        page = read(draft.markdown)
        boxes, others = headings(page)
        assert sorted(boxes) == expected, name
        assert others == headings(read(bare.markdown))[1], name
        found = [path for text, path in page.paragraphs if SENTINEL in text]
        assert len(found) == 2, name
        assert not FORBIDDEN & {tag for path in found for tag in path}, name
        assert not OUTSIDERS & set(page.elements), name
        assert not [each for each in page.attributes if each[:2] == "on"], name
        assert all(len(set(shape)) == 1 for shape in page.shapes), name
        for text, times in said(printed).items():
            assert page.text.count(text) >= times, (name, text)


def paper(board):
    snapshot = whitepaper.material_of(board.database, board.sig.id)
    return documents.draft(snapshot, as_of=NOW.date()), snapshot


def headings(page):
    """Return the headings of practices, and all others."""
    lines = [line for _, line in page.outline]
    boxes = [line for line in lines if re.match(r"P-\d+: ", line)]
    return boxes, [line for line in lines if line not in boxes]


def said(printed):
    """Return how often each text was typed into a field that the paper prints."""
    times = Counter()
    for text, refused in printed:
        times[folded(normalise(text))] += len(PRINTED - refused)
    return times


def assert_slack_shows_text(practice):
    view = cards.reading_view(practice)
    checks.check_view(view.to_dict(), kind="modal")
    arguments = cards.card(practice).arguments()
    checks.check_message({k: v for k, v in arguments.items() if v is not None})
    shown = "\n".join(mrkdwn_in([view.to_dict(), arguments]))
    assert not any(ping in shown for ping in PINGS)


def mrkdwn_in(value):
    if isinstance(value, list):
        for part in value:
            yield from mrkdwn_in(part)
    elif hasattr(value, "to_dict"):
        yield from mrkdwn_in(value.to_dict())
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for part in value.values():
            yield from mrkdwn_in(part)


def test_nothing_typed_is_lost_between_the_form_and_the_database(board):
    for number, text in enumerate(TEXTS):
        content, _ = typed(board, text, styled=True)

        draft = practices.save_draft(
            board.database,
            board.clock,
            caller=board.people["author"],
            nonce=f"kept-{number}",
            change=lambda _, content=content: content,
        )

        assert draft.content == content


@pytest.mark.parametrize("text", TEXTS)
def test_codes_dates_and_amounts_refuse_it_or_read_it(text):
    line = " ".join(text.split())
    state = {"state": {"values": {"nuts": {"value": {"value": line}}}}}
    answers = form.read_answers(state | {"callback_id": form.DETAILS})
    content = answers.onto(a_content())

    problems = check_details(content)

    if content.nuts is not None:
        assert "nuts" in problems
        assert re.search(r"NUTS|begin", problems["nuts"])
