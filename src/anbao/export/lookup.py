"""Looks up what sources assert of a resource, for the XML formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from anbao.graph.namespaces import SKOS, local_name
from anbao.graph.stores import RDF_TYPE, text

__all__ = ["Lookup"]


class Lookup:
    """Statements by subject and property, and by property and value; resources as IRIs."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Index triples, keeping their order."""
        self._out: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]
        self._out = defaultdict(list)
        self._in: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate = text(triple.subject), triple.predicate.value
            self._out[subject, predicate].append(triple.object)
            self._in[predicate, text(triple.object)].append(subject)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property, in order."""
        return [text(value) for value in self._out.get((subject, str(predicate)), ())]

    def value(self, subject: str, predicate: str) -> str | None:
        """Return the first value of a property."""
        return next(iter(self.values(subject, predicate)), None)

    def number(self, subject: str, predicate: str) -> int | None:
        """Return the value of a property as an integer."""
        found = self.value(subject, predicate)
        return None if found is None else int(found)

    def spoken(self, subject: str, predicate: str, language: str) -> str | None:
        """Return the text of a property in `zh` or `en`."""
        for value in self._out.get((subject, str(predicate)), ()):
            if isinstance(value, ox.Literal) and (value.language or "").split("-")[0] == language:
                return value.value
        return None

    def label(self, subject: str, language: str) -> str:
        """Return the label of a resource in `zh` or `en`, or the end of its IRI."""
        return self.spoken(subject, SKOS + "prefLabel", language) or local_name(subject)

    def pointing(self, predicate: str, value: str) -> list[str]:
        """Return the subjects of a property with a value, in order."""
        return self._in.get((str(predicate), value), [])

    def instances(self, kind: str) -> list[str]:
        """Return the resources of a class, in order."""
        return self.pointing(RDF_TYPE.value, str(kind))
