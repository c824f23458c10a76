"""The command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Run"]

# Takes arguments; gives the exit code, standard output and standard error.
Run = Callable[..., tuple[int, str, str]]
