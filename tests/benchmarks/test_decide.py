"""How fast disputes are decided, beside HermiT and rdflib on the same work."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.benchmarks.measure import ROOT, Run, fastest, report, run, write
from tests.oracle.comparison import describe, hermit_faults, rule_faults
from tests.oracle.engines import groups, profiles, rule_input, run_hermit, run_rules
from tests.oracle.generator import generate
from tests.oracle.propositional import MET, OPEN, Calendar, Evaluator, auxiliary_norms

from anbao.disputes.disputes import Dispute, Period, from_store
from anbao.engine import rules
from anbao.engine.engine import Engine
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.norms import Position

pytestmark = pytest.mark.benchmark

SIZES = (1, 10, 40)
SEED, DRAWN = 38, 120
DAY = date(2023, 1, 1)  # one day for all, so that HermiT, which has no dates, runs once a profile
PATIENCE = 240  # seconds granted to rdflib for each size
TARGETS = {
    "all cases, all positions, s": 1.0,
    "one dispute, all positions, s": 0.05,
    "anbao --help, s": 0.4,
    "anbao decide, cold, s": 2.0,
    "peak memory, MB": 400,
}
COMMAND = str(Path(sys.executable).parent / "anbao")


def drawn(engine: Engine) -> list[Dispute]:
    """Return disputes of one day that no profile finds contradictory, most live norms first."""
    law, graph = engine.law, engine.store
    every = list(profiles(law).values())
    axioms = sorted({axiom for profile in every for axiom in profile.axioms})
    found = generate(law, axioms, auxiliary_norms(graph), DRAWN, SEED)
    dated = [replace(d, periods=(Period(str(ANBAO.Conduct), DAY, DAY),)) for d in found]
    calendar = Calendar(graph)
    evaluators = [Evaluator(graph, law, profile, calendar) for profile in every]
    good = [d for d in dated if not any(e.evaluate(d).contradictory for e in evaluators)]

    def live(dispute: Dispute) -> int:
        status = evaluators[0].evaluate(dispute).status.values()
        return sum(found in (MET, OPEN) for found in status)

    return sorted(good, key=live, reverse=True)[: max(SIZES)]


def check(engine: Engine, disputes: list[Dispute]) -> None:
    """Fail where rules, HermiT and evaluator differ on what is timed."""
    calendar, auxiliary = Calendar(engine.store), auxiliary_norms(engine.store)
    for profile in profiles(engine.law).values():
        evaluator = Evaluator(engine.store, engine.law, profile, calendar)
        derived = run_rules(rule_input(engine.store, engine.law, profile), disputes)
        [(timely, _)] = groups(auxiliary, calendar, disputes, profile)
        placed = run_hermit(engine.law, timely, disputes)
        for dispute in disputes:
            verdict = evaluator.evaluate(dispute)
            faults = rule_faults(verdict, derived[dispute.iri])
            faults += hermit_faults(engine.law, verdict, placed[dispute.iri])
            assert not faults, f"{describe(dispute)}: {faults}"


def hermit(engine: Engine, disputes: list[Dispute]) -> None:
    """Realise the disputes under the profile of every position."""
    auxiliary, calendar = auxiliary_norms(engine.store), Calendar(engine.store)
    chosen = engine.law.positions.values()
    used = {classification.profile_of(engine.law, position) for position in chosen}
    for profile in used:
        [(timely, _)] = groups(auxiliary, calendar, disputes, profile)
        run_hermit(engine.law, timely, disputes)


def filled(engine: Engine, disputes: list[Dispute], positions: list[Position]) -> ox.Store:
    """Return a store with what the rules read for the disputes under the positions."""
    store = ox.Store()
    store.extend(engine._prepare(positions, False).quads)
    store.extend(quad for dispute in disputes for quad in dispute.quads())
    return store


def rdflib_seconds(store: ox.Store, folder: Path) -> tuple[float | None, dict[str, float]]:
    """Return the time that rdflib takes for the rules, in all and by step.

    No time in all where its patience ran out: then the steps that ended are given.
    The labels that it finds are those of Oxigraph.
    """
    path = folder / "quads.nq"
    store.dump(str(path), ox.RdfFormat.N_QUADS)
    peer = [sys.executable, "-m", "tests.benchmarks.rdflib_peer", str(path)]
    try:
        finished = subprocess.run(
            peer, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        output, whole = finished.stdout, True
    except subprocess.TimeoutExpired as stopped:
        output, whole = (stopped.stdout or b"").decode(), False
    lines = [json.loads(line) for line in output.splitlines()]
    steps = {line["step"]: line["seconds"] for line in lines if "step" in line}
    if not whole:
        return None, steps
    rules.run(store)
    found = store.quads_for_pattern(None, ox.NamedNode(ANBAO.label), None)
    labels = sorted([quad.subject.value, quad.object.value] for quad in found)  # type: ignore[union-attr]
    assert labels
    assert lines[-1]["labels"] == labels
    return sum(steps.values()), steps


def test_engine_beside_hermit_and_rdflib(engine: Engine, tmp_path: Path) -> None:
    """Times three sizes under all positions, the answers checked before."""
    positions = list(engine.law.positions.values())
    disputes = drawn(engine)
    check(engine, disputes)
    rows: list[dict[str, Any]] = []
    expected = 0.0  # seconds that rdflib would take for one dispute, from the size before
    for size in SIZES:
        some = disputes[:size]
        decisions = list(engine.decide(some, positions))
        assert len(decisions) == size * len(positions)
        assert any(decision.answers for decision in decisions)
        ours = fastest(lambda: list(engine.decide(some, positions)), 5)  # noqa: B023
        owl = fastest(lambda: hermit(engine, some), 1)  # noqa: B023
        row: dict[str, Any] = {"disputes": size, "positions": len(positions), "engine": ours}
        row |= {"hermit": owl, "hermit/engine": owl / ours}
        if expected * size < PATIENCE:
            peer, steps = rdflib_seconds(filled(engine, some, positions), tmp_path)
            expected = (peer or PATIENCE) / size
            row |= {"rdflib": peer or f"stopped after {PATIENCE} s", "rdflib steps": steps}
            row |= {"rdflib/engine": (peer or PATIENCE) / ours}
        else:
            slow = f"not tried: about {expected * size:.0f} s, from the size before"
            row |= {"rdflib": slow, "rdflib/engine": expected * size / ours}
        rows.append(row)
        print("\n" + json.dumps(row, indent=2))
    print(write("decide", {"disputes of": f"seed {SEED}", "rows": rows}))


def test_all_cases_under_all_positions(engine: Engine) -> None:
    """Times every case of the graph under every position, in a process that runs already."""
    positions = list(engine.law.positions.values())
    cases = from_store(engine.store, engine.law)
    assert cases
    assert len(list(engine.decide(cases, positions))) == len(cases) * len(positions)
    seconds = {
        "all cases, all positions, s": fastest(lambda: list(engine.decide(cases, positions)), 3),
        "one dispute, all positions, s": fastest(lambda: list(engine.decide(cases[:1], positions)), 5),
    }
    report("cases", {**seconds, "cases": len(cases), "positions": len(positions)}, TARGETS)


def test_whole_processes(engine: Engine, tmp_path: Path) -> None:
    """Times the command line from start to end, and takes its peak memory."""
    dispute = tmp_path / "dispute.json"
    facts = [f for f, known in engine.law.circumstances.items() if known.factual]
    content = {"dates": {"conduct": DAY.isoformat()}, "established": facts[:1]}
    dispute.write_text(json.dumps(content), encoding="utf-8")
    known = engine.store.quads_for_pattern(None, ox.NamedNode(ANBAO.hasDispute), None)
    cases = sorted({quad.subject.value for quad in known})  # type: ignore[union-attr]
    commands = {
        "anbao --help": [COMMAND, "--help"],
        "anbao decide, cold": [COMMAND, "decide", str(dispute)],
        "anbao decide, all positions": [COMMAND, "decide", str(dispute), "--under", "all"],
        "all cases, all positions, process": [COMMAND, "decide", *cases, "--under", "all"],
    }
    results: dict[str, Any] = {}
    peak = 0.0
    for name, command in commands.items():
        runs = [completed(command) for _ in range(3)]
        results[f"{name}, s"] = min(one.seconds for one in runs)
        results[f"{name}, MB"] = max(one.megabytes for one in runs)
        peak = max(peak, results[f"{name}, MB"])
    unclassified = run(commands["anbao decide, cold"], {"ANBAO_CACHE": str(tmp_path / "cache")})
    assert unclassified.code == 0, unclassified.output
    results["anbao decide, nothing classified yet, s"] = unclassified.seconds
    report("processes", {**results, "peak memory, MB": peak}, TARGETS)


def completed(command: list[str]) -> Run:
    """Run a command that must succeed."""
    found = run(command)
    assert found.code == 0, found.output[-2000:]
    return found
