"""`/whitepaper export` as members meet it."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from factories_paper import a_practice, a_snapshot

from bot.cli import papers
from bot.domain.whitepaper.exports import Format
from storage import editions, sigs
from templates import documents
from templates.documents import pdf, word

from scenarios_forms import seen

CHANNEL = "CSIG"
FILES = [Format.MARKDOWN, Format.HTML, Format.PDF, Format.DOCX]


@pytest.fixture
def edition(convenor):
    """Edition 0.1, as it was kept; the group has changed since."""
    snapshot = a_snapshot(practices=(a_practice(1, title="Häälisõnum 🚀"),))
    made = documents.draft(snapshot, as_of=date(2026, 3, 1)).edition
    with convenor.deps.db.begin() as session:
        (sig,) = sigs.all_sigs(session)
        return editions.add(session, sig.id, made)


def sent(person):
    return [file for message in person.direct_messages() for file in message.files]


def direct(person, words):
    return [each for each in person.direct_messages() if words in each.text]


def export(slack, person, text, channel=CHANNEL):
    """Ask for an edition, and return the file that comes."""
    before = len(sent(person))
    assert person.command("/whitepaper", f"export {text}", channel=channel).ok
    slack.wait_until(lambda: len(sent(person)) == before + 1)
    slack.wait_until(lambda: direct(person, "for you alone"))
    return sent(person)[-1]


def test_a_member_gets_every_format_privately(slack, convenor, edition):
    member, other = slack.person("UMEMBER"), slack.person("UOTHER")

    found = {}
    for form in FILES:
        file = export(slack, member, f"{form}")
        assert file.name == f"white-paper-0.1.{form}"
        found[form] = member.download(file)

    assert found[Format.MARKDOWN].decode() == edition.markdown
    assert found[Format.HTML].startswith(b"<!DOCTYPE html>")
    assert found[Format.PDF].startswith(b"%PDF-1.7")
    assert zipfile.ZipFile(BytesIO(found[Format.DOCX])).testzip() is None
    assert direct(member, "printed in other words: 🚀 as [rocket]")
    # One message for each, changed as the work went on, beside the files.
    assert len([each for each in member.direct_messages() if not each.files]) == 4
    assert sent(other) == []
    assert all(each.ephemeral for each in member.messages(CHANNEL))
    assert slack.complaints == []


def test_the_command_line_writes_the_same_bytes(slack, convenor, settings, tmp_path):
    chair = slack.person("UCHAIR")
    chair.command("/whitepaper", "draft", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "*Edition 0.1*"))
    from_slack = {
        form: chair.download(export(slack, chair, f"{form} 0.1")) for form in FILES
    }

    written = papers.write(
        settings.database_url, tmp_path, as_of=date(2001, 1, 1), formats=FILES
    )

    assert [path.read_bytes() for path in written] == list(from_slack.values())


def test_before_the_first_draft_somebody_hears_what_to_do(slack, convenor):
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "export pdf", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "There is no edition yet"))

    assert seen(member, CHANNEL, "/whitepaper draft")[0].ephemeral
    assert member.direct_messages() == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "md, html, pdf, docx, canvas"),
        ("rtf", "md, html, pdf, docx, canvas"),
        ("pdf 7.7", "There is no edition 7.7"),
        ("pdf <!channel>", "There is no edition"),
    ],
)
def test_what_is_not_understood_is_answered_privately(
    slack, convenor, edition, typed, answer
):
    member = slack.person("UMEMBER")

    member.command("/whitepaper", f"export {typed}", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, answer))

    assert sent(member) == []
    assert all(each.ephemeral for each in member.messages(CHANNEL))


def test_guests_of_the_channel_get_nothing(slack, convenor, edition):
    guest = slack.person("UGUEST")

    guest.command("/whitepaper", "export pdf", channel=CHANNEL)
    slack.wait_until(lambda: guest.messages(CHANNEL) or guest.direct_messages())

    assert sent(guest) == []


def test_a_canvas_where_there_are_canvases(slack, convenor, edition):
    slack.installation.scopes |= {"canvases:write"}
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "export canvas", channel=CHANNEL)
    slack.wait_until(lambda: direct(member, "as a canvas is ready"))

    (canvas,) = slack.workspace.canvases.values()
    assert canvas["access"] == {"UMEMBER": "read"}
    assert "P-1" in canvas["markdown"]
    assert sent(member) == []
    assert slack.complaints == []


def test_without_canvases_the_page_comes_instead(slack, convenor, edition):
    slack.installation.scopes -= {"canvases:write"}
    member = slack.person("UMEMBER")

    file = export(slack, member, "canvas")

    assert file.name == "white-paper-0.1.html"


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_without_the_extra_somebody_hears_how_to_add_it(
    slack, edition, monkeypatch, form
):
    for module in (pdf, word):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    member = slack.person("UMEMBER")

    member.command("/whitepaper", f"export {form}", channel=CHANNEL)
    slack.wait_until(lambda: direct(member, "did not come about"))

    assert direct(member, f"pip install 'convenor[{form}]'")
    assert direct(member, "Edition 0.1 is kept as it was.")
    assert sent(member) == []


def test_without_file_uploads_the_edition_is_kept_and_said(
    slack, convenor, edition, caplog
):
    slack.installation.scopes.discard("files:write")
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "export md", channel=CHANNEL)
    slack.wait_until(lambda: direct(member, "I may not send files here"))

    assert direct(member, "`convenor whitepaper draft --format md`")


def test_somebody_who_cannot_be_written_to_hears_it(slack, convenor, edition, caplog):
    slack.faults.refuse(method="chat.postMessage", error="messages_tab_disabled")
    member = slack.person("UMEMBER")

    member.command("/whitepaper", "export md", channel=CHANNEL)

    slack.wait_until(lambda: seen(member, CHANNEL, "I cannot write to you directly"))
    assert sent(member) == []
