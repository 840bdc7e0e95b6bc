"""Editions through Slack: what changed, how far it is, published, withdrawn."""

from scenarios_papers import CHANNEL, draft, files

from scenarios_forms import seen, share


def accepted(slack, member, chair):
    """Let a member submit a practice and the chair accept it."""
    share(slack, member, channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "was submitted"))
    chair.command("/practice", "accept P-1", channel=CHANNEL)
    slack.wait_until(lambda: seen(chair, CHANNEL, "is accepted. Its author"))


def ask(slack, person, text, answer):
    person.command("/whitepaper", text, channel=CHANNEL)
    slack.wait_until(lambda: seen(person, CHANNEL, answer))
    return seen(person, CHANNEL, answer)[-1]


def test_what_changed_is_told_with_the_draft_in_private_and_as_a_page(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    draft(slack, chair)
    accepted(slack, member, chair)
    draft(slack, chair)
    slack.wait_until(lambda: seen(chair, CHANNEL, "*What changed:* New: P-1."))

    told = ask(slack, member, "diff", "From edition 0.1 to 0.2")
    place = slack.workspace.direct_channel(member.id).id
    slack.wait_until(lambda: files(member, place))
    (page,) = files(member, place)
    listed = ask(slack, member, "history", "The white paper so far")

    assert told.ephemeral
    assert listed.ephemeral
    assert "2 editions" in listed.text
    assert page.name == "changes-0.1-0.2.html"
    assert b"<ins>" in member.download(page)
    assert slack.complaints == []


def test_the_paper_is_published_with_its_citation_and_withdrawn(slack, convenor):
    member, chair = slack.person("UMEMBER"), slack.person("UCHAIR")
    accepted(slack, member, chair)

    question = ask(slack, chair, "publish", "*Publish edition 1.0?*")
    chair.press(question, "Publish all the same")
    slack.wait_until(lambda: seen(member, CHANNEL, "is published*"))
    slack.wait_until(lambda: "CITATION.cff" in {each.name for each in files(member)})
    chair.command("/whitepaper", "withdraw", channel=CHANNEL)
    slack.wait_until(lambda: chair.view is not None)
    chair.fill({"reason": "A wrong figure."})
    assert chair.submit().errors == {}

    slack.wait_until(lambda: seen(member, CHANNEL, "is withdrawn.*"))
    assert not seen(member, CHANNEL, "is withdrawn.*")[0].ephemeral
    assert slack.complaints == []


def test_the_status_tells_everybody_what_is_missing_and_what_is_next(slack, convenor):
    member = slack.person("UMEMBER")

    post = ask(slack, member, "status", "There is no edition yet")

    text = str(post.blocks)
    assert post.ephemeral
    assert "needs an owner" in text
    assert "No practice may be printed yet" in text


def test_a_member_cannot_publish(slack, convenor):
    member = slack.person("UMEMBER")

    ask(slack, member, "publish", "can publish and withdraw the white paper")
