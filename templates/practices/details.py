"""The details of a practice that few people give: a view of its own, all optional."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock

from bot.domain.currencies import CURRENCIES, EUROPEAN
from bot.domain.errors import InvalidInputError
from bot.domain.practices import (
    MAX_GRANT,
    MAX_PROGRAMME,
    TARGET_GROUPS,
    Funding,
    PracticeContent,
    PracticeType,
    Scope,
    TwinningRole,
    read_amount,
)
from templates import forms, labels
from templates.documents.words import TARGET_GROUPS as GROUPS
from templates.documents.words import look_up
from templates.practices import fields, inputs, words

_AMOUNT = 30
_NUTS = 5
_WRONG_AMOUNT = "Write a whole amount in figures, for example 1 200 000."
_GIVEN = (
    *("title_original", "type", "scope", "nuts", "stakeholders", "target_groups"),
    *("trl", "funding", "twinning_role", "looking_for", "interest_disclosure"),
)


def given(content: PracticeContent) -> int:
    """Return how many of the details say something."""
    return sum(bool(getattr(content, name)) for name in _GIVEN)


def blocks(content: PracticeContent) -> list[Block]:
    """Return the inputs with what is known so far."""
    groups = {slug: look_up(GROUPS, slug) for slug in TARGET_GROUPS}
    levels = {str(level): said for level, said in labels.TRL.items()}
    return [
        inputs.text_input(fields.TITLE_ORIGINAL, content),
        forms.language("language", "Its language", content.language),
        inputs.select("type", words.field("type"), labels.TYPES, content.type),
        inputs.select("scope", words.field("scope"), labels.SCOPES, content.scope),
        _region(content),
        inputs.text_input(fields.STAKEHOLDERS, content),
        *forms.many(
            "target_groups", words.field("target_groups"), groups, content.target_groups
        ),
        inputs.select(
            "trl",
            words.field("trl"),
            levels,
            str(content.trl) if content.trl else None,
        ),
        *_money(content.funding or Funding()),
        inputs.select(
            "twinning_role",
            words.field("twinning_role"),
            labels.TWINNING_ROLES,
            content.twinning_role,
        ),
        inputs.text_input(fields.LOOKING_FOR, content),
        inputs.text_input(fields.DISCLOSURE, content),
    ]


def read(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, without the region, by the names of the fields.

    Raises:
        InvalidInputError: an amount is none.
    """
    kind, scope = typed.get("type"), typed.get("scope")
    role, level = typed.get("twinning_role"), typed.get("trl")
    texts = {text.name: typed.get(text.name) or "" for text in fields.DETAIL_TEXTS}
    return texts | {
        "title_original": texts["title_original"].strip() or None,
        "language": typed.get("language"),
        "type": PracticeType(kind) if kind else None,
        "scope": Scope(scope) if scope else None,
        "target_groups": tuple(typed.get("target_groups") or ()),
        "trl": int(level) if level else None,
        "funding": _read_money(typed),
        "twinning_role": TwinningRole(role) if role else None,
    }


def _region(content: PracticeContent) -> InputBlock:
    hint = "The NUTS code, as exact as it fits, for example DK03."
    if content.nuts_name:
        hint += f" {content.nuts} is {content.nuts_name}."
    return forms.text("nuts", "Region", content.nuts, limit=_NUTS, hint=hint)


def _money(money: Funding) -> list[Block]:
    others = sorted(CURRENCIES.keys() - set(EUROPEAN))
    middle = len(others) // 2
    groups = {
        "Currencies of Europe": _named(EUROPEAN),
        "Other currencies": _named(others[:middle]),
        "More currencies": _named(others[middle:]),
    }
    return [
        forms.text(
            "funding_total",
            "Money in total",
            _figures(money.total),
            limit=_AMOUNT,
            hint="A whole amount, for example 1 200 000.",
        ),
        forms.text(
            "funding_eu",
            "Part of it from the EU",
            _figures(money.eu),
            limit=_AMOUNT,
            hint="In the same currency.",
        ),
        forms.menu(
            "funding_currency",
            "Currency",
            groups,
            money.currency,
            hint="Amounts of different currencies are never added up.",
        ),
        forms.text(
            "funding_programme",
            "Programme that paid",
            money.programme,
            limit=MAX_PROGRAMME,
        ),
        forms.text("funding_grant", "Grant number", money.grant, limit=MAX_GRANT),
    ]


def _named(codes: tuple[str, ...] | list[str]) -> dict[str, str]:
    return {code: f"{code} {CURRENCIES[code]}" for code in codes}


def _figures(amount: int | None) -> str | None:
    return None if amount is None else f"{amount:,}".replace(",", " ")


def _read_money(typed: Mapping[str, Any]) -> Funding | None:
    said = {
        name: (typed.get(f"funding_{name}") or "").strip() or None
        for name in ("total", "eu", "currency", "programme", "grant")
    }
    amounts = {name: read_amount(said[name] or "") for name in ("total", "eu")}
    problems = {
        f"funding_{name}": _WRONG_AMOUNT
        for name, amount in amounts.items()
        if said[name] and amount is None
    }
    if problems:
        raise InvalidInputError(problems)
    if not any(said.values()):
        return None
    return Funding(
        total=amounts["total"],
        eu=amounts["eu"],
        currency=said["currency"],
        programme=said["programme"],
        grant=said["grant"],
    )
