"""An older or a foreign file never undoes what people decided, and says so."""

import copy
import threading
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa
from exchange_files import give, prepare, problems_of, record, take, the_corpus

from bot.domain.errors import NotSavedError
from bot.domain.practices import PracticeStatus
from bot.domain.sigs import Membership, Person
from storage import members, practices, sigs
from storage.database import open_database
from storage.tables import PracticeRow

from factories import NOW, a_consent, a_content, a_practice


@pytest.fixture
def corpus():
    return the_corpus()


@pytest.fixture
def postgresql_database(postgresql_url):
    opened = open_database(postgresql_url)
    yield opened
    opened.close()


def submit_in_slack(session, number=25, title="Made in Slack"):
    """Store a practice as the form does, and return it with its author."""
    author = members.find_person(session, "T1", "U1")
    if author is None:
        author = members.add_person(session, Person(team_id="T1", user_id="U1"))
        place = Membership(sig_id=1, person_id=author.id, role="member")
        members.set_membership(session, place)
    new = a_practice(
        id=0,
        status="draft",
        number=None,
        author_id=author.id,
        consent=None,
        content=a_content(title=title),
    )
    draft = practices.add_draft(session, new, f"nonce-{number}")
    practice = practices.submit(session, draft.submit(number, NOW), f"nonce-{number}")
    practices.set_consent(session, practice.id, author.id, a_consent())
    return practice, author


@pytest.mark.parametrize("status", ["withdrawn", "rejected", "superseded"])
def test_an_older_file_does_not_bring_a_practice_back(database, corpus, status):
    prepare(database, corpus)
    ended = copy.deepcopy(corpus)
    record(ended, "practices", "P-01")["status"] = status
    take(database, ended)

    report = take(database, corpus)

    assert report.is_empty
    assert len(report.doubts) == 1
    assert report.doubts[0].startswith("P-01 is ")
    with database.read() as session:
        assert practices.get(session, 1, 1).status == status


@pytest.mark.parametrize(
    ("held", "older"),
    [
        pytest.param(
            {"given_on": "2021-03-01", "attribution": "anonymous"},
            {"given_on": "2021-02-01", "attribution": "organisation"},
            id="later",
        ),
        pytest.param(
            {"given_on": "2021-03-01", "publish": False},
            {"given_on": "2021-02-01", "publish": True},
            id="later refusal",
        ),
        pytest.param({"publish": False}, {"publish": True}, id="refusal of one day"),
        pytest.param(
            {"attribution": "anonymous"},
            {"attribution": "organisation"},
            id="no name on one day",
        ),
        pytest.param(
            {"attribution": "organisation"},
            {"attribution": "name_and_organisation"},
            id="no person on one day",
        ),
        pytest.param(
            {"withdrawn_on": "2021-06-01"},
            {"given_on": "2021-03-01"},
            id="withdrawal after a later word",
        ),
    ],
)
def test_the_later_or_more_careful_consent_counts(database, corpus, held, older):
    record(corpus, "practices", "P-01")["consent"] |= held
    prepare(database, corpus)
    with database.read() as session:
        before = practices.get(session, 1, 1)
    file = the_corpus()
    record(file, "practices", "P-01")["consent"] |= older

    report = take(database, file)

    with database.read() as session:
        after = practices.get(session, 1, 1)
    assert report.is_empty
    assert after.consent == before.consent
    assert after.content.attribution == before.content.attribution


def test_a_newer_consent_is_taken_with_its_attribution(database, corpus):
    prepare(database, corpus)
    consent = record(corpus, "practices", "P-01")["consent"]
    consent |= {"given_on": "2021-05-01", "attribution": "anonymous"}
    take(database, corpus)
    consent |= {"given_on": "2021-06-01", "attribution": "organisation"}

    take(database, corpus)

    with database.read() as session:
        after = practices.get(session, 1, 1)
    assert after.consent.attribution == "organisation"
    assert after.content.attribution == "organisation"


def test_an_attribution_once_said_by_a_file_does_not_outlive_a_change(
    database, second_database, corpus, tmp_path
):
    practice = record(corpus, "practices", "P-01")
    practice["attribution"] = "organisation"
    prepare(database, corpus)
    with database.begin() as session:
        before = practices.get(session, 1, 1)
        content = replace(before.content, attribution="anonymous")
        practices.revise(session, before, replace(before, content=content))
        word = a_consent(attribution="anonymous")
        practices.set_consent(session, before.id, before.author_id, word)

    take(second_database, give(database, tmp_path / "out"))

    with second_database.read() as session:
        assert practices.get(session, 1, 1).content.attribution == "anonymous"


def an_edition(**changes):
    return {
        "version": "0.1",
        "as_of": "2021-11-15",
        "sha256": "a" * 64,
        "fingerprint": "b" * 64,
        "summary": "first",
        "markdown": "# Paper\n",
    } | changes


def test_a_long_edition_can_be_imported_again(
    database, second_database, corpus, tmp_path
):
    edition = an_edition(markdown="word " * 60_000, summary="s" * 250_000)
    corpus["white_paper"]["editions"] = [edition]
    prepare(database, corpus)

    given = give(database, tmp_path / "one")
    take(second_database, given)

    assert give(second_database, tmp_path / "two") == given


def test_another_edition_of_the_same_number_is_a_doubt(database, corpus, tmp_path):
    corpus["white_paper"]["editions"] = [an_edition()]
    prepare(database, corpus)
    other = copy.deepcopy(corpus)
    other["white_paper"]["editions"] = [an_edition(markdown="# Other\n")]

    report = take(database, other)

    assert take(database, corpus).doubts == ()
    assert report.doubts == (
        "Edition 0.1 has another content here; the file's was not taken.",
    )
    given = give(database, tmp_path / "out")
    assert given["white_paper"]["editions"] == [an_edition()]


def test_a_text_that_editors_changed_is_not_replaced_by_an_older_file(
    database, corpus, tmp_path
):
    prepare(database, corpus)
    newer = copy.deepcopy(corpus)
    newer["white_paper"]["sections"][2]["body_md"] = "Written by the editors.\n"
    take(database, newer)

    report = take(database, corpus)

    assert report.is_empty
    assert report.doubts == (
        "Executive summary was changed here since; the file's text was not taken.",
    )
    section = give(database, tmp_path / "out")["white_paper"]["sections"][2]
    assert section["body_md"] == "Written by the editors.\n"
    assert section["revision"] == 2


def test_an_author_who_left_stays_the_author(database, corpus, tmp_path):
    prepare(database, corpus)
    with database.begin() as session:
        _, author = submit_in_slack(session)
        members.remove_membership(session, 1, author.id)
    given = give(database, tmp_path / "out")
    record(given, "practices", "P-25")["resources"] = "Changed."

    report = take(database, given)

    assert dict(report.changed) == {"practices": ("P-25",)}
    with database.read() as session:
        practice = practices.get(session, 1, 25)
    assert practice.author_id == author.id
    assert practice.content.resources == "Changed."


def test_a_file_without_a_cluster_leaves_the_one_there_is(database, corpus):
    prepare(database, corpus)
    record(corpus, "practices", "P-01")["cluster"] = None

    report = take(database, corpus)

    assert report.is_empty
    with database.read() as session:
        assert practices.get(session, 1, 1).cluster_key == "cl-ee"


def test_a_practice_made_in_slack_is_not_overwritten_by_another(
    database, corpus, tmp_path
):
    prepare(database, corpus)
    with database.begin() as session:
        submit_in_slack(session)
    own = give(database, tmp_path / "own")
    other = copy.deepcopy(record(corpus, "practices", "P-01"))
    corpus["practices"].append(other | {"id": "P-25", "title": "Another"})

    found = problems_of(database, corpus)

    assert found == [
        "practices[24] P-25: The number 25 belongs to another practice of this group."
    ]
    assert take(database, own).is_empty
    assert take(database, own).doubts == ()


def test_a_changed_role_is_a_doubt(database, corpus):
    member = {"id": "m-dk", "role": "observer", "name": "m", "cluster": "cl-dk"}
    take(database, corpus | {"members": [member]})

    report = take(database, corpus | {"members": [member | {"role": "chair"}]})

    assert report.doubts == ("member m-dk: role observer -> chair",)


def test_two_first_imports_at_once_make_one_group(database, corpus):
    start, reports = threading.Barrier(2), []

    def run():
        start.wait()
        reports.append(take(database, {"themes": corpus["themes"]}))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(report.is_new_group for report in reports) == [False, True]
    with database.read() as session:
        assert len(sigs.all_sigs(session)) == 1


def test_a_number_taken_during_the_import_is_one_sentence(postgresql_database, corpus):
    database = postgresql_database
    prepare(database, corpus)
    corpus["practices"].append(corpus["practices"][0] | {"id": "P-25", "title": "New"})
    caught = []

    def run():
        try:
            take(database, corpus)
        except NotSavedError as error:
            caught.append(str(error))

    thread = threading.Thread(target=run)
    with database.begin() as session:
        row = PracticeRow(sig_id=1, number=25, status=PracticeStatus.WITHDRAWN)
        session.add(row)
        session.flush()
        thread.start()
        wait_until_one_waits(database)
    thread.join()

    assert len(caught) == 1
    assert caught[0].startswith("Nothing was saved: somebody changed the group")


def wait_until_one_waits(database):
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with database.read() as session:
            if session.connection().execute(waiting).scalar_one():
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")
