"""The circuits as the what-if page gets them: the answers of all positions, and what tells why under each.

What the page's table shows is the answers to the main question as the evidence stands; the others come
with what tells why. The files have the format of `anbao.circuit.storage`, with short names for IRIs. Every
position holds its premises, so their inputs are folded away. What tells why is the working triples that the
page's reader looks up, and no others; those of the bare statutes are the base of the other positions'.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from anbao.circuit.answers import PositionAnswers
from anbao.circuit.execution import Circuit
from anbao.circuit.inputs import Inputs
from anbao.circuit.library import Triples, end_of
from anbao.circuit.nodes import Ints, NodeList
from anbao.circuit.readout import DETAILS
from anbao.circuit.storage import Part, part_bytes, streams_of
from anbao.disputes.disputes import ANCHORS
from anbao.engine.rules import expand
from anbao.errors import UnusableCircuit
from anbao.law.norms import Law
from anbao.site.names import shorten

__all__ = ["CircuitData"]

# What `site/src/engine/reading.js` and `situation.js` look up.
READ = (
    "anbao:answerKind",
    "anbao:authority",
    "anbao:canon",
    "anbao:circumstance",
    "anbao:defence",
    "anbao:dispute",
    "anbao:exceptedBy",
    "anbao:fromAssessment",
    "anbao:label",
    "anbao:liability",
    "anbao:lacks",
    "anbao:norm",
    "anbao:notInForce",
    "anbao:openDefence",
    "anbao:production",
    "anbao:question",
    "anbao:reading",
    "anbao:stage",
    "anbao:status",
    "anbao:underPremise",
    "anbao:withoutEffect",
    "e:absentIn",
    "e:answerOf",
    "e:available",
    "e:by",
    "e:closedFor",
    "e:concludes",
    "e:contradicts",
    "e:decisive",
    "e:dependsOn",
    "e:derivedIn",
    "e:established",
    "e:from",
    "e:inForce",
    "e:inIssue",
    "e:live",
    "e:lower",
    "e:mayBeExceptedBy",
    "e:missingScopeElement",
    "e:nearTo",
    "e:notRaised",
    "e:notShown",
    "e:notShownElement",
    "e:of",
    "e:ofException",
    "e:onSide",
    "e:over",
    "e:perhapsInForce",
    "e:refuted",
    "e:refutedElement",
    "e:silentElement",
    "e:situation",
    "e:standing",
    "e:under",
    "e:undetermined",
    "e:upper",
    "e:weakerThan",
)
RELATIONS = tuple(map(expand, READ))


@dataclass(frozen=True)
class CircuitData:
    """Writes the circuits of a law's positions for the page.

    Raises:
        UnusableCircuit: a position that acts is not among the stored circuits, or these cannot be used.
    """

    circuit: Circuit
    law: Law

    @property
    def _inputs(self) -> Inputs:
        return self.circuit.library.inputs

    @cached_property
    def _premises(self) -> Mapping[int, bool]:
        """The inputs that every position has alike: it applies its premises."""
        return dict.fromkeys(self._inputs.of_premise.values(), True)

    @property
    def _main(self) -> str:
        return self.law.main_question

    def variants(self, *, ferenda: bool) -> dict[str, str]:
        """Return for each position the name of what decides for it."""
        found = {}
        for position in self.law.ordered_positions:
            coverage = self.circuit.cover(position, ferenda=ferenda)
            if coverage is None:
                raise UnusableCircuit(f"{position.identifier} is not compiled.", mend="Run `make generate`.")
            found[shorten(position.iri)] = end_of(coverage.position)
        return found

    def answers(self) -> str:
        """Return the answers of all positions as a file, in base64."""
        library = self.circuit.library
        known = {iri: _shown(library.answers(iri), self._main) for iri in library.positions}
        roots = [literal for one in known.values() for literal in _literals(one)]
        nodes, literals = library.nodes.specialised(self._premises, roots)
        following = iter(literals)
        texts = _Texts()
        streams: dict[str, Ints] = dict(streams_of(nodes))
        for iri, one in known.items():
            for name, table in _tables(one, texts, following).items():
                columns = np.array(table, np.int32).T.reshape(-1) if table else np.array([], np.int32)
                streams[f"{name} {end_of(iri)}"] = columns
        return _packed(
            {**self._given(), "variants": [end_of(iri) for iri in known], "texts": texts.texts}, streams
        )

    def _given(self) -> dict[str, Any]:
        """Return how the inputs stand."""
        events = {str(anchor): name for name, anchor in ANCHORS.items()}
        return {
            "inputs": len(self._inputs),
            "facts": [shorten(fact) for fact in self._inputs.facts],
            "events": [events[event] for event in self._inputs.events],
            "days": [day.isoformat() for day in self._inputs.days],
        }

    @cached_property
    def _base(self) -> tuple[NodeList, list[int], Triples]:
        """The working triples of the bare statutes: those that are read, their gates and literals."""
        triples = self.circuit.library.working(self.law.bare.iri)
        nodes, literals = triples.nodes.specialised(self._premises, _read(triples))
        return nodes, literals, triples

    def working(self) -> dict[str, str]:
        """Return the working triples of each position as files, in base64."""
        return {end_of(iri): self._working(iri) for iri in self.circuit.library.positions}

    def _working(self, iri: str) -> str:
        base, bare_literals, bare = self._base
        start, nodes, literals = 0, base, bare_literals
        if iri == self.law.bare.iri:
            triples = bare
        else:
            triples = self.circuit.library.working(iri)
            nodes, literals = _after(base, triples, _read(bare), self._premises)
            start = len(base)
        texts = _Texts()
        rows = [
            (
                texts.number(triples.texts[triples.subjects[at]]),
                texts.number(triples.texts[triples.values[at]]),
            )
            for at in _places(triples)
        ]
        content = {
            "inputs": nodes.inputs,
            "base": end_of(self.law.bare.iri) if start else None,
            "relations": [[shorten(one), _count(triples, one)] for one in RELATIONS],
            "texts": texts.texts,
        }
        streams = {
            **streams_of(nodes, start),
            "subjects": np.array([subject for subject, _ in rows], np.int32),
            "values": np.array([value for _, value in rows], np.int32),
            "literals": np.array(literals, np.int32),
        }
        return _packed(content, streams)


class _Texts:
    """Texts in the order in which they were first met, as short names; 0 is none."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str | None, int] = {None: 0}

    def number(self, text: str | None) -> int:
        """Return the number of a text."""
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(shorten(text or ""))
        return self._numbers[text]


def _shown(answers: PositionAnswers, question: str) -> PositionAnswers:
    """Return the answers to a question as the evidence stands, and nothing else."""
    rows = tuple(row for row in answers.rows if row.question == question and not row.closed)
    nodes = {row.node for row in rows}
    details = tuple(one for one in answers.details if one.node in nodes and one.relation in DETAILS)
    return replace(answers, rows=rows, details=details, live=())


def _literals(answers: PositionAnswers) -> list[int]:
    rows = [row.literal for part in (answers.rows, answers.details) for row in part]
    return [*rows, answers.contradicted, answers.bare_contradicted, answers.unlabelled]


def _tables(answers: PositionAnswers, texts: _Texts, following: Iterable[int]) -> dict[str, list[list[int]]]:
    """Return rows, details and the other functions of a position, each with its literal."""
    literal = iter(following)
    rows = [
        [
            *map(
                texts.number,
                (row.node, row.kind, row.norm, row.liability, row.premise, row.provision, row.standing),
            ),
            next(literal),
        ]
        for row in answers.rows
    ]
    details = [
        [texts.number(row.node), DETAILS.index(row.relation), texts.number(row.value), next(literal)]
        for row in answers.details
    ]
    return {"rows": rows, "details": details, "others": [[next(literal)] for _ in range(3)]}


def _places(triples: Triples) -> Iterable[int]:
    """Yield the places of the triples that the page's reader looks up, relation by relation."""
    for relation in RELATIONS:
        yield from range(*triples.first.get(relation, (0, 0)))


def _count(triples: Triples, relation: str) -> int:
    start, end = triples.first.get(relation, (0, 0))
    return end - start


def _read(triples: Triples) -> list[int]:
    return [triples.literals[place] for place in _places(triples)]


def _after(
    base: NodeList, triples: Triples, bare: list[int], constants: Mapping[int, bool]
) -> tuple[NodeList, list[int]]:
    """Return the gates of a position after those of the bare statutes, which its own list holds too."""
    own = _read(triples)
    nodes, literals = triples.nodes.specialised(constants, [*bare, *own])
    first = nodes.inputs + 1
    wanted = np.zeros(first + len(nodes), np.bool_)
    wanted[np.asarray(literals[: len(bare)], np.int32) >> 1] = True
    for gate in range(len(nodes) - 1, -1, -1):
        if wanted[first + gate]:
            wanted[nodes.left[gate] >> 1] = wanted[nodes.right[gate] >> 1] = True
    of_base = wanted[first:]
    order = np.concatenate([np.flatnonzero(of_base), np.flatnonzero(~of_base)])
    numbers = np.arange(first + len(nodes), dtype=np.int32)
    numbers[first + order] = first + np.arange(len(nodes), dtype=np.int32)

    def renumbered(literals: Ints) -> Ints:
        found: Ints = (2 * numbers[literals >> 1] | literals & 1).astype(np.int32)
        return found

    found = NodeList(nodes.inputs, renumbered(nodes.left[order]), renumbered(nodes.right[order]))
    assert np.array_equal(found.left[: len(base)], base.left)
    return found, renumbered(np.asarray(literals[len(bare) :], np.int32)).tolist()


def _packed(content: Mapping[str, Any], streams: Mapping[str, Ints]) -> str:
    return base64.b64encode(part_bytes(Part({}, content, streams))).decode("ascii")
