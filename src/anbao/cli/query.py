"""`anbao query`: asks the graph, or an endpoint, and prints the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import pyoxigraph as ox
from cyclopts import Parameter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

import anbao
from anbao.cli.app import Language
from anbao.cli.parameters import Retries
from anbao.cli.streams import console, out
from anbao.errors import DataError
from anbao.graph import questions as queries
from anbao.graph.stores import files

__all__ = ["query"]


def query(
    name: Annotated[
        str | None, Parameter(help="A query of the library (statutes/wording), or a .rq file.")
    ] = None,
    /,
    *,
    set: Annotated[
        list[str] | None, Parameter(negative="", help="A parameter, name=value; repeatable.")
    ] = None,
    with_: Annotated[
        list[Path] | None,
        Parameter(name="--with", negative="", help="An RDF file to ask with the graph; repeatable."),
    ] = None,
    endpoint: Annotated[
        str | None, Parameter(help="Ask the SPARQL endpoint at this address instead.")
    ] = None,
    graph: Annotated[
        list[str] | None,
        Parameter(negative="", help="A named graph to ask there, by default those pushed; repeatable."),
    ] = None,
    timeout: Annotated[float, Parameter(help="Seconds for an endpoint's answer.")] = 30.0,
    retries: Retries = 3,
    format: Annotated[Literal["table", "csv", "tsv", "json"], Parameter(help="How to print.")] = "table",
    header: Annotated[bool, Parameter(help="Print the line of column names (csv, tsv).")] = True,
    lang: Annotated[Language, Parameter(help="Language of the library's questions.")] = "en",
) -> int:
    """Ask the graph: run a query of the library or a file; without a name, list the library."""
    if name is None:
        _library(console(), lang)
        return 0
    given = _parameters(set or [])
    if endpoint is None:
        found = _ask(name, given, with_ or [])
    else:
        found = _ask_endpoint(
            name, given, with_ or [], address=endpoint, graphs=graph or [], timeout=timeout, retries=retries
        )
    _print(console(), found, layout=format, header=header)
    return 0


def _library(console: Console, language: str) -> None:
    """Print the questions of the library with their parameters."""
    table = Table("anbao query …", "--set", "?" if language == "en" else "？")
    for question in queries.library():
        parameters = question.header.get("params") or ()
        takes = "\n".join(f"{p['name']}={p['example']}" for p in parameters if "default" not in p)
        table.add_row(question.name, takes, question.summary(language))
    console.print(table)


def _parameters(settings: Sequence[str]) -> dict[str, str]:
    """Return the parameters that `--set name=value` gives, by name.

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


def _ask(name: str, parameters: Mapping[str, str], added: Sequence[Path]) -> queries.Table | list[ox.Triple]:
    """Return the result of a query on the graph and the added files."""
    store, question = anbao.load([*files(), *added]), queries.find(name)
    if any(p.get("type") == "address" for p in question.header.get("params") or ()):
        from anbao.endpoint.joining import join  # the libraries that it needs take a third of a second

        return join(store, question, parameters)
    return queries.run(store, question, parameters)


def _ask_endpoint(
    name: str,
    parameters: dict[str, str],
    added: Sequence[Path],
    *,
    address: str,
    graphs: Sequence[str],
    timeout: float,
    retries: int,
) -> queries.Table | list[ox.Triple]:
    """Return the result of a query at an endpoint; names of resources are resolved in the local graph."""
    from anbao.endpoint import credentials  # the libraries that it needs take a third of a second
    from anbao.endpoint.asking import Endpoint
    from anbao.endpoint.asking import ask as ask_endpoint
    from anbao.endpoint.graphs import default_graphs

    store, question = anbao.load([*files(), *added]), queries.find(name)
    terms = queries.terms(store, question, parameters)
    named = graphs or default_graphs(store)
    endpoint = Endpoint(address, timeout, retries, named, credentials.from_environment())
    return ask_endpoint(endpoint, question, terms)


def _print(console: Console, found: queries.Table | list[ox.Triple], *, layout: str, header: bool) -> None:
    """Print the result of a query."""
    if not isinstance(found, queries.Table):
        text = ox.serialize(sorted(found, key=str), format=ox.RdfFormat.TURTLE, prefixes=queries.PREFIXES)
        out((text or b"").decode("utf-8"))
    elif layout == "table":
        _show(console, found)
    else:
        out(_serialised(found, layout, header=header))


def _show(console: Console, found: queries.Table) -> None:
    # Chinese has no spaces to break at: folded, a label is whole; by default it would be cut.
    table = Table(*(Column(name, overflow="fold") for name in found.columns))
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
