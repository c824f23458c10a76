"""Commands that decide disputes and classify norms."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import Language, app

__all__ = ["classify", "decide"]


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
