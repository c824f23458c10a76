"""How fast the graph is exported, beside rdflib and PyLD on the same statements."""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld as pyld
from tests.benchmarks.measure import fastest, run, write

from anbao.engine.engine import Engine
from anbao.export import FORMATS, Content

pytestmark = pytest.mark.benchmark

COMMAND = str(Path(sys.executable).parent / "anbao")
TARGETS = {"anbao export, cold, s": 10.0, "peak memory, MB": 1_000}
PEERS = {"turtle": "longturtle", "ntriples": "nt", "rdfxml": "xml"}


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    return fastest(work, 1)


def rdflib_seconds(content: Content, form: str) -> float:
    """Return the seconds that rdflib takes to write what is asserted, its loading left out."""
    graph = rdflib.Graph()
    text = ox.serialize(content.asserted_triples, format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    graph.parse(data=text, format="nt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return timed(lambda: graph.serialize(format=form))


def pyld_seconds(document: dict[str, object]) -> float:
    """Return the seconds that PyLD takes to compact what is asserted, its expanding left out."""
    expanded = pyld.expand(document)
    return timed(lambda: pyld.compact(expanded, document["@context"]))


def asserted(content: Content, name: str) -> float:
    """Return the seconds that we take to write what is asserted in one format."""
    files = FORMATS[name].files(content)
    start = time.perf_counter()
    for file in files:
        if file.variant == "asserted" and file.path != "context.jsonld":
            return time.perf_counter() - start
    raise AssertionError(name)


def test_export(engine: Engine, tmp_path: Path) -> None:
    """A full export takes less than ten seconds; ours is compared with its peers, format by format."""
    whole = run([COMMAND, "export", str(tmp_path / "data")])
    assert whole.code == 0
    content = Content(engine)
    shared = {
        name: timed(lambda name=name: getattr(content, name))  # type: ignore[misc]
        for name in ("asserted", "classifications", "decided", "inferred", "inferred_triples")
    }
    seconds = {name: timed(lambda name=name: list(FORMATS[name].files(content))) for name in FORMATS}  # type: ignore[misc]
    ours = {name: asserted(content, name) for name in (*PEERS, "jsonld")}
    peers = {name: rdflib_seconds(content, form) for name, form in PEERS.items()}
    peers["jsonld"] = pyld_seconds(json.loads((tmp_path / "data" / "anbao.jsonld").read_text("utf-8")))
    ratios = {name: peers[name] / ours[name] for name in peers}
    results = {"anbao export, cold, s": whole.seconds, "peak memory, MB": whole.megabytes}
    for name, value in results.items():
        print(f"{name:32} {value:8.2f}   target {TARGETS[name]:g}")
    for name, value in {**shared, **seconds}.items():
        print(f"  {name:30} {value:8.2f}")
    for name, ratio in ratios.items():
        print(f"  {name:30} {ours[name]:8.3f} s, peer {peers[name]:.2f} s: {ratio:.0f} times as fast")
    write("export", {"results": results, "shared": shared, "formats": seconds, "ratios": ratios})
    assert all(ratio > 1 for ratio in ratios.values())
    assert all(value <= TARGETS[name] for name, value in results.items())
