"""Drafting: from a snapshot to the files of one edition."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.whitepaper import (
    BLANK,
    Counts,
    Document,
    Edition,
    Snapshot,
    assemble,
    digest,
    stamp,
)
from templates.documents.custom import NONE, Custom
from templates.documents.pages import render_html
from templates.documents.sentences import missing_lines
from templates.documents.writing import writer

_NOT_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One assembled edition; ``missing`` are plain sentences, not escaped.

    ``edition`` is ready to be stored, without a summary of what changed.
    """

    edition: Edition
    document: Document
    html: str
    missing: tuple[str, ...]

    @property
    def version(self) -> str:
        """The number of the edition, for example 0.3."""
        return self.edition.version

    @property
    def as_of(self) -> date:
        """The date printed on it."""
        return self.edition.as_of

    @property
    def markdown(self) -> str:
        """The paper itself; everything else is derived from it."""
        return self.edition.markdown

    @property
    def fingerprint(self) -> str:
        """What identifies the content without number and date."""
        return self.edition.fingerprint

    @property
    def sha256(self) -> str:
        """The checksum of the Markdown's bytes."""
        return self.edition.sha256

    @property
    def counts(self) -> Counts:
        """What was counted."""
        return self.document.counts

    def files(self) -> dict[str, bytes]:
        """Return the files by name; the same edition gives the same bytes."""
        version = _NOT_IN_FILE_NAME.sub("-", self.version).strip(".-") or "draft"
        name = f"white-paper-{version}"
        return {
            f"{name}.md": self.markdown.encode(),
            f"{name}.html": self.html.encode(),
        }


def draft(snapshot: Snapshot, *, as_of: date, custom: Custom = NONE) -> Draft:
    """Assemble and write the paper. The same data give the same bytes.

    If nothing has changed since the newest edition, it comes out again with the same
    number and date; otherwise ``as_of`` is the date of a new one. ``custom`` are
    templates of the group's own.

    Raises:
        ConvenorError: one of those does not work with the group's data.
    """
    document = assemble(snapshot, as_of=as_of)
    write = writer(document, custom)
    fingerprint = digest(write(BLANK))
    printed = stamp(
        snapshot.editions, fingerprint, first=snapshot.paper.version, as_of=as_of
    )
    markdown = write(printed)
    page = render_html(markdown, title=document.title, language=document.language)
    edition = Edition(
        version=printed.version,
        as_of=printed.as_of,
        sha256=digest(markdown),
        fingerprint=fingerprint,
        markdown=markdown,
    )
    return Draft(
        edition=edition,
        document=document,
        html=page,
        missing=missing_lines(document.missing),
    )
