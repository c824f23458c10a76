"""Runs the questions of `queries/questions/` and query files of the user's own.

A question's parameters, declared in its header, are bound as RDF terms and
never written into its text; every SELECT projects them, as Oxigraph asks. One
of type `language` only chooses among labels and is left out of the table.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox

from anbao.errors import BadDate, DataError, SyntaxFault, UnknownTerm
from anbao.graph.namespaces import DCTERMS, ELI, OWL, RDF, RDFS, SKOS, XSD
from anbao.graph.query_files import QueryFile, folder, read_query
from anbao.graph.stores import holds

__all__ = ["PREFIXES", "Table", "Term", "display", "find", "hidden", "library", "resolve", "run", "terms"]
__all__ += ["to_csv", "to_json", "to_plain", "to_tsv"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

PREFIXES = {
    "id": "https://w3id.org/anbao/id/",
    "circ": "https://w3id.org/anbao/circumstance#",
    "anbao": "https://w3id.org/anbao/ontology#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": DCTERMS,
    "eli": ELI,
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}
OWN_PREFIXES = ("id", "circ", "anbao")  # in which a local name is looked for, in this order
NAMES = ("skos:prefLabel", "skos:altLabel", "skos:notation", "dcterms:identifier")
LANGUAGES = (None, "en", "zh-hans")  # as a store keeps them
LITERALS: dict[str, tuple[Callable[[str], object], str]] = {
    "string": (str, "string"),
    "language": (lambda text: re.fullmatch(r"[a-z]{2,3}(-\w+)*", text, re.I)[0], "string"),  # type: ignore[index]
    "date": (dt.date.fromisoformat, "date"),
    "integer": (int, "integer"),
}
LOCAL = re.compile(r"[\w.-]+")
ABSOLUTE = re.compile(r"<?((?:https?://|urn:)[^\s<>]+)>?")
MAX_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Table:
    """The terms that a SELECT found, row by row; an ASK gives one cell, `answer`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@cache
def _questions() -> dict[str, QueryFile]:
    return {question.name: question for question in folder("questions")}


def library() -> list[QueryFile]:
    """Return the questions of the library, by name."""
    return list(_questions().values())


def find(name: str | Path) -> QueryFile:
    """Return a question of the library (`norms/all`), or a user's own `.rq` file.

    Raises:
        UnknownTerm: no question has that name; the message has the nearest three.
        DataError: the file cannot be read or is empty.
    """
    if Path(name).suffix == ".rq":
        return read_query(Path(name), str(name))
    try:
        return _questions()[str(name)]
    except KeyError:
        hint = _nearest(str(name), _questions()) or "`anbao query` lists the library."
        raise UnknownTerm(f"unknown question {str(name)!r}.", mend=hint) from None


def run(
    store: ox.Store, query: QueryFile, parameters: Mapping[str, str] | None = None
) -> Table | list[ox.Triple]:
    """Return what a query finds in the union of all graphs; triples for CONSTRUCT.

    Raises:
        DataError: a parameter is missing, unknown, or not of its type.
        UnknownTerm: a parameter, or its value, is unknown.
        SyntaxFault: the query is malformed; the message names file and line.
    """
    bound: Any = {ox.Variable(key): term for key, term in terms(store, query, parameters or {}).items()}
    unseen = hidden(query)
    try:
        found = store.query(query.text, use_default_graph_as_union=True, substitutions=bound)
        if isinstance(found, ox.QueryTriples):
            return list(found)
        if isinstance(found, ox.QueryBoolean):
            return Table(("answer",), ((ox.Literal(bool(found)),),))
        columns = tuple(v.value for v in found.variables if v.value not in unseen)
        return Table(columns, tuple(tuple(row[name] for name in columns) for row in found))
    except SyntaxError as error:
        where, problem = _fault(str(query.path), str(error))
        raise SyntaxFault(f"malformed SPARQL: {problem}", where=where) from None
    except (OSError, RuntimeError, ValueError) as error:
        mend = "SELECT must name each parameter." if "projection" in str(error) else None
        raise DataError(f"cannot be run: {error}.", where=str(query.path), mend=mend) from None


def hidden(query: QueryFile) -> set[str]:
    """Return the parameters that are no column of the table: those that only choose among labels."""
    return {p["name"] for p in query.header.get("params") or () if p.get("type") == "language"}


def _fault(path: str, message: str) -> tuple[str, str]:
    if not (found := re.match(r"error at (\d+):\d+: (.*)", message)):
        return path, message
    undeclared = "Prefix not found" in found[2]
    return f"{path}:{found[1]}", "a prefix is not declared." if undeclared else found[2]


def terms(store: ox.Store, query: QueryFile, given: Mapping[str, str]) -> dict[str, Term]:
    """Return the parameters of a query as terms, those not given by their defaults.

    Names of resources are looked up in the store.

    Raises:
        DataError: a parameter is missing, or not of its type.
        UnknownTerm: a parameter, or its value, is unknown.
    """
    if not query.header:
        return {name: _guess(text) for name, text in given.items()}
    declared = {p["name"]: p for p in query.header.get("params") or ()}
    takes = ", ".join(f"{name} (such as {p.get('example')})" for name, p in declared.items())
    mend = f"It takes {takes or 'no parameters'}."
    for name in given:
        if name not in declared:
            raise UnknownTerm(f"unknown parameter {name!r}.", where=query.name, mend=mend)
    found = {}
    for name, parameter in declared.items():
        text = given.get(name, parameter.get("default"))
        if text is None:
            raise DataError(f"parameter {name!r} is missing.", where=query.name, mend=mend)
        found[name] = _term(store, parameter, str(text), f"{query.name}: {name}")
    return found


def _term(store: ox.Store, parameter: Mapping[str, Any], text: str, where: str) -> Term:
    kind = parameter.get("type")
    if kind == "iri":
        return resolve(store, text, where)
    if kind in {"address", "foreign"}:
        return _elsewhere(text, where, str(parameter.get("example")))
    if kind not in LITERALS:
        return _guess(text)
    convert, datatype = LITERALS[kind]
    try:
        return ox.Literal(str(convert(text)), datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    except (TypeError, ValueError):
        fault = BadDate if kind == "date" else DataError
        mend = f"Write it like {parameter.get('example')}."
        raise fault(f"{text!r} is no {kind}.", where=where, mend=mend) from None


def _elsewhere(text: str, where: str, example: str) -> ox.NamedNode:
    """Return an IRI that this graph need not know: an endpoint's address, a term of its vocabulary."""
    node = (
        next(_nodes(text), None) if ABSOLUTE.fullmatch(text) or text.partition(":")[0] in PREFIXES else None
    )
    if node is None:
        raise DataError(f"{text!r} is no IRI.", where=where, mend=f"Write it in full, like {example}.")
    return node


def _guess(text: str) -> Term:
    marked = ABSOLUTE.fullmatch(text) or text.partition(":")[0] in PREFIXES
    return next(_nodes(text), ox.Literal(text)) if marked else ox.Literal(text)


def resolve(store: ox.Store, text: str, where: str | None = None) -> ox.NamedNode:
    """Return the resource called `text`.

    That is an IRI, a prefixed name (`id:…`), a local name, an
    exact label in any language, or an identifier (`C02`, `ECL`).

    Raises:
        UnknownTerm: nothing in the graph has that name, or several things have.
    """
    for node in _nodes(text):
        if holds(store, subject=node) or holds(store, value=node):
            return node
    if len(exact := set(_called(store, text))) == 1:
        return exact.pop()
    named = list(_names(store))
    found = sorted({display(node) for name, node in named if name == text})
    if len(found) == 1:
        return next(_nodes(found[0]))
    known = found or {name for label, node in named for name in (label, display(node))}
    hint = _nearest(text, known, cutoff=0.0 if found else 0.3)
    problem = "names several things" if found else "names nothing in the graph"
    raise UnknownTerm(f"{text!r} {problem}.", where=where, mend=hint)


def _nodes(text: str) -> Iterator[ox.NamedNode]:
    prefix, _, local = text.partition(":")
    if absolute := ABSOLUTE.fullmatch(text):
        yield ox.NamedNode(absolute[1])
    elif prefix in PREFIXES and LOCAL.fullmatch(local):
        yield ox.NamedNode(PREFIXES[prefix] + local)
    elif LOCAL.fullmatch(text):
        yield from (ox.NamedNode(PREFIXES[own] + text) for own in OWN_PREFIXES)


def _called(store: ox.Store, text: str) -> Iterator[ox.NamedNode]:
    """Yield what has exactly this name, untagged or in a language of the graph (by index, fast)."""
    for predicate in NAMES:
        for language in LANGUAGES:
            name = ox.Literal(text, language=language)
            for quad in store.quads_for_pattern(None, next(_nodes(predicate)), name):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject


def _names(store: ox.Store) -> Iterator[tuple[str, ox.NamedNode]]:
    for predicate in NAMES:
        for quad in store.quads_for_pattern(None, next(_nodes(predicate)), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.object.value, quad.subject


def _nearest(name: str, known: Iterable[str], cutoff: float = 0.3) -> str:
    close = difflib.get_close_matches(name, known, n=MAX_GUESSES, cutoff=cutoff)
    return "Did you mean " + ", ".join(map(repr, close)) + "?" if close else ""


def display(term: Term | None, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return a term for reading: an IRI by its prefixed name, a literal by its value."""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in prefixes.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
    return _text(term)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term or "")


def to_plain(table: Table, *, header: bool = True) -> str:
    """Return bare tab-separated values, their tabs and line breaks made spaces."""
    rows = [[re.sub(r"[\t\r\n]+", " ", _text(term)) for term in row] for row in table.rows]
    return "".join("\t".join(r) + "\n" for r in [list(table.columns), *rows][not header :])


def to_tsv(table: Table) -> str:
    """Return the table as SPARQL 1.1 query results in TSV, its terms written as in Turtle."""
    return _serialised(table, ox.QueryResultsFormat.TSV)


def to_csv(table: Table) -> str:
    """Return the table as SPARQL 1.1 query results in CSV."""
    return _serialised(table, ox.QueryResultsFormat.CSV)


def to_json(table: Table) -> str:
    """Return the table as SPARQL 1.1 query results in JSON."""
    return _serialised(table, ox.QueryResultsFormat.JSON)


def _serialised(table: Table, form: ox.QueryResultsFormat) -> str:
    # A term in N-Triples, as `str` gives it, is a term of the TSV format.
    lines = [["?" + name for name in table.columns]]
    lines += [["" if term is None else str(term) for term in row] for row in table.rows]
    text = "".join("\t".join(line) + "\n" for line in lines)
    solutions = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions)
    return (solutions.serialize(format=form) or b"").decode("utf-8")
