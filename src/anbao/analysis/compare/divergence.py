"""How far positions diverge: on how many disputes two of them answer differently, and which are close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from anbao.disputes.disputes import Dispute
from anbao.engine.results import Decision
from anbao.engine.signature import signature
from anbao.extras import require
from anbao.law.norms import Position

__all__ = ["Divergence", "divergence"]


@dataclass(frozen=True)
class Divergence:
    """How far groups of positions diverge.

    Attributes:
        groups: positions that answer alike in every dispute; neighbours diverge least (average
            linkage with optimal leaf ordering, Bar-Joseph et al., Bioinformatics 17, 2001).
        differing: on how many disputes two groups answer otherwise, by their places.
        disputes: the disputes in which not all answer alike, the most divided first, each with the
            decisions of those who answer alike in it.
        total: how many disputes there are.
    """

    groups: tuple[tuple[Position, ...], ...]
    differing: tuple[tuple[int, ...], ...]
    disputes: tuple[tuple[Dispute, tuple[tuple[Decision, ...], ...]], ...]
    total: int


def divergence(decisions: Iterable[Decision]) -> Divergence:
    """Return how far positions diverge on the disputes that were decided under each of them.

    Two decisions are alike if their answers are, not the premises that these come from.
    """
    by_dispute: dict[str, list[Decision]] = defaultdict(list)
    said: dict[str, list[object]] = defaultdict(list)
    positions: dict[str, Position] = {}
    for decision in decisions:
        by_dispute[decision.dispute.iri].append(decision)
        said[decision.position.iri].append(_said(decision))
        positions[decision.position.iri] = decision.position
    alike: dict[tuple[object, ...], list[Position]] = defaultdict(list)
    for iri, answers in said.items():
        alike[tuple(answers)].append(positions[iri])
    groups, answered = list(alike.values()), list(alike)
    differing = np.array(
        [[sum(a != b for a, b in zip(one, other, strict=True)) for other in answered] for one in answered]
    )
    order = _order(differing)
    divided = [(group[0].dispute, _apart(group)) for group in by_dispute.values()]
    disputes = sorted((d for d in divided if len(d[1]) > 1), key=lambda found: -len(found[1]))
    return Divergence(
        tuple(tuple(groups[place]) for place in order),
        tuple(tuple(int(differing[one, other]) for other in order) for one in order),
        tuple(disputes),
        len(by_dispute),
    )


def _said(decision: Decision) -> object:
    """Return what a decision answers, and whether the findings contradict the position."""
    return signature(decision.answers), bool(decision.contradiction)


def _order(differing: np.ndarray) -> Sequence[int]:
    """Return an order in which neighbouring groups differ least.

    Raises:
        MissingExtra: there are three groups or more, and scipy is not installed.
    """
    if len(differing) < 3:  # noqa: PLR2004  two have only one order
        return range(len(differing))
    require("site")
    from scipy.cluster.hierarchy import leaves_list, linkage  # noqa: PLC0415  only the site shows the order
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    tree = linkage(squareform(differing), "average", optimal_ordering=True)
    return [int(place) for place in leaves_list(tree)]


def _apart(decisions: Iterable[Decision]) -> tuple[tuple[Decision, ...], ...]:
    """Return the decisions in groups that answer alike, the largest first."""
    groups: dict[object, list[Decision]] = defaultdict(list)
    for decision in decisions:
        groups[_said(decision)].append(decision)
    return tuple(sorted((tuple(group) for group in groups.values()), key=lambda group: -len(group)))
