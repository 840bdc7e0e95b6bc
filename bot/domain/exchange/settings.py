"""The group's own record: its settings, and what it has been for."""

from dataclasses import replace

from bot.domain import setup
from bot.domain.errors import InvalidInputError
from bot.domain.exchange.fields import Fields
from bot.domain.exchange.names import Names, repeated
from bot.domain.exchange.values import Json, Purpose, SigRecord
from bot.domain.sigs import QUIET_FROM, QUIET_UNTIL, QUORUM_PERCENT, Sig

_CLUSTERS = ("min_clusters", "max_clusters")
_QUIET = {"quiet_from": QUIET_FROM, "quiet_until": QUIET_UNTIL}
_CLOCK = "%H:%M"
_MAX_REVISION = 1_000_000


def sig_json(record: SigRecord) -> Json:
    """Return the group's own record; where it lives in Slack only if it does."""
    sig = record.sig
    value: Json = {
        "name": sig.name,
        "objectives": sig.objectives,
        "licence": sig.licence,
        "tz": sig.zone,
        "language": sig.language,
        "min_clusters": sig.min_clusters,
        "max_clusters": sig.max_clusters,
        "holiday_countries": list(sig.holiday_countries),
        **{name: getattr(sig, name).strftime(_CLOCK) for name in _QUIET},
    }
    if sig.quorum_percent != QUORUM_PERCENT:
        value["quorum_percent"] = sig.quorum_percent
    home = {"slack_team_id": sig.team_id, "slack_channel_id": sig.channel_id}
    value |= {name: place for name, place in home.items() if place is not None}
    if record.history:
        value["objectives_history"] = [_purpose_json(each) for each in record.history]
    return value


def read_settings(fields: Fields, sig: Sig) -> Sig:
    """Return the group with the settings that have rules in the form of the group."""
    typed: dict[str, str | tuple[str, ...]] = {
        "holiday_countries": fields.texts("holiday_countries"),
        **{
            name: fields.optional_text(name) or usual.strftime(_CLOCK)
            for name, usual in _QUIET.items()
        },
    }
    if any(fields.says(name) for name in _CLUSTERS):
        typed |= {name: str(getattr(sig, name)) for name in _CLUSTERS}
    changed = sig
    for name in typed:
        names = _CLUSTERS if name in _CLUSTERS else (name,)
        try:
            changed = setup.applied(typed, names, to=changed)
        except InvalidInputError as error:
            if name in error.fields:
                fields.complain(name, error.fields[name])
    return changed


def read_history(fields: Fields, names: Names) -> tuple[Purpose, ...]:
    """Read what the group was for, the oldest text first."""
    found = tuple(_purpose(each, names) for each in fields.inners("objectives_history"))
    for number in repeated([str(each.revision) for each in found]):
        fields.complain("objectives_history", f"Revision {number} is there twice.")
    return tuple(sorted(found, key=lambda each: each.revision))


def with_history(new: SigRecord, old: SigRecord) -> SigRecord:
    """Return the group with every text it knows; what it was for does not change."""
    held = {each.revision: each for each in (*new.history, *old.history)}
    return replace(new, history=tuple(held[number] for number in sorted(held)))


def _purpose_json(purpose: Purpose) -> Json:
    value: Json = {
        "revision": purpose.revision,
        "text": purpose.text,
        "set_on": purpose.set_on.isoformat(),
    }
    return value | ({"author": purpose.author} if purpose.author else {})


def _purpose(fields: Fields, names: Names) -> Purpose:
    return Purpose(
        revision=fields.required_integer("revision", 1, _MAX_REVISION),
        text=fields.text("text", setup.OBJECTIVES_LIMIT, one_line=False),
        set_on=fields.required_day("set_on"),
        author=names.one_of(fields, "author", names.people),
    )
