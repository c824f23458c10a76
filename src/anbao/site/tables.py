"""The answers to `queries/pages/`, row by row, and the sections of pages that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pyoxigraph as ox

from anbao.graph.query_files import QueryFile, folder
from anbao.graph.questions import Table, Term, run
from anbao.wording import Label

__all__ = ["Cell", "Row", "Section", "ask", "section", "sections"]

PAGE = "page"
# The terms of one cell: mostly one, several where texts of a row come in several languages.
Cell: TypeAlias = tuple[Any, ...]
Row: TypeAlias = Mapping[str, Cell]


@cache
def _queries() -> dict[str, QueryFile]:
    return {query.name: query for query in folder("pages")}


def ask(store: ox.Store, name: str) -> list[dict[str, Any]]:
    """Return the rows that a query of `queries/pages/` finds, each by the names of its columns."""
    found = _table(store, name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def _table(store: ox.Store, name: str) -> Table:
    found = run(store, _queries()[name])
    assert isinstance(found, Table)
    return found


@dataclass(frozen=True)
class Section:
    """A section of the pages of one kind: its title, its columns with their titles, its rows by page."""

    name: str
    title: Label
    layout: str
    folded: bool
    columns: dict[str, Label]
    rows: Mapping[str, list[Row]]

    def columns_of(self, iri: str) -> list[str]:
        """Return the columns in which the page of a resource has something."""
        rows = self.rows.get(iri, ())
        return [name for name in self.columns if any(row[name] for row in rows)]


def sections(store: ox.Store, kind: str) -> list[Section]:
    """Return the sections of the pages of a kind, in the order that their headers give."""
    chosen = [query for query in _queries().values() if query.name.startswith(f"{kind}/")]
    ordered = sorted(chosen, key=lambda query: (query.header["order"], query.name))
    return [section(store, query.name) for query in ordered]


def section(store: ox.Store, name: str) -> Section:
    """Return the section that a query of `queries/pages/` makes."""
    query, table = _queries()[name], _table(store, name)
    columns = {
        name: Label(words["zh"], words["en"])
        for name, words in query.header["columns"].items()
        if name in table.columns and name not in {PAGE, *query.header.get("hidden", ())}
    }
    title = Label(query.summary("zh"), query.summary("en"))
    header = query.header
    layout = header.get("layout", "table")
    rows = _rows(table, header.get("merge", ()))
    return Section(name.rpartition("/")[2], title, layout, bool(header.get("folded")), columns, rows)


def _rows(table: Table, several: Iterable[str]) -> dict[str, list[Row]]:
    """Return the rows of each page.

    Rows that differ only in texts of several languages, or in the columns
    that the query's header merges, become one.
    """
    merged: dict[str, dict[tuple[Any, ...], dict[str, list[Term]]]] = defaultdict(dict)
    place = table.columns.index(PAGE)
    for values in table.rows:
        page = values[place]
        key = tuple(
            None if _is_text(term) or name in several else term
            for name, term in zip(table.columns, values, strict=True)
        )
        assert isinstance(page, ox.NamedNode)
        cells = merged[page.value].setdefault(key, {name: [] for name in table.columns})
        for name, term in zip(table.columns, values, strict=True):
            if term is not None and term not in cells[name]:
                cells[name].append(term)
    return {page: [_row(cells) for cells in found.values()] for page, found in merged.items()}


def _row(cells: Mapping[str, Iterable[Term]]) -> Row:
    return {name: tuple(terms) for name, terms in cells.items()}


def _is_text(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and bool(term.language)
