"""A proxy on loopback before a real server: it delays, cuts, swallows, and speaks TLS."""

import asyncio
import contextlib
import ssl
import struct
import threading
from pathlib import Path
from types import TracebackType

_TLS_REQUEST = struct.pack("!ii", 8, 80877103)  # PostgreSQL's protocol, message SSLRequest
_NO = b"N"
_YES = b"S"


class Proxy:
    """Passes bytes between TCP on loopback and a server's Unix socket.

    Attributes:
        port: where it listens; 0 until then takes a free one.
        delay: seconds that each byte is on its way, each way.
        swallows: accepts connections and bytes, and passes nothing on.
        cut_after: bytes from the server after which a connection is broken, once; or None.
        cut_after_sent: the same of bytes to the server.
        drop_commit_answer: break a connection as the answer to a COMMIT comes by, once.
        connections: how many were made.
    """

    def __init__(self, socket: Path, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self._socket = socket
        self._tls = tls
        self.delay = 0.0
        self.swallows = False
        self.cut_after: int | None = None
        self.cut_after_sent: int | None = None
        self.drop_commit_answer = False
        self.connections = 0
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._main.cancel)
        self._thread.join(10)

    def _run(self) -> None:
        self._main = self._loop.create_task(self._serve())
        try:
            self._loop.run_until_complete(self._main)
        except asyncio.CancelledError:
            pass
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            for task in left:
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    self._loop.run_until_complete(task)
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await server.serve_forever()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            if not self.swallows:
                await self._join(reader, writer)
            while self.swallows and await reader.read(65536):
                pass
        except (OSError, asyncio.IncompleteReadError, EOFError, asyncio.CancelledError):
            pass  # cancelled as the proxy ends
        finally:
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = await reader.readexactly(8)
        if start == _TLS_REQUEST:
            writer.write(_YES if self._tls else _NO)
            await writer.drain()
            if self._tls:
                await writer.start_tls(self._tls)
            start = b""
        to_server = await asyncio.open_unix_connection(str(self._socket))
        to_server[1].write(start)
        pumps = [
            asyncio.create_task(self._pump(reader, to_server[1], from_server=False)),
            asyncio.create_task(self._pump(to_server[0], writer, from_server=True)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            to_server[1].transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_server: bool
    ) -> None:
        on_its_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        release = asyncio.create_task(self._release(on_its_way, writer, from_server))
        try:
            while chunk := await reader.read(65536):
                if release.done():
                    return
                if not self.swallows:
                    await on_its_way.put((self._loop.time() + self.delay, chunk))
            await on_its_way.put((self._loop.time() + self.delay, b""))
            await release
        finally:
            release.cancel()

    async def _release(
        self,
        on_its_way: "asyncio.Queue[tuple[float, bytes]]",
        writer: asyncio.StreamWriter,
        from_server: bool,
    ) -> None:
        while True:
            at, chunk = await on_its_way.get()
            await asyncio.sleep(max(0.0, at - self._loop.time()))
            if not chunk or self._is_cut(chunk, from_server):
                writer.transport.abort()
                return
            writer.write(chunk)
            await writer.drain()

    def _is_cut(self, chunk: bytes, from_server: bool) -> bool:
        if from_server and self.drop_commit_answer and b"COMMIT\0" in chunk:
            self.drop_commit_answer = False
            return True
        name = "cut_after" if from_server else "cut_after_sent"
        left = getattr(self, name)
        if left is None:
            return False
        setattr(self, name, left - len(chunk) if left > len(chunk) else None)
        return bool(left <= len(chunk))
