"""Words of the paper for slugs, dates and numbers. Plain English, no escaping."""

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.clusters import Cluster
from bot.domain.countries import COUNTRIES
from bot.domain.matching import OfferKind
from bot.domain.meetings import Decision, Meeting, MeetingStatus
from bot.domain.practices import Funding, Label, PracticeContent, TwinningRole
from bot.domain.references import Kind, label
from bot.domain.whitepaper.credit import CreditRole
from bot.domain.whitepaper.document import (
    CreditEntry,
    DecisionEntry,
    MeetingEntry,
    OfferEntry,
    Withheld,
)
from templates import labels

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
NONE = "\u2013"  # an en dash: nothing to say in this cell

STATUSES: Mapping[str, str] = {
    "collecting": "Draft, collecting contributions",
    "drafting": "Draft",
    "consultation": "Draft for consultation",
    "final_review": "Draft in final review",
    "adopted": "Adopted",
    "published": "Published",
    "superseded": "Superseded",
}
ADDRESSEES: Mapping[str, str] = {
    "eu": "European institutions",
    "national": "National governments",
    "regional": "Regional authorities",
    "local": "Local authorities",
    "payer": "Health insurers and other payers",
    "care_provider": "Care providers",
    "cluster": "Clusters",
    "industry": "Industry",
    "funder": "Funders",
    "research": "Research organisations",
    "": "Without an addressee",
}
HORIZONS: Mapping[str, str] = {
    "short": "short term",
    "medium": "medium term",
    "long": "long term",
}
TARGET_GROUPS: Mapping[str, str] = {
    "citizens_patients": "citizens and patients",
    "smes": "small and medium-sized enterprises",
}
TWINNING: Mapping[TwinningRole, str] = {
    TwinningRole.OFFERS: "Offers its experience",
    TwinningRole.SEEKS: "Looks for experience",
    TwinningRole.BOTH: "Offers and looks for experience",
}
DECISION_KINDS: Mapping[str, str] = {
    "vote": "By vote",
    "chair_ruling": "Ruling of the chair",
    "written_procedure": "By written procedure",
}
EXTERNAL_KINDS: Mapping[str, str] = {
    "company_startup": "start-up company",
    "company_sme": "small or medium-sized company",
    "company_large": "large company",
    "patient_body": "patients' organisation",
}
RELATIONS: Mapping[str, str] = {
    "member_of": "Member",
    "liaison": "Exchange",
}
WITHHELD: Mapping[str, str] = {
    Withheld.IN_REVIEW: "still in review",
    Withheld.REJECTED: "not accepted",
    Withheld.WITHDRAWN: "withdrawn",
    Withheld.SUPERSEDED: "replaced by a newer one",
    Withheld.GROUP_ONLY: "for the group only",
    Withheld.NO_CONSENT: "without consent to publish",
}
LICENCES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": (
        "CC0 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
# As the standard spells them (https://credit.niso.org).
CREDIT_ROLES: Mapping[CreditRole, str] = {
    CreditRole.CONCEPTUALIZATION: "Conceptualization",
    CreditRole.DATA_CURATION: "Data curation",
    CreditRole.FORMAL_ANALYSIS: "Formal analysis",
    CreditRole.FUNDING_ACQUISITION: "Funding acquisition",
    CreditRole.INVESTIGATION: "Investigation",
    CreditRole.METHODOLOGY: "Methodology",
    CreditRole.PROJECT_ADMINISTRATION: "Project administration",
    CreditRole.RESOURCES: "Resources",
    CreditRole.SOFTWARE: "Software",
    CreditRole.SUPERVISION: "Supervision",
    CreditRole.VALIDATION: "Validation",
    CreditRole.VISUALIZATION: "Visualization",
    CreditRole.WRITING_DRAFT: "Writing \u2013 original draft",
    CreditRole.WRITING_EDITING: "Writing \u2013 review & editing",
}
# ISO 639-1, the languages of Europe that people are likely to write in.
_LANGUAGES: Mapping[str, str] = dict(
    re.findall(
        r"(\w+):(\w+)",
        "bg:Bulgarian ca:Catalan cs:Czech cy:Welsh da:Danish de:German el:Greek "
        "en:English es:Spanish et:Estonian eu:Basque fi:Finnish fr:French ga:Irish "
        "gl:Galician hr:Croatian hu:Hungarian is:Icelandic it:Italian "
        "lb:Luxembourgish lt:Lithuanian lv:Latvian mt:Maltese nb:Norwegian "
        "nl:Dutch no:Norwegian pl:Polish pt:Portuguese ro:Romanian sk:Slovak "
        "sl:Slovenian sq:Albanian sr:Serbian sv:Swedish tr:Turkish uk:Ukrainian",
    )
)


def plain_words(slug: str) -> str:
    """Return a slug without its underscores: the words of last resort."""
    return slug.replace("_", " ")


def sentence_case(words: str) -> str:
    """Return the words with a capital at the beginning and nothing else changed."""
    return words[:1].upper() + words[1:]


def inside(words: str) -> str:
    """Return the words for the middle of a sentence."""
    return words[:1].lower() + words[1:]


def look_up(table: Mapping[str, str], slug: str) -> str:
    """Return the words for a slug, or the slug as words where there are none."""
    return table.get(slug) or sentence_case(plain_words(slug))


def country(code: str | None) -> str:
    """Return a country's English name, or its code where none is known."""
    return COUNTRIES.get(code, code) if code else ""


def language(code: str) -> str:
    """Return a language's English name, or its code where none is known."""
    return _LANGUAGES.get(code, code)


def long_date(day: date) -> str:
    """Return a date in words: 15 November 2021."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def partial_date(text: str) -> str:
    """Return an ISO 8601 date of any precision in words: 2021, March 2021."""
    parts = [int(part) for part in text.split("-") if part.isdecimal()]
    match parts:
        case [year, month, day]:
            return f"{day} {_MONTHS[month - 1]} {year}"
        case [year, month]:
            return f"{_MONTHS[month - 1]} {year}"
        case _:
            return text


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 practice, 2 practices."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def series(words: list[str]) -> str:
    """Return words as they are listed in a sentence: a, b and c."""
    if len(words) < 2:  # noqa: PLR2004 - "and" needs two
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def amount(money: int, currency: str | None) -> str:
    """Return an amount of one currency, digits in groups of three."""
    digits = f"{money:,}".replace(",", " ")
    return f"{currency} {digits}" if currency else digits


def funding(money: Funding) -> str:
    """Return where the money of a practice came from; amounts are never added."""
    parts = []
    if money.total is not None:
        parts.append(f"{amount(money.total, money.currency)} in total")
    if money.eu is not None:
        of_it = " of it" if parts else ""
        parts.append(f"{amount(money.eu, money.currency)}{of_it} from the EU")
    amounts = ", ".join(parts)
    grant = f"grant {money.grant}" if money.grant else ""
    programme = ", ".join(part for part in (money.programme, grant) if part)
    if amounts and programme:
        return f"{amounts} ({programme})"
    return amounts or sentence_case(programme)


def twinning(content: PracticeContent) -> tuple[str, str]:
    """Return what to call a practice's wish for partners, and what it says."""
    role = TWINNING.get(content.twinning_role) if content.twinning_role else None
    if content.looking_for:
        return role or "Looking for or offering", content.looking_for
    return "Twinning", f"{role}."


def period(content: PracticeContent) -> str:
    """Return when it ran: since 2010, 2016 to 2018, until 2020."""
    start = partial_date(content.start) if content.start else ""
    end = partial_date(content.end) if content.end else ""
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return f"since {start}"
    return f"until {end}" if end else ""


def place(content: PracticeContent) -> str:
    """Return the country with the region, if it is a part of the country."""
    return _with_region(country(content.country), content.nuts, content.nuts_name)


def _with_region(name: str, nuts: str | None, region: str | None) -> str:
    # NUTS codes of two letters, or with nothing but noughts, cover the whole country.
    is_part = bool((nuts or "")[2:].strip("0"))
    return f"{name} ({region})" if name and region and is_part else name


def facts(content: PracticeContent, accepted_as: Label | None = None) -> list[str]:
    """Return the short facts of the line under a practice's title."""
    found = [
        sentence_case(labels.ACCEPTED_AS[accepted_as]) if accepted_as else "",
        content.organisation,
        place(content),
        labels.TYPES[content.type] if content.type else "",
        f"{labels.SCOPES[content.scope]} scope" if content.scope else "",
        sentence_case(period(content)),
        f"TRL {content.trl}" if content.trl else "",
        f"Facts as of {partial_date(content.valid_as_of)}"
        if content.valid_as_of
        else "",
    ]
    return [fact for fact in found if fact]


def cluster_facts(cluster: Cluster) -> list[str]:
    """Return the short facts of the line under a cluster's name."""
    members = ""
    if cluster.members_total is not None:
        members = count(cluster.members_total, "member")
    if cluster.members_companies is not None:
        companies = count(cluster.members_companies, "company", "companies")
        members = f"{members}, of which {companies}" if members else companies
    found = [
        _with_region(country(cluster.country), cluster.nuts, cluster.nuts_name),
        sentence_case(f"{plain_words(cluster.scope)} scope") if cluster.scope else "",
        members,
    ]
    return [fact for fact in found if fact]


def cluster_countries(clusters: tuple[Cluster, ...]) -> str:
    """Return where the clusters are, instead of their long names."""
    names = dict.fromkeys(country(cluster.country) for cluster in clusters)
    return ", ".join(names) or NONE


def addressees(slugs: tuple[str, ...]) -> str:
    """Return whom a recommendation addresses."""
    found = [inside(look_up(ADDRESSEES, slug)) for slug in slugs]
    return series(
        [f"E{name[1:]}" if name == "european institutions" else name for name in found]
    )


def blanks(numbers: tuple[int, ...]) -> list[str]:
    """Return numbers for a wide table, where a blank reads better than a nought."""
    return [str(number) if number else "" for number in numbers]


def meeting_date(meeting: Meeting) -> str:
    """Return when a meeting was or is, and what became of it."""
    text = long_date(meeting.starts_local.date())
    if meeting.moved_from:
        text += f" (moved from {long_date(meeting.moved_from)})"
    if meeting.status is MeetingStatus.HELD:
        return text
    return f"{text}, {meeting.status.replace('_', ' ')}"


def clusters_present(entry: MeetingEntry) -> str:
    """Return how many clusters were at a meeting that was held."""
    return str(entry.clusters_present) if _was_held(entry) else NONE


def guests_present(entry: MeetingEntry) -> str:
    """Return how many invited guests were at a meeting that was held."""
    return str(entry.externals_present) if _was_held(entry) else NONE


def _was_held(entry: MeetingEntry) -> bool:
    return entry.meeting.status is MeetingStatus.HELD


def decision_refs(numbers: tuple[int, ...]) -> str:
    """Return the names of decisions."""
    return ", ".join(label(Kind.DECISION, number) for number in numbers) or NONE


def decision_place(entry: DecisionEntry) -> str:
    """Return where it was decided: a meeting, or a day outside of meetings."""
    if entry.meeting is not None:
        return label(Kind.MEETING, entry.meeting)
    day = entry.decision.decided_on
    return long_date(day) if day else NONE


def decision_text(entry: DecisionEntry) -> str:
    """Return a decision's text with what it replaced and what replaced it."""
    text = entry.decision.text
    if entry.decision.supersedes:
        text += f" (Replaces {label(Kind.DECISION, entry.decision.supersedes)}.)"
    if entry.superseded_by:
        text += f" (Superseded by {label(Kind.DECISION, entry.superseded_by)}.)"
    return text


def decision_kind(decision: Decision) -> str:
    """Return how it was decided, with the votes of the clusters as totals."""
    text = look_up(DECISION_KINDS, decision.kind)
    if decision.votes is None:
        return text
    votes = decision.votes
    return (
        f"{text}: {votes.in_favour} in favour, {votes.against} against, "
        f"{count(votes.abstain, 'abstention')}"
    )


def offered(entry: OfferEntry) -> str:
    """Return which cluster looks for something or offers it."""
    verb = "looks for" if entry.kind is OfferKind.NEED else "offers"
    return f"{entry.cluster} {verb}"


def credit(entry: CreditEntry) -> str:
    """Return the roles of one organisation."""
    return "; ".join(CREDIT_ROLES[role] for role in entry.roles)


def target_groups(content: PracticeContent) -> str:
    """Return whom a practice is for."""
    found = [inside(look_up(TARGET_GROUPS, slug)) for slug in content.target_groups]
    return sentence_case(series(found))
