"""What belongs to records is refused as a whole when there is a mistake in it."""

import json

import pytest
from exchange_broken_parts import PARTS, breaking
from exchange_files import DATA, give, problems_of, take
from exchange_full import the_full_group
from exchange_small import AT, a_position, held, talk, the_small_group

from bot.domain.sigs import Sig
from bot.domain.text import normalise
from storage import sigs

HOSTILE = [
    given["value"]
    for entry in json.loads((DATA / "adversarial.json").read_text("utf-8"))["entries"]
    for given in entry["inputs"]
]


@pytest.mark.parametrize("case", PARTS.values(), ids=PARTS)
def test_each_mistake_in_a_part_is_named(sqlite_database, case):
    group = the_full_group()
    breaks, record, reason = breaking(case)
    breaks(group)

    found = problems_of(sqlite_database, group)

    assert any(each.startswith(record) and reason in each for each in found), found


def test_hostile_texts_stay_text_and_move_to_another_group(database, tmp_path):
    with database.begin() as session:
        one, other = (sigs.add(session, Sig()).id for _ in range(2))
    file = held(talk(the_small_group()))
    told = {"section": "methodology", "said_at": AT}
    for place, text in enumerate(HOSTILE):
        said = told | {"id": f"h-{place}", "text": text[:900], "proposal": text[:900]}
        file["white_paper"]["comments"].append(said | {"answer": text[:150]})
        note = {"position": place + 3, "text": text[:900]}
        file["meetings"][0]["notes"].append(note)
        answer = {"revision": 1, "text": text[:600], "person": "m"}
        file["meetings"][0].setdefault("answers", []).append(answer)
    objection = a_position("d", "object", reason="\n".join(HOSTILE)[:300])
    file["recommendations"][0]["rounds"][0]["positions"].append(objection)

    take(database, file, sig_id=one)
    first = give(database, tmp_path / "one", one)
    take(database, first, sig_id=other)

    assert give(database, tmp_path / "two", other) == first
    assert take(database, first, sig_id=one).is_empty
    assert take(database, file, sig_id=one).is_empty
    given = first["white_paper"]["comments"][-len(HOSTILE) :]
    assert [each["text"] for each in given] == [
        normalise(each[:900]) for each in HOSTILE
    ]
