"""How fast flips are found, beside trying every set as a row, and beside decisions by the rules."""

from __future__ import annotations

import json
import time
from copy import copy
from typing import Any

import numpy as np
import pytest
from tests.benchmarks.measure import fastest, report
from tests.support.brute_force import brute_force

from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.flips import Flips, find_flips, variations_of
from anbao.analysis.flips.search import minimal_sets
from anbao.analysis.flips.variations import Variations
from anbao.circuit.execution import stored
from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, find_position

pytestmark = pytest.mark.benchmark

CASES = (("C01", "P02"), ("C09", "P02"), ("C19", "statutes"), ("C20", "P02"), ("C29", "statutes"))
NARROW, FEW = 60, 4  # circumstances of which every set is a row; of which the rules decide every set
TARGETS = {"flips of size 3, s": 0.3}


@pytest.fixture(scope="module")
def engine(rules_engine: Engine) -> Engine:
    """Return an rules_engine that decides with the stored circuits."""
    return Engine(rules_engine.store, stored)


def changes_of(found: Flips) -> set[frozenset[Change]]:
    """Return flips as sets of changes."""
    return {frozenset(flip.changes) for flip in found.flips}


def test_flips_of_three_changes(engine: Engine) -> None:
    """Times all flips of one dispute under one position, on cases with few and with many."""
    rows: list[dict[str, Any]] = []
    for case, name in CASES:
        [dispute, *_] = gather(case, engine.law, engine.store)
        position = find_position(engine.law, name)
        found = find_flips(engine, dispute, position)
        seconds = fastest(lambda: find_flips(engine, dispute, position), 3)  # noqa: B023
        sizes = [len(flip.changes) for flip in found.flips]
        row = {"case": case, "position": name, "seconds": seconds}
        rows.append(row | {f"flips of {size}": sizes.count(size) for size in (1, 2, 3)})
        print(json.dumps(rows[-1]))
    report("flips", {"flips of size 3, s": max(row["seconds"] for row in rows)}, TARGETS, rows)


def test_propagation_beside_rows(engine: Engine) -> None:
    """Times the search for sets of three of some circumstances beside trying each set as a row."""
    [dispute, *_] = gather("C19", engine.law, engine.store)
    whole = variations_of(engine, dispute, engine.law.bare)
    assert isinstance(whole, Variations)
    varied = copy(whole)
    kept = {change.circumstance for change in whole.changes[:: len(whole.changes) // NARROW]}
    places = [n for n, change in enumerate(whole.changes) if change.circumstance in kept]
    varied.changes, varied.toggles = tuple(whole.changes[n] for n in places), whole.toggles[places]
    fast = minimal_sets(varied, 3, fast=True)
    seconds = fastest(lambda: minimal_sets(varied, 3, fast=True), 3)
    start = time.perf_counter()
    rows = minimal_sets(varied, 3, fast=False)
    peer = time.perf_counter() - start
    assert all(np.array_equal(one.sets, other.sets) for one, other in zip(fast, rows, strict=True))
    report(
        "flips by rows", {"propagation, s": seconds, "rows, s": peer, "rows/propagation": peer / seconds}, {}
    )


def test_flips_beside_the_rules(rules_engine: Engine, engine: Engine) -> None:
    """Times flips of all circumstances beside the rules, which decide every set of a few of them."""
    [dispute, *_] = gather("C19", rules_engine.law, rules_engine.store)
    found = find_flips(engine, dispute, rules_engine.law.bare)
    facts = {finding.circumstance for finding in dispute.findings[:FEW]}
    start = time.perf_counter()
    expected = brute_force(rules_engine, dispute, rules_engine.law.bare, sorted(facts), 3)
    peer = time.perf_counter() - start
    among = {some for some in changes_of(found) if {change.circumstance for change in some} <= facts}
    assert among == expected.keys()
    ours = fastest(lambda: find_flips(engine, dispute, rules_engine.law.bare), 3)
    report("flips by rules", {"all circumstances, s": ours, f"{FEW} by the rules, s": peer}, {})
