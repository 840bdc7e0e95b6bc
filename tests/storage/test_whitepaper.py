"""The paper, meetings, actions and recommendations in the database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.clusters import Cluster, Theme
from bot.domain.errors import InvalidInputError, NotFoundError, StaleVersionError
from bot.domain.meetings import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionStatus,
    Meeting,
    MeetingStatus,
    MinutesStatus,
    Votes,
)
from bot.domain.permissions import Role
from bot.domain.practices import Practice, PracticeContent, Provenance
from bot.domain.recommendations import Recommendation, RecommendationStatus
from bot.domain.references import Kind
from bot.domain.sigs import Membership, Person, Sig
from bot.domain.whitepaper import Edition, Paper, Section, SectionMode, default_paper
from storage import (
    actions,
    clusters,
    editions,
    meetings,
    members,
    practices,
    recommendations,
    sigs,
    themes,
    whitepaper,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODY = "Line one.\r\n\r\n\ttab | pipe \u00a0 end  \n\n\n"


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig(name="Digitalisation SIG", objectives="Exchange."))
        theme = Theme(slug="ai", label="AI", position=1)
        themes.ensure_themes(session, sig.id, [theme])
        clusters.add_cluster(
            session, sig.id, Cluster(key="cl-ee", name="Estonia", country="EE")
        )
        person = members.add_person(
            session, Person(team_id="T1", user_id="U1", display_name="somebody")
        )
        place = Membership(sig_id=sig.id, person_id=person.id, role=Role.CHAIR)
        members.set_membership(session, place)
        draft = practices.add_draft(session, Practice(sig_id=sig.id), "n1")
        number = sigs.next_number(session, sig.id, Kind.PRACTICE)
        practices.submit(session, draft.submit(number, NOW), "n1")
    return sig


def a_meeting(number=1, **changes):
    values = {
        "number": number,
        "title": "Kick-off",
        "starts_local": datetime(2021, 1, 12, 14),  # noqa: DTZ001 - a wall time
        "zone": "Europe/Brussels",
        "starts_at": datetime(2021, 1, 12, 13, tzinfo=UTC),
        "duration_minutes": 90,
        "mode": "online",
        "status": MeetingStatus.HELD,
        "minutes_status": MinutesStatus.APPROVED,
    }
    return Meeting(**(values | changes))


def a_decision(number, **changes):
    values = {
        "number": number,
        "text": "Yes.",
        "kind": "vote",
        "status": DecisionStatus.ADOPTED,
    }
    return Decision(**(values | changes))


def stored(database, sig, function):
    with database.read() as session:
        return function(session, sig.id)


def without_ids(meeting):
    return replace(
        meeting,
        id=0,
        agenda=tuple(replace(each, id=0) for each in meeting.agenda),
        decisions=tuple(replace(each, id=0) for each in meeting.decisions),
    )


def test_a_meeting_comes_back_with_everything_in_it(database, sig):
    meeting = a_meeting(
        key="M-2021-01",
        agenda=(
            AgendaItem(position=1, kind="opening", title="Hello", minutes=5),
            AgendaItem(
                position=2,
                kind="practice_presentation",
                title="P-1",
                minutes=20,
                presenter="cl-ee",
                practice=1,
            ),
            AgendaItem(
                position=3, kind="aob", title="AOB", minutes=5, presenter="T1.U1"
            ),
        ),
        decisions=(
            a_decision(1, votes=Votes(in_favour=5, against=0, abstain=1)),
            a_decision(2, supersedes=1, key="D-2021-02"),
        ),
        attendance=Attendance(present=("cl-ee",), external_present=("T1.U1",)),
        note="Fine.",
        moved_from=date(2021, 1, 5),
    )
    with database.begin() as session:
        meetings.save(session, sig.id, [meeting])

    (found,) = stored(database, sig, meetings.all_meetings)
    assert without_ids(found) == meeting


def test_a_meeting_is_changed_by_number_and_keeps_its_decisions(database, sig):
    with database.begin() as session:
        meetings.save(session, sig.id, [a_meeting(decisions=(a_decision(1),))])
        changed = a_meeting(title="New", decisions=(a_decision(1, text="No."),))
        meetings.save(session, sig.id, [changed, a_meeting(2)])

    first, second = stored(database, sig, meetings.all_meetings)
    assert (first.title, first.decisions[0].text) == ("New", "No.")
    assert second.number == 2


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(
            {"attendance": Attendance(present=("cl-xx",))}, id="unknown cluster"
        ),
        pytest.param({"decisions": (a_decision(1, supersedes=9),)}, id="decision"),
        pytest.param(
            {
                "agenda": (
                    AgendaItem(
                        position=1, kind="aob", title="x", minutes=1, practice=9
                    ),
                )
            },
            id="practice",
        ),
    ],
)
def test_a_meeting_that_names_something_unknown_is_refused(database, sig, wrong):
    def save():
        with database.begin() as session:
            meetings.save(session, sig.id, [a_meeting(**wrong)])

    with pytest.raises(InvalidInputError):
        save()
    assert stored(database, sig, meetings.all_meetings) == ()


def test_an_action_comes_back_with_owner_and_helpers(database, sig):
    action = ActionItem(
        number=1,
        key="A-2021-01",
        title="Send figures",
        owner="T1.U1",
        co_owners=("cl-ee",),
        meeting=1,
        due_on=date(2021, 2, 1),
        status=ActionStatus.DONE,
        done_on=date(2021, 1, 31),
        priority="high",
        note="late",
        evidence="mail",
    )
    nobody = ActionItem(number=2, title="Nobody yet")
    with database.begin() as session:
        meetings.save(session, sig.id, [a_meeting()])
        actions.save(session, sig.id, [action, nobody])
        actions.save(session, sig.id, [replace(nobody, owner="cl-ee")])

    first, second = stored(database, sig, actions.all_actions)
    assert replace(first, id=0, version=1) == action
    assert replace(second, id=0, version=1) == replace(nobody, owner="cl-ee")


def test_a_role_can_be_named_as_owner(database, sig):
    with database.begin() as session:
        actions.save(session, sig.id, [ActionItem(number=1, title="x", owner="chair")])

    (found,) = stored(database, sig, actions.all_actions)
    assert found.owner == "T1.U1"


@pytest.mark.parametrize("wrong", [{"owner": "nobody"}, {"meeting": 9}])
def test_an_action_that_names_something_unknown_is_refused(database, sig, wrong):
    action = ActionItem(number=1, title="x", **wrong)

    with database.begin() as session, pytest.raises(InvalidInputError):
        actions.save(session, sig.id, [action])


def test_a_recommendation_comes_back_with_evidence_and_themes(database, sig):
    recommendation = Recommendation(
        number=1,
        key="R-01",
        title="Talk before you tender",
        statement="Do.",
        rationale="Because.",
        addressees=("eu", "national"),
        evidence=(1,),
        themes=("ai",),
        horizon="short",
        status=RecommendationStatus.ADOPTED,
        decision=1,
        dissent="One cluster disagrees.",
        provenance=(Provenance(claim="c", status="seed", source="S1"),),
    )
    with database.begin() as session:
        meetings.save(session, sig.id, [a_meeting(decisions=(a_decision(1),))])
        recommendations.save(session, sig.id, [recommendation])
        recommendations.save(session, sig.id, [recommendation])

    found = stored(database, sig, recommendations.all_recommendations)
    assert found == (recommendation,)


@pytest.mark.parametrize(
    "wrong", [{"evidence": (9,)}, {"themes": ("x",)}, {"decision": 9}]
)
def test_a_recommendation_that_names_something_unknown_is_refused(database, sig, wrong):
    value = Recommendation(number=1, title="t", statement="s", rationale="r", **wrong)

    with database.begin() as session, pytest.raises(InvalidInputError):
        recommendations.save(session, sig.id, [value])


def a_paper():
    return Paper(
        key="WP-2026",
        title="Paper",
        sections=(
            Section(
                key="introduction",
                title="Introduction",
                position=1,
                mode=SectionMode.HANDWRITTEN,
                owner="T1.U1",
                due_on=date(2027, 3, 1),
                locked=True,
                body=BODY,
            ),
            Section(
                key="practices",
                title="Practices",
                position=2,
                mode=SectionMode.GENERATED,
                owner="cl-ee",
            ),
        ),
    )


def test_hand_written_text_is_kept_byte_for_byte(database, sig):
    with database.begin() as session:
        added = whitepaper.add_paper(session, sig.id, a_paper())

    found = stored(database, sig, whitepaper.paper)
    assert found == added
    assert found.sections[0].body == BODY
    assert found.sections[1].body is None


def test_a_person_is_printed_by_role_and_a_cluster_by_name(database, sig):
    with database.begin() as session:
        added = whitepaper.add_paper(session, sig.id, a_paper())

    assert [section.owner for section in added.sections] == ["T1.U1", "cl-ee"]
    assert [section.owner_name for section in added.sections] == ["chair", "Estonia"]


def test_the_usual_outline_can_be_stored_before_everybody_is_there(database, sig):
    with database.begin() as session:
        added = whitepaper.add_paper(session, sig.id, default_paper("A group", 2026))

    owners = {section.key: section.owner for section in added.sections}
    assert owners["introduction"] == "T1.U1"
    assert owners["title_page"] is None


def test_a_new_text_is_a_new_revision_and_the_old_one_stays(database, sig):
    with database.begin() as session:
        paper = whitepaper.add_paper(session, sig.id, a_paper())
        first, second = paper.sections
        changed = replace(paper, sections=(replace(first, body="New."), second))
        whitepaper.update_paper(session, sig.id, changed)
        whitepaper.update_paper(session, sig.id, changed)

    found = stored(database, sig, whitepaper.paper)
    assert (found.sections[0].body, found.sections[0].revision) == ("New.", 2)
    with database.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT body FROM section_revision ORDER BY revision"
        )
        assert [row[0] for row in rows] == [BODY, "New."]


def test_an_edition_is_kept_once_under_its_number(database, sig):
    edition = Edition(
        version="0.1",
        as_of=date(2026, 11, 21),
        sha256="a",
        fingerprint="b",
        summary="First.",
        markdown="# Paper\r\n",
    )
    with database.begin() as session:
        kept = editions.add(session, sig.id, edition)
        with pytest.raises(StaleVersionError, match=r"Edition 0\.1 was just drafted"):
            editions.add(session, sig.id, replace(edition, sha256="c"))

    assert stored(database, sig, editions.all_editions) == (kept,)
    assert replace(kept, id=0) == edition


def test_a_snapshot_holds_the_whole_group_in_a_constant_number_of_queries(
    database, sig
):
    def count():
        seen = []
        with database.read() as session:
            sa.event.listen(
                session.connection(),
                "before_cursor_execute",
                lambda *_: seen.append(1),
            )
            snapshot = whitepaper.snapshot(session, sig.id)
        return snapshot, len(seen)

    snapshot, few = count()
    with database.begin() as session:
        whitepaper.add_paper(session, sig.id, a_paper())
        meetings.save(session, sig.id, [a_meeting(number) for number in range(1, 9)])
        actions.save(
            session, sig.id, [ActionItem(number=n, title="x") for n in range(1, 9)]
        )
        for index in range(2, 9):
            practice = Practice(
                sig_id=sig.id, content=PracticeContent(themes=("ai",))
            ).submit(index, NOW)
            practices.submit(session, practice, f"n{index}")
    larger, many = count()

    assert snapshot.group_name == "Digitalisation SIG"
    assert snapshot.paper.sections == ()
    assert len(larger.practices) == len(larger.meetings) == 8
    # One more for the sections, once there is a paper.
    assert many <= few + 1
    assert many < 50


def test_a_group_that_does_not_exist_has_no_snapshot(database):
    with database.read() as session, pytest.raises(NotFoundError):
        whitepaper.snapshot(session, 7)
