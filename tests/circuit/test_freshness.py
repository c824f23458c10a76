"""The circuits that are stored are of the rules, the law and the positions as they stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.circuits import of_turn

from anbao.circuit.execution import stored
from anbao.circuit.gates import Gates
from anbao.circuit.inputs import Inputs
from anbao.circuit.kernel import Program, Words
from anbao.circuit.library import Library, Triples
from anbao.circuit.making import make
from anbao.circuit.variants import Variant, acting
from anbao.engine.engine import Engine

ROWS, TURNS = 64 * 64, 6


def test_stored_circuits_are_of_what_stands(engine: Engine) -> None:
    """Their digests are those of rules, law and positions: else run `make generate`."""
    library = stored(engine.preparation).library
    expected = acting(engine.law.ordered_positions, engine.law.bare)
    assert sorted(library.positions) == sorted(variant.iri for variant in expected)
    assert [variant.iri for variant in expected if not library.has(variant)] == []


def inputs_by_name(inputs: Inputs) -> list[tuple[str, int]]:
    """Return each input by what it says and its place in that."""
    facts = [(fact, bit) for fact in inputs.facts for bit in (0, 1)]
    events = [(event, bit) for event in inputs.events for bit in range(1 + 2 * inputs.bits)]
    return [*facts, *events, *((premise, 0) for premise in inputs.premises)]


def values(triples: Triples, rows: Words) -> dict[tuple[str, str, str], bytes]:
    """Return by working triple in which rows it is there."""
    found = Program.of(triples.nodes, triples.literals).run(rows, 1)
    return {
        (triples.texts[triples.subjects[place]], relation, triples.texts[triples.values[place]]): found[
            place
        ].tobytes()
        for relation, (start, end) in triples.first.items()
        for place in range(start, end)
    }


def same_function(one: Library, other: Library, position: str) -> int:
    """Return of how many answers of a position it is proved that they hold alike in two libraries."""
    gates = Gates(0)
    names = inputs_by_name(one.inputs)
    places = {name: place for place, name in enumerate(names)}
    for _ in names:
        gates.add_input(0)
    first = one.nodes.into(gates, one.answers(position).literals())
    second = mapped(other, gates, [places[name] for name in inputs_by_name(other.inputs)], position)
    assert len(first) == len(second)
    assert all(gates.implies(here, there) for here, there in zip(first, second, strict=True))
    assert all(gates.implies(there, here) for here, there in zip(first, second, strict=True))
    return len(first)


def mapped(library: Library, gates: Gates, places: list[int], position: str) -> list[int]:
    """Return the literals of the answers of a position in a graph where inputs stand in other places."""
    literals = [0, *(2 * place + 2 for place in places)]
    for left, right in zip(library.nodes.left.tolist(), library.nodes.right.tolist(), strict=True):
        literals.append(gates.both(literals[left >> 1] ^ left & 1, literals[right >> 1] ^ right & 1))
    return [literals[one >> 1] ^ one & 1 for one in library.answers(position).literals()]


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TURNS))
def test_compiled_again_they_are_the_same(engine: Engine, tmp_path: Path, turn: int) -> None:
    """A position compiled anew has the stored working triples and the stored answers, by SAT."""
    position = of_turn(engine, 0 if turn == 0 else 2 * turn - 1)
    iri = Variant(position).iri
    kept = stored(engine.preparation).library
    make(engine, tmp_path, [position], processes=1)
    fresh = Library(tmp_path, engine.preparation)
    rows = np.random.default_rng(turn).integers(0, 2**63, (len(kept.inputs), ROWS // 64), dtype=np.uint64)
    places = {name: place for place, name in enumerate(inputs_by_name(kept.inputs))}
    chosen = rows[[places[name] for name in inputs_by_name(fresh.inputs)]]
    here, there = values(fresh.working(iri), chosen), values(kept.working(iri), rows)
    assert {key: held for key, held in here.items() if any(held)} == {
        key: held for key, held in there.items() if any(held)
    }
    assert same_function(kept, fresh, iri)
