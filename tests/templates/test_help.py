"""Help: what each role sees of a command."""

import pytest

from bot.domain.permissions import TABLE, Permission, Role
from templates import help as helps
from templates.messages import SECTION_LIMIT


def allowed(role):
    return {permission for permission, roles in TABLE.items() if role in roles}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("command", sorted(helps.COMMANDS))
def test_everybody_sees_exactly_what_they_may_do(command, role):
    text = helps.show(command, allowed(role)).text

    for line in helps.COMMANDS[command]:
        may = line.needs is None or role in TABLE[line.needs]
        assert (f"`{line.example}` —" in text) is may


def test_help_about_one_word_lists_what_follows_it():
    text = helps.show("/sig", allowed(Role.MEMBER), word="clusters").text

    assert [line.split("`")[1] for line in text.splitlines()] == [
        "/sig clusters",
        "/sig clusters show Medtech",
        "/sig clusters edit",
    ]


def test_help_about_a_word_of_other_roles_lists_everything():
    everything = helps.show("/practice", allowed(Role.OBSERVER))

    assert helps.show("/practice", allowed(Role.OBSERVER), word="accept") == everything


def test_somebody_unknown_sees_what_members_can_do():
    assert helps.show("/practice") == helps.show("/practice", allowed(Role.MEMBER))


def test_what_other_roles_can_do_is_named_and_no_more():
    text = helps.show("/practice", allowed(Role.MEMBER)).text

    assert text.splitlines()[-1] == (
        "_Other roles also have: `review`, `accept`, `reject`, `supersede`._"
    )
    assert "Other roles" not in helps.show("/practice", set(Permission)).text


@pytest.mark.parametrize("command", sorted(helps.COMMANDS))
def test_the_blocks_say_what_the_text_says(command):
    post = helps.show(command, set(Permission))

    assert "\n".join(block.text.text for block in post.blocks) == post.text


def test_long_help_goes_into_several_sections_and_loses_nothing(monkeypatch):
    lines = [helps.Line(f"/sig word{number}", "x" * 90) for number in range(200)]
    monkeypatch.setitem(helps.COMMANDS, "/sig", lines)

    post = helps.show("/sig")

    assert len(post.blocks) > 1
    assert all(len(block.text.text) <= SECTION_LIMIT for block in post.blocks)
    assert "\n".join(block.text.text for block in post.blocks) == post.text
    assert "word199" in post.text


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        pytest.param("stauts", "Did you mean `/sig status`?", id="a slip"),
        pytest.param("REPORTS", "Did you mean `/sig report`?", id="capitals"),
        pytest.param("zzzz", "`/sig help` lists", id="nothing like it"),
    ],
)
def test_an_unknown_word_leads_on(typed, near):
    assert near in helps.unknown("/sig", typed).text


def test_an_unknown_word_is_shown_as_text_only():
    assert "<!channel>" not in helps.unknown("/sig", "<!channel>").text
