"""What `/meeting` does, an example for each."""

from bot.domain.permissions import Permission
from templates.help.lines import Line

LINES = (
    Line("/meeting next", "the next meeting", Permission.READ_MEETINGS),
    Line(
        "/meeting list",
        "the meetings to come; also past, or cancelled",
        Permission.READ_MEETINGS,
    ),
    Line("/meeting show M-4", "one of them", Permission.READ_MEETINGS),
    Line(
        "/meeting schedule",
        "plan a meeting, or a whole series (chair, secretariat)",
        Permission.SCHEDULE_MEETINGS,
    ),
    Line(
        "/meeting move M-4",
        "another date or time; in a series also all that follow",
        Permission.SCHEDULE_MEETINGS,
    ),
    Line(
        "/meeting cancel M-4",
        "call one off, and say why",
        Permission.SCHEDULE_MEETINGS,
    ),
    Line(
        "/meeting reopen M-4",
        "let a cancelled one take place after all",
        Permission.SCHEDULE_MEETINGS,
    ),
    Line(
        "/meeting agenda",
        "what the next meeting talks about, and how long it takes",
        Permission.READ_MEETINGS,
    ),
    Line(
        "/meeting agenda Licence of the paper",
        "propose a point for it; M-5 in front: for that meeting",
        Permission.PROPOSE_AGENDA,
    ),
    Line(
        "/meeting rsvp",
        "say whether you come, and see who is expected",
        Permission.ANSWER_MEETING,
    ),
    Line(
        "/meeting attendance M-4",
        "who was there; the chair and the secretariat note it",
        Permission.READ_RSVP,
    ),
    Line(
        "/meeting poll",
        "ask the group for a date (chair, secretariat)",
        Permission.POLL_DATES,
    ),
    Line(
        "/meeting poll list",
        "the polls; answer, see who can come",
        Permission.READ_RSVP,
    ),
    Line("/meeting poll 3", "one of them", Permission.READ_RSVP),
    Line(
        "/meeting start",
        "begin a meeting; its thread opens in the channel (chair, secretariat)",
        Permission.RUN_MEETING,
    ),
    Line(
        "/meeting note Estonia shows the figures",
        "write something down; without a text: a form",
        Permission.TAKE_NOTES,
    ),
    Line(
        "/meeting end",
        "end it; the skeleton of the minutes is posted (chair, secretariat)",
        Permission.RUN_MEETING,
    ),
    Line(
        "/meeting minutes M-4",
        "read the minutes; edit, circulate, correct, approve",
        Permission.READ_MINUTES,
    ),
    Line(
        "/meeting calendar",
        "all meetings in your calendar, by an address of your own",
        Permission.READ_MEETINGS,
    ),
    Line(
        "/meeting calendar M-4",
        "one meeting, as a file for your calendar",
        Permission.READ_MEETINGS,
    ),
    Line(
        "/meeting guests",
        "externals without Slack, who are invited by e-mail",
        Permission.INVITE_EXTERNAL,
    ),
    Line("/meeting help", "this list"),
)
