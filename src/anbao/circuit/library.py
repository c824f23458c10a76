"""Compiled circuits on disk: all answers in one file, the working triples of each position in another.

The working triples of the bare statutes are the base of those of every other position:
most gates are theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np

from anbao.circuit.answers import AnswerRow, Detail, LiveRow, PositionAnswers
from anbao.circuit.evaluation import Evaluator, Truths
from anbao.circuit.inputs import Inputs
from anbao.circuit.nodes import NodeList
from anbao.circuit.storage import SUFFIX, Part, gates_of, read_part
from anbao.circuit.variants import Variant
from anbao.engine import rules
from anbao.engine.preparation import Preparation
from anbao.graph.query_files import folder
from anbao.law.classification import Profile, profile_of
from anbao.law.norms import Law

__all__ = ["ANSWERS", "Library", "Triples", "end_of", "law_digest", "profile_digests"]

ANSWERS = "answers"


def law_digest(preparation: Preparation) -> dict[str, str]:
    """Return digests of the rule files and of what they read of the law."""
    texts = [
        f"{rule.name}\n{rule.text}"
        for rule in folder("rules")
        if rules.step_name(rule) or rule.name == "input"
    ]
    read = sorted(map(str, preparation.read))
    return {"rules": _digest(texts), "law": _digest(read)}


def profile_digests(preparation: Preparation, variants: Iterable[Variant]) -> dict[str, str]:
    """Return digests of the axioms of positions, by the end of their IRIs."""
    law = preparation.law
    return {end_of(variant.iri): _profile(law, variant).digest for variant in variants}


def _profile(law: Law, variant: Variant) -> Profile:
    return profile_of(law, variant.position, ferenda=variant.ferenda)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]


def end_of(iri: str) -> str:
    """Return the end of an IRI, which names the file of a position."""
    return iri.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Triples:
    """The working triples of a position, ordered by relation; `first` is where each relation begins."""

    nodes: NodeList
    texts: Sequence[str]
    first: Mapping[str, tuple[int, int]]
    subjects: Sequence[int]
    values: Sequence[int]
    literals: Sequence[int]

    @cached_property
    def evaluator(self) -> Evaluator:
        """What works out which of them are there."""
        return Evaluator(self.nodes, self.literals)


class Library:
    """The circuits of a folder, for one law; a file is read when it is first asked for.

    Raises:
        UnusableCircuit: when the answers are asked for and cannot be used.
    """

    def __init__(self, home: Path, preparation: Preparation) -> None:
        """Take the folder and what the circuits must have been made from."""
        self.home, self._preparation = home, preparation
        self._working: dict[str, Triples] = {}
        self._answers: dict[str, PositionAnswers] = {}

    @cached_property
    def _law(self) -> dict[str, str]:
        return law_digest(self._preparation)

    @cached_property
    def _part(self) -> Part:
        return read_part(self.home / (ANSWERS + SUFFIX), self._law)

    @cached_property
    def inputs(self) -> Inputs:
        """What varies between disputes."""
        content = self._part.content
        days = tuple(map(dt.date.fromisoformat, content["days"]))
        return Inputs(tuple(content["facts"]), tuple(content["events"]), days, tuple(content["premises"]))

    def has(self, variant: Variant) -> bool:
        """Return whether a position of this name was compiled, under the axioms that it has now."""
        if variant.iri not in self.positions:
            return False
        digest = _profile(self._preparation.law, variant).digest
        return self._part.made_from.get(end_of(variant.iri)) == digest

    @cached_property
    def nodes(self) -> NodeList:
        """The gates of the answers of all positions."""
        return gates_of(self._part, self._part.content["inputs"])

    def answers(self, position: str) -> PositionAnswers:
        """Return the answers of a position; their literals are of `nodes`."""
        if position not in self._answers:
            texts: list[Any] = [None, *self._part.content["texts"][1:]]
            self._answers[position] = _answers(self._part, end_of(position), texts)
        return self._answers[position]

    def truths(self, inputs: Sequence[int], rows: int) -> Truths:
        """Return what holds of the answers of all positions; `answers_between` tells where those of one are.

        Args:
            inputs: the values of the inputs, of which each bit is a row.
            rows: how many rows there are.
        """
        return self._evaluator.evaluate(inputs, rows)

    def answers_between(self, position: str) -> tuple[int, int]:
        """Return where the literals of the answers of a position begin and end."""
        return self._between[position]

    @cached_property
    def _evaluator(self) -> Evaluator:
        literals = (self.answers(position).literals() for position in self.positions)
        return Evaluator(self.nodes, list(chain.from_iterable(literals)))

    @cached_property
    def _between(self) -> dict[str, tuple[int, int]]:
        ends = accumulate(len(self.answers(position).literals()) for position in self.positions)
        return dict(zip(self.positions, pairwise([0, *ends]), strict=True))

    @property
    def positions(self) -> Sequence[str]:
        """The IRIs of the positions that were compiled."""
        return cast("Sequence[str]", self._part.content["positions"])

    def working(self, position: str) -> Triples:
        """Return the working triples of a position.

        Raises:
            UnusableCircuit: they cannot be used.
        """
        if position not in self._working:
            self._working[position] = self._read_working(position)
        return self._working[position]

    def _read_working(self, position: str) -> Triples:
        part = read_part(self.home / (end_of(position) + SUFFIX), self._law)
        base = part.content["base"]
        bare = next((iri for iri in self.positions if end_of(iri) == base), None)
        nodes = gates_of(part, part.content["inputs"], self.working(bare).nodes if bare else None)
        first, start = {}, 0
        for relation, count in part.content["relations"]:
            first[relation] = (start, start + count)
            start += count
        subjects = np.cumsum(part.streams["subjects"], dtype=np.int64) % (1 << 31)
        values, literals = part.streams["values"], part.streams["literals"]
        return Triples(
            nodes, part.content["texts"], first, subjects.tolist(), values.tolist(), literals.tolist()
        )


def _answers(part: Part, end: str, texts: Sequence[Any]) -> PositionAnswers:
    """Return the answers of a position as they were before they were written."""

    def table(name: str, width: int) -> list[list[int]]:
        return part.streams[f"{name} {end}"].reshape(width, -1).T.tolist()

    rows = [
        AnswerRow(texts[node], bool(closed), *map(texts.__getitem__, said), literal)  # type: ignore[call-arg]
        for node, closed, *said, literal in table("rows", 10)
    ]
    details = [Detail(texts[a], texts[b], texts[c], literal) for a, b, c, literal in table("details", 4)]
    live = [LiveRow(texts[a], texts[b], literal) for a, b, literal in table("live", 3)]
    others = [row[0] for row in table("others", 1)]
    return PositionAnswers(tuple(rows), tuple(details), tuple(live), *others)
