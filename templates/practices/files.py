"""Practices as one file: a table, the exchange format, or a text to read."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.domain.exchange.practice_writing import practice_json
from bot.domain.exchange.tables import cell
from bot.domain.exchange.values import SCHEMA_VERSION, PracticeRecord
from bot.domain.practices import Practice, PracticeContent
from bot.domain.practices.listing import Filters
from bot.domain.references import Kind
from templates import labels
from templates.documents.words import country
from templates.messages import Post, paragraph
from templates.practices import words
from templates.reports import File, Upload
from templates.text import (
    Markdown,
    markdown_block,
    markdown_inline,
    markdown_link,
    mrkdwn,
)

# What a reader of the table or the text finds, in this order.
_FACTS = (
    *("organisation", "country", "nuts_name", "themes", "type", "scope", "stage"),
    *("start", "end", "target_groups", "trl", "twinning_role", "valid_as_of"),
)
_TEXTS = (
    *("problem", "description", "stakeholders", "resources", "funding", "evidence"),
    *("evidence_level", "difficulties", "transfer", "transfer_readiness"),
    *("looking_for", "interest_disclosure"),
)
_TITLES = ("title", "title_original", "summary")


class Format(StrEnum):
    """A kind of file."""

    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"


_WORDS = {Format.CSV: "CSV", Format.JSON: "JSON", Format.MARKDOWN: "Markdown"}
_FORMATS = {"markdown": Format.MARKDOWN} | {str(kind): kind for kind in Format}


def read_format(typed: str) -> Format | None:
    """Read which kind of file somebody wants."""
    return _FORMATS.get(typed.strip().lower().lstrip("."))


def file_of(
    kind: Format,
    practices: Sequence[Practice],
    *,
    group: str,
    filters: Filters,
    themes: Mapping[str, str],
) -> File:
    """Make the file; ``themes`` are the words for their slugs."""
    if kind is Format.CSV:
        content = table(practices, themes)
    elif kind is Format.JSON:
        content = exchange(practices)
    else:
        content = text(practices, group=group, filters=filters, themes=themes)
    many = _many(len(practices))
    return File(
        name=f"practices.{kind}",
        title=f"{group}: {many}",
        content=content,
        description=f"{many} of {group}.",
    )


def table(practices: Sequence[Practice], themes: Mapping[str, str]) -> bytes:
    """Return the practices as CSV (RFC 4180), for a spreadsheet.

    It begins with a byte order mark, without which Excel garbles names; no cell is a
    formula.
    """
    named = (*_TITLES, *_FACTS, *_TEXTS, "links")
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["Practice", "State", "Cluster", *map(words.field, named)])
    for practice in practices:
        about = (practice.ref, labels.STATUSES[practice.status], practice.cluster_name)
        values = [_value(practice.content, name, themes) for name in named]
        writer.writerow([cell(each) for each in (*about, *values)])
    return written.getvalue().encode("utf-8-sig")


def exchange(practices: Sequence[Practice]) -> bytes:
    """Return the practices as ``convenor export`` writes them, without their authors.

    Whoever reads it back may be another group, where the people are not known.
    """
    keys = {each.number or 0: each.key or each.ref for each in practices}
    records = [
        practice_json(PracticeRecord(practice=each), {Kind.PRACTICE: keys})
        for each in practices
    ]
    value = {"schema_version": SCHEMA_VERSION, "practices": records}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def text(
    practices: Sequence[Practice],
    *,
    group: str,
    filters: Filters,
    themes: Mapping[str, str],
) -> bytes:
    """Return the practices as Markdown to read; what people typed stays text."""
    asked = f" ({'; '.join(filters.words)})" if filters.words else ""
    parts = [f"# {markdown_inline(group)}", f"{_many(len(practices))}{_md(asked)}."]
    for practice in practices:
        parts += _read(practice, themes)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def coming(kind: Format, count: int) -> Post:
    """Say where the file will be."""
    return paragraph(
        f"{_many(count)} as a {_WORDS[kind]} file: it comes into your direct messages "
        "with me."
    )


def making(kind: Format, count: int) -> Post:
    """Say that the file is being made."""
    return paragraph(f"Putting {_many(count)} into a {_WORDS[kind]} file…")


def delivered(kind: Format, count: int, upload: Upload) -> Post:
    """Say where the file is, or why it is not, and what to do then."""
    said = {
        Upload.DONE: f"{_many(count)} as a {_WORDS[kind]} file, for you alone.",
        Upload.REFUSED: "I may not upload files here. Whoever runs Convenor can add "
        "the permission `files:write`.",
        Upload.UNCERTAIN: "Slack did not confirm the upload. If the file is not here, "
        f"type `/practice export {kind}` again.",
    }
    return paragraph(said[upload])


def not_made(sentence: str) -> Post:
    """Say that the file did not come about, and why."""
    return paragraph(f"The file could not be made. {mrkdwn(sentence)}")


def no_direct_message() -> Post:
    """Say that the file has nowhere to go."""
    return paragraph("I cannot write to you directly, so I cannot send you the file.")


def which(typed: str) -> Post:
    """Ask for a kind of file that there is."""
    known = (
        f"I do not know a file of the kind “{mrkdwn(typed[:20])}”. " if typed else ""
    )
    text = (
        f"{known}Choose one: `/practice export csv` (for a spreadsheet), "
        "`/practice export json` (to import it elsewhere) or `/practice export md` (to "
        "read). Filters follow as in `/practice list`, for example "
        "`/practice export csv theme:ai status:accepted`."
    )
    return paragraph(text)


def _read(practice: Practice, themes: Mapping[str, str]) -> list[str]:
    content = practice.content
    by = f" Shared by {markdown_inline(practice.cluster_name or '')}."
    state = markdown_inline(labels.STATUSES[practice.status])
    facts = [
        f"- {words.field(name)}: {_md(_value(content, name, themes))}"
        for name in _FACTS
        if _value(content, name, themes)
    ]
    texts = [
        f"**{words.field(name)}**\n\n{markdown_block(_value(content, name, themes))}"
        for name in _TEXTS
        if _value(content, name, themes)
    ]
    links = [f"- {markdown_link(link)}" for link in content.links]
    return [
        f"## {practice.ref} {markdown_inline(content.title)}",
        markdown_inline(content.title_original or ""),
        markdown_inline(content.summary),
        f"State: {state}.{by if practice.cluster_name else ''}",
        "\n".join(facts),
        *texts,
        "\n".join(["**Links**", "", *links]) if links else "",
    ]


def _value(content: PracticeContent, name: str, themes: Mapping[str, str]) -> str:
    if name == "country":
        return country(content.country) if content.country else ""
    return words.value(content, name, themes)


def _md(text: str) -> Markdown:
    """Return a value of one line; a list of several goes on one line."""
    return markdown_inline(text.replace("\n", ", "))


def _many(count: int) -> str:
    return "1 practice" if count == 1 else f"{count} practices"
