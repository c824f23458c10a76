"""Runs the rule files on rdflib's own SPARQL: `python -m tests.benchmarks.rdflib_peer FILE.nq`.

Prints one line of JSON for each step as it ends, so that a run that is cut off
still says how far it came, and at last the labels of defeat.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import rdflib

from anbao.engine import rules
from anbao.graph.vocabulary import ANBAO


def main(path: Path) -> None:
    """Run the rules on the quads of a file, as anbao.rules.run does on Oxigraph."""
    dataset = rdflib.Dataset()
    dataset.parse(path, format="nquads")
    for rule in rules.steps():
        start, size = time.perf_counter(), -1
        while size != (now := sum(1 for _ in dataset.quads())):
            size = now
            dataset.update(rule.text)
            if "grows" not in rule.header:
                break
        print(json.dumps({"step": rule.name, "seconds": time.perf_counter() - start}), flush=True)
    labels = sorted((str(s), str(o)) for s, _, o in dataset.triples((None, ANBAO.label, None)))
    print(json.dumps({"labels": labels}))


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, about its own names
    main(Path(sys.argv[1]))
