"""Ways to break what belongs to records, each with what the report must say."""

RECOMMENDATION = "recommendations[0] R-01"
PAPER = "white_paper"
MEETING = "meetings[0] M-2021-01"
ACTION = "action_items[30] A-2021-31"
DECISION = "decisions[0] D-21"
SERIES = "meeting_series[0] S-1"
SECOND = "meeting_series[1] S-"
MEMBER = "members[0] m-ee"
RECORDS = {
    RECOMMENDATION: ["recommendations", 0],
    PAPER: ["white_paper"],
    MEETING: ["meetings", 0],
    ACTION: ["action_items", 30],
    DECISION: ["decisions", 0],
    SERIES: ["meeting_series", 0],
    SECOND: ["meeting_series", 1],
    MEMBER: ["members", 0],
}
_SUMMARY = "sections.2"
_POSITION = "comments.2"
_DRAFT = "edited_drafts.0"
_CONFLICT = "edited_drafts.0.conflicts.0"
_UNKNOWN = "I do not know nobody."
_TEXT = "This must be text in quotes."
_LIST = "This must be a list [ ... ]."
_MISSING = "This is missing."
_TWICE = "is there twice."
_FIRST = "It cannot end before it begins."
# The record, the field that is changed, its value, and what is said of which field.
PARTS = {
    "rounds": (RECOMMENDATION, "rounds", {}, _LIST),
    "author": (RECOMMENDATION, "author", "nobody", _UNKNOWN),
    "author cluster": (RECOMMENDATION, "author_cluster", "m-ee", "I do not know m-ee."),
    "other": (RECOMMENDATION, "other", "R-99", "I do not know R-99."),
    "reason": (RECOMMENDATION, "reason", "x" * 1001, "That is 1001 characters"),
    "no round": (RECOMMENDATION, "rounds.0.number", None, _MISSING),
    "round zero": (RECOMMENDATION, "rounds.0.number", 0, "Write a number from 1 to"),
    "round twice": (RECOMMENDATION, "rounds.0.number", 2, "Round 2 is there twice."),
    "start of a round": (RECOMMENDATION, "rounds.0.opened_at", None, _MISSING),
    "end of a round": (
        RECOMMENDATION,
        "rounds.0.closes_at",
        "2021-01-01T00:00Z",
        _FIRST,
    ),
    "count of a round": (
        RECOMMENDATION,
        "rounds.0.ended_at",
        "2021-01-01T00:00Z",
        _FIRST,
    ),
    "no zone": (
        RECOMMENDATION,
        "rounds.0.closes_at",
        "2026-09-20T22:00",
        "Write a time",
    ),
    "position": (
        RECOMMENDATION,
        "rounds.0.positions.1",
        "object",
        "This must be an obj",
    ),
    "no cluster": (RECOMMENDATION, "rounds.0.positions.0.cluster", None, _MISSING),
    "cluster twice": (
        RECOMMENDATION,
        "rounds.0.positions.0.cluster",
        "cl-ee",
        "cl-ee is there twice.",
    ),
    "stance": (RECOMMENDATION, "rounds.0.positions.0.stance", "veto", "Choose one of"),
    "person": (RECOMMENDATION, "rounds.0.positions.1.person", "nobody", _UNKNOWN),
    "objection": (
        RECOMMENDATION,
        "rounds.0.positions.1.reason",
        "x" * 1001,
        "That is 1001 characters; 1000 fit here.",
    ),
    "printed": (
        RECOMMENDATION,
        "rounds.0.positions.1.may_print",
        "yes",
        "This must be",
    ),
    "revisions": (PAPER, f"{_SUMMARY}.revisions", "x", _LIST),
    "later revision": (
        PAPER,
        f"{_SUMMARY}.revisions.0.revision",
        5,
        "The newest text is revision 4.",
    ),
    "revision twice": (PAPER, f"{_SUMMARY}.revisions.0.revision", 3, "Revision 3 is"),
    "older text": (PAPER, f"{_SUMMARY}.revisions.0.body_md", None, _MISSING),
    "newest text": (
        PAPER,
        f"{_SUMMARY}.revisions.2.body_md",
        "Another.",
        "The section says this.",
    ),
    "marked text": (
        PAPER,
        f"{_SUMMARY}.revisions.0.body_md",
        "<!-- sig:end x -->",
        "A line looks like the marks",
    ),
    "stored text": (PAPER, f"{_SUMMARY}.revisions.0.body_md", "a\x00", "This holds a"),
    "writer": (PAPER, f"{_SUMMARY}.revisions.0.author", "nobody", _UNKNOWN),
    "why": (PAPER, f"{_SUMMARY}.revisions.0.reason", "x" * 201, "That is 201"),
    "when": (PAPER, f"{_SUMMARY}.revisions.0.at", "yesterday", "Write a time like"),
    "windows": (PAPER, "comment_windows", {}, _LIST),
    "window twice": (PAPER, "comment_windows.0.id", "w-2", "w-2 is there twice."),
    "window of sections": (
        PAPER,
        "comment_windows.0.sections.0",
        "nobody",
        _UNKNOWN,
    ),
    "window ends": (PAPER, "comment_windows.0.closes_at", "2021-01-01T00:00Z", _FIRST),
    "note": (PAPER, "comment_windows.0.note", "x" * 501, "That is 501 characters"),
    "comment twice": (PAPER, "comments.1.id", "c-1", "c-1 is there twice."),
    "comment id": (PAPER, "comments.0.id", "position:1:2:0", "Use up to 80 letters"),
    "no comment id": (PAPER, "comments.1.id", None, _MISSING),
    "position id": (PAPER, f"{_POSITION}.id", "c-9", "A position has none."),
    "comment of nothing": (PAPER, "comments.0.section", None, _MISSING),
    "comment of a section": (PAPER, "comments.0.section", "nobody", _UNKNOWN),
    "comment window": (PAPER, "comments.0.window", "nobody", _UNKNOWN),
    "comment kind": (PAPER, f"{_POSITION}.kind", "song", "Choose one of: comment"),
    "comment text": (PAPER, "comments.0.text", "x" * 3001, "That is 3001 characters"),
    "no comment": (PAPER, "comments.0.text", None, _MISSING),
    "consolidated": (PAPER, f"{_POSITION}.consolidates.0", "nobody", _UNKNOWN),
    "comment state": (PAPER, "comments.0.state", "gone", "Choose one of: open"),
    "answer": (PAPER, "comments.0.answer", "x" * 501, "That is 501 characters"),
    "draft": (PAPER, f"{_DRAFT}.sha256", None, _MISSING),
    "file": (PAPER, f"{_DRAFT}.file", "x" * 1001, "That is 1001 characters"),
    "conflict twice": (PAPER, f"{_CONFLICT}.section", "gone", "gone is there twice."),
    "fate": (PAPER, f"{_CONFLICT}.fate", "fine", "Choose one of: changed"),
    "conflict text": (PAPER, f"{_CONFLICT}.edited", ["x"], _TEXT),
    "settled": (PAPER, f"{_CONFLICT}.state", "over", "Choose one of: open"),
    "credit": (MEMBER, "credit", ["hero"], "Choose from: conceptualization"),
    "credit type": (MEMBER, "credit", "methodology", _LIST),
    "credit by": (MEMBER, "credit_by", "nobody", _UNKNOWN),
    "notes": (MEETING, "notes", {}, _LIST),
    "note twice": (MEETING, "notes.0.position", 2, "2 is there twice."),
    "note point": (MEETING, "notes.0.point", 9, "There is no point 9 on this agenda."),
    "note text": (MEETING, "notes.0.text", "x" * 3001, "That is 3001 characters"),
    "minutes twice": (MEETING, "minutes.0.revision", 2, "2 is there twice."),
    "no minutes": (MEETING, "minutes.0.body_md", None, _MISSING),
    "taken in": (MEETING, "minutes.0.notes", -1, "Write a number from 0 to"),
    "answer to minutes": (MEETING, "answers.0.text", "x" * 2001, "That is 2001"),
    "approved": (MEETING, "approval.revision", 9, "There are no minutes with this"),
    "approved on": (MEETING, "approval.approved_on", "soon", "Write a date like"),
    "approved in": (MEETING, "approval.approved_in", "M-9", "I do not know M-9."),
    "approval": (MEETING, "approval", [], "This must be an object"),
    "proposer": (MEETING, "agenda.0.proposed_by", "nobody", _UNKNOWN),
    "carried": (MEETING, "agenda.0.carried_from", "x", "This must be an object"),
    "carried from": (
        MEETING,
        "agenda.0.carried_from",
        {"meeting": "M-9", "point": 1},
        "I do not know M-9.",
    ),
    "carried from a point": (
        MEETING,
        "agenda.0.carried_from",
        {"meeting": "M-2021-02", "point": 99},
        "carried_from.point: There is no point 99 on this agenda.",
    ),
    "series": (MEETING, "series", "nobody", _UNKNOWN),
    "point": (MEETING, "decisions.0.point", 9, "There is no point 9 on this agenda."),
    "voter": (DECISION, "ballots.0.cluster", "nobody", _UNKNOWN),
    "voter twice": (DECISION, "ballots.0.cluster", "cl-fr", "cl-fr is there twice."),
    "vote": (DECISION, "ballots.0.choice", "maybe", "Choose one of: for"),
    "written point": (DECISION, "point", 1, "There is no point 1 on this agenda."),
    "worker": (ACTION, "done_by", "nobody", _UNKNOWN),
    "carried twice": (ACTION, "carried.0.meeting", "M-2021-03", "A meeting is there"),
    "point of nothing": (ACTION, "meeting", None, "Say of which meeting this is"),
    "point to come": (ACTION, "point", 99, "There is no point 99 on this agenda."),
    "series id": (SECOND, "id", "S-1", "S-1 is there twice"),
    "series to come": (SERIES, "replaces", "S-2", "No series before this one"),
    "series title": (SERIES, "title", "x" * 151, "That is 151 characters"),
    "cadence": (SERIES, "cadence", "daily", "Choose one of: weekday_of_month"),
    "nth": (SERIES, "nth", 0, "Write a number from 1 to 5."),
    "no weekday": (SERIES, "weekday", None, _MISSING),
    "every": (SERIES, "every", 0, "Write a number from 1 to"),
    "clock": (SERIES, "local_time", "noon", "Write a time like 14:00."),
    "room": (SERIES, "join_url", "javascript:alert(1)", "Write an address that"),
    "months": (SERIES, "skip_months.0", 13, "Write a number from 1 to 12."),
    "holidays": (SERIES, "holiday_countries.0", "EL", "I do not know the public"),
    "reminders": (SERIES, "reminder_minutes.0", -5, "Write a number from 0 to"),
    "end of a series": (SERIES, "ends_on", "2020-01-01", _FIRST),
    "misspelt": (SERIES, "evry", 2, "I do not know this field."),
}


def breaking(case):
    """Return how a case breaks the full group, whose it is and what is said."""
    record, field, value, reason = case
    *there, last = [
        *RECORDS[record],
        *(int(step) if step.isdigit() else step for step in field.split(".")),
    ]

    def apply(group):
        target = group
        for step in there:
            target = target[step]
        target[last] = value

    return apply, record, reason
