"""Runs a function in a forked process, while this one goes on."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

__all__ = ["forked"]

T = TypeVar("T")


@contextmanager
def forked(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Start a function in another process; yield one that waits for its result and returns or raises it.

    The process is a fork of this one, so it has at once all that was worked out. Elsewhere than on
    Linux a fork is not safe: there the work is done when its result is asked for.

    Args:
        work: what to do; it writes files, and returns what can be pickled.
    """
    if not sys.platform.startswith("linux"):
        yield work
        return
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, sending))
    process.start()
    sending.close()

    def result() -> T:
        try:
            returned, raised = receiving.recv()
        except EOFError:
            raise OSError("a process that wrote part of it was ended") from None
        if raised is not None:
            raise raised
        return returned  # type: ignore[no-any-return]

    try:
        yield result
    finally:
        process.kill()
        process.join()
        receiving.close()


def _do(work: Callable[[], object], sending: Connection) -> None:
    """Run the function and send its result or exception."""
    try:
        sending.send((work(), None))
    except Exception as error:
        sending.send((None, error))
