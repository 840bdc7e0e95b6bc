"""An edited draft that waits for a yes, and one that left two texts."""

from dataclasses import replace

from bot.domain.whitepaper import PUBLISHED, EditionState
from bot.services.whitepaper import drafting, importing, settling
from bot.services.whitepaper.common import ensure
from storage import editions, sections
from templates import documents

from factories import NOW

BODY = "The next edition follows."


def write(scene):
    """Let somebody write a section, draft, and bring two edited drafts back."""
    ids = scene.ids
    with scene.database.begin() as session:
        ensure(session, scene.sig)
    _write(scene, scene.say(BODY))
    snapshot, as_of = scene.do(drafting.material, "chair")
    edition = documents.draft(snapshot, as_of=as_of).edition
    markdown = scene.do(drafting.keep, "chair", edition=edition).markdown
    _write(scene, scene.say("It follows soon."))
    edited = markdown.replace(BODY, "It follows late.").encode()
    looked = scene.do(importing.look, "chair", file_name="draft.md", data=edited)
    scene.do(importing.take, "chair", import_id=looked.import_id)
    (conflict,) = scene.do(settling.waiting, "chair")
    ids.conflict, ids.draft_taken = conflict.id, looked.import_id
    looked = scene.do(importing.look, "chair", file_name="again.md", data=edited)
    ids.draft_looked, ids.edited_draft = looked.import_id, edited
    ids.edition = _published(scene)
    ids.edition_id = ids.edition.id


def _published(scene):
    """Publish the paper as it is; the conflict would stand in the way of that."""
    snapshot, as_of = scene.do(drafting.material, "chair")
    paper = replace(snapshot.paper, status=PUBLISHED, version="1.0")
    draft = documents.draft(replace(snapshot, paper=paper), as_of=as_of)
    with scene.database.begin() as session:
        edition = replace(draft.edition, state=EditionState.PUBLISHED)
        return editions.add(session, scene.sig.id, edition)


def _write(scene, body):
    with scene.database.begin() as session:
        listed = sections.listed(session, scene.sig.id)
        kept = next(each for each in listed if each.section.is_protected)
        sections.write(
            session,
            kept.id,
            body,
            author_id=None,
            reason="",
            base_revision=kept.section.revision,
            now=NOW,
        )
