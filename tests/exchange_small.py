"""A small group for tests of what belongs to records, and people at work in it."""

from exchange_files import give
from exchange_full_parts import COMMENTS, DRAFTS, WINDOWS

AT = "2026-11-01T08:00Z"
LATER = "2026-11-02T08:00Z"


def text(number, body=None, **said):
    given = {"revision": number, "author": "m", "reason": f"{number}.", "at": AT}
    return given | ({} if body is None else {"body_md": body}) | said


def a_round(**said):
    return {"number": 1, "opened_at": AT, "closes_at": "2026-11-20T08:00Z"} | said


def a_position(cluster, stance, said_at=AT, **said):
    return {"cluster": cluster, "stance": stance, "said_at": said_at} | said


def the_small_group():
    """Return a small group in which people have begun to work."""
    return {
        "clusters": [
            {"id": "c", "name": "C", "country": "EE"},
            {"id": "d", "name": "D", "country": "DK"},
        ],
        "members": [{"id": "m", "role": "member", "name": "m", "cluster": "c"}],
        "meetings": [
            {
                "id": "M-1",
                "title": "First",
                "starts_local": "2026-11-03T10:00",
                "tz": "Europe/Brussels",
                "status": "held",
                "agenda": [{"title": "One"}, {"title": "Two"}],
            }
        ],
        "decisions": [
            {"id": "D-1", "text": "So be it.", "status": "proposed", "kind": "vote"}
        ],
        "action_items": [
            {"id": "A-1", "title": "Write", "status": "open", "meeting": "M-1"}
        ],
        "recommendations": [
            {
                "id": "R-1",
                "title": "Do it",
                "statement": "It is good.",
                "status": "discussed",
                "rounds": [a_round(positions=[a_position("c", "support")])],
            }
        ],
        "white_paper": {
            "title": "Paper",
            "sections": [
                {
                    "key": key,
                    "title": key,
                    "mode": "handwritten",
                    "body_md": "Two.",
                    "revision": 2,
                    "revisions": [text(1, "One."), text(2)],
                }
                for key in ("executive_summary", "methodology")
            ],
        },
    }


def paper_of(given):
    return given["white_paper"]


def summary_of(given):
    return paper_of(given)["sections"][0]


def talk(given):
    """Let people speak about the paper of a group."""
    everybody = {"m-ee": "m", "chair": "m", "cl-ee": "c"}
    paper_of(given)["comment_windows"] = named(WINDOWS, everybody)
    paper_of(given)["comments"] = named(COMMENTS, everybody)
    paper_of(given)["edited_drafts"] = named(DRAFTS, everybody)
    return given


def named(value, names):
    if isinstance(value, list):
        return [named(each, names) for each in value]
    if isinstance(value, dict):
        return {name: named(each, names) for name, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


def held(given):
    """Let the meeting have been held and its minutes been written."""
    given["meetings"][0] |= {
        "notes": [
            {"position": 1, "point": 2, "text": "A note.", "author": "m"},
            {"position": 2, "text": "One more."},
        ],
        "minutes": [
            {"revision": 1, "body_md": "First.", "at": AT, "notes": 2, "actions": 1}
        ],
        "approval": {"revision": 1, "approved_on": "2026-11-10", "person": "m"},
    }
    given["action_items"][0] |= {"point": 1, "carried": [{"meeting": "M-1"}]}
    given["decisions"][0]["ballots"] = [
        {"cluster": "c", "choice": "for", "cast_at": AT}
    ]
    return given


def exported(database, tmp_path, name="out", sig_id=None):
    return give(database, tmp_path / name, sig_id)
