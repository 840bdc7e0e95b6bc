"""The register of clusters: who may, what is checked, and two at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.domain.clusters import Cluster, Hub, Network, OrganisationStatus
from bot.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from bot.domain.permissions import Role
from bot.domain.sigs import Sig
from bot.services import clusters
from storage import clusters as rows
from storage import networks, sigs

from factories import NOW
from groups import a_caller, the_sample_group

BASICS = {"name": "Medtech Attica", "country": "GR", "kind": "cluster_organisation"}
CLUSTERS = (
    ("cl-ee", "Connected health, Estonia", "EE"),
    ("cl-dk", "Life science, Denmark", "DK"),
    ("cl-be", "Health cluster, Wallonia", "BE"),
)
SCANBALT = Network(slug="scanbalt", name="ScanBalt", kind="network", relation="liaison")
PROFILE = {"members_total": "82", "members_companies": "43"}


def clock():
    return NOW


@pytest.fixture
def sig(database):
    with database.begin() as session:
        made = sigs.add(session, Sig(name="Group", min_clusters=2, max_clusters=4))
        networks.add_network(session, made.id, SCANBALT)
        for key, name, country in CLUSTERS:
            cluster = Cluster(key=key, name=name, country=country)
            rows.add_cluster(
                session, made.id, replace(cluster, name_original=f"{key} {country}")
            )
    return made


@pytest.fixture
def chair(database, sig):
    return a_caller(database, sig, Role.CHAIR)


def a_cluster(database, sig, key="cl-ee"):
    with database.read() as session:
        known = rows.clusters(session, sig.id)
    return next(each for each in known if each.key == key)


def add(database, caller, nonce="n", **typed):
    added = clusters.add(
        database, clock, caller=caller, nonce=nonce, typed=BASICS | typed
    )
    return added.stored


def edit(database, caller, cluster, **typed):
    given = {
        "name": cluster.name,
        "country": cluster.country,
        "kind": cluster.kind,
        "nuts": cluster.nuts,
    }
    return clusters.edit_basics(
        database,
        clock,
        caller=caller,
        cluster_id=cluster.id,
        version=cluster.version,
        typed=given | typed,
    )


def test_the_list_counts_and_warns_outside_the_range(database, sig, chair):
    found = clusters.listed(database, clock, caller=chair)

    assert len(found.clusters) == 3
    assert found.note is None

    wants_more = replace(chair, sig=replace(sig, min_clusters=5, max_clusters=10))
    found = clusters.listed(database, clock, caller=wants_more)

    assert found.note == "This group expects 5 to 10 clusters; there are 3."


def test_a_chair_adds_a_cluster(database, chair):
    added = add(
        database,
        chair,
        acronym="MTA",
        nuts="el30 Attica",
        zone="athens",
        website="example.org",
        city="Athens",
        scope="regional",
        name_original="Ιατρική Αττικής",
        language="el",
    )

    assert added == replace(
        added,
        key="cl-mta",
        nuts="EL30",
        nuts_name="Attica",
        nuts_version="2024",
        zone="Europe/Athens",
        website="https://example.org",
    )
    found = clusters.find(database, clock, caller=chair, name="MTA")
    assert found.cluster == added
    assert (found.people, found.practices) == (0, 0)


def test_adding_the_same_form_again_is_the_same_cluster(database, chair):
    first = add(database, chair)

    assert add(database, chair) == first
    assert len(clusters.listed(database, clock, caller=chair).clusters) == 4


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("MEDTECH  ATTICA", id="case"),
        pytest.param("Médtech-Attica", id="accent"),
        pytest.param("\u041cedtech \u0410ttica", id="look-alike"),
        pytest.param("\u041c\u0435\u0434\u0442\u0435\u0447 Attica", id="script"),
    ],
)
def test_a_name_that_reads_the_same_is_refused_beside_its_field(database, chair, name):
    add(database, chair)

    with pytest.raises(InvalidInputError) as refused:
        add(database, chair, "another", name=name)

    (said,) = refused.value.fields.items()
    assert said[0] == "name"
    assert "Medtech Attica" in said[1]
    assert len(clusters.listed(database, clock, caller=chair).clusters) == 4


def test_a_name_is_compared_with_original_and_former_names_too(database, sig, chair):
    gone = replace(a_cluster(database, sig), status=OrganisationStatus.MERGED)
    with database.begin() as session:
        rows.update_cluster(session, sig.id, gone)

    with pytest.raises(InvalidInputError, match="a former cluster"):
        add(database, chair, name=gone.name_original)

    assert clusters.listed(database, clock, caller=chair).clusters[-1].id == gone.id
    with database.read() as session:
        assert gone.id not in {each.id for each in rows.active(session, sig.id)}


def test_of_two_who_add_the_same_name_at_once_one_is_refused(database, chair):
    def attempt(nonce):
        try:
            return add(database, chair, nonce, name="Medtech ATTICA").key
        except InvalidInputError as error:
            return error.fields["name"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, ("a", "b", "c", "d")))

    assert sum(answer == "cl-medtech-attica" for answer in answers) == 1
    assert sum("reads the same as" in answer for answer in answers) == 3


def test_everything_wrong_is_said_at_once_and_nothing_is_saved(database, chair):
    with pytest.raises(InvalidInputError) as refused:
        add(
            database,
            chair,
            name="!",
            country="EL",
            zone="Mars/Olympus",
            website="ftp://example.org",
            nuts="1",
            kind="circus",
            scope="galactic",
        )

    assert sorted(refused.value.fields) == [
        "country",
        "kind",
        "name",
        "nuts",
        "scope",
        "website",
        "zone",
    ]
    assert len(clusters.listed(database, clock, caller=chair).clusters) == 3


def test_the_profile_is_kept_whole(database, chair):
    added = add(database, chair)

    edited = clusters.edit_profile(
        database,
        clock,
        caller=chair,
        cluster_id=added.id,
        version=added.version,
        typed=PROFILE
        | {
            "members_as_of": "2026-03",
            "staff_fte": "2,5",
            "established": "2012",
            "networks": ["scanbalt"],
            "s3_priorities": "Health\n\n Data \nHealth",
            "membership_criteria": "Export experience.",
            "strategy_period": "2023 – 2027",
            "strategy_url": "https://example.org/strategy",
            "excellence_label": "silver",
            "hubs": "Patras, EL63\nVolos",
        },
    )

    assert edited.typed is None
    assert edited.stored == replace(
        added,
        version=2,
        members_total=82,
        members_companies=43,
        members_as_of="2026-03",
        staff_fte=2.5,
        established=2012,
        networks=("scanbalt",),
        s3_priorities=("Health", "Data"),
        membership_criteria="Export experience.",
        strategy_period="2023-2027",
        strategy_url="https://example.org/strategy",
        excellence_label="silver",
        hubs=(Hub(city="Patras", nuts="EL63"), Hub(city="Volos")),
    )


def test_of_two_editors_the_second_sees_both_texts_and_then_wins(database, sig, chair):
    opened = a_cluster(database, sig)
    first = edit(database, chair, opened, city="Tartu")
    again = edit(database, chair, opened, city="Tartu")
    second = edit(database, chair, opened, city="Tallinn")

    assert first.stored.city == "Tartu"
    assert again == first
    assert (second.stored.city, second.typed.city) == ("Tartu", "Tallinn")

    third = edit(database, chair, second.stored, city="Tallinn")
    assert (third.typed, third.stored.city) == (None, "Tallinn")


def test_members_edit_their_own_cluster_and_no_other(database, sig):
    own = a_cluster(database, sig)
    member = a_caller(database, sig, Role.MEMBER, "UOWN", cluster_id=own.id)

    assert edit(database, member, own, city="Tartu").stored.city == "Tartu"
    assert clusters.own(database, clock, caller=member).may_edit
    with pytest.raises(NotAllowedError):
        edit(database, member, a_cluster(database, sig, "cl-dk"), city="Odense")
    with pytest.raises(NotAllowedError):
        add(database, member)


def test_a_cluster_of_the_past_is_for_its_leaders_to_change(database, sig, chair):
    own = a_cluster(database, sig)
    member = a_caller(database, sig, Role.MEMBER, "UOWN", cluster_id=own.id)
    with database.begin() as session:
        gone = replace(own, status=OrganisationStatus.DISSOLVED)
        rows.update_cluster(session, sig.id, gone)

    with pytest.raises(NotAllowedError):
        edit(database, member, a_cluster(database, sig), city="Tartu")
    edited = edit(database, chair, a_cluster(database, sig), city="Tartu").stored

    assert (edited.city, edited.status) == ("Tartu", OrganisationStatus.DISSOLVED)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.EXTERNAL])
def test_observers_and_externals_change_nothing(database, sig, role):
    own = a_cluster(database, sig)
    caller = a_caller(database, sig, role, "UWATCH", cluster_id=own.id)

    with pytest.raises(NotAllowedError):
        edit(database, caller, own, city="Tartu")
    with pytest.raises(NotAllowedError):
        add(database, caller)
    if role is Role.EXTERNAL:
        with pytest.raises(NotAllowedError):
            clusters.listed(database, clock, caller=caller)


def test_a_cluster_of_another_group_is_not_there(database, chair, sig):
    other = clusters_of_another_group(database, sig)

    with pytest.raises(NotFoundError):
        clusters.read(database, clock, caller=chair, cluster_id=other.id)
    with pytest.raises(NotFoundError):
        edit(database, chair, other, city="Tartu")


def clusters_of_another_group(database, sig):
    with database.begin() as session:
        other = sigs.add(session, Sig(name="Other"))
        copy = replace(rows.clusters(session, sig.id)[0], id=0, networks=())
        return rows.add_cluster(session, other.id, copy)


def test_the_numbers_of_a_cluster_are_those_of_its_group(database):
    sig = the_sample_group(database)
    chair = a_caller(database, sig, Role.CHAIR)
    before = clusters.find(database, clock, caller=chair, name="cl-ee")
    a_caller(database, sig, Role.MEMBER, "UONE", cluster_id=before.cluster.id)
    found = clusters.find(database, clock, caller=chair, name="cl-ee")

    assert found.people == before.people + 1
    assert found.practices > 0
    assert {network.slug for network in found.networks} == {"echalliance", "scanbalt"}


def test_advice_is_about_what_is_filled_in(database, chair):
    added = add(database, chair)
    clusters.edit_profile(
        database,
        clock,
        caller=chair,
        cluster_id=added.id,
        version=added.version,
        typed={
            "members_total": "9",
            "members_companies": "12",
            "members_public": "0",
            "staff_fte": "0.2",
            "members_as_of": "2019",
        },
    )

    said = " ".join(
        clusters.read(database, clock, caller=chair, cluster_id=added.id).advice
    )

    for part in ("half a post", "15 committed", "two kinds", "public body", "English"):
        assert part in said
    assert "add up to more" in said
    assert "are of 2019" in said


def test_somebody_who_names_no_cluster_hears_what_there_is(database, chair):
    with pytest.raises(NotFoundError, match="Did you mean"):
        clusters.find(database, clock, caller=chair, name="Helth cluster Walonia")
    with pytest.raises(NotFoundError, match=r"fits several clusters: .*; .*more of"):
        clusters.find(database, clock, caller=chair, name="cl")
    with pytest.raises(NotFoundError, match="Which cluster"):
        clusters.find(database, clock, caller=chair, name="")
    with pytest.raises(NotFoundError, match="Which one"):
        clusters.own(database, clock, caller=chair)


def test_one_of_two_clusters_with_the_same_name_is_found_by_its_key(
    database, sig, chair
):
    for key in ("cl-old", "cl-new"):
        with database.begin() as session:
            cluster = Cluster(key=key, name="Name taken back", country="DK")
            rows.add_cluster(session, sig.id, cluster)

    found = [
        clusters.find(database, clock, caller=chair, name=key).cluster.key
        for key in ("cl-old", "cl-new")
    ]

    assert found == ["cl-old", "cl-new"]
    with pytest.raises(NotFoundError, match="fits several clusters"):
        clusters.find(database, clock, caller=chair, name="name taken")
