"""Every hostile text, typed into every field of the form, read in the paper and Slack.

Each is typed twice: as it is, and in bold and as an item of a list where the field is
an editor.
"""

import re
from functools import cache

import pytest
from hostile_texts import (
    PRINTED,
    SENTINEL,
    TEXTS,
    assert_paper_holds,
    assert_slack_shows_text,
)
from review_board import DECLARED, Board

from bot.domain.practices import check_details, check_lengths, tidy
from bot.domain.text import normalise
from bot.services import practices, whitepaper
from templates.practices import cards, form
from templates.practices.form import Form
from templates.practices.inputs import Choices

from factories import NOW, a_content

# What can be anything; dates, codes and links are checked by their own rules.
NOT_TEXTS = {"start", "end", "valid_as_of", "links", "nuts", "printed_name"}
NOT_TEXTS |= {"funding_total", "funding_eu"}


def views(content, themes):
    about, choices = Form(nonce="n"), Choices(themes=themes, declared=DECLARED)
    return (
        form.step_1(about, content, choices),
        form.step_2(about, content, choices),
        form.details_view(about, content),
    )


@cache
def shown_for(content, themes):
    """Return the views as Slack gets them, once: every text is typed into these."""
    return [view.to_dict() for view in views(content, themes)]


def filled(shown, text, *, styled):
    """Return what Slack sends when somebody types this into every text of a view."""
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
    for shown in shown_for(content, themes.themes):
        state = filled(shown, text, styled=styled)
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
    bare = whitepaper.material_of(board.database, board.sig.id)
    printed = []
    for number, text in enumerate(TEXTS):
        for styled in (False, True):
            content, refused = typed(board, text, styled=styled)
            if not normalise(text):
                continue
            practice = submit(board, f"{number}-{styled}", content)
            printed.append((text, PRINTED - refused))
            assert_slack_shows_text(
                views=[cards.reading_view(practice)], posts=[cards.card(practice)]
            )
    board.decide(practices.accept, "chair", board.submit(description=SENTINEL))

    snapshot = whitepaper.material_of(board.database, board.sig.id)
    assert_paper_holds(snapshot, bare=bare, as_of=NOW.date(), printed=printed)


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
