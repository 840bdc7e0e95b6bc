"""An action item: from a message in the channel to done."""

from datetime import timedelta

from bot.cli.demo_group import CHANNEL
from bot.cli.story.telling import Stage, expect
from bot.playground.people import Person
from bot.scopes import SAVE_ACTION_SHORTCUT
from templates.actions.buttons import DONE

_WANTED = "send the figures of the remote checks"
# The day of the week on which the group meets, and so one on which people work.
_DAYS = timedelta(days=8)


def play(stage: Stage, *, chair: Person, owner: Person) -> None:
    """Ask for something, make it an action item, and do it."""
    due = (stage.watch.now() + _DAYS).date()
    text = f"@{owner.user.name} {_WANTED} by {due:%-d %B}"
    stage.says(chair, "writes in the channel:", text)
    message = chair.say(CHANNEL, text)
    stage.says(
        chair,
        "chooses [Save as action item] in the menu of this message; who does what "
        "until when stands in the form already, to be corrected.",
    )
    chair.message_shortcut(SAVE_ACTION_SHORTCUT, CHANNEL, message.ts)
    expect(due.isoformat() in str(stage.view(chair, _WANTED)), "the due date")
    expect(not chair.submit().errors, "the action item")
    card = stage.message(owner, _WANTED, DONE)
    stage.says(owner, "sees in the channel:", card.text)
    owner.press(card, DONE)
    done = stage.message(owner, _WANTED, "white_check_mark")
    stage.says(owner, "sends them, presses [Done] and sees:", done.text)
