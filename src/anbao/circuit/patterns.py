"""Graph patterns of SPARQL on triples that hold under conditions.

The solutions of a pattern are rows with the literal of the condition under which each
is one. A row has a slot for each variable, 0 where it is unbound. Solutions of one row
are one (the disjunction): what asks for them, updates and EXISTS, counts none.

Patterns are evaluated from rows that bind some variables already, those of what was
matched before. Where that could change what a filter, an OPTIONAL or a MINUS inside
sees (`exposed`), the pattern is evaluated alone and joined, as SPARQL 1.1, 18.6 says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anbao.circuit.expressions import Expression, holds
from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.running import ERROR, UNBOUND, Pattern, Row, Rows, Run, merged

__all__ = ["Extend", "Filter", "Join", "Minus", "Optional", "Project", "Union", "Values"]


def compatible(one: Row, other: Row) -> Row | None:
    """Return two rows as one, or None if a variable has different values in them."""
    if any(x and y and x != y for x, y in zip(one, other, strict=True)):
        return None
    return tuple(x or y for x, y in zip(one, other, strict=True))


def joined(gates: Gates, rows: Rows, others: Rows, shared: Iterable[int]) -> Rows:
    """Return the join of two tables; `shared` are the slots that both may bind."""
    slots = tuple(shared)
    by_value: dict[tuple[int, ...], list[tuple[Row, int]]] = defaultdict(list)
    loose: list[tuple[Row, int]] = []
    for row, literal in others.items():
        key = tuple(row[slot] for slot in slots)
        (loose if UNBOUND in key else by_value[key]).append((row, literal))
    found: dict[Row, list[int]] = {}
    for row, literal in rows.items():
        key = tuple(row[slot] for slot in slots)
        candidates = others.items() if UNBOUND in key else [*by_value.get(key, ()), *loose]
        for other, condition in candidates:
            both = compatible(row, other)
            if both is not None and (k := gates.both(literal, condition)):
                found.setdefault(both, []).append(k)
    return merged(gates, found)


@dataclass(frozen=True, eq=False)
class Join:
    """Both patterns; the second is evaluated from the solutions of the first where that is the same."""

    one: Pattern
    other: Pattern
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        object.__setattr__(self, "certain", self.one.certain | self.other.certain)
        object.__setattr__(self, "possible", self.one.possible | self.other.possible)
        object.__setattr__(self, "exposed", self.one.exposed | self.other.exposed)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions of both."""
        found = self.one.solutions(run, rows, base)
        if not found:
            return found
        if not self.other.exposed & self.one.possible:
            return self.other.solutions(run, found, base)
        return joined(run.gates, found, self.other.solutions(run, {base: 1}, base), self.other.possible)


@dataclass(frozen=True, eq=False)
class Union:
    """Either pattern."""

    one: Pattern
    other: Pattern
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        object.__setattr__(self, "certain", self.one.certain & self.other.certain)
        object.__setattr__(self, "possible", self.one.possible | self.other.possible)
        object.__setattr__(self, "exposed", self.one.exposed | self.other.exposed)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions of either."""
        found = {row: [literal] for row, literal in self.one.solutions(run, rows, base).items()}
        for row, literal in self.other.solutions(run, rows, base).items():
            found.setdefault(row, []).append(literal)
        return merged(run.gates, found)


@dataclass(frozen=True, eq=False)
class Filter:
    """A pattern under a condition."""

    pattern: Pattern
    condition: Expression
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound; the condition must not see more than the pattern binds."""
        object.__setattr__(self, "certain", self.pattern.certain)
        object.__setattr__(self, "possible", self.pattern.possible)
        seen = self.condition.slots() - self.pattern.certain
        object.__setattr__(self, "exposed", self.pattern.exposed | seen)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions on which the condition is true."""
        found = {}
        for row, literal in self.pattern.solutions(run, rows, base).items():
            if kept := run.gates.both(literal, holds(self.condition, run, row)):
                found[row] = kept
        return found


@dataclass(frozen=True, eq=False)
class Extend:
    """A pattern whose solutions give a further variable a value; an error leaves it unbound."""

    pattern: Pattern
    slot: int
    expression: Expression
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound; the expression must not see more than the pattern binds."""
        object.__setattr__(self, "certain", self.pattern.certain)
        object.__setattr__(self, "possible", self.pattern.possible | {self.slot})
        seen = self.expression.slots() - self.pattern.certain
        object.__setattr__(self, "exposed", self.pattern.exposed | seen)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions with the value; one that comes bound must be equal."""
        found: dict[Row, list[int]] = {}
        slot = self.slot
        for row, literal in self.pattern.solutions(run, rows, base).items():
            for number, condition in self.expression.alternatives(run, row):
                given = row[slot]
                if (number == given or ERROR in {number, given}) and (
                    k := run.gates.both(literal, condition)
                ):
                    extended = (*row[:slot], number or given, *row[slot + 1 :])
                    found.setdefault(extended, []).append(k)
        return merged(run.gates, found)


@dataclass(frozen=True, eq=False)
class Optional:
    """A pattern whose solutions another one extends where it can."""

    pattern: Pattern
    extension: Pattern
    condition: Expression | None
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        object.__setattr__(self, "certain", self.pattern.certain)
        object.__setattr__(self, "possible", self.pattern.possible | self.extension.possible)
        seen = self.condition.slots() if self.condition else set()
        outside = (self.extension.possible | seen) - self.pattern.certain
        object.__setattr__(self, "exposed", self.pattern.exposed | self.extension.exposed | outside)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return each solution extended, and as it is where nothing extends it."""
        gates = run.gates
        found: dict[Row, list[int]] = {}
        alone: Rows | None = None
        if self.extension.exposed & self.pattern.possible:
            alone = self.extension.solutions(run, {base: 1}, base)
        for row, literal in self.pattern.solutions(run, rows, base).items():
            if alone is None:
                extended = self.extension.solutions(run, {row: literal}, base)
            else:
                extended = joined(gates, {row: literal}, alone, self.extension.possible)
            kept = []
            for longer, condition in extended.items():
                true = TRUE if self.condition is None else holds(self.condition, run, longer)
                if both := gates.both(condition, true):
                    kept.append(both)
                    found.setdefault(longer, []).append(both)
            if bare := gates.both(literal, gates.any(kept) ^ 1):
                found.setdefault(row, []).append(bare)
        return merged(gates, found)


@dataclass(frozen=True, eq=False)
class Minus:
    """The solutions of a pattern with which no solution of another agrees in a variable that both bind."""

    pattern: Pattern
    without: Pattern
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        object.__setattr__(self, "certain", self.pattern.certain)
        object.__setattr__(self, "possible", self.pattern.possible)
        outside = self.without.possible - self.pattern.certain
        object.__setattr__(self, "exposed", self.pattern.exposed | outside)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the solutions that nothing takes away."""
        removing = self.without.solutions(run, {base: 1}, base)
        shared = sorted(self.without.possible & self.pattern.possible)
        found = {}
        for row, literal in self.pattern.solutions(run, rows, base).items():
            taken = [
                condition
                for other, condition in removing.items()
                if any(row[slot] and other[slot] for slot in shared)
                and all(not row[slot] or not other[slot] or row[slot] == other[slot] for slot in shared)
            ]
            if kept := run.gates.both(literal, run.gates.any(taken) ^ 1):
                found[row] = kept
        return found


@dataclass(frozen=True, eq=False)
class Values:
    """Rows that the query itself gives."""

    given: tuple[Mapping[int, int], ...]
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        bound = [frozenset(row) for row in self.given]
        object.__setattr__(self, "certain", frozenset.intersection(*bound) if bound else frozenset())
        object.__setattr__(self, "possible", frozenset().union(*bound))

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the rows that are compatible with what was given."""
        found: dict[Row, list[int]] = {}
        for row, literal in rows.items():
            for given in self.given:
                if all(not row[slot] or row[slot] == number for slot, number in given.items()):
                    longer = list(row)
                    for slot, number in given.items():
                        longer[slot] = number
                    found.setdefault(tuple(longer), []).append(literal)
        return merged(run.gates, found)


@dataclass(frozen=True, eq=False)
class Project:
    """A SELECT in braces: evaluated alone, of which only the projected variables are seen outside."""

    pattern: Pattern
    projected: frozenset[int]
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Work out which slots are bound."""
        object.__setattr__(self, "certain", self.pattern.certain & self.projected)
        object.__setattr__(self, "possible", self.pattern.possible & self.projected)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return its solutions, joined with what was given."""
        found: dict[Row, list[int]] = {}
        start = (UNBOUND,) * len(base)
        for row, literal in self.pattern.solutions(run, {start: 1}, start).items():
            kept = tuple(number if slot in self.projected else UNBOUND for slot, number in enumerate(row))
            found.setdefault(kept, []).append(literal)
        return joined(run.gates, rows, merged(run.gates, found), self.possible)
