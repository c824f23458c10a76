"""Oxigraph's SPARQL server as a process of its own: found, filled, started, ended.

It holds the statements in its memory, where joins take a tenth of the time, or
opens a database on disk that it cannot write. Either way it listens at a
loopback address that nobody is told. In memory it would take updates from who
finds that address all the same: `anbao serve` forwards none, and elsewhere than
on a machine shared with people who are not trusted nobody else looks for it.
"""

from __future__ import annotations

import ctypes
import math
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox

from anbao.endpoint.faults import excerpt
from anbao.errors import EndpointFault
from anbao.extras import install

__all__ = ["Process", "Statements", "binary", "fill"]

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
        raise EndpointFault("the program `oxigraph` is missing.", mend=f"Install it: {install('endpoint')}")
    return found


@dataclass(frozen=True)
class Statements:
    """Where servers find what they serve: a database on disk, or a dump that each takes into its memory."""

    path: Path
    on_disk: bool

    @property
    def options(self) -> list[str]:
        """How Oxigraph's program is told to serve them."""
        return ["serve-read-only", "--location", str(self.path)] if self.on_disk else ["serve"]


def fill(folder: Path, quads: Iterable[ox.Quad], *, on_disk: bool) -> Statements:
    """Write statements below a folder, for servers to find.

    Raises:
        EndpointFault: they cannot be written, as on a full disk.
    """
    dump, location = folder / "graph.nq", folder / "database"
    try:
        ox.serialize(quads, str(dump), format=ox.RdfFormat.N_QUADS)
    except OSError as error:
        raise EndpointFault(f"cannot be written ({error.strerror}).", where=str(dump)) from None
    if not on_disk:
        return Statements(dump, on_disk=False)
    for command in (["load", "--file", str(dump)], ["optimize"]):
        arguments = [binary(), *command, "--location", str(location)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EndpointFault(
                f"Oxigraph cannot {command[0]} the graph: {excerpt(done.stderr)}", where=str(location)
            )
    dump.unlink()
    return Statements(location, on_disk=True)


def _end_with_parent() -> Callable[[], None] | None:
    """Return what a child does first, so that it ends even if this process is killed (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(PDEATHSIG, signal.SIGKILL) and None


class Process:
    """A server of statements, at a free address of the loopback interface.

    Attributes:
        address: of its SPARQL endpoint.
        asked: how many requests it is answering; kept by who sends them.
    """

    def __init__(self, statements: Statements, timeout: float) -> None:
        """Start the server; it has to be waited for.

        Args:
            statements: what it serves.
            timeout: seconds after which it may give up a query.
        """
        self._statements, self.asked = statements, 0
        self._host, self._port = _free_address()
        self.address = f"http://{self._host}:{self._port}/query"
        self._log = statements.path.parent / f"oxigraph-{self._host}-{self._port}.log"
        command = [binary(), *statements.options, "--bind", f"{self._host}:{self._port}"]
        command += ["--timeout-s", str(math.ceil(timeout) + 1)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C ends this process, which then ends its child
                preexec_fn=_end_with_parent(),  # noqa: PLW1509  no thread runs yet that could hold a lock
            )

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def wait(self) -> Process:
        """Return the server when it answers queries.

        Raises:
            EndpointFault: it ended, does not start in time, or does not take the statements.
        """
        deadline = time.monotonic() + PATIENCE
        while not self._listening():
            if not self.alive:
                raise EndpointFault(f"Oxigraph's server ended at once: {self.said()}")
            if time.monotonic() > deadline:
                raise EndpointFault(f"Oxigraph's server does not start: {self.said()}")
            time.sleep(PAUSE)
        if not self._statements.on_disk:
            self._load()
        return self

    def _listening(self) -> bool:
        with socket.socket() as trial:
            return trial.connect_ex((self._host, self._port)) == 0

    def _load(self) -> None:
        """Let the server take the statements into its memory."""
        where = f"http://{self._host}:{self._port}/store"
        kind = {"Content-Type": ox.RdfFormat.N_QUADS.media_type}
        try:
            with self._statements.path.open("rb") as dump:
                answer = httpx.post(where, content=dump, headers=kind, timeout=PATIENCE, trust_env=False)
        except (OSError, httpx.HTTPError) as error:
            raise EndpointFault(f"Oxigraph's server cannot be filled: {excerpt(str(error))}") from None
        if not answer.is_success:
            raise EndpointFault(f"Oxigraph's server does not take the graph: {excerpt(answer.text)}")

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


def _free_address() -> tuple[str, int]:
    """Return a loopback address that nobody can guess, where there are such, and a port free there."""
    host = LOOPBACK
    if sys.platform.startswith("linux"):  # all of 127.0.0.0/8 is this machine
        host = ".".join(["127", *(str(1 + secrets.randbelow(254)) for _ in range(3))])
    with socket.socket() as trial:
        trial.bind((host, 0))
        return host, int(trial.getsockname()[1])
