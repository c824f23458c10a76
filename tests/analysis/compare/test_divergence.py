"""How far positions diverge, on small sets of decisions and on the graph."""

from __future__ import annotations

from itertools import combinations

import pytest

from anbao.analysis.compare.comparison import compare
from anbao.analysis.compare.divergence import Divergence, divergence
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine, choose_positions

NAMES = ("statutes", "P01", "P02", "P03", "P10", "P24")


@pytest.fixture(scope="module")
def found(engine: Engine) -> Divergence:
    """Return the divergence of some positions on every fourth dispute."""
    disputes = from_store(engine.store, engine.law)[::4]
    return divergence(engine.decide(disputes, choose_positions(engine.law, NAMES)))


def test_every_position_stands_once(engine: Engine, found: Divergence) -> None:
    """Each position stands in one group."""
    placed = [position.identifier for group in found.groups for position in group]
    assert sorted(placed) == sorted(p.identifier for p in choose_positions(engine.law, NAMES))


def test_counts_are_symmetric(found: Divergence) -> None:
    """Two groups differ in at least one dispute and at most in all; a group not from itself."""
    for one, other in combinations(range(len(found.groups)), 2):
        assert found.differing[one][other] == found.differing[other][one]
        assert 0 < found.differing[one][other] <= found.total
    assert all(found.differing[place][place] == 0 for place in range(len(found.groups)))


def test_counts_are_those_of_pairs_decided_apart(engine: Engine, found: Divergence) -> None:
    """Two positions compared alone differ on as many disputes as the grid says."""
    disputes = from_store(engine.store, engine.law)[::4]
    first, second = found.groups[0][0], found.groups[-1][0]
    alone = divergence(engine.decide(disputes, [first, second]))
    assert alone.differing[0][1] == found.differing[0][-1]


@pytest.mark.slow
def test_comparison_finds_the_same_rows(engine: Engine, found: Divergence) -> None:
    """`anbao compare` groups the positions on a dispute as finely, question by question."""
    positions = choose_positions(engine.law, NAMES)
    for dispute, groups in found.disputes[:2]:
        [compared] = compare(engine, [dispute], positions)
        kinds = {
            p.iri: tuple(i for t in compared.tables for i, r in enumerate(t.rows) if p in r.positions)
            for p in positions
        }
        assert len(set(kinds.values())) == len(groups)


def test_most_divided_come_first(found: Divergence) -> None:
    """Disputes in which all answer alike are left out; the others stand by how many answers there are."""
    counts = [len(groups) for _, groups in found.disputes]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) > 1
    assert len(counts) < found.total


def test_two_positions_need_no_order(engine: Engine) -> None:
    """Two positions, or two that answer alike, can be set side by side."""
    disputes = from_store(engine.store, engine.law)[:2]
    two = divergence(engine.decide(disputes, choose_positions(engine.law, ["statutes", "P02"])))
    assert 1 <= len(two.groups) <= 2
