"""Five clusters become one, and are five again, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from danish import (
    CLUSTERS,
    SUCCESSOR,
    action,
    clock,
    everything,
    known,
    merge,
    paper,
    the_plan,
    undo,
    votes,
)

from bot.domain.clusters import OrganisationStatus
from bot.domain.errors import InvalidInputError
from bot.domain.successions import Plan, Succession
from bot.services import clusters, successions
from storage import clusters as cluster_rows
from storage import meetings as meeting_rows
from storage import members, outbox, whitepaper
from storage import successions as rows


def test_the_preview_says_what_would_happen_and_changes_nothing(
    database, chair, tmp_path
):
    before = everything(database, chair, tmp_path / "before")

    shown = successions.preview(
        database, clock, caller=chair, plan=the_plan(database, chair)
    )

    assert (shown.voices_before, shown.voices_after) == (5, 1)
    assert shown.stock.practices == 5, "one of them was not accepted"
    assert shown.stock.people == 5
    assert shown.stock.externals == 1
    assert [each.owner for each in shown.stock.actions] == [
        "MedTech Innovation Consortium",
        "Copenhagen Healthtech Cluster",
    ]
    assert [name.split()[0] for name in shown.stock.networks] == [
        "European",
        "ScanBalt",
        "DIH-HERO",
    ]
    assert [hub.city for hub in shown.stock.hubs] == [
        "Copenhagen",
        "Aalborg",
        "Aarhus",
        "Odense",
    ]
    assert shown.sample == "Biopeople (since 2021 part of Danish Life Science Cluster)"
    assert everything(database, chair, tmp_path / "after") == before


def test_practices_keep_their_historic_names_in_the_paper(database, chair):
    merge(database, chair)

    text = paper(database, chair.sig.id).markdown

    since = "(since 2021 part of Danish Life Science Cluster)"
    # The organisation is the cluster itself: in the box, submitted by, contributors.
    assert f"MedTech Innovation Consortium {since} · Denmark" in text
    assert f"**Submitted by:** Welfare Tech {since}" in text
    assert f"| Welfare Tech {since} | Denmark |" in text
    # Another organisation: the cluster stands in a line of its own.
    box = text.partition("#### P-7")[2].partition("#### ")[0]
    assert "MTIC with hospitals and municipalities · Denmark" in box
    assert f"**Cluster:** MedTech Innovation Consortium {since}" in box
    # The author says it already.
    box = text.partition("#### P-9")[2].partition("#### ")[0]
    assert "**Cluster:**" not in box
    # The state of play: one cluster with all four, and what the five became.
    profile = text.partition(f"#### {SUCCESSOR}")[2].partition("#### ")[0]
    assert "[P-6](#p-6), [P-7](#p-7), [P-8](#p-8), [P-9](#p-9)" in profile
    assert f"- Welfare Tech {since}: [P-8](#p-8)" in text
    assert f"- Copenhagen Healthtech Cluster {since}\n" in text


def test_five_votes_seats_and_voices_become_one(database, chair):
    sig_id = chair.sig.id
    before = paper(database, sig_id).document
    assert set(CLUSTERS) <= votes(database, chair)

    merge(database, chair)

    after = paper(database, sig_id).document
    new = "danish-life-science-cluster"
    assert votes(database, chair) & {*CLUSTERS, new} == {new}
    assert before.counts.clusters - after.counts.clusters == 4
    # The five sat in these meetings after the day of the merger: one voice each time.
    present = [
        [each.clusters_present for each in paper.meetings] for paper in (before, after)
    ]
    assert max(present[0]) == 12
    assert max(present[1]) == 8
    with database.read() as session:
        lineage = rows.lineage(session, sig_id)
        held = meeting_rows.all_meetings(session, sig_id)
    assert lineage.voices(CLUSTERS) == {new}
    assert "mtic" in held[0].attendance.present, "what was is not rewritten"


def test_people_guests_sections_and_the_profile_move(database, chair):
    merge(database, chair)

    new = known(database, chair)["danish-life-science-cluster"]
    assert new.country == "DK"
    assert set(new.networks) == {"echalliance", "scanbalt", "dih-hero"}
    assert [hub.city for hub in new.hubs] == [
        "Copenhagen",
        "Aalborg",
        "Aarhus",
        "Odense",
    ]
    assert new.members_total is None, "members of several clusters overlap"
    with database.read() as session:
        roster = members.roster(session, chair.sig.id)
        sections = whitepaper.paper(session, chair.sig.id).sections
    speakers = [each for each in roster if each.place.cluster_id == new.id]
    assert len(speakers) == 5
    sponsored = [each for each in roster if each.place.sponsor_cluster_id == new.id]
    assert len(sponsored) == 1
    (analysis,) = (each for each in sections if each.key == "analysis")
    assert analysis.owner_name == SUCCESSOR
    status = {key: each.status for key, each in known(database, chair).items()}
    assert {status[key] for key in CLUSTERS} == {OrganisationStatus.MERGED}
    assert status[new.key] is OrganisationStatus.ACTIVE


def test_open_actions_are_inherited_only_where_somebody_agreed(database, chair):
    plan = the_plan(database, chair)
    shown = successions.preview(database, clock, caller=chair, plan=plan)
    first, second = shown.stock.actions

    merge(database, chair, left=frozenset({second.number}))

    new = "danish-life-science-cluster"
    inherited = action(database, chair, "A-2021-27")
    assert inherited.number == first.number
    assert inherited.owner == new
    assert inherited.co_owners == ("cl-fr",), "nobody helps themselves"
    assert action(database, chair, "A-2021-30").owner is None
    assert action(database, chair, "A-2021-10").owner == "welfare-tech", "it is done"


def test_undoing_restores_every_byte(database, chair, tmp_path):
    before = everything(database, chair, tmp_path / "before")
    made = merge(database, chair, left=frozenset({30}))
    assert everything(database, chair, tmp_path / "between") != before

    undone = undo(database, chair, made)

    assert undone.undone_at == clock()
    assert everything(database, chair, tmp_path / "after") == before
    assert undone.new_names == (SUCCESSOR,), "the list still says what it was"
    page = successions.listed(database, clock, caller=chair, limit=5)
    assert [each.succession for each in page.items] == [undone]


def test_the_channel_is_told_once_of_each(database, chair):
    made = merge(database, chair)
    again = merge_again(database, chair)
    undo(database, chair, made)
    undo(database, chair, made)

    assert again == made
    with database.read() as session:
        keys = [
            f"succession:{made.id}:channel",
            f"succession:{made.id}:undone:channel",
            f"succession:{made.id + 1}:channel",
        ]
        told = [outbox.by_key(session, key) for key in keys]
    assert [each and each.recipient for each in told] == ["CSIG", "CSIG", None]
    # It was undone before anybody heard of it: both are no news.
    assert successions.for_message(database, told[0]) is None
    assert successions.for_message(database, told[1]) is None


def merge_again(database, chair):
    """Send the same form once more: the second time it would be refused."""
    plan = Plan(effective_on=date(2021, 1, 1))
    return successions.commit(
        database, clock, caller=chair, plan=plan, nonce="nonce", digest=""
    )


def test_it_can_be_done_again_after_it_was_undone(database, chair, tmp_path):
    made = merge(database, chair)
    once = everything(database, chair, tmp_path / "once")
    undo(database, chair, made)

    merge(database, chair, nonce="second")

    twice = everything(database, chair, tmp_path / "twice")
    for value in (once[0], twice[0]):
        (record,) = value["successions"]
        del record["id"]
    assert twice[0] == once[0]
    assert twice[2] == once[2]


def test_a_name_that_is_taken_meanwhile_stays_one_clusters(database, chair):
    plan = the_plan(database, chair)
    shown = successions.preview(database, clock, caller=chair, plan=plan)
    typed = {"name": SUCCESSOR, "country": "DK", "kind": "cluster_organisation"}

    def add(nonce):
        clusters.add(database, clock, caller=chair, nonce=nonce, typed=typed)

    def merge_at_once(nonce):
        successions.commit(
            database,
            clock,
            caller=chair,
            plan=plan,
            nonce=nonce,
            digest=shown.digest,
        )

    def attempt(work):
        try:
            work("n")
        except InvalidInputError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        refused = [each for each in pool.map(attempt, [add, merge_at_once]) if each]

    assert len(refused) == 1
    with database.read() as session:
        named = [
            each
            for each in cluster_rows.clusters(session, chair.sig.id)
            if each.name == SUCCESSOR
        ]
    assert len(named) == 1


def test_two_people_at_once_merge_once(database, chair):
    plan = the_plan(database, chair)
    shown = successions.preview(database, clock, caller=chair, plan=plan)

    def attempt(nonce):
        try:
            return successions.commit(
                database,
                clock,
                caller=chair,
                plan=plan,
                nonce=nonce,
                digest=shown.digest,
            )
        except InvalidInputError as error:
            return error

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(attempt, ["a", "a", "a", "b", "b", "c"]))

    made = {each.id for each in found if isinstance(each, Succession)}
    refused = [each for each in found if isinstance(each, InvalidInputError)]
    assert len(made) == 1
    assert all("has ended already" in str(error) for error in refused)
    page = successions.listed(database, clock, caller=chair, limit=5)
    assert page.total == 1
