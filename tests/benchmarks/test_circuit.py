"""How fast the circuit decides, beside the rules on Oxigraph in the same run."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from anbao.circuit.execution import Circuit
from anbao.circuit.kernel import ONES, Program, Words
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine

pytestmark = pytest.mark.benchmark
ROWS = 64 * 8192
FEWEST = {"bare statutes": 8e6, "all positions": 0.8e6}  # disputes a second on one core
TIMES_THE_RULES = 1000


@pytest.fixture(scope="module")
def made(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Circuit, float, int]:
    """The circuits of all positions, the seconds that compiling took, and their size in bytes."""
    home: Path = tmp_path_factory.mktemp("circuits")
    begin = time.perf_counter()
    make(engine, home)
    size = sum(path.stat().st_size for path in home.iterdir())
    return Circuit(Library(home, engine.preparation), engine.law), time.perf_counter() - begin, size


def _rows(circuit: Circuit, given: dict[int, bool]) -> Words:
    """Return disputes in which each fact is established and refuted in an eighth of the rows each."""
    draw = np.random.default_rng(1)
    bits = [
        draw.integers(0, 2**64, (len(circuit.library.inputs), ROWS // 64), dtype=np.uint64) for _ in range(3)
    ]
    rows: Words = bits[0] & bits[1] & bits[2]
    for place, value in given.items():
        rows[place] = ONES if value else 0
    return rows


def test_size_and_compilation(made: tuple[Circuit, float, int]) -> None:
    """All positions are compiled in under three minutes on two cores, into less than 5 MB."""
    _, seconds, size = made
    print(f"compiled in {seconds:.0f} s, {size / 1e6:.2f} MB")
    assert seconds < 180
    assert size < 5e6


def test_many_disputes(engine: Engine, made: tuple[Circuit, float, int]) -> None:
    """A core decides millions of disputes a second, a thousand times as many as the rules."""
    circuit, library, law = made[0], made[0].library, engine.law
    cases = from_store(engine.store, law)
    begin = time.process_time()
    list(engine.answer(cases, [law.bare]))
    rules = len(cases) / (time.process_time() - begin)
    inputs = library.inputs
    given = dict.fromkeys(inputs.of_dates, False) | (inputs.dates(cases[0].periods) or {})
    given |= dict.fromkeys(inputs.of_premise.values(), True)
    rows = _rows(circuit, given)
    for name, positions in (("bare statutes", [law.bare.iri]), ("all positions", list(library.positions))):
        chosen = [library.answers(iri) for iri in positions]
        roots = [row.literal for one in chosen for row in one.rows]
        roots += [
            literal for one in chosen for literal in (one.contradicted, one.bare_contradicted, one.unlabelled)
        ]
        nodes, literals = library.nodes.specialised(given, roots)
        program = Program.of(nodes, literals)
        program.run(rows[:, :256], 1)
        begin = time.process_time()
        program.run(rows, 1)
        speed = ROWS / (time.process_time() - begin)
        print(
            f"{name}: {len(nodes)} gates, {len(roots)} outputs, {speed / 1e6:.2f} million/s",
            f"(the rules: {rules:.0f}/s)",
        )
        assert speed > FEWEST[name]
        assert speed > TIMES_THE_RULES * rules


def test_one_dispute(engine: Engine, made: tuple[Circuit, float, int]) -> None:
    """One dispute under all positions takes at most 5 ms, its reasons under one position at most 20 ms."""
    circuit, law = made[0], engine.law
    case = from_store(engine.store, law)[0]
    everyone, bare = law.ordered_positions, [law.bare]
    prepared = engine._prepare(bare, ferenda=False)
    circuit.answer([case], everyone, ferenda=False)
    spent = []
    for _ in range(10):
        begin = time.process_time()
        circuit.answer([case], everyone, ferenda=False)
        middle = time.process_time()
        for outcome in circuit.decide([case], bare, prepared, ferenda=False):
            assert outcome is not None
            list(outcome.decisions())
        spent.append((middle - begin, time.process_time() - middle))
    answers, reasons = (min(column) for column in zip(*spent, strict=True))
    print(f"one dispute: answers under all positions {answers * 1e3:.1f} ms, reasons {reasons * 1e3:.1f} ms")
    assert answers < 0.005
    assert reasons < 0.020
