"""Commands that decide disputes and classify norms."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import app
from anbao.cli.commands.parameters import Date, Disputes, Ferenda, Labels, Positions

__all__ = ["classify", "decide"]


@app.command
def decide(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    ferenda: Ferenda = False,
    brief: Annotated[bool, Parameter(negative="", help="Answers without reasons.")] = False,
    why_not: Annotated[
        bool, Parameter(negative="", help="Explain the norms that nobody raised too.")
    ] = False,
    lang: Labels = "en",
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
    lang: Labels = "en",
) -> int:
    """Show the hierarchy of norms that the reasoner infers, beside what is only claimed."""
    from anbao.cli import printing

    return printing.classification(under, language=lang)
