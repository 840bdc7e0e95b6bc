"""A group's own templates: they replace or add, and mistakes are named with a line."""

from dataclasses import replace

import pytest
from factories_paper import AS_OF, a_practice, a_section, a_snapshot

from bot import app as composition
from bot.cli import doctor
from bot.domain.errors import ConvenorError
from bot.domain.whitepaper import SectionMode
from bot.settings import load
from templates import documents
from templates.documents import checking
from templates.documents.custom import NONE
from templates.documents.writing import FOLDER

HOSTILE = "<script>*x*</script> [a](javascript:1)"


def folder_with(tmp_path, **sources):
    for name, source in sources.items():
        (tmp_path / f"{name}.md").write_bytes(source.encode())
    return tmp_path


def drafted(custom, **changes):
    snapshot = a_snapshot(**changes)
    return documents.draft(snapshot, as_of=AS_OF, custom=custom).markdown


def test_without_a_folder_nothing_changes(tmp_path):
    assert checking.load(None) is NONE
    assert drafted(checking.load(tmp_path)) == drafted(NONE)


def test_a_template_replaces_a_section_and_escapes_every_value(tmp_path):
    source = "{% for p in paper.register %}\n- {{ p.content.title }}\n{% endfor %}\r\n"
    custom = checking.load(folder_with(tmp_path, practices=source, README="# Read"))

    written = drafted(custom, practices=(a_practice(title=HOSTILE),))

    part = written.partition("{#sec-practices}")[2].partition("\n## ")[0].strip()
    assert part.startswith("- &lt;script&gt;&#42;x&#42;")
    assert "<script>" not in written
    assert custom.names == ("practices",)


def test_a_template_of_a_new_name_writes_a_section_that_asks_for_it(tmp_path):
    source = "{{ paper.counts.practices }} practices, version {{ stamp.version }}."
    custom = checking.load(folder_with(tmp_path, at_a_glance=source))
    snapshot = a_snapshot()
    extra = a_section("own", "generated", template="at_a_glance", position=99)
    sections = (*snapshot.paper.sections, extra)
    paper = replace(snapshot.paper, sections=sections)

    assert "0 practices, version 0.1." in drafted(custom, paper=paper)


def test_every_template_of_ours_passes_as_ones_own(tmp_path):
    for path in FOLDER.glob("*.md"):
        (tmp_path / path.name).write_bytes(path.read_bytes())

    custom = checking.load(tmp_path)

    practices = (a_practice(),)
    assert drafted(custom, practices=practices) == drafted(NONE, practices=practices)


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        pytest.param("one\n{{ papper.title }}", 2, "no “papper”", id="variable"),
        pytest.param("\n\n{{ paper.titel }}", 3, "titel", id="field"),
        pytest.param("a\n{% for x in %}", 2, "", id="syntax"),
        pytest.param("{% if paper %}\nopen", 2, "endif", id="open"),
        pytest.param("{{ paper.title | shout }}", 1, "shout", id="filter"),
        pytest.param("a\n{{ 1 / 0 }}", 2, "division", id="arithmetic"),
        pytest.param("a\n{{ paper.__class__.mro() }}", 2, "", id="sandbox"),
        pytest.param("a\n## Own heading", 2, "###", id="heading"),
        pytest.param("{{ paper.sections }}", 1, "tuple", id="no text"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path, source, line, said):
    with pytest.raises(ConvenorError) as refused:
        checking.load(folder_with(tmp_path, analysis=source))

    where = f"{tmp_path / 'analysis.md'}, line {line}: "
    assert where in str(refused.value)
    assert said in str(refused.value)


def test_a_marker_text_that_is_no_text_and_a_missing_folder_are_refused(tmp_path):
    marker = "<!-- sig:begin a rev=1 sha=00000000 -->"
    with pytest.raises(ConvenorError, match="marks"):
        checking.load(folder_with(tmp_path, analysis=marker))
    (tmp_path / "analysis.md").write_bytes(b"\xff\xfe")
    with pytest.raises(ConvenorError, match="UTF-8"):
        checking.load(tmp_path)
    with pytest.raises(ConvenorError, match="cannot be read"):
        checking.load(tmp_path / "none")


def test_what_fails_only_with_the_groups_data_is_told_too(tmp_path):
    source = "x\n{{ 1 // (paper.counts.practices - 2) }}"
    custom = checking.load(folder_with(tmp_path, practices=source))
    practices = (a_practice(1), a_practice(2))

    with pytest.raises(ConvenorError, match=r"practices\.md, line 2"):
        drafted(custom, practices=practices)


def test_a_section_that_people_write_needs_no_template(tmp_path):
    custom = checking.load(folder_with(tmp_path, analysis="Never printed."))
    section = a_section("analysis", SectionMode.HANDWRITTEN, body="Words.")
    paper = replace(a_snapshot().paper, sections=(section,))

    assert "Never printed" not in drafted(custom, paper=paper)


def test_the_doctor_names_the_templates_or_what_is_wrong(tmp_path):
    folder = folder_with(tmp_path, at_a_glance="{{ paper.title }}")
    settings = load(None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
    set_up = settings.model_copy(update={"convenor_templates": folder})

    (found,) = doctor._templates(set_up)
    (folder / "at_a_glance.md").write_text("{{ title }}", "utf-8")
    (broken,) = doctor._templates(set_up)

    assert (found.name, found.advice) == (
        "Templates of the white paper (at_a_glance)",
        None,
    )
    assert "at_a_glance.md, line 1" in broken.advice
    assert list(doctor._templates(settings)) == []


def test_a_bot_with_a_mistaken_template_does_not_start(tmp_path):
    folder = folder_with(tmp_path, practices="{{ papper }}")
    settings = load(
        None,
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        database_url=f"sqlite:///{tmp_path / 'none.db'}",
        convenor_templates=folder,
    )

    with pytest.raises(ConvenorError, match=r"practices\.md, line 1"):
        composition.build(settings)

    assert not (tmp_path / "none.db").exists()
