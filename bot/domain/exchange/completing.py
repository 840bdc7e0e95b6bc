"""What members decided outlives an older file, and what it does not hold stays."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.actions import ActionItem
from bot.domain.clusters import Cluster, OrganisationStatus
from bot.domain.exchange.following import follow
from bot.domain.exchange.meeting_completing import (
    all_decisions,
    complete_action,
    complete_decision,
    complete_meeting,
)
from bot.domain.exchange.offers import as_careful
from bot.domain.exchange.parts.beside import complete_beside
from bot.domain.exchange.parts.paper import complete_parts, complete_texts
from bot.domain.exchange.parts.papers import Text
from bot.domain.exchange.parts.rounds import (
    RecommendationRecord,
    complete_recommendation,
)
from bot.domain.exchange.registers import (
    with_relation,
    with_successor,
    with_successors,
)
from bot.domain.exchange.settings import with_history
from bot.domain.exchange.values import (
    Document,
    Entry,
    Member,
    PaperRecord,
    PracticeRecord,
    SigRecord,
)
from bot.domain.meetings import Decision, Meeting
from bot.domain.practices import (
    BEING_REVISED,
    Attribution,
    PracticeStatus,
    PublicationConsent,
)
from bot.domain.sigs import PersonState
from bot.domain.successions import Lineage, Succession
from bot.domain.whitepaper import Section, SectionState
from bot.domain.whitepaper.sections import first_state

Fill = Callable[[Any, Any], Any]
_FINAL = {
    PracticeStatus.WITHDRAWN,
    PracticeStatus.REJECTED,
    PracticeStatus.SUPERSEDED,
}
# Whom a text names, most careful last.
_CARE = (
    Attribution.NAME_AND_ORGANISATION,
    Attribution.ORGANISATION,
    Attribution.ANONYMOUS,
)


def complete(document: Document, group: Document) -> Document:
    """Return the records of a document as they should be after it is imported."""
    said, decided = all_decisions(document), all_decisions(group)

    def meeting(new: Meeting, old: Meeting) -> Meeting:
        return complete_meeting(new, old, held=decided, said=said)

    completed = Document(
        sig=_filled(document.sig, group.sig, _sig),
        extra={**group.extra, **document.extra},
        sources=_all(document.sources, group.sources, lambda each: each.key),
        themes=_all(
            document.themes, group.themes, lambda each: each.slug, with_successor
        ),
        networks=_all(
            document.networks,
            group.networks,
            lambda each: each.network.slug,
            with_relation,
        ),
        clusters=_all(
            document.clusters, group.clusters, lambda each: each.key, _cluster
        ),
        successions=_all(
            document.successions,
            group.successions,
            lambda each: each.nonce,
            _succession,
        ),
        people=_all(document.people, group.people, lambda each: each.key, _member),
        practices=_all(
            document.practices,
            group.practices,
            lambda each: each.practice.number,
            _practice,
        ),
        meetings=_all(document.meetings, group.meetings, _number, meeting),
        decisions=_all(document.decisions, group.decisions, _number, complete_decision),
        actions=_all(document.actions, group.actions, _number, complete_action),
        recommendations=_all(
            document.recommendations,
            group.recommendations,
            _number,
            complete_recommendation,
        ),
        offers=_all(
            document.offers, group.offers, lambda each: each.offer.nonce, as_careful
        ),
        paper=_filled(document.paper, group.paper, _paper),
    )
    completed = replace(completed, beside=complete_beside(document, group, completed))
    lineage = _lineage(document, group, completed)
    completed = with_successors(completed, group)
    return follow(_with_ended(completed, lineage), lineage)


def _number(value: Meeting | Decision | ActionItem | RecommendationRecord) -> int:
    return value.number


def _lineage(document: Document, group: Document, completed: Document) -> Lineage:
    """Return what became of the clusters, as it is known after the import."""
    named = {each.value.nonce for each in document.successions}
    held = [each for each in group.successions if each.value.nonce not in named]
    successions = (each.value for each in (*held, *completed.successions))
    return Lineage(tuple(successions))


def _with_ended(document: Document, lineage: Lineage) -> Document:
    """Return a document whose clusters that another one followed are not active."""
    merged = OrganisationStatus.MERGED
    return replace(
        document,
        clusters=tuple(
            Entry(value=replace(each.value, status=merged), extra=each.extra)
            if lineage.has_ended(each.value.key)
            else each
            for each in document.clusters
        ),
    )


def keeps_status(new: PracticeRecord, old: PracticeRecord) -> bool:
    """Whether a practice is out of the paper here, which no file undoes."""
    held = old.practice.status
    return held in _FINAL and new.practice.status is not held


def keeps_text(new: Section, held: Section) -> bool:
    """Whether editors changed a section after the file was written."""
    is_other = new.body is not None and new.body != held.body
    return is_other and held.revision > new.revision


def _as_it_is(new: Any, _old: Any) -> Any:
    return new


def _all(
    new: tuple[Entry[Any], ...],
    old: tuple[Entry[Any], ...],
    key: Callable[[Any], Hashable],
    fill: Fill = _as_it_is,
) -> tuple[Entry[Any], ...]:
    known = {key(entry.value): entry for entry in old}
    found = (_filled(entry, known.get(key(entry.value)), fill) for entry in new)
    return tuple(entry for entry in found if entry is not None)


def _filled(
    new: Entry[Any] | None, old: Entry[Any] | None, fill: Fill
) -> Entry[Any] | None:
    if new is None or old is None:
        return new
    value = fill(new.value, old.value)
    return Entry(value=value, extra={**old.extra, **new.extra})


def _sig(new: SigRecord, old: SigRecord) -> SigRecord:
    held = old.sig
    sig = replace(
        new.sig,
        id=held.id,
        # Where the group lives in Slack is decided there.
        team_id=held.team_id,
        channel_id=held.channel_id,
        chairs_channel_id=held.chairs_channel_id,
        state=held.state,
        is_shared=held.is_shared,
    )
    return with_history(replace(new, sig=sig), old)


def _cluster(new: Cluster, old: Cluster) -> Cluster:
    # That it has ended outlives an older file.
    is_said = new.status is not OrganisationStatus.ACTIVE
    return replace(new, status=(new if is_said else old).status)


def _succession(new: Succession, old: Succession) -> Succession:
    return replace(old, effective_on=new.effective_on, note=new.note)


def _member(new: Member, old: Member) -> Member:
    is_named = new.person.display_name not in {"", new.title}
    has_left = old.person.state is not PersonState.ACTIVE
    person = replace(
        new.person,
        id=old.person.id,
        team_id=new.person.team_id or old.person.team_id,
        user_id=new.person.user_id or old.person.user_id,
        zone=new.person.zone or old.person.zone,
        # The name somebody chose, and that they left, outlive an older file.
        display_name=(new if is_named else old).person.display_name,
        state=(old if has_left else new).person.state,
    )
    # So do the roles in the paper that somebody chose.
    credit = new if old.credit is None else old
    return replace(new, person=person, credit=credit.credit, credit_by=credit.credit_by)


def _practice(new: PracticeRecord, old: PracticeRecord) -> PracticeRecord:
    before, is_kept = old.practice, keeps_status(new, old)
    consent = _consent(new.practice.consent, before.consent)
    practice = replace(
        new.practice,
        status=before.status if is_kept else new.practice.status,
        cluster_key=new.practice.cluster_key or before.cluster_key,
        id=before.id,
        version=before.version,
        revision=before.revision,
        accepted_revision=before.accepted_revision,
        consent=consent,
        submitted_at=new.practice.submitted_at or before.submitted_at,
        accepted_at=new.practice.accepted_at or before.accepted_at,
        label=new.practice.label or before.label,
        is_ruling=new.practice.is_ruling or before.is_ruling,
        reason=new.practice.reason or before.reason,
        superseded_by=new.practice.superseded_by or before.superseded_by,
    )
    accepted = old.accepted if is_kept else new.accepted
    if practice.status in BEING_REVISED:
        accepted = accepted or old.accepted
    record = PracticeRecord(
        practice=practice, author=new.author or old.author, accepted=accepted
    )
    is_newer = consent is not None and _is_later(consent, before.consent)
    return record if is_newer else _named_as_before(record, old)


def _named_as_before(record: PracticeRecord, old: PracticeRecord) -> PracticeRecord:
    """Return a record that names its source as carefully as the group does now."""
    held = old.practice.content.attribution
    if record.practice.consent == old.practice.consent:
        content = record.practice.content
        held = max(held, content.attribution, key=_CARE.index)
    practice = record.practice
    practice = replace(practice, content=replace(practice.content, attribution=held))
    accepted = record.accepted
    if accepted:
        least = (old.accepted or old.practice.content).attribution
        most = max(least, accepted.attribution, key=_CARE.index)
        accepted = replace(accepted, attribution=most)
    return replace(record, practice=practice, accepted=accepted)


def _consent(
    new: PublicationConsent | None, old: PublicationConsent | None
) -> PublicationConsent | None:
    """Return the later word; of two of one day the one that publishes less."""
    if new is None or old is None:
        return new or old
    if _last_word(new) != _last_word(old):
        return new if _is_later(new, old) else old
    return new if _care(new) >= _care(old) else old


def _is_later(new: PublicationConsent, old: PublicationConsent | None) -> bool:
    return old is None or _last_word(new) > _last_word(old)


def _last_word(consent: PublicationConsent) -> date:
    return max(consent.given_on, consent.withdrawn_on or consent.given_on)


def _care(consent: PublicationConsent) -> tuple[bool, bool, int]:
    is_withdrawn = consent.withdrawn_on is not None
    return is_withdrawn, not consent.publish, _CARE.index(consent.attribution)


def _paper(new: PaperRecord, old: PaperRecord) -> PaperRecord:
    held = {section.key: section for section in old.paper.sections}
    texts = {**old.parts.texts, **new.parts.texts}
    written = []
    for section in new.paper.sections:
        known = held.get(section.key)
        if known is not None:
            after, texts[section.key] = _section(section, known, new, old)
        written.append(section if known is None else after)
    keys = {section.key for section in written}
    left = [section for section in old.paper.sections if section.key not in keys]
    versions = {edition.version for edition in old.editions}
    editions = tuple(each for each in new.editions if each.version not in versions)
    parts = complete_parts(new.parts, old.parts)
    return PaperRecord(
        paper=replace(new.paper, id=old.paper.id, sections=(*written, *left)),
        editions=old.editions + editions,
        parts=replace(parts, texts={key: each for key, each in texts.items() if each}),
    )


def _section(
    new: Section, held: Section, file: PaperRecord, group: PaperRecord
) -> tuple[Section, tuple[Text, ...]]:
    body = held.body if new.body is None or keeps_text(new, held) else new.body
    revision, texts = complete_texts(
        new,
        held,
        body,
        texts=file.parts.texts.get(new.key, ()),
        known=group.parts.texts.get(new.key, ()),
    )
    state = _state(new, body, held)
    return replace(new, body=body, revision=revision, state=state), texts


def _state(new: Section, body: str | None, held: Section) -> SectionState:
    """Return how far it is: a file that does not say changes nothing of that."""
    is_said = new.state is not first_state(new.body)
    if body == held.body:
        return new.state if is_said and not keeps_text(new, held) else held.state
    return new.state
