"""Whom the page acts for, and what each of them is offered."""

import pytest
from playground.kit import settle
from playground.paging import act, ask, state

from bot.playground import page
from bot.playground.server import Playground


def test_everybody_but_bots_and_deleted_accounts_can_be_chosen(paged):
    cast = {one["name"]: one["kind"] for one in state(paged)["people"]}

    assert cast == {
        "Chair": "workspace admin",
        "Member": "member",
        "Guest": "guest",
        "One": "guest in one channel",
        "Visitor": "from another workspace",
    }


@pytest.mark.parametrize("me", ["UGONE", "UNOBODY", "U0CONVENOR", "USLACKBOT"])
def test_nobody_else_can_be_acted_for(paged, me):
    assert state(paged, me)["me"] is None
    assert ask(paged, "/play/act/send", {"text": "x"}, me=me).status == 404
    assert ask(paged, "/play/file/F1", me=me).status == 404


def test_the_chair_sees_own_channels_commands_and_shortcuts(paged):
    seen = state(paged, "UCHAIR", "CSIG")

    names = [(c["name"], c["private"]) for c in seen["channels"]]
    assert names[:3] == [("sig", False), ("open", False), ("board", True)]
    assert seen["channels"][0]["about"].endswith("shared with other workspaces")
    assert seen["channels"][-1]["about"].startswith("Archived")
    expected = {"name": "/sig", "hint": "[help]", "description": "The group"}
    assert seen["commands"] == [expected]
    assert seen["shortcuts"] == [{"name": "Ask", "callback_id": "ask"}]
    assert seen["home_tab"]
    assert seen["direct"] == {"latest": ""}


def test_a_visitor_has_no_commands_and_no_app(paged):
    seen = state(paged, "UVISITOR", "CSIG")

    assert seen["commands"] == seen["shortcuts"] == seen["joinable"] == []
    assert seen["direct"] is None
    assert not seen["home_tab"]
    outcome = act(paged, "UVISITOR", "direct", "send", text="hello")
    assert outcome["text"] == "People of other workspaces cannot write to the app."


def test_members_can_join_public_channels_once(paged):
    assert state(paged, "UMEMBER")["joinable"] == [{"id": "COPEN", "name": "open"}]

    outcome = act(paged, "UMEMBER", "CSIG", "join", channel="COPEN")

    assert outcome["ok"]
    assert [c["id"] for c in state(paged, "UMEMBER")["channels"]] == ["CSIG", "COPEN"]
    assert not act(paged, "UMEMBER", "CSIG", "join", channel="COPEN")["ok"]
    assert not act(paged, "UMEMBER", "CSIG", "join", channel="CBOARD")["ok"]
    assert not act(paged, "UGUEST", "CSIG", "join", channel="COPEN")["ok"]


def test_without_a_manifest_commands_are_those_registered_or_typed():
    running = Playground()
    running.extra_routes += page.routes(running)
    with running:
        settle(running)
        assert state(running, "UCHAIR", "CSIG")["commands"] == []
        running.installation.commands = {"/b", "/a"}

        seen = state(running, "UCHAIR", "CSIG")

    assert [c["name"] for c in seen["commands"]] == ["/a", "/b"]
    assert not seen["home_tab"]
