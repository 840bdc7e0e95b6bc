import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.references import Kind, label, parse


@given(st.sampled_from(Kind), st.integers(1, 999_999_999))
def test_what_is_printed_is_read_again(kind, number):
    assert parse(label(kind, number), kind) == number


@pytest.mark.parametrize("text", ["P-7", "p-7", "P7", "p 7", "P-007", "7", " P-7 "])
def test_people_may_write_a_reference_as_they_like(text):
    assert parse(text, Kind.PRACTICE) == 7


@pytest.mark.parametrize(
    "text", ["", "P", "A-7", "P-0", "P-", "seven", "P-7 P-8", "P-١", "-7", "1e3"]
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(InvalidInputError, match="Write it like P-7"):
        parse(text, Kind.PRACTICE)
