"""Import and export of a whole group as files."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.clock import Clock
from bot.domain.errors import (
    ConvenorError,
    ImportRejectedError,
    InvalidInputError,
    NotFoundError,
)
from bot.domain.exchange import (
    Difference,
    Document,
    SigRecord,
    compare,
    complete,
    decode,
    read,
    write,
)
from bot.domain.exchange.decoding import MAX_BYTES
from bot.domain.exchange.doubts import doubts
from bot.domain.exchange.lists import markdown
from bot.domain.exchange.tables import csv_files
from bot.domain.sigs import Sig
from bot.services.members import replan
from storage import audit
from storage import exchange as rows
from storage import sigs as sig_rows
from storage.database import Database, alone

JSON_NAME = "convenor.json"
MARKDOWN_NAME = "convenor.md"
_WORDS = {
    "themes": ("theme", "themes"),
    "networks": ("network", "networks"),
    "clusters": ("cluster", "clusters"),
    "successions": ("change of clusters", "changes of clusters"),
    "roles": ("role", "roles"),
    "external_stakeholders": ("external stakeholder", "external stakeholders"),
    "members": ("member", "members"),
    "sources": ("source", "sources"),
    "practices": ("practice", "practices"),
    "meetings": ("meeting", "meetings"),
    "decisions": ("decision", "decisions"),
    "action_items": ("action item", "action items"),
    "recommendations": ("recommendation", "recommendations"),
    "offers": ("need or offer", "needs and offers"),
}
# Of these there is one each.
_SINGLE = {
    "white_paper": "the white paper",
    "meeting_series": "the series of meetings",
    "sig": "what is said of the group itself",
    "file": "what is said at the top of the file",
}
# Far in the east it is tomorrow already.
_FAR_EAST = timedelta(hours=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did; identifiers by the name of their list in the file."""

    sig: Sig
    is_new_group: bool
    added: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, tuple[str, ...]]
    unchanged: int
    doubts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the group held everything already."""
        return not (self.added or self.changed)

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in plain words, one fact a line."""
        if self.is_empty:
            held = f"{self.sig.name} already holds everything in this file."
            return (f"Nothing to change: {held}", *self._to_check)
        into = "a new group" if self.is_new_group else "the group"
        said = [f"Imported into {into}: {self.sig.name} (id {self.sig.id})"]
        said += [f"  new: {line}" for line in _counted(self.added)]
        said += [f"  changed: {line}" for line in _counted(self.changed, names=True)]
        if self.unchanged:
            said.append(f"  as before: {self.unchanged} records")
        return (*said, *self._to_check)

    @property
    def _to_check(self) -> tuple[str, ...]:
        return tuple(f"  please check: {doubt}" for doubt in self.doubts)


def import_file(
    db: Database, clock: Clock, source: Path | str | bytes, *, sig_id: int | None = None
) -> ImportReport:
    """Take a file of the exchange format into a group, all or nothing.

    The group is the one with ``sig_id``, else the only one there is, else a new one.
    Importing the same file again changes nothing; records that differ are changed;
    nothing is deleted; numbers stay.

    Raises:
        ImportRejectedError: with every problem of the file; nothing was saved.
        NotFoundError: there is no such file or group, or several groups to choose
            from.
        NotSavedError: the database refused; nothing was saved.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    raw = decode(data)
    with db.begin() as session:
        alone(session)  # two first imports at once would make two groups
        sig = _choose(session, sig_id)
        is_new = sig is None
        group = Document() if sig is None else rows.load(session, sig.id)
        today = (clock() + _FAR_EAST).date()
        document, problems, misspelt = read(raw, group, today=today)
        if problems:
            raise ImportRejectedError(_summary(len(problems)), problems)
        if sig is None:
            said = document.sig.value.sig if document.sig else Sig()
            sig = sig_rows.add(session, said)
            group = rows.load(session, sig.id)
        difference = compare(complete(document, group), group)
        _store(session, clock, sig, difference)
        sig = sig_rows.get(session, sig.id)
        replan(session, sig, clock())
    return ImportReport(
        sig=sig,
        is_new_group=is_new,
        added=difference.added,
        changed=difference.changed,
        unchanged=difference.unchanged,
        doubts=(*misspelt, *doubts(document, group)),
    )


def export(db: Database, sig_id: int | None, directory: Path | str) -> tuple[Path, ...]:
    """Write a group into a folder: JSON, one CSV per table, and a Markdown list.

    A new folder appears complete or not at all; in one that is there each file is
    replaced at once, and files of other names are left alone.

    Raises:
        NotFoundError: there is no such group, or several to choose from.
        ConvenorError: the folder cannot be written.
    """
    with db.read() as session:
        sig = _choose(session, sig_id)
        if sig is None:
            raise NotFoundError("There is no group yet, so there is nothing to export.")
        value = write(rows.load(session, sig.id))
    files = {
        JSON_NAME: json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
        + "\n",
        MARKDOWN_NAME: markdown(value),
        **csv_files(value),
    }
    target = Path(directory)
    try:
        _write_all(files, target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConvenorError(f"I cannot write to {target}: {reason}.") from error
    return tuple(target / name for name in files)


def _counted(ids: Mapping[str, tuple[str, ...]], *, names: bool = False) -> list[str]:
    said = []
    for name, found in ids.items():
        if name in _SINGLE:
            said.append(_SINGLE[name])
            continue
        one, many = _WORDS[name]
        line = f"{len(found)} {one if len(found) == 1 else many}"
        said.append(f"{line} ({', '.join(found)})" if names else line)
    return said


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path}.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotFoundError(f"I cannot read {path}: {reason}.") from error


def _choose(session: Session, sig_id: int | None) -> Sig | None:
    """Return the group that is meant, or None while there is none."""
    if sig_id is not None:
        return sig_rows.get(session, sig_id)
    known = sig_rows.all_sigs(session)
    if len(known) > 1:
        names = ", ".join(f"{sig.id} ({sig.name})" for sig in known)
        raise NotFoundError(f"There are several groups; choose one with --sig: {names}")
    return known[0] if known else None


def _store(session: Session, clock: Clock, sig: Sig, difference: Difference) -> None:
    if difference.is_empty:
        return
    entry = difference.to_store.sig
    said = entry.value if entry else None
    if said and said.sig.objectives != sig.objectives:
        _keep_objectives(session, sig, said)
    try:
        rows.save(session, sig.id, document=difference.to_store)
    except InvalidInputError as error:
        problems = tuple(error.fields.values())
        raise ImportRejectedError(_summary(len(problems)), problems) from error
    if said and said.sig.objectives != sig.objectives:
        today = clock().astimezone(ZoneInfo(said.sig.zone)).date()
        _add_objectives(session, sig.id, said.sig.objectives, today)
    audit.record(
        session,
        sig.id,
        None,
        verb="imported",
        object_kind="sig",
        object_id=sig.id,
        now=clock(),
    )


def _keep_objectives(session: Session, before: Sig, said: SigRecord) -> None:
    """Keep what the group was for so far, unless the file tells that history."""
    if before.objectives and all(
        each.text != before.objectives for each in said.history
    ):
        saved = sig_rows.last_saved(session, before.id)
        since = saved.astimezone(ZoneInfo(before.zone)).date()
        _add_objectives(session, before.id, before.objectives, since)


def _add_objectives(session: Session, sig_id: int, text: str, since: date) -> None:
    known = sig_rows.objectives(session, sig_id)
    if not known or known[-1].text != text:
        sig_rows.add_objectives(session, sig_id, text, set_on=since, author_id=None)


def _summary(count: int) -> str:
    found = "is 1 problem" if count == 1 else f"are {count} problems"
    return f"Nothing was imported: there {found} in this file."


def _write_all(files: Mapping[str, str], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.resolve().parent)
    folder = Path(beside)
    try:
        for name, text in files.items():
            (folder / name).write_bytes(text.encode())
        if target.is_dir():
            for name in files:
                (folder / name).replace(target / name)
        else:
            folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
