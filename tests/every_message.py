"""One message of every kind that the bot ever posts, about things of one scene.

The scene's database is changed on the way: some messages are true only when a group
has lost its channel, or its chairs. Give a copy.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from sqlmodel import select
from who_may.scene import TODAY, Scene

from bot.domain.actions import ActionItem
from bot.domain.actions import reminders as action_rules
from bot.domain.outbox import Message, MessageKind, MessageState
from bot.domain.permissions import Role
from bot.domain.reminders import LADDER, reminder_key
from bot.domain.sigs import PersonState, SigState
from bot.rendering import RENDER
from storage import action_reminders, actions, meetings, members, sigs
from storage.directory import directory
from storage.tables import OutboxRow
from templates.messages import Post

from factories import NOW

# A channel of no group: where the bot says hello.
FREE = "CFREE"
Say = Callable[[Scene], Message]


def _of(kind, about, *, to="author", key="a:b:r1:c") -> Say:
    """Return what makes a message to a person about a thing of the scene."""

    def say(scene: Scene) -> Message:
        object_id = about(scene) if callable(about) else getattr(scene.ids, about)
        return Message(
            key=key(scene) if callable(key) else key,
            kind=kind,
            sig_id=scene.sig.id,
            object_id=object_id,
            recipient=scene.channel if to == "channel" else scene.account(to),
            due_at=NOW,
        )

    return say


def _group(scene: Scene) -> int:
    return scene.sig.id


def _review(scene: Scene) -> int:
    return scene.ids.review_of[scene.account("reviewer")]


def _asked(scene: Scene) -> int:
    return scene.ids.introduction_of[scene.account("member")]


def _held(name: str) -> Callable[[Scene], int]:
    def find(scene: Scene) -> int:
        with scene.database.read() as session:
            number = getattr(scene.ids, name)
            return meetings.find(session, scene.sig.id, number).id

    return find


def _note(scene: Scene) -> int:
    return scene.ids.minutes_note_of[scene.account("chair")]


def _file(scene: Scene) -> str:
    return f"meeting:{scene.ids.coming_id}:ics:0:{scene.account('member')}:"


def _proposed(version: int) -> Callable[[Scene], str]:
    return lambda scene: f"proposal:{scene.sig.id}:v{version}:1"


def _last_day(scene: Scene) -> str:
    last = TODAY + timedelta(days=90)
    return f"external:{scene.sig.id}:{scene.ids.guest}:{last}:1"


def _any_row(scene: Scene) -> int:
    with scene.database.read() as session:
        query = select(OutboxRow.id).where(OutboxRow.sig_id == scene.sig.id)
        return session.exec(query.order_by(OutboxRow.id)).first()


def _answered(scene: Scene) -> str:
    return f"meeting:{scene.ids.coming_id}:meeting_announced:0:channel:answers:1"


def _before(scene: Scene) -> str:
    """Return the key of the reminder that asks who comes."""
    with scene.database.read() as session:
        _, coming = meetings.find_by_id(session, scene.ids.coming_id)
    return reminder_key(coming.id, LADDER[0], coming.starts_at)


def _without_minutes(scene: Scene) -> Message:
    """Return what whoever writes the minutes hears some days after the meeting."""
    return Message(
        key="meeting:1:minutes:a day:1",
        kind=MessageKind.MINUTES_MISSING,
        sig_id=scene.sig.id,
        object_id=_held("running")(scene),
        recipient=scene.account("secretariat"),
        due_at=NOW + timedelta(days=7),
    )


def _to_do(kind: MessageKind) -> Say:
    """Return what makes a reminder of an action of the member that is due today."""

    def say(scene: Scene) -> Message:
        sig, source = scene.sig, "reminded"
        with scene.database.begin() as session:
            person_id = scene.callers["member"].person.id
            new = ActionItem(
                number=0,
                title=scene.say("Ask the ministry"),
                owner=directory(session, sig.id).people[person_id],
                due_on=TODAY,
            )
            known = actions.by_source(session, sig.id, source)
            action = known or actions.add(session, sig.id, new, source=source)
            tasks = action_reminders.tasks(session, sig.id, numbers=[action.number])
            reader = next(
                each
                for each in members.roster(session, sig.id)
                if each.person.id == person_id
            )
        *_, due = action_rules.reminders(tasks[0], reader, sig)
        return Message(
            key=due.key,
            kind=kind,
            sig_id=sig.id,
            object_id=action.id,
            recipient=scene.account("member"),
            due_at=NOW,
        )

    return say


def _changed(kind: MessageKind, name: str, sequence: int) -> Say:
    """Return what makes a notice about a meeting that was changed so often."""

    def say(scene: Scene) -> str:
        return f"meeting:{getattr(scene.ids, name)}:{kind}:{sequence}:channel"

    return _of(kind, name, to="channel", key=say)


K = MessageKind
_MESSAGES: dict[MessageKind, Say] = {
    K.PRACTICE_SUBMITTED: _of(K.PRACTICE_SUBMITTED, "waiting", to="channel"),
    K.PRACTICE_REFRESH: _of(K.PRACTICE_REFRESH, "accepted", to="channel"),
    K.PRACTICE_ACCEPTED: _of(K.PRACTICE_ACCEPTED, "accepted"),
    K.PRACTICE_TAKEN_UP: _of(K.PRACTICE_TAKEN_UP, "taken_up"),
    K.PRACTICE_CHANGES: _of(K.PRACTICE_CHANGES, "sent_back"),
    K.PRACTICE_NUDGE: _of(K.PRACTICE_NUDGE, "sent_back"),
    K.PRACTICE_EDITED: _of(K.PRACTICE_EDITED, "edited"),
    K.PRACTICE_REJECTED: _of(K.PRACTICE_REJECTED, "rejected"),
    K.PRACTICE_WITHDRAWN: _of(K.PRACTICE_WITHDRAWN, "withdrawn"),
    K.PRACTICE_PUBLISHED: _of(K.PRACTICE_PUBLISHED, "published"),
    K.PRACTICE_SUPERSEDED: _of(K.PRACTICE_SUPERSEDED, "replaced"),
    K.PRACTICE_IMPORTED: _of(K.PRACTICE_IMPORTED, "imported"),
    K.REVIEW_ASKED: _of(K.REVIEW_ASKED, _review, to="reviewer"),
    K.REVIEW_NUDGE: _of(K.REVIEW_NUDGE, _review, to="reviewer"),
    K.REVIEW_OVER: _of(K.REVIEW_OVER, "review_over", to="reviewer"),
    K.REVIEW_MISSING: _of(K.REVIEW_MISSING, "waiting", to="chair"),
    K.REVIEW_ADVICE: _of(K.REVIEW_ADVICE, "waiting", to="chair"),
    K.CLUSTER_PROPOSED: _of(
        K.CLUSTER_PROPOSED, "proposal", to="secretariat", key=_proposed(1)
    ),
    K.CLUSTER_PROPOSAL_REFRESH: _of(
        K.CLUSTER_PROPOSAL_REFRESH, "declined", to="secretariat", key=_proposed(1)
    ),
    K.CLUSTER_PROPOSAL_DECIDED: _of(
        K.CLUSTER_PROPOSAL_DECIDED, "declined", to="latecomer", key=_proposed(1)
    ),
    K.EXTERNAL_INVITED: _of(K.EXTERNAL_INVITED, "guest", to="guest"),
    K.EXTERNAL_ENDING: _of(K.EXTERNAL_ENDING, "guest", to="member", key=_last_day),
    K.CHAIR_GONE: _of(K.CHAIR_GONE, "someone", to="secretariat"),
    K.BOT_GREETING: lambda _: Message(
        key="greeting",
        kind=K.BOT_GREETING,
        sig_id=0,
        object_id=0,
        recipient=FREE,
        due_at=NOW,
    ),
    K.GROUP_SET_UP: _of(K.GROUP_SET_UP, _group, to="channel"),
    K.CHANNEL_ARCHIVED: _of(K.CHANNEL_ARCHIVED, _group, to="chair"),
    K.CHANNEL_DELETED: _of(K.CHANNEL_DELETED, _group, to="chair"),
    K.CHANNEL_LEFT: _of(K.CHANNEL_LEFT, _group, to="chair"),
    K.CHANNEL_SHARED: _of(K.CHANNEL_SHARED, _group, to="chair"),
    K.CHAIRS_CHANNEL_LOST: _of(K.CHAIRS_CHANNEL_LOST, _group, to="chair"),
    K.INTRODUCTION_ASKED: _of(K.INTRODUCTION_ASKED, _asked, to="member"),
    K.INTRODUCTION_ANSWERED: _of(K.INTRODUCTION_ANSWERED, _asked, to="member"),
    K.INTRODUCTION: _of(K.INTRODUCTION, "agreed", to="member"),
    K.INTRODUCTION_DIRECT: _of(K.INTRODUCTION_DIRECT, "agreed", to="member"),
    K.CLUSTERS_CHANGED: _of(K.CLUSTERS_CHANGED, "succession", to="channel"),
    K.CLUSTERS_RESTORED: _of(K.CLUSTERS_RESTORED, "succession", to="channel"),
    K.MEETING_STARTED: _of(K.MEETING_STARTED, _held("running"), to="channel"),
    K.MEETING_CLOSED: _of(K.MEETING_CLOSED, _held("circulated_meeting"), to="channel"),
    K.MEETING_ENDED: _of(K.MEETING_ENDED, _held("circulated_meeting"), to="channel"),
    K.MEETING_NOTE: _of(K.MEETING_NOTE, _note, to="channel"),
    K.MEETING_NOTE_REFRESH: _of(K.MEETING_NOTE_REFRESH, _note, to="channel"),
    K.DECISION_RECORDED: _of(K.DECISION_RECORDED, "decision_open_id", to="channel"),
    K.DECISION_REFRESH: _of(K.DECISION_REFRESH, "decision_first_id", to="channel"),
    K.DECISION_DECIDED: _of(K.DECISION_DECIDED, "decision_first_id", to="channel"),
    K.ACTION_RECORDED: _of(K.ACTION_RECORDED, "action", to="channel"),
    K.ACTION_REFRESH: _of(K.ACTION_REFRESH, "action", to="channel"),
    K.ACTION_CHANGED: _of(
        K.ACTION_CHANGED, "action_open_id", key="action:1:moved:v1:UAUTHOR"
    ),
    K.ACTIONS_CARRIED: _of(K.ACTIONS_CARRIED, _held("circulated_meeting"), to="chair"),
    K.ACTIONS_TO_ASSIGN: _of(K.ACTIONS_TO_ASSIGN, _group, to="chair"),
    K.ACTION_REMINDER: _to_do(K.ACTION_REMINDER),
    K.ACTION_REMINDER_REFRESH: _to_do(K.ACTION_REMINDER_REFRESH),
    K.ACTION_DIGEST: _of(K.ACTION_DIGEST, "someone", to="member"),
    K.ACTION_DIGEST_REFRESH: _of(K.ACTION_DIGEST_REFRESH, "someone", to="member"),
    K.MINUTES_CIRCULATED: _of(
        K.MINUTES_CIRCULATED,
        _held("circulated_meeting"),
        to="channel",
        key="minutes:1:r2:circulated",
    ),
    K.MINUTES_REFRESH: _of(
        K.MINUTES_REFRESH,
        _held("circulated_meeting"),
        to="channel",
        key="minutes:1:r2:circulated:3",
    ),
    K.MEETING_ANSWERS: _of(K.MEETING_ANSWERS, "coming_id", to="channel", key=_answered),
    K.AGENDA_PROPOSED: _of(K.AGENDA_PROPOSED, "coming_id", to="chair"),
    K.MINUTES_CORRECTION: _of(K.MINUTES_CORRECTION, "correction", to="chair"),
    K.POLL_OPENED: _of(K.POLL_OPENED, "poll_open", to="channel"),
    K.POLL_REFRESH: _of(K.POLL_REFRESH, "poll_open", to="channel"),
    K.POLL_OVER: _of(K.POLL_OVER, "poll_decided", to="channel"),
    K.POLL_REMINDER: _of(K.POLL_REMINDER, "poll_open", to="member"),
    K.POLL_RESULT: _of(K.POLL_RESULT, "poll_closed", to="chair"),
    K.POLL_RESULT_REFRESH: _of(K.POLL_RESULT_REFRESH, "poll_decided", to="chair"),
    K.POLL_ZONE: _of(K.POLL_ZONE, "poll_open"),
    K.EDITION_WITHDRAWN: _of(K.EDITION_WITHDRAWN, "edition_id", to="channel"),
    K.ROUND_OPENED: _of(K.ROUND_OPENED, "advice_asked_id", to="channel"),
    K.ROUND_REMINDER: _of(K.ROUND_REMINDER, "advice_asked_id", to="channel"),
    K.ROUND_ENDED: _of(K.ROUND_ENDED, "advice_asked_id", to="channel"),
    K.ROUND_DISPUTED: _of(K.ROUND_DISPUTED, "advice_asked_id", to="channel"),
    K.RECOMMENDATION_RULED: _of(K.RECOMMENDATION_RULED, "advice_id", to="channel"),
    K.COMMENTS_OPENED: _of(K.COMMENTS_OPENED, "window", to="channel"),
    K.COMMENTS_REMINDER: _of(K.COMMENTS_REMINDER, "window", to="channel"),
    K.COMMENT_ANSWERED: _of(K.COMMENT_ANSWERED, "comment_answered"),
    K.MEETING_ANNOUNCED: _changed(K.MEETING_ANNOUNCED, "coming_id", 0),
    K.MEETING_MOVED: _changed(K.MEETING_MOVED, "moved_id", 1),
    K.MEETING_OVERTAKEN: _of(
        K.MEETING_OVERTAKEN, "moved_id", to="channel", key="a:overtaken:1"
    ),
    K.MEETING_CHANGED: _changed(K.MEETING_CHANGED, "changed_id", 1),
    K.MEETING_CANCELLED: _changed(K.MEETING_CANCELLED, "off_id", 1),
    K.MEETING_REOPENED: _changed(K.MEETING_REOPENED, "reopened_id", 2),
    K.MEETING_HOLIDAY: _of(K.MEETING_HOLIDAY, "on_holiday_id", to="chair"),
    K.SERIES_ANNOUNCED: _of(K.SERIES_ANNOUNCED, "series", to="channel"),
    K.SERIES_ENDED: _of(K.SERIES_ENDED, "series_ended", to="channel"),
    K.MEETING_FILE_NOTE: _of(K.MEETING_FILE_NOTE, "coming_id", to="member", key=_file),
    K.MEETING_REMINDER: _of(K.MEETING_REMINDER, "coming_id", to="channel", key=_before),
    K.MINUTES_MISSING: _without_minutes,
    K.DELIVERY_FAILED: _of(K.DELIVERY_FAILED, _any_row, to="chair"),
}
_WITHOUT_CHANNEL = {K.CHANNEL_ARCHIVED, K.CHANNEL_DELETED, K.CHANNEL_LEFT}


def covered() -> set[MessageKind]:
    """Return the kinds for which there is a message here."""
    return set(_MESSAGES)


def posts(scene: Scene) -> Iterator[tuple[Message, Post]]:
    """Yield a message of every kind with what is posted, as the worker renders it."""
    tell_all(scene)
    for kind, say in _MESSAGES.items():
        with scene.database.begin() as session:
            state = SigState.ARCHIVED if kind in _WITHOUT_CHANNEL else SigState.ACTIVE
            known = sigs.get(session, scene.sig.id)
            sigs.save(session, replace(known, state=state, is_shared=True))
            gone = PersonState.LEFT if kind is K.CHAIR_GONE else PersonState.ACTIVE
            for person in members.roster(session, scene.sig.id):
                if person.place.role is Role.CHAIR:
                    members.save_person(session, replace(person.person, state=gone))
        message = say(scene)
        post = RENDER[kind](scene.database, message)
        assert post is not None, f"{kind}: the reason of the message is gone"
        yield message, post


def tell_all(scene: Scene) -> None:
    """Let everything be sent that waits, as far as the database is concerned."""
    with scene.database.begin() as session:
        for row in session.exec(select(OutboxRow)):
            row.state = MessageState.SENT
