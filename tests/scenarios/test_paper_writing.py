"""`/whitepaper outline`, `edit`, `section` and `comment`, as people meet them."""

import pytest

from bot.domain.permissions import Role
from storage import sections, sigs

from groups import TEAM, seat
from scenarios_forms import seen, typed_in

CHANNEL = "CSIG"


@pytest.fixture
def chair(slack, convenor):
    return slack.person("UCHAIR")


@pytest.fixture
def member(slack, convenor):
    seat(convenor.deps.db, CHANNEL, "UMEMBER", Role.MEMBER, "EE")
    return slack.person("UMEMBER")


def ask(slack, person, text, words):
    """Type a command and return the answer that has these words."""
    known = len(seen(person, CHANNEL, words))
    person.command("/whitepaper", text, channel=CHANNEL)
    slack.wait_until(lambda: len(seen(person, CHANNEL, words)) > known)
    return seen(person, CHANNEL, words)[-1]


def press(slack, person, message, button, words, **which):
    """Press a button and return what stands there then, with these words."""
    person.press(message, button, **which)
    slack.wait_until(lambda: seen(person, CHANNEL, words))
    return seen(person, CHANNEL, words)[-1]


def shown(slack, person, words):
    """Return the card of a section, or what took its place, with these words."""

    def found():
        return [
            each
            for each in seen(person, CHANNEL, words)
            if "Outline of the white paper" not in str(each.blocks)
        ]

    slack.wait_until(found)
    return found()[-1]


def open_form(slack, person, act):
    act()
    slack.wait_until(lambda: person.view is not None)


def edit(slack, person, key):
    """Open the form of a section."""
    open_form(
        slack,
        person,
        lambda: person.command("/whitepaper", f"edit {key}", channel=CHANNEL),
    )


def test_the_outline_is_set_up_and_a_section_written_twice_at_once(
    slack, convenor, chair, member
):
    ask(slack, chair, "outline", "Outline of the white paper")
    history = ask(slack, chair, "section introduction", "Introduction and mandate")
    assert "Nobody has written in it yet" in str(history.blocks)

    edit(slack, chair, "introduction")
    chair.fill({"body": "The chair's text.", "reason": "First attempt"})
    other = slack.person("UOTHER")
    seat(convenor.deps.db, CHANNEL, "UOTHER", Role.EDITOR)
    edit(slack, other, "Introduction")
    other.fill({"body": "The editor's text."})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "is saved as revision 2"))
    assert other.submit().errors == {}

    assert "Somebody else saved this section" in str(other.view["blocks"])
    assert "The chair's text." in str(other.view["blocks"])
    assert typed_in(other.view, "body") == "The editor's text."
    other.fill({"body": "The chair's text. The editor's text."})
    other.submit()
    slack.wait_until(lambda: seen(other, CHANNEL, "is saved as revision 3"))
    press(
        slack, other, seen(other, CHANNEL, "revision 3")[-1], "What changed", "Put in"
    )
    history = ask(slack, other, "section introduction", "revision 3")
    assert "First attempt" in str(history.blocks)
    press(slack, other, history, "Restore", "revision 2 is back, as revision 4")
    assert slack.complaints == []


def test_a_chair_arranges_the_outline(slack, chair, member):
    outline = ask(slack, chair, "outline", "Outline of the white paper")
    first = outline.blocks[1]["accessory"]["value"]
    chair.press(outline, "Show", value=first)
    card = shown(slack, chair, "*1. Title page*")

    open_form(slack, chair, lambda: chair.press(card, "Change"))
    chair.fill({"title": "Cover", "due": "2026-12-24"})
    assert chair.submit().errors == {}
    shown(slack, chair, "*1. Cover*")
    open_form(slack, chair, lambda: chair.press(outline, "Add a section"))
    chair.fill({"title": "Ethics"})
    assert chair.submit().errors == {}
    card = shown(slack, chair, "*19. Ethics*")
    for button, words in (
        ("Up", "*18. Ethics*"),
        ("Lock", ":lock:"),
        ("Unlock", "*18. Ethics* `ethics`"),
        ("Take out", "is out of the paper"),
        ("Put it back", "It is back"),
    ):
        chair.press(card, button)
        card = shown(slack, chair, words)
    press(slack, chair, outline, "Start from the short outline", "*3. Key issues*")

    assert "Add a section" not in str(
        ask(slack, member, "outline", "Outline of the white paper").blocks
    )
    assert slack.complaints == []


def test_the_group_comments_and_the_author_hears_the_answer(
    slack, convenor, chair, member
):
    comments = ask(slack, chair, "comments", "Comments on the white paper")
    open_form(slack, chair, lambda: chair.press(comments, "Ask for comments"))
    chair.fill({"until": "2099-01-01", "sections": ["analysis"]})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Your comments on the white paper"))

    open_form(
        slack,
        member,
        lambda: member.command("/whitepaper", "comment analysis", channel=CHANNEL),
    )
    assert member.submit().errors.keys() == {"text"}
    member.fill({"text": "Say more about costs.", "proposal": "Costs fell."})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "Thank you. Your comment"))
    open_form(
        slack,
        member,
        lambda: member.command("/whitepaper", "position analysis", channel=CHANNEL),
    )
    member.fill({"text": "We agree otherwise.", "consolidates": ["1"]})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "The position of Cluster EE"))

    board = ask(slack, chair, "comments analysis", "Comments on Cross-cutting")
    assert "in the position of the cluster" in str(board.blocks)
    open_form(slack, chair, lambda: chair.press(board, "Answer", value="1"))
    chair.fill({"state": "accepted", "answer": "It is in."})
    assert chair.submit().errors == {}
    slack.wait_until(
        lambda: [m for m in member.direct_messages() if "It is in." in m.text]
    )
    assert slack.complaints == []


def test_a_text_too_long_for_a_form_comes_as_a_file(slack, convenor, chair):
    edit(slack, chair, "introduction")
    chair.fill({"body": "Words. " * 400})
    assert chair.submit().errors == {}
    slack.wait_until(lambda: seen(chair, CHANNEL, "is saved as revision 2"))
    with convenor.deps.db.begin() as session:
        sig = sigs.by_channel(session, TEAM, CHANNEL)
        kept = next(
            each
            for each in sections.listed(session, sig.id)
            if each.section.key == "introduction"
        )
        sections.write(
            session,
            kept.id,
            "Words. " * 600,
            author_id=None,
            reason="",
            base_revision=2,
            now=convenor.deps.clock(),
        )

    ask(slack, chair, "edit introduction", "a form of Slack takes 3000")
    slack.wait_until(
        lambda: [m for m in chair.direct_messages() if "for you alone" in m.text]
    )

    ask(slack, chair, "edit introdction", "Did you mean Introduction and mandate")
    assert slack.complaints == []
