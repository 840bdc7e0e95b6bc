"""What admins type and press when they set a group up."""

from bot import scopes

STEPS = (
    {"name": "Prevention SIG", "objectives": "Share what keeps people well."},
    {"licence": "CC-BY-4.0", "language": "en"},
    {"zone": "Europe/Lisbon", "holiday_countries": ["EE", "PT"]},
    {},
)


def an_admin(slack, user_id="UADMIN", *, channels=("CSIG", "CELSE"), **fields):
    """Return an admin of the workspace who is in the channels."""
    fields.setdefault("is_admin", True)
    slack.workspace.add_user(id=user_id, tz="Europe/Tallinn", **fields)
    for channel in channels:
        slack.workspace.channels[channel].members.append(user_id)
    return slack.person(user_id)


def subscribe(slack):
    """Let the local Slack send only the events that the manifest names."""
    slack.installation.events = set(scopes.EVENTS)


def open_setup(slack, person, channel):
    """Type the command and wait for the form."""
    assert person.command("/sig", "setup", channel=channel).ok
    slack.wait_until(lambda: person.view is not None)


def fill(person, *steps):
    """Fill steps one after the other and press the button of each."""
    outcome = None
    for step in steps:
        person.fill(step)
        outcome = person.submit()
    return outcome


def set_up(slack, person, channel, *, steps=STEPS, **typed):
    """Set a group up in a channel; ``typed`` replaces answers of the first step."""
    open_setup(slack, person, channel)
    first, *rest = steps
    assert fill(person, first | typed, *rest).errors == {}


def texts(person, channel):
    """Return what the person sees in a channel."""
    return [message.text for message in person.messages(channel)]


def told(person, words):
    """Return the direct messages with these words."""
    return [m.text for m in person.direct_messages() if words in m.text]
