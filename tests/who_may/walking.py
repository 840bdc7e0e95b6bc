"""Finds every use case, calls it as everybody, and says what is wrong."""

import importlib
import inspect
import pkgutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from who_may.asking import Case, Helper, Step, Table
from who_may.scene import Scene, clock

from bot import services
from bot.domain.errors import ConvenorError, NotAllowedError
from bot.services.members import Caller
from storage.database import Database
from storage.tables import metadata

UseCase = Callable[..., object]
_GIVEN = {"db", "clock", "caller", "session"}


def modules() -> list[ModuleType]:
    """Return every module of the services, packages included."""
    found = pkgutil.walk_packages(services.__path__, f"{services.__name__}.")
    return [importlib.import_module(each.name) for each in found]


def functions_in(module: ModuleType) -> Iterator[tuple[str, UseCase]]:
    """Yield the public functions that a module defines, by a short name.

    A module of a package says what the package is about ("practices.reading.read").
    """
    start = len(f"{services.__name__}.")
    for name, value in vars(module).items():
        is_its_own = getattr(value, "__module__", None) == module.__name__
        if inspect.isfunction(value) and is_its_own and not name.startswith("_"):
            yield f"{module.__name__[start:]}.{name}", value


def functions() -> dict[str, UseCase]:
    """Return all public functions of the services."""
    return {name: each for module in modules() for name, each in functions_in(module)}


def use_cases() -> dict[str, UseCase]:
    """Return those that a person of the group calls."""
    return {
        name: function
        for name, function in functions().items()
        if "caller" in inspect.signature(function).parameters
    }


def other_ways_in() -> set[str]:
    """Return what reads or writes the database for somebody else than a caller.

    Not what renders a message: which one it is has been decided before.
    """
    found = set()
    for name, function in functions().items():
        given = set(inspect.signature(function).parameters)
        if "db" in given and not given & {"caller", "message", "notice"}:
            found.add(name)
    return found


def unnamed(known: Collection[str], table: Table) -> list[str]:
    """Return what the table does not speak of, or without saying what is asked."""
    missing = [f"{name} is not in the table" for name in known if name not in table]
    gone = [f"{name} does not exist any more" for name in table if name not in known]
    silent = [
        f"{name} names neither a permission nor a reason"
        for name, cases in table.items()
        if not cases or any(_is_silent(case) for case in cases)
    ]
    return sorted(missing + gone + silent)


def _is_silent(case: Case) -> bool:
    words = getattr(case.asks, "words", "")
    return not (case.asks.permissions or words.strip())


def misplaced(function: UseCase, case: Case) -> str | None:
    """Say what is wrong with a function that is said to ask nothing."""
    given = set(inspect.signature(function).parameters) & {"db", "session"}
    if isinstance(case.asks, Helper) and given:
        return "is no helper: it is given the database"
    if isinstance(case.asks, Step) and given != {"session"}:
        return "is no step: it does not take the transaction of a use case"
    return None


Dump = Mapping[str, list]


def dump(database: Database) -> Dump:
    """Return the rows of every table."""
    with database.read() as session:
        connection = session.connection()
        return {
            table.name: sorted(
                connection.execute(sa.text(f"SELECT * FROM {table.name}")).all(),  # noqa: S608 - our own tables
                key=repr,
            )
            for table in metadata.sorted_tables
        }


def changed(before: Dump, after: Dump) -> list[str]:
    """Return the tables that are not as they were."""
    return [name for name in before if before[name] != after[name]]


@dataclass
class Stage:
    """A scene in a SQLite file that is as it was again whenever it is asked for.

    The file is overwritten page by page under the open database, so that what
    SQLAlchemy has compiled once serves all calls.
    """

    scene: Scene
    path: Path

    def __post_init__(self) -> None:
        self.rows = dump(self.scene.database)
        self._file = sqlite3.connect(self.path)
        self._kept = sqlite3.connect(":memory:")
        self._file.backup(self._kept)
        self._seen = self._version()

    def set(self) -> Scene:
        """Return the scene, and nothing has happened to it."""
        if self.is_touched():
            self._kept.backup(self._file)
            self._seen = self._version()
        return self.scene

    def is_touched(self) -> bool:
        """Whether anything was committed since, as SQLite counts it."""
        return self._version() != self._seen

    def changes(self) -> list[str]:
        """Return the tables that are not as they were."""
        if not self.is_touched():
            return []
        return changed(self.rows, dump(self.scene.database))

    def close(self) -> None:
        self._file.close()
        self._kept.close()
        self.scene.database.close()

    def _version(self) -> int:
        return self._file.execute("PRAGMA data_version").fetchone()[0]


def call(function: UseCase, scene: Scene, who: Caller, arguments: Mapping) -> object:
    """Call a use case as somebody; a step is given a transaction of its own."""
    wanted = set(inspect.signature(function).parameters)
    given = {"db": scene.database, "clock": clock, "caller": who}
    known = {name: given[name] for name in given.keys() & wanted}
    if "session" not in wanted:
        return function(**known, **arguments)
    with scene.database.begin() as session:
        return function(session=session, **known, **arguments)


def outcome(
    function: UseCase, case: Case, scene: Scene, name: str
) -> tuple[object, ConvenorError | None]:
    """Return what somebody gets, or why not."""
    who = scene.callers[name]
    arguments = case.arguments(scene, who)
    try:
        return call(function, scene, who, arguments), None
    except ConvenorError as error:
        return None, error


def is_refused(function: UseCase, case: Case, scene: Scene, name: str) -> bool:
    """Say whether somebody is told that they may not."""
    return isinstance(outcome(function, case, scene, name)[1], NotAllowedError)


def problems(
    function: UseCase, case: Case, stage: Stage, names: Iterable[str]
) -> list[str]:
    """Return what is wrong with a use case: who got through, who did not."""
    found = [misplaced(function, case)]
    if not isinstance(case.asks, Helper | Step):
        found += [_problem(function, case, stage, name) for name in names]
    return [each for each in found if each]


def _problem(function: UseCase, case: Case, stage: Stage, name: str) -> str | None:
    scene = stage.set()
    who = scene.callers[name]
    is_allowed = case.asks.lets(who)
    result, refused = outcome(function, case, scene, name)
    if is_allowed and refused:
        return f"{name} is allowed and was refused: {refused!r}"
    if is_allowed:
        wrong = case.asks.problem(who, result)
        return f"{name}: {wrong}" if wrong else None
    if refused is None:
        return f"{name} got through"
    if not isinstance(refused, NotAllowedError):
        return f"{name} was refused for another reason: {refused!r}"
    tables = stage.changes()
    return f"{name} was refused, and yet {tables} changed" if tables else None
