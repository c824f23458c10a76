"""What a dispute is answered when findings change, by circuit: each set of changes is a row of bits.

The circuit of the position is first specialised on what does not change: the dates of
the dispute and the premises. Of what is left one function is built, `differs`: that the
answers are another set than those given now, and that the findings contradict one
another neither under the position nor under the bare statutes. Answers are compared as
sets, so an answer counts as the same one whichever norm assessment it was read from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from anbao.analysis.flips.changes import Change, changes_of
from anbao.circuit.answers import AnswerRow, Detail
from anbao.circuit.execution import Circuit, Coverage, answer_of
from anbao.circuit.extension import Extension
from anbao.circuit.inputs import STATES
from anbao.circuit.kernel import Program, Words, evaluate, unpacked
from anbao.circuit.nodes import Ints, NodeList
from anbao.disputes.disputes import Dispute
from anbao.engine.results import Answer
from anbao.law.norms import Law

__all__ = ["Answers", "Variations"]

Answers: TypeAlias = frozenset[Answer]
DETAILS = ("e:dependsOn", "e:weakerThan", "anbao:defence", "anbao:openDefence")
WEAKER = ("e:weakerThan", "")  # an answer tells whether there is a stronger one, not which
ONES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
NO_FINDING = (0, 0)
Told: TypeAlias = tuple[str, str]  # a relation and a value that is told of an answer


class Variations:
    """The answers to one dispute under one position, for any set of changes of findings."""

    def __init__(
        self, law: Law, circuit: Circuit, coverage: Coverage, dispute: Dispute, true: frozenset[int]
    ) -> None:
        """Specialise a circuit on a dispute.

        Args:
            law: the law.
            circuit: a circuit that covers position and dispute.
            coverage: how it covers the position.
            dispute: the dispute.
            true: the inputs that are true for the dispute, premises apart.
        """
        self._law, self._inputs = law, circuit.library.inputs
        of = circuit.library.answers(coverage.position)
        self._rows = [row for row in of.rows if not row.closed]
        nodes = {row.node for row in self._rows}
        self._details = [d for d in of.details if d.node in nodes and d.relation in DETAILS]
        read = [*(row.literal for row in self._rows), *(detail.literal for detail in self._details)]
        facts = 2 * len(self._inputs.facts)
        self._now = np.array([place in true for place in range(len(self._inputs))])
        constants = {
            place: place in true or place in coverage.premises for place in range(facts, len(self._inputs))
        }
        faults = [of.contradicted, of.bare_contradicted, of.unlabelled]
        self._nodes, self._literals = circuit.library.nodes.specialised(constants, [*read, *faults])
        self._known: dict[bytes, Answers | None] = {}
        self.nodes, self.differs = self._differing()
        self.changes = changes_of(dispute, self._relevant(dispute))
        self.toggles = np.array([self._toggled(change) for change in self.changes], np.int32).reshape(-1, 2)

    @property
    def now(self) -> npt.NDArray[np.bool_]:
        """The inputs of the dispute as it is."""
        return self._now

    def rows(self, sets: Ints) -> Words:
        """Return the inputs after some sets of changes, a bit each.

        Args:
            sets: the changes by their place, a row for each set; all have one size.
        """
        words = np.zeros((len(self._now), -(-len(sets) // 64)), np.uint64)
        words[self._now] = ONES
        place = np.arange(len(sets))
        bits = np.uint64(1) << (place % 64).astype(np.uint64)
        for column in sets.T:
            for inputs in self.toggles[column].T:
                there = inputs >= 0
                np.bitwise_xor.at(words, (inputs[there], place[there] // 64), bits[there])
        return words

    def may_differ(self, sets: Ints) -> npt.NDArray[np.bool_]:
        """Return of which sets of changes `differs` is true; each has the same size."""
        found: npt.NDArray[np.bool_] = unpacked(self._differing_program.run(self.rows(sets)), len(sets))[0]
        return found

    @cached_property
    def _differing_program(self) -> Program:
        return Program.of(self.nodes, [self.differs])

    def answers(self, sets: Ints) -> list[Answers | None]:
        """Return the answers after some sets of changes, each of the same size.

        None stands where the findings contradict one another then, or norms prevail over
        one another in a circle.
        """
        if not len(sets):
            return []
        found = unpacked(self._outputs.run(self.rows(sets)), len(sets))
        return [self._read(pattern.tobytes()) for pattern in np.packbits(found, axis=0).T]

    @cached_property
    def _outputs(self) -> Program:
        return Program.of(self._nodes, self._literals)

    def _read(self, pattern: bytes) -> Answers | None:
        """Return the answers where some functions hold, which are the bits of a pattern."""
        if pattern not in self._known:
            bits = np.unpackbits(np.frombuffer(pattern, np.uint8))[: len(self._literals)]
            *held, contradicted, bare, unlabelled = bits.tolist()
            faulty = contradicted or bare or unlabelled
            self._known[pattern] = None if faulty else frozenset(self._answers(held))
        return self._known[pattern]

    def _answers(self, held: Sequence[int]) -> Iterator[Answer]:
        details: dict[str, list[Detail]] = defaultdict(list)
        for detail, holds in zip(self._details, held[len(self._rows) :], strict=True):
            if holds:
                details[detail.node].append(detail)
        for row, holds in zip(self._rows, held, strict=False):
            if holds:
                yield answer_of(self._law, row, details[row.node])

    def _toggled(self, change: Change) -> tuple[int, int]:
        """Return the inputs that a change inverts, -1 for none."""
        first = self._inputs.of_fact[change.circumstance]
        wanted = NO_FINDING if change.after is None else STATES[change.after]
        one, other = (
            first + n if self._now[first + n] != bool(value) else -1 for n, value in enumerate(wanted)
        )
        return one, other

    def _relevant(self, dispute: Dispute) -> list[str]:
        """Return the circumstances on which `differs` depends, and those on which there is a finding."""
        read = {literal >> 1 for literal in (*self.nodes.left.tolist(), *self.nodes.right.tolist())}
        read.add(self.differs >> 1)
        told = {finding.circumstance for finding in dispute.findings}
        facts = self._inputs.of_fact.items()
        return [fact for fact, first in facts if fact in told or not read.isdisjoint({first + 1, first + 2})]

    def _differing(self) -> tuple[NodeList, int]:
        """Return the gates of `differs` and its literal."""
        more = Extension(self._nodes)
        values = evaluate(self._nodes, self._now.astype(int).tolist())
        held = [bool(values[literal >> 1] ^ literal & 1) for literal in self._literals]
        changed = more.any(_changed(more, self._alike(more, held)))
        *_, contradicted, bare, _ = self._literals
        differs = more.all([changed, contradicted ^ 1, bare ^ 1])
        nodes, [differs] = more.nodes().specialised({}, [differs])
        return nodes, differs

    def _alike(self, more: Extension, held: Sequence[bool]) -> Iterable[list[_Row]]:
        """Return the rows, those together whose answers differ at most in what is told of them besides."""
        told: dict[str, dict[Told, list[int]]] = defaultdict(lambda: defaultdict(list))
        now: dict[str, set[Told]] = defaultdict(set)
        literals = self._literals[len(self._rows) :]
        for detail, literal, holds in zip(self._details, literals, held[len(self._rows) :], strict=False):
            name = WEAKER if detail.relation == WEAKER[0] else (detail.relation, detail.value)
            told[detail.node][name].append(literal)
            if holds:
                now[detail.node].add(name)
        alike: dict[tuple[object, ...], list[_Row]] = defaultdict(list)
        for row, literal, holds in zip(self._rows, self._literals, held, strict=False):
            of_node = {name: more.any(parts) for name, parts in told[row.node].items()}
            alike[_content(row)].append(_Row(literal, of_node, frozenset(now[row.node]) if holds else None))
        return alike.values()


class _Row:
    """A row as functions: when it holds, when each thing is told of it; `now` is what is told if it holds now."""

    def __init__(self, literal: int, told: Mapping[Told, int], now: frozenset[Told] | None) -> None:
        self.literal, self.told, self.now = literal, told, now

    def gives(self, more: Extension, told: frozenset[Told]) -> int:
        """Return when the row holds and exactly some things are told of it."""
        if not told <= self.told.keys():
            return 0
        return more.all(
            [self.literal, *(literal ^ (name not in told) for name, literal in self.told.items())]
        )


def _content(row: AnswerRow) -> tuple[object, ...]:
    """Return what an answer says, apart from details."""
    return row.question, row.kind, row.norm, row.liability, row.premise, row.provision, row.standing


def _changed(more: Extension, alike: Iterable[list[_Row]]) -> Iterator[int]:
    """Yield when an answer is new, and when one that is given now is gone, for rows of like content."""
    for rows in alike:
        given = {row.now for row in rows if row.now is not None}
        gives = {told: [row.gives(more, told) for row in rows] for told in given}
        for told in given:
            yield more.any(gives[told]) ^ 1
        for place, row in enumerate(rows):
            yield more.all([row.literal, *(parts[place] ^ 1 for parts in gives.values())])
