"""Real servers for the tests: Oxigraph's, Virtuoso's, and `anbao serve` itself."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from anbao.endpoint.graphs import quads_to_push
from anbao.endpoint.oxigraph import binary
from anbao.export.content import Content
from anbao.graph import stores

MAIN = "from anbao.cli import main; main()"
START = 120.0  # seconds; a busy machine takes long to prepare the graph
VIRTUOSO = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A running server: its address, without a path, and its process."""

    address: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, folder: Path, probe: str) -> Iterator[Server]:
    """Run a server until the test is over; it is ended by its own process."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline and process.poll() is None:
            try:
                httpx.get(address + probe, trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        else:
            pytest.fail(f"{command[0]} does not start: {(folder / 'server.log').read_text()}")
        yield Server(address, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`anbao serve` of what sources assert, with a time limit of eight seconds and a limit on results."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    options = ["--timeout", "8", "--max-bytes", "3000000", "--no-inferred"]
    command = [sys.executable, "-c", MAIN, "serve", "--port", str(port), *options]
    with running(command, f"http://127.0.0.1:{port}", folder, "/sparql") as server:
        yield server


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Server]:
    """Oxigraph's own server, empty and writable."""
    port = free_port()
    command = [binary(), "serve", "--location", str(tmp_path / "db"), "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}", tmp_path, "/query?query=ASK%7B%7D") as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Virtuoso 7, empty, with the password that it comes with."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "v.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port), "utf-8")
    command = [program, "+foreground", "+configfile", "v.ini"]
    with running(command, f"http://127.0.0.1:{port}", folder, "/sparql?query=ASK%7B%7D") as server:
        yield server


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """The whole graph."""
    return stores.load()


@pytest.fixture(scope="session")
def asserted(engine: object) -> list[ox.Quad]:
    """What sources assert, in named graphs, as it is pushed."""
    return quads_to_push(Content(engine), inferred=False)  # type: ignore[arg-type]


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Return a function that serves an RDF file on Oxigraph's server and returns the endpoint."""
    with ExitStack() as stack:

        def start(path: Path) -> str:
            port = free_port()
            command = [binary(), "load", "--location", str(tmp_path / "other"), "--file", str(path)]
            subprocess.run(command, check=True, capture_output=True)
            command = [binary(), "serve-read-only", "--location", str(tmp_path / "other")]
            command += ["--bind", f"127.0.0.1:{port}"]
            address = f"http://127.0.0.1:{port}"
            stack.enter_context(running(command, address, tmp_path, "/query?query=ASK%7B%7D"))
            return f"{address}/query"

        yield start
