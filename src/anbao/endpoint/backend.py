"""Asks Oxigraph's server, and replaces it when it dies or cannot let go of a query.

Oxigraph answers a query for as long as it takes, whoever still listens. A
query that is over its time therefore ends with its process: a new one takes
over first, and what else the old one was answering may be finished.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from anbao.endpoint.oxigraph import Process, Statements
from anbao.errors import EndpointFault

__all__ = ["Answer", "Backend", "CrashError", "LengthError", "OvertimeError"]

INTERVAL = 0.1  # seconds between two looks at the processes
CONNECTIONS = 256
PLAIN = ("User-Agent", "Accept-Encoding")  # headers that would only be sent for nothing


class LengthError(Exception):
    """A result over the limit."""


class OvertimeError(Exception):
    """A query over its time."""


class CrashError(Exception):
    """A query that the server did not survive."""


@dataclass(frozen=True)
class Answer:
    """What the server said: HTTP status, media type, content."""

    status: int
    kind: str
    body: bytes


class Backend:
    """A running server of some statements, and its successors."""

    def __init__(self, statements: Statements, *, timeout: float, max_bytes: int) -> None:
        """Start the server and wait until it answers.

        Args:
            statements: what is served.
            timeout: seconds for one query.
            max_bytes: the longest result.

        Raises:
            EndpointFault: it does not start.
        """
        self._statements, self._timeout, self._max_bytes = statements, timeout, max_bytes
        self._all = [Process(statements, timeout)]
        self._replacing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._fault: EndpointFault | None = None
        try:
            self._current = self._all[0].wait()
        except EndpointFault:
            self.end()
            raise
        self._session: aiohttp.ClientSession

    def open(self) -> None:
        """Make ready to ask; called in the event loop that will."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=PLAIN,
            timeout=aiohttp.ClientTimeout(),  # `ask` keeps the time
        )

    async def ask(self, form: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Answer:
        """Return the whole answer to a query, which the protocol's parameters hold.

        Raises:
            OvertimeError: it takes more than its time.
            LengthError: its result is longer than the limit.
            CrashError: the server ended over it; another is there by now.
        """
        process = self._current
        try:
            async with asyncio.timeout(self._timeout):
                try:
                    return await self._ask(process, form, headers)
                except aiohttp.ClientConnectorError:  # it ended before it heard of this query
                    await self._replace(process)
                    return await self._ask(self._current, form, headers)
        except TimeoutError:
            self._replace_soon(process)
            raise OvertimeError from None
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError):
            self._replace_soon(process)
            raise CrashError from None

    async def _ask(
        self, process: Process, form: Sequence[tuple[str, str]], headers: Mapping[str, str]
    ) -> Answer:
        asked = self._session.post(process.address, data=aiohttp.FormData(form), headers=headers)
        process.asked += 1
        try:
            async with asked as response:
                body = bytearray()
                async for part in response.content.iter_any():
                    body += part
                    if len(body) > self._max_bytes:
                        raise LengthError
                return Answer(response.status, response.headers.get("Content-Type", ""), bytes(body))
        finally:
            process.asked -= 1

    def _replace_soon(self, process: Process) -> None:
        """Let a new server take over while the client has its answer already; `watch` tells of faults."""
        if process is self._current:
            task = asyncio.create_task(self._replace(process))
            self._tasks.add(task)
            task.add_done_callback(self._replaced)

    def _replaced(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or not isinstance(fault := task.exception(), EndpointFault):
            return
        if not self._current.alive:  # while it lives, it is replaced at the next occasion
            self._fault = fault

    async def _replace(self, process: Process) -> None:
        """Let a new server take over, unless one has already."""
        async with self._replacing:
            if process is not self._current:
                return
            successor = Process(self._statements, self._timeout)
            self._all.append(successor)
            self._current = await asyncio.to_thread(successor.wait)

    async def watch(self) -> None:
        """Replace a server that died, and end those that were replaced, for as long as this runs.

        Raises:
            EndpointFault: a successor does not start.
        """
        while True:
            await asyncio.sleep(INTERVAL)
            if self._fault:
                raise self._fault
            if not self._current.alive:
                await self._replace(self._current)
            for process in [p for p in self._all if p is not self._current and not p.asked]:
                self._all.remove(process)
                await asyncio.to_thread(process.kill)

    def end(self) -> None:
        """End every process."""
        for process in self._all:
            process.kill()
        self._all.clear()

    async def close(self) -> None:
        """Close the connections and end every process."""
        await self._session.close()
        self.end()
