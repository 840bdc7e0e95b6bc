"""What the registers accept, what they advise, and in which order they list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.registers import clusters, networks, themes
from bot.domain.registers.typed import Typed

TODAY = date(2026, 11, 21)
CLUSTER = Cluster(key="cl-x", name="Health cluster", country="DK")
NETWORK = Network(slug="n", name="N", kind="network", relation="liaison")
THEMES = [
    Theme(slug=slug, label=slug, position=place)
    for place, slug in enumerate(("a", "b", "c"), 1)
]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("members_total", "about 80", "Write a whole number"),
        ("members_total", "99999999", "Write a whole number"),
        ("staff_fte", "-1", "Write a number up to 1000"),
        ("established", "1066", "Write a year"),
        ("established", "2031", "still to come"),
        ("members_as_of", "2021-13", "Write a date like"),
        ("members_as_of", "2030", "still to come"),
        ("strategy_period", "2027-2023", "Write years like"),
        ("strategy_url", "javascript:alert(1)", "https://"),
        ("strategy_url", "https://user@example.org", "https://"),
        ("hubs", "Patras, XX99", "Line 1: there is no NUTS code XX99."),
        ("hubs", "Patras, somewhere", "I do not see a NUTS code"),
        ("networks", ["nowhere"], "Choose from the list."),
        ("excellence_label", "platinum", "Choose one of the list."),
        ("s3_priorities", "x" * 151, "150 fit there"),
        ("s3_priorities", "\n".join("abcdefghijk"), "11 lines; 10 fit here"),
        ("membership_criteria", "x" * 501, "500 fit here"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_beside_its_field(field, value, said):
    typed = Typed({field: value})

    clusters.read_profile(typed, CLUSTER, networks={"scanbalt"}, today=TODAY)

    assert list(typed.problems) == [field]
    assert said in typed.problems[field]


def test_what_a_file_said_stays_though_no_list_offers_it():
    known = replace(CLUSTER, kind="think_tank", scope="planetary", networks=("old",))
    basics = Typed({"name": "X", "country": "DK", "kind": "think_tank"})
    profile = Typed({"networks": ["old"]})

    changed = clusters.read_basics(basics, known)
    changed = clusters.read_profile(profile, changed, networks=(), today=TODAY)

    assert basics.problems == profile.problems == {}
    assert (changed.kind, changed.networks) == ("think_tank", ("old",))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (4, "This group expects 5 to 10 clusters; there are 4."),
        (1, "This group expects 5 to 10 clusters; there is 1."),
        (5, None),
        (10, None),
        (11, "This group expects 5 to 10 clusters; there are 11."),
    ],
)
def test_another_number_of_clusters_is_a_remark(count, said):
    assert clusters.size_note(count, 5, 10) == said


def test_a_full_profile_gets_no_advice():
    full = replace(
        CLUSTER,
        website="https://example.org",
        staff_fte=0.5,
        members_total=15,
        members_companies=10,
        members_public=1,
        members_as_of="2024-11",
    )

    assert clusters.advice(full, TODAY) == ()


@pytest.mark.parametrize(
    ("days", "ended", "silent"),
    [
        (None, None, True),
        (90, None, True),
        (89, None, False),
        (200, TODAY, False),
        (200, TODAY + timedelta(days=1), True),
    ],
)
def test_a_network_is_silent_after_ninety_days(days, ended, silent):
    last = None if days is None else TODAY - timedelta(days=days)
    network = replace(NETWORK, last_contact_on=last, ended_on=ended)

    assert networks.is_silent(network, TODAY) is silent


def test_networks_that_wait_longest_come_first_and_those_that_ended_last():
    def network(slug, days=None, ended=None):
        last = None if days is None else TODAY - timedelta(days=days)
        found = replace(NETWORK, slug=slug, name=slug, last_contact_on=last)
        return replace(found, ended_on=ended)

    known = [
        network("fresh", 3),
        network("over", 3, TODAY),
        network("old", 120),
        network("never"),
        network("older", 400),
        network("also fresh", 30),
    ]

    found = [each.slug for each in networks.ordered(known, TODAY)]

    assert found == ["never", "older", "old", "also fresh", "fresh", "over"]


def test_an_older_contact_never_hides_a_later_one():
    known = replace(NETWORK, last_contact_on=date(2026, 11, 1), next_step="Call")
    typed = Typed({"day": "2026-10-01", "next_step": "Write"})

    changed = networks.read_contact(typed, known, today=TODAY)

    assert changed.last_contact_on == date(2026, 11, 1)
    assert changed.next_step == "Write"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", "still to come"),
        ("", "give the day"),
        ("soon", "Write a day like"),
        ("2026-02-30", "Write a day like"),
    ],
)
def test_a_contact_needs_a_day_that_was(day, said):
    typed = Typed({"day": day})

    networks.read_contact(typed, NETWORK, today=TODAY)

    assert said in typed.problems["day"]


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ("first", ("b", "a", "c")),
        ("a", ("a", "b", "c")),
        ("c", ("a", "c", "b")),
        (None, ("a", "b", "c")),
    ],
)
def test_a_theme_moves_behind_another(after, order):
    assert themes.read_place(Typed({"after": after}), THEMES, "b") == order


def test_the_place_of_a_theme_is_behind_the_one_before():
    found = [themes.current_place(THEMES, slug) for slug in ("a", "b", "c", "new")]

    assert found == ["first", "a", "b", "c"]


def test_old_short_names_lead_to_the_last_successor():
    a, b, c = THEMES
    known = [replace(a, merged_into="b"), replace(b, merged_into="c"), c]

    assert themes.successors(known) == {"a": "c", "b": "c", "c": "c"}
