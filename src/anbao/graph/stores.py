"""The only reader and writer of RDF files.

The graph is the Turtle and TriG files under `ontology/` and `data/`. It is
passed about as a `pyoxigraph.Store`, openly and unwrapped. What a file says
stands in the default graph, except the premises of a position, which stand in
a named graph of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from anbao.errors import DataError, SyntaxFault

__all__ = [
    "ENGINE",
    "FORMATS",
    "files",
    "holds",
    "load",
    "read",
    "resources",
    "text",
    "turtle_layout",
    "write_turtle",
]

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
GRAPH_FOLDERS = ("ontology", "data")
LEFT_OUT = {"shapes", "working.ttl"}  # what data must be like; what exists only while the rules run
ENGINE = "https://w3id.org/anbao/engine#"  # working relations, which no result keeps
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def resources() -> Path:
    """Return the folder that holds `ontology/`, `data/` and `queries/`.

    An installed wheel carries them inside the package; a checkout has them at
    its top.
    """
    packaged = Path(__file__).parents[1] / "resources"
    return packaged if packaged.is_dir() else Path(__file__).parents[3]


def files(home: Path | None = None) -> list[Path]:
    """Return the files of the graph under `home` in a fixed order, shapes left out."""
    root = home or resources()
    found = (
        path
        for folder in GRAPH_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".ttl", ".trig"} and LEFT_OUT.isdisjoint(path.relative_to(root).parts)
    )
    return list(found)


def read(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of an RDF file, its syntax told by the file's ending.

    Raises:
        DataError: the file cannot be read, is empty, or its ending is unknown.
        SyntaxFault: the file is malformed; the message names file and line.
    """
    try:
        form = FORMATS[path.suffix]
    except KeyError:
        known = " ".join(sorted(FORMATS))
        raise DataError(
            f"unknown kind of RDF file {path.suffix!r}.",
            where=str(path),
            mend=f"Use one of {known}.",
        ) from None
    content = content_of(path)
    try:
        yield from ox.parse(content, format=form, base_iri=path.absolute().as_uri(), path=None)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise SyntaxFault(
            f"malformed {form.name}: {error.msg}",
            where=f"{path}{line}",
            mend="Correct the syntax there.",
        ) from None


def content_of(path: Path) -> bytes:
    """Return the bytes of a text file.

    Raises:
        DataError: the file cannot be read, is empty, or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"cannot be read ({error.strerror}).",
            where=str(path),
            mend="Check the name and the rights.",
        ) from None
    if not content.strip():
        raise DataError("the file is empty.", where=str(path), mend="Give at least one dispute or statement.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError("the text is not UTF-8.", where=f"{path}:{line}", mend="Save it as UTF-8.") from None
    return content


def load(paths: Iterable[Path] | None = None) -> ox.Store:
    """Return a store of the whole graph, or of the given files.

    Raises:
        DataError: a file cannot be read or parsed.
    """
    store = ox.Store()
    for path in files() if paths is None else paths:
        store.bulk_extend(read(path))
    return store


def holds(
    store: ox.Store,
    subject: ox.NamedNode | None = None,
    predicate: ox.NamedNode | None = None,
    value: ox.NamedNode | ox.Literal | None = None,
) -> bool:
    """Return whether a store has such a statement in any graph.

    An iterator of Oxigraph may not end in another thread than its own. It stays
    inside this function, so that no traceback keeps it.
    """
    return next(store.quads_for_pattern(subject, predicate, value), None) is not None


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI, a literal's value or a blank node's name as a plain string."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def turtle_layout(content: str) -> str:
    """Return Turtle in the house's layout: sorted, one value to a line, the same every time."""
    import rdflib

    parsed = rdflib.Graph(bind_namespaces="none").parse(data=content, format="turtle")
    # The serialiser sorts by name, and a blank node has a new one at every reading: name it by what it says.
    nodes = {s for s in parsed.subjects() if isinstance(s, rdflib.BNode) and (None, None, s) not in parsed}
    said = {node: sorted(value.n3() for value in parsed.objects(node)) for node in nodes}
    ordered = sorted(nodes, key=said.__getitem__)
    names: dict[Any, Any] = {node: rdflib.BNode(f"n{place:06}") for place, node in enumerate(ordered)}
    renamed = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in parsed.namespaces():
        renamed.bind(prefix, namespace)
    for subject, predicate, value in parsed:
        renamed.add((names.get(subject, subject), predicate, value))
    return renamed.serialize(format="longturtle")


def write_turtle(path: Path) -> None:
    """Rewrite a Turtle file in the house's layout."""
    path.write_text(turtle_layout(path.read_text("utf-8")), "utf-8")
