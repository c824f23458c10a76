"""Where the command line writes: standard output, and a sign of life on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

__all__ = ["busy", "console", "out", "steps"]

PIPE_WIDTH = 160


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that something is going on, if a person is watching."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        yield


@contextmanager
def steps(what: str) -> Iterator[Callable[[str], None]]:
    """Give a function that shows which step is under way, if a person is watching."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(f"{what} …") as status:
            yield lambda step: status.update(f"{what} {step} …")
    else:
        yield lambda step: None


def out(text: str) -> None:
    """Write text to standard output, ending in one newline, in UTF-8 whatever the locale."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def console() -> Console:
    """Return the console for standard output; a pipe gets wide lines without colour."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH, no_color=True, highlight=False)
