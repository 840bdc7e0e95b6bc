"""What somebody is credited with: a form with the fourteen roles of CRediT."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.whitepaper.credit import CreditRole
from templates import forms
from templates.documents.words import CREDIT_ROLES, series
from templates.forms import About
from templates.messages import Post, paragraph, section

CREDIT = "paper_credit"
_ROLES = "roles"
_HOW = (
    "The paper lists roles by organisation, never who had which. The words are those "
    "of <https://credit.niso.org|CRediT>."
)
_NEWER = (
    ":warning: Somebody else changed these roles while you had the form open. They are "
    "now: {}. What you chose is still below, and nothing of it is saved yet; press "
    "*Save* again to put it in their place."
)


def form(
    person_id: int,
    *,
    version: int,
    roles: Sequence[CreditRole],
    counted: Sequence[CreditRole],
    whose: str,
    channel: str | None,
    refused: Sequence[CreditRole] | None = None,
) -> View:
    """Return the form; ``whose`` is empty for one's own roles.

    With ``refused`` it comes back with what was chosen, above it what stands now.
    """
    found = _listed(counted) if counted else "nothing yet"
    who = f"What <@{whose}> did" if whose else "What you did"
    words = {str(role): CREDIT_ROLES[role] for role in CreditRole}
    chosen = roles if refused is None else refused
    blocks: list[Block] = [
        section(f"{who} in the group, as I count it: {found}.\n{_HOW}"),
        *forms.many(
            _ROLES,
            "Roles",
            words,
            [str(role) for role in chosen],
            hint="Leave it empty for none.",
        ),
    ]
    if refused is not None:
        blocks.insert(0, section(_NEWER.format(_listed(roles) or "no role")))
    # The version that a form remembers begins with 1.
    about = About(record_id=person_id, channel=channel, version=version + 1)
    return forms.modal(CREDIT, about, blocks, title="Roles in the paper", submit="Save")


def read_version(view: Mapping[str, Any]) -> int:
    """Read which correction was seen, 0 for none."""
    return forms.read_about(view).version - 1


def read_roles(view: Mapping[str, Any]) -> list[str]:
    """Read what was chosen."""
    chosen = forms.read_typed(view).get(_ROLES)
    return [str(each) for each in chosen] if isinstance(chosen, list) else []


def saved(roles: Sequence[CreditRole], *, whose: str) -> Post:
    """Confirm it."""
    who = f"<@{whose}> is" if whose else "You are"
    if not roles:
        return paragraph(f"{who} credited with no role in the next draft.")
    return paragraph(f"{who} credited in the next draft with: {_listed(roles)}.")


def _listed(roles: Sequence[CreditRole]) -> str:
    return series([CREDIT_ROLES[role].replace("&", "&amp;") for role in roles])
