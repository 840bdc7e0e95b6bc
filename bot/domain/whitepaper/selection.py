"""Which practices are printed, why others are not, and whom the paper names."""

from collections import Counter
from collections.abc import Collection, Iterable

from bot.domain.practices import Attribution, Practice, PracticeStatus, Visibility
from bot.domain.whitepaper.document import Contributors, Organisation, Withheld
from bot.domain.whitepaper.values import Snapshot

_REASONS = {
    PracticeStatus.REJECTED: Withheld.REJECTED,
    PracticeStatus.WITHDRAWN: Withheld.WITHDRAWN,
    PracticeStatus.SUPERSEDED: Withheld.SUPERSEDED,
}
_ACCEPTED = {PracticeStatus.ACCEPTED, PracticeStatus.PUBLISHED}


def is_accepted(practice: Practice) -> bool:
    """Whether the group took it up, printable or not."""
    return practice.status in _ACCEPTED


def printable(practices: Iterable[Practice], licence: str) -> tuple[Practice, ...]:
    """Return what a paper under this licence may contain, by number.

    Consent is given for one licence; under another the author would have to be asked.
    """
    chosen = (
        item
        for item in practices
        if item.is_printable
        and item.number
        and item.consent
        and item.consent.licence == licence
    )
    return tuple(sorted(chosen, key=lambda item: item.number or 0))


def withheld(
    practices: Iterable[Practice], printed: Collection[Practice]
) -> tuple[tuple[Withheld, int], ...]:
    """Count what is not printed, by reason, without naming anything."""
    shown = {item.number for item in printed}
    numbers = Counter(_reason(item) for item in practices if item.number not in shown)
    return tuple((reason, numbers[reason]) for reason in Withheld if numbers[reason])


def _reason(practice: Practice) -> Withheld:
    if not is_accepted(practice):
        return _REASONS.get(practice.status, Withheld.IN_REVIEW)
    if practice.content.visibility is Visibility.SIG_ONLY:
        return Withheld.GROUP_ONLY
    return Withheld.NO_CONSENT


def attribution(practice: Practice) -> Attribution:
    """Return the more careful of what the author chose and what they consented to."""
    chosen = {practice.content.attribution}
    if practice.consent:
        chosen.add(practice.consent.attribution)
    if Attribution.ANONYMOUS in chosen:
        return Attribution.ANONYMOUS
    if chosen == {Attribution.NAME_AND_ORGANISATION}:
        return Attribution.NAME_AND_ORGANISATION
    return Attribution.ORGANISATION


def person_named(practice: Practice) -> str:
    """Return the person's name, or role, if the person agreed to it; else nothing."""
    if attribution(practice) is not Attribution.NAME_AND_ORGANISATION:
        return ""
    return practice.author_name or practice.content.submitter_role


def submitted_by(practice: Practice) -> tuple[str, ...]:
    """Return what stands behind "Submitted by", nothing for an anonymous one."""
    if attribution(practice) is Attribution.ANONYMOUS:
        return ()
    names = (person_named(practice), practice.content.organisation)
    return tuple(name for name in names if name)


def contributors(snapshot: Snapshot, printed: tuple[Practice, ...]) -> Contributors:
    """Group the printed practices by the organisation that is named for them."""
    known: dict[str, list[Practice]] = {}
    for practice in printed:
        if submitted_by(practice):
            known.setdefault(practice.content.organisation, []).append(practice)
    kinds = Counter(external.kind for external in snapshot.externals)
    return Contributors(
        organisations=tuple(
            _organisation(name, known[name])
            for name in sorted(known, key=lambda name: (name.casefold(), name))
        ),
        externals=tuple(sorted(kinds.items())),
        anonymous=sum(not submitted_by(practice) for practice in printed),
    )


def _organisation(name: str, practices: list[Practice]) -> Organisation:
    countries = {item.content.country for item in practices if item.content.country}
    names = {person_named(item) for item in practices} - {""}
    return Organisation(
        name=name,
        countries=tuple(sorted(countries)),
        names=tuple(sorted(names)),
        practices=tuple(item.number for item in practices if item.number),
    )
