"""A practice, from the form to its acceptance."""

import re
from collections.abc import Mapping
from typing import Any

from bot.cli.story.telling import Stage, expect
from bot.playground.people import Person
from templates.members.welcome import WELCOME
from templates.practices.asides import ALIKE

TITLE = "Remote heart check in villages without a doctor"
_FIRST_FIELD = "'block_id': 'title'"
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


def play(stage: Stage, *, author: Person, chair: Person) -> None:
    """Share a practice and accept it."""
    _share(stage, author)
    _accept(stage, author, chair)


def _share(stage: Stage, author: Person) -> None:
    stage.types(author, "/practice")
    _come_in(stage, author)
    stage.view(author, _FIRST_FIELD)
    stage.says(author, "fills in the first step.")
    author.fill(_STEP_1)
    outcome = author.submit()
    for field, sentence in outcome.errors.items():
        stage.says(author, f"sees beside “{field}”: {sentence}")
    author.fill({"start": "2024-01"})
    expect(not author.submit().errors, "the first step")
    stage.says(author, "mends it, fills in the second step and presses [Submit].")
    author.fill(_STEP_2)
    expect(not author.submit().errors, "the second step")
    _say_it_is_new(author)
    stage.says(author, "alone sees:", stage.answer(author, "is with the").text)
    announced = stage.message(author, TITLE, "was submitted")
    stage.says(author, "and everybody else in the channel see:", announced.text)


def _come_in(stage: Stage, person: Person) -> None:
    """Read the privacy notice, as everybody does once; what was typed goes on."""
    view = stage.view(person, WELCOME, _FIRST_FIELD)
    if view["callback_id"] == WELCOME:
        button = view["submit"]["text"]
        stage.says(person, f"reads once what is stored, and presses [{button}].")
        expect(not person.submit().errors, "coming in")


def _say_it_is_new(author: Person) -> None:
    """Answer the question about look-alikes: a group that was kept has one."""
    if author.view is not None and author.view["callback_id"] == ALIKE:
        author.fill({"choice": "new"})
        expect(not author.submit().errors, "the look-alikes")


def _accept(stage: Stage, author: Person, chair: Person) -> None:
    announced = stage.message(chair, TITLE, "was submitted")
    ref = _REFERENCE.findall(announced.text)[0]
    stage.types(chair, "/practice", f"accept {ref}")
    told = stage.direct_message(author, ref, "was accepted")
    stage.says(author, "gets a direct message:", told.text)
