"""Finds every use case, calls it as everybody, and says what is wrong."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa

from bot import services
from bot.domain.errors import ConvenorError, NotAllowedError
from bot.services.members import Caller
from storage.database import Database, open_database
from storage.tables import metadata

from who_may.asking import Case, Helper, Step, Table
from who_may.scene import Scene, clock

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


def use_cases() -> dict[str, UseCase]:
    """Return all public functions of the services that somebody calls."""
    return {
        name: function
        for module in modules()
        for name, function in functions_in(module)
        if "caller" in inspect.signature(function).parameters
    }


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


@dataclass
class Copies:
    """Copies of a scene in a SQLite file; a new one is made after each change."""

    scene: Scene
    source: Path
    folder: Path
    count: int = 0
    _now: Scene | None = None

    def fresh(self) -> Scene:
        """Return a scene that nothing has happened to."""
        if self._now is None:
            self.count += 1
            path = shutil.copy(self.source, self.folder / f"{self.count}.db")
            database = open_database(f"sqlite:///{path}", clock=clock)
            self._now = replace(self.scene, database=database)
        return self._now

    def spoilt(self) -> None:
        """Throw the copy away: something was changed in it."""
        if self._now is not None:
            self._now.database.close()
            Path(self._now.database.url.removeprefix("sqlite:///")).unlink()
        self._now = None


def dump(database: Database) -> dict[str, list[tuple]]:
    """Return the rows of every table, in an order of their own."""
    with database.read() as session:
        connection = session.connection()
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in metadata.sorted_tables
        }


def changed(before: Mapping[str, list], after: Mapping[str, list]) -> list[str]:
    """Return the tables that are not as they were."""
    return [name for name in before if before[name] != after[name]]


def call(function: UseCase, scene: Scene, who: Caller, arguments: Mapping) -> object:
    """Call a use case as somebody; a step is given a transaction of its own."""
    wanted = set(inspect.signature(function).parameters)
    given = {"db": scene.database, "clock": clock, "caller": who}
    known = {name: given[name] for name in given.keys() & wanted}
    if "session" not in wanted:
        return function(**known, **arguments)
    with scene.database.begin() as session:
        return function(session=session, **known, **arguments)


def problems(
    function: UseCase, case: Case, copies: Copies, names: Iterable[str]
) -> list[str]:
    """Return what is wrong with a use case: who got through, who did not."""
    found = [misplaced(function, case)]
    for name in names:
        scene = copies.fresh()
        found.append(_problem(function, case, scene, name, copies))
    return [each for each in found if each]


def _problem(
    function: UseCase, case: Case, scene: Scene, name: str, copies: Copies
) -> str | None:
    who = scene.callers[name]
    is_allowed = case.asks.lets(who)
    arguments = case.arguments(scene, who)
    before = dump(scene.database)
    refused, result = None, None
    try:
        result = call(function, scene, who, arguments)
    except ConvenorError as error:
        refused = error
    tables = changed(before, dump(scene.database))
    if tables:
        copies.spoilt()
    if is_allowed and refused:
        return f"{name} is allowed and was refused: {refused!r}"
    if is_allowed:
        wrong = case.asks.problem(who, result)
        return f"{name}: {wrong}" if wrong else None
    if refused is None:
        return f"{name} got through"
    if not isinstance(refused, NotAllowedError):
        return f"{name} was refused for another reason: {refused!r}"
    return f"{name} was refused, and yet {tables} changed" if tables else None
