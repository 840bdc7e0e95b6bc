"""The demo's story as plain text: submit, accept, draft; what each person saw."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.domain.errors import ConvenorError
from templates.members.welcome import WELCOME
from templates.practices.asides import ALIKE

if TYPE_CHECKING:
    from bot.playground.people import Person
    from bot.playground.server import Playground

AUTHOR = "UESTONIA"
TITLE = "Remote heart check in villages without a doctor"
_WAIT_SECONDS = 20
_REFERENCE = re.compile(r"P-\d+")

_STEP_1: Mapping[str, Any] = {
    "title": TITLE,
    "summary": "A nurse with a tablet and a cardiologist on call, once a week.",
    "problem": "The next cardiologist is 90 km away and the bus goes twice a day.",
    "description": "A nurse visits three villages, records an ECG and talks to the "
    "cardiologist by video while the patient is there. The record goes to the "
    "national health information system.",
    "organisation": "County hospital (fictional)",
    "country": "EE",
    "themes": ["telehealth", "prevention"],
    "stage": "running",
    "start": "2024-13",
}
_STEP_2: Mapping[str, Any] = {
    "evidence": "412 checks in 2025; 37 people were sent to hospital in time.",
    "evidence_level": "monitoring_data",
    "transfer": "The weekly rhythm and the checklist. You need a nurse whom people "
    "trust and a connection that carries video.",
    "transfer_readiness": "ready_for_transfer",
    "difficulties": "The first winter the tablet froze; now it has a warm bag.",
    "resources": "EUR 64 000 a year for a nurse, a car and two hours of cardiology.",
    "consent": ["rights", "publish", "patients"],
}


def play(slack: "Playground", *, channel: str, chair: str, folder: Path) -> None:
    """Play the story and print it; the files of the paper stay in ``folder``.

    Raises:
        ConvenorError: a step did not come out as told.
    """
    author, leader = slack.person(AUTHOR), slack.person(chair)
    _share(slack, author, channel)
    _accept(slack, leader, author, channel)
    _draft(slack, leader, channel, folder)


def _share(slack: "Playground", author: "Person", channel: str) -> None:
    _says(author, "types /practice for the first time.")
    author.command("/practice", channel=channel)
    _come_in(slack, author)
    slack.wait_until(lambda: author.view is not None, _WAIT_SECONDS)
    _says(author, "fills the first step.")
    author.fill(_STEP_1)
    outcome = author.submit()
    for field, sentence in outcome.errors.items():
        _says(author, f"sees beside “{field}”: {sentence}")
    author.fill({"start": "2024-01"})
    _expect(not author.submit().errors, "the first step")
    author.fill(_STEP_2)
    _expect(not author.submit().errors, "the second step")
    _say_it_is_new(author)
    slack.wait_until(lambda: _read(author, channel, "is with the"), _WAIT_SECONDS)
    _says(author, "alone sees:", _read(author, channel, "is with the"))
    slack.wait_until(lambda: _read(author, channel, "was submitted"), _WAIT_SECONDS)
    _says(author, "and everybody in the channel:", _read(author, channel, TITLE))


def _say_it_is_new(author: "Person") -> None:
    """Answer the question about look-alikes: a group that was kept has one."""
    if author.view is not None and author.view["callback_id"] == ALIKE:
        author.fill({"choice": "new"})
        _expect(not author.submit().errors, "the look-alikes")


def _come_in(
    slack: "Playground", person: "Person", done: Callable[[], object] = list
) -> None:
    """Read the privacy notice, as everybody does once; what was typed then goes on.

    A group that was kept knows its people: then they see a form, or it is ``done``.
    """
    slack.wait_until(lambda: person.view is not None or done(), _WAIT_SECONDS)
    view: Mapping[str, Any] = person.view or {}
    if view.get("callback_id") != WELCOME:
        return
    texts = [block["text"]["text"] for block in view["blocks"] if "text" in block]
    _says(person, f"reads and presses [{view['submit']['text']}]:", "\n".join(texts))
    _expect(not person.submit().errors, "coming in")


def _accept(
    slack: "Playground", leader: "Person", author: "Person", channel: str
) -> None:
    announced = _read(leader, channel, "was submitted")
    wanted = f"accept {_REFERENCE.findall(announced)[-1]}"
    _says(leader, f"types /practice {wanted}.")
    leader.command("/practice", wanted, channel=channel)
    _come_in(slack, leader, author.direct_messages)
    slack.wait_until(author.direct_messages, _WAIT_SECONDS)
    _says(author, "gets a direct message:", author.direct_messages()[-1].text)


def _draft(slack: "Playground", leader: "Person", channel: str, folder: Path) -> None:
    _says(leader, "types /whitepaper draft.")
    leader.command("/whitepaper", "draft", channel=channel)
    slack.wait_until(lambda: _files(leader, channel), _WAIT_SECONDS)
    slack.wait_until(lambda: _read(leader, channel, "*Edition"), _WAIT_SECONDS)
    _says(leader, "sees in the channel:", _read(leader, channel, "*Edition"))
    for file in _files(leader, channel):
        content = leader.download(file)
        path = folder / "after-the-story" / str(file.name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        typer.echo(f"  file: {path} ({len(content)} bytes)")
    papers = [p.read_text("utf-8") for p in folder.glob("after-the-story/*.md")]
    _expect(any(TITLE in paper for paper in papers), "the practice in the paper")
    typer.echo("\nThe end. The paper holds the practice that was just shared.")


def _read(person: "Person", channel: str, words: str) -> str:
    """Return the newest message that holds the words, or nothing."""
    found = [m.text for m in person.messages(channel) if words in m.text]
    return found[-1] if found else ""


def _files(person: "Person", channel: str) -> list[Any]:
    return [file for m in person.messages(channel) for file in m.files]


def _says(person: "Person", what: str, text: str = "") -> None:
    typer.echo(f"\n{person.user.real_name} {what}")
    for line in text.splitlines():
        typer.echo(f"  | {line.replace('*', '')}")


def _expect(fulfilled: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not fulfilled:
        raise ConvenorError(f"The story went wrong at {what}.")
