"""Which tables the files of a group carry, and why the others are in no file.

A test fails for a table, and for a column, that is neither carried nor named here.
"""

from collections.abc import Mapping

_TIMES = {
    "created_at": "when the row was made here",
    "updated_at": "when the row was changed here",
}
_MOVES = {"updated_at": "when the row was changed here"}
_LOCK = {"version": "the lock of forms that are open here"}
_SOURCE = {"source": "makes a form or message that comes twice one thing"}
_EXTRA = {"extra": "what files said beyond what is known; it comes back as a whole"}
_THREAD = "belongs to a message in a channel of the old server"
_PLAIN = _TIMES
_LOCKED = _TIMES | _LOCK

# The tables whose rows are carried, with the columns that are not.
CARRIED: Mapping[str, Mapping[str, str]] = {
    "action_carry": _PLAIN,
    "action_co_owner": _PLAIN,
    "action_item": _LOCKED | _SOURCE | _EXTRA,
    "agenda_item": _LOCKED,
    "attendance": _PLAIN,
    "ballot": {"created_at": "when the cluster voted first; its last word counts"},
    "cluster": _LOCKED | _EXTRA,
    "cluster_network": _PLAIN,
    "comment_window": _LOCKED,
    "consent": _PLAIN,
    "contributor_credit": _LOCKED,
    "decision": _LOCKED | _SOURCE | _EXTRA,
    "edition": _PLAIN,
    "meeting": _LOCKED | _EXTRA | {"thread_channel_id": _THREAD, "thread_ts": _THREAD},
    "meeting_note": _LOCKED | _SOURCE,
    "meeting_series": _LOCKED | _SOURCE,
    "membership": _LOCKED
    | _EXTRA
    | {"email": "an address is personal and asked for again"},
    "minutes": _MOVES,
    "minutes_answer": _PLAIN | {"source": "is made anew of the meeting"},
    "minutes_approval": _PLAIN,
    "network": _LOCKED | _EXTRA,
    "offer": _LOCKED | _EXTRA,
    "organisation": _LOCKED,
    "paper_import": _PLAIN
    | {
        "text": "what it changed is in the texts, what not in the conflicts",
        "preview": "only a draft that waits for a yes needs it",
    },
    "person": _LOCKED
    | {
        "notice_version": "the privacy notice is shown again",
        "notice_seen_at": "the privacy notice is shown again",
        "key": "a person has a key in each group",
    },
    "practice": _LOCKED
    | _EXTRA
    | {
        "nonce": "makes a form that comes twice one practice",
        "submission_nonce": "makes a form that comes twice one practice",
    },
    "practice_network": _PLAIN,
    "practice_revision": _PLAIN,
    "practice_theme": _PLAIN,
    "recommendation": _LOCKED | _SOURCE | _EXTRA,
    "recommendation_position": _PLAIN,
    "recommendation_practice": _PLAIN,
    "recommendation_round": _PLAIN,
    "recommendation_theme": _PLAIN,
    "section": _LOCKED | {"removed_at": "whether it is out of the paper is said"},
    "section_comment": _MOVES | _LOCK,
    "section_conflict": _LOCKED,
    "section_revision": _MOVES
    | {"created_at": "carried as `at`, but of a newest text that came with a file"},
    "sig": _LOCKED
    | _EXTRA
    | {
        "team_id": "where the group lives in Slack is decided there",
        "channel_id": "where the group lives in Slack is decided there",
        "configured_channel_id": "where the group lives in Slack is decided there",
        "chairs_channel_id": "where the group lives in Slack is decided there",
        "state": "whether the bot is in the channel is seen there",
        "is_shared": "whether the channel is shared is seen there",
    },
    "sig_counter": _PLAIN,
    "sig_objectives": _PLAIN | {"decision_id": "nothing writes it yet"},
    "source": _PLAIN | _EXTRA,
    "succession": _LOCKED
    | _EXTRA
    | {
        "made_by": "who pressed the button is in the audit trail",
        "undone_at": "what was undone is in no file",
        "moved": "what changed hands is undone only where it was done",
    },
    "succession_part": _PLAIN,
    "theme": _LOCKED
    | _EXTRA
    | {"moved": "what changed hands is undone only where it was done"},
    "white_paper": _LOCKED | _EXTRA,
}
# The tables that are in no file.
LEFT_OUT: Mapping[str, str] = {
    "audit_event": "who did what by ids that mean something in this database only",
    "calendar_feed": "secret addresses of calendars; they are made anew",
    "cluster_proposal": "a newcomer's wish that waits for an answer; personal",
    "digest_pause": "what somebody chose for their own reminders; personal",
    "edition_picture": "pictures of editions; the next draft makes them anew",
    "former_member": "whoever left the group is in no file",
    "home_tab": "what App Home shows somebody; it is read anew",
    "inbound": "what Slack may send again to this server",
    "introduction": "who answered what to an introduction is told to nobody",
    "outbox": "messages of this server; most reminders are planned anew",
    "poll": "a poll for a date is soon over, and its answers are personal",
    "poll_answer": "a poll for a date is soon over, and its answers are personal",
    "poll_slot": "a poll for a date is soon over, and its answers are personal",
    "practice_edit": "a text that somebody is still writing; only they see it",
    "practice_review": "who reviewed what is told to few, and only in Slack",
    "practice_search": "an index that is made of the texts",
    "rsvp": "who comes to a meeting is personal and soon over",
    "section_draft": "a text that could not be saved; only its author sees it",
}
