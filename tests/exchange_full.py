"""A file that says everything a group can say beyond what the sample says."""

import copy

from exchange_files import record, the_corpus
from exchange_full_parts import (
    ACTION,
    ASKED,
    COMMENTS,
    CONSENT,
    CREDIT,
    DRAFTS,
    EDITION,
    FORMER,
    NAMED_ANEW,
    NOTED,
    PRACTICE,
    SECTION,
    SERIES,
    WINDOWS,
    WORKED,
    WRITTEN_BY,
)

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
