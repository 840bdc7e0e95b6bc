"""The outbox's worker, and what became of the messages that it was to send."""

from slack_sdk import WebClient

from bot.delivery import Delivery
from storage import outbox

CHANNEL = "CSIG"


def a_worker(slack, database, clock, name="first", **more):
    """Return a worker that does not wait long for Slack."""
    client = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5
    )
    return Delivery(
        db=database, clock=clock, client=client, worker=name, blocked={}, **more
    )


def state(database, key="first"):
    """Return how far a message has come."""
    with database.read() as session:
        return outbox.by_key(session, key).state


def posted(slack, channel=CHANNEL):
    """Return what the chair reads in a channel, oldest first."""
    return [each.text for each in slack.person("UCHAIR").messages(channel)]
