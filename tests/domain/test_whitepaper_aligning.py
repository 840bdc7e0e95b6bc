"""Long lists are aligned: what is said to be the same is, and it does not take long."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.whitepaper.aligning import changed, unchanged

short = st.lists(st.integers(0, 3), max_size=30)
# Long enough to be parted at what stands there once.
long = st.integers(330, 360).flatmap(
    lambda size: st.tuples(
        st.permutations(range(size)), st.lists(st.integers(0, size), max_size=400)
    )
)


def rebuilt(old, new):
    """Apply the changes to the old list."""
    result, at = [], 0
    for span in changed(old, new):
        result += [*old[at : span.start], *new[span.new_start : span.new_end]]
        at = span.end
    return [*result, *old[at:]]


def check(old, new):
    for same in unchanged(old, new):
        assert old[same.start : same.end] == new[same.new_start : same.new_end]
    assert rebuilt(old, new) == new


@given(short, short)
def test_the_changes_make_the_new_list_of_the_old_one(old, new):
    check(old, new)


@given(long)
def test_the_changes_of_long_lists_do_so_too(lists):
    check(*lists)


def test_what_was_changed_in_a_long_list_is_found_where_it_is():
    old = [*range(3000)]
    new = [*range(1000), "more", *range(1000, 2000), *range(2500, 3000)]

    found = [*changed(old, new)]

    assert found == [(1000, 1000, 1000, 1001), (2000, 2500, 2001, 2001)]


def test_a_change_in_each_of_many_thousand_places_is_found():
    old = [each for number in range(20_000) for each in (number, "same", "old", "")]
    new = ["new" if each == "old" else each for each in old]

    assert sum(1 for _ in changed(old, new)) == 20_000


def test_long_lists_of_the_same_line_do_not_take_for_ever():
    old = ["first", *["a", "b"] * 100_000]

    assert rebuilt(old, [*["b", "a"] * 90_000, "last"])[-1] == "last"
