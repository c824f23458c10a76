"""Writes `site/src/generated.js`, what Python and the browser share: `python -m anbao_dev.javascript`."""

from __future__ import annotations

import json
from pathlib import Path

from anbao import wording
from anbao.circuit.inputs import STATES
from anbao.circuit.readout import DETAILS
from anbao.circuit.storage import FORMAT
from anbao.disputes.dates import FIRST_YEAR
from anbao.disputes.status import FOUND, Status
from anbao.formats.opinion import EFFECTS, FAILING, STANDINGS, TOLD_KINDS
from anbao.law.norms import ELEMENT_KINDS, SCOPE_KINDS
from anbao.site.names import NAMESPACES, shorten

__all__ = ["TARGET", "generate"]

TARGET = Path(__file__).parents[2] / "site" / "src" / "generated.js"
# Those that a script speaks.
TOPICS = ("answers", "apportion", "common", "graph", "opinion", "search", "sparql", "terms", "whatif")
HEAD = """/**
 * What Python and the browser share: words in Chinese and English by topic, and short lists.
 *
 * Written by `make generate` from `src/anbao/`; do not edit.
 */
"""
LISTS: dict[str, tuple[str, object]] = {
    "NAMESPACES": ("The namespaces of short names, by prefix.", NAMESPACES),
    "CIRCUIT_FORMAT": ("The version of the files of circuits.", FORMAT),
    "FIRST_YEAR": ("The first year of which a date may be.", FIRST_YEAR),
    "STATUSES": (
        "The kinds of findings as a dispute writes them, each with its term.",
        {status.word: status.term for status in FOUND},
    ),
    "STATES": (
        "The two inputs that a circuit has for a circumstance, by the status of its finding.",
        {"unsaid": (0, 0)} | {status.word: inputs for status, inputs in STATES.items()},
    ),
    "DETAILS": ("The kinds of details of an answer in the circuit's table, in their order.", DETAILS),
    "MARKS": ("The sign of each state of an element.", {status.term: status.mark for status in Status}),
    "SCOPE_KINDS": (
        "The kinds of elements that speciality compares.",
        [shorten(kind) for kind in ELEMENT_KINDS if kind in SCOPE_KINDS],
    ),
    "TOLD_KINDS": (
        "The kinds of elements whose facts the sentence of a decision tells.",
        list(map(shorten, TOLD_KINDS)),
    ),
    "STANDINGS": ("How settled an answer is, the surest first.", STANDINGS),
    "EFFECTS": ("What a defence does to a liability, and the entry of the words for it.", EFFECTS),
    "FAILING": ("The states of an element on which a norm fails.", FAILING),
}


def generate() -> str:
    """Return the text of the module."""
    parts = [HEAD]
    for name, (says, value) in LISTS.items():
        parts.append(f"/** {says} */\nexport const {name} = /** @type {{const}} */ ({_json(value)});\n")
    for topic in TOPICS:
        entries = {name: [label.zh, label.en] for name, label in wording.topic(topic).items()}
        lines = [f"  {json.dumps(name)}: {_json(texts)}," for name, texts in entries.items()]
        body = "\n".join(["({", *lines, "})"])
        parts.append(f"export const {topic} = /** @type {{const}} */ {body};\n")
    return "\n".join(parts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    TARGET.write_text(generate(), "utf-8")
