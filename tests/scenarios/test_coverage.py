"""What the paper covers, through Slack: words at once, pictures in private."""

from datetime import date

from scenarios_papers import CHANNEL, draft, files

from bot.cli import papers
from bot.domain.whitepaper.exports import Format
from storage import editions

from scenarios_forms import seen, share

PNG = b"\x89PNG\r\n\x1a\n"


def accepted(slack, member, chair):
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted. Its author"))


def ask(slack, person):
    person.command("/whitepaper", "coverage", channel=CHANNEL)
    slack.wait_until(lambda: seen(person, CHANNEL, "What the paper covers today"))
    return seen(person, CHANNEL, "What the paper covers today")[-1]


def test_words_come_at_once_and_pictures_with_their_words_in_private(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)

    told = ask(slack, member)
    place = slack.workspace.direct_channel(member.id).id
    slack.wait_until(lambda: seen(member, place, "as pictures"))
    sent = files(member, place)

    assert told.ephemeral
    assert "1 practice from 1 country" in told.text
    assert "none yet" in told.text
    assert "coverage.png" in {each.name for each in sent}
    assert all(member.download(each).startswith(PNG) for each in sent)
    assert files(member, CHANNEL) == []
    assert slack.complaints == []


def test_the_drafts_files_have_the_pictures_that_the_paper_names(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)

    paper = draft(slack, chair)

    names = {each.name for each in files(chair)}
    assert "](coverage.png)" in paper["md"]
    assert "coverage.png" in names
    assert 'src="data:image/png;base64,' in paper["html"]


def test_the_command_line_writes_the_same_pictures_and_the_edition_keeps_them(
    slack, convenor, settings, tmp_path
):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)
    draft(slack, chair)
    sent = {each.name: chair.download(each) for each in files(chair)}

    written = papers.write(
        settings.database_url,
        tmp_path / "paper",
        as_of=date(2001, 1, 1),
        formats=[Format.MARKDOWN, Format.HTML],
    )
    with convenor.deps.db.read() as session:
        edition = editions.find(session, 1, "")
        kept = editions.pictures(session, edition.id)

    assert {path.name: path.read_bytes() for path in written} == sent
    assert {each.name: each.content for each in kept} == {
        name: data for name, data in sent.items() if name.endswith(".png")
    }
    assert kept


def test_a_group_without_practices_hears_what_to_do(slack, convenor):
    member = slack.person("UMEMBER")

    told = ask(slack, member)

    assert "0 practices from 0 countries" in told.text
    assert "There is nothing to draw yet" in told.text


def test_without_uploads_the_words_are_said_to_be_the_same(slack, convenor, caplog):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)
    slack.installation.scopes.discard("files:write")

    ask(slack, member)
    place = slack.workspace.direct_channel(member.id).id

    slack.wait_until(lambda: seen(member, place, "I may not send files here"))
    assert "Files cannot be uploaded here" in caplog.text


def open_roles(slack, person, text="credit"):
    person.command("/whitepaper", text, channel=CHANNEL)
    slack.wait_until(lambda: person.view is not None)


def test_somebody_corrects_their_own_roles_and_the_next_draft_says_so(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)
    before = draft(slack, chair)["md"]

    open_roles(slack, member)
    member.fill({"roles": ["software", "data_curation"]})
    assert member.submit().errors == {}
    slack.wait_until(lambda: seen(member, CHANNEL, "You are credited"))
    (told,) = seen(member, CHANNEL, "You are credited")
    after = draft(slack, chair)["md"]

    assert told.ephemeral
    assert "Data curation and Software" in told.text
    assert "Data curation; Software" not in before
    assert "Data curation; Software" in after
    assert "Supervision" in after
    assert slack.complaints == []


def test_editors_correct_what_others_are_credited_with_and_members_do_not(
    slack, convenor
):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")

    member.command("/whitepaper", "credit <@UCHAIR|chair>", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "can correct what others"))
    chair.command("/whitepaper", "credit nobody", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "I do not know this person"))
    chair.command("/whitepaper", "status", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "There is no edition"))
    member.command("/whitepaper", "status", channel=CHANNEL)
    slack.wait_until(lambda: seen(member, CHANNEL, "There is no edition"))
    open_roles(slack, chair, "credit <@UMEMBER|member>")
    chair.fill({"roles": ["resources"]})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: seen(chair, CHANNEL, "<@UMEMBER> is credited"))
    assert slack.complaints == []
