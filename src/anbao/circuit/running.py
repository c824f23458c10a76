"""What is known while an update is evaluated: rows, and what was worked out on them already.

The solutions of a pattern are rows with the literal of the condition under which each
is one. A row has a slot for each variable, 0 where it is unbound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from anbao.circuit import values
from anbao.circuit.gates import Gates
from anbao.circuit.triples import Triples

__all__ = ["ERROR", "UNBOUND", "Pattern", "Row", "Rows", "Run", "merged"]

Row: TypeAlias = tuple[int, ...]
Rows: TypeAlias = dict[Row, int]
UNBOUND = 0
ERROR = 0  # instead of the number of a term


class Run:
    """One evaluation of an update: the triples, and what was found on them so far."""

    def __init__(self, triples: Triples) -> None:
        self.triples, self.gates, self.terms = triples, triples.gates, triples.terms
        self.remembered: dict[object, int] = {}
        self.reads: dict[object, tuple[int, ...]] = {}  # the slots that a condition reads
        self._called: dict[object, int] = {}
        self._compared: dict[tuple[str, int, int], bool | None] = {}

    def call(self, name: str, numbers: tuple[int, ...]) -> int:
        """Return what a function gives for terms."""
        key = name, numbers
        if key not in self._called:
            found = values.FUNCTIONS[name](*(self.terms[number] for number in numbers))
            self._called[key] = ERROR if found is None else self.terms.number(found)
        return self._called[key]

    def compare(self, sign: str, one: int, other: int) -> bool | None:
        """Return whether a comparison of terms holds, None for an error."""
        key = sign, one, other
        if key not in self._compared:
            self._compared[key] = values.compare(sign, self.terms[one], self.terms[other])
        return self._compared[key]

    def effective_boolean(self, number: int) -> bool | None:
        """Return the effective boolean value of a term, None for an error."""
        return values.effective_boolean(self.terms[number])

    def boolean(self, value: bool) -> int:
        """Return the number of a truth value."""
        return self.terms.number(values.boolean(value))


class Pattern(Protocol):
    """A graph pattern."""

    @property
    def certain(self) -> frozenset[int]:
        """The slots that every solution binds."""

    @property
    def possible(self) -> frozenset[int]:
        """The slots that a solution may bind."""

    @property
    def exposed(self) -> frozenset[int]:
        """The slots on which more depends than whether bindings are compatible."""

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions that extend some rows; `base` binds what EXISTS put in."""


def merged(gates: Gates, found: Mapping[Row, Sequence[int]]) -> Rows:
    """Return rows with the disjunction of the conditions found for each."""
    rows = {}
    for row, literals in found.items():
        literal = literals[0] if len(literals) == 1 else gates.any(literals)
        if literal:
            rows[row] = literal
    return rows
