"""What is read out of a circuit: the answers of each position, as `anbao.engine.reading` reads them.

The reader takes, of one decision, the values of relations; here each value has the
literal of the condition under which it is there, and what is read is a row with the
literal of the condition under which the reader would give it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from anbao.circuit.compiler import Compiled, Working
from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.nodes import NodeList, collected
from anbao.engine.index import short
from anbao.engine.rules import expand

__all__ = ["Answers", "AnswerRow", "Detail", "LiveRow", "PositionAnswers", "read_answers"]

CLOSED = expand("anbao:EvidenceClosed")
DETAILS = ("e:dependsOn", "e:weakerThan", "anbao:defence", "anbao:openDefence")
SINGLE = ("anbao:question", "anbao:answerKind", "anbao:liability", "anbao:underPremise", "anbao:authority", "e:standing")
Alternatives = list[tuple[str | None, int]]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer that a position may give; `node` names it within the decision."""

    node: str
    closed: bool
    question: str
    kind: str
    norm: str | None
    liability: str | None
    premise: str | None
    provision: str | None
    standing: str
    literal: int


@dataclass(frozen=True, slots=True)
class Detail:
    """A further value of an answer: what it depends on, what is stronger, or a defence to it."""

    node: str
    relation: str
    value: str
    literal: int


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A norm that may be met or open: its stage, norm, status, label and effective consequences."""

    values: tuple[str, ...]
    literal: int


@dataclass(frozen=True)
class PositionAnswers:
    """All that is read of one position.

    `has_closed` is when there is a stage with the evidence closed, `contradicted` and
    `bare_contradicted` when the findings contradict one another under the position or the
    bare statutes, `unlabelled` when a norm gets no label, because of a cycle of priorities.
    """

    rows: tuple[AnswerRow, ...]
    details: tuple[Detail, ...]
    live: tuple[LiveRow, ...]
    has_closed: int
    contradicted: int
    bare_contradicted: int
    unlabelled: int

    def literals(self) -> list[int]:
        """Return all literals, in the order in which `with_literals` takes them."""
        rows = [row.literal for part in (self.rows, self.details, self.live) for row in part]  # type: ignore[attr-defined]
        return [*rows, self.has_closed, self.contradicted, self.bare_contradicted, self.unlabelled]

    def with_literals(self, following: Iterator[int]) -> PositionAnswers:
        """Return the same with other literals."""
        return PositionAnswers(
            tuple(replace(row, literal=next(following)) for row in self.rows),
            tuple(replace(row, literal=next(following)) for row in self.details),
            tuple(replace(row, literal=next(following)) for row in self.live),
            *(next(following) for _ in range(4)),
        )


@dataclass(frozen=True)
class Answers:
    """The answers of several positions in one list of gates, by the IRI of the position."""

    nodes: NodeList
    of_position: Mapping[str, PositionAnswers]


def read_answers(compiled: Compiled) -> Answers:
    """Return what is read out of all compiled positions."""
    gates = Gates(0)
    for _ in range(len(compiled.inputs)):
        gates.add_input(0)
    working = compiled.working.values()
    mapped = iter(compiled.nodes.into(gates, [literal for one in working for literal in one.triples.values()]))
    found = {
        one.position: _Reader(gates, Working(one.position, {triple: next(mapped) for triple in one.triples})).read()
        for one in working
    }
    literals = [literal for one in found.values() for literal in one.literals()]
    nodes, literals = collected(gates, len(compiled.inputs), literals)
    following = iter(literals)
    return Answers(nodes, {iri: one.with_literals(following) for iri, one in found.items()})


class _Reader:
    """Reads one position, as `anbao.engine.reading.Reader.answered` does."""

    def __init__(self, gates: Gates, working: Working) -> None:
        self.gates = gates
        self._out: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        self._into: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for (subject, relation, value), literal in sorted(working.triples.items()):
            self._out[subject, relation].append((value, literal))
            self._into[relation, value].append((subject, literal))

    def get(self, subject: str, relation: str) -> list[tuple[str, int]]:
        """Return the values of a relation in their order, with the condition of each."""
        return self._out.get((subject, expand(relation)), [])

    def having(self, relation: str, value: str) -> list[tuple[str, int]]:
        """Return the subjects that have a value of a relation, with the condition of each."""
        return self._into.get((expand(relation), value), [])

    def one(self, subject: str, relation: str) -> Alternatives:
        """Return which value is the first, or that there is none, with the condition of each."""
        found: Alternatives = []
        left = TRUE
        for value, literal in self.get(subject, relation):
            found.append((value, self.gates.both(left, literal)))
            left = self.gates.both(left, literal ^ 1)
        return [(value, literal) for value, literal in (*found, (None, left)) if literal]

    def read(self) -> PositionAnswers:
        """Return all that is read."""
        decisions = self._decisions()
        stands = [(node, False, literal) for node, closed, literal in decisions if not closed]
        ends = [(node, True, literal) for node, closed, literal in decisions if closed]
        rows = [row for node, closed, _ in (*stands, *ends) for row in self._answers(node, closed=closed)]
        live = [row for node, _, _ in (*stands, *ends) for row in self._live(node)]
        situations = [node for decision, _, _ in stands for node, _ in self.get(decision, "e:situation")]
        bare = [node for decision, _, _ in stands for node, _ in self.get(decision, "e:bareSituation")]
        return PositionAnswers(
            tuple(rows),
            tuple(detail for node in dict.fromkeys(row.node for row in rows) for detail in self._details(node)),
            tuple(live),
            self.gates.any(literal for *_, literal in ends),
            self._any(situations, "e:contradicts"),
            self._any(bare, "e:contradicts"),
            self._unlabelled(node for node, *_ in (*stands, *ends)),
        )

    def _decisions(self) -> list[tuple[str, bool, int]]:
        """Return the decisions, whether the evidence is closed in them, and when they are made."""
        made = self.having("anbao:dispute", "{dispute}")
        return [
            (node, stage == CLOSED, self.gates.both(literal, condition))
            for node, literal in made
            for stage, condition in self.get(node, "anbao:stage")
        ]

    def _answers(self, decision: str, *, closed: bool) -> Iterator[AnswerRow]:
        for node, literal in self.having("e:of", decision):
            if not self.get(node, "anbao:answerKind"):
                continue
            parts = [*(self.one(node, relation) for relation in SINGLE), self._norm(node)]
            for (question, kind, liability, premise, provision, standing, norm), condition in self._each(literal, parts):
                if question and kind and standing:
                    yield AnswerRow(
                        node, closed, question, short(kind), norm, liability, premise, provision, short(standing), condition
                    )

    def _norm(self, answer: str) -> Alternatives:
        """Return the norm of the assessment from which an answer comes."""
        found: Alternatives = []
        for assessment, literal in self.one(answer, "anbao:fromAssessment"):
            if assessment is None:
                found.append((None, literal))
            else:
                found += [(norm, self.gates.both(literal, also)) for norm, also in self.one(assessment, "anbao:norm")]
        return found

    def _details(self, node: str) -> Iterator[Detail]:
        for relation in DETAILS:
            for value, literal in self.get(node, relation):
                yield Detail(node, relation, value, literal)

    def _live(self, decision: str) -> Iterator[LiveRow]:
        for node, literal in self.having("e:live", decision):
            parts = [
                [(short(stage or ""), condition) for stage, condition in self.one(decision, "anbao:stage")],
                *(self._sets(node, relation) for relation in ("anbao:norm", "anbao:status", "anbao:label", "e:effective")),
            ]
            for values, condition in self._each(literal, parts):
                flat = (value if isinstance(value, tuple) else (value,) for value in values)
                yield LiveRow(tuple(text for value in flat for text in value), condition)

    def _sets(self, node: str, relation: str) -> list[tuple[tuple[str, ...], int]]:
        """Return every set of values that a relation may have, with its condition."""
        sets: list[tuple[tuple[str, ...], int]] = [((), TRUE)]
        for value, literal in self.get(node, relation):
            with_it = [((*values, value), self.gates.both(condition, literal)) for values, condition in sets]
            without = [(values, self.gates.both(condition, literal ^ 1)) for values, condition in sets]
            sets = [(values, condition) for values, condition in (*with_it, *without) if condition]
        return sets

    def _each(self, literal: int, parts: Iterable[list]) -> Iterator[tuple[tuple, int]]:  # type: ignore[type-arg]
        """Yield the combinations of alternatives that can be, with the condition of each."""
        for chosen in product(*parts):
            condition = self.gates.all([literal, *(one for _, one in chosen)])
            if condition:
                yield tuple(value for value, _ in chosen), condition

    def _any(self, nodes: Iterable[str], relation: str) -> int:
        return self.gates.any(literal for node in nodes for _, literal in self.get(node, relation))

    def _unlabelled(self, decisions: Iterable[str]) -> int:
        """Return when an assessment lives and has no label."""
        lacking = [
            self.gates.both(literal, self.gates.any(label for _, label in self.get(node, "anbao:label")) ^ 1)
            for decision in decisions
            for node, literal in self.having("e:live", decision)
        ]
        return self.gates.any(lacking)


_ = Callable
