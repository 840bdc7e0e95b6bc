"""Cards, lists and files of action items: nothing in them is more than text."""

import csv
import io
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from meeting_group import a_meeting

from bot.domain.actions import ActionItem, ActionStatus, Shown
from bot.domain.actions.carrying import Raised, ToAssign
from bot.domain.actions.listing import Filter, Listing, Which, read_filter
from bot.domain.actions.telling import Notice, Story, Verb, Worked
from templates.actions import answers, cards, carried, files, forms, lists
from templates.messages import Post

TODAY = date(2026, 11, 21)
HOSTILE = "=HYPERLINK(1) <!channel> <@U1> *bold* & <https://bank.example|here>"


def shown(number=13, **changes):
    """Return an action item of a cluster, due in ten days."""
    values = {
        "id": number,
        "number": number,
        "title": HOSTILE,
        "owner": "cl-ee",
        "due_on": TODAY + timedelta(days=10),
        "detail": HOSTILE,
        "reason": HOSTILE,
        "evidence": HOSTILE,
        "note": HOSTILE,
    }
    action = ActionItem(**(values | changes))
    name = "" if action.owner is None else f"Cluster {HOSTILE}"
    return Shown(action=action, action_id=number, sig_id=1, owner=name)


def everything(each):
    """Yield all that is ever shown of an action item."""
    worked = Worked(shown=each, before=ActionStatus.OPEN, today=TODAY)
    yield cards.story(Story(shown=each, today=TODAY, may_work=True, section=HOSTILE))
    yield cards.story(Story(shown=each, today=TODAY, may_work=False))
    for answer in (
        *(answers.done, answers.cancelled, answers.changed, answers.assigned),
        *(answers.taken, answers.moved, answers.snoozed, answers.evidenced),
        answers.linked,
    ):
        yield answer(worked)
    for verb in Verb:
        yield answers.notice(Notice(shown=each, verb=verb, today=TODAY))
    yield carried.to_assign(ToAssign(actions=[each] * 20, sig_id=1, today=TODAY))
    raised = Raised(meeting=a_meeting(), actions=[each] * 20, today=TODAY)
    yield carried.carried(raised)
    yield lists.listing(a_list([each] * 11))


def a_list(found, **chosen):
    """Return a list as one person sees it."""
    return Listing(found=found, chosen=Filter(**chosen), today=TODAY, sig_id=1)


def test_what_people_typed_stays_text_wherever_it_is_shown():
    for status in ActionStatus:
        for owner in ("cl-ee", None):
            for post in everything(shown(status=status, owner=owner, carried=2)):
                said = str(post.arguments())
                assert isinstance(post, Post)
                assert len(post.blocks) <= 50
                assert "<!channel>" not in said
                assert "<@U1>" not in said
                assert "<https://bank" not in said


def test_the_longest_texts_fit_into_cards_and_forms():
    long = shown(
        title="&" * 200, detail="&" * 3000, reason="&" * 300, evidence="&" * 300
    )

    for post in everything(long):
        post.arguments()
    for view in (
        forms.snooze(long, TODAY, channel="C1"),
        forms.block(long, channel=None),
        forms.cancel(long, channel="C1"),
        forms.assign(long, (), channel="C1"),
        forms.due(long, channel="C1"),
        forms.evidence(long, channel="C1"),
        forms.link(Story(shown=long, today=TODAY, may_work=True), channel="C1"),
    ):
        assert len(view.to_dict()["private_metadata"]) < 3000


def test_a_list_says_what_is_missing_and_pages_with_its_filter():
    found = [shown(n, owner=None, due_on=None) for n in range(1, 26)]

    post = lists.listing(a_list(found, which=Which.ALL, meeting=4), offset=10)
    later = lists.read_place(post.blocks[-1].elements[-1].value)

    assert "11 to 20" in post.text
    assert "25 need an owner, 25 need a date" in str(post.blocks[0].to_dict())
    assert (later.offset, later.chosen) == (20, Filter(which=Which.ALL, meeting=4))
    assert str(post.blocks).count("late") == 0


@given(
    which=st.sampled_from(list(Which)),
    meeting=st.none() | st.integers(1, 999),
    cluster=st.text(st.characters(categories=("Lu", "Ll", "Nd")), max_size=20),
)
def test_a_filter_is_read_as_it_is_written(which, meeting, cluster):
    chosen = Filter(which=which, meeting=meeting, cluster=cluster)

    assert read_filter(chosen.typed) == chosen


def test_a_table_has_no_formula_and_all_there_is():
    table = files.table([shown(status=ActionStatus.DONE, done_on=TODAY)], TODAY)

    (head, row) = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    said = dict(zip(head, row, strict=True))
    assert said["What"].startswith("'=HYPERLINK")
    assert (said["State"], said["Done on"]) == ("done", "2026-11-21")
    assert not [cell for cell in row if cell[:1] in "=+-@" and cell]
