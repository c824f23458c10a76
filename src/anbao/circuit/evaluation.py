"""Which functions of a circuit hold for some disputes: by plain integers at first, then by the kernel.

To load Numba and to write a program takes longer than to work out a few rows by plain integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from anbao.circuit import kernel
from anbao.circuit.nodes import NodeList

__all__ = ["Evaluator", "Truths"]

FEW = 4  # rows for which it is not worth writing a program


class Truths(Protocol):
    """What holds for some disputes, each of which is a row."""

    def places(self, start: int, end: int, row: int) -> list[int]:
        """Return which functions from place `start` to before `end` hold in a row, in ascending order."""


class Evaluator:
    """Works out functions of a circuit."""

    def __init__(self, nodes: NodeList, literals: Sequence[int]) -> None:
        """Take the circuit and the literals of the functions, whose places are those in this list."""
        self._nodes, self._literals = nodes, literals
        self._rows = 0

    def evaluate(self, inputs: Sequence[int], rows: int) -> Truths:
        """Return what holds.

        Args:
            inputs: the values of the inputs, of which each bit is a row.
            rows: how many rows there are.
        """
        self._rows += rows
        if self._rows > FEW and kernel.has_numba():
            length = -(-rows // 64) * 8
            words = np.frombuffer(b"".join(one.to_bytes(length, "little") for one in inputs), np.uint64)
            return _ByKernel(self._program.run(words.reshape(len(inputs), -1), 1))
        return _ByIntegers(kernel.evaluate(self._nodes, inputs, rows), self._literals)

    @cached_property
    def _program(self) -> kernel.Program:
        return kernel.Program.of(self._nodes, self._literals)


@dataclass(frozen=True, eq=False)
class _ByIntegers:
    values: Sequence[int]
    literals: Sequence[int]

    def places(self, start: int, end: int, row: int) -> list[int]:
        values, literals = self.values, self.literals
        return [
            place
            for place, literal in enumerate(literals[start:end], start)
            if (values[literal >> 1] >> row ^ literal) & 1
        ]


@dataclass(frozen=True, eq=False)
class _ByKernel:
    found: kernel.Words

    def places(self, start: int, end: int, row: int) -> list[int]:
        here = self.found[start:end, row >> 6] >> np.uint64(row & 63)
        return (np.flatnonzero(here & np.uint64(1)) + start).tolist()
