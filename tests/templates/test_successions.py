"""The form and the messages of successions: within Slack's limits, nothing lost."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster
from bot.domain.successions import (
    OpenAction,
    Part,
    Plan,
    Preview,
    Stock,
    Succession,
    SuccessionKind,
    tidied,
)
from bot.domain.successions.undoing import Listed, Page
from bot.playground import checks
from templates.successions import form
from templates.successions import messages as views

UNDONE_AT = datetime(2026, 1, 2, tzinfo=UTC)
HOSTILE = "<!channel> *bold* & `code` <https://evil.example|click>"


def a_cluster(place, name="Cluster"):
    return Cluster(id=place, key=f"c{place}", name=f"{name} {place}", country="DK")


def a_preview(**changes):
    values = {
        "kind": SuccessionKind.MERGER,
        "effective_on": date(2021, 1, 1),
        "old_names": ("One", "Two"),
        "new_names": ("New",),
        "voices_before": 2,
        "voices_after": 1,
        "sample": "One (since 2021 part of New)",
        "stock": Stock(),
    }
    return Preview(**values | changes)


def a_succession(**changes):
    values = {
        "id": 7,
        "kind": SuccessionKind.MERGER,
        "effective_on": date(2021, 1, 1),
        "parts": (
            Part(
                predecessor="a",
                successor="b",
                predecessor_name=HOSTILE,
                successor_name="New",
            ),
        ),
        "made_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Succession(**values | changes)


def actions(many):
    return tuple(
        OpenAction(number=number, title=f"{HOSTILE} {number}" * 3, owner="One " * 60)
        for number in range(1, many + 1)
    )


def view_of(view):
    """Return the view as Slack would accept it."""
    found = view.to_dict()
    checks.check_view(found, kind="modal")
    return found


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=500)
plans = st.builds(
    Plan,
    kind=st.sampled_from(sorted(SuccessionKind)),
    predecessors=st.lists(st.integers(1, 2**31 - 1), max_size=20).map(tuple),
    successors=st.lists(st.integers(1, 2**31 - 1), max_size=20).map(tuple),
    new=texts.map(lambda text: tuple(text.splitlines())),
    country=st.sampled_from(["DK", "SE", None]),
    effective_on=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    note=texts.map(lambda text: text[:300]),
    left=st.frozensets(st.integers(1, 999_999), max_size=80),
    heir=st.none() | st.integers(0, 9),
)


@given(plans)
def test_everything_travels_from_one_step_to_the_other_and_back(plan):
    plan = tidied(plan)
    about = form.Form(nonce="n" * 32, sig_id=2, channel="C0123456789", plan=plan)
    there = form.step_2(about, a_preview()).to_dict()

    # What the second step itself asks is read from its inputs, so it is put there.
    meta = {"private_metadata": there["private_metadata"], "callback_id": "other"}
    back = form.read({**meta, "blocks": [], "state": {"values": {}}})

    assert replace(back.plan, note=plan.note, left=plan.left, heir=plan.heir) == plan
    assert back.digest == a_preview().digest


@pytest.mark.parametrize("many", [0, 1, 10, 11, 80, 200])
@pytest.mark.parametrize("kind", sorted(SuccessionKind))
def test_the_second_step_fits_into_a_modal(many, kind):
    stock = Stock(
        practices=1,
        people=2,
        externals=1,
        offers=2,
        actions=actions(many),
        sections=(HOSTILE,) * 30,
        networks=(HOSTILE,) * 30,
    )
    shown = a_preview(
        kind=kind, stock=stock, old_names=(HOSTILE,) * 20, new_names=(HOSTILE,) * 2
    )
    about = form.Form(nonce="n", sig_id=1, channel="C1", plan=Plan(kind=kind))

    blocks = view_of(form.step_2(about, shown, is_changed=True))["blocks"]

    assert "<!channel>" not in str(blocks[1]["text"])
    ticked = [
        option["value"]
        for block in blocks
        if block.get("block_id", "").startswith("actions_")
        for option in block["element"]["initial_options"]
    ]
    assert ticked == [str(number) for number in range(1, min(many, 80) + 1)]


@pytest.mark.parametrize("many", [1, 10, 101, 500])
def test_the_first_step_offers_every_cluster(many):
    clusters = [a_cluster(place) for place in range(1, many + 1)]
    about = form.Form(nonce="n", sig_id=1, plan=Plan(predecessors=(1,), new=("X",)))

    shown = view_of(form.step_1(about, clusters))["blocks"]
    blocks = {each["block_id"]: each for each in shown if "element" in each}

    groups = blocks["predecessors"]["element"]["option_groups"]
    assert sum(len(group["options"]) for group in groups) == many
    assert blocks["predecessors"]["element"]["initial_options"][0]["value"] == "1"
    assert blocks["new"]["element"]["initial_value"] == "X"


def test_unticked_actions_stay_unticked_on_the_way_back():
    stock = Stock(actions=actions(12))
    plan = Plan(left=frozenset({3, 12}))
    about = form.Form(nonce="n", sig_id=1, plan=plan)
    view = form.step_2(about, a_preview(stock=stock)).to_dict()
    state = {
        block["block_id"]: {
            "value": {"selected_options": block["element"]["initial_options"]}
        }
        for block in view["blocks"]
        if block.get("block_id", "").startswith("actions_")
    }
    state["note"] = {"value": {"value": "Why"}}

    back = form.read(view | {"state": {"values": state}})

    assert back.plan.left == {3, 12}
    assert back.plan.note == "Why"


@pytest.mark.parametrize("kind", sorted(SuccessionKind))
def test_messages_escape_names_and_say_what_happened(kind):
    made = a_succession(kind=kind)
    for post in (
        views.announcement(made),
        views.restoration(made),
        views.confirmation(made, sig_id=1),
        views.undone(made),
    ):
        assert "<!channel>" not in post.text
        assert "&lt;!channel&gt;" in post.text
        checks.check_message(post.content())


def test_the_list_pages_and_offers_undo_only_where_it_is_possible():
    items = (
        Listed(succession=a_succession(note=HOSTILE), can_undo=True),
        Listed(succession=a_succession(id=8), obstacle="Something depends on it."),
        Listed(succession=a_succession(id=9, undone_at=UNDONE_AT)),
    )
    page = Page(items=items, offset=8, total=20)

    post = views.listing(page, sig_id=3)

    blocks = post.content()["blocks"]
    checks.check_message(post.content())
    assert [block.get("accessory", {}).get("value") for block in blocks[1:4]] == [
        "3:7",
        None,
        None,
    ]
    assert "Something depends on it." in post.text
    assert "(undone)" in post.text
    buttons = [each["value"] for each in blocks[-1]["elements"]]
    assert [views.read_pressed(each) for each in buttons] == [(3, 0), (3, 16)]
    assert (
        "Nothing has become"
        in views.listing(Page(items=(), offset=0, total=0), sig_id=3).text
    )
