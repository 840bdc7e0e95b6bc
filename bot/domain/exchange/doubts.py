"""What in a document is allowed but looks like a mistake, or was not taken."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.exchange.completing import keeps_status, keeps_text
from bot.domain.exchange.meeting_completing import kept_work
from bot.domain.exchange.parts.doubts import kept_parts
from bot.domain.exchange.values import Document
from bot.domain.matching import OfferState
from bot.domain.practices import STATUS_WORDS
from bot.domain.references import Kind


def doubts(document: Document, group: Document) -> tuple[str, ...]:
    """Say what somebody should look at after a document is imported."""
    return (
        *_same_titles(document, group),
        *_kept_statuses(document, group),
        *kept_work(document, group),
        *_kept_texts(document, group),
        *_other_editions(document, group),
        *_changed_roles(document, group),
        *_other_purposes(document, group),
        *_kept_mergers(document, group),
        *_kept_offers(document, group),
        *kept_parts(document, group),
    )


def _same_titles(document: Document, group: Document) -> Iterator[str]:
    in_document = document.keys(Kind.PRACTICE)
    keys = group.keys(Kind.PRACTICE) | in_document
    texts = {
        entry.value.practice.number or 0: entry.value.practice.content.title
        for entry in (*group.practices, *document.practices)
    }
    firsts: dict[str, int] = {}
    for number in sorted(texts):
        first = firsts.setdefault(texts[number].casefold(), number)
        if first != number and number in in_document:
            yield f"{keys[number]} has the same title as {keys[first]}."


def _kept_statuses(document: Document, group: Document) -> Iterator[str]:
    keys = document.keys(Kind.PRACTICE)
    held = {each.value.practice.number: each.value for each in group.practices}
    for entry in document.practices:
        number = entry.value.practice.number or 0
        old = held.get(number)
        if old and keeps_status(entry.value, old):
            here = STATUS_WORDS[old.practice.status]
            there = STATUS_WORDS[entry.value.practice.status]
            yield f"{keys[number]} is {here} here and stays so; the file says {there}."


def _kept_texts(document: Document, group: Document) -> Iterator[str]:
    if document.paper is None or group.paper is None:
        return
    held = {section.key: section for section in group.paper.value.paper.sections}
    for section in document.paper.value.paper.sections:
        if section.key in held and keeps_text(section, held[section.key]):
            title = held[section.key].title
            yield f"{title} was changed here since; the file's text was not taken."


def _other_editions(document: Document, group: Document) -> Iterator[str]:
    if document.paper is None or group.paper is None:
        return
    held = {each.version: replace(each, id=0) for each in group.paper.value.editions}
    for edition in document.paper.value.editions:
        if held.get(edition.version, edition) != edition:
            yield (
                f"Edition {edition.version} has another content here; the file's was "
                "not taken."
            )


def _changed_roles(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.key: each.value.role for each in group.people}
    for entry in document.people:
        key, role = entry.value.key, entry.value.role
        if held.get(key, role) is not role:
            yield f"member {key}: role {held[key].value} -> {role.value}"


def _other_purposes(document: Document, group: Document) -> Iterator[str]:
    if document.sig is None or group.sig is None:
        return
    held = {each.revision: each.text for each in group.sig.value.history}
    for purpose in document.sig.value.history:
        if held.get(purpose.revision, purpose.text) != purpose.text:
            yield (
                f"Text {purpose.revision} of the objectives' history is another one "
                "here; the file's was not taken."
            )


def _kept_mergers(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.slug: each.value.merged_into for each in group.themes}
    for entry in document.themes:
        into = held.get(entry.value.slug)
        if into and into != entry.value.merged_into:
            yield f"theme {entry.value.slug}: merged into {into} here and stays so."


def _kept_offers(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.offer.nonce: each.value.offer for each in group.offers}
    for new in (each.value.offer for each in document.offers):
        old = held.get(new.nonce)
        if old and new.state is OfferState.OPEN and old.state is not new.state:
            yield f"{old.kind.value} {old.nonce}: closed here and stays so."
        if old and new.may_print and not old.may_print:
            yield f"{old.kind.value} {old.nonce}: may not be printed; that stays so."
