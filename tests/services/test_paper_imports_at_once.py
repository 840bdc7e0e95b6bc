"""A file is taken back while somebody edits the same section in Slack: nothing is lost.

In both orders and at the same moment, on both databases.
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from paper_group import INTRODUCTION, a_desk

from bot.domain.whitepaper.roundtrip import Fate
from bot.services.whitepaper import settling, writing
from storage import sections
from storage.database import open_database

# The method is said anew in both; the thanks are nobody else's.
BY_FILE = ("Our method.", "As the file says it.")
IN_SLACK = ("Our method.", "As Slack has it.")
ELSEWHERE = ("Our thanks.", "Many thanks.")


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def desk(request):
    """A paper on each kind, whichever is drawn for other use cases."""
    database = open_database(request.getfixturevalue(request.param))
    yield a_desk(database)
    database.close()


def opened(desk):
    """Return the revision with which somebody has the form of the section open."""
    return desk.do(writing.to_edit, desk.chair, name="introduction").kept.section


def send(desk, form, change, base_revision=None):
    """Send the form, with one sentence said otherwise."""
    return desk.do(
        writing.save,
        desk.chair,
        section_id=form.id,
        base_revision=base_revision or form.revision,
        body=form.body.replace(*change),
    )


def take(desk, looked):
    """Say yes to the preview, and to the next one if the paper has changed since."""
    taken = desk.take(looked)
    return taken if taken.is_taken else desk.take(taken)


def everywhere(desk):
    """Return every text that is kept of the section, the newest of it first."""
    kept = desk.kept("introduction")
    with desk.group.database.read() as session:
        texts = [each.body for each in sections.revisions(session, kept.id)]
        unsaved = sections.unsaved(session, kept.id, desk.chair.person.id)
    waiting = [each.edited for each in desk.do(settling.waiting)]
    return [*texts, *waiting, *([unsaved.body] if unsaved else [])]


@pytest.mark.parametrize("change", [IN_SLACK, ELSEWHERE])
def test_the_file_comes_first_and_the_form_comes_back_with_both(desk, change):
    looked = desk.look(desk.draft().replace(*BY_FILE))
    form = opened(desk)
    take(desk, looked)

    refused = send(desk, form, change)

    assert refused.refused.body == form.body.replace(*change)
    assert refused.kept.body == desk.body("introduction")
    assert desk.body("introduction") == INTRODUCTION.replace(*BY_FILE)
    again = desk.do(writing.to_edit, desk.chair, name="introduction")
    assert again.unsaved.body == form.body.replace(*change)
    newest = refused.kept.section.revision
    assert send(desk, form, change, base_revision=newest).refused is None
    assert everywhere(desk)[:2] == [
        form.body.replace(*change),
        INTRODUCTION.replace(*BY_FILE),
    ]


def test_the_form_comes_first_and_the_file_waits_with_its_sentence(desk):
    looked = desk.look(desk.draft().replace(*BY_FILE))
    form = opened(desk)
    assert send(desk, form, IN_SLACK).refused is None

    seen_again = desk.take(looked)

    assert not seen_again.is_taken
    assert [each.fate for each in seen_again.plan.bodies] == [Fate.CONFLICT]
    assert take(desk, looked).is_taken
    (conflict,) = desk.do(settling.waiting)
    assert IN_SLACK[1] in desk.body("introduction")
    assert IN_SLACK[1] in conflict.current
    assert BY_FILE[1] in conflict.edited


def test_the_form_comes_first_and_another_sentence_of_the_file_is_added(desk):
    looked = desk.look(desk.draft().replace(*BY_FILE))
    form = opened(desk)
    send(desk, form, ELSEWHERE)

    take(desk, looked)

    assert desk.body("introduction") == INTRODUCTION.replace(*BY_FILE).replace(
        *ELSEWHERE
    )
    assert desk.do(settling.waiting) == ()


def test_a_form_that_was_opened_before_two_files_keeps_what_was_typed(desk):
    base = desk.draft()
    form = opened(desk)
    for change in (BY_FILE, ELSEWHERE):
        desk.bring(base.replace(*change))

    send(desk, form, IN_SLACK)

    said = "\n".join(everywhere(desk))
    for _, words in (BY_FILE, ELSEWHERE, IN_SLACK):
        assert words in said


@pytest.mark.parametrize("attempt", range(4))
@pytest.mark.parametrize("change", [IN_SLACK, ELSEWHERE])
def test_at_the_same_moment_both_are_kept(desk, change, attempt):
    looked = desk.look(desk.draft().replace(*BY_FILE))
    form = opened(desk)

    with ThreadPoolExecutor(2) as pool:
        steps = [lambda: send(desk, form, change), lambda: take(desk, looked)]
        running = [pool.submit(each) for each in steps[:: 1 if attempt % 2 else -1]]
    for each in running:
        each.result()

    texts = everywhere(desk)
    assert any(change[1] in each for each in texts)
    assert any(BY_FILE[1] in each for each in texts)
    numbers = revisions(desk)
    assert all(before == after + 1 for before, after in pairwise(numbers))


def revisions(desk):
    with desk.group.database.read() as session:
        found = sections.revisions(session, desk.kept("introduction").id)
    return [each.number for each in found]
