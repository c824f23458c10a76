"""Commands on money: who pays how much of a loss."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from anbao.cli.app import app
from anbao.cli.commands.parameters import Labels

__all__ = ["apportion"]


@app.command
def apportion(
    file: Annotated[
        Path | None, Parameter(help="A JSON or YAML file of a loss and who is liable (schema apportionment).")
    ] = None,
    /,
    *,
    loss: Annotated[str | None, Parameter(help="The loss in yuan, in place of a file.")] = None,
    party: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            help="One who is liable, name=LIABILITY[,share=50%][,means=1000][,paid=0][,amount=…]; "
            "repeatable, in the order of demand.",
        ),
    ] = None,
    claimant_share: Annotated[str, Parameter(help="The part of the loss that the claimant bears.")] = "0",
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Work out who pays what of a loss, in what order and within what cap, and who recovers from whom."""
    from anbao.cli import apportioning

    return apportioning.apportionment(file, loss, party or [], claimant_share, language=lang, layout=format)
