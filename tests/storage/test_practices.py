"""Practices in the database: drafts, submissions, revisions, consents."""

import uuid
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Network, Theme
from bot.domain.errors import InvalidInputError, NotFoundError, StaleVersionError
from bot.domain.practices import (
    Attribution,
    EvidenceLevel,
    Funding,
    Practice,
    PracticeContent,
    PracticeStatus,
    PracticeType,
    Provenance,
    PublicationConsent,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
    Visibility,
)
from bot.domain.references import Kind
from bot.domain.sigs import Person, Sig
from storage import clusters, members, networks, practices, sigs, themes

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
FULL = PracticeContent(
    title="Digital prescriptions",
    title_original="Digiretsept: üleriigiline",
    language="et",
    summary="A summary — with « signs ».",
    problem="Paper.",
    description="One.\n\nTwo 👩‍⚕️.",
    organisation="Health authorities",
    country="EE",
    nuts="EE00",
    nuts_name="Eesti",
    nuts_version="2021",
    scope=Scope.NATIONAL,
    type=PracticeType.INFRASTRUCTURE,
    themes=("telehealth", "ai"),
    stage=Stage.RUNNING,
    start="2010-01",
    end="2021",
    stakeholders="Patients",
    target_groups=("smes", "payers"),
    resources="Two people",
    funding=Funding(
        total=3_000_000_000, eu=1, currency="EUR", programme="ERDF", grant="825003"
    ),
    evidence="97 %",
    evidence_level=EvidenceLevel.SURVEY,
    difficulties="Some",
    transfer="Much",
    transfer_readiness=TransferReadiness.PILOT,
    trl=9,
    twinning_role=TwinningRole.BOTH,
    looking_for="A hospital that tries it",
    interest_disclosure="Paid by a vendor",
    networks=("scanbalt",),
    links=("https://example.org/a", "https://example.org/b"),
    attribution=Attribution.NAME_AND_ORGANISATION,
    visibility=Visibility.SIG_ONLY,
    valid_as_of="2020-01-29",
    submitter_role="cluster manager",
    provenance=(Provenance(field="summary", claim="97 %", status="seed", source="S0"),),
    formatted=("description",),
)


@pytest.fixture
def sig(database):
    with database.begin() as session:
        sig = sigs.add(session, Sig())
        themes.ensure_themes(
            session,
            sig.id,
            [
                Theme(slug="ai", label="AI", position=1),
                Theme(slug="telehealth", label="Telehealth", position=2),
            ],
        )
        networks.add_network(
            session,
            sig.id,
            Network(
                slug="scanbalt", name="ScanBalt", kind="network", relation="liaison"
            ),
        )
    return sig


@pytest.fixture
def author(database):
    with database.begin() as session:
        return members.add_person(
            session, Person(team_id="T1", user_id="U1", display_name="cluster manager")
        )


def a_draft(database, sig, nonce="n1", **changes):
    practice = Practice(sig_id=sig.id, content=FULL)
    with database.begin() as session:
        return practices.add_draft(session, replace(practice, **changes), nonce)


def submitted(database, sig, nonce="n1", **changes):
    draft = a_draft(database, sig, nonce, **changes)
    with database.begin() as session:
        number = sigs.next_number(session, sig.id, Kind.PRACTICE)
        return practices.submit(session, draft.submit(number, NOW), nonce)


def test_every_field_of_a_text_comes_back(database, sig):
    draft = a_draft(database, sig)

    with database.read() as session:
        assert practices.by_id(session, draft.id).content == FULL
    assert draft.content == FULL
    empty = PracticeContent()
    not_tried = [
        each.name
        for each in fields(FULL)
        if getattr(FULL, each.name) == getattr(empty, each.name)
    ]
    assert not not_tried


def test_an_empty_draft_can_be_kept(database, sig):
    draft = a_draft(database, sig, content=PracticeContent())

    assert draft.content == PracticeContent()
    assert draft.number is None
    assert draft.ref == "draft"


def test_the_same_nonce_is_the_same_draft(database, sig):
    first = a_draft(database, sig)
    again = a_draft(database, sig, content=PracticeContent(title="Other"))

    assert again == first


def test_a_saved_draft_has_a_new_version_and_no_new_revision(database, sig):
    draft = a_draft(database, sig)
    with database.begin() as session:
        content = replace(FULL, title="Changed", themes=("ai",), networks=())
        saved = practices.save_draft(session, replace(draft, content=content))

    assert saved.content == content
    assert (saved.version, saved.revision) == (draft.version + 1, draft.revision)


def test_a_draft_saved_by_somebody_else_is_not_overwritten(database, sig):
    draft = a_draft(database, sig)
    with database.begin() as session:
        practices.save_draft(session, draft)

    def save_again():
        with database.begin() as session:
            practices.save_draft(session, draft)

    with pytest.raises(StaleVersionError, match="changed this draft in the meantime"):
        save_again()


def test_an_unknown_theme_is_refused_and_nothing_kept(database, sig, author):
    with pytest.raises(InvalidInputError, match="I do not know the theme alchemy"):
        a_draft(
            database,
            sig,
            author_id=author.id,
            content=PracticeContent(themes=("alchemy",)),
        )
    with database.read() as session:
        assert practices.drafts_of(session, sig.id, author.id) == ()


def test_drafts_belong_to_their_authors(database, sig, author):
    mine = a_draft(database, sig, "n1", author_id=author.id)
    a_draft(database, sig, "n2")
    submitted(database, sig, "n3", author_id=author.id)

    with database.read() as session:
        found = practices.drafts_of(session, sig.id, author.id)
    assert found == (mine,)
    assert found[0].author_name == "cluster manager"
    assert found[0].author_user_id == "U1"


def test_a_submitted_practice_is_found_by_number_and_by_nonce(database, sig):
    practice = submitted(database, sig)

    with database.read() as session:
        assert practices.get(session, sig.id, 1) == practice
        assert practices.by_nonce(session, sig.id, "n1") == practice
        assert practices.by_nonce(session, sig.id, "n2") is None
        with pytest.raises(NotFoundError, match=r"There is no practice P-7\."):
            practices.get(session, sig.id, 7)
    assert practice.status is PracticeStatus.SUBMITTED
    assert practice.submitted_at == NOW


def test_a_practice_can_be_submitted_without_a_draft(database, sig):
    with database.begin() as session:
        number = sigs.next_number(session, sig.id, Kind.PRACTICE)
        new = Practice(sig_id=sig.id, content=FULL).submit(number, NOW)
        practice = practices.submit(session, new, "n1")

    assert practice.number == 1
    assert practice.content == FULL


def test_a_form_that_was_saved_before_is_submitted_onto_its_draft(database, sig):
    draft = a_draft(database, sig, content=PracticeContent(title="Half"))
    with database.begin() as session:
        number = sigs.next_number(session, sig.id, Kind.PRACTICE)
        whole = Practice(sig_id=sig.id, content=FULL).submit(number, NOW)
        practice = practices.submit(session, whole, "n1")

    assert (practice.id, practice.number) == (draft.id, 1)
    assert practice.content == FULL


def test_the_same_submission_again_returns_the_first_and_gives_the_number_back(
    database, sig
):
    first = submitted(database, sig)
    with database.begin() as session:
        number = sigs.next_number(session, sig.id, Kind.PRACTICE)
        new = Practice(sig_id=sig.id, content=FULL).submit(number, NOW)
        again = practices.submit(session, new, "n1")

    assert again == first
    with database.begin() as session:
        assert sigs.next_number(session, sig.id, Kind.PRACTICE) == 2


def test_a_submitted_text_is_never_changed_in_place(database, sig):
    practice = submitted(database, sig)
    with database.begin() as session:
        edited = practices.save_draft(
            session, replace(practice, content=replace(FULL, title="Edited"))
        )

    assert (edited.revision, edited.content.title) == (2, "Edited")
    assert edited.number == practice.number
    with database.read() as session:
        texts = session.connection().exec_driver_sql(
            "SELECT revision, title FROM practice_revision ORDER BY revision"
        )
        assert texts.fetchall() == [(1, FULL.title), (2, "Edited")]


def test_a_change_of_state_is_refused_when_somebody_was_faster(database, sig):
    practice = submitted(database, sig)
    accepted = practice.accept(NOW)
    with database.begin() as session:
        practices.change_status(session, practice, accepted)

    def accept_again():
        with database.begin() as session:
            practices.change_status(session, practice, accepted)

    with pytest.raises(StaleVersionError, match="changed P-1 in the meantime"):
        accept_again()


def test_an_accepted_text_is_printed_until_the_next_one_is_accepted(database, sig):
    practice = submitted(database, sig)
    with database.begin() as session:
        practice = practices.change_status(session, practice, practice.accept(NOW))
        waiting = replace(
            practice,
            status=PracticeStatus.SUBMITTED,
            content=replace(FULL, title="Newer"),
        )
        newer = practices.revise(session, practice, waiting)
    with database.read() as session:
        (printed,) = practices.numbered(session, sig.id)
    with database.begin() as session:
        practices.change_status(session, newer, newer.accept(NOW))
    with database.read() as session:
        (printed_later,) = practices.numbered(session, sig.id)

    assert (printed.content.title, printed.status) == (FULL.title, "accepted")
    assert (newer.content.title, newer.status) == ("Newer", "submitted")
    assert (printed_later.content.title, printed_later.revision) == ("Newer", 2)


def test_a_withdrawn_practice_is_not_printed_whatever_was_accepted(database, sig):
    practice = submitted(database, sig)
    with database.begin() as session:
        practice = practices.change_status(session, practice, practice.accept(NOW))
        gone = replace(practice, status=PracticeStatus.WITHDRAWN)
        practices.change_status(session, practice, gone)

    with database.read() as session:
        (found,) = practices.numbered(session, sig.id)
    assert found.status is PracticeStatus.WITHDRAWN
    assert not found.is_printable


def test_numbered_practices_come_in_order_with_a_constant_number_of_queries(
    database, sig
):
    for index in range(3):
        submitted(database, sig, f"n{index}")
    few = count_queries(database, lambda session: practices.numbered(session, sig.id))
    for index in range(3, 12):
        submitted(database, sig, f"n{index}")
    many = count_queries(database, lambda session: practices.numbered(session, sig.id))

    with database.read() as session:
        found = practices.numbered(session, sig.id)
    assert [each.number for each in found] == list(range(1, 13))
    assert few == many <= 3


def count_queries(database, work):
    seen = []
    with database.read() as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", lambda *_: seen.append(1))
        work(session)
    return len(seen)


def test_consent_is_kept_with_its_history(database, sig, author):
    practice = submitted(database, sig, author_id=author.id)
    word = PublicationConsent(
        publish=True,
        licence="CC-BY-4.0",
        attribution=Attribution.ORGANISATION,
        policy_version="2026-11",
        given_on=TODAY,
    )
    again = replace(word, given_on=date(2026, 12, 1))
    withdrawn = replace(word, withdrawn_on=date(2026, 11, 25))
    seen = []
    for each in (word, word, withdrawn, again):
        with database.begin() as session:
            practices.set_consent(session, practice.id, author.id, each)
            seen.append(practices.by_id(session, practice.id).consent)

    assert seen == [word, word, withdrawn, again]
    with database.read() as session:
        kept = session.connection().exec_driver_sql("SELECT count(*) FROM consent")
        assert kept.scalar() == 2


def test_the_cluster_comes_with_key_and_name(database, sig):
    with database.begin() as session:
        cluster = clusters.add_cluster(
            session, sig.id, Cluster(key="cl-ee", name="Cluster, Estonia", country="EE")
        )
    practice = submitted(database, sig, cluster_id=cluster.id)

    assert (practice.cluster_key, practice.cluster_name) == (
        "cl-ee",
        "Cluster, Estonia",
    )


_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(title=_TEXTS, summary=_TEXTS, links=st.lists(_TEXTS, max_size=3))
def test_any_text_comes_back_as_it_was_stored(database, sig, title, summary, links):
    content = PracticeContent(title=title, summary=summary, links=tuple(links))
    with database.begin() as session:
        practice = Practice(sig_id=sig.id, content=content)
        draft = practices.add_draft(session, practice, uuid.uuid4().hex)

    assert draft.content == content
