"""`anbao decide`: disputes decided under positions, with reasons."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from cyclopts import Parameter

import anbao
from anbao.cli.parameters import Date, Disputes, Ferenda, Labels, Positions
from anbao.cli.streams import busy, console, out
from anbao.cli.tree import DecisionPrinter
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.engine.engine import choose_positions
from anbao.formats.decision import to_json, to_turtle

__all__ = ["decide"]


def decide(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    ferenda: Ferenda = False,
    brief: Annotated[bool, Parameter(negative="", help="Answers without reasons.")] = False,
    depth: Annotated[
        Literal[1, 2, 3],
        Parameter(
            help="How much after the sentence: 1 the answers, 2 why norms apply or not, 3 each element, with "
            "the steps that lead to it."
        ),
    ] = 2,
    why_not: Annotated[
        bool, Parameter(negative="", help="Explain the norms that nobody raised too.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json", "turtle"], Parameter(help="How to print.")] = "text",
) -> int:
    """Decide disputes: which norms govern, what liability follows, and why."""
    engine = anbao.load_engine()
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under)
    gathered = gather_all(disputes, engine.law, engine.store)
    with busy("classifying and deciding …"):
        runs = list(engine.run(gathered, positions, on=date, ferenda=ferenda))
        found = [decision for run in runs for decision in run.decisions()]
    if format == "text":
        DecisionPrinter(engine.law, console(), lang, brief=brief, why_not=why_not, depth=depth).print(found)
    elif format == "json":
        out(json.dumps(to_json(found, engine.law), ensure_ascii=False, indent=2))
    else:
        out(to_turtle(triple for run in runs for triple in run.triples()))
    return 0
