"""The back-test as a page: the scores of positions, and what was held in each case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from anbao.analysis.backtest.agreement import LEVELS
from anbao.analysis.backtest.backtest import BackTest
from anbao.analysis.backtest.holdings import Held
from anbao.analysis.backtest.scores import Proportion, Score
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position
from anbao.site import drawing
from anbao.site.rendering import Renderer

__all__ = ["Scored", "context", "scored"]

MARKS = dict(zip(reversed(LEVELS), "✓~✗·", strict=True))
COMMA = Markup(", ")


@dataclass(frozen=True)
class Scored:
    """A position's score in words: shares with their intervals, and counts of the cases compared."""

    position: Markup
    shares: tuple[tuple[str, Markup], ...]
    counts: tuple[str, ...]


def scored(test: BackTest, score: Score, show: Renderer) -> Scored:
    """Return a score as the page shows it."""
    position = next(position for position in test.positions if position.iri == score.position)
    total = score.agreeing.total
    counts = (score.disagreeing, score.committed, score.acting, score.own)
    return Scored(
        _position(position, show),
        tuple((str(one), _interval(one)) for one in (score.agreeing, score.not_contradicted)),
        tuple(f"{count} / {total}" for count in counts),
    )


def _position(position: Position, show: Renderer) -> Markup:
    """Return a position by its identifier, the bare statutes by their name."""
    return show.link(position.iri, None if position.bare else position.identifier)


def _interval(share: Proportion) -> Markup:
    if share.low is None or share.high is None:
        return Markup()
    return drawing.interval(share.low, share.count / share.total, share.high)


def context(test: BackTest, show: Renderer) -> dict[str, Any]:
    """Return what the page of the back-test shows."""
    groups = test.faring_alike
    return {
        "scores": [scored(test, score, show) for score in test.scores],
        "groups": [COMMA.join(_position(position, show) for position in group) for group in groups],
        "held": list(_held(test, groups, show)),
        "legend": [(MARKS[level], show.label(f"{ANBAO._NS}{level}")) for level in reversed(LEVELS)],
        "abstract": COMMA.join(_position(p, show) for p in test.positions if p.iri in test.abstract),
        "silent": COMMA.join(
            show.link(case, show.catalogue.identifiers.get(case)) for case in test.cases_without_outcome
        ),
    }


def _held(
    test: BackTest, groups: list[list[Position]], show: Renderer
) -> Iterator[tuple[Markup, Markup, list[tuple[str, str, str]]]]:
    """Yield for each holding its case, its form, and the level that each group of positions reaches."""
    for held in test.held:
        levels = [test.by_cell[held, group[0].iri].level for group in groups]
        cells = [(MARKS[level], level, show.label(f"{ANBAO._NS}{level}")) for level in levels]
        case = show.link(held.case, show.catalogue.identifiers.get(held.case))
        yield case, _form(held, show), cells


def _form(held: Held, show: Renderer) -> Markup:
    notes = [show.word("backtest.replaced")] * (not held.final) + [
        show.word("backtest.inferred")
    ] * held.inferred
    share = f" {float(held.share):.0%}" if held.share else ""
    return show.link(held.form) + Markup("{} <small>{}</small>").format(share, ", ".join(notes))
