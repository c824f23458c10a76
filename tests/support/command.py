"""The command line, run in this process, and what it prints."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Run", "flat"]

# Takes arguments; gives the exit code, standard output and standard error.
Run = Callable[..., tuple[int, str, str]]
LINES = "│├└─━┃"


def flat(text: str) -> str:
    """Return printed text on one line, without the lines of trees and tables."""
    return " ".join("".join(" " if char in LINES else char for char in text).split())
