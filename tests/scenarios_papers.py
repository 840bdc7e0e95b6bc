"""Drafting the paper through Slack, for scenario tests."""

from scenarios_forms import seen

CHANNEL = "CSIG"


def files(person, channel=CHANNEL):
    return [file for message in person.messages(channel) for file in message.files]


def draft(slack, person, channel=CHANNEL):
    """Draft the paper and return its new texts by suffix; pictures come beside them."""
    before, told = len(files(person, channel)), len(seen(person, channel, "*Edition"))
    assert person.command("/whitepaper", "draft", channel=channel).ok
    slack.wait_until(lambda: len(seen(person, channel, "*Edition")) > told)
    slack.wait_until(lambda: len(files(person, channel)) >= before + 2)
    new = files(person, channel)[before:]
    return {
        file.name.rsplit(".", 1)[1]: person.download(file).decode()
        for file in new
        if not file.name.endswith(".png")
    }
