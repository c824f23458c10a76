"""Translates SPARQL updates, as rdflib parses them, into the patterns of this package.

What is not known here is an error: the SPARQL engine runs the rules then. Nothing is
approximated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from anbao.circuit import expressions as ex
from anbao.circuit.matching import Basic, Either, MaybeOne, Part, Place, Triple
from anbao.circuit.patterns import Extend, Filter, Join, Minus, Optional, Project, Union, Values
from anbao.circuit.running import Pattern
from anbao.circuit.triples import Term, Terms
from anbao.circuit.values import FUNCTIONS
from anbao.errors import UnknownConstruct

__all__ = ["Template", "Translated", "translate"]

ANY = -1  # among the relations that are read: every one
Scope: TypeAlias = dict[str, int]


@dataclass(frozen=True)
class Template:
    """A triple that an update inserts or deletes, with places to fill in."""

    graph: Place
    subject: Place
    relation: Place
    value: Place


@dataclass(frozen=True)
class Translated:
    """An update: which triples it deletes and inserts for each solution of a pattern.

    `width` is the number of slots of a row, `reads` are the relations that the
    pattern reads, or None if it may read any.
    """

    pattern: Pattern
    deletes: tuple[Template, ...]
    inserts: tuple[Template, ...]
    width: int
    reads: frozenset[int] | None


def translate(text: str, terms: Terms) -> list[Translated]:
    """Return the updates of a request.

    Raises:
        UnknownConstruct: the circuit does not know a part of it.
    """
    algebra = translateUpdate(parseUpdate(text)).algebra
    found = []
    for request in algebra:
        counting = _Translator(terms, None)  # how often each variable is named tells which are local
        counting.update(request)
        found.append(_Translator(terms, counting.named).update(request))
    return found


class _Translator:
    """Translates one update."""

    def __init__(self, terms: Terms, total: Counter[int] | None) -> None:
        self._terms, self._total = terms, total
        self.named: Counter[int] = Counter()
        self._within: dict[int, Counter[int]] = {}  # how often a basic pattern names each variable
        self._slots = 0
        self._reads: set[int] = set()
        self._scope: Scope = {}
        self._in_exists = False

    def update(self, request: CompValue) -> Translated:
        """Return an update with a WHERE part."""
        if request.name != "Modify" or request.using or request.withClause:
            raise UnknownConstruct(f"the update {request.name} (or USING, WITH)")
        pattern = self.pattern(request.where, Place())
        deletes = tuple(self._templates(request.delete))
        inserts = tuple(self._templates(request.insert))
        reads = None if ANY in self._reads else frozenset(self._reads)
        return Translated(pattern, deletes, inserts, self._slots, reads)

    def _templates(self, part: CompValue | None) -> Iterator[Template]:
        if not part:
            return
        quads = dict.get(part, "quads") or {}  # the method `update` of a dictionary would hide the key
        grouped = [(None, dict.get(part, "triples") or []), *quads.items()]
        for graph, triples in grouped:
            for triple in triples:
                if any(isinstance(term, BNode) for term in triple):
                    raise UnknownConstruct("a blank node in a template")
                where = Place() if graph is None else self._place(graph)
                yield Template(where, *map(self._place, triple))

    # Patterns

    def pattern(self, part: CompValue, graph: Place) -> Pattern:
        """Return a pattern whose triples lie in a graph."""
        translator = getattr(self, f"_{part.name.lower()}", None)
        if translator is None or part.name not in PATTERNS:
            raise UnknownConstruct(f"the pattern {part.name}")
        found: Pattern = translator(part, graph)
        return found

    def _bgp(self, part: CompValue, graph: Place) -> Pattern:
        before = Counter(self.named)
        parts = [piece for s, p, o in part.triples for piece in self._triple(s, p, o, graph)]
        return self._basic(parts, (), self.named - before)

    def _basic(self, parts: Iterable[Part], checks: Iterable[ex.Expression], within: Counter[int]) -> Basic:
        """Return a basic pattern; a variable that is named nowhere else is local."""
        total = self._total
        local = frozenset(slot for slot, times in within.items() if total and total[slot] == times)
        made = Basic(tuple(parts), tuple(checks), local)
        self._within[id(made)] = within
        return made

    def _join(self, part: CompValue, graph: Place) -> Pattern:
        one, other = self.pattern(part.p1, graph), self.pattern(part.p2, graph)
        if isinstance(one, Basic) and isinstance(other, Basic) and not one.exposed and not other.exposed:
            within = self._within[id(one)] + self._within[id(other)]
            return self._basic((*one.parts, *other.parts), (*one.checks, *other.checks), within)
        if isinstance(one, Basic) and not one.parts and not one.checks:
            return other
        _require_alone(other, other.exposed & one.possible)
        return Join(one, other)

    def _union(self, part: CompValue, graph: Place) -> Pattern:
        return Union(self.pattern(part.p1, graph), self.pattern(part.p2, graph))

    def _filter(self, part: CompValue, graph: Place) -> Pattern:
        pattern = self.pattern(part.p, graph)
        before = Counter(self.named)
        conditions = [self.expression(conjunct, graph) for conjunct in _conjuncts(part.expr)]
        if isinstance(pattern, Basic):
            within = self._within[id(pattern)] + (self.named - before)
            return self._basic(pattern.parts, (*pattern.checks, *conditions), within)
        return Filter(pattern, conditions[0] if len(conditions) == 1 else ex.And(tuple(conditions)))

    def _extend(self, part: CompValue, graph: Place) -> Pattern:
        pattern, expression = self.pattern(part.p, graph), self.expression(part.expr, graph)
        return Extend(pattern, self._slot(part.var), expression)

    def _leftjoin(self, part: CompValue, graph: Place) -> Pattern:
        pattern, extension = self.pattern(part.p1, graph), self.pattern(part.p2, graph)
        condition = None if part.expr.name == "TrueFilter" else self.expression(part.expr, graph)
        _require_alone(extension, extension.exposed & pattern.possible)
        return Optional(pattern, extension, condition)

    def _minus(self, part: CompValue, graph: Place) -> Pattern:
        if graph.slot >= 0 or self._in_exists:
            raise UnknownConstruct("MINUS in EXISTS or in GRAPH ?variable")
        return Minus(self.pattern(part.p1, graph), self.pattern(part.p2, graph))

    def _graph(self, part: CompValue, _: Place) -> Pattern:
        graph = self._place(part.term)
        pattern = self.pattern(part.p, graph)
        if graph.slot >= 0 and graph.slot not in pattern.certain:
            raise UnknownConstruct("a graph that varies, with a pattern that need not match a triple")
        return pattern

    def _tomultiset(self, part: CompValue, graph: Place) -> Pattern:
        inner = part.p
        return self.pattern(inner, graph) if inner.name == "values" else self._select(inner, graph)

    def _values(self, part: CompValue, _: Place) -> Pattern:
        given = []
        for row in part.res:
            numbers = {}
            for variable, term in row.items():
                slot = self._slot(variable)
                if term != "UNDEF":
                    numbers[slot] = self._terms.number(_term(term))
            given.append(numbers)
        return Values(tuple(given))

    def _select(self, inner: CompValue, graph: Place) -> Pattern:
        """Return a SELECT inside a pattern; whether it is DISTINCT makes no difference to sets."""
        while inner.name in {"SelectQuery", "Distinct", "Reduced"}:
            inner = inner.p
        if inner.name != "Project" or self._in_exists or graph.slot >= 0:
            raise UnknownConstruct(
                f"a SELECT inside a pattern with {inner.name}, in EXISTS or in GRAPH ?variable"
            )
        # Of its variables only the projected ones are those of the same name outside.
        projected = {variable.n3(): self._slot(variable) for variable in inner.PV}
        outside, self._scope = self._scope, dict(projected)
        pattern = self.pattern(inner.p, graph)
        self._scope = outside
        return Project(pattern, frozenset(projected.values()))

    # Triples and paths

    def _triple(self, subject: Any, path: Any, value: Any, graph: Place) -> Iterator[Part]:
        yield from self._path(self._place(subject), path, self._place(value), graph)

    def _path(self, subject: Place, path: Any, value: Place, graph: Place) -> Iterator[Part]:
        """Yield the triple patterns that a property path between two places comes to."""
        if isinstance(path, InvPath):
            yield from self._path(value, path.arg, subject, graph)
        elif isinstance(path, SequencePath):
            for place, step in enumerate(path.args):
                last = place == len(path.args) - 1
                after = value if last else self._between()
                yield from self._path(subject, step, after, graph)
                subject = after
        elif isinstance(path, AlternativePath):
            yield Either(tuple(self._way(subject, step, value, graph) for step in path.args))
        elif isinstance(path, MulPath) and path.mod == "?":
            yield MaybeOne(subject, value, self._way(subject, path.path, value, graph))
        elif isinstance(path, Path):
            raise UnknownConstruct(f"the property path {path}")
        else:
            relation = self._place(path)
            self._reads.add(relation.term if relation.slot < 0 else ANY)
            if graph.slot >= 0:
                self.named[graph.slot] += 1
            yield Triple(graph, subject, relation, value)

    def _way(self, subject: Place, path: Any, value: Place, graph: Place) -> Basic:
        """Return a path as a pattern of its own; the ends are read outside."""
        before = Counter(self.named)
        parts = list(self._path(subject, path, value, graph))
        return self._basic(parts, (), self.named - before)

    def _between(self) -> Place:
        """Return a place inside a path, which nothing else names."""
        slot = self._slots
        self._slots += 1
        self.named[slot] += 1
        return Place(slot=slot)

    def _place(self, term: Any) -> Place:
        if isinstance(term, Variable | BNode):
            return Place(slot=self._slot(term))
        return Place(self._terms.number(_term(term)))

    def _slot(self, variable: Any) -> int:
        """Return the slot of a variable, and count that it was named."""
        slot = self._slot_of(variable.n3())
        self.named[slot] += 1
        return slot

    def _slot_of(self, name: str) -> int:
        if name not in self._scope:
            self._scope[name] = self._slots
            self._slots += 1
        return self._scope[name]

    # Expressions

    def expression(self, part: Any, graph: Place) -> ex.Expression:
        """Return an expression; the patterns of EXISTS lie in a graph."""
        if isinstance(part, Variable):
            return ex.Variable(self._slot(part))
        if isinstance(part, URIRef | Literal):
            return ex.Constant(self._terms.number(_term(part)))
        if not isinstance(part, CompValue):
            raise UnknownConstruct(f"the expression {part}")
        if part.name.startswith("Builtin_"):
            return self._builtin(part, graph)
        if part.name == "UnaryNot":
            return ex.Not(self.expression(part.expr, graph))
        if part.name in {"ConditionalAndExpression", "ConditionalOrExpression"}:
            made = ex.And if part.name == "ConditionalAndExpression" else ex.Or
            return made(tuple(self.expression(one, graph) for one in (part.expr, *part.other)))
        if part.name == "RelationalExpression":
            return self._relation(part, graph)
        raise UnknownConstruct(f"the expression {part.name}")

    def _relation(self, part: CompValue, graph: Place) -> ex.Expression:
        one = self.expression(part.expr, graph)
        if part.op in {"IN", "NOT IN"}:
            found = ex.In(one, tuple(self.expression(other, graph) for other in part.other))
            return found if part.op == "IN" else ex.Not(found)
        return ex.Compare(str(part.op), one, self.expression(part.other, graph))

    def _builtin(self, part: CompValue, graph: Place) -> ex.Expression:
        name = part.name.removeprefix("Builtin_").upper()
        if name in {"EXISTS", "NOTEXISTS"}:
            return self._exists(part, graph, name == "EXISTS")
        if name == "BOUND":
            return ex.Bound(self._slot(part.arg))
        if name == "IF":
            return ex.If(*(self.expression(part[key], graph) for key in ("arg1", "arg2", "arg3")))
        known = [dict.get(part, key) for key in ("arg", "arg1", "arg2", "pattern", "replacement")]
        given = [one for value in known if value is not None for one in _listed(value)]
        arguments = tuple(self.expression(one, graph) for one in given)
        if name == "COALESCE":
            return ex.Coalesce(arguments)
        if name not in FUNCTIONS or dict.get(part, "flags") is not None:
            raise UnknownConstruct(f"the function {name}")
        return ex.Call(name, arguments)

    def _exists(self, part: CompValue, graph: Place, positive: bool) -> ex.Expression:
        outside, self._in_exists = self._in_exists, True
        before = Counter(self.named)
        pattern = self.pattern(part.graph, graph)
        self._in_exists = outside
        found = ex.Exists(pattern, tuple(sorted((self.named - before).keys())))
        return found if positive else ex.Not(found)


PATTERNS = {"BGP", "Join", "Union", "Filter", "Extend", "LeftJoin", "Minus", "Graph", "ToMultiSet"} | {
    "values"
}


def _conjuncts(expression: Any) -> list[Any]:
    """Return the parts of a conjunction: a filter holds where each of them is true."""
    if isinstance(expression, CompValue) and expression.name == "ConditionalAndExpression":
        return [one for part in (expression.expr, *expression.other) for one in _conjuncts(part)]
    return [expression]


def _require_alone(pattern: Pattern, exposed: frozenset[int]) -> None:
    """Raise if EXISTS in a group names a variable that only the surrounding group binds.

    The group is evaluated alone (SPARQL 1.1, 18.6), but engines differ here.
    """
    if exposed & _in_exists(pattern):
        raise UnknownConstruct("EXISTS in a nested group that names a variable of the surrounding one")


def _in_exists(part: object) -> set[int]:
    """Return the slots that the patterns of EXISTS in a pattern or expression name."""
    if isinstance(part, ex.Exists):
        return set(part.reads)
    inside = [one for value in getattr(part, "__dict__", {}).values() for one in _listed(value)]
    return set().union(*(_in_exists(one) for one in inside if hasattr(one, "__dict__")))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _term(term: Any) -> Term:
    """Return a term of rdflib as one of Oxigraph."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    raise UnknownConstruct(f"the term {term!r}")
