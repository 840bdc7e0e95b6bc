"""Formatted texts of a practice: kept as Markdown, and plain texts as they are."""

from dataclasses import replace

import pytest
from formatted import BLOCKS
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInputError
from bot.domain.practices import (
    ADVISED,
    FORMATTABLE,
    LIMITS,
    changed_fields,
    check_lengths,
    document_of,
    plain_document,
    readable_text,
    tidy,
    with_document,
)
from bot.domain.practices.text_files import MAX_BYTES, read_text_file
from bot.domain.rich_text import (
    Block,
    BlockKind,
    Span,
    from_markdown,
    from_slack,
    readable,
    to_slack,
)
from bot.domain.rich_text import tidy as tidy_document

from factories import a_content

NAMES = st.sampled_from(FORMATTABLE)
A_LIST = "Two parts:\n\n- **one**\n- two"


def a_formatted(name="description", text=A_LIST, **changes):
    return replace(a_content(**changes), formatted=(name,), **{name: text})


def through_the_editor(content, name):
    """Return the content after Slack showed a text and gave it back untouched."""
    shown = to_slack(document_of(content, name))
    return with_document(content, name, from_slack(shown))


@given(NAMES, BLOCKS)
def test_what_was_written_comes_back(name, blocks):
    document = tidy_document(blocks)

    content = with_document(a_content(), name, document)

    read = document_of(content, name)
    assert [block.text for block in read] == [block.text for block in document]
    assert tidy(content) == content


@given(NAMES, st.text())
def test_a_text_that_is_only_shown_does_not_change(name, text):
    content = tidy(a_content(**{name: text}))

    assert through_the_editor(content, name) == content


@given(NAMES, BLOCKS)
def test_a_formatted_text_that_is_only_shown_does_not_change(name, blocks):
    content = with_document(a_content(), name, tidy_document(blocks))

    assert readable_text(through_the_editor(content, name), name) == readable_text(
        content, name
    )


@given(st.text())
def test_a_text_without_formatting_keeps_its_signs(text):
    content = with_document(a_content(), "problem", plain_document(text))

    assert content.formatted == ()
    assert content.problem == "\n\n".join(block.text for block in plain_document(text))


def test_signs_that_were_typed_are_no_formatting():
    content = with_document(a_content(), "problem", plain_document("*not* `bold`"))

    assert (content.problem, content.formatted) == ("*not* `bold`", ())


def test_a_list_is_markdown_and_reads_well():
    document = (
        Block(kind=BlockKind.ITEM, spans=(Span("one", bold=True),)),
        Block(kind=BlockKind.ITEM, spans=(Span("two & *"),)),
    )

    content = with_document(a_content(), "transfer", document)

    assert content.transfer == "- **one**\n- two & \\*"
    assert content.formatted == ("transfer",)
    assert readable_text(content, "transfer") == "• one\n• two & *"


def test_a_text_may_become_plain_again():
    content = with_document(a_formatted(), "description", plain_document("Plain."))

    assert (content.description, content.formatted) == ("Plain.", ())


def test_an_address_in_a_text_that_nobody_touched_makes_no_formatting():
    content = a_content(description="See https://example.org now.")
    linked = (
        Block(
            spans=(
                Span("See "),
                Span("https://example.org", url="https://example.org"),
                Span(" now."),
            )
        ),
    )

    assert with_document(content, "description", linked) == content
    written = with_document(a_content(), "description", linked)
    assert written.description == "See <https://example.org> now."


def test_tidying_keeps_only_formatting_that_is_there():
    content = tidy(a_formatted(text="just words"))
    unknown = tidy(replace(a_content(title=" x "), formatted=("title",)))

    assert (content.description, content.formatted) == ("just words", ())
    assert (unknown.title, unknown.formatted) == ("x", ())


@given(NAMES, st.text())
def test_markdown_from_anywhere_becomes_canonical(name, text):
    content = tidy(a_formatted(name, text))

    assert tidy(content) == content
    assert readable_text(content, name).split() == readable(from_markdown(text)).split()


def test_only_what_one_reads_is_counted():
    fits = a_formatted("problem", "**" + "x" * LIMITS["problem"] + "**")
    over = a_formatted("problem", "**" + "x" * (LIMITS["problem"] + 1) + "**")

    assert check_lengths(fits) == {}
    assert list(check_lengths(over)) == ["problem"]


def test_a_description_may_be_longer_than_is_advised():
    assert ADVISED["description"] < LIMITS["description"] == 12_000


def test_a_change_of_formatting_is_a_change_of_the_text():
    before = a_content(description="one")
    after = a_formatted(text="**one**")

    assert changed_fields(before, after) == ("description",)
    assert changed_fields(a_formatted(text="one"), before) == ("description",)


# --- texts from files ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Põhjus — déjà vu".encode(), "Põhjus — déjà vu"),
        ("\ufeffPõhjus".encode(), "Põhjus"),
        ("Põhjus 👩‍⚕️".encode("utf-16"), "Põhjus 👩‍⚕️"),
        ("\ufeffPõhjus".encode("utf-16-be"), "Põhjus"),
        ("Größe und Zeit".encode("cp1252"), "Größe und Zeit"),
        (b"one\r\n\r\ntwo", "one\n\ntwo"),
        (b"*not* formatted", "*not* formatted"),
    ],
)
def test_files_in_several_encodings_are_read(data, text):
    assert readable(read_text_file("a.txt", data)) == text


def test_markdown_files_keep_their_formatting():
    document = read_text_file("Story.MD", b"# Head\n\n- **one**\n  - two\n")

    content = with_document(a_content(), "description", document)
    assert content.description == "**Head**\n\n- **one**\n    - two"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04", "end in .md or .txt"),
        ("noending", b"text", "end in .md or .txt"),
        ("a.md", b"PK\x03\x04\x14\x00", "a Word, Excel or zip file, whatever"),
        ("a.txt", b"%PDF-1.7", "a PDF, whatever its name says"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.txt", b"{\\rtf1 text}", "RTF"),
        ("a.txt", b"MZ\x00\x03" + bytes(range(32)) * 9, "not a text file"),
        ("a.txt", b"\xff\xfea", "cut off or damaged"),
        ("a.txt", b"\x81\x8d\xff", "cannot read the letters"),
        ("a.txt", b"", "no text in this file"),
        ("a.md", b" \n\t\n", "no text in this file"),
        ("a.txt", b"x" * 12_001, "12,001 characters; 12,000 fit"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "kB fit"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(name, data, said):
    with pytest.raises(InvalidInputError, match=said) as caught:
        read_text_file(name, data)

    assert list(caught.value.fields) == ["file"]


@given(st.binary(max_size=200), st.sampled_from(["a.md", "a.txt"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        document = read_text_file(name, data)
    except InvalidInputError as refused:
        said = refused.fields
    else:
        said = {"file": readable(document)}

    assert list(said) == ["file"]
    assert said["file"]
