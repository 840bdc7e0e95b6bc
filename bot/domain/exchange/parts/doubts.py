"""What of the parts of a file was not taken, because it is another thing here."""

from collections.abc import Iterator

from bot.domain.exchange.meeting_completing import all_decisions, keeps_decision
from bot.domain.exchange.parts.beside import goes_on, note_ids
from bot.domain.exchange.parts.merging import not_taken
from bot.domain.exchange.parts.paper import (
    comment_ids,
    complete_parts,
    is_one_history,
    window_ids,
)
from bot.domain.exchange.parts.rounds import keeps_outcome
from bot.domain.exchange.values import Document, PaperRecord
from bot.domain.references import Kind


def kept_parts(document: Document, group: Document) -> Iterator[str]:
    """Say of which parts a file was not believed."""
    yield from _outcomes(document, group)
    yield from _credits(document, group)
    if document.paper and group.paper:
        yield from _paper(document.paper.value, group.paper.value)
    yield from _meetings(document, group)
    yield from _ballots(document, group)
    if group.beside.series and document.beside.series not in {(), group.beside.series}:
        yield "The group has its own series of meetings; the file's were not taken."


def _outcomes(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.number: each.value for each in group.recommendations}
    names = document.keys(Kind.RECOMMENDATION)
    for new in (each.value for each in document.recommendations):
        old = held.get(new.number)
        if old and keeps_outcome(new, old):
            here = old.recommendation.status.value
            there = new.recommendation.status.value
            if here != there:
                yield (
                    f"{names[new.number]} is {here} here and stays so; the file says "
                    f"{there}."
                )


def _credits(document: Document, group: Document) -> Iterator[str]:
    held = {each.value.key: each.value.credit for each in group.people}
    for new in (each.value for each in document.people):
        if new.credit is not None and held.get(new.key) not in {None, new.credit}:
            yield f"member {new.key}: the roles in the paper were chosen here and stay."


def _paper(new: PaperRecord, old: PaperRecord) -> Iterator[str]:
    held = {section.key: section for section in old.paper.sections}
    for section in new.paper.sections:
        known = held.get(section.key)
        texts = new.parts.texts.get(section.key, ())
        if known and not is_one_history(
            section, known, texts, old.parts.texts.get(section.key, ())
        ):
            yield _other(f"The history of {known.title}")
    after = complete_parts(new.parts, old.parts)
    for name, _ in not_taken(new.parts.windows, after.windows, window_ids):
        yield _other(f"The time for comments {name}")
    for name, _ in not_taken(new.parts.comments, after.comments, comment_ids):
        yield _other(f"Comment {name}" if " " not in name else f"The {name}")


def _meetings(document: Document, group: Document) -> Iterator[str]:
    names = document.keys(Kind.MEETING)
    for number, new in document.beside.meetings.items():
        old = group.beside.meetings.get(number)
        if old is None:
            continue
        if not goes_on(new, old):
            yield _other(f"A text of the minutes of {names[number]}")
        for name, _ in not_taken(new.notes, old.notes, note_ids):
            yield _other(f"Note {name} of {names[number]}")


def _ballots(document: Document, group: Document) -> Iterator[str]:
    names = document.keys(Kind.DECISION)
    said, held = all_decisions(document), all_decisions(group)
    for number, new in document.beside.decisions.items():
        if number in held and keeps_decision(said[number], held[number]):
            continue  # that it stays decided was said
        old = group.beside.decisions.get(number)
        cast = {each.cluster: each.choice for each in old.ballots} if old else {}
        for each in new.ballots:
            if cast.get(each.cluster, each.choice) is not each.choice:
                yield _other(f"The vote of {each.cluster} on {names[number]}")


def _other(what: str) -> str:
    return f"{what} is another one here; the file's was not taken."
