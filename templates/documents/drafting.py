"""Drafting: from a snapshot to the files of one edition."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.whitepaper import (
    BLANK,
    DRAFTING,
    Counts,
    Document,
    Edition,
    EditionState,
    Picture,
    Snapshot,
    assemble,
    digest,
    stamp,
)
from bot.domain.whitepaper.changes import between, first_summary
from bot.domain.whitepaper.exports import Format
from templates.documents.custom import NONE, Custom
from templates.documents.exporting import file_name
from templates.documents.pages import render_html
from templates.documents.sentences import missing_lines
from templates.documents.writing import writer

# Makes the pictures of a paper.
Draw = Callable[[Document], tuple[Picture, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One assembled edition; ``missing`` are plain sentences, not escaped.

    ``edition`` is ready to be stored, with a summary of what changed since the newest.
    """

    edition: Edition
    document: Document
    html: str
    missing: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()

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
        return {
            file_name(self.version, Format.MARKDOWN): self.markdown.encode(),
            file_name(self.version, Format.HTML): self.html.encode(),
        } | {picture.name: picture.content for picture in self.pictures}


def no_pictures(_: Document) -> tuple[Picture, ...]:
    """Draw nothing: what the Markdown says is the same without pictures."""
    return ()


def draft(
    snapshot: Snapshot,
    *,
    as_of: date,
    custom: Custom = NONE,
    draw: Draw = no_pictures,
) -> Draft:
    """Assemble and write the paper. The same data give the same bytes.

    If nothing has changed since the newest edition, it comes out again with the same
    number and date; otherwise ``as_of`` is the date of a new one. ``custom`` are
    templates of the group's own; ``draw`` makes the pictures, which takes seconds.

    Raises:
        ConvenorError: one of those does not work with the group's data.
    """
    document = assemble(snapshot, as_of=as_of)
    write = writer(document, custom)
    fingerprint = digest(write(BLANK))
    newest = snapshot.editions[-1] if snapshot.editions else None
    if newest and newest.is_published and newest.fingerprint != fingerprint:
        # Work on the next edition has begun; what follows is a draft again.
        again = _drafted_again(snapshot)
        return draft(again, as_of=as_of, custom=custom, draw=draw)
    printed = stamp(
        snapshot.editions, fingerprint, first=snapshot.paper.version, as_of=as_of
    )
    markdown = write(printed)
    pictures = draw(document)
    page = render_html(
        markdown,
        title=document.title,
        language=document.language,
        pictures=pictures,
    )
    edition = Edition(
        version=printed.version,
        as_of=printed.as_of,
        sha256=digest(markdown),
        fingerprint=fingerprint,
        summary=_summary(newest, document, markdown),
        markdown=markdown,
    )
    return Draft(
        edition=edition,
        document=document,
        html=page,
        missing=missing_lines(document.missing),
        pictures=pictures,
    )


def _drafted_again(snapshot: Snapshot) -> Snapshot:
    paper, newest = snapshot.paper, snapshot.editions[-1]
    return replace(
        snapshot,
        paper=replace(paper, status=DRAFTING if paper.is_published else paper.status),
        editions=(*snapshot.editions[:-1], replace(newest, state=EditionState.DRAFT)),
    )


def _summary(newest: Edition | None, document: Document, markdown: str) -> str:
    if newest is None:
        counts = document.counts
        return first_summary(counts.practices, counts.recommendations)
    return between(newest.markdown, markdown).summary
