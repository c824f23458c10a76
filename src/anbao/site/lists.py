"""The lists: one page for each kind of resources, and one that leads to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from markupsafe import Markup

from anbao.graph.query_files import folder
from anbao.site.catalogue import Kind, Resource
from anbao.site.paths import LANGUAGES, PagePath
from anbao.site.showing import Showing
from anbao.site.site import Site
from anbao.site.tables import Row, Section, section

__all__ = ["pages"]

YEAR = "year"
FACETS = 40  # a column of at most so many resources can be filtered by


@dataclass(frozen=True)
class Line:
    """A resource in a list: its link and what each column says of it."""

    name: Markup
    cells: tuple[Markup, ...]


def pages(site: Site) -> Iterator[tuple[PagePath, str]]:
    """Yield the lists in each language, the one that leads to them first."""
    queries = {query.name for query in folder("pages")}
    filled = [kind for kind in site.catalogue.kinds.values() if site.catalogue.by_kind[kind.name]]
    for language in LANGUAGES:
        place = PagePath("browse/index.html", language)
        counted = [(kind, len(site.catalogue.by_kind[kind.name])) for kind in filled]
        yield (
            place,
            site.render("browse.html.jinja", place, site.word("site.browse", language), kinds=counted),
        )
    for kind in filled:
        name = f"lists/{kind.name}"
        rows = section(site.store, name) if name in queries else None
        for language in LANGUAGES:
            place = PagePath(f"{kind.name}/index.html", language)
            yield place, _page(site, kind, place, rows)


def _page(site: Site, kind: Kind, place: PagePath, rows: Section | None) -> str:
    show = site.showing(place)
    listed = site.catalogue.by_kind[kind.name]
    if rows is not None:
        listed = [site.catalogue.pages[iri] for iri in rows.rows if iri in site.catalogue.pages]
    columns = list(rows.columns) if rows is not None else []
    lines = [_line(resource, show, rows.rows[resource.iri] if rows else [], columns) for resource in listed]
    facets = [_is_facet(rows, name) for name in columns] if rows else []
    return site.render(
        "list.html.jinja",
        place,
        kind.plural[place.language],
        kind=kind,
        lines=lines,
        columns=[(show.text(rows.columns[name]), facet) for name, facet in zip(columns, facets, strict=True)]
        if rows
        else [],
    )


def _is_facet(rows: Section, column: str) -> bool:
    """Return whether a list can be filtered by a column: it names a few resources, or years."""
    terms = {term for found in rows.rows.values() for row in found for term in row[column]}
    named = all(isinstance(term, ox.NamedNode) for term in terms)
    return (named or column == YEAR) and 1 < len(terms) <= FACETS


def _line(resource: Resource, show: Showing, rows: list[Row], columns: list[str]) -> Line:
    identifier = Markup("<b>{}</b> ").format(resource.identifier) if resource.identifier else Markup()
    return Line(identifier + show.link(resource.iri), tuple(show.distinct(rows, name) for name in columns))
