"""Countries, NUTS codes and time zones that do not exist are told apart."""

import json
from pathlib import Path

import pytest

from bot.domain import nuts
from bot.domain.countries import COUNTRIES, from_nuts_prefix, to_nuts_prefix
from bot.domain.registers.places import check_country, check_nuts, check_zone, find_zone

SAMPLE = Path(__file__).parents[2] / "bot" / "cli" / "sample_group.json"
GROUP = json.loads(SAMPLE.read_text("utf-8"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("EL", "GR for Greece"),
        ("UK", "GB for the United Kingdom"),
        ("XX", "I do not know this country code"),
        ("", "I do not know this country code"),
        (None, "I do not know this country code"),
    ],
)
def test_a_country_that_does_not_exist_is_refused(code, said):
    assert said in check_country(code)


def test_a_country_that_exists_is_fine():
    assert check_country("GR") is check_country("GB") is None


@pytest.mark.parametrize(
    ("code", "country", "edition", "said"),
    [
        pytest.param("GR30", "GR", None, "NUTS writes EL for Greece: EL30.", id="GR"),
        pytest.param("GBI", "GB", None, "NUTS writes UK for United K", id="GB"),
        pytest.param("DK99", "DK", None, "There is no NUTS code DK99", id="unknown"),
        pytest.param("DE11", "DK", None, "is not in Denmark", id="elsewhere"),
        pytest.param("US1", "US", None, "There are no NUTS codes for Un", id="none"),
        pytest.param("D", "DK", None, "A NUTS code has two letters", id="short"),
        pytest.param("DK03123", "DK", None, "A NUTS code has two letters", id="long"),
        pytest.param("PT17", "PT", "2024", "It is one of 2021.", id="edition-old"),
        pytest.param("PT1A", "PT", "2021", "It is one of 2024.", id="edition-new"),
        pytest.param("UKI", "GB", "2024", "It is one of 2021.", id="UK-2024"),
        pytest.param("DK03", "DK", "1999", "I know the NUTS editions", id="no-edition"),
    ],
)
def test_a_nuts_code_that_does_not_fit_is_refused(code, country, edition, said):
    assert said in check_nuts(code, country, edition)


@pytest.mark.parametrize(
    ("code", "country", "edition"),
    [
        ("EL30", "GR", "2021"),
        ("UKI31", "GB", "2021"),
        ("PT17", "PT", None),
        ("FI20", "AX", "2024"),
        ("FRY1", "GP", "2024"),
        ("NO0B1", "SJ", "2021"),
        ("CH04", "CH", "2024"),
        ("DK", "DK", "2024"),
    ],
)
def test_a_nuts_code_that_exists_is_fine(code, country, edition):
    assert check_nuts(code, country, edition) is None


def test_all_codes_of_the_sample_group_are_known():
    places = [*GROUP["clusters"], *GROUP["practices"]]
    codes = {(each["nuts"], each["country"]) for each in places if each.get("nuts")}

    assert [pair for pair in sorted(codes) if check_nuts(*pair, "2021")] == []


def test_the_editions_have_as_many_regions_as_eurostat_says():
    union = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE"
    members = {*union.split(), "SI", "SK"}

    def count(edition, length):
        return sum(
            len(code) == length and code[:2] in members for code in nuts.codes(edition)
        )

    assert [count("2021", length) for length in (3, 4, 5)] == [92, 242, 1166]
    assert [count("2024", length) for length in (3, 4, 5)] == [92, 244, 1165]


def test_prefixes_and_countries_translate_both_ways():
    assert to_nuts_prefix("GR") == "EL"
    assert all(from_nuts_prefix(to_nuts_prefix(code)) for code in COUNTRIES)
    assert from_nuts_prefix(to_nuts_prefix("GB")) == "GB"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        ("europe/brussels", "Europe/Brussels"),
        ("Tallinn", "Europe/Tallinn"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Mars/Olympus", None),
        ("Europe/Brussel", None),
        ("posix/Europe/Brussels", None),
    ],
)
def test_a_time_zone_is_found_as_people_type_it(typed, zone):
    assert find_zone(typed) == zone


def test_a_time_zone_that_does_not_exist_is_answered_with_the_nearest():
    assert check_zone("Europe/Brussels") is None
    assert check_zone("Europe/Brussel").endswith("Did you mean Europe/Brussels?")
    assert "like Europe/Brussels" in check_zone("Mars/Olympus")
