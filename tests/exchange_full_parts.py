"""What belongs to the records of the full group, and records of its own."""

MEANWHILE = "2026-11-10T09:30:15.000007Z"
ASKED = {
    "author": "m-ee",
    "author_cluster": "cl-ee",
    "other": "R-02",
    "reason": "R-02 says it better.",
    "rounds": [
        {
            "number": 1,
            "opened_at": "2026-09-01T08:00Z",
            "closes_at": "2026-09-20T22:00Z",
            "ended_at": "2026-09-20T22:00:41Z",
            "positions": [
                {
                    "cluster": "cl-fr",
                    "stance": "live_with",
                    "said_at": "2026-09-02T08:00Z",
                },
                {
                    "cluster": "cl-ee",
                    "person": "m-ee",
                    "stance": "object",
                    "reason": "Who pays?\nAnd how?",
                    "may_print": True,
                    "said_at": "2026-09-03T08:00:01Z",
                },
            ],
        },
        {
            "number": 2,
            "opened_at": "2026-11-01T08:00Z",
            "closes_at": "2026-12-01T22:00Z",
        },
    ],
}
WRITTEN_BY = {
    "revision": 4,
    "revisions": [
        {
            "revision": 2,
            "body_md": "What we said first.\r\n",
            "author": "m-ee",
            "reason": "Begun",
            "at": "2026-10-01T08:00Z",
        },
        {"revision": 3, "body_md": "", "at": "2026-10-02T08:00Z"},
        {"revision": 4, "author": "chair", "reason": "Again", "at": MEANWHILE},
    ],
}
WINDOWS = [
    {
        "id": "w-1",
        "sections": ["executive_summary", "methodology"],
        "note": "Before the meeting.",
        "opened_at": "2026-10-01T08:00Z",
        "closes_at": "2026-10-15T22:00Z",
        "opened_by": "chair",
    },
    {
        "id": "w-2",
        "opened_at": "2026-11-01T08:00Z",
        "closes_at": "2026-12-15T22:00Z",
    },
]
COMMENTS = [
    {
        "id": "c-1",
        "section": "executive_summary",
        "window": "w-1",
        "person": "m-ee",
        "cluster": "cl-ee",
        "text": "Too long.\nMuch.",
        "proposal": "Shorter.",
        "late": True,
        "state": "declined",
        "answer": "It stays.",
        "answered_by": "chair",
        "said_at": "2026-10-02T08:00Z",
    },
    {
        "id": "edit:0a1b",
        "section": "methodology",
        "text": "Words of the program's part.",
        "said_at": "2026-10-03T08:00Z",
    },
    {
        "section": "executive_summary",
        "window": "w-1",
        "kind": "position",
        "person": "m-ee",
        "cluster": "cl-ee",
        "text": "All of us: too long.",
        "consolidates": ["c-1"],
        "said_at": "2026-10-04T08:00Z",
    },
]
DRAFTS = [
    {
        "sha256": "c" * 64,
        "file": "draft 0.1 edited.md",
        "brought_by": "m-ee",
        "conflicts": [
            {
                "section": "executive_summary",
                "title": "Executive summary",
                "fate": "conflict",
                "base": "One.\r\n",
                "current": "Two.\n",
                "edited": "Three.",
                "revision": 2,
                "state": "kept",
                "settled_by": "chair",
            },
            {
                "section": "gone",
                "title": "A section that is gone",
                "fate": "gone",
                "edited": "Four.",
                "revision": 1,
            },
        ],
    },
]
CREDIT = {"credit": ["methodology", "writing_editing"], "credit_by": "chair"}

NOTED = {
    "notes": [
        {"position": 1, "point": 1, "text": "Welcome.\nAll of you.", "author": "m-ee"},
        {"position": 2, "text": "Later."},
    ],
    "minutes": [
        {
            "revision": 1,
            "body_md": "## Minutes\n\nFirst.\n",
            "author": "m-ee",
            "at": "2021-01-13T09:00Z",
            "notes": 1,
            "actions": 1,
        },
        {
            "revision": 2,
            "body_md": "## Minutes\n\nSecond.\n",
            "reason": "A correction",
            "at": "2021-01-14T09:00:00.500000Z",
            "notes": 2,
            "decisions": 1,
            "actions": 1,
        },
    ],
    "answers": [
        {"revision": 1, "person": "m-ee", "text": "It was me.", "settled": True},
        {"revision": 2, "person": "chair"},
    ],
    "approval": {
        "revision": 2,
        "approved_on": "2021-02-09",
        "approved_in": "M-2021-02",
        "person": "chair",
    },
}
WORKED = {
    "point": 2,
    "said_by": "m-ee",
    "recorded_by": "chair",
    "done_by": "m-ee",
    "carried": [
        {"meeting": "M-2021-02"},
        {"meeting": "M-2021-03", "read_out": True},
    ],
}
ACTION = {
    "id": "A-2021-31",
    "owner": "m-ee",
    "co_owners": ["cl-fr", "chair"],
    "decision": "D-2021-01",
    "practice": "P-07",
    "section": "methodology",
    "detail": "In two steps.\nOr three.",
    "reason": "No money.",
    "permalink": "https://example.slack.com/archives/C0ABC/p1",
    "snoozed_until": "2026-12-01",
    "evidence": "See the minutes.",
}
PRACTICE = {
    "id": "P-25",
    "title": "Shown twice",
    "author": "m-ee",
    "submitted_at": "2021-02-01T08:00Z",
    "accepted_at": "2021-02-15T08:00:30Z",
    "label": "promising",
    "ruling": True,
    "reason": "It was shown twice.",
    "superseded_by": 2,
    "stage": "pilot",
    "description": "It **works**, and *how*.",
    "formatted": ["description"],
    "twinning_role": "both",
    "looking_for": "A second hospital.",
    "interest_disclosure": "We sell it.",
}
CONSENT = {"withdrawn_on": "2021-06-01", "names_no_patient": True}
EDITION = {
    "version": "0.1",
    "as_of": "2021-11-15",
    "sha256": "a" * 64,
    "fingerprint": "b" * 64,
    "summary": "First.",
    "markdown": "# Paper\n",
    "state": "withdrawn",
    "said": "A name was wrong.",
    "settled_at": "2021-12-01T08:00:00+00:00",
}
SECTION = {
    "key": "out",
    "title": "Taken out",
    "mode": "mixed",
    "owner": "m-ee",
    "locked": True,
    "due": "2026-12-24",
    "template": "networks",
    "removed": True,
}
FORMER = {
    "id": "cl-former",
    "name": "A cluster that was",
    "name_original": None,
    "language": None,
    "kind": "cluster_organisation",
    "country": "EE",
    "nuts": None,
    "nuts_name": None,
    "scope": None,
    "members_total": None,
    "members_companies": None,
    "tz": None,
    "s3_priorities": [],
    "networks": [],
    "status": "merged",
}
NAMED_ANEW = {
    "id": "renamed",
    "kind": "rename",
    "effective_on": "2020-01-01",
    "note": "A new name.\nA new logo.",
    "made_at": "2020-01-02T08:00:01Z",
    "parts": [
        {
            "predecessor": "cl-former",
            "successor": "cl-ee",
            "predecessor_name": "A cluster that was",
            "successor_name": "Estonia",
        },
    ],
}
SERIES = [
    {
        "id": "S-1",
        "title": "Monthly meeting",
        "cadence": "weekday_of_month",
        "every": 2,
        "weekday": 1,
        "nth": -1,
        "starts_on": "2021-01-12",
        "ends_on": "2021-12-31",
        "local_time": "14:00:00",
        "tz": "Europe/Brussels",
        "duration_min": 90,
        "mode": "hybrid",
        "join_url": "https://example.org/room",
        "place": "Room 2",
        "skip_months": [7, 8],
        "holiday_countries": ["EE"],
        "on_holiday": "ask",
        "ahead": 2,
        "reminder_minutes": [1440, 60],
    },
    {
        "id": "S-2",
        "title": "Once a month",
        "cadence": "day_of_month",
        "month_day": 15,
        "starts_on": "2022-01-15",
        "local_time": "10:00:00",
        "tz": "Europe/Tallinn",
        "duration_min": 60,
        "replaces": "S-1",
    },
]
