"""Compiled circuits on disk: all answers in one file, the working triples of each position in another.

The working triples of the bare statutes are the base of those of every other position:
most gates are theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyoxigraph as ox

from anbao.circuit.answers import AnswerRow, Answers, Detail, LiveRow, PositionAnswers, read_answers
from anbao.circuit.compiler import Compiled, Working
from anbao.circuit.gates import Gates
from anbao.circuit.inputs import Cells, Inputs
from anbao.circuit.nodes import Ints, NodeList, collected
from anbao.circuit.storage import SUFFIX, Part, gates_of, read_part, streams_of, write_part
from anbao.engine import rules
from anbao.engine.preparation import Preparation
from anbao.graph.query_files import folder
from anbao.law.classification import profile_of
from anbao.law.norms import Position

__all__ = ["Library", "Triples", "Write", "law_digest", "profile_digests", "write"]

ANSWERS = "answers"
OTHERS = ("has_closed", "contradicted", "bare_contradicted", "unlabelled")


def law_digest(preparation: Preparation) -> dict[str, str]:
    """Return digests of the rule files and of what they read of the law."""
    texts = [f"{rule.name}\n{rule.text}" for rule in folder("rules") if rules.step_name(rule) or rule.name == "input"]
    read = sorted(map(str, preparation.read))
    return {"rules": _digest(texts), "law": _digest(read)}


def profile_digests(preparation: Preparation, positions: Iterable[Position]) -> dict[str, str]:
    """Return digests of the axioms of positions, by the end of the position's IRI."""
    law = preparation.law
    return {_end(position.iri): profile_of(law, position).digest for position in positions}


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]


def _end(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def write(home: Path, compiled: Compiled, bare: str, made_from: Mapping[str, str]) -> None:
    """Write what was compiled into a folder.

    Args:
        home: the folder.
        compiled: all positions.
        bare: the IRI of the bare statutes.
        made_from: digests of rules, law and the axioms of each position.
    """
    write_part(home / (ANSWERS + SUFFIX), _answers_part(compiled, made_from))
    gates = Gates(0)
    for _ in range(len(compiled.inputs)):
        gates.add_input(0)
    mapped = iter(
        compiled.nodes.into(gates, chain.from_iterable(one.triples.values() for one in compiled.working.values()))
    )
    literals = {iri: [next(mapped) for _ in one.triples] for iri, one in compiled.working.items()}
    base = [node for node in gates.below(literals[bare]) if node > len(compiled.inputs)]
    for iri, working in compiled.working.items():
        start = 0 if iri == bare else len(base)
        nodes, roots = collected(gates, len(compiled.inputs), literals[iri], base)
        part = _working_part(working, nodes, roots, start, made_from, _end(bare))
        write_part(home / (_end(iri) + SUFFIX), part)


def _working_part(  # noqa: PLR0913, PLR0917
    working: Working, nodes: NodeList, roots: Sequence[int], start: int, made_from: Mapping[str, str], base: str
) -> Part:
    """Return the working triples of a position, ordered by relation, as the content of a file."""
    ordered = sorted(zip(working.triples, roots, strict=True), key=lambda pair: (pair[0][1], pair[0][0], pair[0][2]))
    texts = sorted({text for (s, _, o), _ in ordered for text in (s, o)})
    relations = sorted({p for (_, p, _), _ in ordered})
    place = {text: number for number, text in enumerate(texts)}
    counts = {relation: 0 for relation in relations}
    for (_, p, _), _ in ordered:
        counts[p] += 1
    subjects = np.array([place[s] for (s, _, _), _ in ordered], np.int32)
    content = {
        "inputs": nodes.inputs,
        "base": base if start else None,
        "relations": list(counts.items()),
        "texts": texts,
    }
    streams = {
        **streams_of(nodes, start),
        "subjects": np.diff(subjects, prepend=0) % (1 << 31),
        "values": np.array([place[o] for (_, _, o), _ in ordered], np.int32),
        "literals": np.array([literal for _, literal in ordered], np.int32),
    }
    kept = {name: made_from[name] for name in ("rules", "law", base, _end(working.position))}
    return Part(kept, content, streams)


def _answers_part(compiled: Compiled, made_from: Mapping[str, str]) -> Part:
    answers = read_answers(compiled)
    texts: dict[str | None, int] = {None: 0}

    def number(text: str | None) -> int:
        return texts.setdefault(text, len(texts))

    streams: dict[str, Ints] = dict(streams_of(answers.nodes))
    for iri, found in answers.of_position.items():
        rows = [[number(v) if not isinstance(v, bool | int) else int(v) for v in astuple(row)] for row in found.rows]
        details = [[*map(number, (d.node, d.relation, d.value)), d.literal] for d in found.details]
        live = [[number("\n".join(row.values)), row.literal] for row in found.live]
        others = [[getattr(found, name)] for name in OTHERS]
        for name, table in (("rows", rows), ("details", details), ("live", live), ("others", others)):
            columns = np.array(table, np.int32).T.reshape(-1) if table else np.array([], np.int32)
            streams[f"{name} {_end(iri)}"] = columns
    content = {
        "inputs": len(compiled.inputs),
        "facts": compiled.inputs.facts,
        "times": compiled.inputs.times,
        "premises": compiled.inputs.premises,
        "cells": ox.serialize(compiled.cells, format=ox.RdfFormat.N_QUADS).decode(),
        "positions": list(answers.of_position),
        "texts": [text or "" for text in texts],
    }
    return Part(made_from, content, streams)


@dataclass(frozen=True)
class Triples:
    """The working triples of a position, ordered by relation; `first` is where each relation begins."""

    nodes: NodeList
    texts: Sequence[str]
    first: Mapping[str, tuple[int, int]]
    subjects: Sequence[int]
    values: Sequence[int]
    literals: Sequence[int]


class Library:
    """The circuits of a folder, for one law; a file is read when it is first asked for.

    Raises:
        UnusableCircuit: when the answers are asked for and cannot be used.
    """

    def __init__(self, home: Path, preparation: Preparation) -> None:
        """Take the folder and what the circuits must have been made from."""
        self.home, self._preparation = home, preparation
        self._working: dict[str, Triples] = {}

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
        times = tuple(tuple((relation, value) for relation, value in group) for group in content["times"])
        return Inputs(tuple(content["facts"]), times, tuple(content["premises"]))

    @cached_property
    def cells(self) -> Cells:
        """What decides the cells of disputes."""
        text = self._part.content["cells"]
        return Cells(tuple(cast("Iterable[ox.Quad]", ox.parse(text, format=ox.RdfFormat.N_QUADS))))

    def has(self, position: Position) -> bool:
        """Return whether a position of this name was compiled, under the axioms that it has now."""
        if position.iri not in self._part.content["positions"]:
            return False
        digest = profile_of(self._preparation.law, position).digest
        return self._part.made_from.get(_end(position.iri)) == digest

    @cached_property
    def answers(self) -> Answers:
        """The answers of all positions."""
        part = self._part
        texts: list[Any] = [None, *part.content["texts"][1:]]
        nodes = gates_of(part, part.content["inputs"])
        return Answers(nodes, {iri: _answers(part, _end(iri), texts) for iri in part.content["positions"]})

    def working(self, position: str) -> Triples:
        """Return the working triples of a position.

        Raises:
            UnusableCircuit: they cannot be used.
        """
        if position not in self._working:
            self._working[position] = self._read_working(position)
        return self._working[position]

    def _read_working(self, position: str) -> Triples:
        part = read_part(self.home / (_end(position) + SUFFIX), self._law)
        base = part.content["base"]
        bare = next((iri for iri in self._part.content["positions"] if _end(iri) == base), None)
        nodes = gates_of(part, part.content["inputs"], self.working(bare).nodes if bare else None)
        first, start = {}, 0
        for relation, count in part.content["relations"]:
            first[relation] = (start, start + count)
            start += count
        subjects = np.cumsum(part.streams["subjects"], dtype=np.int64) % (1 << 31)
        values, literals = part.streams["values"], part.streams["literals"]
        return Triples(nodes, part.content["texts"], first, subjects.tolist(), values.tolist(), literals.tolist())


def _answers(part: Part, end: str, texts: Sequence[Any]) -> PositionAnswers:
    """Return the answers of a position as they were before they were written."""

    def table(name: str, width: int) -> list[list[int]]:
        numbers = part.streams[f"{name} {end}"]
        return cast("list[list[int]]", numbers.reshape(width, -1).T.tolist())

    rows = [
        AnswerRow(texts[r[0]], bool(r[1]), *(texts[n] for n in r[2:9]), r[9])  # type: ignore[arg-type]
        for r in table("rows", 10)
    ]
    details = [Detail(texts[a], texts[b], texts[c], literal) for a, b, c, literal in table("details", 4)]
    live = [LiveRow(tuple(texts[a].split("\n")), literal) for a, literal in table("live", 2)]
    others = [row[0] for row in table("others", 1)]
    return PositionAnswers(tuple(rows), tuple(details), tuple(live), *others)
