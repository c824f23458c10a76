"""How long each question of the library takes on the whole graph: Oxigraph, and rdflib beside it.

Measured in one process each, the answers compared before they are timed. Written to
`build/benchmarks/queries.json`, the slowest printed.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any

import pyoxigraph as ox
import pytest

from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, choose_positions
from anbao.graph import questions, stores
from anbao.graph.query_files import QueryFile

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "benchmarks" / "queries.json"
RUNS = 7
LIMIT_MS = 50.0
PEER_LIMIT_S = 20
SHOWN = 8
# Answers one question on rdflib, in a process of its own, since a query cannot be stopped halfway:
# loads the graph, then reads a name of a question and its terms on each line.
PEER = """
import json, sys, time
import rdflib
from anbao import query
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
print("ready", flush=True)
for line in sys.stdin:
    name, terms = json.loads(line)
    bindings = {key: rdflib.URIRef(value) if datatype is None else
                rdflib.Literal(value, datatype=datatype or None) for key, (value, datatype) in terms.items()}
    begin = time.perf_counter()
    rows = list(dataset.query(query.find(name).text, initBindings=bindings))
    taken = time.perf_counter() - begin
    columns = query.find(name).header["columns"]
    values = [["" if row[column] is None else str(row[column]) for column in columns] for row in rows]
    print(json.dumps([taken * 1000, values]), flush=True)
"""


@pytest.fixture(scope="module")
def store(engine: Engine) -> ox.Store:
    """The whole graph with the decisions on one dispute under every position."""
    whole = stores.load()
    disputes = gather("C19", engine.law, engine.store)
    for run in engine.run(disputes, choose_positions(engine.law, ["all"])):
        whole.extend(ox.Quad(*triple) for triple in run.triples())
    return whole


def examples(question: QueryFile) -> dict[str, str]:
    """Return the example of each parameter of a question."""
    return {p["name"]: str(p["example"]) for p in question.header.get("params") or ()}


def on_oxigraph(store: ox.Store, question: QueryFile) -> tuple[float, list[list[str]]]:
    """Return the median time in ms, the reading of parameters included, and the values of the rows."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        found = questions.run(store, question, examples(question))
        taken.append((time.perf_counter() - begin) * 1000)
    assert isinstance(found, questions.Table)
    return statistics.median(taken), [[questions.display(term, {}) for term in row] for row in found.rows]


class Peer:
    """rdflib on the same graph, started anew when a question takes it too long."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> subprocess.Popen[str]:
        """Return the running process, its graph loaded."""
        if self.process is None:
            command = [sys.executable, "-W", "ignore", "-c", PEER, str(self.data)]
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            assert self.process.stdout is not None
            assert self.process.stdout.readline() == "ready\n"
        return self.process

    def ask(self, name: str, terms: Mapping[str, Any]) -> tuple[float, list[list[str]]] | None:
        """Return the time in ms and the rows, or None after the limit."""
        process = self.start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([name, terms]) + "\n")
        process.stdin.flush()
        if answered := _line_within(process, PEER_LIMIT_S):
            taken, rows = json.loads(answered)
            return taken, rows
        self.stop()
        return None

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def _line_within(process: subprocess.Popen[str], seconds: float) -> str | None:
    """Return the next line that a process writes, or None if it takes longer."""
    lines: list[str] = []
    assert process.stdout is not None
    reader = Thread(target=lambda: lines.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    reader.join(seconds)
    return lines[0] if lines else None


def terms_of(store: ox.Store, question: QueryFile) -> dict[str, tuple[str, str | None]]:
    """Return value and datatype of each parameter's term: None for an IRI, empty for a string."""
    terms: dict[str, tuple[str, str | None]] = {}
    for name, term in questions.terms(store, question, examples(question)).items():
        if isinstance(term, ox.Literal):
            datatype = term.datatype.value
            terms[name] = (term.value, "" if datatype.endswith("#string") else datatype)
        else:
            assert isinstance(term, ox.NamedNode)
            terms[name] = (term.value, None)
    return terms


def counted(rows: list[list[str]]) -> Counter[tuple[str, ...]]:
    """Return rows as a bag: where ORDER BY leaves ties, the engines break them each in its way."""
    return Counter(tuple(row) for row in rows)


def alone(question: QueryFile) -> bool:
    """Return whether a question asks this graph alone, no endpoint elsewhere."""
    return "SERVICE" not in question.text


@pytest.mark.benchmark
def test_every_question_is_answered_in_50_ms(store: ox.Store, tmp_path: Path) -> None:
    """On the whole graph each question takes Oxigraph less than 50 ms, and rdflib gives the same rows."""
    data = tmp_path / "graph.nq"
    store.dump(data, format=ox.RdfFormat.N_QUADS)
    peer, measured = Peer(data), []
    try:
        for question in filter(alone, questions.library()):
            taken, rows = on_oxigraph(store, question)
            other = peer.ask(question.name, terms_of(store, question))
            assert other is None or counted(other[1]) == counted(rows), question.name
            measured.append(
                {
                    "question": question.name,
                    "rows": len(rows),
                    "oxigraph_ms": round(taken, 2),
                    "rdflib_ms": round(other[0], 1) if other else None,
                }
            )
    finally:
        peer.stop()
    measured.sort(key=lambda one: -float(one["oxigraph_ms"]))  # type: ignore[arg-type]
    report(measured, len(store))
    slow = [one for one in measured if float(one["oxigraph_ms"]) >= LIMIT_MS]  # type: ignore[arg-type]
    assert slow == []


def report(measured: list[dict[str, Any]], quads: int) -> None:
    """Write the measurements, and print the slowest."""
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    engines = {name: version(name) for name in ("pyoxigraph", "rdflib")}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    document = {"quads": quads, "runs": RUNS, "machine": machine, "engines": engines, "questions": measured}
    OUT.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    print(f"\n{len(measured)} questions on {quads} quads; the slowest on Oxigraph:")
    for one in measured[:SHOWN]:
        other = f"{one['rdflib_ms']:10.1f} ms" if one["rdflib_ms"] else f"over {PEER_LIMIT_S} s"
        print(f"  {one['question']:40} {one['oxigraph_ms']:8.2f} ms   rdflib {other}   {one['rows']} rows")
    skipped = [one["question"] for one in measured if one["rdflib_ms"] is None]
    print(f"rdflib took over {PEER_LIMIT_S} s, and was stopped, on: {', '.join(skipped) or 'none'}")
