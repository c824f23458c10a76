"""Very many drawn disputes come out alike from circuit, exact evaluator and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.oracle.comparison import describe
from tests.oracle.many import Many, draw
from tests.oracle.statuses import CONTRADICTORY, Statuses, Told
from tests.oracle.telling import Telling, settled
from tests.support.agreement import compare
from tests.support.circuits import circuit_of, of_turn
from tests.support.corpus import examples
from tests.support.priorities import with_priorities

from anbao.circuit.execution import Circuit
from anbao.circuit.kernel import Program, unpacked
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.circuit.variants import Variant
from anbao.disputes.disputes import Dispute, from_store
from anbao.engine.engine import Engine, find_position
from anbao.errors import PriorityCycle
from anbao.law.norms import Position

FEW, OF_BLOCK, BLOCKS = 2000, 10_000, 20  # disputes decided by circuit and evaluator: 200,000 in all
BY_RULES_FEW, BY_RULES, RULE_BLOCKS = 150, 1000, 10  # and by the rules on Oxigraph
SEED = 20261129


@pytest.fixture(scope="module")
def real(engine: Engine) -> list[Dispute]:
    """Decided cases and the examples of the corpus."""
    return [
        *from_store(engine.store, engine.law),
        *(example.dispute(engine) for example in examples()),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where circuits are compiled into."""
    return tmp_path_factory.mktemp("compiled")


def told_by_circuit(
    engine: Engine, circuit: Circuit, position: Position, many: Many
) -> Iterator[frozenset[Told]]:
    """Yield what the working triples of a position tell of each dispute."""
    variant = Variant.of(position, ferenda=False)
    working = circuit.library.working(variant.iri if variant.acts() else engine.law.bare.iri)
    named = [
        (working.texts[working.subjects[place]], relation, working.texts[working.values[place]])
        for relation, (start, end) in working.first.items()
        for place in range(start, end)
    ]
    telling = list(Telling(named, engine.law.norms).of(named))
    known = [(told, literal) for told, literal in zip(telling, working.literals, strict=True) if told]
    inputs = many.words(circuit.library.inputs)
    for premise in circuit.library.inputs.of_premise.values():
        inputs[premise] = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
    program = Program.of(working.nodes, [literal for _, literal in known])
    values = unpacked(program.run(inputs, 1), len(many)).T
    for row in values:
        yield settled(known[place][0] for place in np.flatnonzero(row))


def assert_evaluator_agrees(engine: Engine, circuit: Circuit, position: Position, many: Many) -> Counter[str]:
    """Fail with a dispute on which circuit and evaluator differ; return how often each kind was told."""
    evaluator = Statuses(engine.store, engine.law, position)
    said: Counter[str] = Counter()
    wrong = []
    for row, given in enumerate(told_by_circuit(engine, circuit, position, many)):
        dispute = many.dispute(row)
        wanted = evaluator.evaluate(dispute)
        said.update(f"{one[0]} {one[-1]}" if one[0] in {"status", "burden"} else one[0] for one in wanted)
        if given != wanted:
            wrong.append(
                f"missing {sorted(wanted - given)}, wrong {sorted(given - wanted)}: {describe(dispute)}"
            )
    assert not wrong, f"{len(wrong)} under {position.identifier}, such as {min(wrong, key=len)}"
    return said


def test_evaluator(
    engine: Engine, circuit: Circuit, positions: Sequence[Position], real: list[Dispute]
) -> None:
    """Circuit and exact evaluator agree on entailment, exceptions, burdens, statuses and dates."""
    said: Counter[str] = Counter()
    for turn, position in enumerate(positions):
        many = draw(real, circuit.library.inputs, FEW if position.bare else FEW // 4, SEED + turn)
        said += assert_evaluator_agrees(engine, circuit, position, many)
    for kind in ("status Met", "status NotMet", "status Open", "status Excepted", "closedFor", "exceptedBy",
                 "mayBeExceptedBy", "burden DefendantSide", "burden ClaimantSide", "burden AuthoritySide",
                 "perhapsAvailable", CONTRADICTORY[0]):  # fmt: skip
        assert said[kind] > FEW / 100, kind


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_evaluator_on_very_many(engine: Engine, real: list[Dispute], folder: Path, block: int) -> None:
    """They agree on a block of 10,000 other disputes, under the bare statutes or a position."""
    position = of_turn(engine, block)
    circuit = circuit_of(engine, position, folder)
    many = draw(real, circuit.library.inputs, OF_BLOCK, SEED + 100 + block)
    assert_evaluator_agrees(engine, circuit, position, many)


def test_rules(engine: Engine, circuit: Circuit, positions: list[Position], real: list[Dispute]) -> None:
    """Circuit and rules on Oxigraph agree on whole decisions: answers, reasons, what is refused."""
    many = draw(real, circuit.library.inputs, BY_RULES_FEW, SEED + 7)
    disputes = [many.dispute(row) for row in range(len(many))]
    assert compare(engine, circuit, disputes, positions) > len(disputes) // 2


@pytest.mark.slow
@pytest.mark.parametrize("block", range(RULE_BLOCKS))
def test_rules_on_very_many(engine: Engine, real: list[Dispute], folder: Path, block: int) -> None:
    """They agree on a block of 1,000 other disputes, under the bare statutes and a position."""
    position = of_turn(engine, 2 * block + 1)
    circuit = circuit_of(engine, position, folder)
    many = draw(real, circuit.library.inputs, BY_RULES, SEED + 200 + block)
    disputes = [many.dispute(row) for row in range(len(many))]
    assert compare(engine, circuit, disputes, [engine.law.bare, position]) > len(disputes) // 2


def test_drawn_rows_are_inputs_as_disputes_are(circuit: Circuit, real: list[Dispute]) -> None:
    """A row is turned into the inputs that its dispute has; the same seed draws the same."""
    inputs = circuit.library.inputs
    many = draw(real, inputs, 300, SEED)
    bits = unpacked(many.words(inputs), len(many))
    for row in range(len(many)):
        [expected] = circuit.inputs([many.dispute(row)])
        assert frozenset(np.flatnonzero(bits[:, row]).tolist()) == expected
    again, other = draw(real, inputs, 300, SEED), draw(real, inputs, 300, SEED + 1)
    assert np.array_equal(again.statuses, many.statuses)
    assert np.array_equal(again.days, many.days)
    assert not np.array_equal(other.statuses, many.statuses)


def rivals(engine: Engine, disputes: Sequence[Dispute]) -> tuple[Dispute, str, str]:
    """Return a dispute with two norms of which one prevails over the other under the bare statutes."""
    for decision in engine.decide(disputes):
        for assessment in decision.assessments:
            for ground in assessment.displaced_by:
                return decision.dispute, ground.upper, ground.lower
    raise AssertionError("no norm displaces another in any of the disputes")


@pytest.mark.slow
def test_circles_of_priorities(engine: Engine, real: list[Dispute], tmp_path: Path) -> None:
    """Where each of two norms is put over the other, circuits leave to the rules what these refuse."""
    dispute, upper, lower = rivals(engine, real[:30])
    one, other = (iri.rsplit("/", 1)[-1] for iri in (upper, lower))
    circular = with_priorities(tmp_path, (one, other), (other, one))
    own = find_position(circular.law, "OWN")
    make(circular, tmp_path / "circuits", [own], processes=1)
    circuit = Circuit(Library(tmp_path / "circuits", circular.preparation), circular.law)
    many = draw([dispute], circuit.library.inputs, 120, SEED)
    disputes = [replace(dispute, iri="urn:dispute:circle"), *(many.dispute(row) for row in range(len(many)))]
    with pytest.raises(PriorityCycle):
        list(circular.decide(disputes[:1], [own]))
    assert circuit.answer(disputes[:1], [own], ferenda=False) == [None]
    assert 0 < compare(circular, circuit, disputes, [own]) < len(disputes)
