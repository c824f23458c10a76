"""Constant folding of node lists: compiled by Numba where it is installed, else plain Python.

Gates whose inputs became constant are dropped, equal gates become one, and only what
the wanted functions depend on is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["compiled", "fold"]

Ints: TypeAlias = npt.NDArray[np.int32]

try:
    from numba import njit
except ImportError:  # then plain Python does the same
    njit = None  # type: ignore[assignment]


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function compiled by Numba, or as it is where Numba is missing."""
    return function if njit is None else njit(cache=True, nogil=True)(function)


def fold(inputs: int, left: Ints, right: Ints, known: Ints, roots: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the gates that are left when inputs are given, and the literals of the roots.

    Args:
        inputs: how many there are.
        left: one literal of each gate.
        right: the other one.
        known: for each of the nodes 0 to `inputs` 0 or 1 if it is given, -1 if not.
        roots: literals.
    """
    mapped, new_left, new_right = _folded(inputs, left, right, known)
    literals = mapped[roots >> 1] ^ (roots & 1)
    return _needed(inputs, new_left, new_right, literals.astype(np.int32))  # type: ignore[no-any-return]


@compiled
def _folded(inputs, left, right, known):  # type: ignore[no-untyped-def]
    """Rebuild the gates with constants put in; equal ones are found in an open hash table."""
    count = len(left)
    mapped = np.empty(inputs + 1 + count, np.int32)
    for node in range(inputs + 1):
        mapped[node] = known[node] if known[node] >= 0 else 2 * node
    size = 1
    while size < 2 * count + 2:
        size *= 2
    table = np.full(size, -1, np.int32)
    new_left, new_right = np.empty(count, np.int32), np.empty(count, np.int32)
    made = 0
    for gate in range(count):
        one = mapped[left[gate] >> 1] ^ (left[gate] & 1)
        other = mapped[right[gate] >> 1] ^ (right[gate] & 1)
        if one > other:
            one, other = other, one
        if one <= 1:
            literal = other if one == 1 else 0
        elif one == other:
            literal = one
        elif one ^ 1 == other:
            literal = 0
        else:
            place = (one * 40503 + other * 30011) & (size - 1)
            while table[place] >= 0 and (new_left[table[place]] != one or new_right[table[place]] != other):
                place = (place + 1) & (size - 1)
            if table[place] < 0:
                table[place] = made
                new_left[made], new_right[made] = one, other
                made += 1
            literal = 2 * (inputs + 1 + table[place])
        mapped[inputs + 1 + gate] = literal
    return mapped, new_left[:made], new_right[:made]


@compiled
def _needed(inputs, left, right, roots):  # type: ignore[no-untyped-def]
    """Keep what the roots depend on, in the same order."""
    first = inputs + 1
    wanted = np.zeros(first + len(left), np.bool_)
    for root in roots:
        wanted[root >> 1] = True
    for gate in range(len(left) - 1, -1, -1):
        if wanted[first + gate]:
            wanted[left[gate] >> 1] = True
            wanted[right[gate] >> 1] = True
    numbers = np.empty(first + len(left), np.int32)
    for node in range(first):
        numbers[node] = node
    made = 0
    new_left, new_right = np.empty(len(left), np.int32), np.empty(len(left), np.int32)
    for gate in range(len(left)):
        if wanted[first + gate]:
            numbers[first + gate] = first + made
            new_left[made] = 2 * numbers[left[gate] >> 1] | (left[gate] & 1)
            new_right[made] = 2 * numbers[right[gate] >> 1] | (right[gate] & 1)
            made += 1
    literals = np.empty(len(roots), np.int32)
    for place in range(len(roots)):
        literals[place] = 2 * numbers[roots[place] >> 1] | (roots[place] & 1)
    return new_left[:made].copy(), new_right[:made].copy(), literals
