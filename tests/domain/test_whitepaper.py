"""Assembly: what is printed, in which order, what is counted and what is missing."""

from dataclasses import replace
from datetime import date

import pytest
from factories_paper import (
    AS_OF,
    a_consent,
    a_decision,
    a_meeting,
    a_practice,
    a_recommendation,
    a_section,
    a_snapshot,
    corpus_snapshot,
    load,
    number,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, Network, Source
from bot.domain.meetings import Attendance, DecisionStatus, MeetingStatus
from bot.domain.practices import (
    Attribution,
    PracticeStatus,
    Provenance,
    PublicationConsent,
    Visibility,
)
from bot.domain.recommendations import RecommendationStatus
from bot.domain.whitepaper import (
    GapKind,
    Paper,
    SectionMode,
    Withheld,
    assemble,
    default_paper,
)


def assembled(**changes):
    return assemble(a_snapshot(**changes), as_of=AS_OF)


def printed(document):
    return [box.number for group in document.themes for box in group.boxes]


def gaps(document, kind):
    return [gap for gap in document.missing if gap.kind is kind]


# --- the corpus ---------------------------------------------------------------------


@pytest.fixture
def corpus():
    return assemble(corpus_snapshot(), as_of=AS_OF)


@pytest.fixture
def expected():
    return load("corpus.json")["expected"]


def test_the_corpus_prints_the_expected_practices_and_no_other(corpus, expected):
    numbers = [number(key) for key in expected["in_white_paper"]]

    assert sorted(printed(corpus)) == numbers
    assert [box.number for box in corpus.register] == numbers


def test_the_corpus_counts_what_the_oracle_counts(corpus, expected):
    counts = corpus.counts

    assert counts.practices == expected["accepted_public"]
    assert counts.practices_submitted == expected["practices_total"]
    assert counts.practices_withheld == 3
    assert dict(counts.withheld) == {Withheld.IN_REVIEW: 2, Withheld.REJECTED: 1}
    assert counts.clusters == expected["clusters_total"]
    assert counts.countries == len(expected["accepted_by_country"])
    assert counts.meetings_held == len(expected["meetings_held"])
    assert counts.recommendations == expected["recommendations_by_status"]["adopted"]


def test_the_overview_counts_themes_and_countries_and_shows_the_gap(corpus, expected):
    rows = {row.theme.slug: row.total for row in corpus.overview.rows}
    empty = [group.theme.slug for group in corpus.themes if group.is_gap]

    assert rows == expected["accepted_by_theme"]
    assert list(corpus.overview.countries) == sorted(expected["accepted_by_country"])
    assert empty == ["ai"]
    assert [gap.names for gap in gaps(corpus, GapKind.THEME_EMPTY)] == [
        ("Artificial intelligence in health",)
    ]


def test_recommendations_stand_once_and_are_named_under_every_addressee(
    corpus, expected
):
    grouped = {
        group.addressee: sorted(
            f"R-{item.recommendation.number:02}"
            for item in group.advice + group.elsewhere
        )
        for group in corpus.addressees
    }
    once = [
        item.recommendation.number
        for group in corpus.addressees
        for item in group.advice
    ]

    assert grouped == expected["recommendations_by_addressee"]
    assert sorted(once) == list(range(1, 11))
    assert list(grouped) == ["eu", "national", "regional", "care_provider", "cluster"]


def test_an_anonymous_practice_names_nobody(corpus):
    (box,) = (box for box in corpus.register if box.number == 17)
    thanked = {
        nr for entry in corpus.contributors.organisations for nr in entry.practices
    }
    traced = {nr for profile in corpus.clusters for nr in profile.practices}

    assert box.submitted_by == ()
    assert box.content.submitter_role == ""
    assert 17 not in thanked | traced
    assert corpus.contributors.anonymous == 1


def test_only_the_contributor_who_agreed_is_named(corpus):
    named = {
        entry.practices: entry.names
        for entry in corpus.contributors.organisations
        if entry.names
    }

    assert named == {(14,): ("biobank services manager (external)",)}


def test_a_written_procedure_is_listed_without_a_meeting():
    written = replace(
        a_decision(9, kind="written_procedure"), decided_on=date(2021, 3, 1)
    )
    late = replace(a_decision(10), decided_on=date(2021, 12, 1))
    open_one = a_decision(11, status=DecisionStatus.PROPOSED)
    snapshot = a_snapshot(
        meetings=(a_meeting(1, decisions=(a_decision(1, supersedes=None),)),),
        decisions=(written, late, open_one),
    )

    paper = assemble(snapshot, as_of=AS_OF)

    entries = [(each.decision.number, each.meeting) for each in paper.decisions]
    assert entries == [(1, 1), (9, None)]
    assert paper.counts.decisions == 2
    assert paper.counts.decisions_unprinted == 1


def test_a_superseded_decision_names_the_later_one(corpus):
    later = {
        entry.decision.number: entry.superseded_by
        for entry in corpus.decisions
        if entry.superseded_by
    }

    assert later == {11: 15}


def test_decisions_about_what_is_not_printed_are_only_counted(corpus):
    numbers = {entry.decision.number for entry in corpus.decisions}

    assert numbers == set(range(1, 21)) - {12, 16, 17, 19}
    assert corpus.counts.decisions_unprinted == 4


def test_a_claim_that_contradicts_the_counts_is_reported_and_kept(corpus):
    (gap,) = gaps(corpus, GapKind.CONTRADICTION)
    (section,) = (s for s in corpus.sections if s.key == "executive_summary")

    assert (gap.subject, gap.detail, gap.count) == (
        "Executive summary",
        "eleven times",
        10,
    )
    assert "met eleven times" in section.body


def test_a_link_cited_twice_has_one_number(corpus):
    addresses = [item.url for item in corpus.references if item.url]
    numbers = [item.number for item in corpus.references]

    assert len(addresses) == len(set(addresses))
    assert numbers == list(range(1, len(numbers) + 1))


# --- what may be printed ------------------------------------------------------------

_WITHDRAWN = replace(a_consent(), withdrawn_on=date(2021, 5, 1))


@pytest.mark.parametrize(
    ("practice", "reason"),
    [
        (a_practice(status=PracticeStatus.SUBMITTED), Withheld.IN_REVIEW),
        (a_practice(status=PracticeStatus.CHANGES_REQUESTED), Withheld.IN_REVIEW),
        (a_practice(status=PracticeStatus.REJECTED), Withheld.REJECTED),
        (a_practice(status=PracticeStatus.WITHDRAWN), Withheld.WITHDRAWN),
        (a_practice(status=PracticeStatus.SUPERSEDED), Withheld.SUPERSEDED),
        (a_practice(visibility=Visibility.SIG_ONLY), Withheld.GROUP_ONLY),
        (replace(a_practice(), consent=None), Withheld.NO_CONSENT),
        (a_practice(consent=a_consent(publish=False)), Withheld.NO_CONSENT),
        (a_practice(consent=_WITHDRAWN), Withheld.NO_CONSENT),
    ],
)
def test_what_may_not_be_printed_is_counted_with_its_reason(practice, reason):
    document = assembled(practices=(practice,))

    assert printed(document) == []
    assert document.register == ()
    assert document.counts.withheld == ((reason, 1),)
    assert [(gap.detail, gap.count) for gap in gaps(document, GapKind.WITHHELD)] == [
        (reason, 1)
    ]


def test_a_practice_without_a_number_does_not_exist_for_the_paper():
    draft = a_practice(None, status=PracticeStatus.DRAFT)

    assert assembled(practices=(draft,)).counts.practices_submitted == 0


@pytest.mark.parametrize("chosen", Attribution)
@pytest.mark.parametrize("agreed", Attribution)
def test_the_more_careful_attribution_wins(chosen, agreed):
    practice = a_practice(
        attribution=chosen,
        consent=a_consent(attribution=agreed),
        submitter_role="cluster manager",
    )
    document = assembled(practices=(practice,))

    both = {chosen, agreed}
    if Attribution.ANONYMOUS in both:
        names = ()
    elif Attribution.ORGANISATION in both:
        names = ("An organisation",)
    else:
        names = ("cluster manager", "An organisation")
    assert document.register[0].submitted_by == names


def test_a_person_is_named_by_name_where_one_is_known():
    name = Attribution.NAME_AND_ORGANISATION
    practice = a_practice(
        attribution=name,
        consent=a_consent(attribution=name),
        author_name="The Author",
        submitter_role="cluster manager",
    )
    document = assembled(practices=(practice,))

    assert document.register[0].submitted_by == ("The Author", "An organisation")


_consents = st.none() | st.builds(
    PublicationConsent,
    publish=st.booleans(),
    licence=st.just("CC-BY-4.0"),
    attribution=st.sampled_from(Attribution),
    policy_version=st.just("2021-01"),
    given_on=st.just(date(2021, 2, 1)),
    withdrawn_on=st.none() | st.just(date(2021, 3, 1)),
)
_practices = st.lists(
    st.builds(
        lambda consent, changes: replace(a_practice(**changes), consent=consent),
        _consents,
        st.fixed_dictionaries(
            {
                "status": st.sampled_from(PracticeStatus),
                "visibility": st.sampled_from(Visibility),
                "country": st.none() | st.sampled_from(["EE", "DK", "GR"]),
                "themes": st.lists(
                    st.sampled_from(["one", "two", "unknown"]), unique=True
                ).map(tuple),
                "links": st.lists(
                    st.sampled_from(["https://a.example", "https://b.example"])
                ).map(tuple),
            }
        ),
    ),
    max_size=8,
).map(
    lambda items: tuple(
        replace(item, number=place) for place, item in enumerate(items, start=1)
    )
)


@given(_practices)
def test_every_printable_practice_stands_exactly_once(practices):
    document = assembled(practices=practices)
    printable = [item.number for item in practices if item.is_printable]
    counts = document.counts

    assert sorted(printed(document)) == printable
    assert counts.practices + counts.practices_withheld == counts.practices_submitted
    assert [item.number for item in document.references] == list(
        range(1, len(document.references) + 1)
    )


@given(_practices, st.randoms())
def test_the_order_of_the_rows_does_not_matter(practices, chance):
    mixed = list(practices)
    chance.shuffle(mixed)

    assert assembled(practices=tuple(mixed)) == assembled(practices=practices)


def test_a_theme_names_the_practices_printed_under_another_one():
    both = a_practice(1, themes=("two", "one"))
    document = assembled(practices=(both, a_practice(2, themes=("one",))))
    one, two = document.themes

    assert [box.number for box in one.boxes] == [2]
    assert [box.number for box in one.elsewhere] == [1]
    assert [box.number for box in two.boxes] == [1]
    assert not gaps(document, GapKind.THEME_EMPTY)


def test_a_practice_of_no_known_theme_comes_last():
    document = assembled(practices=(a_practice(1, themes=("lost",)), a_practice(2)))

    assert printed(document) == [2, 1]
    assert document.themes[-1].theme is None


# --- the group ----------------------------------------------------------------------


def test_sources_and_links_are_numbered_in_the_order_of_the_paper():
    claim = Provenance(claim="a fact", status="seed", source="S1")
    unknown = Provenance(claim="a fact", status="seed", source="S9")
    first = a_practice(2, themes=("one",), links=("https://a.example",))
    second = a_practice(1, themes=("two",), provenance=(claim, unknown))
    advice = a_recommendation(provenance=(claim,))
    document = assembled(
        practices=(second, first),
        recommendations=(advice,),
        sources=(Source(key="S1", status="seed", where="A report"),),
    )

    assert [(item.url, item.source, item.cited_by) for item in document.references] == [
        ("https://a.example", None, ("P-2",)),
        (None, "S1", ("P-1", "R-1")),
    ]


def test_clusters_stand_by_country_with_their_networks_and_practices():
    network = Network(
        slug="net", name="The network", kind="network", relation="liaison"
    )
    clusters = (
        Cluster(key="b", name="B", country="FI", networks=("net",)),
        Cluster(id=4, key="a", name="A", country="DK"),
    )
    practices = (a_practice(1, cluster_key="b"), a_practice(2, cluster_id=4))
    document = assembled(clusters=clusters, networks=(network,), practices=practices)

    assert [
        (profile.cluster.key, profile.networks, profile.practices)
        for profile in document.clusters
    ] == [("a", (), (2,)), ("b", ("The network",), (1,))]
    assert [cluster.key for cluster in document.networks[0].clusters] == ["b"]


def test_the_meeting_log_holds_numbers_and_no_people():
    attendance = Attendance(present=("a", "b"), external_present=("ext",))
    meetings = (
        a_meeting(2, status=MeetingStatus.CANCELLED),
        a_meeting(1, attendance=attendance, decisions=(a_decision(1),)),
    )
    document = assembled(meetings=meetings)

    assert [
        (item.meeting.number, item.clusters_present, item.externals_present)
        for item in document.meetings
    ] == [(1, 2, 1), (2, 0, 0)]
    assert document.meetings[0].decisions == (1,)
    assert document.counts.meetings_held == 1


@pytest.mark.parametrize("status", [DecisionStatus.PROPOSED, DecisionStatus.REJECTED])
def test_only_adopted_decisions_are_listed(status):
    meeting = a_meeting(decisions=(a_decision(1), a_decision(2, status=status)))
    document = assembled(meetings=(meeting,))

    assert [entry.decision.number for entry in document.decisions] == [1]
    assert document.counts.decisions_unprinted == 1


HIDDEN = [
    "P-22 goes back",
    "p-22: too early",
    "P\u2011022",
    "practice 22",
    "R-9",
    "r 9",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_what_is_not_printed_is_not_named_in_the_log_either(text):
    meeting = a_meeting(title=text, decisions=(a_decision(1, text=text),))

    document = assembled(meetings=(meeting,))

    assert document.decisions == ()
    assert [each.meeting.title for each in document.meetings] == [
        "Meeting of the group"
    ]


def test_a_consent_for_another_licence_is_none_for_this_paper():
    other = a_practice(2, consent=a_consent(licence="CC0-1.0"))

    document = assembled(practices=(a_practice(1), other))

    assert printed(document) == [1]
    assert document.counts.withheld == ((Withheld.NO_CONSENT, 1),)


def test_a_meeting_after_the_day_the_paper_speaks_of_was_not_held_yet():
    snapshot = a_snapshot(meetings=(a_meeting(1), a_meeting(2)))

    document = assemble(snapshot, as_of=date(2021, 1, 31))

    assert document.counts.meetings_held == 1
    assert [entry.meeting.number for entry in document.meetings] == [1]


# --- recommendations and what is missing --------------------------------------------


@pytest.mark.parametrize("status", sorted(set(RecommendationStatus) - {"adopted"}))
def test_only_adopted_recommendations_are_printed(status):
    document = assembled(recommendations=(a_recommendation(status=status),))

    assert document.addressees == ()


def test_a_recommendation_names_only_printed_practices_as_evidence():
    practices = (a_practice(1), a_practice(2, status=PracticeStatus.REJECTED))
    advice = a_recommendation(evidence=(1, 2))
    document = assembled(practices=practices, recommendations=(advice,))
    (group,) = document.addressees

    assert group.advice[0].evidence == (1,)
    assert [gap.count for gap in gaps(document, GapKind.EVIDENCE_WITHHELD)] == [1]


def test_weak_evidence_is_reported():
    practices = (a_practice(1, country="EE"), a_practice(2, country="EE"))
    advice = (
        a_recommendation(1, evidence=(1, 2)),
        a_recommendation(2),
        a_recommendation(3, addressees=(), evidence=(1,)),
    )
    document = assembled(practices=practices, recommendations=advice)

    assert [(gap.kind, gap.names) for gap in document.missing[-4:]] == [
        (GapKind.NO_EVIDENCE, ("R-2",)),
        (GapKind.NO_ADDRESSEE, ("R-3",)),
        (GapKind.FEW_PRACTICES, ("R-3",)),
        (GapKind.FEW_COUNTRIES, ("R-1",)),
    ]


def test_a_section_that_nobody_took_is_told_first():
    sections = (
        a_section("introduction", owner="chair", due_on=date(2021, 3, 1), position=1),
        a_section("analysis", position=2),
        a_section("practices", mode="generated", position=3),
    )
    document = assembled(paper=Paper(title="T", sections=sections))

    assert [(gap.kind, gap.subject, gap.detail) for gap in document.missing[:3]] == [
        (GapKind.NO_OWNER, "Analysis", ""),
        (GapKind.UNWRITTEN, "Introduction", "the chair"),
        (GapKind.NO_PLACE, "recommendations", ""),
    ]
    assert document.missing[1].due_on == date(2021, 3, 1)


def test_an_owner_is_shown_by_recorded_name_role_or_cluster():
    cluster = Cluster(key="cl-dk", name="The Danish cluster", country="DK")
    sections = tuple(
        a_section(f"s{place}", position=place, owner=owner, owner_name=name)
        for place, (owner, name) in enumerate(
            [("x", "An editor"), ("secretariat", None), ("cl-dk", None), ("x", None)]
        )
    )
    document = assembled(paper=Paper(title="T", sections=sections), clusters=(cluster,))

    assert [section.owner_name for section in document.sections] == [
        "An editor",
        "the secretariat",
        "The Danish cluster",
        None,
    ]


def test_a_group_without_a_paper_gets_the_default_outline():
    bare = assembled(paper=Paper(title="T"))

    assert [section.key for section in bare.sections][:3] == [
        "title_page",
        "colophon",
        "executive_summary",
    ]


def test_the_default_outline_dates_only_what_people_write():
    due = date(2021, 6, 1)
    paper = default_paper("A group", 2021, due_on=due)

    assert {section.key for section in paper.sections if section.due_on == due} == {
        "executive_summary",
        "introduction",
        "analysis",
        "outlook",
        "annex_glossary",
    }
    assert all(
        section.mode is SectionMode.GENERATED
        for section in paper.sections
        if not section.is_protected
    )
