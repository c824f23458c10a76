"""Writes compiled positions as files (`anbao.circuit.storage`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from itertools import chain
from pathlib import Path

import numpy as np

from anbao.circuit.compiler import Compiled, Working
from anbao.circuit.gates import Gates
from anbao.circuit.library import ANSWERS, end_of
from anbao.circuit.nodes import Ints, NodeList, collected
from anbao.circuit.readout import read_answers
from anbao.circuit.storage import SUFFIX, Part, streams_of, write_part

__all__ = ["write", "write_answers"]

OTHERS = ("has_closed", "contradicted", "bare_contradicted", "unlabelled")


def write(home: Path, compiled: Compiled, bare: str, made_from: Mapping[str, str]) -> None:
    """Write what was compiled into a folder.

    Args:
        home: the folder.
        compiled: all positions.
        bare: the IRI of the bare statutes.
        made_from: digests of rules, law and the axioms of each position.
    """
    write_answers(home, compiled, made_from)
    gates = Gates(0)
    for _ in range(len(compiled.inputs)):
        gates.add_input(0)
    mapped = iter(
        compiled.nodes.into(
            gates, chain.from_iterable(one.triples.values() for one in compiled.working.values())
        )
    )
    literals = {iri: [next(mapped) for _ in one.triples] for iri, one in compiled.working.items()}
    base = [node for node in gates.below(literals[bare]) if node > len(compiled.inputs)]
    for iri, working in compiled.working.items():
        start = 0 if iri == bare else len(base)
        nodes, roots = collected(gates, len(compiled.inputs), literals[iri], base)
        part = _working_part(working, nodes, roots, start, made_from, end_of(bare))
        write_part(home / (end_of(iri) + SUFFIX), part)


def write_answers(home: Path, compiled: Compiled, made_from: Mapping[str, str]) -> None:
    """Write the answers of what was compiled into a folder, without the working triples."""
    write_part(home / (ANSWERS + SUFFIX), _answers_part(compiled, made_from))


def _working_part(  # noqa: PLR0913, PLR0917
    working: Working,
    nodes: NodeList,
    roots: Sequence[int],
    start: int,
    made_from: Mapping[str, str],
    base: str,
) -> Part:
    """Return the working triples of a position, ordered by relation, as the content of a file."""
    ordered = sorted(
        zip(working.triples, roots, strict=True), key=lambda pair: (pair[0][1], pair[0][0], pair[0][2])
    )
    texts = sorted({text for (s, _, o), _ in ordered for text in (s, o)})
    relations = sorted({p for (_, p, _), _ in ordered})
    place = {text: number for number, text in enumerate(texts)}
    counts = dict.fromkeys(relations, 0)
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
    kept = {name: made_from[name] for name in ("rules", "law", base, end_of(working.position))}
    return Part(kept, content, streams)


def _answers_part(compiled: Compiled, made_from: Mapping[str, str]) -> Part:
    answers = read_answers(compiled)
    texts: dict[str | None, int] = {None: 0}

    def number(text: str | None) -> int:
        return texts.setdefault(text, len(texts))

    streams: dict[str, Ints] = dict(streams_of(answers.nodes))
    for iri, found in answers.of_position.items():
        rows = [
            [number(v) if not isinstance(v, bool | int) else int(v) for v in astuple(row)]
            for row in found.rows
        ]
        details = [[*map(number, (d.node, d.relation, d.value)), d.literal] for d in found.details]
        live = [[number(row.node), number(row.stage), row.literal] for row in found.live]
        others = [[getattr(found, name)] for name in OTHERS]
        for name, table in (("rows", rows), ("details", details), ("live", live), ("others", others)):
            columns = np.array(table, np.int32).T.reshape(-1) if table else np.array([], np.int32)
            streams[f"{name} {end_of(iri)}"] = columns
    content = {
        "inputs": len(compiled.inputs),
        "facts": compiled.inputs.facts,
        "events": compiled.inputs.events,
        "days": [day.isoformat() for day in compiled.inputs.days],
        "premises": compiled.inputs.premises,
        "positions": list(answers.of_position),
        "texts": [text or "" for text in texts],
    }
    return Part(made_from, content, streams)
