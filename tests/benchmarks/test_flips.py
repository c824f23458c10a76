"""How fast findings are varied, beside decisions one by one and beside trying every set of changes."""

from __future__ import annotations

import json
import random
import time
from itertools import combinations
from typing import Any

import pytest
from anbao.analysis.flips.propagation import ESTABLISHED, OPEN, REFUTED
from anbao.analysis.flips.whatif import Assignment, WhatIf, vary
from tests.benchmarks.measure import fastest, report

from anbao.analysis.flips.changes import Change, Field
from anbao.analysis.flips.flips import Flips, find_flips
from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, find_position
from anbao.errors import ContradictoryFindings
from anbao.law.norms import Position

pytestmark = pytest.mark.benchmark

SEED, QUESTIONS, PEERS = 38, 10_000, 40
CASES = (("C01", "P02"), ("C09", "P02"), ("C19", "statutes"), ("C19", "P02"))
TARGETS = {"flips of one dispute under one position, s": 2.0, f"{QUESTIONS} what-if decisions, s": 20.0}


def drawn(engine: Engine, dispute: Dispute, count: int) -> list[Assignment]:
    """Return assignments of up to three circumstances, half of them of those with findings."""
    source = random.Random(SEED)
    facts = [iri for iri, known in engine.law.circumstances.items() if known.factual]
    told = [finding.circumstance for finding in dispute.findings]
    statuses = (ESTABLISHED, REFUTED, OPEN, None)
    return [
        {
            source.choice(source.choice((facts, told))): source.choice(statuses)
            for _ in range(source.choice((1, 2, 3)))
        }
        for _ in range(count)
    ]


def one_by_one(engine: Engine, dispute: Dispute, position: Position, some: list[Assignment]) -> list[object]:
    """Return the answers to variations, each decided alone."""
    found: list[object] = []
    for assignment in some:
        try:
            [decision] = engine.decide([vary(dispute, assignment)], [position])
        except ContradictoryFindings:
            found.append(None)
        else:
            found.append(None if decision.contradiction else frozenset(decision.answers))
    return found


def test_what_if_beside_single_decisions(engine: Engine) -> None:
    """Times ten thousand what-if decisions in one process, the first of them checked one by one."""
    [dispute] = gather("C19", engine.law, engine.store)
    position = find_position(engine.law, "P02")
    asked = drawn(engine, dispute, QUESTIONS)
    assert WhatIf(engine, dispute, position).answers(asked[:PEERS]) == one_by_one(
        engine, dispute, position, asked[:PEERS]
    )
    start = time.perf_counter()
    answers = WhatIf(engine, dispute, position).answers(asked)
    seconds = time.perf_counter() - start
    assert len(set(answers)) > 10
    alone = fastest(lambda: one_by_one(engine, dispute, position, asked[:PEERS]), 1) / PEERS
    varied = [vary(dispute, some, str(n)) for n, some in enumerate(consistent(asked, answers)[: 2 * PEERS])]
    batched = fastest(lambda: list(engine.decide(varied, [position])), 1) / len(varied)
    report(
        "what-if",
        {
            f"{QUESTIONS} what-if decisions, s": seconds,
            "one what-if decision, ms": 1000 * seconds / QUESTIONS,
            "one decision alone, ms": 1000 * alone,
            "one decision in a batch, ms": 1000 * batched,
            "alone/what-if": alone * QUESTIONS / seconds,
            "batched/what-if": batched * QUESTIONS / seconds,
        },
        TARGETS,
    )


def consistent(asked: list[Assignment], answers: list[Any]) -> list[Assignment]:
    """Return the assignments that are not contradictory: one that is stops a batch."""
    return [some for some, found in zip(asked, answers, strict=True) if found is not None]


def every_pair(engine: Engine, dispute: Dispute, position: Position) -> set[frozenset[Change]]:
    """Return the flips of up to two changes by trying every change and every pair of changes."""
    asked = WhatIf(engine, dispute, position)
    changes = list(Field(asked, 2)._changes())
    sets = [*((change,) for change in changes), *combinations(changes, 2)]
    sets = [some for some in sets if len({change.circumstance for change in some}) == len(some)]
    assignments = [{change.circumstance: change.after for change in some} for some in sets]
    [before, *answers] = asked.answers([{}, *assignments])
    alone = {
        some[0]
        for some, found in zip(sets, answers, strict=True)
        if len(some) == 1 and found not in (before, None)
    }
    flips = {frozenset([change]) for change in alone}
    for some, found in zip(sets, answers, strict=True):
        if len(some) > 1 and found not in (before, None) and alone.isdisjoint(some):
            flips.add(frozenset(some))
    return flips


def sets_of(found: Flips) -> set[frozenset[Change]]:
    """Return flips as sets of changes."""
    return {frozenset(flip.changes) for flip in found.flips}


def test_flips_beside_every_set(engine: Engine) -> None:
    """Times the flips of one dispute under one position; pairs beside trying every pair, on one case."""
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
    [dispute, *_] = gather("C09", engine.law, engine.store)
    start = time.perf_counter()
    expected = every_pair(engine, dispute, engine.law.bare)
    peer = time.perf_counter() - start
    assert sets_of(find_flips(engine, dispute, engine.law.bare, size=2)) == expected
    ours = fastest(lambda: find_flips(engine, dispute, engine.law.bare, size=2), 3)
    slowest = max(row["seconds"] for row in rows)
    results = {"flips of one dispute under one position, s": slowest, "pairs, s": ours, "every pair, s": peer}
    report("flips", {**results, "every pair/pairs": peer / ours}, TARGETS, rows)
