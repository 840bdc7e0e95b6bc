"""Cards, lists and forms of the registers hold what is longest and most hostile."""

import json
from datetime import date

import pytest

from bot.domain.clusters import Cluster, Hub, Network, OrganisationStatus, Theme
from bot.domain.registers.clusters import ClusterCard, ClusterList
from bot.domain.registers.networks import NetworkCard, NetworkList
from bot.domain.registers.themes import ThemeCard, ThemeList, ThemeUse
from templates import forms, networks, pages, themes
from templates.clusters import cards, form
from templates.forms import About

HOSTILE = "<!channel> <@U1|x> *b* & <https://evil.example|bank>"
TODAY = date(2026, 11, 21)
ABOUT = About(nonce="n", channel="C1", record_id=1)


def long(limit):
    return (HOSTILE * limit)[:limit]


CLUSTER = Cluster(
    id=1,
    key="cl-x",
    name=long(150),
    name_original=long(150),
    language="et",
    country="EE",
    nuts="EE00",
    nuts_name=long(100),
    nuts_version="2024",
    acronym=long(30),
    city=long(80),
    website="https://example.org/?a=<!here>&b=1",
    members_total=3,
    members_companies=2,
    s3_priorities=tuple(long(149) + str(n) for n in range(10)),
    membership_criteria=long(500),
    hubs=tuple(Hub(city=long(70) + str(n), nuts="EE001") for n in range(30)),
    status=OrganisationStatus.MERGED,
    networks=("n",),
)
NETWORK = Network(
    id=1,
    slug="n",
    name=long(150),
    acronym=long(30),
    kind="club",
    relation="friend",
    next_step=long(200),
    website="https://example.org",
)
THEME = Theme(id=1, slug="t", label=long(75), position=1, description=long(500))
ANOTHER = Theme(id=2, slug="o", label="Other", position=2)
THEME_CARD = ThemeCard(theme=THEME, use=ThemeUse())
CARD = ClusterCard(
    cluster=CLUSTER,
    networks=(NETWORK,),
    people=1,
    practices=2,
    advice=("Fine.",),
    may_edit=True,
)
NETWORKS = NetworkList(
    cards=(
        NetworkCard(
            network=NETWORK,
            liaison="U1",
            clusters=tuple(long(150) for _ in range(10)),
            is_silent=True,
            is_ended=False,
        ),
    )
    * 10,
    today=TODAY,
    may_manage=True,
    may_record=True,
)
POSTS = {
    "clusters": cards.listing(
        ClusterList(clusters=(CLUSTER,) * 30, note="Many.", may_add=True), offset=10
    ),
    "cluster": cards.card(CARD, saved=True),
    "networks": networks.listing(NETWORKS),
    "network": networks.card(NETWORKS),
    "themes": themes.listing(ThemeList(cards=(THEME_CARD,) * 30, may_manage=True)),
    "theme": themes.card(THEME_CARD, may_manage=True),
    "merged": themes.merged(ThemeCard(theme=THEME, use=ThemeUse(), successor=THEME)),
    "removed": themes.removed(THEME),
}
OTHER = Cluster(id=1, key="cl-x", name="X", country="DK")
VIEWS = {
    "basics": form.basics(ABOUT, CLUSTER, stored=OTHER),
    "basics-other": form.basics(ABOUT, OTHER, stored=CLUSTER),
    "profile": form.profile(ABOUT, CLUSTER, [NETWORK], stored=OTHER),
    "profile-other": form.profile(ABOUT, OTHER, [], stored=CLUSTER),
    "details": networks.details(ABOUT, NETWORK, liaison="U1", stored=NETWORK),
    "contact": networks.contact(ABOUT, NETWORK, day=TODAY),
    "theme": themes.form(ABOUT, THEME, [THEME], stored=THEME),
    "theme-longest": themes.form(
        ABOUT,
        THEME,
        [THEME],
        stored=Theme(id=1, slug="t", label="&" * 75, position=1, description="&" * 500),
    ),
    "merge": themes.merge_form(ABOUT, THEME_CARD, [THEME, ANOTHER]),
}


def texts(value):
    """Yield every text that Slack would parse."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_message_is_within_slacks_limits_and_pings_nobody(name):
    content = json.loads(json.dumps(POSTS[name].arguments()))

    parsed = [*texts(content["blocks"]), content["text"]]
    assert all(len(text) <= 3000 for text in parsed[:-1])
    assert len(content["text"]) <= 4000
    assert len(content["blocks"]) <= 50
    signs = ("<!", "<@U1|", "<https://evil")
    assert not any(sign in text for sign in signs for text in parsed)


def test_a_network_that_nobody_looks_after_does_not_say_that_we_keep_contact():
    lonely = NetworkCard(
        network=Network(
            id=1, slug="s", name="ScanBalt", kind="network", relation="liaison"
        ),
        liaison=None,
        clusters=(),
        is_silent=False,
        is_ended=False,
    )
    found = NetworkList(
        cards=(lonely,), today=TODAY, may_manage=False, may_record=False
    )

    for post in (networks.listing(found), networks.card(found)):
        text = json.dumps(post.arguments(), ensure_ascii=False)
        assert "We keep contact" not in text
        assert "nobody looks after it yet, no contact noted yet" in text
    line = "*ScanBalt* — We want to keep contact, nobody looks after it yet, "
    assert line in networks.listing(found).text


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_form_is_within_slacks_limits_and_pings_nobody(name):
    view = json.loads(json.dumps(VIEWS[name].to_dict()))

    assert all(len(text) <= 3000 and "<!" not in text for text in texts(view["blocks"]))
    assert len(view["private_metadata"]) <= 3000
    assert len(view["title"]["text"]) <= 24


def test_a_form_says_again_what_it_was_told():
    view = VIEWS["basics"].to_dict()

    assert forms.read_about(view) == ABOUT


@pytest.mark.parametrize(
    ("total", "offset", "start"),
    [(0, 0, 0), (10, 10, 0), (11, 10, 10), (25, 99, 20), (25, -5, 0)],
)
def test_a_page_begins_at_an_entry_that_is_there(total, offset, start):
    assert pages.start_of(total, offset) == start
    assert len(pages.page_of(range(total), offset)) <= pages.PAGE


def test_more_than_a_hundred_options_come_in_groups():
    words = {f"s{number}": f"Word {number}" for number in range(250)}

    element = forms.menu("x", "X", words, "s249").to_dict()["element"]

    groups = element["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert element["initial_option"]["value"] == "s249"


def test_what_is_chosen_is_offered_also_where_no_list_has_it():
    element = forms.menu("x", "X", {"a": "A"}, "b").to_dict()["element"]

    assert [option["value"] for option in element["options"]] == ["a", "b"]
    assert forms.many("x", "X", {}, ()) == []
