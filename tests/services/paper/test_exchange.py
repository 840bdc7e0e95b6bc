"""What is settled about sections goes through a file and comes back the same."""

import json

from bot.domain.whitepaper import SectionState
from bot.services import exchange
from bot.services.whitepaper import assigning, outlining, writing
from storage import sections as section_rows
from storage import sigs
from storage.database import open_database


def test_states_locks_and_what_was_taken_out_survive_a_file(
    group, migrated_sqlite_url, tmp_path
):
    for key in ("analysis", "outlook"):
        kept = group.section(key)
        group.do(
            writing.save,
            "chair",
            section_id=kept.id,
            base_revision=kept.section.revision,
            body=f"Text of {key}.\r\n",
        )
    agreed = group.section("analysis")
    group.do(
        assigning.step,
        "chair",
        section_id=agreed.id,
        revision=agreed.section.revision,
        state=SectionState.AGREED,
    )
    group.do(outlining.remove, "chair", section_id=group.section("outlook").id)
    first = exchange.export(group.database, group.sig.id)

    other = open_database(migrated_sqlite_url)
    report = exchange.import_file(other, group.clock, _file(tmp_path, first))
    second = exchange.export(other, report.sig.id)

    assert second["white_paper"] == first["white_paper"]
    with other.read() as session:
        sig = sigs.get(session, report.sig.id)
        (removed,) = section_rows.listed(session, sig.id, is_removed=True)
    assert removed.body == "Text of outlook.\r\n"
    other.close()


def _file(folder, document):
    path = folder / "group.json"
    path.write_text(json.dumps(document), "utf-8")
    return path
