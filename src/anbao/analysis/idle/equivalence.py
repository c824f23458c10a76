"""Whether two circuits give the same answers on every dispute, decided by SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from anbao.circuit.answers import PositionAnswers
from anbao.circuit.gates import FALSE, TRUE, Gates
from anbao.circuit.inputs import Inputs
from anbao.circuit.nodes import NodeList

__all__ = ["Comparison", "Outputs"]

Outputs: TypeAlias = Mapping[tuple[object, ...], int]
DEFENCES = ("anbao:defence", "anbao:openDefence")


class Comparison:
    """Circuits of positions over the same inputs, in one list of gates."""

    def __init__(self, nodes: NodeList, inputs: Inputs, conditions: Mapping[str, Sequence[str]]) -> None:
        """Take the gates of all positions, their inputs, and the conditions of each premise."""
        self.nodes, self.inputs, self.conditions = nodes, inputs, conditions
        self.gates = Gates(0)
        for _ in range(len(inputs)):
            self.gates.add_input(0)

    def outputs(self, answers: PositionAnswers, without: str | None = None) -> Outputs:
        """Return when each answer is given, with all premises applied but the one named.

        An answer is what `anbao.engine.signature` makes of it: two premises that give it
        are one answer. That the findings contradict the position is an output too.
        """
        applied = {place: premise != without for premise, place in self.inputs.of_premise.items()}
        nodes, literals = self.nodes.specialised(applied, answers.literals())
        known = answers.with_literals(iter(nodes.into(self.gates, literals)))
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        of_node: dict[str, list[tuple[tuple[object, ...], int]]] = defaultdict(list)
        for row in known.rows:
            depends = tuple(self.conditions[row.premise or ""]) if row.kind == "Conditional" else ()
            said: tuple[object, ...] = (
                row.closed,
                row.question,
                row.kind,
                row.norm,
                row.liability,
                row.provision,
                depends,
            )
            found[(*said, row.standing)].append(row.literal)
            of_node[row.node].append((said, row.literal))
        for detail in known.details:
            if detail.relation in DEFENCES:
                for said, literal in of_node[detail.node]:
                    both = self.gates.both(literal, detail.literal)
                    found[(*said, detail.relation, detail.value)].append(both)
        found[("contradicted",)].append(known.contradicted)
        return {key: self.gates.any(literals) for key, literals in found.items()}

    def possible(self, answers: PositionAnswers) -> int:
        """Return when the findings do not contradict the bare statutes and the dates are in order."""
        nodes, [literal] = self.nodes.specialised({}, [answers.bare_contradicted])
        [contradicted] = nodes.into(self.gates, [literal])
        return self.gates.both(contradicted ^ 1, self.gates.all(self._dates()))

    def differ(self, one: Outputs, other: Outputs, possible: int) -> bool:
        """Return whether some dispute gets other answers from one than from the other."""
        for key in sorted({*one, *other}, key=str):
            mine, yours = one.get(key, FALSE), other.get(key, FALSE)
            for this, that in ((mine, yours), (yours, mine)):
                only = self.gates.all([possible, this, that ^ 1])
                if only != FALSE and self.gates.can_hold(only):
                    return True
        return False

    def _dates(self) -> Iterable[int]:
        """Yield what holds of dates: a span that there is, and no end earlier than it can be."""
        bits = self.inputs.bits
        last = [TRUE if len(self.inputs.spans) >> bit & 1 else FALSE for bit in range(bits)]
        for first in self.inputs.of_event.values():
            bounds = [[2 * (first + 1 + bound * bits + bit) + 2 for bit in range(bits)] for bound in range(2)]
            earliest, latest = bounds
            yield from (self._at_most(bound, last) for bound in bounds)
            unknown = [self.gates.any(bound) ^ 1 for bound in bounds]
            yield self.gates.any([*unknown, self._at_most(earliest, latest)])

    def _at_most(self, one: Sequence[int], other: Sequence[int]) -> int:
        """Return when a number is at most another, both in binary, low bits first."""
        both, either = self.gates.both, self.gates.either
        found = TRUE
        for x, y in zip(one, other, strict=True):
            found = either(both(x ^ 1, y), both(either(x ^ 1, y), found))
        return found
