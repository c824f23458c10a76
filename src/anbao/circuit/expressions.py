"""Expressions of SPARQL on rows: what they give, and under which condition.

`EXISTS` makes the truth of an expression a function of the inputs. An expression has
therefore *alternatives*: values with the literal of the condition under which it has
each; `ERROR` stands for an error. They exclude one another and cover every case.
Expressions are told apart by where they stand, not by what they say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Protocol, TypeAlias

from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.running import ERROR, Pattern, Row, Run

__all__ = [
    "And",
    "Bound",
    "Call",
    "Coalesce",
    "Compare",
    "Constant",
    "Exists",
    "Expression",
    "If",
    "In",
    "Not",
]
__all__ += ["Or", "Variable", "holds", "truth"]

Alternatives: TypeAlias = list[tuple[int, int]]


class Expression(Protocol):
    """An expression."""

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return the values that it may have on a row, with the condition of each."""

    def slots(self) -> set[int]:
        """Return the slots of the variables that it reads."""


def truth(expression: Expression, run: Run, row: Row) -> tuple[int, int]:
    """Return the conditions under which an expression is true and false; it is an error under neither."""
    if isinstance(expression, Logical):
        return expression.truth(run, row)
    true: list[int] = []
    false: list[int] = []
    for number, literal in expression.alternatives(run, row):
        if number != ERROR:
            effective = run.effective_boolean(number)
            if effective is not None:
                (true if effective else false).append(literal)
    return run.gates.any(true), run.gates.any(false)


def holds(condition: Expression, run: Run, row: Row) -> int:
    """Return when a condition is true on a row; it is worked out once for what it reads."""
    reads = run.reads.get(condition)
    if reads is None:
        reads = run.reads[condition] = tuple(sorted(condition.slots()))
    key = condition, tuple([row[slot] for slot in reads])
    found = run.remembered.get(key)
    if found is None:
        found = run.remembered[key] = truth(condition, run, row)[0]
    return found


@dataclass(frozen=True, eq=False)
class Constant:
    """A term."""

    number: int

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return the term."""
        return [(self.number, TRUE)]

    def slots(self) -> set[int]:
        """Return nothing."""
        return set()


@dataclass(frozen=True, eq=False)
class Variable:
    """A variable; where it is unbound, an error."""

    slot: int

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return its value."""
        return [(row[self.slot], TRUE)]

    def slots(self) -> set[int]:
        """Return its slot."""
        return {self.slot}


@dataclass(frozen=True, eq=False)
class Call:
    """A function of terms; it is an error if an argument is one."""

    name: str
    arguments: tuple[Expression, ...]

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return its value for each combination of its arguments' values."""
        return [
            (ERROR if ERROR in numbers else run.call(self.name, numbers), literal)
            for numbers, literal in _combinations(run, row, self.arguments)
        ]

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots(self.arguments)


@dataclass(frozen=True, eq=False)
class Coalesce:
    """The first of its arguments that is no error."""

    arguments: tuple[Expression, ...]

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return the values of the first argument, then of the next where that is an error."""
        found: Alternatives = []
        left = TRUE
        for argument in self.arguments:
            failed = []
            for number, literal in argument.alternatives(run, row):
                if number == ERROR:
                    failed.append(literal)
                else:
                    found.append((number, run.gates.both(left, literal)))
            left = run.gates.both(left, run.gates.any(failed))
        return _possible([*found, (ERROR, left)])

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots(self.arguments)


@dataclass(frozen=True, eq=False)
class If:
    """One of two values; an error if its condition is one."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return the values of either branch."""
        true, false = truth(self.condition, run, row)
        found = [(ERROR, run.gates.all([true ^ 1, false ^ 1]))]
        for literal, branch in ((true, self.then), (false, self.otherwise)):
            if literal:
                found += [(n, run.gates.both(literal, m)) for n, m in branch.alternatives(run, row)]
        return _possible(found)

    def slots(self) -> set[int]:
        """Return those of its parts."""
        return _slots((self.condition, self.then, self.otherwise))


class Logical(ABC):
    """An expression that is true or false, or an error."""

    @abstractmethod
    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return the conditions under which it is true and false."""

    def alternatives(self, run: Run, row: Row) -> Alternatives:
        """Return its truth values with their conditions."""
        true, false = self.truth(run, row)
        error = run.gates.all([true ^ 1, false ^ 1])
        return _possible([(run.boolean(True), true), (run.boolean(False), false), (ERROR, error)])


@dataclass(frozen=True, eq=False)
class Not(Logical):
    """The negation."""

    argument: Expression

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return the conditions of the argument the other way round."""
        true, false = truth(self.argument, run, row)
        return false, true

    def slots(self) -> set[int]:
        """Return those of its argument."""
        return self.argument.slots()


@dataclass(frozen=True, eq=False)
class And(Logical):
    """The conjunction, false if an argument is, even if another is an error (SPARQL 1.1, 17.2)."""

    arguments: tuple[Expression, ...]

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when all are true, and when one is false."""
        return _conjunction(run.gates, (truth(argument, run, row) for argument in self.arguments))

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots(self.arguments)


@dataclass(frozen=True, eq=False)
class Or(Logical):
    """The disjunction, true if an argument is, even if another is an error."""

    arguments: tuple[Expression, ...]

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when one is true, and when all are false."""
        swapped = ((truth(argument, run, row))[::-1] for argument in self.arguments)
        return _conjunction(run.gates, swapped)[::-1]

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots(self.arguments)


@dataclass(frozen=True, eq=False)
class Compare(Logical):
    """A comparison of two values."""

    sign: str
    one: Expression
    other: Expression

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when it holds, and when not."""
        true: list[int] = []
        false: list[int] = []
        for (x, y), literal in _combinations(run, row, (self.one, self.other)):
            holds = None if ERROR in {x, y} else run.compare(self.sign, x, y)
            if holds is not None:
                (true if holds else false).append(literal)
        return run.gates.any(true), run.gates.any(false)

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots((self.one, self.other))


@dataclass(frozen=True, eq=False)
class In(Logical):
    """Whether a value equals one of several: a disjunction of comparisons."""

    one: Expression
    others: tuple[Expression, ...]

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when it equals one, and when none."""
        return Or(tuple(Compare("=", self.one, other) for other in self.others)).truth(run, row)

    def slots(self) -> set[int]:
        """Return those of its arguments."""
        return _slots((self.one, *self.others))


@dataclass(frozen=True, eq=False)
class Bound(Logical):
    """Whether a variable is bound."""

    slot: int

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when it is, and when not."""
        return (1, 0) if row[self.slot] else (0, 1)

    def slots(self) -> set[int]:
        """Return its slot."""
        return {self.slot}


@dataclass(frozen=True, eq=False)
class Exists(Logical):
    """Whether a pattern has a solution, the values of the row put in it."""

    pattern: Pattern
    reads: tuple[int, ...]  # all slots of the pattern

    def truth(self, run: Run, row: Row) -> tuple[int, int]:
        """Return when it has one, and when not."""
        key = self, tuple(row[slot] for slot in self.reads)
        found = run.remembered.get(key)
        if found is None:
            found = run.gates.any(self.pattern.solutions(run, {row: TRUE}, row).values())
            run.remembered[key] = found
        return found, found ^ 1

    def slots(self) -> set[int]:
        """Return all of the pattern."""
        return set(self.reads)


def _conjunction(gates: Gates, truths: Iterator[tuple[int, int]]) -> tuple[int, int]:
    """Return when all are true and when one is false; what comes after a certain falsehood is not asked."""
    true, false = TRUE, 0
    for t, f in truths:
        true, false = gates.both(true, t), gates.either(false, f)
        if false == TRUE:
            break
    return true, false


def _combinations(
    run: Run, row: Row, arguments: Iterable[Expression]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the possible values of several expressions with the condition of each combination."""
    each = [argument.alternatives(run, row) for argument in arguments]
    for chosen in product(*each):
        literal = run.gates.all([condition for _, condition in chosen])
        if literal:
            yield tuple(number for number, _ in chosen), literal


def _possible(alternatives: Alternatives) -> Alternatives:
    return [(number, literal) for number, literal in alternatives if literal]


def _slots(expressions: Iterable[Expression]) -> set[int]:
    return set().union(*(expression.slots() for expression in expressions))
