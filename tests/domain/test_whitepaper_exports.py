"""Exports: how people ask for a format and an edition."""

import pytest

from bot.domain.errors import InvalidInputError
from bot.domain.whitepaper.exports import Format, Request, read_request


@pytest.mark.parametrize(
    ("typed", "form", "version"),
    [
        ("pdf", Format.PDF, ""),
        ("  PDF  0.3 ", Format.PDF, "0.3"),
        ("0.3 as docx", Format.DOCX, "0.3"),
        ("word v0.10", Format.DOCX, "0.10"),
        ("edition 1.0 html", Format.HTML, "1.0"),
        (".md", Format.MARKDOWN, ""),
        ("the newest version as canvas", Format.CANVAS, ""),
    ],
)
def test_people_say_it_as_they_like(typed, form, version):
    assert read_request(typed) == Request(form=form, version=version)


@pytest.mark.parametrize(
    "typed",
    ["", "0.3", "rtf", "pdf docx", "pdf 0.3 0.4", "x" * 5000, f"pdf {'9' * 5000}"],
)
def test_what_names_no_format_is_answered_with_all_of_them(typed):
    with pytest.raises(InvalidInputError, match="md, html, pdf, docx, canvas"):
        read_request(typed)
