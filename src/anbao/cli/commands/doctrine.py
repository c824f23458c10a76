"""Commands on doctrines: positions compared and contradicted."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import app
from anbao.cli.commands.parameters import AllPositions, Date, Disputes, Ferenda, Labels

__all__ = ["compare", "contradictions"]


@app.command
def compare(
    disputes: Disputes,
    /,
    *,
    under: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            help="A position (P02), repeatable; by default all. One alone: with the statutes.",
        ),
    ] = None,
    on: Date = None,
    ferenda: Ferenda = False,
    closed: Annotated[
        bool, Parameter(negative="", help="Compare what comes out if the evidence closed now.")
    ] = False,
    pairs: Annotated[
        bool, Parameter(negative="", help="Explain every two positions that differ, not only two named.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "turtle", "html"], Parameter(help="How to print.")] = "text",
) -> int:
    """Compare positions on disputes: who answers what, on which premises, and where two part."""
    from anbao.cli import comparing

    return comparing.comparisons(
        disputes,
        under,
        on,
        ferenda=ferenda,
        closed=closed,
        pairs=pairs,
        language=lang,
        layout=format,
    )


@app.command
def contradictions(
    *,
    under: AllPositions = None,
    ferenda: Annotated[
        bool, Parameter(negative="", help="Look among the proposals of legislation too.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Find the positions whose premises cannot all hold, and which premises they are."""
    from anbao.cli import contradicting

    return contradicting.contradictions(under, ferenda=ferenda, language=lang, layout=format)
