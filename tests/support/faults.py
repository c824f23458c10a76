"""Reads the faults of the shapes' examples, whose form `tests/shapes/README.md` explains, and makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from anbao.errors import DataError, SyntaxFault
from anbao.export.content import PREFIXES

__all__ = ["Fault", "Triples", "faults", "made", "valid"]

Triples = frozenset[ox.Quad]
FILE = "faults.yaml"
PARTS = {"remove", "replace", "add", "breaks"}


@dataclass(frozen=True)
class Fault:
    """A small change of a shape's valid example, and what the shape must then find.

    Attributes:
        folder: the folder of the example, named like the shape.
        property_name: the local name of the property at fault.
        name: what is wrong with it.
        remove: triples of the valid example to take out, in Turtle, as in the next two.
        replace: triples to put in the place of those with the same subject and property.
        add: triples to put in.
        breaks: the property shapes that are broken, each with a constraint that it breaks.
    """

    folder: Path
    property_name: str
    name: str
    remove: str
    replace: str
    add: str
    breaks: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.folder.name}-{self.property_name}-{self.name}"

    @property
    def place(self) -> str:
        """The file and the names under which the fault stands."""
        return f"{self.folder / FILE}, {self.property_name} {self.name}"


class _Loader(yaml.BaseLoader):
    """Reads every scalar as text, and refuses a name that is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        if twice := next((key for key, _ in node.value if names.count(key.value) > 1), None):
            raise yaml.MarkedYAMLError(problem=f"{twice.value} is given twice", problem_mark=twice.start_mark)
        return super().construct_mapping(node, deep)


def faults(folder: Path) -> list[Fault]:
    """Return the faults of a shape, as its folder lists them.

    Raises:
        DataError: the file is missing or not nested so, or a fault has no result or an unknown part.
        SyntaxFault: the file is not YAML, or names a fault twice.
    """
    path = folder / FILE
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    except OSError as error:
        raise DataError("the shape has no faults.", where=path, mend="Write this file.") from error
    except yaml.YAMLError as error:
        raise SyntaxFault(str(error), where=path) from error
    if not _is_nested(document, 3):
        mend = "It holds properties, in each named faults, in each its parts."
        raise DataError("not faults of properties.", where=path, mend=mend)
    return [
        _fault(folder, property_name, name, parts)
        for property_name, named in document.items()
        for name, parts in named.items()
    ]


def _is_nested(document: Any, depth: int) -> bool:
    """Return whether a document consists of mappings, down to the given depth."""
    if depth == 0:
        return True
    return isinstance(document, dict) and all(_is_nested(part, depth - 1) for part in document.values())


def _fault(folder: Path, property_name: str, name: str, parts: dict[str, Any]) -> Fault:
    changes = {part: parts.get(part, "") for part in ("remove", "replace", "add")}
    broken = frozenset(_broken(f"{folder.name}-{property_name}", parts.get("breaks", [])))
    fault = Fault(folder, property_name, name, **changes, breaks=broken)
    if unknown := parts.keys() - PARTS:
        mend = f"A fault has the parts {', '.join(sorted(PARTS))}."
        raise DataError(f"unknown part {', '.join(sorted(unknown))}.", where=fault.place, mend=mend)
    if not broken or not any(changes.values()):
        mend = "State what it changes, and what it `breaks`."
        raise DataError("no change, or no result.", where=fault.place, mend=mend)
    return fault


def _broken(shape: str, breaks: Any) -> Iterator[tuple[str, str]]:
    """Yield the constraints that a fault breaks, those of `shape` where no other shape is named."""
    for owner, constraints in (breaks if isinstance(breaks, dict) else {shape: breaks}).items():
        for constraint in [constraints] if isinstance(constraints, str) else constraints:
            yield owner, constraint


@cache
def valid(folder: Path) -> Triples:
    """Return the triples of a shape's valid example."""
    return frozenset(ox.parse(path=folder / "valid.ttl"))


def made(fault: Fault) -> Triples:
    """Return the valid example with a fault in it.

    Raises:
        DataError: the fault does not apply: it takes out what the example does not state, or puts in what
            it states already.
        SyntaxFault: a change is not Turtle.
    """
    before = valid(fault.folder)
    out, instead, more = (_parsed(fault, part) for part in (fault.remove, fault.replace, fault.add))
    _refuse(fault, out - before, "does not state", "`remove`")
    for triple in instead:
        if not isinstance(triple.subject, ox.BlankNode):  # which only describes a value that is put in
            old = {other for other in before if _place(other) == _place(triple)}
            _refuse(fault, [triple] if not old else [], "has nothing in the place of", "`replace`")
            out |= old
    _refuse(fault, before & (instead | more), "states already", "`replace` and `add`")
    return (before - out) | instead | more


def _place(triple: ox.Quad) -> tuple[object, object]:
    return triple.subject, triple.predicate


def _refuse(fault: Fault, triples: Iterable[ox.Quad], why: str, part: str) -> None:
    for triple in triples:
        text = ox.serialize([triple], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        what = f"{fault.folder.name}/valid.ttl {why}: {text.decode().splitlines()[-1]}"
        raise DataError(what, where=fault.place, mend=f"Change {part} of this fault, or the valid example.")


def _parsed(fault: Fault, turtle: str) -> Triples:
    """Return the triples of Turtle text that needs no prefixes, nor a full stop at its end."""
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    stop = "" if not turtle or turtle.rstrip().endswith(".") else " ."
    try:
        return frozenset(ox.parse(head + turtle + stop, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise SyntaxFault(f"{turtle!r} is not Turtle: {error}.", where=fault.place) from error
