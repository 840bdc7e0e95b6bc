"""What `/action` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line(
        "/action",
        "record who does what until when: a form, or all at once, like `/action "
        "@somebody send the list by 3 December`; you see what I understood first",
        Permission.RECORD_ACTION,
    ),
    Line(
        "/action mine",
        "what you have to do, and your cluster",
        Permission.READ_ACTIONS,
    ),
    Line(
        "/action list",
        "all that are open; also overdue or all, meeting M-4, cluster and a name",
        Permission.READ_ACTIONS,
    ),
    Line(
        "/action show A-13",
        "one with what it comes from, and all its buttons",
        Permission.READ_ACTIONS,
    ),
    Line(
        "/action done A-13",
        "it is done; a link or a sentence after it says what shows that",
        Permission.WORK_ACTION,
    ),
    Line("/action start A-13", "somebody has begun", Permission.WORK_ACTION),
    Line(
        "/action reopen A-13",
        "open it again after it was done or cancelled",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action take A-13",
        "you do what nobody has yet",
        Permission.RECORD_ACTION,
    ),
    Line(
        "/action assign A-13",
        "give it to an @person or a cluster",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action due A-13 next Friday",
        "another date; “none” takes it away",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action snooze A-13 in a week",
        "no reminder before that day",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action block A-13",
        "it cannot go on, and why; those who lead hear of it",
        Permission.WORK_ACTION,
    ),
    Line("/action unblock A-13", "it can go on", Permission.WORK_ACTION),
    Line(
        "/action cancel A-13",
        "it is not to be done any more, and why",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action link A-13 D-4",
        "it belongs to a decision, a meeting, a practice or a section",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action unlink A-13 D-4",
        "it does not any more",
        Permission.WORK_ACTION,
    ),
    Line(
        "/action export",
        "all as a table and as JSON, for you alone; filters as in list",
        Permission.READ_ACTIONS,
    ),
    Line(
        "/action reminders",
        "your weekly summary: pause it, stop it, get it again",
        Permission.READ_ACTIONS,
    ),
    Line("/action help", "this list"),
)
