"""Recording an action: what a line says, what is refused, what comes once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from held import a_hall

from bot.domain.actions.drafts import Concern, Draft
from bot.domain.actions.phrases import Ambiguous, Understood
from bot.domain.errors import InvalidInputError, NotAllowedError
from bot.domain.sigs import PersonState
from bot.services import actions
from storage import actions as rows
from storage import meetings, members, outbox

from factories import NOW

TOMORROW = NOW.date() + timedelta(days=1)


@pytest.fixture
def hall(database):
    return a_hall(database)


def understand(hall, typed, name="member"):
    return hall.do(actions.understand, name, typed=typed)


def record(hall, name="member", *, source="1", **changes):
    draft = Draft(**({"title": "Send the list"} | changes))
    return hall.do(actions.record, name, draft=draft, source=source)


def stored(hall):
    with hall.database.read() as session:
        return rows.all_actions(session, hall.sig.id)


def told(hall, key):
    with hall.database.read() as session:
        return outbox.by_key(session, key)


def test_a_line_becomes_an_action_of_the_meeting_that_runs(hall):
    hall.start()
    proposal = understand(
        hall, "<@UOTHER|other> and <@UEDITOR> send   the list by 19 February 2027"
    )

    made = hall.do(actions.record, "member", draft=proposal.draft, source="1")

    (done,) = hall.record().actions
    assert done.action.title == "send the list"
    assert done.action.due_on == date(2027, 2, 19)
    assert made.shown.owner_user_id == "UOTHER"
    assert done.action.meeting == hall.number
    head = told(hall, f"action:{made.shown.action_id}:recorded").thread_key
    assert head == f"meeting:{hall.record().meeting.id}:started"


def test_the_same_act_twice_is_the_same_action(hall):
    first = record(hall)

    again = record(hall, title="Something else")

    assert (first.is_new, again.is_new) == (True, False)
    assert again.shown.action == first.shown.action
    assert len(stored(hall)) == 1


def test_everything_of_a_draft_is_kept(hall):
    hall.start()
    record(
        hall,
        detail="With the new figures.",
        cluster="ee",
        co_owners=("UOTHER", "UEDITOR", "UOTHER"),
        due_on=TOMORROW,
        permalink="https://example.slack.com/archives/C1/p1",
    )

    (action,) = stored(hall)

    assert action.detail == "With the new figures."
    assert action.owner == "ee"
    assert len(action.co_owners) == 2
    assert action.due_on == TOMORROW
    assert action.permalink.endswith("p1")
    assert action.meeting is None
    assert action.recorded_by == hall.people["member"].person.id


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": " "}, "title", "Write what is to be done"),
        ({"title": "x" * 201}, "title", "200 fit here"),
        ({"detail": "x" * 3001}, "detail", "3000 fit here"),
        ({"owner": "UNOBODY"}, "owner", "not in the group"),
        ({"co_owners": ("UNOBODY",)}, "co_owners", "not in the group"),
        ({"owner": "UOTHER", "cluster": "ee"}, "cluster", "one owner"),
        ({"cluster": "nowhere"}, "cluster", "not in the group any more"),
        ({"due_on": NOW.date() - timedelta(days=3)}, "due_on", "is over"),
        ({"co_owners": tuple(f"U{n}" for n in range(21))}, "co_owners", "At most 20"),
        ({"meeting": 99}, "meeting", "no meeting"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(hall, changes, field, said):
    with pytest.raises(InvalidInputError, match=said) as error:
        record(hall, **changes)

    assert list(error.value.fields) == [field]
    assert stored(hall) == ()


def leave(hall, name):
    """Let somebody's account be deactivated."""
    with hall.database.begin() as session:
        person = hall.people[name].person
        members.save_person(session, replace(person, state=PersonState.LEFT))


def test_whoever_has_left_gets_nothing(hall):
    leave(hall, "other")

    proposal = understand(hall, "<@UOTHER> send it")

    assert proposal.concerns == {"UOTHER": Concern.GONE}
    with pytest.raises(InvalidInputError, match="deactivated"):
        record(hall, owner="UOTHER")


def test_a_stranger_is_told_before_anything_is_stored(hall):
    proposal = understand(hall, "<@UNOBODY> and <@UOTHER> send it")

    assert proposal.concerns == {"UNOBODY": Concern.NOT_HERE}


def test_whoever_answers_for_an_external_is_told_once(hall):
    invite_by(hall, "other")
    proposal = understand(hall, "<@UGUEST> send it")
    assert proposal.concerns == {"UGUEST": Concern.EXTERNAL}

    first = record(hall, owner="UGUEST")
    record(hall, owner="UGUEST")

    assert first.told == 1
    key = f"action:{first.shown.action_id}:sponsored:v1:UOTHER"
    assert told(hall, key).recipient == "UOTHER"


def invite_by(hall, name):
    """Let the guest be one of the cluster of somebody."""
    with hall.database.begin() as session:
        guest = members.place(session, hall.sig.id, hall.people["guest"].person.id)
        cluster = hall.people[name].actor.cluster_id
        members.set_membership(session, replace(guest, sponsor_cluster_id=cluster))


def test_a_date_is_read_on_the_day_of_whoever_writes(hall):
    """It is Thursday in Kiritimati while it is still Wednesday elsewhere."""
    hall.moment = datetime(2027, 2, 10, 11, tzinfo=UTC)
    at(hall, "member", "Pacific/Kiritimati")
    at(hall, "other", "Pacific/Pago_Pago")

    east = understand(hall, "send it tomorrow", "member")
    west = understand(hall, "send it tomorrow", "other")

    assert (east.draft.due_on, west.draft.due_on) == (
        date(2027, 2, 12),
        date(2027, 2, 11),
    )
    record(hall, "other", due_on=date(2027, 2, 10), source="west")
    with pytest.raises(InvalidInputError, match="is over"):
        record(hall, "member", due_on=date(2027, 2, 10), source="east")


def test_a_line_that_is_only_a_day_still_asks_what_is_to_be_done(hall):
    hall.moment = datetime(2027, 2, 10, 11, tzinfo=UTC)

    proposal = understand(hall, "<@UMEMBER> by Friday", "member")

    assert (proposal.draft.title, proposal.whole) == ("", "")
    assert proposal.draft.owner == "UMEMBER"
    assert proposal.draft.due_on == date(2027, 2, 12)


def at(hall, name, zone):
    who = hall.people[name]
    hall.people[name] = replace(who, person=replace(who.person, zone=zone))


def test_a_date_that_reads_two_ways_is_asked(hall):
    hall.moment = datetime(2027, 2, 10, 12, tzinfo=UTC)

    proposal = understand(hall, "send it by 03/04")

    assert proposal.draft.due_on is None
    assert proposal.draft.title == "send it"
    assert proposal.whole == "send it by 03/04"
    assert isinstance(proposal.when, Ambiguous)
    assert proposal.when.days == (date(2027, 3, 4), date(2027, 4, 3))


def test_the_next_meeting_is_a_date(hall):
    with hall.database.read() as session:
        meeting = meetings.find(session, hall.sig.id, hall.number)
    hall.moment = NOW - timedelta(days=2)

    proposal = understand(hall, "send it before the next meeting")

    assert isinstance(proposal.when, Understood)
    assert proposal.draft.due_on == meeting.starts_local.date()


def test_a_cluster_owns_it_by_its_name(hall):
    proposal = understand(hall, "Tallinn Health Cluster: send it")

    assert (proposal.draft.cluster, proposal.cluster) == (
        "ee",
        "Tallinn Health Cluster",
    )


def test_observers_and_externals_record_nothing(hall):
    for name in ("observer", "guest"):
        with pytest.raises(NotAllowedError):
            record(hall, name)
        with pytest.raises(NotAllowedError):
            understand(hall, "send it", name)

    assert stored(hall) == ()


def test_the_form_offers_the_meetings_and_presets_the_one_that_runs(hall):
    assert hall.do(actions.to_record, "member", draft=Draft()).draft.meeting is None
    hall.start()

    offered = hall.do(actions.to_record, "member", draft=Draft())
    linked = hall.do(actions.to_record, "member", draft=Draft(decision=1))

    assert offered.draft.meeting == hall.number
    assert [each.number for each in offered.meetings] == [hall.number]
    assert len(offered.clusters) == 2
    assert linked.draft.meeting is None
