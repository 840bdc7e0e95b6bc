"""From answers as they were typed to the text of a practice."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain import names
from bot.domain.countries import COUNTRIES, from_nuts_prefix
from bot.domain.practices.checks import check_limits, tidy
from bot.domain.practices.facts import check_details, read_amount
from bot.domain.practices.outside.questions import Kind, Question
from bot.domain.practices.outside.values import Filled, Given, Outside, Problem
from bot.domain.practices.values import (
    EvidenceLevel,
    Funding,
    PracticeContent,
    PracticeType,
    Scope,
    Stage,
    TransferReadiness,
    TwinningRole,
)
from bot.domain.text import normalise, normalise_line

COUNTRY = "country"
_ENUMS: Mapping[str, Callable[[str], Any]] = {
    "stage": Stage,
    "evidence_level": EvidenceLevel,
    "transfer_readiness": TransferReadiness,
    "scope": Scope,
    "type": PracticeType,
    "twinning_role": TwinningRole,
    "trl": int,
}
_WRONG_AMOUNT = "Write a whole amount in figures, for example 1 200 000."
# Texts that the record has none of.
_OPTIONAL = {"title_original", "language", "valid_as_of"}
_MONEY = "funding_"
# As a spreadsheet shows a date in most of Europe.
_WITH_DOTS = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})", re.ASCII)
_BULLET = re.compile(r"^\s*[-*•+]\s+")
_SHOWN = 60


def understand(
    filled: Filled, questions: Sequence[Question]
) -> tuple[Outside, list[Problem]]:
    """Return the practice that was described, and what is wrong with it."""
    reader = _Reader(filled.answers)
    values = {question.name: reader.read(question) for question in questions}
    content = tidy(_content(values))
    wrong = check_limits(content) | check_details(content)
    # That a currency is missing is said at the amount, which is there.
    said = wrong.get("funding_currency")
    if said and "funding_currency" not in filled.answers:
        has_total = "funding_total" in filled.answers
        wrong["funding_total" if has_total else "funding_eu"] = said
    for name, sentence in wrong.items():
        reader.complain(name, sentence)
    labels = {question.name: question.label for question in questions}
    problems = [
        Problem(filled.answers[name].line, labels.get(name, name), said)
        for name, said in reader.problems.items()
    ]
    missing = tuple(
        question.label
        for question in questions
        if question.is_required
        and not getattr(content, question.name)
        and question.name not in reader.problems
    )
    return Outside(content=content, missing=missing), sorted(problems)


def _content(values: Mapping[str, Any]) -> PracticeContent:
    money = {
        name.removeprefix(_MONEY): value
        for name, value in values.items()
        if name.startswith(_MONEY)
    }
    plain = {name: v for name, v in values.items() if not name.startswith(_MONEY)}
    has_money = any(value is not None for value in money.values())
    return PracticeContent(**plain, funding=Funding(**money) if has_money else None)


@dataclass(slots=True)
class _Reader:
    answers: Mapping[str, Given]
    problems: dict[str, str] = field(default_factory=dict)

    def complain(self, name: str, said: str) -> None:
        """Note the first problem of an answer; without an answer there is none."""
        if name in self.answers:
            self.problems.setdefault(name, said)

    def read(self, question: Question) -> Any:
        """Return the value of one answer; a wrong one is noted and left out."""
        given = self.answers.get(question.name, Given(0, "")).text
        if question.kind is Kind.TEXT:
            return normalise(given)
        if question.kind is Kind.LINKS:
            return _links(given)
        if question.kind is Kind.CHOICES:
            return self._choices(question, given)
        line = normalise_line(given)
        if not line:
            return "" if _is_text(question) else None
        if question.kind is Kind.LINE:
            self._check_length(question, line)
            return line
        return self._short(question, line)

    def _short(self, question: Question, line: str) -> Any:
        if question.kind is Kind.CHOICE:
            return self._choice(question, line)
        if question.kind is Kind.DATE:
            return _date(line)
        amount = read_amount(line)
        if amount is None:
            self.complain(question.name, _WRONG_AMOUNT)
        return amount

    def _check_length(self, question: Question, line: str) -> None:
        if question.limit and len(line) > question.limit:
            said = f"That is {len(line)} characters; {question.limit} fit here."
            self.complain(question.name, said)

    def _choice(self, question: Question, line: str) -> Any:
        found = _meant(question, line.rstrip("."))
        if found is None:
            self.complain(question.name, _not_known(question, line))
            return None
        return _ENUMS[question.name](found) if question.name in _ENUMS else found

    def _choices(self, question: Question, given: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for line in normalise(given).split("\n"):
            entry = normalise_line(_BULLET.sub("", line)).rstrip(".;")
            whole = _meant(question, entry)
            parts = [entry] if whole is not None else entry.split(";")
            for part in filter(None, map(str.strip, parts)):
                value = _meant(question, part)
                if value is None:
                    self.complain(question.name, _not_known(question, part))
                else:
                    found[value] = None
        if question.limit and len(found) > question.limit:
            self.complain(question.name, f"Choose up to {question.limit}.")
        return tuple(found)


def _meant(question: Question, typed: str) -> str | None:
    if typed in question.words:
        return typed
    if question.name == COUNTRY and len(typed) == len("EE"):
        code = from_nuts_prefix(typed)
        return code if code in COUNTRIES else None
    ways = [(slug, slug) for slug in question.words]
    ways += [(words, slug) for slug, words in question.words.items()]
    return names.same_as(typed, ways)


def _not_known(question: Question, typed: str) -> str:
    shown = typed if len(typed) <= _SHOWN else typed[: _SHOWN - 1] + "…"
    every = question.words.values()
    listed = list(every) if question.is_listed else names.close(typed, every)
    said = f"I do not know “{shown}”."
    return f"{said} There are: {'; '.join(listed)}." if listed else said


def _links(given: str) -> tuple[str, ...]:
    lines = (_BULLET.sub("", line) for line in normalise(given).split("\n"))
    return tuple(link for line in lines for link in line.split())


def _date(line: str) -> str:
    """Return a date as it is stored, where it was written with dots."""
    match = _WITH_DOTS.fullmatch(line)
    if match is None:
        return line
    day, month, year = match.groups()
    parts = [year, month.zfill(2)] + ([day.zfill(2)] if day else [])
    return "-".join(parts)


def _is_text(question: Question) -> bool:
    return question.kind is Kind.LINE and (
        question.name not in _OPTIONAL and not question.name.startswith(_MONEY)
    )
