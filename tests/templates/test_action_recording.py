"""What a preview carries comes back as it was, and Slack takes whatever was typed."""

import json
from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.actions import phrases
from bot.domain.actions.drafts import MAX_CO_OWNERS, Concern, Draft, Form, Proposal
from bot.domain.text import normalise_line
from bot.playground import checks
from bot.playground.blocks import state_of
from templates.actions import newforms, previews

ACCOUNTS = st.integers(0, 10**9).map("U{:010d}".format)
LINES = st.text(min_size=1, max_size=200).map(normalise_line).filter(bool)
DRAFTS = st.builds(
    Draft,
    title=LINES,
    owner=ACCOUNTS,
    co_owners=st.lists(ACCOUNTS, max_size=MAX_CO_OWNERS, unique=True).map(tuple),
    cluster=st.none(),
    due_on=st.none() | st.dates(),
    meeting=st.none() | st.integers(1, 999),
)
TODAY = date(2027, 2, 10)
DUE = st.sampled_from(["by 03/04", "by 31 April", "by 9 February", "by 3 May", "x"])


@settings(deadline=None, max_examples=50)
@given(DRAFTS, DUE, st.sampled_from(Concern))
def test_what_a_button_carries_comes_back(draft, words, concern):
    # Whoever owns it does not help as well.
    assume(draft.owner not in draft.co_owners)
    when = phrases.read(words, today=TODAY)
    proposal = Proposal(
        draft=draft,
        whole=draft.title,
        today=TODAY,
        when=when,
        concerns=dict.fromkeys(draft.co_owners, concern),
    )

    post = previews.preview(proposal, source="typed:1", group=7)

    blocks = post.content()["blocks"]
    checks.check_message(post.content())
    for element in blocks[-1]["elements"]:
        kept = previews.read(element["value"])
        assert (kept.source, kept.group) == ("typed:1", 7)
        assert kept.draft.title == draft.title
        assert kept.draft.owner == draft.owner
        assert set(kept.draft.co_owners) <= set(draft.co_owners)


@settings(deadline=None, max_examples=50)
@given(DRAFTS, st.text(max_size=3000))
def test_what_a_form_shows_comes_back(draft, detail):
    draft = replace(draft, detail=detail, meeting=None, decision=4, said_by="chair")
    view = newforms.form(
        Form(draft=draft), source="form:1", channel="C1", group=7
    ).to_dict()
    checks.check_view(view, kind="modal")

    sent = newforms.read(view | {"state": {"values": state_of(view["blocks"])}})

    assert sent.source == "form:1"
    assert sent.draft == draft
    assert json.loads(view["private_metadata"])["g"] == 7
