"""`anbao check`: the violations of the graph, and of files with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from anbao.check import validation
from anbao.check.validation import Violation
from anbao.cli.parameters import Messages
from anbao.cli.streams import busy, console, out
from anbao.wording import word

__all__ = ["check"]


def check(
    files: Annotated[
        list[Path] | None, Parameter(help="RDF files or disputes to check with the graph.")
    ] = None,
    /,
    *,
    lang: Messages = "en",
) -> int:
    """Validate the graph, and files with it: shapes, queries, consistency. Exits 1 on violations."""
    with busy("checking …"):
        found = validation.check(files or [])
    if not found:
        out(word("check.no violations", lang))
        return 0
    _print(console(), found, lang)
    return 1


def _print(console: Console, found: Sequence[Violation], language: str) -> None:
    """Print violations, one to a line, with what to do about each."""
    for violation in found:
        where = f"{violation.file}: " if violation.file else ""
        subject = " ".join(part for part in (violation.entity, violation.property, violation.value) if part)
        line = Text(f"{where}{violation.check}: ", style="bold red")
        line.append(subject, style="not bold").append(
            f"\n    {violation.message[language]}", style="not bold"
        )
        console.print(line)
    console.print(f"{len(found)}", style="bold")
