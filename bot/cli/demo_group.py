"""The demo's group: the sample file brought into the present, and what lies ahead."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bot.cli import demo_dates
from bot.domain.clock import Clock
from bot.domain.errors import NotFoundError
from bot.domain.meeting_views import Scheduled
from bot.domain.registers.typed import Values
from bot.domain.whitepaper.exports import Format, Request
from bot.services import exchange, sigs, whitepaper
from bot.services.meetings import scheduling
from bot.services.members import Caller, Origin, callers, joining
from bot.services.polls import opening
from bot.services.whitepaper import exporting
from storage.database import Database
from templates import documents
from templates.documents import pictures
from templates.documents.exporting import export, file_name

SAMPLE = Path(__file__).with_name("sample_group.json")
CHANNEL = "CSIG"
CHAIR = "UCHAIR"
ZONE = "Europe/Brussels"
_SATURDAY = 5
_A_FORTNIGHT, _HALF_A_YEAR = timedelta(days=14), timedelta(days=180)
_IN_CONTACT = {"echalliance", "scanbalt"}
_OFFERS = (
    (
        "need",
        "cl-fr",
        "telehealth",
        "Somebody who has tried video consultations with nurses in villages.",
    ),
    (
        "offer",
        "cl-ee",
        "telehealth",
        "We show visitors how remote monitoring is run, from contract to nurse.",
    ),
    ("need", "cl-dk", "ai", "Data to test a triage model with."),
)
_LOCKED = "executive_summary"
_DAYS_TO_CALL = 2


class Role(NamedTuple):
    """Somebody of the demo: what people see, and their place in the sample group.

    Who ``is_known`` was here before: they have read what is stored about them.
    """

    user_id: str
    name: str
    zone: str
    place: Mapping[str, str]
    is_known: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether the account is one of a guest."""
        return self.key.startswith("ext-")

    @property
    def key(self) -> str:
        """Who they are in the sample group."""
        return self.place.get("key", self.user_id.lower())

    def origin(self, team_id: str) -> Origin:
        """Return where their requests come from."""
        return Origin(team_id=team_id, user_id=self.user_id, channel_id=CHANNEL)

    @property
    def short_name(self) -> str:
        """The name as others mention it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


CAST = (
    Role(CHAIR, "Chair", ZONE, {"key": "chair"}, is_known=True),
    Role("USECRETARIAT", "Secretariat", ZONE, {"key": "secretariat"}, is_known=True),
    Role("UESTONIA", "Cluster manager Estonia", "Europe/Tallinn", {"cluster": "cl-ee"}),
    Role(
        "UDENMARK",
        "Cluster manager Denmark",
        "Europe/Copenhagen",
        {"cluster": "cl-dk", "role": "reviewer"},
        is_known=True,
    ),
    Role(
        "UFRANCE",
        "Cluster manager France",
        "Europe/Paris",
        {"cluster": "cl-fr", "role": "reviewer"},
        is_known=True,
    ),
    Role("UNEWCOMER", "Newcomer", "Europe/Vilnius", {}),
    Role("UHOSPITAL", "Hospital (guest)", "Europe/Helsinki", {"key": "ext-hospital"}),
)


_AUTHORS = {each.place["cluster"]: each.key for each in CAST if "cluster" in each.place}


def settle(db: Database, clock: Clock, *, team_id: str) -> datetime | None:
    """Give an empty database the sample group; one that was kept stays as it is.

    Returns:
        When the new group meets next.
    """
    with contextlib.suppress(NotFoundError):
        sigs.only(db)
        return None
    sample = json.dumps(sample_of(team_id, today=clock().date())).encode()
    exchange.import_file(db, clock, sample)
    for each in CAST:
        if each.is_known:
            joining.join(
                db, clock, each.origin(team_id), nonce=each.user_id, zone=each.zone
            )
    chair = _chair(db, team_id)
    planned = _plan_calls(db, clock, chair)
    _ask_for_a_date(db, clock, chair)
    _draft(db, clock, chair)
    return planned.meetings[0].starts_at


def write_paper(db: Database, clock: Clock, *, team_id: str, folder: Path) -> Path:
    """Write the newest edition as files; return the path of the page.

    It is the stored one, so its Markdown can be edited and imported again.
    """
    request = Request(form=Format.HTML)
    edition, drawn = exporting.edition(
        db, clock, caller=_chair(db, team_id), request=request
    )
    for form in (Format.MARKDOWN, Format.HTML):
        path = folder / file_name(edition.version, form)
        path.write_bytes(export(edition, form, pictures=drawn).content)
    for picture in drawn:
        (folder / picture.name).write_bytes(picture.content)
    return path


def sample_of(team_id: str, *, today: date) -> dict[str, Any]:
    """Return the sample group, in the week of ``today``, with the demo's people."""
    weeks = demo_dates.weeks_until(today)
    sample: dict[str, Any] = demo_dates.moved(
        json.loads(SAMPLE.read_text("utf-8")), weeks
    )
    sample["sig"] = {
        "name": "Digitalisation SIG (fictional)",
        "slack_team_id": team_id,
        "slack_channel_id": CHANNEL,
    }
    _seat_cast(sample, team_id)
    sample["offers"] = list(_offers(today))
    for network in sample["networks"]:
        network["name"] = network["name"].partition(" (in the seed")[0]
        if network["id"] in _IN_CONTACT:
            network["last_contact_on"] = (today - _A_FORTNIGHT).isoformat()
            network["next_step"] = "Ask for one practice"
    for practice in sample["practices"]:
        if author := _AUTHORS.get(practice["cluster"]):
            practice["author"] = author
    for section in sample["white_paper"]["sections"]:
        # One lock shows what it does; the other sections are there to be tried.
        section["locked"] = section["key"] == _LOCKED
    return sample


def _offers(today: date) -> Iterator[dict[str, Any]]:
    """Yield what clusters look for and offer; the first two fit each other."""
    for number, (kind, cluster, theme, text) in enumerate(_OFFERS, start=1):
        yield {
            "id": f"O-{number}",
            "kind": kind,
            "cluster": cluster,
            "contact": _AUTHORS[cluster],
            "theme": theme,
            "text": text,
            "stated_on": (today - _A_FORTNIGHT).isoformat(),
            "until": (today + _HALF_A_YEAR).isoformat(),
            "may_print": False,
            "state": "open",
        }


def _seat_cast(sample: dict[str, Any], team_id: str) -> None:
    records = sample["roles"] + sample["external_stakeholders"]
    by_key = {record["id"]: record for record in records}
    sample["members"] = []
    for each in CAST:
        account = {
            "slack_user_id": each.user_id,
            "slack_team_id": team_id,
            "tz": each.zone,
        }
        if "key" in each.place:
            by_key[each.place["key"]].update(account)
        elif "cluster" in each.place:
            member = {"id": each.key, "role": "member", "name": ""}
            sample["members"].append(member | dict(each.place) | account)


def _chair(db: Database, team_id: str) -> Caller:
    found = callers.find(db, CAST[0].origin(team_id))
    if found is None:
        raise NotFoundError("The chair of the demo has left the group.")
    return found


def _plan_calls(db: Database, clock: Clock, chair: Caller) -> Scheduled:
    """Plan a call every two weeks, the first one so near that it is spoken of."""
    typed: Values = {
        "title": "Drafting call",
        "day": _working_day(clock, _DAYS_TO_CALL).isoformat(),
        "time": "10:00",
        "zone": ZONE,
        "duration": "45",
        "mode": "online",
        "join_url": "https://meet.example.org/drafting-call",
        "repeats": "weeks",
        "every": "2",
        "ahead": "1",
        "on_holiday": "skip",
    }
    return scheduling.schedule(
        db, clock, caller=chair, nonce="drafting call", typed=typed
    )


def _ask_for_a_date(db: Database, clock: Clock, chair: Caller) -> None:
    blank = opening.blank(db, clock, caller=chair)
    titled = {**blank.values, "title": "Workshop: the priorities of next year"}
    asked = opening.suggest(db, clock, caller=chair, values=titled, shown=blank.shown)
    opening.open_poll(db, clock, caller=chair, nonce="workshop", values=asked.values)


def _draft(db: Database, clock: Clock, chair: Caller) -> None:
    snapshot, as_of = whitepaper.material(db, clock, caller=chair)
    draft = documents.draft(snapshot, as_of=as_of, draw=pictures.draw)
    whitepaper.keep(
        db, clock, caller=chair, edition=draft.edition, pictures=draft.pictures
    )


def _working_day(clock: Clock, days: int) -> date:
    """Return the day in so many days, or the Monday after it."""
    day = clock().date() + timedelta(days=days)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
