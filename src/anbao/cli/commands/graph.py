"""Commands on the graph itself: ask it, check it, add to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import Language, app
from anbao.cli.commands.parameters import Messages, Retries

__all__ = ["check", "new", "query", "schema"]


@app.command
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
    from anbao.cli import printing

    return printing.query(
        name,
        set or [],
        with_ or [],
        endpoint=endpoint,
        graphs=graph or [],
        timeout=timeout,
        retries=retries,
        layout=format,
        header=header,
        language=lang,
    )


@app.command
def check(
    files: Annotated[
        list[Path] | None, Parameter(help="RDF files or disputes to check with the graph.")
    ] = None,
    /,
    *,
    lang: Messages = "en",
) -> int:
    """Validate the graph, and files with it: shapes, queries, consistency. Exits 1 on violations."""
    from anbao.cli import printing

    return printing.check(files or [], language=lang)


@app.command
def new(
    kind: Annotated[Literal["case", "position", "statute"], Parameter(help="What to add.")],
    name: Annotated[str, Parameter(help="Its identifier, such as c99, p99 or tl.")],
    /,
    *,
    into: Annotated[Path, Parameter(help="The folder to write into.")] = Path(),
) -> int:
    """Write a commented scaffold for a new case, position or statute, to be filled in."""
    from anbao.cli import printing

    return printing.scaffold(kind, name, into)


@app.command
def schema(
    name: Annotated[
        Literal[
            "dispute",
            "decision",
            "comparison",
            "contradiction",
            "backtest",
            "burden",
            "flips",
            "apportionment",
        ],
        Parameter(help="Which schema."),
    ] = "dispute",
    /,
) -> int:
    """Print a JSON Schema: of disputes, of what a command gives, of what `anbao apportion` reads."""
    from anbao.cli import printing

    return printing.schema(name)
