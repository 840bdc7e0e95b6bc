"""`/whitepaper status`: the next step is one that the reader may take."""

import re

import pytest
from paper_group import a_desk
from review_board import DECLARED

from bot.domain.permissions import Permission, Role, may
from bot.services import practices
from bot.services.whitepaper import publishing
from templates.whitepaper import editions

from factories import NOW, a_content

NEEDED = {
    "conflicts": Permission.IMPORT_WHITEPAPER,
    "draft": Permission.DRAFT_WHITEPAPER,
    "edit": Permission.WRITE_SECTION,
    "publish": Permission.PUBLISH_WHITEPAPER,
    "comments": Permission.READ_WHITEPAPER,
}
ROLES = [role for role in Role if role is not Role.EXTERNAL]


@pytest.fixture
def desk(database):
    return a_desk(database)


def accept_a_practice(desk):
    change = {"nonce": "one", "change": lambda _: a_content(themes=())}
    desk.do(practices.save_draft, desk.chair, **change)
    made = desk.do(practices.submit, desk.chair, **change, declaration=DECLARED)
    desk.do(practices.accept, desk.chair, practice_id=made.id)


def write_everything(desk):
    for gap in desk.do(publishing.status).empty:
        key = next(
            kept.section.key
            for kept in desk.do(publishing.status).sections
            if kept.section.title == gap.subject
        )
        desk.write(key, "Written.\n")


def collide(desk):
    """Let two people change the same words."""
    edited = desk.draft().replace("Our method.", "One way.")
    desk.write("introduction", "Another way.")
    desk.bring(edited)


def told(desk, who):
    """Return everything that the status says to somebody, and its last line."""
    blocks = editions.status(desk.do(publishing.status, who)).blocks
    texts = [block.to_dict()["text"]["text"] for block in blocks]
    return "\n".join(texts), texts[-1]


def forbidden(desk, who, text):
    """Return the commands in a text that somebody may not use."""
    words = re.findall(r"`/whitepaper (\w+)", text)
    return [
        word for word in words if not may(who.actor, NEEDED[word], today=NOW.date())
    ]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_blocked", [True, False])
@pytest.mark.parametrize("is_written", [True, False])
def test_the_status_names_no_command_that_the_reader_may_not_use(
    desk, role, is_written, is_blocked
):
    accept_a_practice(desk)
    if is_written:
        write_everything(desk)
    if is_blocked:
        collide(desk)
    who = desk.group.add(role, "UREADER", desk.group.latvia)

    text, last = told(desk, who)

    assert forbidden(desk, who, text) == []
    assert last.startswith("Next: ")


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (
            Role.CHAIR,
            "Next: `/whitepaper draft`, or publish it: `/whitepaper publish`.",
        ),
        (
            Role.EDITOR,
            "Next: `/whitepaper draft`. The chair and the secretariat can publish it.",
        ),
        (Role.REVIEWER, "Next: the chair and the secretariat can publish it."),
        (Role.OBSERVER, "Next: the chair and the secretariat can publish it."),
    ],
)
def test_when_all_is_written_who_may_publishes(desk, role, said):
    accept_a_practice(desk)
    write_everything(desk)
    who = desk.group.add(role, "UREADER")

    assert told(desk, who)[1] == said


def test_what_is_missing_is_named_to_whoever_may_write_it(desk):
    accept_a_practice(desk)
    owner = desk.group.add(Role.MEMBER, "UOWNER", desk.group.estonia)
    other = desk.group.add(Role.MEMBER, "UOTHER", desk.group.latvia)
    missing = desk.do(publishing.status).empty
    assert missing[0].subject == "Executive summary"
    desk.change("executive_summary", owner_cluster_id=desk.group.estonia.id)

    example = "Next: write what is missing, for example `/whitepaper edit "
    assert told(desk, owner)[1] == f"{example}executive_summary`."
    assert told(desk, desk.editor)[1].startswith(example)
    assert told(desk, other)[1] == (
        "Next: what is missing is written by those who have taken it and the editors."
    )
    desk.change("executive_summary", locked=True)
    assert "`" not in told(desk, owner)[1]


def test_without_a_practice_a_member_is_asked_for_one(desk):
    member = desk.group.add(Role.MEMBER, "UMEMBER")
    observer = desk.group.add(Role.OBSERVER, "UOBSERVER")

    assert told(desk, member)[1] == "Next: share a practice: `/practice`."
    assert told(desk, observer)[1] == (
        "Next: the chair, the secretariat and editors settle what is marked above."
    )
    assert told(desk, desk.editor)[1] == "Next: settle what is marked above."
