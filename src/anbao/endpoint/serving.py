"""Serves the graph and the site on one address until it is told to stop."""

from __future__ import annotations

import gc
import signal
import socket
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import uvicorn

from anbao.endpoint.backend import Backend
from anbao.endpoint.description import sizes
from anbao.endpoint.gateway import Gateway
from anbao.endpoint.oxigraph import Statements, binary, fill
from anbao.errors import DataError, EndpointFault

__all__ = ["MAX_BYTES", "Settings", "serve"]

MAX_BYTES = 32 << 20
BACKLOG = 256
SHUTDOWN = 3  # seconds for requests that are being answered when the server is told to stop


@dataclass(frozen=True)
class Settings:
    """Where and what is served.

    Attributes:
        bind: the interface; the default cannot be reached from other machines.
        port: 0 takes any that is free.
        site: the folder of the static site.
        timeout: seconds for one query.
        max_bytes: the longest result.
        federated: whether a query may ask other endpoints through SERVICE.
        on_disk: whether Oxigraph's server reads a database that it cannot write, which is
            slower, instead of its memory.
    """

    bind: str = "127.0.0.1"
    port: int = 7878
    site: Path | None = None
    timeout: float = 30.0
    max_bytes: int = MAX_BYTES
    federated: bool = False
    on_disk: bool = False


def serve(
    gather: Callable[[], Sequence[ox.Quad]],
    merged: Collection[str],
    settings: Settings,
    announce: Callable[[str], None],
) -> None:
    """Serve statements until SIGINT or SIGTERM; leave no process and no file behind.

    Args:
        gather: gives what is served, when it is sure that it can be.
        merged: the named graphs whose statements stand in the default graph too.
        settings: where and how.
        announce: called with the address when requests are taken.

    Raises:
        DataError: there is no such site.
        EndpointFault: the port is taken, Oxigraph's server is missing or cannot be kept running.
    """
    _check(settings)
    with _stoppable(), _listening(settings) as taken, tempfile.TemporaryDirectory(prefix="anbao-") as folder:
        statements, graphs = _filled(Path(folder), gather, on_disk=settings.on_disk)
        backend = Backend(statements, timeout=settings.timeout, max_bytes=settings.max_bytes)
        try:
            _run(backend, (graphs, merged), settings, taken, announce)
        except KeyboardInterrupt:
            pass  # SIGINT and SIGTERM are how it ends
        finally:
            backend.end()


def _filled(
    folder: Path, gather: Callable[[], Sequence[ox.Quad]], *, on_disk: bool
) -> tuple[Statements, dict[str, int]]:
    """Return where the statements are and the sizes of their graphs; keep no statement here."""
    quads = gather()
    statements, graphs = fill(folder, quads, on_disk=on_disk), sizes(quads)
    del quads
    gc.collect()
    gc.freeze()  # what is left is never given back: no collection has to look at it while queries wait
    return statements, graphs


def _check(settings: Settings) -> None:
    binary()
    if settings.site is not None and not (settings.site / "index.html").is_file():
        raise DataError("there is no site in this folder.", where=str(settings.site))
    if settings.timeout <= 0 or settings.max_bytes <= 0:
        raise DataError("limits are above zero.", where="--timeout, --max-bytes")


def _run(
    backend: Backend,
    holding: tuple[dict[str, int], Collection[str]],
    settings: Settings,
    taken: socket.socket,
    announce: Callable[[str], None],
) -> None:
    host = f"[{settings.bind}]" if ":" in settings.bind else settings.bind
    address = f"http://{host}:{taken.getsockname()[1]}"
    faults: list[EndpointFault] = []

    def failed(fault: EndpointFault) -> None:
        faults.append(fault)
        server.should_exit = True

    gateway = Gateway(
        backend,
        address,
        holding[0],
        [graph for graph in holding[1] if graph in holding[0]],
        site=settings.site,
        timeout=settings.timeout,
        max_bytes=settings.max_bytes,
        federated=settings.federated,
    )
    config = uvicorn.Config(
        gateway.application(lambda: announce(address), failed),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    server.run(sockets=[taken])
    if faults:
        raise faults[0]


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Give a socket on the address, before anything costly is done."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    where = f"{settings.bind}:{settings.port}"
    try:
        taken = socket.create_server((settings.bind, settings.port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        mend = "Choose another with --port and --bind; --port 0 takes any that is free."
        raise EndpointFault(f"cannot listen there ({reason}).", where=where, mend=mend) from None
    with taken:
        # asyncio does so only where a socket names its protocol, and this one does not: without it every
        # answer, sent as head and body, would wait some 40 ms for the client to confirm the head.
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield taken


@contextmanager
def _stoppable() -> Iterator[None]:
    """Have SIGTERM end this as Ctrl-C does, so that everything is cleared away."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
