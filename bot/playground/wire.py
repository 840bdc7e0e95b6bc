"""The event loop in its own thread, the HTTP server in it, and cut wires."""

import asyncio
import logging
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette

Result = TypeVar("Result")
Client = tuple[str, int]
logger = logging.getLogger(__name__)

_POSTING_THREADS = 64  # HTTP deliveries under way at once


class _Server(uvicorn.Server):
    """uvicorn that starts and stops at once instead of by its 0.1 s tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        self.up.set()
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for _ in range(50):
            if not self.server_state.tasks:
                break
            await asyncio.sleep(0.002)


class _Deaf(asyncio.Protocol):
    """Hears nothing and says nothing, but passes the end of the line on."""

    def __init__(self, hearing: asyncio.BaseProtocol) -> None:
        self.hearing = hearing

    def connection_lost(self, exc: Exception | None) -> None:
        self.hearing.connection_lost(exc)


class Wire:
    """A loopback server in a background thread."""

    def __init__(self, *, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.pool: ThreadPoolExecutor | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.url = ""

    def start(self, app: Starlette) -> None:
        """Listen and serve; return as soon as calls are answered."""
        self.pool = ThreadPoolExecutor(_POSTING_THREADS, "playground-post")
        listening = socket.create_server((self._host, self._port), backlog=512)
        self._port = listening.getsockname()[1]
        self.url = f"http://{self._host}:{self._port}"
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",
            ws="websockets-sansio",
            server_header=False,
            date_header=False,
        )
        self._server = server = _Server(config)
        self._thread = threading.Thread(
            target=self._run_loop,
            args=(server, listening),
            name="playground",
            daemon=True,
        )
        self._thread.start()
        server.up.wait()

    def close(self) -> None:
        """Cut every connection and end the thread."""
        loop, self._loop = self._loop, None  # nothing new from now on
        if loop is None or self._server is None or self._thread is None:
            return
        loop.call_soon_threadsafe(self._server.stopping.set)
        self._thread.join()
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
        self._server = self._thread = self.pool = None

    def _run_loop(self, server: _Server, listening: socket.socket) -> None:
        try:
            asyncio.run(self._serve(server, listening))
        finally:
            server.up.set()  # whoever waits for a server that failed goes on

    async def _serve(self, server: _Server, listening: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        await server.serve(sockets=[listening])

    # Work in the loop

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Call a function in the loop, now or soon."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(function, *args)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine in the loop from another thread and wait for it."""
        if self._loop is None or threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("not running, or called from the server's own thread")
        running: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return running.result()

    def spawn(self, work: Coroutine[Any, Any, object]) -> None:
        """Start a coroutine in the loop from any thread and leave it alone."""
        if self._loop is None:
            work.close()
            return
        self.call(self._adopt, work)

    def _adopt(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._drop_task)

    def _drop_task(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a delivery broke", exc_info=error)

    async def pause(self, seconds: float) -> None:
        """Sleep, but not past the end of the server."""
        if self._server is not None and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._server.stopping.wait(), seconds)

    # Connections; these run in the loop

    def cut(self, client: Client) -> None:
        """Close a connection without an answer."""
        self._transport(client).abort()

    def reset(self, client: Client) -> None:
        """End a connection with a TCP reset."""
        transport = self._transport(client)
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def deafen(self, client: Client) -> None:
        """Let a connection stay open while nothing on it is heard."""
        transport = self._transport(client)
        transport.set_protocol(_Deaf(transport.get_protocol()))

    def mend(self, client: Client) -> None:
        """Hear a deaf connection again."""
        transport = self._transport(client)
        protocol = transport.get_protocol()
        if isinstance(protocol, _Deaf):
            transport.set_protocol(protocol.hearing)

    def _transport(self, client: Client) -> asyncio.Transport:
        connections = self._server.server_state.connections if self._server else ()
        for connection in connections:
            transport = connection.transport
            if transport.get_extra_info("peername") == client:
                return transport
        raise LookupError(f"no connection from {client}")
