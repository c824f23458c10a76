"""What a circuit answers: for each position rows, each with the literal of its condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from anbao.circuit.nodes import NodeList

__all__ = ["AnswerRow", "Answers", "Detail", "LiveRow", "PositionAnswers"]


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
    """A norm that may be met or open: the node of its assessment, whose values are details, and the stage."""

    node: str
    stage: str
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
        rows = [row.literal for part in (self.rows, self.details, self.live) for row in part]
        return [*rows, self.has_closed, self.contradicted, self.bare_contradicted, self.unlabelled]

    def chosen(
        self, places: Iterable[int]
    ) -> tuple[list[AnswerRow], list[Detail], list[LiveRow], tuple[bool, ...]]:
        """Return the rows, details and live norms whose literals hold, and which of the other four do.

        Args:
            places: the places among `literals` of those that hold.
        """
        first, second = len(self.rows), len(self.rows) + len(self.details)
        third = second + len(self.live)
        rows, details, live, others = [], [], [], set()
        for place in places:
            if place < first:
                rows.append(self.rows[place])
            elif place < second:
                details.append(self.details[place - first])
            elif place < third:
                live.append(self.live[place - second])
            else:
                others.add(place - third)
        return rows, details, live, tuple(number in others for number in range(4))

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
