"""A paper that is written in the group: sections of everybody, comments, a window."""

from bot.domain.whitepaper import Section, SectionMode
from bot.domain.whitepaper.sections import Unsaved
from bot.services.whitepaper import assigning, commenting, outlining, windows
from storage import sections as rows
from storage import whitepaper as papers

from factories import NOW


def write(scene) -> None:
    """Give everybody a section with two texts, and let people comment on one."""
    ids = scene.ids
    scene.do(outlining.outline, "chair")
    ids.section_of = {}
    with scene.database.begin() as session:
        for who in scene.callers.values():
            user = who.person.user_id
            ids.section_of[user] = _section(scene, session, user, who.person.id)
        for name in ("free", "gone", "stale"):
            setattr(ids, f"section_{name}", _section(scene, session, name, None))
    for name, who in scene.callers.items():
        _texts(scene, name, ids.section_of[who.person.user_id])
    scene.do(outlining.remove, "chair", section_id=ids.section_gone)
    _comments(scene)


def _section(scene, session, name, owner) -> int:
    paper = papers.paper(session, scene.sig.id)
    key = f"own_{name.lower()}"
    new = Section(
        key=key,
        title=scene.say(f"Section {name}"),
        position=90,
        mode=SectionMode.HANDWRITTEN,
    )
    section_id = rows.add(session, paper.id, new)
    kept = rows.find(session, scene.sig.id, section_id)
    rows.change(session, kept, owner_person_id=owner)
    for base, text in enumerate(("One", "Two"), start=1):
        rows.write(
            session,
            section_id,
            scene.say(text),
            author_id=owner,
            reason=scene.say("Because"),
            base_revision=base,
            now=NOW,
        )
    return section_id


def _texts(scene, name, section_id):
    """Let a text wait that could not be saved."""
    who = scene.callers[name]
    with scene.database.begin() as session:
        unsaved = Unsaved(body=scene.say("Mine"), base_revision=1)
        rows.keep_unsaved(session, section_id, who.person.id, unsaved=unsaved)


def _comments(scene):
    ids = scene.ids
    window = scene.do(
        windows.open_window,
        "chair",
        nonce=f"{scene.prefix}window",
        typed={"until": "2030-01-01", "note": scene.say("Please")},
    )
    ids.window = window.id
    said = scene.do(
        commenting.comment,
        "author",
        section_id=ids.section_free,
        nonce=f"{scene.prefix}comment",
        typed={"text": scene.say("A comment")},
    )
    ids.comment = said.id
    answered = scene.do(
        commenting.comment,
        "author",
        section_id=ids.section_free,
        nonce=f"{scene.prefix}answered",
        typed={"text": scene.say("Another comment")},
    )
    scene.do(
        commenting.answer,
        "chair",
        comment_id=answered.id,
        version=1,
        typed={"state": "accepted", "answer": scene.say("Yes")},
    )
    ids.comment_answered = answered.id
    kept = scene.do(assigning.settings, "chair", section_id=ids.section_stale).kept
    ids.section_version = kept.version
