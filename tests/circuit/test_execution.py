"""Circuits decide as the rules on Oxigraph do: answers, decisions, RDF, what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support.agreement import compare
from tests.support.corpus import examples

from anbao.circuit.execution import Circuit
from anbao.circuit.variants import position_of
from anbao.disputes.disputes import Finding, Period, from_store
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.errors import ContradictoryFindings
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position


def test_corpus_and_cases(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """Every example of the corpus and every decided case comes out alike."""
    disputes = [*(example.dispute(engine) for example in examples()), *from_store(engine.store, engine.law)]
    named = [replace(dispute, iri=f"urn:dispute:{place}") for place, dispute in enumerate(disputes)]
    assert compare(engine, circuit, named, positions) > len(disputes) - 10


def test_generated(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """So do generated disputes, with dates, intervals, unknown dates, and contradictory findings."""
    disputes = generate(engine.law, engine.law.axioms, auxiliary_norms(engine.store), 120, 23)
    compared = compare(engine, circuit, disputes, positions)
    assert len(disputes) // 2 < compared < len(disputes)


def test_proposals(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """With proposals of legislation a position is another one, which is compiled too."""
    disputes = from_store(engine.store, engine.law)[:12]
    assert compare(engine, circuit, disputes, positions, ferenda=True)
    proposing = positions[1]
    covers = [circuit.cover(proposing, ferenda=ferenda) for ferenda in (False, True)]
    assert None not in covers
    assert covers[0] != covers[1]


def test_rdf(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """The decisions as RDF are the same triples."""
    disputes = from_store(engine.store, engine.law)[:6]
    prepared = engine._prepare(positions, ferenda=False)
    for dispute, outcome in zip(
        disputes, circuit.decide(disputes, positions, prepared, ferenda=False), strict=True
    ):
        assert outcome is not None
        [run] = engine.run([dispute], positions)
        assert set(map(str, outcome.triples())) == set(map(str, run.triples()))


def test_fewer_premises(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """A position of fewer premises, with the same axioms, is decided by the circuit of the whole one."""
    whole = positions[-1]
    disputes = from_store(engine.store, engine.law)[:8]
    for premise in whole.premises:
        fewer = replace(
            whole,
            iri="https://w3id.org/anbao/id/position-fewer",
            premises=tuple(one for one in whole.premises if one != premise),
        )
        if circuit.cover(fewer, ferenda=False) is not None:
            assert compare(engine, circuit, disputes, [fewer])
    assert circuit.cover(whole, ferenda=False) is not None


def test_position_that_was_not_compiled(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """A position of more premises than a compiled one is left to the rules; one that does not act is not."""
    first, second = positions[1:]
    both = replace(first, iri="urn:position:both", premises=(*first.premises, *second.premises))
    assert circuit.cover(both, ferenda=False) is None
    compiled = {position_of(iri) for iri in circuit.library.positions}
    for position in engine.law.ordered_positions:
        covered = circuit.cover(position, ferenda=False) is not None
        expected = position.iri in compiled or not position.acts(ferenda=False)
        assert covered == expected, position.identifier


def test_two_findings_on_one_circumstance(engine: Engine, circuit: Circuit) -> None:
    """What a circuit has no inputs for is left to the rules."""
    fact = circuit.library.inputs.facts[0]
    both = tuple(
        Finding(f"urn:f:{n}", fact, status) for n, status in enumerate((Status.ESTABLISHED, Status.LEFT_OPEN))
    )
    case = from_store(engine.store, engine.law)[0]
    assert circuit.inputs([replace(case, findings=both)]) == [None]
    unknown = (Finding("urn:f", "urn:x", Status.ESTABLISHED),)
    assert circuit.inputs([replace(case, findings=unknown)]) == [None]


def test_dates_are_inputs(engine: Engine, circuit: Circuit) -> None:
    """A bound of a period gives the number of its span, in binary; what is not said gives 0."""
    inputs = circuit.library.inputs
    first, second = inputs.days[:2]
    eve = first - dt.timedelta(1)
    assert [inputs.span(day) for day in (None, eve, first, second - dt.timedelta(1), second)] == [
        0,
        1,
        2,
        2,
        3,
    ]
    assert [inputs.span(day) for day in inputs.spans] == list(range(1, len(inputs.days) + 2))
    harm = str(ANBAO.Harm)
    start = inputs.of_event[harm]
    found = inputs.dates((Period(harm, None, first),))
    assert found is not None
    assert {place for place, value in found.items() if value} == {start, start + 1 + inputs.bits + 1}
    assert inputs.dates((Period(harm, None, None), Period(harm, first, first))) is None
    assert inputs.dates((Period("urn:x", None, None),)) is None


def test_engine_decides_by_its_executor(engine: Engine, circuit: Circuit, positions: list[Position]) -> None:
    """An engine with a circuit gives the same in the same order, and reports the same contradictions."""
    quick = Engine(engine.store, lambda _: circuit)
    disputes = from_store(engine.store, engine.law)
    doubtful = replace(
        disputes[3],
        findings=(*disputes[3].findings, replace(disputes[3].findings[0], iri="urn:f:again")),
        iri="urn:dispute:again",
    )
    mixed = [*disputes[:3], doubtful, *disputes[4:8]]
    assert list(quick.decide(mixed, positions)) == list(engine.decide(mixed, positions))
    assert list(quick.answer(mixed, positions)) == list(engine.answer(mixed, positions))
    on = dt.date(2020, 1, 1)
    assert list(quick.decide(mixed, on=on)) == list(engine.decide(mixed, on=on))
    generated = generate(engine.law, engine.law.axioms, auxiliary_norms(engine.store), 400, 5)
    contradictory = next(
        dispute
        for dispute, found in zip(
            generated, circuit.answer(generated, positions[:1], ferenda=False), strict=True
        )
        if found is None
    )
    messages = []
    for one in (engine, quick):
        with pytest.raises(ContradictoryFindings) as caught:
            list(one.decide([contradictory]))
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
