"""Who is to do what, read out of a line as Slack sends it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions import lines
from bot.domain.clusters import Cluster
from bot.domain.text import normalise_line

HEALTH = Cluster(id=1, key="thc", name="Tallinn Health", acronym="THC", country="EE")
PORTO = Cluster(id=2, key="porto", name="Porto to Care: Saúde", country="PT")
NAMES = {"U2": "cluster manager"}


def read(typed):
    return lines.read(typed, clusters=(HEALTH, PORTO), names=NAMES)


@pytest.mark.parametrize(
    ("typed", "owner", "helpers", "title"),
    [
        ("<@U1> send it", "U1", (), "send it"),
        ("<@U1|anna> send it", "U1", (), "send it"),
        ("<@U1>: send it", "U1", (), "send it"),
        ("<@U1> to send it", "U1", (), "send it"),
        ("for <@U1>: send it", "U1", (), "send it"),
        ("<@U1> and <@U2> send it", "U1", ("U2",), "send it"),
        ("<@U1>, <@U2> &amp; <@W3> send it", "U1", ("U2", "W3"), "send it"),
        ("<@U1><@U2> send it", "U1", ("U2",), "send it"),
        ("<@U1> <@U1> send it", "U1", (), "send it"),
        ("<@U1> tomorrow", "U1", (), "tomorrow"),
        ("<@U1>", "U1", (), ""),
        ("<@U1> and <@U2>", "U1", ("U2",), ""),
        ("  <@U1>   send   it  ", "U1", (), "send it"),
        ("send it to <@U1|anna>", "", (), "send it to @anna"),
        ("<@U1> ask <@U2> first", "U1", (), "ask @cluster manager first"),
        ("<@U1> ask <@U9> first", "U1", (), "ask @U9 first"),
        ("<@U1> and send &lt;b&gt; &amp; c", "U1", (), "and send <b> & c"),
        ("send it", "", (), "send it"),
        ("and <@U1> sends it", "", (), "and @U1 sends it"),
    ],
)
def test_who_is_named_first_owns_it(typed, owner, helpers, title):
    line = read(typed)

    assert (line.owner, line.co_owners, line.title) == (owner, helpers, title)
    assert line.cluster is None


@pytest.mark.parametrize(
    ("typed", "cluster", "title"),
    [
        ("Tallinn Health: send it", HEALTH, "send it"),
        ("for Tallinn Health: send it", HEALTH, "send it"),
        ("tallinn health to send it", HEALTH, "send it"),
        ("THC to send it", HEALTH, "send it"),
        ("@THC send it", HEALTH, "send it"),
        ("@Tallinn Health send it", HEALTH, "send it"),
        ("@THC: send it: now", HEALTH, "send it: now"),
        ("Porto to Care: Saude: send it", PORTO, "send it"),
        ("THC", None, "THC"),
        ("Budget: send it", None, "Budget: send it"),
        ("for the chair: send it", None, "for the chair: send it"),
        ("go to THC: first floor", None, "go to THC: first floor"),
    ],
)
def test_a_cluster_in_front_owns_it(typed, cluster, title):
    line = read(typed)

    assert (line.cluster, line.title, line.owner) == (cluster, title, "")


def test_a_name_that_nobody_has_is_told_and_stays():
    line = read("@nobody send it")

    assert (line.unknown, line.title) == ("nobody", "@nobody send it")


def test_a_name_that_nobody_has_is_told_behind_an_owner_too():
    line = read("<@U1>, <@U2> and @nobody send it to @all")

    assert (line.owner, line.co_owners, line.unknown) == ("U1", ("U2",), "nobody")
    assert line.title == "and @nobody send it to @all"


@pytest.mark.parametrize(
    ("word", "rest", "is_sentence"),
    [
        ("start", "the survey by Friday", True),
        ("start", "A-13", False),
        ("start", "a13 please", False),
        ("start", "survey", False),
        ("cancel", "the booking", True),
        ("cancel", "A-13 no money", False),
        ("block", "13 no money", False),
        ("assign", "A-13 Tallinn Health", False),
        ("list", "the partners", True),
        ("list", "cluster Tallinn Health", False),
        ("list", "all", False),
        ("list", "the", False),
        ("done", "the list", False),
    ],
)
def test_a_verb_may_be_a_command_or_begin_a_line(word, rest, is_sentence):
    assert lines.is_sentence(word, rest) is is_sentence


@pytest.mark.parametrize(
    ("line", "is_name"), [("A-13", True), (" a-7 ", True), ("A4", False), ("", False)]
)
def test_the_name_of_an_action_alone_is_no_title(line, is_name):
    assert lines.is_name(line) is is_name


def test_every_account_of_a_line_is_named_once():
    assert lines.accounts("<@U1> and <@U2|b> ask <@U1>") == ("U1", "U2")


@settings(deadline=None)
@given(st.text(st.characters(blacklist_characters="<>&:@", codec="utf-8"), max_size=80))
def test_any_title_survives(title):
    """Slack encodes what has a meaning; the rest arrives as it was typed."""
    wanted = normalise_line(title)
    line = lines.read(f"<@U1> do {title}", clusters=(HEALTH,), names=NAMES)

    assert line.title == normalise_line(f"do {wanted}")
