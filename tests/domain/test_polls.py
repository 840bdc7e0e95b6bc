"""Polls: one voice per cluster, the order of the times, and what a chair may type."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.polls import (
    MOST_SLOTS,
    Ballot,
    Poll,
    PollAnswer,
    PollState,
    Slot,
    instant,
    moved,
    read_deadline,
    read_poll,
    read_zone,
    tally,
)
from bot.domain.setup import zones
from bot.domain.successions import Lineage, Part, Succession, SuccessionKind

from factories import NOW

YES, MAYBE, NO = PollAnswer.YES, PollAnswer.IF_NEED_BE, PollAnswer.NO
CLUSTERS = ("dk", "ee", "lv", "pt", "se")
BRUSSELS, NEW_YORK = "Europe/Brussels", "America/New_York"
NOBODY = Lineage()

# What the clocks of a place show, as people write it.
wall = datetime.fromisoformat


def followed(kind, *pairs):
    """Return a lineage in which clusters went up in others."""
    parts = tuple(
        Part(predecessor=old, successor=new, predecessor_name=old, successor_name=new)
        for old, new in pairs
    )
    made = Succession(
        id=1, kind=kind, effective_on=date(2021, 1, 1), parts=parts, made_at=NOW
    )
    return Lineage((made,))


MERGED = followed(SuccessionKind.MERGER, ("ee", "lv"), ("pt", "lv"))


def a_slot(number, days=None):
    starts = NOW + timedelta(days=20 + (days or number))
    local = starts.astimezone(ZoneInfo(BRUSSELS)).replace(tzinfo=None)
    return Slot(id=number, position=number, starts_local=local, starts_at=starts)


def a_poll(*slots, **changes):
    values = {
        "id": 1,
        "number": 3,
        "title": "Kick-off",
        "zone": BRUSSELS,
        "duration_minutes": 60,
        "mode": "online",
        "deadline_at": NOW + timedelta(days=7),
        "slots": slots or TWO,
    }
    return Poll(**values | changes)


def a_ballot(cluster, slot=1, answer=YES, **changes):
    values = {"slot_id": slot, "person_id": 1, "answer": answer}
    return Ballot(**values | {"cluster": cluster, "speaks_for": cluster} | changes)


TWO = (a_slot(1), a_slot(2))


def count(*ballots, slots=TWO, lineage=NOBODY):
    return tally(slots, ballots, clusters=CLUSTERS, lineage=lineage)


def slots_on(days):
    return tuple(a_slot(number, day) for number, day in enumerate(days, start=1))


some_slots = st.lists(st.integers(1, 3), min_size=2, max_size=6).map(slots_on)
some_ballots = st.lists(
    st.builds(
        Ballot,
        slot_id=st.integers(1, 6),
        person_id=st.integers(1, 9),
        answer=st.sampled_from(PollAnswer),
        cluster=st.sampled_from((*CLUSTERS, None, "gone")),
        speaks_for=st.sampled_from((*CLUSTERS, None)),
    ),
    max_size=30,
)
lineages = st.sampled_from(
    (NOBODY, MERGED, followed(SuccessionKind.SPLIT, ("ee", "lv"), ("ee", "pt")))
)


@given(some_slots, some_ballots, lineages)
def test_a_cluster_has_one_voice_for_each_time(slots, ballots, lineage):
    counted = count(*ballots, slots=slots, lineage=lineage)

    for each in counted.counts:
        voices = [*each.yes, *each.if_need_be, *each.no]
        assert len(voices) == len(set(voices)) <= len(counted.seats)
        assert set(voices) <= counted.answered <= counted.seats
    assert counted.seats == counted.answered | counted.silent


@given(some_slots, some_ballots, lineages, st.randoms())
def test_the_order_of_ballots_does_not_matter(slots, ballots, lineage, chance):
    shuffled = list(ballots)
    chance.shuffle(shuffled)

    assert count(*ballots, slots=slots, lineage=lineage) == count(
        *shuffled, slots=slots, lineage=lineage
    )


@given(some_slots, some_ballots)
def test_a_ballot_that_comes_twice_counts_once(slots, ballots):
    assert count(*ballots, *ballots, slots=slots) == count(*ballots, slots=slots)


@given(some_slots, some_ballots, st.randoms())
def test_there_is_always_one_winner_whatever_the_order(slots, ballots, chance):
    shuffled = list(slots)
    chance.shuffle(shuffled)
    ranked = count(*ballots, slots=slots).ranked

    assert count(*ballots, slots=shuffled).ranked == ranked
    ranks = [each.rank for each in ranked]
    assert ranks == sorted(set(ranks))


@given(some_slots, some_ballots, st.sampled_from(CLUSTERS))
def test_one_more_yes_never_lets_a_time_fall_back(slots, ballots, cluster):
    first = slots[0].id

    before = count(*ballots, slots=slots).ranked
    after = count(*ballots, a_ballot(cluster, first), slots=slots).ranked

    def place(ranked):
        return [each.slot_id for each in ranked].index(first)

    assert place(after) <= place(before)


@pytest.mark.parametrize(
    ("said", "expected"),
    [([NO, YES], "yes"), ([NO, MAYBE], "if_need_be"), ([NO, NO], "no")],
)
def test_of_two_people_of_a_cluster_the_best_answer_counts(said, expected):
    two = [a_ballot("ee", answer=each, person_id=n) for n, each in enumerate(said)]

    first, _ = count(*two).counts

    assert getattr(first, expected) == {"ee"}
    assert first.can_come == (expected != "no")


def test_clusters_that_became_one_have_one_voice():
    ballots = [a_ballot("ee"), a_ballot("pt", answer=NO), a_ballot("lv", answer=NO)]

    counted = count(*ballots, lineage=MERGED)

    assert counted.counts[0].yes == {"lv"}
    assert counted.counts[0].no == frozenset()
    assert counted.seats == {"dk", "lv", "se"}


@pytest.mark.parametrize("now", [None, "se"], ids=["left", "moved"])
def test_who_no_longer_speaks_for_a_cluster_does_not_count_for_it(now):
    counted = count(a_ballot("ee", speaks_for=now))

    assert counted.answered == frozenset()


def test_an_answer_goes_on_counting_when_its_cluster_goes_up_in_another():
    assert count(a_ballot("ee", speaks_for="lv"), lineage=MERGED).answered == {"lv"}


def winner(*ballots, slots=TWO):
    return count(*ballots, slots=slots).ranked[0].slot_id


def test_the_winner_is_the_time_at_which_most_can_come():
    many = [a_ballot(each, 2, MAYBE) for each in ("dk", "ee", "lv")]

    assert winner(a_ballot("dk"), a_ballot("ee"), *many) == 2


def test_of_two_with_as_many_the_one_with_more_yes_comes_first():
    assert winner(a_ballot("dk", 1, MAYBE), a_ballot("dk", 2, YES)) == 2


def test_of_two_that_are_equal_the_earlier_comes_first():
    late_first = (a_slot(1, days=5), a_slot(2, days=3))

    assert winner(slots=late_first) == 2
    assert winner(slots=(a_slot(1, days=3), a_slot(2, days=3))) == 1


def test_a_poll_is_over_at_its_deadline_closed_or_not():
    poll = a_poll()

    assert poll.at(poll.deadline_at - timedelta(seconds=1)).state is PollState.OPEN
    assert poll.at(poll.deadline_at).state is PollState.CLOSED
    decided = a_poll(state=PollState.DECIDED)
    assert decided.at(poll.deadline_at) == decided


@given(
    st.datetimes(wall("2000-01-01"), wall("2050-01-01")).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    st.sampled_from((BRUSSELS, NEW_YORK, "Asia/Kolkata", "Australia/Lord_Howe")),
)
def test_a_wall_time_that_exists_is_shown_again(local, zone):
    moment = instant(local, zone)

    if moment is not None:
        assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


def test_a_time_over_which_the_clocks_jump_does_not_exist():
    assert instant(wall("2027-03-28 02:30"), BRUSSELS) is None
    assert instant(wall("2027-03-28 02:30"), NEW_YORK) is not None


def test_an_hour_that_comes_twice_counts_the_first_time():
    moment = instant(wall("2026-10-25 02:30"), BRUSSELS)

    assert f"{moment:%H:%M}" == "00:30"


# What a chair types


def a_form(**changes):
    values = {
        "title": "Kick-off",
        "minutes": "60",
        "mode": "online",
        "join_url": "https://example.org/room",
        "zone": BRUSSELS,
        "deadline_day": "2026-11-30",
        "deadline_time": "17:00",
        "day_1": "2026-12-08",
        "time_1": "14:00",
        "day_3": "2026-12-07",
        "time_3": "10:00",
    }
    return values | changes


def read(**changes):
    return read_poll(a_form(**changes), zones=zones(), now=NOW)


def problems(**changes):
    with pytest.raises(InvalidInputError) as error:
        read(**changes)
    return error.value.fields


def test_the_times_are_in_order_and_in_the_zone_that_was_chosen():
    poll = read()

    first, second = poll.slots
    assert (first.position, second.position) == (1, 2)
    assert first.starts_local == wall("2026-12-07 10:00")
    assert second.starts_at.isoformat() == "2026-12-08T13:00:00+00:00"
    assert poll.deadline_at.isoformat() == "2026-11-30T16:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "changes", "said"),
    [
        ("title", {"title": " "}, "What is the meeting called?"),
        ("title", {"title": "x" * 121}, "121 characters; 120 fit"),
        ("join_url", {"join_url": "http://example.org"}, "starts with https://"),
        ("join_url", {"join_url": "javascript:alert(1)"}, "starts with https://"),
        ("zone", {"zone": "Europe/Atlantis"}, "large city"),
        ("minutes", {"minutes": None}, "choose one"),
        ("mode", {"mode": "by pigeon"}, "Choose one of the list"),
        ("day_1", {"day_1": "2026-11-01"}, "over already"),
        ("day_1", {"day_1": "2028-11-01"}, "more than a year"),
        ("time_1", {"time_1": None}, "leave both empty"),
        ("day_1", {"day_1": None}, "leave both empty"),
        ("time_1", {"time_1": "25:00"}, "like 14:00"),
        ("time_3", {"day_3": "2027-03-28", "time_3": "02:30"}, "jump over 02:30"),
        ("day_3", {"day_3": "2026-12-08", "time_3": "14:00"}, "in the list already"),
        ("day_2", {"day_3": None, "time_3": None}, "at least two times"),
        ("deadline_day", {"deadline_day": None, "deadline_time": None}, "Until when"),
        ("deadline_day", {"deadline_day": "2026-11-20"}, "over already"),
        ("deadline_day", {"deadline_day": "2026-12-07"}, "7 December 2026, 10:00"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(field, changes, said):
    assert said in problems(**changes)[field]


def test_a_poll_has_at_most_ten_times():
    extra = {f"day_{MOST_SLOTS + 1}": "2026-12-09", f"time_{MOST_SLOTS + 1}": "10:00"}

    assert len(read(**extra).slots) == 2


def test_in_another_zone_the_clocks_show_the_same_times():
    poll = read()

    there = moved(poll, NEW_YORK, now=NOW)

    assert [each.starts_local for each in there.slots] == [
        each.starts_local for each in poll.slots
    ]
    assert there.slots[0].starts_at.isoformat() == "2026-12-07T15:00:00+00:00"
    assert there.deadline_at == poll.deadline_at


@pytest.mark.parametrize(
    ("form", "zone", "said"),
    [
        (
            {"zone": NEW_YORK, "day_1": "2027-03-28", "time_1": "02:30"},
            BRUSSELS,
            "jump over 02:30",
        ),
        (
            {"deadline_day": "2026-12-07", "deadline_time": "09:00"},
            "Asia/Tokyo",
            "before the answers are in",
        ),
    ],
)
def test_a_zone_in_which_the_times_make_no_sense_is_refused(form, zone, said):
    with pytest.raises(InvalidInputError, match=said):
        moved(read(**form), zone, now=NOW)


def test_a_zone_that_nobody_knows_is_refused():
    with pytest.raises(InvalidInputError, match="large city"):
        read_zone({"zone": "Mars/Base"}, zones=zones())


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-11-20", "over already"), ("2026-12-09", "before the first")],
)
def test_another_deadline_lies_ahead_and_before_the_times(day, said):
    typed = {"deadline_day": day, "deadline_time": "12:00"}

    with pytest.raises(InvalidInputError, match=said):
        read_deadline(typed, read(), now=NOW)


def test_when_all_times_are_over_no_deadline_helps():
    poll, later = read(), NOW + timedelta(days=60)

    with pytest.raises(InvalidInputError, match="All times of this poll are over"):
        read_deadline({}, poll, now=later)
