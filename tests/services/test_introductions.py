"""Use cases of introductions: who is asked, who answers, what follows."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from factories_matching import a_statement, two_clusters

from bot.domain.clusters import OrganisationStatus
from bot.domain.errors import InvalidTransitionError, NotAllowedError, NotFoundError
from bot.domain.matching import OfferKind, Standing
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Role
from bot.domain.sigs import PersonState
from bot.services import matching
from storage import matching as rows
from storage import members, outbox
from storage.tables import OrganisationRow, OutboxRow, PersonRow

from factories import NOW
from groups import a_caller


def clock():
    return NOW


class Scene:
    """A group with a need of one cluster and an offer of another that fit."""

    def __init__(self, database, **group):
        self.db = database
        self.sig, one, other = two_clusters(database, **group)
        self.needs = a_caller(database, self.sig, Role.MEMBER, "UNEED", cluster_id=one)
        self.has = a_caller(database, self.sig, Role.MEMBER, "UHAS", cluster_id=other)
        self.third = a_caller(database, self.sig, Role.CHAIR, "UCHAIR")
        self.need = self.state(self.needs, "need", OfferKind.NEED)
        self.offer = self.state(self.has, "offer", OfferKind.OFFER)

    def state(self, who, nonce, kind, **changes):
        statement = a_statement(kind=kind, **changes)
        return matching.state(
            self.db, clock, caller=who, nonce=nonce, statement=statement
        ).offer

    def propose(self, who=None, clock=clock):
        return matching.propose(
            self.db,
            clock,
            caller=who or self.third,
            need_id=self.need.id,
            offer_id=self.offer.id,
        )

    def answer(self, who, *, yes, clock=clock):
        with self.db.read() as session:
            (known,) = rows.introductions(session, self.sig.id).values()
        return matching.answer(
            self.db, clock, caller=who, introduction_id=known.id, yes=yes
        )

    def queued(self, kind):
        """Return to whom messages of a kind go, first come first."""
        query = sa.select(OutboxRow).where(OutboxRow.kind == kind.value)
        with self.db.read() as session:
            found = session.scalars(query.order_by(OutboxRow.id)).all()
            return [(row.recipient, row.due_at) for row in found]

    def recipients(self, kind):
        return [recipient for recipient, _ in self.queued(kind)]

    def remove(self, who):
        with self.db.begin() as session:
            members.remove_membership(session, self.sig.id, who.person.id)

    def erase(self, who):
        erased = replace(who.person, state=PersonState.ERASED, display_name="")
        with self.db.begin() as session:
            members.save_person(session, erased)
            session.get(PersonRow, who.person.id).user_id = None

    def execute(self, statement):
        with self.db.begin() as session:
            session.connection().execute(statement)


@pytest.fixture
def scene(database):
    return Scene(database)


def test_both_are_asked_privately_and_once(scene):
    first = scene.propose()
    second = scene.propose(scene.needs)

    assert first.pair == second.pair
    assert not second.can_ask
    assert scene.recipients(MessageKind.INTRODUCTION_ASKED) == ["UNEED", "UHAS"]
    (match,) = matching.matches(scene.db, clock, caller=scene.needs)
    assert not match.can_ask


def test_two_who_agree_are_brought_together_once(scene):
    scene.propose()

    waiting = scene.answer(scene.needs, yes=True)
    done = scene.answer(scene.has, yes=True)
    again = scene.answer(scene.has, yes=True)

    assert waiting.standing is Standing.WAITING
    assert done.standing is again.standing is Standing.INTRODUCED
    assert done.introduction.introduced_at == NOW
    assert scene.recipients(MessageKind.INTRODUCTION) == ["UHAS,UNEED"]
    assert scene.answer(scene.needs, yes=False).standing is Standing.INTRODUCED


def test_after_a_no_nobody_is_introduced_or_asked_again(scene):
    scene.propose()

    declined = scene.answer(scene.needs, yes=False)
    assert declined.standing is Standing.DECLINED
    assert scene.recipients(MessageKind.INTRODUCTION_ANSWERED) == []
    hopeful = scene.answer(scene.has, yes=True)

    assert hopeful.standing is Standing.NOT_NOW
    assert scene.recipients(MessageKind.INTRODUCTION) == []
    assert scene.answer(scene.needs, yes=True).standing is Standing.OVER
    assert not scene.propose().can_ask
    assert len(scene.recipients(MessageKind.INTRODUCTION_ASKED)) == 2


def test_a_mind_changed_in_time_counts(scene):
    scene.propose()

    scene.answer(scene.needs, yes=False)
    scene.answer(scene.needs, yes=True)
    done = scene.answer(scene.has, yes=True)

    assert done.standing is Standing.INTRODUCED


def test_two_who_answer_at_the_same_moment_meet_once(scene):
    scene.propose()
    results, barrier = [], threading.Barrier(2)

    def press(who):
        barrier.wait()
        results.append(scene.answer(who, yes=True).standing)

    threads = [
        threading.Thread(target=press, args=(w,)) for w in (scene.needs, scene.has)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [Standing.INTRODUCED, Standing.WAITING]
    assert len(scene.recipients(MessageKind.INTRODUCTION)) == 1


def test_two_who_propose_at_the_same_moment_ask_once(scene):
    barrier = threading.Barrier(2)

    def press():
        barrier.wait()
        scene.propose()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(scene.recipients(MessageKind.INTRODUCTION_ASKED)) == 2


def test_nobody_else_answers(scene):
    scene.propose()
    colleague = a_caller(
        scene.db,
        scene.sig,
        Role.MEMBER,
        "UCOLLEAGUE",
        cluster_id=scene.needs.actor.cluster_id,
    )
    guest = a_caller(scene.db, scene.sig, Role.EXTERNAL, "UGUEST")

    for who in (scene.third, colleague, guest):
        with pytest.raises(NotAllowedError):
            scene.answer(who, yes=True)
    with pytest.raises(NotAllowedError):
        scene.propose(guest)


def test_what_does_not_fit_is_not_proposed(scene):
    own = scene.state(scene.needs, "own", OfferKind.OFFER)

    for need_id, offer_id in (
        (scene.need.id, own.id),
        (scene.need.id, scene.need.id),
    ):
        with pytest.raises(InvalidTransitionError, match="do not fit"):
            matching.propose(
                scene.db,
                clock,
                caller=scene.third,
                need_id=need_id,
                offer_id=offer_id,
            )


def test_the_order_of_the_ids_does_not_matter(scene):
    scene.propose()
    turned = matching.propose(
        scene.db,
        clock,
        caller=scene.third,
        need_id=scene.offer.id,
        offer_id=scene.need.id,
    )

    assert turned.pair.need.id == scene.need.id
    assert len(scene.recipients(MessageKind.INTRODUCTION_ASKED)) == 2


def test_a_pair_of_another_group_does_not_exist(scene):
    scene.propose()
    elsewhere, cluster_id, _ = two_clusters(scene.db, "COTHER")
    other = a_caller(scene.db, elsewhere, Role.CHAIR, "UELSE", cluster_id=cluster_id)

    with pytest.raises(NotFoundError):
        scene.propose(other)
    with pytest.raises(NotFoundError):
        scene.answer(other, yes=True)
    assert matching.matches(scene.db, clock, caller=other) == ()


def test_where_the_contact_has_left_it_is_said_and_nobody_is_asked(scene):
    scene.remove(scene.has)

    with pytest.raises(NotFoundError, match="nobody to ask at Lisbon Health Cluster"):
        scene.propose()

    assert scene.queued(MessageKind.INTRODUCTION_ASKED) == []


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(lambda s: s.remove(s.has), id="left"),
        pytest.param(lambda s: s.erase(s.has), id="erased"),
        pytest.param(
            lambda s: a_caller(s.db, s.sig, Role.OBSERVER, "UHAS"), id="no voice"
        ),
        pytest.param(
            lambda s: a_caller(
                s.db,
                s.sig,
                Role.MEMBER,
                "UHAS",
                cluster_id=s.needs.actor.cluster_id,
            ),
            id="of another cluster",
        ),
        pytest.param(
            lambda s: a_caller(
                s.db,
                s.sig,
                Role.EXTERNAL,
                "UHAS",
                cluster_id=s.has.actor.cluster_id,
                expires_on=(NOW - timedelta(days=2)).date(),
            ),
            id="expired",
        ),
    ],
)
def test_who_left_in_between_is_not_introduced_and_the_other_hears_it(scene, gone):
    scene.propose()
    gone(scene)

    told = scene.answer(scene.needs, yes=True)

    assert told.standing is Standing.GONE
    assert scene.recipients(MessageKind.INTRODUCTION) == []


def test_who_speaks_for_another_cluster_now_no_longer_answers(scene):
    scene.propose()
    moved = a_caller(
        scene.db,
        scene.sig,
        Role.MEMBER,
        "UHAS",
        cluster_id=scene.needs.actor.cluster_id,
    )

    with pytest.raises(NotAllowedError, match="do not speak for Lisbon"):
        scene.answer(moved, yes=True)


def test_a_new_contact_is_asked_as_well(scene):
    scene.propose()
    scene.answer(scene.has, yes=True)
    scene.remove(scene.has)
    heir = a_caller(
        scene.db,
        scene.sig,
        Role.MEMBER,
        "UHEIR",
        cluster_id=scene.has.actor.cluster_id,
    )
    matching.change(
        scene.db,
        clock,
        caller=heir,
        offer_id=scene.offer.id,
        version=scene.offer.version,
        statement=a_statement(),
    )

    (match,) = matching.matches(scene.db, clock, caller=heir)
    assert match.can_ask
    scene.propose()

    assert scene.recipients(MessageKind.INTRODUCTION_ASKED) == [
        "UNEED",
        "UHAS",
        "UHEIR",
    ]
    assert scene.answer(scene.needs, yes=True).standing is Standing.WAITING
    assert scene.answer(heir, yes=True).standing is Standing.INTRODUCED
    assert scene.recipients(MessageKind.INTRODUCTION) == ["UHEIR,UNEED"]


def test_what_was_closed_or_ran_out_leaves_nothing_to_answer(scene):
    scene.propose()
    later = scene.offer.until + timedelta(days=1)

    def when_over():
        return NOW + (later - NOW.date())

    matching.close(scene.db, clock, caller=scene.has, offer_id=scene.offer.id)

    assert scene.answer(scene.needs, yes=True).standing is Standing.CLOSED
    assert scene.recipients(MessageKind.INTRODUCTION_ANSWERED) == ["UNEED", "UHAS"]
    matching.reopen(scene.db, clock, caller=scene.has, offer_id=scene.offer.id)
    over = scene.answer(scene.needs, yes=True, clock=when_over)
    assert over.standing is Standing.CLOSED
    assert scene.answer(scene.needs, yes=True).standing is Standing.WAITING


def test_clusters_that_merged_are_one(scene):
    query = sa.update(OrganisationRow).where(OrganisationRow.key == "ee")
    scene.execute(query.values(status=OrganisationStatus.DISSOLVED))

    assert matching.matches(scene.db, clock, caller=scene.has) == ()
    with pytest.raises(InvalidTransitionError):
        scene.propose()


def test_a_question_waits_for_the_morning_of_the_person(database):
    scene = Scene(database, quiet=(time(20), time(7)))
    brussels_at_23 = NOW + timedelta(hours=10)

    scene.propose(clock=lambda: brussels_at_23)

    morning = datetime(2026, 11, 22, 6, tzinfo=UTC)
    assert scene.queued(MessageKind.INTRODUCTION_ASKED) == [
        ("UNEED", morning),
        ("UHAS", morning),
    ]


def test_what_a_question_says_depends_on_whom_it_is_for(scene):
    scene.propose()
    with scene.db.read() as session:
        (known,) = rows.introductions(session, scene.sig.id).values()
        asked = {
            person.user_id: outbox.by_key(
                session, f"introduction:{known.id}:asked:{person.id}"
            )
            for person in (scene.needs.person, scene.has.person)
        }

    told = {
        user: matching.request_of(scene.db, message) for user, message in asked.items()
    }

    assert told["UNEED"].own.id == told["UHAS"].other.id == scene.need.id
    assert told["UNEED"].standing is Standing.ASKED
    scene.answer(scene.needs, yes=True)
    assert matching.request_of(scene.db, asked["UNEED"]) is None
