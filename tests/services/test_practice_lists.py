"""Lists with filters, files and the practice of the month, on both databases."""

import pytest
from sqlmodel import select

from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.meetings import MeetingStatus
from bot.domain.permissions import Role
from bot.domain.practices import Visibility
from bot.domain.sigs import Sig
from bot.services import practices
from storage import clusters, sigs
from storage.tables import AgendaItemRow, AuditEventRow, MeetingRow, PracticeRow

from factories import NOW, a_content
from groups import a_caller, a_cluster, the_sample_group


@pytest.fixture
def sig(database):
    return the_sample_group(database)


@pytest.fixture
def member(database, sig):
    return a_caller(database, sig, Role.MEMBER, "UMEMBER")


def chosen(database, caller, filters=""):
    return practices.chosen(database, lambda: NOW, caller=caller, filters=filters)


def refs(found):
    return [each.ref for each in found.practices]


def a_draft(database, caller, title="Mine"):
    return practices.save_draft(
        database,
        lambda: NOW,
        caller=caller,
        nonce=title,
        change=lambda _: a_content(title=title, themes=("ai",)),
    )


def test_a_member_lists_by_any_mix_of_filters(database, member):
    everything = chosen(database, member)
    estonian = chosen(database, member, "country:Estonia")
    both = chosen(database, member, "status:accepted country:EE country:DK")

    assert len(everything.practices) == everything.total
    assert estonian.practices
    assert {each.content.country for each in estonian.practices} == {"EE"}
    assert estonian.total == everything.total
    assert set(refs(estonian)) <= set(refs(both))
    assert {each.content.country for each in both.practices} == {"EE", "DK"}
    assert {str(each.status) for each in both.practices} == {"accepted"}


def test_a_cluster_and_a_theme_are_found_by_name(database, sig, member):
    known = next(each for each in chosen(database, member).practices if each.cluster_id)

    named = chosen(database, member, f"cluster:{known.cluster_name}")
    themed = chosen(database, member, f"theme:{known.content.themes[0]}")

    assert known in named.practices
    assert {each.cluster_id for each in named.practices} == {known.cluster_id}
    assert known in themed.practices


def test_own_drafts_are_listed_for_their_author_only(database, sig, member):
    other = a_caller(database, sig, Role.CHAIR, "UOTHER")
    a_draft(database, member)

    assert refs(chosen(database, member, "mine")) == ["draft"]
    assert refs(chosen(database, member, "mine status:draft theme:ai")) == ["draft"]
    assert refs(chosen(database, member, "mine country:FR")) == []
    assert refs(chosen(database, other, "mine")) == []
    assert "draft" not in refs(chosen(database, member))


def test_an_external_sees_what_is_public_and_learns_of_no_other_cluster(database, sig):
    external = a_caller(database, sig, Role.EXTERNAL, "UEXT")
    chair = a_caller(database, sig, Role.CHAIR, "UCHAIR2")
    a_cluster(database, sig.id, "MT")

    found = chosen(database, external)

    assert 0 < len(found.practices) < len(chosen(database, chair).practices)
    assert {each.content.visibility for each in found.practices} == {Visibility.PUBLIC}
    with pytest.raises(InvalidInputError) as refused:
        chosen(database, external, "cluster:zzz")
    named = {each.cluster_id for each in found.practices}
    with database.read() as session:
        known = clusters.clusters(session, sig.id)
    for cluster in known:
        assert (cluster.name in str(refused.value)) is (cluster.id in named)
    assert {each.id for each in known} - named


def test_groups_stay_apart(database, member):
    with database.begin() as session:
        row = session.exec(select(PracticeRow).where(PracticeRow.number == 1)).one()
        row.sig_id = sigs.add(session, Sig(name="Another")).id
        moved = row.id

    assert moved not in {each.id for each in chosen(database, member).practices}


def export(database, caller, filters=""):
    return practices.export(database, lambda: NOW, caller=caller, filters=filters)


def test_a_file_holds_what_its_reader_may_read_and_is_noted(database, sig, member):
    external = a_caller(database, sig, Role.EXTERNAL, "UEXT")

    found = export(database, external, "country:EE")

    assert refs(found) == refs(chosen(database, external, "country:EE"))
    assert noted(database) == [(external.person.id, "exported", "sig", sig.id)]


def noted(database):
    with database.read() as session:
        rows = session.exec(select(AuditEventRow)).all()
    return [
        (row.actor_id, row.verb, row.object_kind, row.object_id)
        for row in rows
        if row.verb == "exported"
    ]


def test_a_file_of_nothing_is_refused_and_drafts_are_in_none(database, member):
    a_draft(database, member)

    with pytest.raises(NotFoundError, match="no practice with yours to put into"):
        export(database, member, "mine")
    with pytest.raises(InvalidInputError, match="I do not know the theme"):
        export(database, member, "theme:zzz")
    assert noted(database) == []


def test_the_practice_of_the_month_was_in_no_meeting_yet(database, sig, member):
    presented = presented_in(database, MeetingStatus.HELD)

    found = practices.suggested(database, lambda: NOW, caller=member)

    assert presented
    assert found.practice.id not in presented
    accepted = [
        each
        for each in chosen(database, member).practices
        if each.status in {"accepted", "published"}
    ]
    left = [each for each in accepted if each.id not in presented]
    assert found.waiting == len(left)
    assert found.practice.number == min(each.number for each in left)


def presented_in(database, status):
    with database.read() as session:
        query = select(AgendaItemRow.practice_id).join(
            MeetingRow, MeetingRow.id == AgendaItemRow.meeting_id
        )
        found = session.exec(query.where(MeetingRow.status == status)).all()
    return {each for each in found if each}


def test_when_all_were_presented_there_is_none(database, member):
    with database.begin() as session:
        held = session.exec(
            select(MeetingRow.id).where(MeetingRow.status == MeetingStatus.HELD)
        ).first()
        for row in session.exec(select(PracticeRow)).all():
            session.add(
                AgendaItemRow(
                    meeting_id=held,
                    position=50 + row.id,
                    kind="practice",
                    title="",
                    minutes=5,
                    practice_id=row.id,
                )
            )

    found = practices.suggested(database, lambda: NOW, caller=member)

    assert (found.practice, found.waiting) == (None, 0)


def test_a_planned_meeting_does_not_count_as_presented(database, member):
    with database.begin() as session:
        for meeting in session.exec(select(MeetingRow)).all():
            meeting.status = MeetingStatus.SCHEDULED

    found = practices.suggested(database, lambda: NOW, caller=member)

    accepted = [
        each
        for each in chosen(database, member).practices
        if each.status in {"accepted", "published"}
    ]
    assert found.waiting == len(accepted)


def test_externals_are_suggested_nothing(database, sig):
    external = a_caller(database, sig, Role.EXTERNAL, "UEXT")

    with pytest.raises(NotAllowedError):
        practices.suggested(database, lambda: NOW, caller=external)
