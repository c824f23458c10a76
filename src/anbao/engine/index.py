"""What the rules left in a store, by subject and by value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from anbao.engine.rules import NAMESPACES, expand

__all__ = ["Index", "short"]


def short(iri: str) -> str:
    """Return the name of a term of the ontology or of the working vocabulary."""
    for namespace in NAMESPACES.values():
        iri = iri.removeprefix(namespace)
    return iri


class Index:
    """Looks up what the rules left in a store; a relation is read when it is first asked for.

    Relations are named as in the rule files: `e:raised`, `anbao:norm`.
    """

    def __init__(self, store: ox.Store) -> None:
        """Take the store on which the rules have run."""
        self._store = store
        self._out: dict[str, dict[str, list[str]]] = {}
        self._into: dict[str, dict[str, list[str]]] = {}

    def get(self, subject: str, relation: str) -> list[str]:
        """Return the sorted values of a relation."""
        if relation not in self._out:
            self._out[relation] = _grouped(self._read(relation))
        return self._out[relation].get(subject, [])

    def one(self, subject: str, relation: str) -> str | None:
        """Return the first value of a relation, or None if it has none."""
        return next(iter(self.get(subject, relation)), None)

    def having(self, relation: str, value: str) -> list[str]:
        """Return the sorted subjects that have a value of a relation."""
        if relation not in self._into:
            self._into[relation] = _grouped((value, subject) for subject, value in self._read(relation))
        return self._into[relation].get(value, [])

    def _read(self, relation: str) -> list[tuple[str, str]]:
        """Return the subjects and values of a relation."""
        named = ox.NamedNode(expand(relation))
        return [
            (quad.subject.value, quad.object.value)  # type: ignore[union-attr]
            for quad in self._store.quads_for_pattern(None, named, None, ox.DefaultGraph())
        ]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the sorted second members of pairs by the first."""
    found = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    for values in found.values():
        values.sort()
    return found
