"""Which relations the rule files read and write, by their parsed SPARQL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rdflib
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery, translateUpdate
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from anbao.graph.query_files import QueryFile

__all__ = ["mentioned", "named_in_code", "read_by", "written_by"]

TEMPLATES = ("insert", "delete", "template")


def _algebra(rule: QueryFile) -> Any:
    if "\nSELECT" in rule.text or "\nCONSTRUCT" in rule.text:
        return translateQuery(parseQuery(rule.text)).algebra
    return translateUpdate(parseUpdate(rule.text)).algebra


def written_by(rule: QueryFile) -> set[str]:
    """Return the relations that a rule file inserts, by IRI."""
    return set(_predicates(_templates(_algebra(rule)), within=True))


def read_by(rule: QueryFile) -> set[str]:
    """Return the relations on which the patterns of a rule file match, filters and paths included, by IRI."""
    return set(_predicates(_algebra(rule), within=False))


def mentioned(rule: QueryFile) -> set[str]:
    """Return every IRI in a rule file, whatever its place."""
    return {str(term) for term in _terms(_algebra(rule)) if isinstance(term, rdflib.URIRef)}


def _templates(node: Any) -> Iterator[Any]:
    """Yield what stands in the INSERT parts of an update."""
    if isinstance(node, CompValue):
        # `update` and other names of methods shadow keys; `dict.get` does not.
        if (inserted := dict.get(node, "insert")) is not None:
            yield inserted
        for key, value in dict.items(node):
            if key not in TEMPLATES:
                yield from _templates(value)
    elif isinstance(node, list | tuple | set):
        for item in node:
            yield from _templates(item)


def _predicates(node: Any, *, within: bool) -> Iterator[str]:
    """Yield the predicates of the triples in a part of the algebra; outside templates unless `within` one."""
    if isinstance(node, dict):
        for key, value in dict.items(node):
            # Triples, or the quads of a template by their graph.
            if key == "triples" or isinstance(key, rdflib.term.Identifier):
                yield from _matched(value)
            elif within or key not in TEMPLATES:
                yield from _predicates(value, within=within)
    elif isinstance(node, list | tuple | set) or hasattr(node, "__next__"):
        for item in node:
            yield from _predicates(item, within=within)


def _matched(triples: Any) -> Iterator[str]:
    """Yield the relations of triples, each by itself or, in EXISTS, several in a row."""
    for row in triples or ():
        for predicate in list(row)[1::3]:
            yield from _relations(predicate)


def _relations(predicate: Any) -> Iterator[str]:
    """Yield the relations of a predicate or of a property path."""
    if isinstance(predicate, rdflib.URIRef):
        yield str(predicate)
    elif isinstance(predicate, PropertyPath):
        for part in getattr(predicate, "args", [getattr(predicate, "arg", getattr(predicate, "path", None))]):
            yield from _relations(part)


def _terms(node: Any) -> Iterator[Any]:
    if isinstance(node, rdflib.URIRef):
        yield node
    elif isinstance(node, PropertyPath):
        yield from (rdflib.URIRef(iri) for iri in _relations(node))
    elif isinstance(node, CompValue | dict):
        for value in dict.values(node):
            yield from _terms(value)
    elif isinstance(node, list | tuple | set):
        for item in node:
            yield from _terms(item)


def named_in_code(folder: Path, prefix: str) -> set[str]:
    """Return the names such as `e:raised` that stand as strings in the Python files below a folder."""
    constants = (
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in constants if re.fullmatch(rf"{prefix}:[A-Za-z]\w*", text)}
