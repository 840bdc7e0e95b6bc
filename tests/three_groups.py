"""Three groups in one database, every text of each with a word of its own.

Two are in one workspace; the third has the name, the channel id and the account ids of
the first in another workspace, as can happen in channels that workspaces share.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString
from who_may.building import build
from who_may.scene import Scene

from storage.practices import indexing
from storage.tables import metadata

ELSEWHERE = "TELSEWHERE"
# Columns that hold no words: identifiers, codes, names of kinds, and when it was.
NO_WORDS = {
    *("key", "slug", "nonce", "submission_nonce", "sha256", "fingerprint", "label"),
    *("team_id", "user_id", "channel_id", "configured_channel_id", "ts", "recipient"),
    *("chairs_channel_id", "claimed_by", "notice_version", "policy_version"),
    *("zone", "language", "licence", "country", "nuts", "nuts_version", "horizon"),
    *("kind", "relation", "scope", "mode", "status", "state", "verb", "object_kind"),
    *("listed_as", "priority", "excellence_label", "source", "head", "words"),
    *("members_as_of", "strategy_period", "start", "end", "valid_as_of"),
    *("choice", "answer", "cadence", "on_holiday", "uid"),
    *("thread_channel_id", "thread_ts", "thread_key"),
}
# These are about no group, or are made anew from the texts.
_OF_NOBODY = {"inbound", "practice_search"}
_Owners = dict[tuple[str, int], int]


def three(database) -> tuple[Scene, Scene, Scene]:
    """Build the groups, and mark what they have not written themselves."""
    scenes = (
        build(Scene(database, word="alphaword"), "Group"),
        build(
            Scene(database, word="bravoword", channel="CBRAVO", prefix="UB"),
            "Second group",
        ),
        build(Scene(database, word="charlieword", team=ELSEWHERE), "Group"),
    )
    words = {scene.sig.id: scene.word for scene in scenes}
    with database.begin() as session:
        connection = session.connection()
        for table, row, sig_id in owned(connection):
            _mark(connection, table, row, words[sig_id])
        for scene in scenes:
            indexing.reindex(session, scene.sig.id)
    return scenes


def unmarked(database, scene: Scene) -> set[str]:
    """Return the columns for words in which a group has none of its own."""
    seen: dict[str, bool] = {}
    with database.read() as session:
        for table, row, sig_id in owned(session.connection()):
            for column in _texts(table):
                name = f"{table.name}.{column.name}"
                is_marked = scene.word in json.dumps(row[column.name])
                if sig_id == scene.sig.id:
                    seen[name] = seen.get(name, False) or is_marked
    return {name for name, is_marked in seen.items() if not is_marked}


def owned(connection) -> Iterator[tuple[sa.Table, dict[str, Any], int]]:
    """Yield every row with the group it belongs to, found by way of its parents."""
    rows = (
        (table, row._asdict())
        for table in metadata.sorted_tables
        for row in connection.execute(sa.select(table)).all()
    )
    yield from _with_owners(rows, {}, _groups_of_people(connection))


class Ledger:
    """Which group each row belongs to, and whose rows have changed since."""

    def __init__(self, connection) -> None:
        self._rows = _as_stored(connection)
        self._people = _groups_of_people(connection)
        self._owners: _Owners = {}
        for _ in _with_owners(self._in_order(self._rows), self._owners, self._people):
            pass

    def touched(self, connection) -> set[int]:
        """Return the groups of which a row came, went or is another one."""
        now = _as_stored(connection)
        people = self._people | _groups_of_people(connection)
        gone = self._in_order({name: self._rows[name] - now[name] for name in now})
        new = self._in_order({name: now[name] - self._rows[name] for name in now})
        owners = dict(self._owners)
        return {
            sig_id
            for rows in (gone, new)
            for _, _, sig_id in _with_owners(rows, owners, people)
        }

    def _in_order(self, rows) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
        """Yield parents before what belongs to them."""
        for table in metadata.sorted_tables:
            for row in rows[table.name]:
                yield table, dict(zip(table.columns.keys(), row, strict=True))


def _as_stored(connection) -> dict[str, frozenset[tuple[Any, ...]]]:
    """Return all rows as the driver gives them: that is several times faster."""
    found = {}
    for table in metadata.sorted_tables:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        query = sa.text(f"SELECT {names} FROM {table.name}")  # noqa: S608 - our own tables
        found[table.name] = frozenset(map(tuple, connection.execute(query).all()))
    return found


def _with_owners(
    rows, owners: _Owners, people
) -> Iterator[tuple[sa.Table, dict[str, Any], int]]:
    for table, row in rows:
        if table.name in _OF_NOBODY:
            continue
        sig_id = _owner(table, row, owners, people)
        if sig_id is not None:
            owners[table.name, row.get("id", 0)] = sig_id
            yield table, row, sig_id


def _groups_of_people(connection) -> dict[int, int]:
    rows = connection.execute(
        sa.text(
            "SELECT person_id, sig_id FROM membership "
            "UNION SELECT person_id, sig_id FROM former_member"
        )
    )
    return dict(rows.all())


def _owner(table, row, owners, people) -> int | None:
    if table.name == "sig":
        return row["id"]
    if table.name == "person":
        return people.get(row["id"])
    if row.get("sig_id"):
        return row["sig_id"]
    for name, parent in _parents(table):
        owner = owners.get((parent, row[name]))
        if owner is not None:
            return owner
    return None


@cache
def _parents(table) -> list[tuple[str, str]]:
    """Return the columns that name a row of another table, and that table."""
    return [
        (column.name, key.column.table.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name != "person"
    ]


def _texts(table) -> list[sa.Column]:
    return [
        column
        for column in table.columns
        if column.name not in NO_WORDS
        and (_is_text(column) or isinstance(column.type, sa.JSON))
    ]


def _is_text(column) -> bool:
    return isinstance(column.type, AutoString)


def _mark(connection, table, row, word) -> None:
    changes = {}
    for column in _texts(table):
        value = row[column.name]
        if column.name == "extra":
            value = {"remark": word} | (value or {})
        if value is None and _is_text(column):
            is_address = column.name.endswith(("website", "url"))
            value = "https://example.org" if is_address else "Filled in"
        marked = _marked(value, word, is_text=_is_text(column))
        if marked != row[column.name]:
            changes[column.name] = marked
    if changes:
        same = [column == row[column.name] for column in table.primary_key]
        connection.execute(sa.update(table).where(*same).values(changes))


def _marked(value: Any, word: str, *, is_text: bool) -> Any:
    """Return a value with the word in every text; in JSON only in what is prose."""
    if isinstance(value, dict):
        return {key: _marked(each, word, is_text=False) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, word, is_text=False) for each in value]
    if not isinstance(value, str) or word in value:
        return value
    if value.startswith("http"):
        return f"{value}/{word}"
    return f"{value} {word}" if is_text or " " in value else value
