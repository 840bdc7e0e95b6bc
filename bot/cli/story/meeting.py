"""A meeting: its agenda, who comes, and the reminder of the day before."""

from datetime import datetime, timedelta

import typer

from bot.cli.story.telling import Stage, expect
from bot.playground.people import Person
from templates.rsvps.buttons import YES

POINT = "Licence of the paper"
_DAY = timedelta(days=1)


def play(stage: Stage, *, secretariat: Person, member: Person) -> None:
    """Put a point on the agenda, answer the invitation, be reminded."""
    _propose(stage, secretariat)
    stage.types(member, "/meeting", "next")
    shown = stage.answer(member, YES, "Add to my calendar")
    stage.says(member, "sees:", shown.text)
    member.press(shown, YES)
    answered = stage.answer(member, "Your answer")
    stage.says(member, "presses [Yes] and alone sees:", answered.text)
    if stage.meets_at is not None:
        _remind(stage, member, stage.meets_at - _DAY)


def _propose(stage: Stage, secretariat: Person) -> None:
    stage.types(secretariat, "/meeting", f"agenda {POINT}")
    stage.view(secretariat, POINT)
    secretariat.fill({"kind": "decision", "minutes": "10"})
    expect(not secretariat.submit().errors, "the agenda")
    agenda = stage.answer(secretariat, POINT, "minutes are planned")
    lines = [
        line
        for line in agenda.text.splitlines()
        if any(part in line for part in ("Agenda of", "planned", POINT))
    ]
    said = "fills in how long it takes, and sees in the agenda:"
    stage.says(secretariat, said, "\n".join(lines))


def _remind(stage: Stage, member: Person, moment: datetime) -> None:
    stage.watch.put_forward(moment)
    stage.tick()
    typer.echo("\nThe day before the meeting comes.")
    reminder = stage.message(member, "*Reminder:*")
    stage.says(member, "and all others see in the channel:", reminder.text)
