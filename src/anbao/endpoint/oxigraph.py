"""Oxigraph's SPARQL server as a process of its own: found, filled, started, ended."""

from __future__ import annotations

import ctypes
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from anbao.endpoint.faults import excerpt
from anbao.errors import EndpointFault

__all__ = ["LOOPBACK", "Process", "binary", "fill"]

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0  # seconds for a server to start, on a machine that is busy
GRACE = 3.0  # seconds for it to end before it is killed
PAUSE = 0.01
PDEATHSIG = 1  # prctl(2): which signal a process gets when its parent ends


def binary() -> str:
    """Return the path of the `oxigraph` program.

    Raises:
        EndpointFault: it is not installed.
    """
    beside = os.pathsep.join([str(Path(sys.executable).parent), sysconfig.get_path("scripts")])
    found = shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")
    if found is None:
        raise EndpointFault(
            "the program `oxigraph` is missing.", mend="Install it: python -m pip install oxigraph."
        )
    return found


def fill(folder: Path, quads: Iterable[ox.Quad]) -> Path:
    """Return a folder below the given one that holds a database of these statements.

    Raises:
        EndpointFault: Oxigraph cannot write it, as on a full disk.
    """
    dump, location = folder / "graph.nq", folder / "database"
    try:
        ox.serialize(quads, str(dump), format=ox.RdfFormat.N_QUADS)
    except OSError as error:
        raise EndpointFault(f"cannot be written ({error.strerror}).", where=str(dump)) from None
    for command in (["load", "--file", str(dump)], ["optimize"]):
        arguments = [binary(), *command, "--location", str(location)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EndpointFault(
                f"Oxigraph cannot {command[0]} the graph: {excerpt(done.stderr)}", where=str(location)
            )
    dump.unlink()
    return location


def _end_with_parent() -> Callable[[], None] | None:
    """Return what a child does first, so that it ends even if this process is killed (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(PDEATHSIG, signal.SIGKILL) and None


class Process:
    """A read-only server over a database, on a free port of the loopback interface.

    Several may serve one database at once, because none of them writes.

    Attributes:
        address: of its SPARQL endpoint.
        asked: how many requests it is answering; kept by who sends them.
    """

    def __init__(self, location: Path, timeout: float) -> None:
        """Start the server; it is not `ready` yet.

        Args:
            location: the database.
            timeout: seconds after which it may give up a query.
        """
        self.port, self.asked = _free_port(), 0
        self.address = f"http://{LOOPBACK}:{self.port}/query"
        self._log = location.parent / f"oxigraph-{self.port}.log"
        command = [binary(), "serve-read-only", "--location", str(location)]
        command += ["--bind", f"{LOOPBACK}:{self.port}", "--timeout-s", str(math.ceil(timeout) + 1)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C ends this process, which then ends its child
                preexec_fn=_end_with_parent(),  # noqa: PLW1509  no thread runs yet that could hold a lock
            )
        self._deadline = time.monotonic() + PATIENCE

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ready(self) -> bool:
        """Return whether it takes connections.

        Raises:
            EndpointFault: it ended, or does not start in time.
        """
        if not self.alive:
            raise EndpointFault(f"Oxigraph's server ended at once: {self.said()}")
        if time.monotonic() > self._deadline:
            raise EndpointFault(f"Oxigraph's server does not start: {self.said()}")
        with socket.socket() as trial:
            return trial.connect_ex((LOOPBACK, self.port)) == 0

    def wait(self) -> Process:
        """Return the server when it takes connections."""
        while not self.ready():
            time.sleep(PAUSE)
        return self

    def said(self) -> str:
        """Return the last that it wrote."""
        lines = self._log.read_text("utf-8", "replace").strip().splitlines() if self._log.exists() else []
        return excerpt(lines[-1]) if lines else f"exit code {self._process.returncode}"

    def end(self) -> None:
        """End the server, at once if it must be."""
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the server at once."""
        self._process.kill()
        self._process.wait()
        self._log.unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return int(trial.getsockname()[1])
