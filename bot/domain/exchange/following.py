"""People and open work of clusters that ended belong to those that followed them.

A file may be older than a merger, or speak of it itself: what it says of a cluster
that has ended is read as said of the one that speaks for it now. Practices, meetings
that were held, finished actions and closed offers keep the old name.
"""

from dataclasses import replace

from bot.domain.actions import ActionItem, ActionStatus
from bot.domain.exchange.values import (
    Document,
    Entry,
    Member,
    OfferRecord,
    PaperRecord,
)
from bot.domain.matching import OfferState
from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.successions import Lineage

_FINISHED = {ActionStatus.DONE, ActionStatus.CANCELLED}
_PAST = {MeetingStatus.HELD, MeetingStatus.CANCELLED}


def follow(document: Document, lineage: Lineage) -> Document:
    """Return a document that leaves nothing open with a cluster that has ended."""
    if not lineage.successions:
        return document
    voice = _Voice(lineage)
    return replace(
        document,
        people=tuple(
            Entry(value=voice.member(each.value), extra=each.extra)
            for each in document.people
        ),
        meetings=tuple(
            Entry(value=voice.meeting(each.value), extra=each.extra)
            for each in document.meetings
        ),
        actions=tuple(
            Entry(value=voice.action(each.value), extra=each.extra)
            for each in document.actions
        ),
        offers=tuple(
            Entry(value=voice.offer(each.value), extra=each.extra)
            for each in document.offers
        ),
        paper=document.paper
        and Entry(value=voice.paper(document.paper.value), extra=document.paper.extra),
    )


class _Voice:
    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage

    def __call__(self, key: str | None) -> str | None:
        """Return who speaks for a cluster now; itself after a split."""
        return self._lineage.voice(key) or key if key else key

    def member(self, value: Member) -> Member:
        return replace(value, cluster=self(value.cluster), sponsor=self(value.sponsor))

    def action(self, value: ActionItem) -> ActionItem:
        if value.status in _FINISHED:
            return value
        owner = self(value.owner)
        helpers = dict.fromkeys(self(each) or each for each in value.co_owners)
        if owner != value.owner and owner is not None:
            helpers.pop(owner, None)
        return replace(value, owner=owner, co_owners=tuple(helpers))

    def offer(self, value: OfferRecord) -> OfferRecord:
        if value.offer.state is not OfferState.OPEN:
            return value
        return replace(value, cluster=self(value.cluster) or value.cluster)

    def meeting(self, value: Meeting) -> Meeting:
        if value.status in _PAST:
            return value
        agenda = tuple(
            replace(item, presenter=self(item.presenter)) for item in value.agenda
        )
        return replace(value, agenda=agenda)

    def paper(self, value: PaperRecord) -> PaperRecord:
        sections = tuple(
            replace(section, owner=self(section.owner))
            for section in value.paper.sections
        )
        return replace(value, paper=replace(value.paper, sections=sections))
