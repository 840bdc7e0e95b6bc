"""The database: transactions that are either saved as a whole or explained."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bot.domain.clock import Clock, system_clock
from bot.domain.errors import NotSavedError
from storage.engines import WRITING, make_engine, read_url
from storage.fairness import FairLock

logger = logging.getLogger(__name__)

# Enough for a queue of a hundred submissions (some 15 ms each on a busy machine).
_TURN_SECONDS = 2.0
_POOL = {"pool_size": 20, "max_overflow": 20, "pool_timeout": 2}
_BUSY = "the database is busy. Please try again in a minute."
_SENTENCES = {
    "locked": _BUSY,
    "busy": _BUSY,
    "queuepool limit": _BUSY,
    "deadlock": _BUSY,
    "lock timeout": _BUSY,
    "too many": _BUSY,
    "full": "the disk is full. Please tell whoever runs Convenor.",
    "no space": "the disk is full. Please tell whoever runs Convenor.",
    "readonly": "the database is read-only. Please tell whoever runs Convenor.",
    "read-only": "the database is read-only. Please tell whoever runs Convenor.",
    "unable to open": "the database file cannot be opened. Please tell whoever runs "
    "Convenor.",
    "no such table": "the database is not set up. Run: convenor migrate.",
    "no such column": "the database is not up to date. Run: convenor migrate.",
    "malformed": "the database file is damaged. Please tell whoever runs Convenor.",
    "not a database": "the database file is damaged. Please tell whoever runs "
    "Convenor.",
}
_OTHER = "the database does not answer. Please try again in a minute."


class Database:
    """Opens transactions; one object per process, shared by its threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writing = engine.execution_options(**{WRITING: True})
        self._reading = engine.execution_options(**self._snapshot_options())
        self._turn = FairLock()
        self._writer: int | None = None

    def __repr__(self) -> str:
        return f"Database({self.url!r})"

    @property
    def url(self) -> str:
        """The address, with stars for the password."""
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self._is_sqlite

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a writing transaction: saved at the end, or not at all.

        Raises:
            NotSavedError: the database cannot do it now; the message says why.
        """
        with self._my_turn(), _explained("Nothing was saved: "):  # noqa: SIM117
            with Session(self._writing) as session, session.begin():
                yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that sees one state of everything and changes nothing.

        Raises:
            NotSavedError: the database cannot do it now; the message says why.
        """
        with _explained("I cannot read now: "), Session(self._reading) as session:
            yield session
            if not self._is_sqlite:
                # With a ROLLBACK psycopg forgets the statements it has prepared, see
                # https://www.psycopg.org/psycopg3/docs/advanced/prepare.html. There
                # is nothing to save: PostgreSQL lets this transaction only read.
                session.expunge_all()
                session.commit()

    def ping(self) -> bool:
        """Say whether the database answers."""
        try:
            with self.read() as session:
                session.connection().exec_driver_sql("SELECT 1")
        except NotSavedError:
            return False
        return True

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _snapshot_options(self) -> dict[str, Any]:
        if self._is_sqlite:
            return {}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._is_sqlite:  # PostgreSQL lets many write and queues per row
            yield
            return
        if self._writer == get_ident():
            raise RuntimeError("begin() inside begin(): pass the session on instead")
        if not self._turn.acquire(_TURN_SECONDS):
            logger.warning("database: no turn within %s s", _TURN_SECONDS)
            raise NotSavedError(f"Nothing was saved: {_BUSY}")
        self._writer = get_ident()
        try:
            yield
        finally:
            self._writer = None
            self._turn.release()


def open_database(url: str, *, clock: Clock = system_clock) -> Database:
    """Return the database at ``url``; it connects when it is first used.

    Raises:
        UnavailableError: the address is not understood, or a driver is missing.
    """
    parsed = read_url(url)
    options: dict[str, Any] = dict(_POOL)
    if parsed.get_backend_name() == "postgresql":
        # After a restart of the server the pool holds dead connections.
        options["pool_pre_ping"] = True
    return Database(make_engine(parsed, clock=clock, **options))


@contextmanager
def _explained(prefix: str) -> Iterator[None]:
    try:
        yield
    except (
        sa.exc.OperationalError,
        sa.exc.InterfaceError,
        sa.exc.InternalError,
        sa.exc.TimeoutError,
    ) as error:
        raise _explain(error, prefix) from error
    except sa.exc.IntegrityError:
        raise  # a mistake of ours: it is logged with its trace by the caller
    except sa.exc.DatabaseError as error:
        if _sentence(error) is None and not error.connection_invalidated:
            raise
        raise _explain(error, prefix) from error


def _explain(error: sa.exc.SQLAlchemyError, prefix: str) -> NotSavedError:
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", "")
    logger.warning("database: %s %s", type(cause).__name__, state)
    return NotSavedError(prefix + (_sentence(error) or _OTHER))


def _sentence(error: sa.exc.SQLAlchemyError) -> str | None:
    cause = getattr(error, "orig", None) or error
    text = str(cause).lower()
    if "relation" in text and "does not exist" in text:
        return _SENTENCES["no such table"]
    return next((said for sign, said in _SENTENCES.items() if sign in text), None)


# Any fixed number; another one than that of the migrations.
_ALONE = 7_270_832


def alone(session: Session) -> None:
    """Let no other process do what only one may do at a time, until the commit.

    For what has no row to lock yet, such as making the first group. SQLite lets only
    one write anyway.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ALONE)))
