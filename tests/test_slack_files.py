"""Files in Slack: fetched with the token from nowhere but Slack, and not for ever."""

import pytest
from slack_sdk import WebClient
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from bot import slack_files
from bot.domain.errors import ConvenorError, InvalidInputError, UnavailableError
from bot.domain.practices.outside import MAX_BYTES
from bot.playground.server import Playground
from templates.messages import sentence
from templates.reports import File, Upload

ANSWERS = {
    "sign-in": lambda _: HTMLResponse("<html>Sign in</html>"),
    "moved": lambda _: RedirectResponse("http://127.0.0.1:9/elsewhere"),
    "forbidden": lambda _: PlainTextResponse("no", 403),
    "broken": lambda _: PlainTextResponse("oops", 503),
    "huge": lambda _: Response(b"x" * (MAX_BYTES + 1), media_type="text/plain"),
}


@pytest.fixture
def slack():
    routes = [Route(f"/{name}/{{rest:path}}", say) for name, say in ANSWERS.items()]
    with Playground(extra_routes=routes) as playground:
        playground.workspace.add_user(id="U1", name="member")
        yield playground


@pytest.fixture
def client(slack):
    return WebClient(slack.bot_token, base_url=slack.api_url, timeout=5)


def a_file(slack, data=b"## Title", *, under=""):
    file = slack.person("U1").new_file("form.md", data)
    file.base_url = f"{slack.url}{under}"
    return file.id


def test_a_file_comes_with_its_name_and_owner(slack, client):
    found = slack_files.fetch(client, a_file(slack))

    assert (found.name, found.user, found.data) == ("form.md", "U1", b"## Title")


@pytest.mark.parametrize(
    ("under", "words"),
    [
        ("/sign-in", "I may not read files here."),
        ("/moved", "I may not read files here."),
        ("/forbidden", "I may not read files here."),
        ("/broken", "Slack did not give me the file just now."),
    ],
)
def test_what_slack_does_not_give_is_said(slack, client, under, words):
    with pytest.raises(UnavailableError, match=words):
        slack_files.fetch(client, a_file(slack, under=under))


def test_a_file_that_is_larger_than_it_says_is_not_read_to_its_end(slack, client):
    with pytest.raises(InvalidInputError, match="This file has 200 kB"):
        slack_files.fetch(client, a_file(slack, under="/huge"))


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example",
        "https://slack.com.evil.example",
        "http://files.slack.com",
        "https://files.slack.com@evil.example",
        "file:///etc",
        "",
    ],
)
def test_the_token_goes_to_nobody_else(slack, client, address):
    file_id = a_file(slack)
    slack.workspace.files[file_id].base_url = address

    with pytest.raises(UnavailableError, match="lies outside Slack"):
        slack_files.fetch(client, file_id)


@pytest.mark.parametrize(
    "address",
    ["https://files.slack.com/x", "https://a.slack-gov.com/x", "https://slack.com/x"],
)
def test_slacks_own_hosts_are_known(client, address):
    assert slack_files._is_slacks(client, address)


def test_a_slack_that_cannot_be_reached_is_said(client):
    client.base_url = "http://127.0.0.1:9/api/"

    with pytest.raises(ConvenorError, match="did not give me the file"):
        slack_files.fetch(client, "F1")


def test_a_parcel_shows_how_far_it_is(slack, client):
    parcel = slack_files.Parcel(client, "U1")
    file = File(name="a.csv", title="A", content=b"x", description="A table.")

    assert parcel.open(sentence("Making it"))
    upload = parcel.upload([file])
    parcel.show(sentence("There"))

    assert upload is Upload.DONE
    texts = [message.text for message in slack.person("U1").direct_messages()]
    assert texts == ["There", ""]
