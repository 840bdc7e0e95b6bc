"""Hostile texts in every field of writing the paper: kept as they are, or refused."""

import json
from contextlib import suppress

from factories_paper import AS_OF
from hostile_texts import MORE_TEXTS, TEXTS

from bot.domain.errors import ConvenorError
from bot.domain.whitepaper import Section, SectionMode
from bot.domain.whitepaper.markers import split
from bot.services.whitepaper import adding, boards, commenting, outlining, writing
from storage import sections as section_rows
from storage import whitepaper
from templates import documents
from templates.whitepaper import commenting as comment_views
from templates.whitepaper import outlining as views
from templates.whitepaper import writing as text_views

PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam")


def sections_for(group, texts):
    """Give each text a section of its own; return their ids."""
    with group.database.begin() as session:
        paper = whitepaper.paper(session, group.sig.id)
        return [
            section_rows.add(
                session,
                paper.id,
                Section(
                    key=f"own_{place}",
                    title=f"Section {place}",
                    position=90 + place,
                    mode=SectionMode.HANDWRITTEN,
                ),
            )
            for place, _ in enumerate(texts)
        ]


def paper_of(group):
    with group.database.read() as session:
        snapshot = whitepaper.snapshot(session, group.sig.id)
    return documents.draft(snapshot, as_of=AS_OF)


def test_whatever_is_written_stands_in_the_paper_byte_for_byte(group):
    every = TEXTS + MORE_TEXTS
    written = {}
    for section_id, text in zip(sections_for(group, every), every, strict=True):
        with suppress(ConvenorError):
            saved = group.do(
                writing.save,
                "editor",
                section_id=section_id,
                base_revision=1,
                body=text,
                reason=text[:100],
            )
            written[saved.kept.section.key] = text
            found = group.do(writing.history, "member", name=section_id)
            shown = json.dumps(text_views.history(found).arguments())
            assert not any(ping in shown for ping in PINGS)

    draft = paper_of(group)

    bodies = {each.key: each.body for each in split(draft.markdown)[1::2]}
    assert written == {key: bodies[key] for key in written}
    assert len(every) / 2 < len(written) < len(every)
    assert "<script" not in draft.html


def test_titles_and_comments_ping_nobody_and_forge_no_heading(group):
    order = group.order()
    for number, text in enumerate(TEXTS):
        with suppress(ConvenorError):
            typed = {"title": text[:150]}
            added = group.do(adding.add, "chair", nonce=str(number), typed=typed)
            group.do(
                commenting.comment,
                "member",
                section_id=added.id,
                nonce=str(number),
                typed={"text": text[:3000], "proposal": text[:3000]},
            )
            board = group.do(boards.board, "editor", name=added.id)
            shown = json.dumps(comment_views.board(board).arguments())
            assert not any(ping in shown for ping in PINGS)

    outline = group.do(outlining.outline, "chair")
    for offset in range(0, len(outline.cards), 10):
        shown = json.dumps(views.listing(outline, offset=offset).arguments())
        assert not any(ping in shown for ping in PINGS)
    assert len(group.order()) > len(order) + 10
    lines = paper_of(group).markdown.split("\n")
    # The title page has no such heading, and what is optional is not begun.
    assert sum(line.startswith("## ") for line in lines) == len(group.order()) - 3
