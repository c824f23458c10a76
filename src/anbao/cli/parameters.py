"""Parameters that several commands share, each with its help."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from anbao.cli.app import Language

__all__ = ["AllPositions", "Date", "Disputes", "Ferenda", "Labels", "Messages", "Positions", "Retries"]

Disputes = Annotated[
    list[str], Parameter(help="Files (.json .yaml .ttl .jsonld …) or cases of the graph (C01).")
]
Positions = Annotated[
    list[str] | None,
    Parameter(negative="", help="A position (P02), repeatable, or `all`; by default the bare statutes."),
]
AllPositions = Annotated[
    list[str] | None, Parameter(negative="", help="A position (P02), repeatable; by default all.")
]
Date = Annotated[str | None, Parameter(help="Replay under this date (YYYY-MM-DD), and mark it so.")]
Ferenda = Annotated[bool, Parameter(negative="", help="Apply proposals of legislation too.")]
Labels = Annotated[Language, Parameter(help="Language of labels.")]
Messages = Annotated[Language, Parameter(help="Language of messages.")]
Retries = Annotated[int, Parameter(help="How often to ask an endpoint again where a fault may pass.")]
