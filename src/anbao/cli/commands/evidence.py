"""Commands on doctrine: positions tested against decided cases, and who has to prove what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import app
from anbao.cli.commands.parameters import Date, Disputes, Labels, Positions

__all__ = ["backtest", "burden"]


@app.command
def backtest(
    cases: Annotated[
        list[str] | None, Parameter(help="Cases or disputes of the graph (C01); by default all decided.")
    ] = None,
    /,
    *,
    under: Annotated[
        list[str] | None,
        Parameter(negative="", help="A position (P02), repeatable; by default all, and the bare statutes."),
    ] = None,
    on: Date = None,
    with_: Annotated[
        list[Path] | None,
        Parameter(name="--with", negative="", help="An RDF file with further cases; repeatable."),
    ] = None,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "csv", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Replay decided cases under positions and say where, and why, they part from the courts."""
    from anbao.cli import backtests

    return backtests.backtest(cases or [], under, on, with_ or [], language=lang, layout=format)


@app.command
def burden(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Say who bears the burden of proof of what, on whose authority, and what each side must still prove."""
    from anbao.cli import burdens

    return burdens.burden(disputes, under, on, language=lang, layout=format)
