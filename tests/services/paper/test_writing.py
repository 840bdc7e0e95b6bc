"""Writing sections: every text is kept byte for byte, whoever writes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import (
    InvalidInputError,
    InvalidTransitionError,
    NotAllowedError,
    StaleVersionError,
)
from bot.domain.whitepaper.outline import Template
from bot.services.whitepaper import assigning, importing, outlining, writing
from storage import sections as section_rows
from templates.whitepaper import files

BODY = "  Line one.  \r\n\r\n\tTwo | three\u00a0\n"


def save(group, who, body, *, base=None, key="analysis", reason=""):
    kept = group.section(key)
    return group.do(
        writing.save,
        who,
        section_id=kept.id,
        base_revision=kept.section.revision if base is None else base,
        body=body,
        reason=reason,
    )


def change_owner(group, who):
    kept = group.section("analysis")
    person = group.people[who].person.user_id
    typed = {"title": "Analysis", "mode": "handwritten", "person": person}
    about = {"section_id": kept.id, "version": kept.version}
    group.do(assigning.change, "chair", **about, typed=typed)


def test_a_text_is_kept_byte_for_byte_with_author_and_reason(group):
    saved = save(group, "editor", BODY, reason="  First\nattempt ")

    found = group.do(writing.history, "member", name="analysis")

    assert saved.kept.body == BODY
    newest = found.revisions[0]
    assert (newest.body, newest.reason) == (BODY, "First attempt")
    assert newest.written_at == group.clock()
    assert found.authors[newest.author_id] == "the editor"


def test_the_same_text_twice_is_one_revision(group):
    for _ in range(2):
        save(group, "editor", BODY)

    assert group.texts("analysis") == [BODY]


def test_of_two_editors_the_second_is_told_and_both_texts_are_kept(group):
    base = group.section("analysis").section.revision
    save(group, "editor", "Theirs.", base=base)

    refused = save(group, "chair", "Mine.", base=base)
    form = group.do(writing.to_edit, "chair", name="analysis")

    assert refused.refused.body == form.unsaved.body == "Mine."
    assert refused.kept.body == "Theirs."
    assert group.texts("analysis") == ["Theirs."]
    merged = save(group, "chair", "Theirs. Mine.")
    assert merged.refused is None
    assert group.texts("analysis") == ["Theirs.", "Theirs. Mine."]
    assert group.do(writing.to_edit, "chair", name="analysis").unsaved is None


def test_a_text_that_was_refused_waits_for_its_author(group):
    kept = group.section("analysis")
    group.do(assigning.lock, "chair", section_id=kept.id, locked=True)

    with pytest.raises(InvalidTransitionError, match="locked"):
        save(group, "editor", "Mine.")

    found = group.do(writing.history, "editor", name="analysis")
    assert found.unsaved.body == "Mine."
    assert group.do(writing.history, "chair", name="analysis").unsaved is None
    group.do(writing.discard, "editor", section_id=kept.id)
    assert group.do(writing.history, "editor", name="analysis").unsaved is None


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("chair", "Unlock it there: /whitepaper outline"),
        ("editor", "The chair or the secretariat unlock it"),
    ],
)
def test_everybody_hears_of_a_lock_what_they_can_do(group, who, words):
    kept = group.section("analysis")
    group.do(assigning.lock, "chair", section_id=kept.id, locked=True)

    with pytest.raises(InvalidTransitionError, match=words):
        group.do(writing.to_edit, who, name="analysis")
    with pytest.raises(InvalidTransitionError, match=words):
        save(group, who, "Mine.")

    assert group.do(writing.history, who, name="analysis").unsaved.body == "Mine."


@pytest.mark.parametrize(
    ("who", "words"),
    [("chair", "or make the section mixed"), ("editor", "or ask your chair")],
)
def test_everybody_hears_of_a_generated_section_what_they_can_do(group, who, words):
    with pytest.raises(InvalidTransitionError, match=words):
        group.do(writing.to_edit, who, name="practices")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("a\n<!-- sig:end analysis -->\nb", id="marker"),
        pytest.param("a\x00b", id="null"),
        pytest.param("a\ud800b", id="surrogate"),
    ],
)
def test_a_text_that_cannot_stand_in_a_paper_is_refused(group, body):
    with pytest.raises(InvalidInputError) as refused:
        save(group, "editor", body)

    assert set(refused.value.fields) == {"body"}
    assert group.texts("analysis") == []


def test_what_is_generated_has_nothing_to_write(group):
    with pytest.raises(InvalidTransitionError, match="records"):
        group.do(writing.to_edit, "chair", name="practices")


def test_only_owner_and_editors_write(group):
    with pytest.raises(NotAllowedError, match="/whitepaper comment analysis"):
        save(group, "member", BODY)

    kept = group.section("analysis")
    cluster = group.people["member"].actor.cluster_id
    group.do(
        assigning.change,
        "chair",
        section_id=kept.id,
        version=kept.version,
        typed={"title": "Analysis", "mode": "handwritten", "cluster": str(cluster)},
    )
    for who in ("member", "colleague"):
        save(group, who, f"By {who}.")
    assert group.texts("analysis") == ["By member.", "By colleague."]


def test_an_older_text_comes_back_as_a_new_revision(group):
    for body in ("One.", "Two."):
        save(group, "editor", body)
    newest = group.section("analysis").section.revision
    again = {"section_id": group.section("analysis").id, "number": newest - 1}

    group.do(writing.restore, "editor", **again, base_revision=newest)
    with pytest.raises(StaleVersionError):
        group.do(
            writing.restore,
            "editor",
            section_id=again["section_id"],
            number=newest,
            base_revision=newest,
        )

    assert group.texts("analysis") == ["One.", "Two.", "One."]
    found = group.do(writing.history, "chair", name="analysis")
    assert found.revisions[0].reason == f"Revision {newest - 1} restored"


def test_what_a_revision_changed_is_shown_in_words(group):
    save(group, "editor", "One cluster pays.")
    saved = save(group, "editor", "Two clusters pay.")

    found = group.do(
        writing.difference,
        "member",
        section_id=saved.kept.id,
        number=saved.kept.section.revision,
    )

    assert "".join(each.text for each in found.pieces if each.change != "removed") == (
        "Two clusters pay."
    )


def test_a_heading_of_the_papers_own_level_is_remarked(group):
    saved = save(group, "editor", "# Too high\n\nText.")

    assert [each.kind for each in saved.remarks] == ["heading_too_high"]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40
) | st.sampled_from(["\r\n", "# a\r", "\u200b", "```\n<b>", " \t"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["write", "restore", "up", "down", "out", "in", "short", "long"]
        ),
        st.sampled_from(["analysis", "introduction", "outlook"]),
        TEXTS,
    ),
    max_size=8,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_is_done_no_revision_changes_and_none_is_lost(group, steps):
    known = {key: group.texts(key) for key in ("analysis", "introduction", "outlook")}
    for name, key, body in steps:
        _do(group, name, key, body, known)

        for each, texts in known.items():
            assert group.texts(each) == texts
            shown = group.section(each).body
            assert shown == (texts[-1] if texts else "")


def _do(group, name, key, body, known):
    kept, texts = group.section(key), known[key]
    target = {"section_id": kept.id}
    if name == "write" and not kept.section.is_removed:
        if body != (texts[-1] if texts else ""):
            texts.append(body)
        save(group, "editor", body, key=key)
    elif name == "restore" and texts and not kept.section.is_removed:
        with group.database.read() as session:
            oldest = section_rows.revisions(session, kept.id)[-1]
        if oldest.body != texts[-1]:
            texts.append(oldest.body)
        base = kept.section.revision
        number = {"number": oldest.number, "base_revision": base}
        group.do(writing.restore, "editor", **target, **number)
    elif name in {"up", "down"} and not kept.section.is_removed:
        place = group.order().index(key) + 1
        move = {"place": place, "step": -1 if name == "up" else 1}
        group.do(outlining.move, "chair", **target, **move)
    elif name == "out":
        group.do(outlining.remove, "chair", **target)
    elif name == "in":
        group.do(outlining.put_back, "chair", **target)
    elif name in {"short", "long"}:
        group.do(outlining.start, "chair", template=Template(name))


def test_the_file_of_one_section_comes_back_as_its_next_text(group):
    saved = save(group, "editor", "Too long for a form.", key="outlook")
    file = files.file_of(saved.kept)
    edited = file.content.replace(b"Too long", b"Now short enough")

    looked = group.do(importing.look, "editor", file_name=file.name, data=edited)
    group.do(importing.take, "editor", import_id=looked.import_id)

    assert group.section("outlook").body == "Now short enough for a form."


def test_of_editors_who_save_at_the_same_moment_one_wins_and_all_texts_are_kept(group):
    base, barrier = group.section("analysis").section.revision, Barrier(3)

    def write(who):
        barrier.wait()
        return save(group, who, f"By {who}.", base=base)

    change_owner(group, "member")
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(write, ("chair", "editor", "member")))

    refused = [each for each in results if each.refused]
    assert len(group.texts("analysis")) == 1
    assert len(refused) == 2
    kept = {each.refused.body for each in refused} | set(group.texts("analysis"))
    assert kept == {"By chair.", "By editor.", "By member."}
