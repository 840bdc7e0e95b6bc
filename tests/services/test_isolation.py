"""No row of one group is ever visible to another one, or changed by it.

Two groups are in one workspace; a third has the name of the first in another one. Every
use case of the table in ``who_may`` is called, so a new one is covered by its line
there.
"""

import shutil
from dataclasses import replace

import every_message
import pytest
import sqlalchemy as sa
import three_groups
from who_may import walking
from who_may.asking import Case, Helper, Step, asks
from who_may.scene import clock
from who_may.table import TABLE

from bot.domain.errors import ConvenorError, NotFoundError
from bot.domain.outbox import MessageKind
from bot.domain.permissions import Permission
from bot.domain.sigs import SigState
from bot.rendering import CARRIED
from bot.services import exchange, members, reports, sigs, whitepaper
from bot.services.members import Origin
from storage import practices as practice_rows
from storage import sigs as sig_rows
from storage.database import open_database
from templates import documents
from templates import reports as report_views
from templates import status as status_views

USE_CASES = walking.use_cases()
CALLED = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in sorted(TABLE.items())
    for number, case in enumerate(cases)
    if not isinstance(case.asks, Helper | Step)
]
ROLES = ("chair", "external")
# Lists of codes and ids, in which there are no words to look for.
CODES = {
    "comment_window.sections",
    "former_member.place",
    "meeting_series.holiday_countries",
    "meeting_series.reminder_minutes",
    "meeting_series.skip_months",
    "membership.meetings",
    "minutes.takes_in",
    "practice_review.answers",
    "practice_revision.formatted",
    "practice_revision.target_groups",
    "recommendation.addressees",
    "section_comment.consolidates",
    "sig.holiday_countries",
    "succession.moved",
    "theme.moved",
}


@pytest.fixture(scope="module")
def stage(migrated_sqlite, tmp_path_factory):
    path = tmp_path_factory.mktemp("isolation") / "groups.db"
    shutil.copy(migrated_sqlite, path)
    database = open_database(f"sqlite:///{path}", clock=clock)
    scenes = three_groups.three(database)
    made = walking.Stage(scenes[0], path)
    made.scenes = scenes
    with database.read() as session:
        made.ledger = three_groups.Ledger(session.connection())
    yield made
    made.close()


@pytest.fixture
def scenes(stage):
    """The three groups, as they were built."""
    stage.set()
    return stage.scenes


def assert_only_of(scene, scenes, shown):
    """Let pass what has words of this group and of no other one."""
    for other in scenes:
        if other is not scene:
            assert other.word not in shown


def test_every_column_for_words_has_some_of_each_group(scenes):
    for scene in scenes:
        assert three_groups.unmarked(scene.database, scene) - CODES == set()


@pytest.mark.parametrize(("name", "case"), CALLED)
def test_a_use_case_shows_nothing_of_another_group(stage, scenes, name, case):
    scene = scenes[0]
    for role in ROLES:
        found, refused = walking.outcome(USE_CASES[name], case, scene, role)

        assert_only_of(scene, scenes, f"{found!r} {refused}")
        if stage.is_touched():
            assert touched(stage) <= {scene.sig.id}
            stage.set()


def touched(stage):
    """Return the groups whose rows are not as they were built."""
    with stage.scene.database.read() as session:
        return stage.ledger.touched(session.connection())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE practice_revision SET title = '-' WHERE practice_id = :practice",
        "DELETE FROM consent WHERE practice_id = :practice",
        """
        INSERT INTO practice_theme
            (revision_id, theme_id, position, created_at, updated_at)
        SELECT text.id, theme.id, 99, text.created_at, text.updated_at
        FROM practice_revision AS text, theme
        WHERE practice_id = :practice AND NOT EXISTS (
            SELECT 1 FROM practice_theme
            WHERE revision_id = text.id AND theme_id = theme.id
        )
        """,
    ],
)
def test_a_row_that_changes_goes_or_comes_is_of_its_group(stage, scenes, change):
    for theirs in scenes:
        with theirs.database.begin() as session:
            about = {"practice": theirs.ids.accepted}
            session.connection().execute(sa.text(change), about)

        assert touched(stage) == {theirs.sig.id}
        stage.set()


@pytest.mark.parametrize(("name", "case"), CALLED)
def test_ids_of_another_group_lead_nowhere(stage, scenes, name, case):
    if case.shared:
        return
    for theirs in scenes[1:]:
        assert trespass(USE_CASES[name], case, scenes[0], theirs) is None
        assert stage.changes() == []


def test_a_use_case_that_forgets_the_group_is_noticed(scenes):
    def read_any(db, clock, *, caller, practice_id):
        with db.read() as session:
            return practice_rows.by_id(session, practice_id)

    def touch_any(db, clock, *, caller, practice_id):
        read_any(db, clock, caller=caller, practice_id=practice_id)

    case = Case(
        asks(Permission.READ_PRACTICES).asks,
        lambda s, _: {"practice_id": s.ids.accepted},
    )

    assert trespass(read_any, case, *scenes[:2]) == "found what is somebody else's"
    assert trespass(touch_any, case, *scenes[:2]) == "was not refused"
    found, _ = walking.outcome(read_any, case, scenes[1], "chair")
    with pytest.raises(AssertionError):
        assert_only_of(scenes[0], scenes, repr(found))


def trespass(function, case, mine, theirs):
    """Return what is wrong when a group is sent arguments of another one."""
    who, known = mine.callers["chair"], theirs.callers["chair"]
    arguments = case.arguments(theirs, known)
    if not names_rows(arguments, case.arguments(mine, who)):
        return None
    try:
        result = walking.call(function, mine, who, arguments)
    except ConvenorError as error:
        return "names them in a refusal" if theirs.word in str(error) else None
    if result:
        return "found what is somebody else's"
    # A form of theirs is none here; nothing else may end well.
    return None if result is not None or "nonce" in arguments else "was not refused"


def names_rows(theirs, mine):
    """Whether arguments speak of what another group has, by an id or as a value."""
    return any(
        theirs[name] != mine[name]
        for name in theirs
        if name.endswith("_id") or name in {"practice", "plan", "nonce"}
    )


@pytest.mark.parametrize("place", range(3))
def test_exports_and_papers_have_one_group_in_them(scenes, tmp_path, place):
    scene = scenes[place]
    exchange.export(scene.database, scene.sig.id, tmp_path)
    snapshot = whitepaper.material_of(scene.database, scene.sig.id)
    draft = documents.draft(snapshot, as_of=clock().date())
    report = reports.read_for(scene.database, clock, sig=scene.sig, year="2021")
    chair = scene.callers["chair"]
    status = walking.call(USE_CASES["status.read"], scene, chair, {})
    shown = [
        *(path.read_text("utf-8") for path in tmp_path.iterdir()),
        draft.markdown,
        f"{report!r} {report_views.summary(report).content()!r}",
        repr(status_views.screen(status).content()),
    ]

    for text in shown:
        assert_only_of(scene, scenes, text)
    assert scene.word in shown[0]
    assert scene.word in draft.markdown


@pytest.mark.parametrize("place", range(3))
def test_every_message_speaks_of_one_group(stage, scenes, place):
    scene = scenes[place]
    known = set()
    for message, post in every_message.posts(scene):
        assert_only_of(scene, scenes, repr(post.content()))
        known.add(message.kind)

    assert known == set(MessageKind) - CARRIED


def test_whoever_comes_in_sees_the_clusters_of_that_group(scenes):
    for scene in scenes:
        origin = Origin(
            team_id=scene.team, user_id="UNEWCOMER", channel_id=scene.channel
        )
        arrival = members.arrival(scene.database, origin)
        found = members.search_clusters(scene.database, origin, "cluster")

        assert_only_of(scene, scenes, f"{arrival!r} {found!r}")
        assert scene.word in repr(found)


def test_an_account_of_the_same_id_is_a_person_of_each_workspace(scenes):
    first, _, elsewhere = scenes
    assert first.account("chair") == elsewhere.account("chair")

    for scene in (first, elsewhere):
        origin = Origin(
            team_id=scene.team,
            user_id=scene.account("chair"),
            channel_id=scene.channel,
        )
        found = members.find(scene.database, origin)

        assert found.sig.id == scene.sig.id
        assert scene.word in found.person.display_name


def test_an_admin_is_offered_groups_of_their_workspace_only(scenes):
    admin = sigs.Founder(team_id="TTHIRD", user_id="UADMIN", is_admin=True)

    assert sigs.offers(scenes[0].database, clock, founder=admin) == ()
    for scene in scenes:
        with pytest.raises(NotFoundError):
            sigs.move(
                scene.database,
                clock,
                founder=admin,
                sig_id=scene.sig.id,
                channel_id="CTHIRD",
            )


def test_a_channel_that_two_workspaces_share_moves_in_one_of_them(stage, scenes):
    first, _, elsewhere = scenes
    assert first.channel == elsewhere.channel

    sigs.follow(
        first.database, clock, team_id=first.team, old=first.channel, new="CNEW"
    )

    assert touched(stage) <= {first.sig.id}
    origin = Origin(
        team_id=first.team, user_id=first.account("chair"), channel_id="CNEW"
    )
    assert members.find(first.database, origin).sig.id == first.sig.id


def test_a_group_that_moves_takes_nothing_of_another_workspace_along(stage, scenes):
    first, *_ = scenes
    with first.database.begin() as session:
        lost = replace(sig_rows.get(session, first.sig.id), state=SigState.ARCHIVED)
        sig_rows.save(session, lost)
    chair = sigs.Founder(team_id=first.team, user_id=first.account("chair"))

    sigs.move(
        first.database,
        clock,
        founder=chair,
        sig_id=first.sig.id,
        channel_id="CNEW",
    )

    assert touched(stage) <= {first.sig.id}
