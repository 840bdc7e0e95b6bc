"""Founding a group, moving one, changing its settings: who may, and only once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
)
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.setup import typed_of
from bot.domain.sigs import Membership, Person, PersonState, Sig, SigState
from bot.services import members, sigs
from bot.services.sigs import Founder
from storage import members as member_rows
from storage import outbox, themes
from storage import sigs as rows
from storage.database import open_database

TEAM = "T1"
NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
ADMIN = Founder(team_id=TEAM, user_id="UADMIN", is_admin=True, zone="Europe/Tallinn")
NOBODY = Founder(team_id=TEAM, user_id="UNOBODY")
TYPED = typed_of(Sig(name="Digitalisation SIG", objectives="Share what works."))


def clock():
    return NOW


def found(database, founder=ADMIN, channel="CSIG", **typed):
    return sigs.found(
        database, clock, founder=founder, channel_id=channel, typed=TYPED | typed
    )


def caller(database, user_id="UADMIN", channel="CSIG"):
    origin = members.Origin(team_id=TEAM, user_id=user_id, channel_id=channel)
    return members.find(database, origin)


def save(database, who, version, **typed):
    return sigs.save(
        database, clock, caller=who, version=version, typed=typed, fields=list(typed)
    )


def give_role(database, sig, user_id, role):
    with database.begin() as session:
        person = member_rows.add_person(session, Person(team_id=TEAM, user_id=user_id))
        place = Membership(sig_id=sig.id, person_id=person.id, role=role)
        member_rows.set_membership(session, place)


def lose_channel(database, sig):
    with database.begin() as session:
        known = rows.get(session, sig.id)
        rows.save(session, replace(known, state=SigState.ARCHIVED))


def all_groups(database):
    with database.read() as session:
        return rows.all_sigs(session)


def test_a_founder_becomes_chair_of_a_group_with_all_it_needs(database):
    done = found(database)

    assert done.is_theirs
    assert done.may_change
    assert (done.sig.team_id, done.sig.channel_id) == (TEAM, "CSIG")
    with database.read() as session:
        (chair,) = member_rows.members_with(session, done.sig.id, (Role.CHAIR,))
        (text,) = rows.objectives(session, done.sig.id)
        message = outbox.by_key(session, f"sig:{done.sig.id}:home:CSIG")
        assert len(themes.themes(session, done.sig.id)) == 14
    assert (chair.user_id, chair.zone) == ("UADMIN", "Europe/Tallinn")
    # Half past eleven at night in UTC is the next day in Brussels.
    assert (text.revision, text.text) == (1, "Share what works.")
    assert (str(text.set_on), text.author_id) == ("2026-11-22", chair.id)
    assert (message.kind, message.recipient) == (MessageKind.GROUP_SET_UP, "CSIG")


def test_only_an_admin_founds_a_group_and_is_named_when_one_asks(database):
    with pytest.raises(NotAllowedError, match="Ask one of them to type /sig setup"):
        found(database, NOBODY)

    assert all_groups(database) == ()


def test_the_same_form_sent_twice_is_one_group(database):
    first, second = found(database), found(database)

    assert first == second
    assert len(all_groups(database)) == 1


def test_two_admins_at_the_same_moment_found_one_group(database, database_url):
    others = [open_database(database_url) for _ in range(4)]

    def try_it(number):
        founder = Founder(team_id=TEAM, user_id=f"U{number}", is_admin=True)
        return found(others[number], founder, name=f"Group {number}")

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, range(4)))
    for each in others:
        each.close()

    (group,) = all_groups(database)
    assert [each.is_theirs for each in done].count(True) == 1
    assert {each.sig.name for each in done} == {group.name}
    assert [each.may_change for each in done] == [each.is_theirs for each in done]


def test_the_second_of_two_who_leads_the_group_may_change_it(database):
    found(database)

    second = found(database, name="Another name")

    assert (second.is_theirs, second.may_change) == (False, True)
    assert second.sig.name == "Digitalisation SIG"


def test_several_groups_of_one_workspace_have_names_that_nobody_mixes_up(database):
    found(database)
    with pytest.raises(InvalidInputError) as caught:
        found(database, channel="COTHER", name="DIGITÁLISATION  sig")

    assert "called Digitalisation SIG in this workspace" in caught.value.fields["name"]
    assert found(database, channel="COTHER", name="Prevention SIG").is_theirs
    assert len(all_groups(database)) == 2


def test_two_workspaces_may_have_groups_of_the_same_name(database):
    elsewhere = Founder(team_id="T2", user_id="UADMIN", is_admin=True)

    first, second = found(database), found(database, elsewhere)

    assert first.sig.id != second.sig.id
    assert first.sig.name == second.sig.name
    assert sigs.at(database, team_id="T2", channel_id="CSIG") == second.sig


def test_bad_answers_found_nothing(database):
    with pytest.raises(InvalidInputError) as caught:
        found(database, zone="Moon", holiday_countries=("EL",))

    assert set(caught.value.fields) == {"zone", "holiday_countries"}
    assert all_groups(database) == ()


@pytest.mark.parametrize("channel", ["CSIG", "COTHER"])
def test_the_chairs_channel_is_no_groups_home(database, channel):
    found(database, channel="COTHER", name="Other")

    with pytest.raises(InvalidInputError) as caught:
        found(database, chairs_channel_id=channel)

    assert "the home of a group" in caught.value.fields["chairs_channel_id"]


def test_a_step_says_early_that_a_name_is_taken(database):
    found(database)

    with pytest.raises(InvalidInputError, match="Please choose another name"):
        sigs.check(database, team_id=TEAM, typed=TYPED, fields=("name", "objectives"))
    sigs.check(database, team_id="T2", typed=TYPED, fields=("name", "objectives"))


def test_those_who_lead_change_the_settings_and_others_do_not(database):
    sig = found(database).sig
    give_role(database, sig, "USECRETARIAT", Role.SECRETARIAT)
    give_role(database, sig, "UMEMBER", Role.MEMBER)

    saved = save(database, caller(database, "USECRETARIAT"), 1, zone="Europe/Lisbon")

    assert saved.sig.zone == "Europe/Lisbon"
    with pytest.raises(NotAllowedError, match="The chair and the secretariat"):
        save(database, caller(database, "UMEMBER"), 2, zone="Europe/Paris")
    with pytest.raises(NotAllowedError, match="The chair and the secretariat"):
        sigs.read(database, clock, caller=caller(database, "UMEMBER"))


def test_of_two_who_save_the_second_is_told_and_nothing_is_overwritten(database):
    found(database)
    chair = caller(database)
    save(database, chair, 1, zone="Europe/Lisbon")

    with pytest.raises(StaleVersionError, match="What you typed is still here"):
        save(database, chair, 1, zone="Europe/Paris")
    now = sigs.conflict(
        database,
        clock,
        caller=chair,
        version=1,
        typed={"zone": "Europe/Paris"},
        fields=["zone"],
    )

    assert now == sigs.read(database, clock, caller=chair).sig
    assert (now.zone, now.version) == ("Europe/Lisbon", 2)


def test_the_same_change_sent_twice_is_no_conflict(database):
    found(database)
    chair = caller(database)
    typed = {"zone": "Europe/Lisbon"}

    first, second = (save(database, chair, 1, **typed) for _ in range(2))

    assert first == second
    assert (
        sigs.conflict(
            database, clock, caller=chair, version=1, typed=typed, fields=["zone"]
        )
        is None
    )


def test_two_processes_that_save_at_once_lose_no_answer(database, database_url):
    found(database)
    chair = caller(database)
    others = [open_database(database_url) for _ in range(4)]

    def try_it(number):
        try:
            save(others[number], chair, 1, name=f"Name {number}")
        except StaleVersionError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, range(4)))
    for each in others:
        each.close()

    assert done.count(True) == 1
    assert all_groups(database)[0].name == f"Name {done.index(True)}"


def test_the_objectives_are_kept_with_their_days(database):
    found(database)
    chair = caller(database)

    save(database, chair, 1, objectives="Say what is missing.")
    saved = save(database, chair, 2, zone="Europe/Lisbon")

    with database.read() as session:
        texts = [each.text for each in rows.objectives(session, saved.sig.id)]
    assert texts == ["Share what works.", "Say what is missing."]
    assert str(saved.objectives_since) == "2026-11-22"


def test_objectives_that_were_imported_are_kept_when_they_are_replaced(database):
    sig = found(database, objectives="").sig
    with database.begin() as session:
        rows.save(session, replace(sig, objectives="From a file"))
    before = sigs.read(database, clock, caller=caller(database))

    save(database, caller(database), 2, objectives="New")

    assert before.objectives_since is None
    with database.read() as session:
        texts = rows.objectives(session, sig.id)
    assert [(each.text, bool(each.author_id)) for each in texts] == [
        ("From a file", False),
        ("New", True),
    ]


def test_a_group_without_a_channel_moves_with_what_waited(database):
    sig = found(database).sig
    lose_channel(database, sig)

    moved = sigs.move(database, clock, founder=ADMIN, sig_id=sig.id, channel_id="CNEW")

    assert (moved.channel_id, moved.state) == ("CNEW", SigState.ACTIVE)
    with database.read() as session:
        waited = outbox.by_key(session, f"sig:{sig.id}:home:CSIG")
        new = outbox.by_key(session, f"sig:{sig.id}:home:CNEW")
    assert waited.recipient == "CNEW"
    assert new.state is MessageState.PENDING
    again = sigs.move(database, clock, founder=ADMIN, sig_id=sig.id, channel_id="CNEW")
    assert again == moved


def test_who_leads_a_group_may_move_it_and_nobody_else_hears_of_it(database):
    sig = found(database).sig
    give_role(database, sig, "USECRETARIAT", Role.SECRETARIAT)
    give_role(database, sig, "UMEMBER", Role.MEMBER)
    lose_channel(database, sig)
    secretariat, member = (
        Founder(team_id=TEAM, user_id=user_id)
        for user_id in ("USECRETARIAT", "UMEMBER")
    )

    offered = [
        [each.id for each in sigs.offers(database, clock, founder=who)]
        for who in (ADMIN, secretariat, member, NOBODY)
    ]

    assert offered == [[sig.id], [sig.id], [], []]
    with pytest.raises(NotAllowedError, match="can move it"):
        sigs.move(database, clock, founder=member, sig_id=sig.id, channel_id="CNEW")


def test_a_group_of_another_workspace_is_neither_offered_nor_moved(database):
    elsewhere = Founder(team_id="T2", user_id="UADMIN", is_admin=True)
    sig = found(database).sig
    lose_channel(database, sig)

    assert sigs.offers(database, clock, founder=elsewhere) == ()
    with pytest.raises(NotFoundError):
        sigs.move(database, clock, founder=elsewhere, sig_id=sig.id, channel_id="CNEW")


def test_a_group_with_a_channel_that_works_stays_there(database):
    sig = found(database).sig

    assert sigs.offers(database, clock, founder=ADMIN) == ()
    with pytest.raises(InvalidTransitionError, match="has a channel that works"):
        sigs.move(database, clock, founder=ADMIN, sig_id=sig.id, channel_id="CNEW")


def test_a_group_moves_into_no_others_home(database):
    first = found(database).sig
    found(database, channel="COTHER", name="Other")
    lose_channel(database, first)

    with pytest.raises(InvalidInputError, match="already the home of Other"):
        sigs.move(database, clock, founder=ADMIN, sig_id=first.id, channel_id="COTHER")


def test_an_imported_group_is_offered_to_the_admin_of_its_people(database):
    with database.begin() as session:
        imported = rows.add(session, Sig(name="Imported"))
    give_role(database, imported, "UMEMBER", Role.MEMBER)
    elsewhere = Founder(team_id="T2", user_id="UADMIN", is_admin=True)

    assert sigs.offers(database, clock, founder=elsewhere) == ()
    (offered,) = sigs.offers(database, clock, founder=ADMIN)
    moved = sigs.move(
        database, clock, founder=ADMIN, sig_id=offered.id, channel_id="CSIG"
    )

    assert (moved.id, moved.team_id) == (imported.id, TEAM)
    # Nobody led it, so whoever moved it does.
    assert caller(database).actor.role is Role.CHAIR


def test_an_admin_takes_over_a_group_that_nobody_leads(database):
    sig = sigs.set_up(
        database,
        team_id=TEAM,
        channel_id="CSIG",
        chairs=(),
        name="Group",
        zone="Europe/Brussels",
    )
    assert sigs.is_leaderless(database, sig.id)
    with pytest.raises(NotAllowedError, match="Nobody leads Group"):
        sigs.take_over(database, clock, founder=NOBODY, channel_id="CSIG")

    for _ in range(2):
        sigs.take_over(database, clock, founder=ADMIN, channel_id="CSIG")

    assert caller(database).actor.role is Role.CHAIR
    other = replace(ADMIN, user_id="USECOND")
    with pytest.raises(NotAllowedError, match="somebody who leads it by now"):
        sigs.take_over(database, clock, founder=other, channel_id="CSIG")
    with pytest.raises(NotFoundError):
        sigs.take_over(database, clock, founder=ADMIN, channel_id="CELSE")


def test_a_founder_whose_account_was_deactivated_once_is_back(database):
    with database.begin() as session:
        gone = Person(team_id=TEAM, user_id="UADMIN", state=PersonState.LEFT)
        member_rows.add_person(session, gone)

    found(database)

    assert caller(database).person.state is PersonState.ACTIVE
