"""How fast positions are compared and contradictions found, and where the time goes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from tests.benchmarks.measure import fastest, report

from anbao.analysis.compare import comparison
from anbao.analysis.compare.comparison import Terms, compare
from anbao.analysis.compare.premise_sets import PremiseRuns
from anbao.analysis.contradictions.contradictions import find
from anbao.disputes.disputes import from_store
from anbao.disputes.documents import gather
from anbao.engine import engine as deciding
from anbao.engine import rules
from anbao.engine.engine import Engine, choose_positions

pytestmark = pytest.mark.benchmark

ALL = "all cases, all positions, s"
TARGETS = {ALL: 3.0}
PAIRS = (("C06", "P01", "P02"), ("C05", "P01", "P03"), ("C20", "P03", "P23"), ("C02", "P03", "P05"))


def timed(monkeypatch: pytest.MonkeyPatch, seconds: dict[str, float], owner: Any, name: str) -> None:
    """Have the seconds spent in a function noted under its name."""
    work: Callable[..., Any] = getattr(owner, name)

    def noting(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return work(*arguments, **options)
        finally:
            seconds[f"{owner.__name__}.{name}, s"] += time.perf_counter() - start

    monkeypatch.setattr(owner, name, noting)


def test_all_cases_under_all_positions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Times the comparison of every position on every case, each difference explained."""
    cases, positions = from_store(engine.store, engine.law), engine.law.ordered_positions
    found = compare(engine, cases, positions)
    differences = [d for one in found for table in one.tables for d in table.differences]
    assert differences
    assert all(difference.crux.sets and difference.crux.complete for difference in differences)
    whole = fastest(lambda: compare(engine, cases, positions), 3)
    start = time.process_time()
    compare(engine, cases, positions)
    processor = time.process_time() - start  # tells a slow program from a busy machine
    where: dict[str, float] = defaultdict(float)
    for owner, name in ((PremiseRuns, "run"), (comparison, "crux"), (rules, "run"), (deciding, "Reader")):
        timed(monkeypatch, where, owner, name)
    compare(engine, cases, positions)
    pairs = sum(
        len(one.positions) * len(other.positions)
        for compared in found
        for table in compared.tables
        for one, other in combinations(table.rows, 2)
    )
    report(
        "compare",
        {ALL: whole, "processor, s": processor, "cases": len(cases), "differing pairs": pairs, **where},
        TARGETS,
    )


def test_two_positions_on_one_case(engine: Engine) -> None:
    """Times what a scholar waits for: two positions on one case, with the turns both ways."""
    results = {}
    for case, *names in PAIRS:
        disputes = gather(case, engine.law, engine.store)
        positions = choose_positions(engine.law, names)
        terms = Terms(turns=True)
        [first, *_] = compare(engine, disputes, positions, terms)
        assert first.parted
        seconds = fastest(lambda: compare(engine, disputes, positions, terms), 3)  # noqa: B023
        results[f"{case} {' '.join(names)}, s"] = seconds
    report("pairs", results, TARGETS)


def test_contradictions_of_all_positions(engine: Engine) -> None:
    """Times the search for contradictions, HermiT's answers cached."""
    positions = engine.law.ordered_positions
    found = find(engine, positions)
    seconds = fastest(lambda: find(engine, positions), 3)
    report("contradictions", {"all positions, s": seconds, "found": len(found)}, TARGETS)
