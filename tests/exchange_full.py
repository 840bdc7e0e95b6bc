"""A file that says everything a group can say beyond what the sample says."""

import copy

from exchange_files import record, the_corpus

SETTINGS = {
    "name": "Digital health",
    "objectives": "What we are for now.\nAnd what not.",
    "licence": "CC-BY-4.0",
    "tz": "Europe/Tallinn",
    "language": "en",
    "min_clusters": 4,
    "max_clusters": 12,
    "quorum_percent": 60,
    "holiday_countries": ["EE", "GR"],
    "quiet_from": "21:30",
    "quiet_until": "06:45",
    "objectives_history": [
        {"revision": 1, "text": "What we were for.", "set_on": "2026-01-31"},
        {
            "revision": 2,
            "text": "What we are for now.\nAnd what not.",
            "set_on": "2026-09-01",
            "author": "chair",
        },
    ],
}
PROFILE = {
    "acronym": "CHC",
    "city": "Tallinn",
    "website": "https://example.org/about",
    "legal_form": "MTÜ",
    "nuts_version": "2021",
    "established": 2014,
    "members_research": 0,
    "members_care": 7,
    "members_public": 3,
    "members_as_of": "2026-03",
    "staff_fte": 2.5,
    "membership_criteria": "Readiness.\nTo invest.",
    "strategy_period": "2023-2027",
    "strategy_url": "https://example.org/strategy.pdf",
    "excellence_label": "silver",
    "hubs": [{"city": "Tartu", "nuts": "EE008"}, {"city": "Narva"}],
}
RELATION = {
    "acronym": "EHN",
    "website": "https://example.net",
    "scope": "eu",
    "liaison": "m-ee",
    "last_contact_on": "2026-11-01",
    "next_step": "Ask for a date.",
    "ended_on": "2027-01-01",
}
MEMBER = {
    "id": "m-ee",
    "role": "member",
    "name": "cluster manager",
    "cluster": "cl-ee",
    "slack_user_id": "U0EE",
    "slack_team_id": "T0HOME",
}
EXTERNAL = {
    "id": "ext-hta",
    "role": "external",
    "name": "health economist",
    "cluster": None,
    "sponsor": "cl-ee",
    "organisation": "Institute of health economics",
    "kind": "university",
    "country": "EE",
    "purpose": "Assessment of three apps",
    "expires_on": "2027-05-31",
    "may_submit": False,
    "meetings": [3, 99],
    "invited_by": "m-ee",
}
NEED = {
    "id": "need-1",
    "kind": "need",
    "cluster": "cl-ee",
    "theme": "ai",
    "practice": None,
    "text": "Who has tested triage by app?",
    "until": "2027-02-28",
    "stated_on": "2026-11-01",
    "may_print": False,
    "state": "open",
    "contact": "m-ee",
}
OFFER = {
    "id": "offer-1",
    "kind": "offer",
    "cluster": "cl-fr",
    "theme": None,
    "practice": "P-07",
    "text": "We show our test bed.",
    "until": "2026-06-30",
    "stated_on": "2026-01-10",
    "may_print": True,
    "state": "closed",
}
SCHEDULED = {
    "occurs_on": "2021-12-07",
    "uid": "3f0c4a52-2f0e-4f6e-a5b6-b5a0a2d7f001",
    "sequence": 3,
    "join_url": "https://example.org/room?pwd=a-b_c",
    "place": "Room 2, Tallinn",
    "cancelled_reason": "The host is ill.",
    "began_at": "2021-12-14T13:02:07Z",
    "ended_at": "2021-12-14T14:31Z",
    "guests": ["A visitor of the ministry"],
}
DECIDED = {
    "dissent": "One cluster objected.\nIt said why.",
    "decided_on": "2021-01-12",
    "quorum_met": False,
}
WRITTEN = {
    "id": "D-21",
    "text": "Decided by written procedure.",
    "kind": "consensus",
    "status": "proposed",
    "votes": None,
    "supersedes": "D-2021-11",
    "due_at": "2026-12-01T16:00Z",
    "quorum_met": True,
    "author": "m-ee",
    "ballots": [
        {"cluster": "cl-ee", "choice": "for", "cast_at": "2026-11-02T08:00Z"},
        {
            "cluster": "cl-fr",
            "choice": "against",
            "person": "m-ee",
            "cast_at": "2026-11-03T08:00:07Z",
        },
    ],
}
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


def the_full_group():
    """Return the sample with a value in every field that it leaves out."""
    group = the_corpus()
    group["sig"] = SETTINGS
    record(group, "clusters", "cl-ee").update(PROFILE)
    group["networks"][0] |= RELATION
    record(group, "themes", "ai")["description"] = "What learns.\nAnd errs."
    record(group, "themes", "skills")["merged_into"] = "ai"
    group["members"] = [MEMBER | CREDIT, EXTERNAL | {"credit": []}]
    record(group, "meetings", "M-2021-12").update(SCHEDULED)
    point = record(group, "meetings", "M-2021-12")["agenda"][0]
    point |= {"network": "cebr", "state": "deferred"}
    record(group, "meetings", "M-2021-01")["decisions"][0] |= DECIDED
    group["decisions"] = [WRITTEN]
    point |= {
        "proposed_by": "m-ee",
        "carried_from": {"meeting": "M-2021-01", "point": 2},
    }
    first = record(group, "meetings", "M-2021-01")
    first.update(NOTED)
    group["meeting_series"] = SERIES
    turn = {"series": "S-1", "occurs_on": "2021-11-09"}
    record(group, "meetings", "M-2021-11").update(turn)
    first["decisions"][0] |= {"point": 2, "author": "chair"}
    action = record(group, "action_items", "A-2021-01")
    group["action_items"].append(action | ACTION | WORKED)
    practice = copy.deepcopy(record(group, "practices", "P-01")) | PRACTICE
    practice["consent"] |= CONSENT
    group["practices"].append(practice)
    group["clusters"].append(FORMER | {"members_research": 4})
    group["successions"] = [NAMED_ANEW]
    group["offers"] = [OFFER, NEED]
    record(group, "recommendations", "R-01").update(ASKED)
    sections = {each["key"]: each for each in group["white_paper"]["sections"]}
    sections["executive_summary"].update(WRITTEN_BY)
    group["white_paper"]["sections"].append(SECTION)
    group["white_paper"]["editions"] = [EDITION]
    group["white_paper"]["comment_windows"] = WINDOWS
    group["white_paper"]["comments"] = COMMENTS
    group["white_paper"]["edited_drafts"] = DRAFTS
    return copy.deepcopy(group)
