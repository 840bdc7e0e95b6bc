"""What each answer of the set-up form must be like."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import setup
from bot.domain.countries import COUNTRIES
from bot.domain.errors import InvalidInputError
from bot.domain.languages import EUROPEAN, LANGUAGES
from bot.domain.setup import FIELDS, STEPS, applied, find_zones, typed_of
from bot.domain.sigs import Sig

ANSWERS = {
    "name": "  Digitalisation   SIG ",
    "objectives": "Share what works.\r\n\r\nSay what is missing.",
    "licence": "CC-BY-SA-4.0",
    "language": "et",
    "min_clusters": "6",
    "max_clusters": "12",
    "quorum_percent": "60 %",
    "zone": "Europe/Tallinn",
    "holiday_countries": ("EE", "PT", "EE"),
    "quiet_from": "21:30",
    "quiet_until": "06:45",
    "chairs_channel_id": "G0123",
}


def problems_of(**typed):
    with pytest.raises(InvalidInputError) as caught:
        applied(ANSWERS | typed, FIELDS, to=Sig())
    return caught.value.fields


def test_good_answers_become_the_group():
    sig = applied(ANSWERS, FIELDS, to=Sig(id=3, version=4))

    assert sig == Sig(
        id=3,
        version=4,
        name="Digitalisation SIG",
        objectives="Share what works.\n\nSay what is missing.",
        licence="CC-BY-SA-4.0",
        language="et",
        min_clusters=6,
        max_clusters=12,
        quorum_percent=60,
        zone="Europe/Tallinn",
        holiday_countries=("EE", "PT"),
        quiet_from=time(21, 30),
        quiet_until=time(6, 45),
        chairs_channel_id="G0123",
    )


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", " \u200b ", "give the group a name"),
        ("name", "x" * 151, "151 characters; 150 fit"),
        ("objectives", "x" * 3001, "3001 characters; 3000 fit"),
        ("licence", "CC-BY-NC-4.0", "choose one of CC-BY-4.0"),
        ("licence", "", "choose one of"),
        ("language", "english", "do not know this language"),
        ("language", "sh", "do not know this language"),
        ("min_clusters", "five", "whole number from 1 to 1000"),
        ("min_clusters", "5.5", "whole number"),
        ("min_clusters", "0", "whole number"),
        ("min_clusters", "٥", "whole number"),
        ("max_clusters", "1001", "whole number"),
        ("max_clusters", "5", "below the smallest number"),
        ("quorum_percent", "0", "whole number from 1 to 100"),
        ("quorum_percent", "101", "whole number from 1 to 100"),
        ("quorum_percent", "half", "whole number from 1 to 100"),
        ("zone", "Europe/Atlantis", "do not know the time zone Europe/Atlantis"),
        ("zone", "../../etc/passwd", "do not know the time zone"),
        ("zone", "Factory", "do not know the time zone"),
        ("zone", "", "Type the name of a large city"),
        ("zone", "x" * 900, "…"),
        ("holiday_countries", ("EL",), "Greece has the code GR here"),
        ("holiday_countries", ("EE", "UK"), "United Kingdom has the code GB here"),
        ("holiday_countries", ("XX",), "do not know the country XX"),
        ("holiday_countries", ("GRC",), "do not know the country GRC"),
        ("holiday_countries", tuple(COUNTRIES), "up to 30 countries"),
        ("quiet_from", "25:00", "a time such as 20:00"),
        ("quiet_until", "7", "a time such as 20:00"),
        ("quiet_until", "", "a time such as 20:00"),
        ("chairs_channel_id", "<!channel>", "choose a private channel"),
    ],
)
def test_a_bad_answer_is_explained_beside_its_field(field, given, said):
    problems = problems_of(**{field: given})

    assert list(problems) == [field]
    assert said in problems[field]


def test_every_bad_answer_is_explained_at_once():
    assert set(problems_of(name="", zone="Moon", language="")) == {
        "name",
        "zone",
        "language",
    }


def test_a_step_changes_only_its_own_fields():
    sig = applied(ANSWERS | {"zone": "Moon"}, STEPS[0], to=Sig())

    assert sig == Sig(name="Digitalisation SIG", objectives=sig.objectives)


def test_what_a_group_has_already_is_never_refused():
    imported = Sig(
        name="x" * 200, licence="All rights reserved", language="sgn", zone="Local/Time"
    )

    assert applied(typed_of(imported), FIELDS, to=imported) == imported


def test_the_settings_of_a_new_group_pass_as_they_are_but_for_its_name():
    start = replace(Sig(), name="")

    with pytest.raises(InvalidInputError, match="give the group a name"):
        applied(typed_of(start), FIELDS, to=Sig())
    assert applied(typed_of(Sig()), FIELDS, to=Sig()) == Sig()


@given(
    st.builds(
        Sig,
        name=st.sampled_from(["A", "Ä & B"]),
        licence=st.sampled_from(setup.LICENCES),
        language=st.sampled_from(sorted(LANGUAGES)),
        zone=st.sampled_from(sorted(setup.zones())),
        min_clusters=st.integers(1, 20),
        max_clusters=st.integers(20, 1000),
        quorum_percent=st.integers(1, 100),
        holiday_countries=st.lists(
            st.sampled_from(sorted(COUNTRIES)), max_size=30, unique=True
        ).map(tuple),
        quiet_from=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        quiet_until=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    )
)
def test_what_the_form_shows_of_a_group_makes_the_same_group_again(sig):
    assert applied(typed_of(sig), FIELDS, to=Sig()) == sig


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)))
def test_whatever_is_typed_is_taken_or_explained(typed):
    problems = {}
    try:
        applied(typed, FIELDS, to=Sig())
    except InvalidInputError as error:
        problems = error.fields

    assert set(problems) <= set(FIELDS)
    assert all(problems.values())


@pytest.mark.parametrize(
    ("low", "high", "usual"),
    [(5, 10, True), (6, 8, True), (4, 10, False), (5, 11, False)],
)
def test_five_to_ten_clusters_are_usual(low, high, usual):
    assert setup.is_usual_size(low, high) is usual


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("brussels", "Europe/Brussels"),
        ("EUROPE/LIS", "Europe/Lisbon"),
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("Zürich", "Europe/Zurich"),
        ("Αθηνα", None),
        ("Atlantis", None),
    ],
)
def test_a_zone_is_found_as_people_type_it(typed, first):
    assert next(iter(find_zones(typed)), None) == first


def test_without_a_word_the_zones_of_europe_come_first_and_not_too_many():
    found = find_zones("")

    assert len(found) == 100
    assert found[0] == "Europe/Amsterdam"
    assert not {"Factory", "localtime"} & setup.zones()


def test_all_languages_of_iso_639_1_are_there():
    assert len(LANGUAGES) == 183
    assert all(len(code) == 2 and name for code, name in LANGUAGES.items())
    assert set(EUROPEAN) <= set(LANGUAGES)
