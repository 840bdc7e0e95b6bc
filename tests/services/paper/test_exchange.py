"""What is settled about sections goes through a file and comes back the same."""

from exchange_files import give, take

from bot.domain.whitepaper import SectionState
from bot.services.whitepaper import assigning, outlining, writing
from storage import sections as section_rows


def test_states_and_what_was_taken_out_survive_a_file(group, second_database, tmp_path):
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
    revision = agreed.section.revision
    group.do(
        assigning.step,
        "chair",
        section_id=agreed.id,
        revision=revision,
        state=SectionState.AGREED,
    )
    group.do(outlining.remove, "chair", section_id=group.section("outlook").id)

    first = give(group.database, tmp_path / "first")
    report = take(second_database, first)
    second = give(second_database, tmp_path / "second")

    assert second == first
    with second_database.read() as session:
        (removed,) = section_rows.listed(session, report.sig.id, is_removed=True)
    assert removed.body == "Text of outlook.\r\n"
    states = {
        each["key"]: each.get("state") for each in first["white_paper"]["sections"]
    }
    assert (states["analysis"], states["outlook"]) == ("agreed", None)


def test_a_file_that_does_not_speak_of_a_state_changes_none(group, tmp_path):
    kept = group.section("practices")
    group.do(
        assigning.step,
        "chair",
        section_id=kept.id,
        revision=kept.section.revision,
        state=SectionState.AGREED,
    )
    older = give(group.database, tmp_path / "out")
    for section in older["white_paper"]["sections"]:
        section.pop("state", None)

    take(group.database, older)

    assert group.section("practices").section.state is SectionState.AGREED
