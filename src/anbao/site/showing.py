"""What the templates ask of rows: groups, periods, elements, amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import pyoxigraph as ox
from markupsafe import Markup

from anbao.graph.namespaces import local_name
from anbao.graph.questions import Term
from anbao.site import drawing
from anbao.site.rendering import Renderer
from anbao.site.tables import Cell, Row

__all__ = ["Showing"]

FEN = 100
DISPUTE = "dispute"
USUAL = {"LexLata", "StatedByAuthor"}  # goes without saying


@dataclass(frozen=True)
class Showing(Renderer):
    """Renders rows on one page.

    `norm_elements` holds the elements of each norm, kind by kind; `anchored` grows with each place of
    the page that a link can lead to.
    """

    norm_elements: Mapping[str, Sequence[Row]]
    anchored: set[str] = field(default_factory=set)

    def distinct(self, rows: Iterable[Row], column: str) -> Markup:
        """Return what a column holds over several rows, each once."""
        terms: dict[Term, None] = {term: None for row in rows for term in row[column]}
        return self.cell(terms)

    def terms(self, rows: Iterable[Row], column: str) -> Markup:
        """Return what a column holds, side by side, with links to terms of the ontology."""
        terms: dict[Term, None] = {term: None for row in rows for term in row[column]}
        return Markup(", ").join(
            self.link(term.value) if isinstance(term, ox.NamedNode) else self.cell([term]) for term in terms
        )

    def grouped(self, rows: Iterable[Row], column: str) -> Iterator[tuple[Cell, list[Row]]]:
        """Yield what a column holds, each with its rows, in the order in which they come."""
        groups: dict[Cell, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[column], []).append(row)
        yield from groups.items()

    def several(self, rows: Iterable[Row], column: str) -> bool:
        """Return whether a column has more than one distinct value."""
        return len({row[column] for row in rows}) > 1

    def telling(self, rows: Sequence[Row], columns: Iterable[str]) -> list[str]:
        """Return the columns without that of the dispute, where there is only one."""
        return [name for name in columns if name != DISPUTE or self.several(rows, name)]

    def remarks(self, row: Row, columns: Iterable[str]) -> Markup:
        """Return what is said of a premise: its mode and kind, who states it, where."""
        told = [
            Markup('<span class="{}">{}</span>').format(
                self.local(row[name]), self.cell(row[name], plain=True)
            )
            if name == "mode"
            else self.cell(row[name], plain=True)
            for name in columns
            if name not in ("premise", "position") and row[name] and self.local(row[name]) not in USUAL
        ]
        return Markup("<small>{}</small>").format(Markup(" · ").join(told)) if told else Markup()

    def anchor(self, cell: Cell) -> Markup:
        """Return the `id` attribute for a resource, empty if the page has it already."""
        local = self.local(cell)
        if not local or local in self.anchored:
            return Markup()
        self.anchored.add(local)
        return Markup(' id="{}"').format(local)

    def row_anchor(self, row: Row) -> Markup:
        """Return the attribute that makes a row the target of the part of this page that it tells of."""
        for cell in row.values():
            term = cell[0] if cell else None
            if isinstance(term, ox.NamedNode) and self._is_part(term.value) and (found := self.anchor(cell)):
                return found
        return Markup()

    def _is_part(self, iri: str) -> bool:
        page = self.catalogue.page_of(iri)
        return page is not None and page.iri != iri and self.place.path.startswith(f"{page.folder}/")

    def unanchored(self, parts: Iterable[str]) -> list[str]:
        """Return the fragments of those parts of the page that no place on it is the target of yet."""
        names = (local_name(iri) for iri in parts)
        return [name for name in names if name not in self.anchored]

    def local(self, cell: Cell) -> str:
        """Return the end of an IRI, which style sheets go by; empty for anything else."""
        if not cell or not isinstance(cell[0], ox.NamedNode):
            return ""
        return local_name(cell[0].value)

    def position(self, cell: Cell) -> Markup:
        """Return a position by its identifier."""
        iri = cell[0].value
        return self.link(iri, self.catalogue.identifiers.get(iri))

    def period(self, begin: Cell, end: Cell) -> Markup:
        """Return from when until when a version is in force."""
        told = (
            Markup("{} <time>{}</time>").format(self.word("site.since"), begin[0].value)
            if begin
            else Markup()
        )
        if end:
            return told + Markup(" {} <time>{}</time>").format(self.word("common.until"), end[0].value)
        return told

    def timeline(self, rows: Sequence[Row]) -> Markup:
        """Return the versions on a line of time, where a provision has more than one."""
        spans = [
            (
                self.label(row["part"][0].value),
                row["from"][0].value,
                row["until"][0].value if row["until"] else "",
            )
            for row in rows
            if row["from"]
        ]
        parts = [name for name, _, _ in spans]
        if len(parts) == len(set(parts)):
            return Markup()
        return drawing.timeline(spans, self.word("site.versions"))

    def elements(self, norm: Cell) -> list[tuple[str, Markup]]:
        """Return the elements of a norm: each kind with its circumstances."""
        rows = self.norm_elements.get(norm[0].value, ())
        return [
            (self.label(kind[0].value), self.distinct(group, "circumstance"))
            for kind, group in self.grouped(rows, "kind")
        ]

    def role(self, cell: Cell) -> str:
        """Return how what follows from a norm stands to it, such as its consequence."""
        return self.word("site.norm then") if self.local(cell) == "consequence" else self.label(cell[0].value)

    def percent(self, cell: Cell) -> str:
        """Return a share as a percentage."""
        return f"{float(Fraction(cell[0].value)):.0%}"

    def yuan(self, cell: Cell) -> str:
        """Return an amount of fen in yuan."""
        return f"¥{int(cell[0].value) / FEN:,.2f}"
