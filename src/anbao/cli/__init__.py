"""The command line: arguments, exit codes, printing.

Exit codes: 0 done, 1 the data has violations, 2 unusable input.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

__all__ = ["app", "main"]

VIOLATIONS, UNUSABLE = 1, 2
Language = Literal["zh", "en"]

app = App(
    name="anbao",
    help="Which provision governs a platform's safety-guarantee duty (安全保障义务), and why.",
    version_flags=["--version"],
    help_format="plaintext",  # Markdown would load a highlighter that nothing here needs
    result_action="return_value",
)


@app.command
def decide(
    disputes: Annotated[
        list[str], Parameter(help="Files (.json .yaml .ttl .jsonld …) or cases of the graph (C01).")
    ],
    /,
    *,
    under: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            help="A position (P02), repeatable, or `all`; by default the bare statutes.",
        ),
    ] = None,
    on: Annotated[str | None, Parameter(help="Replay under this date (YYYY-MM-DD), and mark it so.")] = None,
    ferenda: Annotated[bool, Parameter(negative="", help="Apply proposals of legislation too.")] = False,
    brief: Annotated[bool, Parameter(negative="", help="Answers without reasons.")] = False,
    why_not: Annotated[
        bool, Parameter(negative="", help="Explain the norms that nobody raised too.")
    ] = False,
    lang: Annotated[Language, Parameter(help="Language of labels.")] = "en",
    format: Annotated[Literal["text", "json", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Decide disputes: which norms govern, what liability follows, and why."""
    from anbao.cli import printing

    return printing.decisions(
        disputes, under, on, ferenda=ferenda, brief=brief, why_not=why_not, language=lang, layout=format
    )


@app.command
def classify(
    *,
    under: Annotated[str | None, Parameter(help="A position (P03); by default the bare statutes.")] = None,
    lang: Annotated[Language, Parameter(help="Language of labels.")] = "en",
) -> int:
    """Show the hierarchy of norms that the reasoner infers, beside what is only claimed."""
    from anbao.cli import printing

    return printing.classification(under, language=lang)


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
    format: Annotated[Literal["table", "csv", "tsv", "json"], Parameter(help="How to print.")] = "table",
    header: Annotated[bool, Parameter(help="Print the line of column names (csv, tsv).")] = True,
    lang: Annotated[Language, Parameter(help="Language of the library's questions.")] = "en",
) -> int:
    """Ask the graph: run a query of the library or a file; without a name, list the library."""
    from anbao.cli import printing

    return printing.query(name, set or [], with_ or [], layout=format, header=header, language=lang)


@app.command
def check(
    files: Annotated[
        list[Path] | None, Parameter(help="RDF files or disputes to check with the graph.")
    ] = None,
    /,
    *,
    lang: Annotated[Language, Parameter(help="Language of messages.")] = "en",
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
    name: Annotated[Literal["dispute", "decision"], Parameter(help="Which schema.")] = "dispute", /
) -> int:
    """Print the JSON Schema of disputes, or of decisions."""
    from anbao.cli import printing

    return printing.schema(name)


@contextmanager
def _reported() -> Iterator[None]:
    """Turn what the package raises into one message on standard error and exit code 2."""
    from anbao.errors import AnbaoError

    try:
        yield
    except AnbaoError as error:
        sys.stderr.write(f"anbao: {error}\n")
        sys.exit(UNUSABLE)
    except CycloptsError as error:
        sys.stderr.write(f"anbao: {error} Run `anbao --help`.\n")
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("anbao: stopped.\n")
        sys.exit(130)


def main() -> None:
    """Run the command line."""
    with _reported():
        sys.exit(app(sys.argv[1:], exit_on_error=False, print_error=False) or 0)
