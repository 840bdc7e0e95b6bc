"""What depends on a succession, so that it cannot be taken back."""

from dataclasses import replace
from datetime import date

import pytest
from danish import (
    clock,
    ids,
    known,
    merge,
    new_id,
    paper,
    undo,
)
from sqlmodel import col, select

from bot.domain.decisions import Choice
from bot.domain.errors import (
    InvalidTransitionError,
)
from bot.domain.permissions import Role
from bot.domain.sigs import Membership, Person
from bot.domain.successions import SuccessionKind
from bot.services import successions
from storage import actions, decisions, members
from storage import meetings as meeting_rows
from storage.tables import DecisionRow, PracticeRow


def test_a_new_member_is_named_as_what_depends_on_it(database, chair):
    made = merge(database, chair)
    with database.begin() as session:
        person = members.add_person(session, Person(team_id="T", user_id="UNEW"))
        place = Membership(
            sig_id=chair.sig.id,
            person_id=person.id,
            role=Role.MEMBER,
            cluster_id=new_id(database, chair),
        )
        members.set_membership(session, place)

    with pytest.raises(InvalidTransitionError, match="1 new person"):
        undo(database, chair, made)
    page = successions.listed(database, clock, caller=chair, limit=5)
    assert "1 new person" in page.items[0].obstacle
    assert not page.items[0].can_undo


def test_a_name_that_another_cluster_took_since_is_not_given_twice(database, chair):
    known_ids = ids(database, chair.sig.id)
    made = merge(database, chair)
    others = [key for key, each in known(database, chair).items() if each is not None]
    other = next(key for key in others if key == "cl-ee")
    merge(
        database,
        chair,
        nonce="2",
        kind=SuccessionKind.RENAME,
        predecessors=(known_ids[other],),
        successors=(),
        new=("BioPeople",),
    )

    with pytest.raises(InvalidTransitionError, match="another cluster is called"):
        undo(database, chair, made)
    page = successions.listed(database, clock, caller=chair, limit=5)
    assert "another cluster is called BioPeople" in page.items[1].obstacle


def test_new_work_and_attendance_are_named(database, chair):
    made = merge(database, chair)
    cluster_id = new_id(database, chair)
    with database.begin() as session:
        items = actions.all_actions(session, chair.sig.id)
        held = meeting_rows.all_meetings(session, chair.sig.id)
        key = "danish-life-science-cluster"
        actions.save(session, chair.sig.id, [replace(items[0], owner=key)])
        attendance = replace(held[-1].attendance, present=(key,))
        changed = replace(held[-1], attendance=attendance)
        meeting_rows.save(session, chair.sig.id, [changed])
        (row,) = session.exec(select(PracticeRow).where(PracticeRow.number == 1))
        row.cluster_id = cluster_id

    with pytest.raises(InvalidTransitionError) as caught:
        undo(database, chair, made)
    said = str(caught.value)
    assert "1 new practice (P-1)" in said
    assert "1 new action (A-1)" in said
    assert "1 meeting it was asked to (M-12)" in said


def test_a_vote_that_would_be_gone_is_named(database, chair):
    made = merge(database, chair)
    with database.begin() as session:
        rows = select(DecisionRow.id).where(
            DecisionRow.sig_id == chair.sig.id, col(DecisionRow.number).in_([1, 2])
        )
        for decision_id in session.exec(rows).all():
            decisions.cast(
                session,
                decision_id,
                cluster_id=new_id(database, chair),
                choice=Choice.FOR,
                person_id=chair.person.id,
            )

    with pytest.raises(InvalidTransitionError, match=r"2 votes it gave \(D-1, D-2\)"):
        undo(database, chair, made)


def test_a_later_change_of_the_new_cluster_comes_first(database, chair, tmp_path):
    made = merge(database, chair)
    later = merge(
        database,
        chair,
        nonce="later",
        kind=SuccessionKind.RENAME,
        predecessors=(new_id(database, chair),),
        new=("Danish Health Cluster",),
        effective_on=date(2024, 5, 1),
    )
    between = paper(database, chair.sig.id).markdown
    assert (
        "Welfare Tech (since 2021 part of Danish Life Science Cluster; "
        "since 2024: Danish Health Cluster)" in between
    )

    with pytest.raises(InvalidTransitionError, match="1 later change"):
        undo(database, chair, made)

    undo(database, chair, later)
    undo(database, chair, made)
    assert known(database, chair).keys() & {"danish-health-cluster"} == set()


def test_what_somebody_moved_on_since_stays_there(database, chair):
    made = merge(database, chair)
    with database.begin() as session:
        roster = members.roster(session, chair.sig.id)
        (one, *_) = (
            each for each in roster if each.place.cluster_id == new_id(database, chair)
        )
        place = replace(one.place, cluster_id=ids(database, chair.sig.id)["cl-fr"])
        members.set_membership(session, place)

    undo(database, chair, made)

    with database.read() as session:
        now = members.membership(session, chair.sig.id, one.person.id)
    assert now.cluster_id == ids(database, chair.sig.id)["cl-fr"]
