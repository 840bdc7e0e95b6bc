"""What people see of set-up, whatever was typed: within Slack's limits, and escaped."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.setup import STEPS, applied, typed_of
from bot.domain.sigs import Sig
from bot.playground import checks
from templates.sigs import form, notices, views
from templates.sigs.form import Form

# Everything as long as it may be, and every sign that means something to Slack.
LONGEST = Sig(
    id=7,
    name="<!channel> & *bold* " * 7,
    objectives="<@U1> & `code`\n" * 190,
    licence="All rights reserved",
    language="sgn",
    zone="America/Argentina/ComodRivadavia",
    holiday_countries=tuple(sorted(COUNTRIES)[:30]),
    min_clusters=1,
    max_clusters=1000,
    channel_id="C0123456789",
    chairs_channel_id="G0123456789",
    is_shared=True,
    version=12,
)
SHORT = typed_of(Sig(name="Digitalisation SIG", objectives="Share what works."))


def shown(view):
    """Return a view as it is sent, after Slack's own checks."""
    body = view.to_dict()
    checks.check_view(body, kind="modal")
    return body


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_every_step_passes_slacks_checks_and_counts_itself(step):
    body = shown(form.wizard(Form(channel="C1", step=step, typed=SHORT)))

    assert f"*{step} of 4.*" in str(body["blocks"][0])
    assert body["callback_id"] == f"sig_setup_{step}"
    assert ("Back" in str(body["blocks"])) is (step > 1)


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_the_longest_settings_can_still_be_changed(step):
    about = Form(channel="C1", step=step, typed=typed_of(LONGEST), version=12)
    body = shown(form.settings(about, warning=views.changed_meanwhile(LONGEST, step)))

    read = form.read_form(body | {"state": {"values": {}}})
    assert (read.step, read.version, read.channel) == (step, 12, "C1")


def test_the_longest_settings_are_shown_without_ringing_anybody():
    body = shown(views.overview(LONGEST, objectives_since=date(2026, 3, 1)))

    assert "(since 1 March 2026)" in str(body)
    assert "<!channel>" not in str(body)
    assert "<@U1>" not in str(body)
    assert "<#G0123456789>" in str(body)
    assert "shared with another workspace" in str(body)


def test_a_heading_without_a_day_has_no_signs_left_over():
    body = shown(views.overview(LONGEST))

    assert "*What it is for:* " in str(body)


def test_what_somebody_typed_too_late_is_shown_beside_what_holds():
    typed = typed_of(LONGEST) | {"name": "Mine & <!here>"}
    body = shown(
        views.taken(Sig(name="Theirs", channel_id="C1"), typed, may_change=True)
    )

    assert "Theirs" in str(body)
    assert "Mine &amp; &lt;" in str(body)
    assert "What you typed" in str(body)
    assert "Change" in str(body)


def test_whoever_typed_the_same_is_not_shown_it_twice():
    sig = Sig(name="Same", channel_id="C1")

    assert "What you typed" not in str(
        shown(views.taken(sig, typed_of(sig), may_change=False))
    )


def test_an_offer_names_each_group_and_a_new_one_only_to_those_who_may():
    lost = [Sig(id=n, name=f"<!channel> {n}") for n in range(30)]
    for may_found in (True, False):
        post = views.offer(lost, may_found=may_found)
        checks.check_message(post.content())

        assert ("Set up a new group" in str(post.content())) is may_found
        assert "<!channel>" not in str(post.content())


@pytest.mark.parametrize(
    "view",
    [
        notices.home,
        notices.archived,
        notices.deleted,
        notices.left,
        notices.shared,
        notices.chairs_channel_lost,
        views.founded,
        views.moved,
        views.took_over,
        views.offer_chair,
    ],
)
def test_every_notice_passes_slacks_checks_and_escapes_the_name(view):
    content = view(LONGEST).content()

    checks.check_message(content)
    assert "<!channel>" not in str(content)
    assert len(content["text"]) < 3000


def test_a_text_too_long_to_be_carried_is_explained_and_not_cut():
    with pytest.raises(InvalidInputError, match="more than the form can carry"):
        form.wizard(
            Form(channel="C1", step=2, typed=SHORT | {"objectives": "😀" * 1500})
        )


_TEXT = st.text(max_size=150)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(name=_TEXT, objectives=st.text(max_size=300), step=st.integers(1, 4))
def test_what_was_typed_goes_from_step_to_step_unchanged(name, objectives, step):
    typed = SHORT | {"name": name, "objectives": objectives}
    body = form.wizard(Form(channel="C1", step=step, typed=typed)).to_dict()

    read = form.read_form(body)

    assert read.typed == typed
    assert read == Form(channel="C1", step=step, typed=typed)


def test_the_state_of_every_kind_of_field_is_read():
    state = {
        "zone": {"sig_zone": {"selected_option": {"value": "Europe/Lisbon"}}},
        "holiday_countries": {
            "value": {"selected_options": [{"value": "EE"}, {"value": "PT"}]}
        },
        "quiet_from": {"value": {"selected_time": "21:00"}},
        "quiet_until": {"value": {"selected_time": None}},
    }
    body = form.wizard(Form(channel="C1", step=3, typed=SHORT)).to_dict()

    read = form.read_form(body | {"state": {"values": state}})

    assert read.typed == SHORT | {
        "zone": "Europe/Lisbon",
        "holiday_countries": ("EE", "PT"),
        "quiet_from": "21:00",
        "quiet_until": "",
    }


def test_a_form_of_nothing_is_read_and_explained():
    read = form.read_form({"callback_id": "sig_settings_3", "state": {"values": {}}})

    with pytest.raises(InvalidInputError):
        applied(read.typed, read.fields, to=Sig())
