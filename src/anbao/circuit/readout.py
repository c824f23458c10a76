"""Reads the answers out of compiled positions, as `anbao.engine.reading` reads them out of a store.

The reader takes, of one decision, the values of relations; here each value has the
literal of the condition under which it is there, and what is read is a row with the
literal of the condition under which the reader would give it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from anbao.circuit.answers import AnswerRow, Answers, Detail, LiveRow, PositionAnswers
from anbao.circuit.compiler import Compiled, Working
from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.nodes import collected
from anbao.engine.index import short
from anbao.engine.reading import LIVE
from anbao.engine.rules import expand

__all__ = ["DETAILS", "read_answers"]

CLOSED = expand("anbao:EvidenceClosed")
DETAILS = ("e:dependsOn", "e:weakerThan", "anbao:defence", "anbao:openDefence", "anbao:reading")
SINGLE = (
    "anbao:question",
    "anbao:answerKind",
    "anbao:liability",
    "anbao:underPremise",
    "anbao:authority",
    "e:standing",
)
Alternatives = list[tuple[str | None, int]]


def read_answers(compiled: Compiled) -> Answers:
    """Return what is read out of all compiled positions."""
    gates = Gates(0)
    for _ in range(len(compiled.inputs)):
        gates.add_input(0)
    working = compiled.working.values()
    mapped = iter(
        compiled.nodes.into(gates, [literal for one in working for literal in one.triples.values()])
    )
    found = {
        one.position: _Reader(
            gates, Working(one.position, {triple: next(mapped) for triple in one.triples})
        ).read()
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
            (
                *(detail for row in _distinct(rows) for detail in self._details(row, DETAILS)),
                *(detail for row in _distinct(live) for detail in self._details(row, LIVE)),
            ),
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
        for node, literal in self.having("e:answerOf", decision):
            parts = [*(self.one(node, relation) for relation in SINGLE), self._norm(node)]
            for (question, kind, liability, premise, provision, standing, norm), condition in self._each(
                literal, parts
            ):
                if question and kind and standing:
                    yield AnswerRow(
                        node,
                        closed,
                        question,
                        short(kind),
                        norm,
                        liability,
                        premise,
                        provision,
                        short(standing),
                        condition,
                    )

    def _norm(self, answer: str) -> Alternatives:
        """Return the norm of the assessment from which an answer comes."""
        found: Alternatives = []
        for assessment, literal in self.one(answer, "anbao:fromAssessment"):
            if assessment is None:
                found.append((None, literal))
            else:
                found += [
                    (norm, self.gates.both(literal, also))
                    for norm, also in self.one(assessment, "anbao:norm")
                ]
        return found

    def _details(self, node: str, relations: Iterable[str]) -> Iterator[Detail]:
        for relation in relations:
            for value, literal in self.get(node, relation):
                yield Detail(node, relation, value, literal)

    def _live(self, decision: str) -> Iterator[LiveRow]:
        for node, literal in self.having("e:live", decision):
            for stage, condition in self.get(decision, "anbao:stage"):
                yield LiveRow(node, short(stage), self.gates.both(literal, condition))

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


def _distinct(rows: Iterable[AnswerRow | LiveRow]) -> list[str]:
    """Return the nodes of rows, each once."""
    return list(dict.fromkeys(row.node for row in rows))
