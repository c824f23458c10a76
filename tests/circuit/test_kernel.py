"""Node lists give the same whether they are evaluated on integers, by Numba or by NumPy."""

from __future__ import annotations

import random

import numpy as np
import pytest

from anbao.circuit import kernel
from anbao.circuit.folding import fold
from anbao.circuit.gates import Gates
from anbao.circuit.nodes import NodeList, collected

INPUTS, ROWS = 12, 5 * 64


def _random_circuit(seed: int) -> tuple[NodeList, list[int]]:
    """Return a circuit and some of its functions, constants and inputs among them."""
    draw = random.Random(seed)
    gates = Gates(16)
    literals = [gates.add_input(draw.getrandbits(16)) for _ in range(INPUTS)]
    for _ in range(400):
        one, other = draw.choices(literals[-60:], k=2)
        literals.append(gates.both(one ^ draw.getrandbits(1), other ^ draw.getrandbits(1)))
    roots = [
        0,
        1,
        literals[0],
        literals[1] ^ 1,
        *(literal ^ draw.getrandbits(1) for literal in literals[-20:]),
    ]
    return collected(gates, INPUTS, roots)


def _inputs(seed: int) -> kernel.Words:
    return np.random.default_rng(seed).integers(0, 2**63, (INPUTS, ROWS // 64), dtype=np.uint64)


def _expected(nodes: NodeList, roots: list[int], inputs: kernel.Words) -> kernel.Words:
    """Return the values of functions by plain integers."""
    numbers = [int.from_bytes(row.tobytes(), "little") for row in inputs]
    values = kernel.evaluate(nodes, numbers, ROWS)
    ones = (1 << ROWS) - 1
    found = [values[root >> 1] ^ (ones if root & 1 else 0) for root in roots]
    return np.array([np.frombuffer(one.to_bytes(ROWS // 8, "little"), np.uint64) for one in found])


@pytest.mark.parametrize("with_numba", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_program(seed: int, with_numba: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program gives what plain integers give, with Numba and without, in one thread and in two."""
    monkeypatch.setattr(kernel, "has_numba", lambda: with_numba)
    nodes, roots = _random_circuit(seed)
    program, inputs = kernel.Program.of(nodes, roots), _inputs(seed)
    expected = _expected(nodes, roots, inputs)
    assert np.array_equal(program.run(inputs, 1), expected)
    assert np.array_equal(program.run(inputs, 2), expected)


@pytest.mark.parametrize("seed", range(4))
def test_specialised(seed: int) -> None:
    """With some inputs given, what is left of the functions is the same and has no more gates."""
    nodes, roots = _random_circuit(seed)
    given = {place: bool(random.Random(seed).getrandbits(1)) for place in range(0, INPUTS, 3)}
    inputs = _inputs(seed)
    for place, value in given.items():
        inputs[place] = kernel.ONES if value else 0
    less, literals = nodes.specialised(given, roots)
    assert len(less) < len(nodes)
    assert np.array_equal(_expected(less, literals, inputs), _expected(nodes, roots, inputs))
    plain = fold.__globals__["_folded"]
    assert callable(getattr(plain, "py_func", plain))


def test_packing() -> None:
    """Truth values come back from words."""
    bits = np.random.default_rng(1).random((3, 100)) < 0.5
    assert np.array_equal(kernel.unpacked(kernel.packed(bits), 100), bits)


def test_implications_are_proved() -> None:
    """Functions that agree on the examples are told apart by SAT, or one is proved to imply the other."""
    gates = Gates(1)
    x, y, z = (gates.add_input(0) for _ in range(3))
    one = gates.either(gates.both(x, y), gates.both(x, z))
    other = gates.both(x, gates.either(y, z))
    assert gates.implies(one, other)
    assert gates.implies(other, one)
    assert gates.implies(gates.both(x, y), one)
    assert not gates.implies(one, gates.both(x, y))
