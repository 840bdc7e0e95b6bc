"""What each kind of message says: rendered when it is sent, from what is true then."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.domain.meeting_views import Shown
from bot.domain.outbox import Message, MessageKind
from bot.domain.practices import Practice, Review, remarks_of
from bot.domain.reminders import Rung
from bot.services import (
    actions,
    agendas,
    decisions,
    holding,
    matching,
    members,
    minutes,
    outbox,
    polls,
    practices,
    reviews,
    rsvps,
    sigs,
    successions,
)
from bot.services.actions import carrying, digests, nudging, working
from bot.services.actions import common as action_common
from bot.services.calendars import enclosing
from bot.services.meetings import listing, reminding, telling
from bot.services.recommendations import rounds
from bot.services.whitepaper import publishing, windows
from storage.database import Database
from templates import calendars, notices
from templates.actions import answers as action_answers
from templates.actions import carried as action_carried
from templates.actions import recording as action_views
from templates.actions import reminders as action_reminders
from templates.agendas import posted as agenda_views
from templates.decisions import cards as decision_views
from templates.holding import cards as thread
from templates.matching import asking
from templates.meetings import notices as meeting_notices
from templates.meetings import reminders
from templates.members import messages as people
from templates.messages import Post
from templates.minutes import cards as minutes_views
from templates.polls import cards as poll_cards
from templates.practices import cards, imports, news
from templates.recommendations import cards as advice
from templates.reviews import messages as review_messages
from templates.sigs import notices as group_notices
from templates.successions import messages as succession_views
from templates.whitepaper import commenting as comments
from templates.whitepaper import editions

T = TypeVar("T")
# None: the reason of the message is gone.
Render = Callable[[Database, Message], Post | None]
# Finds the message that a later one changes; None: there is none.
Earlier = Callable[[Database, Message], Message | None]


class Instead(Protocol):
    """Gives a message up and does something else, in one transaction."""

    def __call__(
        self, db: Database, message: Message, *, worker: str, reason: str, now: datetime
    ) -> None:
        """Do it; ``reason`` is Slack's word for what does not work."""


def _practice(view: Callable[[Any], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        practice = practices.for_message(db, message)
        return view(practice) if practice else None

    return render


def _announced(db: Database, message: Message) -> Post | None:
    said = reviews.said_of(db, message)
    return cards.announcement(said.practice, said.asked) if said else None


def _changes(db: Database, message: Message) -> Post | None:
    said = reviews.said_of(db, message)
    return news.changes(said.practice, remarks_of(said.reviews)) if said else None


def _missing(db: Database, message: Message) -> Post | None:
    said = reviews.said_of(db, message)
    if said is None:
        return None
    return review_messages.missing(said.practice, len(said.reviews))


def _advice(db: Database, message: Message) -> Post | None:
    said = reviews.said_of(db, message)
    return review_messages.advice(said.practice, said.reviews) if said else None


def _review(view: Callable[[Practice, Review], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        task = reviews.task_of(db, message)
        return view(task.practice, task.review) if task else None

    return render


def _over(db: Database, message: Message) -> Post | None:
    task = reviews.task_of(db, message)
    return review_messages.over(task.practice) if task else None


def _succession(view: Callable[[Any], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        succession = successions.for_message(db, message)
        return view(succession) if succession else None

    return render


def _group(view: Callable[[Any], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        sig = sigs.for_message(db, message)
        return view(sig) if sig else None

    return render


def _greeting(db: Database, message: Message) -> Post | None:
    is_free = sigs.is_free(db, message.recipient)
    return group_notices.greeting() if is_free else None


def _told(
    find: Callable[[Database, Message], T | None], view: Callable[[T], Post]
) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        found = find(db, message)
        return view(found) if found else None

    return render


_proposal = members.proposal_for_message


def _announcement(db: Database, message: Message) -> Message | None:
    return practices.announcement_of(db, message.object_id)


def _failure(db: Database, message: Message) -> Post | None:
    failed = outbox.failed_message(db, message)
    return notices.delivery_failed(failed[0], reason=failed[1]) if failed else None


def _question(db: Database, message: Message) -> Post | None:
    asked = matching.request_of(db, message)
    return asking.request(asked) if asked else None


def _introduction(db: Database, message: Message) -> Post | None:
    both = matching.together(db, message)
    return asking.together(both) if both else None


def _direct_introduction(db: Database, message: Message) -> Post | None:
    told = matching.direct(db, message)
    return asking.direct(told) if told else None


def _again(db: Database, message: Message) -> Post | None:
    """Render the message that this one changes."""
    earlier = rsvps.earlier_of(db, message)
    return RENDER[earlier.kind](db, earlier) if earlier else None


def _meeting(view: Callable[[Shown], Post]) -> Render:
    def render(db: Database, message: Message) -> Post | None:
        meeting = telling.for_message(db, message)
        return view(listing.for_card(db, message.sig_id, meeting)) if meeting else None

    return render


def _reminder(db: Database, message: Message) -> Post | None:
    found = reminding.for_message(db, message)
    if found is None:
        return None
    if found.rung is Rung.SOON:
        work = nudging.open_work(db, message)
        return action_reminders.with_open_work(reminders.reminder(found), work)
    if found.rung is not Rung.AGENDA:
        return reminders.reminder(found)
    agenda = agendas.for_message(db, message, now=message.due_at)
    return reminders.agenda(found, agenda_views.posted(agenda)) if agenda else None


RENDER: Mapping[MessageKind, Render] = {
    MessageKind.MEETING_ANNOUNCED: _meeting(meeting_notices.announced),
    MessageKind.MEETING_MOVED: _meeting(meeting_notices.moved),
    MessageKind.MEETING_CHANGED: _meeting(meeting_notices.changed),
    MessageKind.MEETING_REOPENED: _meeting(meeting_notices.reopened),
    MessageKind.MEETING_CANCELLED: _meeting(meeting_notices.cancelled),
    MessageKind.MEETING_OVERTAKEN: _told(
        telling.overtaken_for_message, meeting_notices.overtaken
    ),
    MessageKind.MEETING_HOLIDAY: _told(
        telling.question_for_message, meeting_notices.question
    ),
    MessageKind.SERIES_ANNOUNCED: _told(
        telling.series_for_message, meeting_notices.series
    ),
    MessageKind.SERIES_ENDED: _told(
        telling.series_for_message, meeting_notices.series_ended
    ),
    MessageKind.PRACTICE_SUBMITTED: _announced,
    MessageKind.PRACTICE_REFRESH: _announced,
    MessageKind.PRACTICE_ACCEPTED: _practice(news.accepted),
    MessageKind.PRACTICE_TAKEN_UP: _practice(news.taken_up),
    MessageKind.PRACTICE_CHANGES: _changes,
    MessageKind.PRACTICE_NUDGE: _practice(news.nudge),
    MessageKind.PRACTICE_EDITED: _practice(news.edited),
    MessageKind.PRACTICE_REJECTED: _practice(news.rejected),
    MessageKind.PRACTICE_WITHDRAWN: _practice(news.withdrawn_for_author),
    MessageKind.PRACTICE_PUBLISHED: _practice(news.published),
    MessageKind.PRACTICE_SUPERSEDED: _practice(news.superseded),
    MessageKind.PRACTICE_IMPORTED: _told(
        practices.imported_for_message, imports.for_sponsor
    ),
    MessageKind.REVIEW_ASKED: _review(review_messages.asked),
    MessageKind.REVIEW_NUDGE: _review(review_messages.nudge),
    MessageKind.REVIEW_OVER: _over,
    MessageKind.REVIEW_MISSING: _missing,
    MessageKind.REVIEW_ADVICE: _advice,
    MessageKind.CLUSTERS_CHANGED: _succession(succession_views.announcement),
    MessageKind.CLUSTERS_RESTORED: _succession(succession_views.restoration),
    MessageKind.INTRODUCTION_ASKED: _question,
    MessageKind.INTRODUCTION_ANSWERED: _question,
    MessageKind.INTRODUCTION: _introduction,
    MessageKind.INTRODUCTION_DIRECT: _direct_introduction,
    MessageKind.BOT_GREETING: _greeting,
    MessageKind.GROUP_SET_UP: _group(group_notices.home),
    MessageKind.CHANNEL_ARCHIVED: _group(group_notices.archived),
    MessageKind.CHANNEL_DELETED: _group(group_notices.deleted),
    MessageKind.CHANNEL_LEFT: _group(group_notices.left),
    MessageKind.CHANNEL_SHARED: _group(group_notices.shared),
    MessageKind.CHAIRS_CHANNEL_LOST: _group(group_notices.chairs_channel_lost),
    MessageKind.CLUSTER_PROPOSED: _told(_proposal, people.proposed),
    MessageKind.CLUSTER_PROPOSAL_REFRESH: _told(_proposal, people.proposed),
    MessageKind.CLUSTER_PROPOSAL_DECIDED: _told(_proposal, people.decided),
    MessageKind.EXTERNAL_INVITED: _told(members.invitation_for_message, people.invited),
    MessageKind.EXTERNAL_ENDING: _told(members.ending_for_message, people.ending),
    MessageKind.CHAIR_GONE: _told(members.chairless_for_message, people.chair_gone),
    MessageKind.MEETING_REMINDER: _reminder,
    MessageKind.MINUTES_MISSING: _told(
        reminding.missing_minutes_for_message, reminders.missing_minutes
    ),
    MessageKind.MEETING_FILE_NOTE: _told(enclosing.note_for_message, calendars.note),
    MessageKind.MEETING_ANSWERS: _again,
    MessageKind.AGENDA_PROPOSED: _told(agendas.proposal_of, agenda_views.proposals),
    MessageKind.POLL_OPENED: _told(polls.for_message, poll_cards.question),
    MessageKind.POLL_REFRESH: _told(polls.for_message, poll_cards.question),
    MessageKind.POLL_OVER: _told(polls.for_message, poll_cards.question),
    MessageKind.POLL_REMINDER: _told(polls.for_message, poll_cards.reminder),
    MessageKind.POLL_RESULT: _told(polls.for_message, poll_cards.result),
    MessageKind.POLL_RESULT_REFRESH: _told(polls.for_message, poll_cards.result),
    MessageKind.POLL_ZONE: _told(polls.for_message, poll_cards.zone_corrected),
    MessageKind.COMMENTS_OPENED: _told(windows.opened_for_message, comments.opened),
    MessageKind.COMMENTS_REMINDER: _told(windows.opened_for_message, comments.reminder),
    MessageKind.COMMENT_ANSWERED: _told(windows.answer_for_message, comments.answered),
    MessageKind.ROUND_OPENED: _told(rounds.for_message, advice.question),
    MessageKind.ROUND_REMINDER: _told(rounds.for_message, advice.reminder),
    MessageKind.ROUND_ENDED: _told(rounds.for_message, advice.ended),
    MessageKind.ROUND_DISPUTED: _told(rounds.for_message, advice.disputed),
    MessageKind.RECOMMENDATION_RULED: _told(rounds.for_message, advice.ruled),
    MessageKind.EDITION_WITHDRAWN: _told(publishing.for_message, editions.withdrawn),
    MessageKind.MEETING_STARTED: _told(holding.started_for_message, thread.head),
    MessageKind.MEETING_CLOSED: _told(holding.ended_for_message, thread.head),
    MessageKind.MEETING_ENDED: _told(holding.ended_for_message, thread.skeleton),
    MessageKind.MEETING_NOTE: _told(holding.note_for_message, thread.noted_in_thread),
    MessageKind.MEETING_NOTE_REFRESH: _told(
        holding.note_for_message, thread.noted_in_thread
    ),
    MessageKind.DECISION_RECORDED: _told(decisions.for_message, decision_views.public),
    MessageKind.DECISION_REFRESH: _told(decisions.for_message, decision_views.public),
    MessageKind.DECISION_DECIDED: _told(
        decisions.decided_for_message, decision_views.decided
    ),
    MessageKind.ACTION_RECORDED: _told(actions.for_message, action_views.in_thread),
    MessageKind.ACTION_REFRESH: _told(actions.for_message, action_views.in_thread),
    MessageKind.ACTION_CHANGED: _told(working.for_notice, action_answers.notice),
    MessageKind.ACTIONS_CARRIED: _told(carrying.for_message, action_carried.carried),
    MessageKind.ACTIONS_TO_ASSIGN: _told(
        carrying.to_assign_for_message, action_carried.to_assign
    ),
    MessageKind.ACTION_REMINDER: _told(nudging.for_message, action_reminders.reminder),
    MessageKind.ACTION_REMINDER_REFRESH: _told(
        nudging.for_message, action_reminders.reminder
    ),
    MessageKind.ACTION_DIGEST: _told(digests.for_message, action_reminders.digest),
    MessageKind.ACTION_DIGEST_REFRESH: _told(
        digests.for_message, action_reminders.digest
    ),
    MessageKind.MINUTES_CIRCULATED: _told(minutes.for_message, minutes_views.public),
    MessageKind.MINUTES_REFRESH: _told(minutes.for_message, minutes_views.public),
    MessageKind.MINUTES_CORRECTION: _told(
        minutes.correction_for_message, minutes_views.correction
    ),
    MessageKind.DELIVERY_FAILED: _failure,
}
# These are no messages of Slack: who takes them out makes them too.
CARRIED = frozenset({MessageKind.MEETING_FILE, MessageKind.MEETING_MAIL})
# These change an earlier message: doing it twice is doing it once.
UPDATES: Mapping[MessageKind, Earlier] = {
    MessageKind.PRACTICE_REFRESH: _announcement,
    MessageKind.CLUSTER_PROPOSAL_REFRESH: members.question_of,
    MessageKind.INTRODUCTION_ANSWERED: matching.question_of,
    MessageKind.POLL_REFRESH: polls.announcement_of,
    MessageKind.POLL_OVER: polls.announcement_of,
    MessageKind.POLL_RESULT_REFRESH: polls.result_of,
    MessageKind.MEETING_ANSWERS: rsvps.earlier_of,
    MessageKind.MEETING_OVERTAKEN: telling.overtaken,
    MessageKind.MEETING_CLOSED: holding.head_of,
    MessageKind.MEETING_NOTE_REFRESH: holding.shown_note,
    MessageKind.ACTION_REMINDER_REFRESH: nudging.earlier_of,
    MessageKind.ACTION_DIGEST_REFRESH: nudging.earlier_of,
    MessageKind.DECISION_REFRESH: decisions.recorded_message,
    MessageKind.ACTION_REFRESH: action_common.recorded_message,
    MessageKind.MINUTES_REFRESH: minutes.circulated_message,
}
# Where these cannot be delivered there is another way, and the chairs hear nothing.
INSTEAD: Mapping[MessageKind, Instead] = {
    MessageKind.INTRODUCTION: matching.introduce_directly,
}
