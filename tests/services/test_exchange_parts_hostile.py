"""What belongs to records is refused as a whole when there is a mistake in it."""

import pytest
from exchange_broken_parts import PARTS, breaking
from exchange_files import problems_of
from exchange_full import the_full_group


@pytest.mark.parametrize("case", PARTS.values(), ids=PARTS)
def test_each_mistake_in_a_part_is_named(sqlite_database, case):
    group = the_full_group()
    breaks, record, reason = breaking(case)
    breaks(group)

    found = problems_of(sqlite_database, group)

    assert any(each.startswith(record) and reason in each for each in found), found
