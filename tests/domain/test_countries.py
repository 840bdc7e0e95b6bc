"""Country codes: complete, each once, Europe first."""

from importlib.resources import files

import pytest

from bot.domain.countries import CONTINENTS, COUNTRIES, from_nuts_prefix


def test_the_codes_are_those_of_the_time_zone_database():
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    listed = {line[:2] for line in table.splitlines() if not line.startswith("#")}

    assert listed == set(COUNTRIES)
    assert len(COUNTRIES) == 249


def test_every_code_is_in_exactly_one_continent():
    placed = [code for codes in CONTINENTS.values() for code in codes]

    assert sorted(placed) == sorted(COUNTRIES)


def test_europe_comes_first_and_fits_into_one_menu():
    # A menu in Slack has up to 100 options per group.
    assert next(iter(CONTINENTS)) == "Europe"
    assert all(len(codes) <= 100 for codes in CONTINENTS.values())


def test_names_are_short_enough_for_a_menu_and_unique():
    assert all(0 < len(name) <= 75 for name in COUNTRIES.values())
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)


@pytest.mark.parametrize(
    ("nuts", "country"),
    [
        pytest.param("EL30", "GR", id="Greece"),
        pytest.param("UKI", "GB", id="United Kingdom"),
        pytest.param("fi1b", "FI", id="lower case"),
        pytest.param("EE00", "EE", id="same in both"),
    ],
)
def test_a_nuts_code_tells_its_country(nuts, country):
    assert country == from_nuts_prefix(nuts)
