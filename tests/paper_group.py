"""A group with a paper that was drafted, for tests of edited drafts."""

from dataclasses import dataclass

from people import Group

from bot.domain.permissions import Role
from bot.services.whitepaper import drafting, importing
from bot.services.whitepaper.common import ensure
from storage import sections
from templates import documents

INTRODUCTION = "Our mandate.\n\nOur method.\n\nOur thanks.\n"
OUTLOOK = "The next edition follows.\n"


@dataclass
class Desk:
    """A chair and an editor of a group, at work on its paper."""

    group: Group
    chair: object
    editor: object

    def do(self, use_case, caller=None, **arguments):
        return self.group.do(use_case, caller or self.editor, **arguments)

    def kept(self, key):
        with self.group.database.read() as session:
            return next(
                each
                for each in sections.listed(session, self.group.sig.id)
                if each.section.key == key
            )

    def body(self, key):
        return self.kept(key).body

    def bodies(self):
        """Return everything that people wrote, by section."""
        with self.group.database.read() as session:
            listed = sections.listed(session, self.group.sig.id)
            return {each.section.key: each.body for each in listed if each.body}

    def write(self, key, body):
        kept = self.kept(key)
        with self.group.database.begin() as session:
            return sections.write(
                session,
                kept.id,
                body,
                author_id=self.chair.person.id,
                reason="",
                base_revision=kept.section.revision,
                now=self.group.clock(),
            )

    def change(self, key, **values):
        with self.group.database.begin() as session:
            sections.change(session, self.kept(key), **values)

    def draft(self):
        """Assemble an edition, keep it, and return its Markdown."""
        snapshot, as_of = self.do(drafting.material)
        edition = documents.draft(snapshot, as_of=as_of).edition
        return self.do(drafting.keep, edition=edition).markdown

    def look(self, markdown, caller=None, name="draft.md"):
        data = markdown.encode()
        return self.do(importing.look, caller, file_name=name, data=data)

    def take(self, looked, caller=None):
        return self.do(importing.take, caller, import_id=looked.import_id)

    def bring(self, markdown, caller=None):
        """Look at an edited draft and say yes to it."""
        return self.take(self.look(markdown, caller), caller)


def a_desk(database):
    """Return a group whose paper has an introduction and an outlook."""
    group = Group(database)
    desk = Desk(
        group=group,
        chair=group.add(Role.CHAIR, "UCHAIR"),
        editor=group.add(Role.EDITOR, "UEDITOR"),
    )
    with database.begin() as session:
        ensure(session, group.sig)
    desk.write("introduction", INTRODUCTION)
    desk.write("outlook", OUTLOOK)
    return desk
