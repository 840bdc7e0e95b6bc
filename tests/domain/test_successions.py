"""The graph of clusters: one voice each, no circles, and undoing is exact."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.errors import InvalidInputError
from bot.domain.successions import (
    Lineage,
    Part,
    Plan,
    Succession,
    SuccessionKind,
    check,
    founded,
)

TODAY = date(2026, 11, 21)
KINDS = sorted(SuccessionKind)


def a_cluster(place, **changes):
    values = {"id": place, "key": f"c{place}", "name": f"Name {place}", "country": "DK"}
    return Cluster(**values | changes)


def a_succession(kind, old, new, *, year=2021, number=1):
    return Succession(
        id=number,
        kind=SuccessionKind(kind),
        effective_on=date(year, 1, 1),
        parts=tuple(
            Part(
                predecessor=before,
                successor=after,
                predecessor_name=before.upper(),
                successor_name=after.upper(),
            )
            for before in old
            for after in new
        ),
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class Group:
    """A group in memory that changes as the use cases change the stored one."""

    def __init__(self, size=6):
        self.clusters = {place: a_cluster(place) for place in range(1, size + 1)}
        self.successions = []
        self.history = []

    @property
    def lineage(self):
        names = {each.key: each.name for each in self.clusters.values()}
        return Lineage(tuple(self.successions), names)

    @property
    def active(self):
        return {
            each.key
            for each in self.clusters.values()
            if each.status is OrganisationStatus.ACTIVE
        }

    def state(self):
        return dict(self.clusters), list(self.successions)

    def carry_out(self, plan):
        parties = check(plan, self.clusters.values(), self.lineage, today=TODAY)
        self.history.append(self.state())
        first = max(self.clusters) + 1
        for place, name in enumerate(plan.new, start=first):
            cluster = founded(plan, name, key=f"c{place}", parents=parties.predecessors)
            self.clusters[place] = a_cluster(place, name=cluster.name)
        new = [*parties.existing, *list(self.clusters.values())[first - 1 :]]
        for each in parties.predecessors:
            merged = a_cluster(
                each.id, name=each.name, status=OrganisationStatus.MERGED
            )
            self.clusters[each.id] = merged
        number = len(self.history)
        old_keys = [each.key for each in parties.predecessors]
        made = a_succession(
            plan.kind, old_keys, [each.key for each in new], number=number
        )
        self.successions.append(made)

    def undo_last(self):
        if self.history:
            self.clusters, self.successions = self.history.pop()


plans = st.builds(
    Plan,
    kind=st.sampled_from(KINDS),
    predecessors=st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    successors=st.lists(st.integers(1, 12), max_size=2, unique=True).map(tuple),
    new=st.lists(st.integers(1, 999).map("New {}".format), max_size=2, unique=True).map(
        tuple
    ),
    effective_on=st.just(date(2021, 1, 1)),
)


def is_acyclic(lineage):
    return all(key not in lineage.ancestors(key) for key in lineage.names)


@given(st.lists(plans | st.none(), max_size=12))
def test_whatever_happens_each_cluster_has_one_voice_at_most(steps):
    group = Group()
    for step in steps:
        if step is None:
            before = group.history[-1] if group.history else group.state()
            group.undo_last()
            assert group.state() == before
            continue
        try:
            group.carry_out(step)
        except InvalidInputError:
            continue
    lineage = group.lineage
    keys = set(lineage.names)

    assert is_acyclic(lineage)
    assert lineage.voices(keys) == group.active
    assert {key for key in keys if not lineage.has_ended(key)} == group.active
    for key in keys:
        voice = lineage.voice(key)
        assert voice is None or voice in group.active
        # After a split nobody speaks for it; whoever is active speaks for itself.
        assert (voice == key) is (key in group.active)
        assert bool(lineage.remark(key)) is (key not in group.active)


@given(st.lists(plans, max_size=8))
def test_taking_everything_back_is_the_beginning_again(steps):
    group = Group()
    beginning = group.state()
    for step in steps:
        try:
            group.carry_out(step)
        except InvalidInputError:
            continue
    while group.history:
        group.undo_last()

    assert group.state() == beginning


@given(st.integers(2, 9))
def test_many_that_became_one_have_one_voice(size):
    keys = [f"c{place}" for place in range(size)]
    lineage = Lineage((a_succession("merger", keys, ["new"]),))

    assert lineage.voices(keys) == {"new"}
    assert lineage.voices_on(keys, date(2020, 12, 31)) == set(keys)
    assert lineage.voices_on([*keys, "new"], date(2021, 1, 1)) == {"new"}


@pytest.mark.parametrize(
    ("kind", "new", "remark"),
    [
        ("merger", ["new"], "(since 2021 part of NEW)"),
        ("rename", ["new"], "(since 2021: NEW)"),
        ("replacement", ["new"], "(since 2021 replaced by NEW)"),
        ("split", ["a", "b", "c"], "(since 2021 split into A, B and C)"),
    ],
)
def test_the_remark_says_what_happened_and_when(kind, new, remark):
    lineage = Lineage((a_succession(kind, ["old"], new),))

    assert lineage.remark("old") == remark
    assert lineage.historic_name("old") == f"OLD {remark}"
    assert lineage.historic_name("new") in {"NEW", "new"}


def test_the_remark_follows_every_step_and_ends_with_a_split():
    lineage = Lineage(
        (
            a_succession("merger", ["old", "other"], ["big"], year=2021),
            a_succession("rename", ["big"], ["huge"], year=2023, number=2),
            a_succession("split", ["huge"], ["a", "b"], year=2025, number=3),
            a_succession("rename", ["a"], ["z"], year=2026, number=4),
        )
    )

    assert lineage.remark("old") == (
        "(since 2021 part of BIG; since 2023: HUGE; since 2025 split into A and B)"
    )
    assert lineage.voice("old") is None
    assert lineage.voice("a") == "z"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 12, 31), "OLD"),
        (date(2021, 1, 1), "BIG"),
        (date(2022, 12, 31), "BIG"),
        (date(2023, 1, 1), "HUGE"),
    ],
)
def test_a_cluster_is_called_by_its_name_of_that_day(day, name):
    lineage = Lineage(
        (
            a_succession("merger", ["old", "other"], ["big"], year=2021),
            a_succession("rename", ["big"], ["huge"], year=2023, number=2),
        )
    )

    assert lineage.name_on("old", day) == name


def test_a_corrected_spelling_counts_everywhere():
    made = a_succession("merger", ["old"], ["new"])

    assert Lineage((made,), {"new": "Right"}).remark("old") == (
        "(since 2021 part of Right)"
    )


def refused(plan, clusters, lineage=None):
    with pytest.raises(InvalidInputError) as caught:
        check(plan, clusters, lineage or Lineage(), today=TODAY)
    return caught.value.fields


def a_plan(kind, old, new=(), *, named=(), **changes):
    values = {
        "kind": SuccessionKind(kind),
        "predecessors": tuple(old),
        "successors": tuple(new),
        "new": tuple(named),
        "effective_on": TODAY,
    }
    return Plan(**values | changes)


CLUSTERS = [a_cluster(1), a_cluster(2), a_cluster(3, country="SE")]


@pytest.mark.parametrize(
    ("plan", "field", "words"),
    [
        pytest.param(a_plan("merger", []), "predecessors", "Choose", id="nothing"),
        pytest.param(
            a_plan("merger", [1], named=["X"]), "predecessors", "two", id="one"
        ),
        pytest.param(a_plan("merger", [1, 2]), "new", "write", id="no successor"),
        pytest.param(
            a_plan("merger", [1, 2], named=["X", "Y"]), "new", "Split", id="two new"
        ),
        pytest.param(
            a_plan("merger", [1, 2], [3], named=["X"]),
            "successors",
            "Only one",
            id="old and new",
        ),
        pytest.param(
            a_plan("merger", [1, 2], [2]), "successors", "follow itself", id="itself"
        ),
        pytest.param(
            a_plan("merger", [1, 9], named=["X"]),
            "predecessors",
            "do not know",
            id="unknown",
        ),
        pytest.param(
            a_plan("merger", [1, 3], named=["X"]), "country", "several", id="country"
        ),
        pytest.param(
            a_plan("merger", [1, 2], named=["X"], country="EL"),
            "country",
            "do not know",
            id="EL is no country",
        ),
        pytest.param(
            a_plan("split", [1], named=["X"]), "new", "two clusters", id="split in one"
        ),
        pytest.param(
            a_plan("split", [1, 2], named=["X", "Y"]),
            "predecessors",
            "Merger",
            id="split of two",
        ),
        pytest.param(
            a_plan("split", [1], named=["X", "x"]), "new", "twice", id="same twice"
        ),
        pytest.param(
            a_plan("rename", [1], [2]), "successors", "name already", id="rename to one"
        ),
        pytest.param(
            a_plan("rename", [1], named=["NAME 1"]), "new", "spelling", id="spelling"
        ),
        pytest.param(
            a_plan("replacement", [1], named=["Name 2"]),
            "new",
            "There is a cluster",
            id="taken",
        ),
        pytest.param(
            a_plan("rename", [1], named=["!?"]), "new", "no letters", id="signs only"
        ),
        pytest.param(
            a_plan("rename", [1], named=["X" * 151]), "new", "150 fit", id="long"
        ),
        pytest.param(
            a_plan("rename", [1], named=["X"], effective_on=date(1899, 12, 31)),
            "effective_on",
            "1900",
            id="long ago",
        ),
        pytest.param(
            a_plan("rename", [1], named=["X"], note="n" * 301), "note", "300", id="note"
        ),
    ],
)
def test_each_rule_answers_beside_its_field(plan, field, words):
    assert words in refused(plan, CLUSTERS)[field]


def test_a_circle_over_several_steps_is_named():
    lineage = Lineage(
        (
            a_succession("replacement", ["c1"], ["c2"]),
            a_succession("replacement", ["c2"], ["c3"], number=2),
        )
    )
    clusters = [
        a_cluster(1, status=OrganisationStatus.MERGED),
        a_cluster(2, status=OrganisationStatus.MERGED),
        a_cluster(3),
    ]

    said = refused(a_plan("replacement", [3], [1]), clusters, lineage)

    assert "this would be a circle" in said["successors"]
    ended = refused(a_plan("merger", [1, 2], [3]), clusters, lineage)
    assert "has ended already" in ended["predecessors"]
