"""Finds a dispute on which two compiled positions give other answers, by SAT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from pysat.solvers import Glucose4

from anbao.circuit.answers import PositionAnswers
from anbao.circuit.compiler import Compiled
from anbao.circuit.gates import FALSE, TRUE, Gates
from anbao.circuit.inputs import STATES, Inputs
from anbao.circuit.readout import read_answers
from anbao.disputes.disputes import Dispute, Finding, Period
from anbao.wording import Label

__all__ = ["difference"]

Key = TypeVar("Key")


def difference(one: Compiled, other: Compiled) -> Dispute | None:
    """Return a dispute that one circuit answers otherwise than the other, or None if there is none.

    Both are of one position. Answers count where the findings do not contradict one
    another and no priorities form a circle; whether they do counts anywhere.
    """
    assert one.inputs == other.inputs
    gates = Gates(0)
    for _ in range(len(one.inputs)):
        gates.add_input(0)
    first, second = (_answers(gates, compiled) for compiled in (one, other))
    flags, other_flags = (
        {name: getattr(found, name) for name in ("bare_contradicted", "unlabelled")}
        for found in (first, second)
    )
    sound = gates.all(literal ^ 1 for literal in flags.values())
    unlike = [
        gates.both(sound, literal) for literal in _unlike(gates, _rows(gates, first), _rows(gates, second))
    ]
    unlike += _unlike(gates, flags, other_flags)
    wanted = gates.both(gates.any(unlike), gates.all(_real_dates(gates, one.inputs)))
    model = _model(gates, wanted, len(one.inputs))
    return None if model is None else _dispute(one.inputs, model)


def _answers(gates: Gates, compiled: Compiled) -> PositionAnswers:
    """Return the answers of the only position of a circuit, with literals in a graph of the same inputs."""
    answers = read_answers(compiled)
    [found] = answers.of_position.values()
    return found.with_literals(iter(answers.nodes.into(gates, found.literals())))


def _rows(gates: Gates, answers: PositionAnswers) -> dict[tuple[object, ...], int]:
    """Return the condition of each answer and of each of its details, by all that it says."""
    found: dict[tuple[object, ...], int] = {("closed",): answers.has_closed}
    of_node: dict[str, int] = {}
    for row in answers.rows:
        key = tuple(getattr(row, name) for name in row.__slots__ if name != "literal")
        found[key] = gates.either(found.get(key, FALSE), row.literal)
        of_node[row.node] = gates.either(of_node.get(row.node, FALSE), row.literal)
    for detail in answers.details:
        if detail.node in of_node:
            found[detail.node, detail.relation, detail.value] = gates.both(
                detail.literal, of_node[detail.node]
            )
    return found


def _unlike(gates: Gates, one: Mapping[Key, int], other: Mapping[Key, int]) -> Iterator[int]:
    """Yield the conditions under which something is there on one side only."""
    for key in one.keys() | other.keys():
        here, there = one.get(key, FALSE), other.get(key, FALSE)
        if here != there:
            yield gates.both(gates.both(here, there) ^ 1, gates.either(here, there))


def _real_dates(gates: Gates, inputs: Inputs) -> Iterator[int]:
    """Yield that the bounds of each event are spans that there are, the earliest no later than the latest."""
    for start in inputs.of_event.values():
        first = [2 * (start + 1 + bit) + 2 for bit in range(inputs.bits)]
        last = [2 * (start + 1 + inputs.bits + bit) + 2 for bit in range(inputs.bits)]
        most = [TRUE if len(inputs.spans) >> bit & 1 else FALSE for bit in range(inputs.bits)]
        yield _at_most(gates, first, most)
        yield _at_most(gates, last, most)
        known = gates.both(gates.any(first), gates.any(last))
        yield gates.either(known ^ 1, _at_most(gates, first, last))


def _at_most(gates: Gates, one: Iterable[int], other: Iterable[int]) -> int:
    """Return when a binary number is at most another one; low bits come first."""
    found = TRUE
    for x, y in zip(one, other, strict=True):
        same = gates.either(gates.both(x, y), gates.both(x ^ 1, y ^ 1))
        found = gates.either(gates.both(x ^ 1, y), gates.both(same, found))
    return found


def _model(gates: Gates, wanted: int, inputs: int) -> frozenset[int] | None:
    """Return the places of the inputs that are true where a function is, or None if it is true nowhere.

    None of them can be false with those before it as they are: the dispute has few findings.
    """
    if wanted <= TRUE:
        return frozenset() if wanted else None
    with Glucose4() as solver:
        solver.add_clause([-1])
        for node in gates.below([wanted]):
            if gates.is_gate(node):
                left, right = (_variable(literal) for literal in (gates.left[node], gates.right[node]))
                for clause in ([-node - 1, left], [-node - 1, right], [node + 1, -left, -right]):
                    solver.add_clause(clause)
        assumed = [_variable(wanted)]
        if not solver.solve(assumptions=assumed):
            return None
        true = set(solver.get_model())
        for variable in range(2, inputs + 2):
            if variable in true and solver.solve(assumptions=[*assumed, -variable]):
                true = set(solver.get_model())
            assumed.append(variable if variable in true else -variable)
        return frozenset(place for place in range(inputs) if place + 2 in true)


def _variable(literal: int) -> int:
    return -(literal >> 1) - 1 if literal & 1 else (literal >> 1) + 1


def _dispute(inputs: Inputs, true: frozenset[int]) -> Dispute:
    """Return the dispute whose inputs are true."""
    iri = "urn:dispute:witness"
    states = {values: status for status, values in STATES.items()}
    findings = []
    for fact, place in inputs.of_fact.items():
        status = states.get((int(place in true), int(place + 1 in true)))
        if status is not None:
            findings.append(Finding(f"{iri}/finding/{fact.rsplit('#', 1)[-1]}", fact, status))
    periods = []
    for event, start in inputs.of_event.items():
        if start in true:
            numbers = [
                sum((start + 1 + bound * inputs.bits + bit in true) << bit for bit in range(inputs.bits))
                for bound in (0, 1)
            ]
            periods.append(Period(event, *(inputs.spans[n - 1] if n else None for n in numbers)))
    return Dispute(iri, Label("证", "witness"), tuple(findings), tuple(periods))
