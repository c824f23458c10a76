"""The data files of the site: classic scripts that call `anbaoData`, so that they load from `file://` too."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from anbao.site import whatif_data
from anbao.site.first_view import read_first_view
from anbao.site.library_data import build_library
from anbao.site.map import draw_map
from anbao.site.names import pack
from anbao.site.site import Site
from anbao.site.tables import ask

__all__ = ["files"]


def files(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each data file: its name, and what it holds as a script."""
    engine = site.answers.engine
    yield "search", script("search", _search(site))
    yield "graph", script("graph", _graph(site))
    yield "graph-nq", script("graph-nq", _quads(site))
    yield "library", script("library", build_library(site.store, site.answers.law))
    for name, value in whatif_data.data_files(engine).items():
        yield name, script(name, value)


def script(name: str, value: Any) -> str:
    """Return a value as a script that hands it over; `<` is escaped, should it ever stand in a page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'anbaoData("{name}",{text});\n'


def _quads(site: Site) -> str:
    """Return the whole graph as its sources assert it, in N-Quads, packed."""
    text = ox.serialize(site.descriptions.content.asserted, format=ox.RdfFormat.N_QUADS)
    return pack((text or b"").decode("utf-8"))


def _search(site: Site) -> list[list[str]]:
    """Return what can be searched: path, kind, both titles, and all texts in one."""
    catalogue = site.catalogue
    texts: dict[str, list[str]] = defaultdict(list)
    for row in ask(site.store, "texts"):
        page = catalogue.page_of(row["resource"].value)
        if page is not None and row["text"].value not in texts[page.iri]:
            texts[page.iri].append(row["text"].value)
    for part, label in catalogue.labels.items():
        page = catalogue.page_of(part)
        if page is not None and page.iri != part:
            texts[page.iri] += [text for text in (label.zh, label.en) if text not in texts[page.iri]]
    return [
        [
            f"{one.folder}/index.html",
            one.kind.name,
            " ".join(filter(None, (one.identifier, one.label.zh))),
            " ".join(filter(None, (one.identifier, one.label.en))),
            "\n".join(texts[one.iri]),
        ]
        for kind in catalogue.kinds
        for one in catalogue.by_kind[kind]
    ]


def _graph(site: Site) -> dict[str, Any]:
    """Return nodes, edges and options of the map, the names of kinds, and what stands in the first view."""
    view = read_first_view(site.network, site.answers.law)
    kinds = {edge.kind for edge in site.network.edges}
    show = {language: site.naming(language) for language in ("zh", "en")}
    labels = {kind: {language: show[language].label(kind) for language in show} for kind in kinds}
    drawn = draw_map(site.network, view, _facts(site), labels).data()
    first = [
        *view.positions,
        *view.cases,
        *(one for box in view.boxes for one in (box.provision, *box.norms)),
    ]
    named = {
        kind.name: {"zh": kind.words.zh, "en": kind.words.en, "shape": kind.shape}
        for kind in site.catalogue.kinds.values()
    }
    return {**drawn, "kinds": named, "first": [one.local for one in first]}


def _facts(site: Site) -> dict[str, dict[str, Any]]:
    """Return what each resource can be filtered by: its identifier, statute, court and year."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in site.network.nodes:
        if one.identifier:
            found[one.iri]["identifier"] = one.identifier
    for row in ask(site.store, "facets"):
        resource, facet, value = row["resource"].value, row["facet"].value, row["value"]
        if isinstance(value, ox.NamedNode):
            page = site.catalogue.page_of(value.value)
            found[resource][facet] = page.local if page else value.value
        else:
            found[resource][facet] = value.value[:4]
    return found
