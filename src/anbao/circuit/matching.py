"""Basic graph patterns: triples matched one after the other, in an order that is chosen as they run.

The pattern that is matched next is the one of which fewest matches are expected, by what
is bound already. Comparisons are applied as soon as their variables are bound. A
variable that nothing else reads is forgotten when its last pattern was matched, and rows
that are then equal become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from anbao.circuit.expressions import Expression, holds
from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.running import UNBOUND, Row, Rows, Run, merged
from anbao.circuit.triples import DEFAULT, NOTHING
from anbao.errors import UnknownConstruct

__all__ = ["Basic", "Either", "MaybeOne", "Place", "Triple"]

# Conditions that must all hold: they are conjoined only after the checks, since most rows fail there.
Conjunct: TypeAlias = tuple[int, ...]
Matching: TypeAlias = dict[Row, Conjunct]
Found: TypeAlias = dict[Row, list[Conjunct]]

FEW = 64  # rows, for which it is not worth looking whether they share what is read of them


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a triple pattern: a term, or the slot of a variable; neither is the default graph."""

    term: int = 0
    slot: int = -1

    def value(self, row: Row) -> int:
        """Return the term at the place, 0 where it is unbound."""
        return row[self.slot] if self.slot >= 0 else self.term

    def bound(self, slots: set[int]) -> bool:
        """Return whether it has a term once some slots are bound."""
        return self.slot < 0 or self.slot in slots


def _with(row: Row, slot: int, number: int) -> Row:
    return (*row[:slot], number, *row[slot + 1 :])


@dataclass(frozen=True, eq=False)
class Triple:
    """A triple pattern in a graph."""

    graph: Place
    subject: Place
    relation: Place
    value: Place

    def slots(self) -> frozenset[int]:
        """Return the slots of its variables."""
        places = (self.graph, self.subject, self.relation, self.value)
        return frozenset(place.slot for place in places if place.slot >= 0)

    def expected(self, run: Run, bound: set[int]) -> float:
        """Return how many matches are expected for a row that binds some slots."""
        subject, value = self.subject.bound(bound), self.value.bound(bound)
        if not self.relation.bound(bound):
            return 50.0 if subject or value else 1e9
        if self.relation.slot >= 0:
            return 5.0 if subject or value else 1e6
        graphs = [self.graph.term] if self.graph.slot < 0 else run.triples.graphs()
        total = 0.0
        for graph in graphs:
            size = run.triples.size(graph, self.relation.term)
            if size:
                ends = len(run.triples.out(graph, self.relation.term)) if subject else 1
                starts = len(run.triples.into(graph, self.relation.term)) if value else 1
                total += size / max(1, ends) / max(1, starts)
        return total / len(graphs) if graphs and self.graph.bound(bound) else total

    def extend(self, run: Run, rows: Matching) -> Found:
        """Return the rows extended by each match, with the conditions of each."""
        found: Found = {}
        for row, conjunct in rows.items():
            for placed, graph, relation in self._placed(run, row):
                self._match(run, placed, conjunct, graph, relation, found)
        return found

    def _placed(self, run: Run, row: Row) -> Iterator[tuple[Row, int, int]]:
        """Yield the graphs and relations in which a row may match, with the row that says so."""
        graph = self.graph.value(row)
        graphs = run.triples.graphs() if self.graph.slot >= 0 and not graph else [graph]
        for g in graphs:
            placed = _with(row, self.graph.slot, g) if self.graph.slot >= 0 else row
            relation = self.relation.value(placed)
            for p in [relation] if relation else run.triples.relations(g):
                yield (placed if relation else _with(placed, self.relation.slot, p)), g, p

    def _match(self, run: Run, row: Row, conjunct: Conjunct, graph: int, relation: int, found: Found) -> None:  # noqa: PLR0913, PLR0917
        subject, value = self.subject.value(row), self.value.value(row)
        if subject:
            values = run.triples.out(graph, relation).get(subject, NOTHING)
            if value:
                if condition := values.get(value):
                    found.setdefault(row, []).append(_and(conjunct, condition))
            else:
                _extended(row, self.value.slot, values, conjunct, found)
        elif value:
            starts = run.triples.into(graph, relation).get(value, NOTHING)
            _extended(row, self.subject.slot, starts, conjunct, found)
        elif self.subject.slot == self.value.slot:
            for start, values in run.triples.out(graph, relation).items():
                loops = {start: values[start]} if start in values else NOTHING
                _extended(row, self.subject.slot, loops, conjunct, found)
        else:
            for start, values in run.triples.out(graph, relation).items():
                _extended(_with(row, self.subject.slot, start), self.value.slot, values, conjunct, found)


def _extended(row: Row, slot: int, ends: Mapping[int, int], conjunct: Conjunct, found: Found) -> None:
    """Add a row with each of some terms in a slot."""
    head, tail = row[:slot], row[slot + 1 :]
    for end, condition in ends.items():
        longer = conjunct if condition == TRUE else (*conjunct, condition)
        found.setdefault((*head, end, *tail), []).append(longer)


def _and(conjunct: Conjunct, condition: int) -> Conjunct:
    return conjunct if condition == TRUE else (*conjunct, condition)


@dataclass(frozen=True, eq=False)
class Either:
    """A property path `a|b`: one of several patterns between the same ends."""

    ways: tuple[Basic, ...]

    def slots(self) -> frozenset[int]:
        """Return the slots of all ways."""
        return frozenset().union(*(way.possible for way in self.ways))

    def expected(self, run: Run, bound: set[int]) -> float:
        """Return how many matches all ways together give."""
        return sum(min(part.expected(run, bound) for part in way.parts) for way in self.ways)

    def extend(self, run: Run, rows: Matching) -> Found:
        """Return the rows extended by each way."""
        found: Found = {}
        for way in self.ways:
            for row, conjuncts in way.matches(run, rows).items():
                found.setdefault(row, []).extend(conjuncts)
        return found


@dataclass(frozen=True, eq=False)
class MaybeOne:
    """A property path `p?`: both ends are one, or the path leads from one to the other."""

    subject: Place
    value: Place
    way: Basic

    def slots(self) -> frozenset[int]:
        """Return the slots of its ends and its path."""
        ends = {place.slot for place in (self.subject, self.value) if place.slot >= 0}
        return self.way.possible | ends

    def expected(self, run: Run, bound: set[int]) -> float:
        """Return how many matches the path gives and one more; it cannot run before an end is bound."""
        if not self.subject.bound(bound) and not self.value.bound(bound):
            return 1e12
        return 1 + min(part.expected(run, bound) for part in self.way.parts)

    def extend(self, run: Run, rows: Matching) -> Found:
        """Return the rows on which the ends are one, and those that the path extends.

        Raises:
            UnknownConstruct: neither end is bound: all terms of the graph would be meant.
        """
        found: Found = {}
        for row, conjunct in rows.items():
            subject, value = self.subject.value(row), self.value.value(row)
            if not subject and not value:
                raise UnknownConstruct("a path `?` between two unbound variables")
            if not subject:
                found.setdefault(_with(row, self.subject.slot, value), []).append(conjunct)
            elif not value:
                found.setdefault(_with(row, self.value.slot, subject), []).append(conjunct)
            elif subject == value:
                found.setdefault(row, []).append(conjunct)
        for row, conjuncts in self.way.matches(run, rows).items():
            found.setdefault(row, []).extend(conjuncts)
        return found


Part: TypeAlias = Triple | Either | MaybeOne


@dataclass(frozen=True, eq=False)
class Basic:
    """Several triple patterns and paths, all of which must match.

    `local` are the slots that nothing outside reads; `checks` are the conditions of the
    group's filters, each applied as soon as what it reads of the parts is bound.
    """

    parts: tuple[Part, ...]
    checks: tuple[Expression, ...] = ()
    local: frozenset[int] = frozenset()
    certain: frozenset[int] = field(init=False)
    possible: frozenset[int] = field(init=False)
    exposed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out which slots are bound: all of them."""
        slots = frozenset().union(*(part.slots() for part in self.parts))
        seen = frozenset().union(*(check.slots() for check in self.checks))
        object.__setattr__(self, "certain", slots)
        object.__setattr__(self, "possible", slots)
        object.__setattr__(self, "exposed", seen - slots)

    def solutions(self, run: Run, rows: Rows, base: Row) -> Rows:
        """Return the rows extended by every match of all parts."""
        return _conjoined(run.gates, self.matches(run, {row: (literal,) for row, literal in rows.items()}))

    def matches(self, run: Run, rows: Matching) -> Found:
        """Return the rows extended by every match of all parts, with the conditions of each."""
        if not rows:
            return {}
        bound = {slot for slot in range(len(next(iter(rows)))) if all(row[slot] for row in rows)}
        found = self._rest(
            run, {row: [conjunct] for row, conjunct in rows.items()}, bound, self.parts, self.checks
        )
        return _forgotten(found, self.local) if self.local else found

    def _rest(
        self, run: Run, found: Found, bound: set[int], parts: Sequence[Part], checks: Sequence[Expression]
    ) -> Found:
        """Return rows extended by the parts that are left, where the checks that are left hold."""
        ready = [check for check in checks if check.slots() & self.certain <= bound]
        checks = [check for check in checks if check not in ready]
        found = _checked(run, found, ready)
        if done := self._done(bound, parts, checks):
            found = _forgotten(found, done)
        if not parts or not found:
            return found
        rows = _single(run.gates, found)
        reads = frozenset().union(*(left.slots() for left in (*parts, *checks)))
        if not bound <= reads and (by_key := _shared(rows, reads)):
            found = {}
            for key, sharing in by_key.items():
                _spread(sharing, self._next(run, {key: ()}, bound & reads, parts, checks), found)
            return found
        return self._next(run, rows, bound, parts, checks)

    def _next(
        self, run: Run, rows: Matching, bound: set[int], parts: Sequence[Part], checks: Sequence[Expression]
    ) -> Found:
        """Extend rows by the part of which fewest matches are expected, then by the rest."""
        part = min(parts, key=lambda one: one.expected(run, bound)) if len(parts) > 1 else parts[0]
        left = [other for other in parts if other is not part]
        return self._rest(run, part.extend(run, rows), bound | part.slots(), left, checks)

    def _done(self, bound: set[int], parts: Sequence[Part], checks: Sequence[Expression]) -> frozenset[int]:
        """Return the bound slots that neither what is left nor anything outside reads."""
        done = self.local & bound
        for left in (*parts, *checks):
            done -= left.slots()
        return done


def _shared(rows: Matching, reads: frozenset[int]) -> dict[Row, list[tuple[Row, Conjunct]]] | None:
    """Return rows by what is read of them, or None if that would not save much."""
    if len(rows) < FEW:
        return None
    by_key: dict[Row, list[tuple[Row, Conjunct]]] = {}
    for row, conjunct in rows.items():
        key = tuple([number if slot in reads else UNBOUND for slot, number in enumerate(row)])
        by_key.setdefault(key, []).append((row, conjunct))
    return by_key if 2 * len(by_key) < len(rows) else None


def _spread(sharing: Iterable[tuple[Row, Conjunct]], results: Found, found: Found) -> None:
    """Add what was found for a key for every row that has it."""
    for row, conjunct in sharing:
        for result, conjuncts in results.items():
            longer = tuple([x or y for x, y in zip(row, result, strict=True)])
            found.setdefault(longer, []).extend([(*conjunct, *more) for more in conjuncts])


def _checked(run: Run, found: Found, checks: list[Expression]) -> Found:
    """Return the rows on which conditions may be true, with these conditions."""
    for check in checks:
        kept: Found = {}
        for row, conjuncts in found.items():
            literal = holds(check, run, row)
            if literal:
                kept[row] = [_and(conjunct, literal) for conjunct in conjuncts]
        found = kept
    return found


def _single(gates: Gates, found: Found) -> Matching:
    """Return rows with one conjunct each: where there are several, the literal of their disjunction."""
    rows = {}
    for row, conjuncts in found.items():
        if len(conjuncts) == 1:
            rows[row] = conjuncts[0]
        elif literal := gates.any([gates.all(conjunct) for conjunct in conjuncts]):
            rows[row] = (literal,)
    return rows


def _conjoined(gates: Gates, found: Found) -> Rows:
    """Return rows with the condition under which each is a solution."""
    return merged(gates, {row: [gates.all(conjunct) for conjunct in each] for row, each in found.items()})


def _forgotten(found: Found, slots: frozenset[int]) -> Found:
    """Return rows without the values of some slots."""
    shorter: Found = {}
    for row, conjuncts in found.items():
        kept = list(row)
        for slot in slots:
            kept[slot] = UNBOUND
        shorter.setdefault(tuple(kept), []).extend(conjuncts)
    return shorter


assert DEFAULT == UNBOUND  # the place of the default graph has no term
