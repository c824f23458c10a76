"""Tables for people and for pipes: query results, the library, violations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

import anbao
from anbao.check.validation import Violation
from anbao.cli.streams import out
from anbao.errors import DataError
from anbao.graph import questions as queries
from anbao.graph.stores import files

__all__ = ["answer", "ask", "library", "parameters", "violations"]


def library(console: Console, language: str) -> None:
    """Print the questions of the library with what they take."""
    table = Table("anbao query …", "--set", "?" if language == "en" else "？")
    for question in queries.library():
        parameters = question.header.get("params") or ()
        takes = "\n".join(f"{p['name']}={p['example']}" for p in parameters if "default" not in p)
        table.add_row(question.name, takes, question.summary(language))
    console.print(table)


def ask(name: str, parameters: Mapping[str, str], added: Sequence[Path]) -> queries.Table | list[ox.Triple]:
    """Return what a query finds in the graph and in files with it."""
    store, question = anbao.load([*files(), *added]), queries.find(name)
    if any(p.get("type") == "address" for p in question.header.get("params") or ()):
        from anbao.endpoint.joining import join  # the libraries that it needs take a third of a second

        return join(store, question, parameters)
    return queries.run(store, question, parameters)


def answer(console: Console, found: queries.Table | list[ox.Triple], *, layout: str, header: bool) -> int:
    """Print what a query finds; return the exit code."""
    if not isinstance(found, queries.Table):
        text = ox.serialize(sorted(found, key=str), format=ox.RdfFormat.TURTLE, prefixes=queries.PREFIXES)
        out((text or b"").decode("utf-8"))
    elif layout == "table":
        _show(console, found)
    else:
        out(_serialised(found, layout, header=header))
    return 0


def parameters(settings: Sequence[str]) -> dict[str, str]:
    """Return what `--set name=value` sets.

    Raises:
        DataError: a setting has no name or no value.
    """
    pairs = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise DataError(f"{setting!r} sets nothing.", where="--set", mend="Write it as name=value.")
        pairs[name] = value
    return pairs


def _show(console: Console, found: queries.Table) -> None:
    table = Table(*found.columns)
    for row in found.rows:
        table.add_row(*(Text(queries.display(term)) for term in row))
    console.print(table)


def _serialised(found: queries.Table, layout: str, *, header: bool) -> str:
    if layout == "tsv":
        return queries.to_plain(found, header=header)
    if layout == "json":
        return queries.to_json(found)
    text = queries.to_csv(found)
    return text if header else text.partition("\n")[2]


def violations(console: Console, found: Sequence[Violation], language: str) -> None:
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
