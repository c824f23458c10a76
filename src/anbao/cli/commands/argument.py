"""Commands on doctrine: how far an answer hangs on its findings, and who argues what against whom."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import Language, app
from anbao.cli.commands.parameters import AllPositions, Date, Disputes, Ferenda, Labels, Positions

__all__ = ["arguments", "flip"]


@app.command
def flip(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    size: Annotated[int, Parameter(help="Change up to so many findings at once: 1, 2 or 3.")] = 3,
    ferenda: Ferenda = False,
    every: Annotated[
        bool, Parameter(negative="", help="Show every set, not only what may well happen.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Find the smallest changes of findings that alter the answers, and what open findings are worth."""
    from anbao.cli import flipping

    return flipping.flips(
        disputes, under, on, size=size, ferenda=ferenda, every=every, language=lang, layout=format
    )


@app.command
def arguments(
    disputes: Annotated[
        list[str] | None,
        Parameter(help="Files or cases of the graph; without any, what the positions claim."),
    ] = None,
    /,
    *,
    under: AllPositions = None,
    on: Date = None,
    ferenda: Ferenda = False,
    lang: Annotated[Language, Parameter(help="Language of labels, and of the text in JSON.")] = "en",
    format: Annotated[
        Literal["text", "aif", "json", "apx", "iccma"],
        Parameter(help="How to print: for people, AIF as Turtle or as AIFdb's JSON, ASPARTIX, ICCMA."),
    ] = "text",
) -> int:
    """Show the arguments in a dispute, or between positions: what attacks what, and what stands."""
    from anbao.cli import arguing

    return arguing.arguments(disputes or [], under, on, ferenda=ferenda, language=lang, layout=format)
