"""What the paper covers, through Slack: words at once, pictures in private."""

from scenarios_papers import CHANNEL, draft, files

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
