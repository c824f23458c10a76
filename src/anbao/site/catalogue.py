"""Which resources have a page, where it is, and what they are called.

A resource has a page of its own, stands on the page of the whole that it
belongs to (a finding on that of its case), or is a term of the ontology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from anbao.graph.namespaces import local_name
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import content_of, resources
from anbao.site.tables import ask
from anbao.wording import Label

__all__ = ["Catalogue", "Kind", "Resource", "read_catalogue", "read_kinds", "site_folder"]

BASE = "https://w3id.org/anbao/"
FOLDERS = {PREFIXES["id"]: "id", PREFIXES["circ"]: "circumstance"}
TERMS = PREFIXES["anbao"]
OTHER = "other"


def site_folder() -> Path:
    """Return the folder that holds the templates, styles and words of the site."""
    return resources() / "site"


@dataclass(frozen=True)
class Kind:
    """A kind of pages: its classes, its words, and its place among the kinds."""

    name: str
    classes: tuple[str, ...]
    words: Label
    plural: Label
    shape: str
    rank: int
    within: bool = False
    """Whether a resource of the kind is named together with what it stands under."""


@dataclass(frozen=True)
class Resource:
    """A resource with a page: `folder` holds its `index.html` below the root of a language."""

    iri: str
    kind: Kind
    label: Label
    identifier: str
    folder: str
    parts: tuple[str, ...] = ()

    @property
    def local(self) -> str:
        """The end of its IRI."""
        return self.folder.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Catalogue:
    """Every page there is, and every name."""

    kinds: dict[str, Kind]
    pages: dict[str, Resource]
    labels: dict[str, Label]
    identifiers: dict[str, str]
    wholes: dict[str, str]
    parents: dict[str, str]
    terms: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_kind(self) -> dict[str, list[Resource]]:
        """The resources of each kind, those with an identifier by it, the others by their IRI."""
        found: dict[str, list[Resource]] = {name: [] for name in self.kinds}
        for resource in sorted(self.pages.values(), key=lambda one: (one.identifier, one.iri)):
            found[resource.kind.name].append(resource)
        return found

    def page_of(self, iri: str) -> Resource | None:
        """Return the page on which a resource stands."""
        seen = {iri}
        while iri not in self.pages and iri in self.wholes:
            iri = self.wholes[iri]
            if iri in seen:
                return None
            seen.add(iri)
        return self.pages.get(iri)

    def target(self, iri: str) -> str | None:
        """Return where a resource stands: a path below the root of a language, with its fragment."""
        if page := self.page_of(iri):
            anchor = "" if page.iri == iri else "#" + local_name(iri)
            return f"{page.folder}/index.html{anchor}"
        if iri in self.terms:
            return "ontology/index.html#" + iri.removeprefix(TERMS)
        return None

    def above(self, iri: str) -> list[Resource]:
        """Return the pages that a resource stands under, the highest first."""
        found: list[Resource] = []
        page = self.page_of(self.parents.get(iri, ""))
        while page is not None and page not in found:
            found.insert(0, page)
            page = self.page_of(self.parents.get(page.iri, ""))
        return found

    def label(self, iri: str, language: str) -> str:
        """Return what a resource is called, or the end of its IRI where it has no label."""
        known = self.labels.get(iri)
        return known[language] if known else local_name(iri)


def read_kinds() -> dict[str, Kind]:
    """Return the kinds of pages, in their order."""
    given: list[dict[str, Any]] = yaml.safe_load(content_of(site_folder() / "kinds.yaml"))
    return {kind["name"]: _kind(kind, rank) for rank, kind in enumerate(given)}


def _kind(given: dict[str, Any], rank: int) -> Kind:
    classes = (name.partition(":") for name in given["classes"])
    return Kind(
        given["name"],
        tuple(PREFIXES[prefix] + local for prefix, _, local in classes),
        Label(**given["words"]),
        Label(**given["plural"]),
        given["shape"],
        rank,
        given.get("within", False),
    )


def read_catalogue(store: ox.Store) -> Catalogue:
    """Return the pages that the resources of a graph have."""
    kinds = read_kinds()
    classes, labels, identifiers = _described(store)
    wholes = _wholes(store)
    pages = dict(_pages(kinds, classes, labels, identifiers, wholes))
    terms = frozenset(iri for iri in classes if iri.startswith(TERMS))
    parents = {row["resource"].value: row["parent"].value for row in reversed(ask(store, "parents"))}
    return Catalogue(kinds, pages, labels, identifiers, wholes, parents, terms)


def _described(store: ox.Store) -> tuple[dict[str, set[str]], dict[str, Label], dict[str, str]]:
    """Return the classes, labels and identifiers of all resources."""
    classes: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    identifiers: dict[str, str] = {}
    for row in ask(store, "resources"):
        iri = row["resource"].value
        classes[iri].add(row["class"].value)
        if (label := row["label"]) is not None:
            texts[iri].setdefault((label.language or "")[:2], label.value)
        if row["identifier"] is not None:
            identifiers[iri] = row["identifier"].value
    labels = {iri: _label(found) for iri, found in texts.items()}
    return classes, labels, identifiers


def _label(texts: dict[str, str]) -> Label:
    fallback = next(iter(texts.values()))
    return Label(texts.get("zh", fallback), texts.get("en", fallback))


def _wholes(store: ox.Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in ask(store, "parts"):
        found.setdefault(row["part"].value, row["whole"].value)
    return found


def _pages(
    kinds: dict[str, Kind],
    classes: dict[str, set[str]],
    labels: dict[str, Label],
    identifiers: dict[str, str],
    wholes: dict[str, str],
) -> Iterator[tuple[str, Resource]]:
    parts: dict[str, list[str]] = defaultdict(list)
    for part, whole in wholes.items():
        parts[whole].append(part)
    for iri, of in sorted(classes.items()):
        folder = _folder(iri)
        if folder is None or iri in wholes:
            continue
        kind = next((kind for kind in kinds.values() if of & set(kind.classes)), kinds[OTHER])
        label = labels.get(iri) or Label.of({}, local_name(iri))
        below = tuple(sorted(_below(iri, parts)))
        yield iri, Resource(iri, kind, label, identifiers.get(iri, ""), folder, below)


def _folder(iri: str) -> str | None:
    for namespace, folder in FOLDERS.items():
        if iri.startswith(namespace):
            return f"{folder}/{iri.removeprefix(namespace)}"
    return None


def _below(iri: str, parts: dict[str, list[str]]) -> Iterator[str]:
    for part in parts.get(iri, ()):
        yield part
        yield from _below(part, parts)
