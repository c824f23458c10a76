"""The and-inverter graph: Boolean functions as AND gates whose edges may be inverted.

A function is a *literal*: twice the number of a node, plus one if inverted. Node 0
is constant, so the literal 0 is false and 1 is true. Equal gates are made once
(structural hashing). Each node keeps its value on a fixed set of example inputs, as
the bits of one integer; what holds on all of them is proved by SAT. After
Kuehlmann and others, "Robust Boolean reasoning" (IEEE TCAD 21, 2002), and Mishchenko
and others, "FRAIGs" (2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pysat.solvers import Glucose4

__all__ = ["FALSE", "TRUE", "Gates", "inverted"]

FALSE, TRUE = 0, 1
INPUT = -1  # instead of the literals of a gate
CONFLICTS = 20_000  # of a SAT call, after which a function counts as one that may be true


def inverted(literal: int) -> int:
    """Return the literal of the negation."""
    return literal ^ 1


class Gates:
    """A growing and-inverter graph with example values."""

    def __init__(self, examples: int) -> None:
        """Start with the constant only; `examples` is how many example inputs there are."""
        self.left, self.right = [INPUT], [INPUT]
        self.ones = (1 << examples) - 1
        self.values = [0]
        self._known: dict[tuple[int, int], int] = {}
        self._prover: _Prover | None = None

    def __len__(self) -> int:
        """Return how many nodes there are, the constant and the inputs among them."""
        return len(self.left)

    def add_input(self, examples: int) -> int:
        """Return the literal of a new input, whose example values are bits."""
        self.left.append(INPUT)
        self.right.append(INPUT)
        self.values.append(examples & self.ones)
        return 2 * len(self.left) - 2

    def is_gate(self, node: int) -> bool:
        """Return whether a node is an AND gate, not an input or the constant."""
        return self.left[node] != INPUT

    def example_values(self, literal: int) -> int:
        """Return the values of a function on the examples, as bits."""
        value = self.values[literal >> 1]
        return value ^ self.ones if literal & 1 else value

    def both(self, one: int, other: int) -> int:
        """Return the literal of the conjunction of two functions."""
        if one > other:
            one, other = other, one
        if one <= TRUE:
            return other if one else FALSE
        if one ^ other <= 1:
            return FALSE if one != other else one
        key = one, other
        found = self._known.get(key)
        if found is None:
            found = self._absorbed(one, other)
            if found is None:
                found = self._new(one, other)
            self._known[key] = found
        return found

    def either(self, one: int, other: int) -> int:
        """Return the literal of the disjunction of two functions."""
        return self.both(one ^ 1, other ^ 1) ^ 1

    def all(self, literals: Iterable[int]) -> int:
        """Return the literal of the conjunction of any number of functions."""
        found = TRUE
        for literal in sorted(set(literals)):
            found = self.both(found, literal)
            if not found:
                break
        return found

    def any(self, literals: Iterable[int]) -> int:
        """Return the literal of the disjunction of any number of functions."""
        return self.all([literal ^ 1 for literal in literals]) ^ 1

    def _absorbed(self, one: int, other: int) -> int | None:
        """Return a conjunction that a gate below it simplifies, or None."""
        for this, that in ((one, other), (other, one)):
            node = that >> 1
            left, right = self.left[node], self.right[node]
            if left == INPUT:
                continue
            if not that & 1:
                if this in (left, right):
                    return that
                if this ^ 1 in (left, right):
                    return FALSE
            elif this ^ 1 in (left, right):
                return this
            elif this in (left, right):
                return self.both(this, (right if this == left else left) ^ 1)
        return None

    def _new(self, one: int, other: int) -> int:
        self.left.append(one)
        self.right.append(other)
        self.values.append(self.example_values(one) & self.example_values(other))
        return 2 * len(self.left) - 2

    def implies(self, one: int, other: int) -> bool:
        """Return whether one function is proved to imply another: by the examples first, then by SAT."""
        if self.example_values(one) & ~self.example_values(other):
            return False
        if not (exception := self.both(one, other ^ 1)):
            return True
        if self._prover is None:
            self._prover = _Prover(self)
        return self._prover.is_false(exception)

    def can_hold(self, literal: int) -> bool:
        """Return whether some input makes a function true, decided by SAT however long it takes."""
        if self._prover is None:
            self._prover = _Prover(self)
        return self._prover.can_hold(literal)

    def forget_proofs(self) -> None:
        """Let go of the SAT solver, which holds all clauses that were asked for."""
        self._prover = None

    def below(self, roots: Iterable[int]) -> list[int]:
        """Return the nodes that some functions depend on, in topological order, the constant left out."""
        needed: set[int] = set()
        waiting = [root >> 1 for root in roots]
        while waiting:
            node = waiting.pop()
            if node and node not in needed:
                needed.add(node)
                if self.left[node] != INPUT:
                    waiting += (self.left[node] >> 1, self.right[node] >> 1)
        return sorted(needed)


class _Prover:
    """Decides by SAT whether functions are false; clauses are added for the gates that matter."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates
        self._solver = Glucose4()
        self._solver.add_clause([-1])
        self._encoded = {0}

    def can_hold(self, literal: int) -> bool:
        """Return whether some input makes a function true."""
        self._encode(literal)
        return bool(self._solver.solve(assumptions=[_variable(literal)]))

    def is_false(self, literal: int) -> bool:
        """Return whether no input makes a function true; not if that takes too long to find out."""
        self._encode(literal)
        self._solver.conf_budget(CONFLICTS)
        return self._solver.solve_limited(assumptions=[_variable(literal)]) is False

    def _encode(self, root: int) -> None:
        """Add the clauses of the gates below a function (Tseitin 1968)."""
        waiting = [root >> 1]
        while waiting:
            node = waiting.pop()
            if node in self._encoded:
                continue
            self._encoded.add(node)
            if self._gates.is_gate(node):
                waiting += list(self._clauses(node))

    def _clauses(self, node: int) -> Iterator[int]:
        """Add what a gate says, and yield the nodes that it reads."""
        left, right = self._gates.left[node], self._gates.right[node]
        this, one, other = node + 1, _variable(left), _variable(right)
        for clause in ([-this, one], [-this, other], [this, -one, -other]):
            self._solver.add_clause(clause)
        yield left >> 1
        yield right >> 1


def _variable(literal: int) -> int:
    """Return the literal as a SAT solver writes it: variables from 1, negated if inverted."""
    variable = (literal >> 1) + 1
    return -variable if literal & 1 else variable
