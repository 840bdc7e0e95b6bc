"""The paper is assembled again and again: only what was touched reads differently."""

import re
from difflib import unified_diff

import pytest
from hostile_texts import MORE_TEXTS, TEXTS
from paper_group import INTRODUCTION, OUTLOOK, a_desk
from review_board import DECLARED

from bot.domain.errors import ImportRejectedError
from bot.domain.whitepaper import holds_marker
from bot.domain.whitepaper.changes import parts
from bot.domain.whitepaper.markers import split
from bot.services import practices
from bot.services.whitepaper import drafting
from templates import documents

from factories import a_content

COUNTED = {
    # Number and day of the edition, what is cited as, and the list of editions.
    "title-page",
    "sec-colophon",
    "sec-revision_history",
    # Practices counted, by theme and country, by cluster, and in the register.
    "sec-methodology",
    "sec-state_of_play",
    "overview",
    "sec-annex_register",
    "sec-annex_contributors",
    "credit-roles",
    "sec-annex_references",
}


@pytest.fixture
def desk(database):
    return a_desk(database)


def content(word, **changes):
    """Return a practice of which no line is that of another one."""
    names = ("title", "summary", "problem", "description", "evidence", "transfer")
    values = {name: f"The {name} of {word}." for name in (*names, "organisation")}
    return a_content(themes=(), **values | changes)


def a_practice(desk, nonce):
    change = {"nonce": nonce, "change": lambda _: content(nonce)}
    desk.do(practices.save_draft, desk.chair, **change)
    found = desk.do(practices.submit, desk.chair, **change, declaration=DECLARED)
    return desk.do(practices.accept, desk.chair, practice_id=found.id)


def edit(desk, practice, changed):
    """Change a practice that was accepted, and accept the change."""
    desk.do(
        practices.edit,
        desk.chair,
        practice_id=practice.id,
        revision=practice.revision,
        change=lambda _: changed,
    )
    desk.do(practices.accept, desk.chair, practice_id=practice.id)


def places(markdown):
    """Return for each line below which heading, or in which region, it stands."""
    found, heading, region = [], "title-page", None
    for line in markdown.split("\n"):
        if line.startswith("<!-- sig:begin "):
            region = "body-" + line.split()[2]
        elif line.startswith("#") and "{#" in line and region is None:
            heading = line.rpartition("{#")[2].rstrip("}")
        found.append(region or heading)
        if line.startswith("<!-- sig:end "):
            region = None
    return found


def changed_places(before, after):
    """Return where a comparison as `git diff` makes it has lines."""
    sides = ((" -", iter(places(before))), (" +", iter(places(after))))
    whole = max(before.count("\n"), after.count("\n"))
    lines = unified_diff(before.split("\n"), after.split("\n"), n=whole + 1)
    found = set()
    for line in list(lines)[3:]:
        old, new = (line[0] in side and next(at) for side, at in sides)
        if line[0] != " " and line[1:].strip():
            found.add(old or new)
    return found


def test_only_what_was_touched_and_what_counts_it_reads_differently(desk):
    first, second, third = (a_practice(desk, each) for each in ("one", "two", "three"))
    before = desk.draft()

    desk.bring(before.replace("Our method.", "Our method, in *five* steps:  \nask."))
    edit(desk, first, content("one", summary="It does one thing well."))
    fourth = a_practice(desk, "four")
    desk.do(practices.withdraw, desk.chair, practice_id=second.id)
    after = desk.draft()

    touched = {each.ref.lower() for each in (first, second, fourth)}
    found = changed_places(before, after)
    assert touched | {"body-introduction"} <= found
    assert found - COUNTED == touched | {"body-introduction"}
    assert third.ref.lower() not in found
    assert parts(before)[third.ref.lower()] == parts(after)[third.ref.lower()]
    assert "Our method, in *five* steps:  \nask.\n\nOur thanks." in after
    assert f"{OUTLOOK}\n<!-- sig:end outlook -->" in after


def test_assembled_again_without_a_change_it_is_the_same_to_the_byte(desk):
    a_practice(desk, "one")
    before = desk.draft()
    desk.bring(before)

    assert desk.draft() == before


def bodies(markdown):
    return {each.key: each.body for each in split(markdown)[1::2]}


# A carriage return is a line ending of the file, and NUL makes it no text.
HOSTILE = [text for text in TEXTS + MORE_TEXTS if not {"\r", "\0"} & set(text)]


def test_hostile_text_in_the_file_is_in_the_next_draft_or_the_file_is_refused(desk):
    taken = 0
    for text in HOSTILE:
        before = desk.draft()
        edited = before.replace(desk.body("introduction"), f"Before\n\n{text}\n\nAfter")
        try:
            desk.bring(edited)
        except ImportRejectedError:
            assert holds_marker(text) or not text.isprintable()
            assert desk.draft() == before
            continue
        taken += 1

        after = desk.draft()

        expected = bodies(before) | {"introduction": f"Before\n\n{text}\n\nAfter"}
        assert bodies(after) == expected
    assert taken > len(HOSTILE) * 0.9
    assert desk.body("outlook") == OUTLOOK


def test_nothing_hostile_in_a_section_is_active_in_the_page(desk):
    everything = "\n\n".join(text for text in HOSTILE if not holds_marker(text))
    desk.bring(desk.draft().replace(INTRODUCTION, everything))

    snapshot, as_of = desk.do(drafting.material)
    page = documents.draft(snapshot, as_of=as_of).html.lower()

    assert "<script" not in page
    assert "<iframe" not in page
    assert not re.search(r"<[^>]+ (?:href|src)=.?(?:java|vb)script:", page)
    assert not re.search(r"<[^>]+ href=.?data:", page)
    assert not re.search(r"<[^>]+ on[a-z]+=", page)
