"""A group at work moves to another server and goes on there."""

from datetime import timedelta

import pytest
from exchange_files import give, take
from paper_group import a_desk
from people import Group, reload

from bot.domain.consensus import Answer, Stance
from bot.domain.permissions import Role
from bot.domain.whitepaper.comments import CommentKind
from bot.services import exchange
from bot.services.recommendations import proposing, rounds
from bot.services.whitepaper import commenting, settling, windows
from storage import comments, consensus, paper_imports, sections

TYPED = {
    "title": "Let vouchers cross borders",
    "statement": "Regions should let vouchers be spent elsewhere. " * 50,
    "rationale": "Small companies find partners abroad.",
    "addressees": ["regional", "eu"],
    "evidence": "",
    "themes": [],
    "horizon": "short",
}


@pytest.fixture
def desk(database):
    desk = a_desk(database)
    desk.estonian = desk.group.add(Role.MEMBER, "UEE", desk.group.estonia)
    return desk


def later(desk, days):
    return (desk.group.clock() + timedelta(days=days)).date().isoformat()


def ask_about_a_recommendation(desk):
    found = desk.do(proposing.propose, desk.estonian, nonce="form", typed=TYPED)
    desk.do(
        rounds.open_round,
        desk.chair,
        number=1,
        version=found.proposed.version,
        typed={"closes_on": later(desk, 20)},
    )
    objection = Answer(stance=Stance.OBJECT, reason="Who pays?", is_printed=True)
    desk.do(rounds.say, desk.estonian, number=1, answer=objection)


def speak_about_the_paper(desk):
    typed = {"until": later(desk, 10), "note": "Before the meeting."}
    desk.do(windows.open_window, desk.chair, nonce="w", typed=typed)
    section_id = desk.kept("introduction").id
    said = desk.do(
        commenting.comment,
        desk.estonian,
        section_id=section_id,
        nonce="c",
        typed={"text": "", "proposal": "Shorter."},
    )
    state(
        desk.group, desk.estonian, section_id, "Too long.", consolidates=[str(said.id)]
    )


def state(group, who, section_id, text, *, version=1, consolidates=()):
    return group.do(
        commenting.save_position,
        who,
        section_id=section_id,
        version=version,
        typed={"text": text, "consolidates": list(consolidates)},
    )


def leave_a_conflict(desk):
    draft = desk.draft()
    desk.write("introduction", "As Slack has it.\n")
    desk.bring(draft.replace("Our method.", "How the file says it."))


def test_a_group_at_work_goes_on_where_it_was(desk, second_database, tmp_path):
    ask_about_a_recommendation(desk)
    speak_about_the_paper(desk)
    leave_a_conflict(desk)
    database, sig = desk.group.database, desk.group.sig

    first = exchange.export(database, None, tmp_path / "first")
    report = take(second_database, (tmp_path / "first/convenor.json").read_bytes())
    second = exchange.export(second_database, None, tmp_path / "second")

    assert report.doubts == ()
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    there = report.sig
    with database.read() as here, second_database.read() as moved:
        asked, still_asked = (
            consensus.listed(session, sig_id)[0]
            for session, sig_id in ((here, sig.id), (moved, there.id))
        )
        (conflict,) = paper_imports.conflicts(moved, there.id)
        texts = [
            [each.body for each in sections.revisions(session, kept.id)]
            for session, sig_id in ((here, sig.id), (moved, there.id))
            for kept in sections.listed(session, sig_id)
        ]
    assert still_asked.positions == asked.positions
    assert still_asked.round == asked.round
    assert "How the file says it." in conflict.edited
    half = len(texts) // 2
    assert texts[:half] == texts[half:]


def test_people_go_on_with_what_came_in_a_file(desk, second_database, tmp_path):
    ask_about_a_recommendation(desk)
    speak_about_the_paper(desk)
    leave_a_conflict(desk)

    report = take(second_database, give(desk.group.database, tmp_path))

    moved = Group.__new__(Group)
    moved.database, moved.channel = second_database, desk.group.channel
    moved.clock, moved.sig = desk.group.clock, report.sig
    estonian, chair = reload(moved, desk.estonian), reload(moved, desk.chair)
    answer = Answer(stance=Stance.SUPPORT)
    said = moved.do(rounds.say, estonian, number=1, answer=answer).standing
    with second_database.read() as session:
        positions = [
            each
            for each in comments.listed(session, moved.sig.id)
            if each.kind is CommentKind.POSITION
        ]
    (position,) = positions
    changed = state(
        moved,
        estonian,
        position.section_id,
        "Much too long.",
        version=position.version,
    )
    (conflict,) = moved.do(settling.waiting, chair)
    assert said.tally.is_consensus
    assert changed.comment.id == position.id
    assert conflict.key == "introduction"
    moved.clock.moment += timedelta(days=30)
    assert rounds.count_what_is_over(second_database, moved.clock)
