"""A group that every use case is tried on: its people as callers, ids, and a word.

``word`` is in every text that is written here, so that a test of another group can
look for it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from bot.domain.practices import PracticeContent
from bot.domain.sigs import Sig
from bot.services.members import Caller

from factories import NOW
from groups import TEAM

TODAY = NOW.date()
# Externals in the two states in which they may do less than others.
EXPIRED, MUTE = "external_expired", "external_who_may_not_submit"


def clock() -> datetime:
    return NOW


@dataclass
class Scene:
    """A group, its people as callers, and the ids of what is there."""

    database: object
    word: str = "scene"
    team: str = TEAM
    channel: str = "CSIG"
    prefix: str = "U"
    sig: Sig = None
    callers: dict[str, Caller] = field(default_factory=dict)
    ids: SimpleNamespace = field(default_factory=SimpleNamespace)

    def say(self, text: str) -> str:
        return f"{text} {self.word}"

    def account(self, name: str) -> str:
        return f"{self.prefix}{name.upper()}"

    def do(self, use_case, name, **arguments):
        who = self.callers[name]
        return use_case(self.database, clock, caller=who, **arguments)

    def mine(self, kind: str, who: Caller) -> int | str:
        """Return the id of what belongs to a caller: "draft", "practice", ..."""
        return getattr(self.ids, f"{kind}_of")[who.person.user_id]


def a_text(scene, title="A practice", **changes) -> PracticeContent:
    """Return a text that may be submitted, with the scene's word in every field."""
    values = {
        "title": title,
        "summary": "Doctors prescribe, nobody carries paper.",
        "problem": "Paper gets lost.",
        "description": "One national service.",
        "organisation": "Health insurance fund",
        "evidence": "97 % of prescriptions were digital in 2019.",
        "transfer": "The stepwise mandate.",
        "difficulties": "Old printers.",
        "resources": "Two people.",
        "stakeholders": "Pharmacies.",
        "submitter_role": "Project lead.",
    }
    said = {field: scene.say(text) for field, text in values.items()}
    return PracticeContent(**(said | {"themes": ("first",), "country": "EE"} | changes))
