"""The first view of the map: provisions in the middle, positions on one side, cases on the other.

The provisions stand in boxes, one above the other, the special above the
general, with their norms as rows; so no label can meet another, and every
line goes from a row to a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import networkx as nx
import yaml
from markupsafe import Markup

from anbao.errors import DataError
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import content_of
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law
from anbao.site import drawing
from anbao.site.catalogue import Resource, site_folder
from anbao.site.network import Edge, Network
from anbao.site.rendering import Renderer

__all__ = ["Box", "FirstView", "draw", "read_first_view"]

ROW, GAP, TITLE = 21, 17, 25
WIDTH = 980
BOX_LEFT, BOX_RIGHT = 318, 662
POSITION_X, CASE_X = 222, 758
MARK = 4.5  # half the size of a mark
LONGEST_NAME = 13.5  # em
MAX_BULGE = 70
CLAIMS = {str(ANBAO.PriorityClaim)}
SPECIAL = str(ANBAO.LexSpecialis)
LEADS = {str(ANBAO.Governs), str(ANBAO.Uncertain), str(ANBAO.Displaced), str(ANBAO.cites)}
# A long name is cut where the title of a work begins.
TITLE_MARKS = re.compile(r"[,，]?\s*[《“]")


@dataclass(frozen=True)
class Box:
    """A provision with those of its norms that answer the main question."""

    provision: Resource
    norms: tuple[Resource, ...]


@dataclass(frozen=True)
class FirstView:
    """What stands in the first view, in order from above, and which lines there are."""

    boxes: tuple[Box, ...]
    positions: tuple[Resource, ...]
    cases: tuple[Resource, ...]
    lines: tuple[Edge, ...]

    def heights(self) -> dict[str, float]:
        """Return the height at which each resource stands."""
        found: dict[str, float] = {}
        y = 10.0
        for box in self.boxes:
            found[box.provision.iri] = y + TITLE / 2
            y += TITLE
            for norm in box.norms:
                found[norm.iri] = y + ROW / 2
                y += ROW
            y += GAP
        for side in (self.positions, self.cases):
            step = min(30.0, (y - GAP) / max(1, len(side)))
            top = (y - GAP - step * len(side)) / 2 + step / 2
            found |= {one.iri: top + step * place for place, one in enumerate(side)}
        return found

    @property
    def height(self) -> float:
        """The height of the whole."""
        middle = sum(TITLE + GAP + ROW * len(box.norms) for box in self.boxes)
        return max(middle, 17.5 * max(len(self.positions), len(self.cases))) + 12


@cache
def _chosen() -> tuple[str, ...]:
    given = yaml.safe_load(content_of(site_folder() / "first-view.yaml"))["provisions"]
    return tuple(PREFIXES["id"] + name.removeprefix("id:") for name in given)


def read_first_view(network: Network, law: Law) -> FirstView:
    """Return the contents of the first view.

    Raises:
        DataError: `site/first-view.yaml` names a provision that is not in the graph.
    """
    pages = network.catalogue.pages
    for iri in _chosen():
        if iri not in pages:
            raise DataError(
                f"no provision is called {iri!r}.", where="site/first-view.yaml", mend="Take it out."
            )
    boxes = _boxes(network, law)
    norms = {norm.iri for box in boxes for norm in box.norms}
    lines = [edge for edge in network.edges if _belongs(edge, norms, network)]
    places = {norm.iri: place for place, norm in enumerate(norm for box in boxes for norm in box.norms)}
    ends = {iri for edge in lines for iri in (edge.source, edge.target)} - norms
    sides = [
        [pages[iri] for iri in sorted(ends) if pages[iri].kind.name == kind] for kind in ("position", "case")
    ]
    ordered = [_by_neighbours(side, lines, places) for side in sides]
    return FirstView(tuple(boxes), ordered[0], ordered[1], tuple(lines))


def _boxes(network: Network, law: Law) -> list[Box]:
    """Return the chosen provisions with their norms, the special before the general."""
    main = law.main_question
    found = {}
    for iri in _chosen():
        norms = [
            norm.iri for norm in law.norms.values() if _within(norm.provision, iri) and norm.question == main
        ]
        found[iri] = norms
    levels = _levels(network, found)
    order = sorted(found, key=lambda iri: (-levels[iri], _chosen().index(iri)))
    pages = network.catalogue.pages
    return [Box(pages[iri], tuple(pages[norm] for norm in found[iri])) for iri in order if found[iri]]


def _within(provision: str, article: str) -> bool:
    return provision == article or provision.startswith(article + "-")


def _levels(network: Network, norms: dict[str, list[str]]) -> dict[str, int]:
    """Return how many steps of speciality lie below each provision, inferred or claimed."""
    home = {norm: provision for provision, members in norms.items() for norm in members}
    above: nx.DiGraph[str] = nx.DiGraph()
    above.add_nodes_from(norms)
    for edge in network.edges:
        if edge.kind in CLAIMS | {SPECIAL} and edge.source in home and edge.target in home:
            above.add_edge(home[edge.source], home[edge.target])
    above.remove_edges_from(list(nx.selfloop_edges(above)))
    condensed = nx.condensation(above)
    depth: dict[int, int] = {}
    for node in reversed(list(nx.topological_sort(condensed))):
        depth[node] = max((depth[below] + 1 for below in condensed.successors(node)), default=0)
    return {iri: depth[condensed.graph["mapping"][iri]] for iri in norms}


def _belongs(edge: Edge, norms: set[str], network: Network) -> bool:
    """Return whether an edge is drawn: between norms, or from a position or a case to one."""
    if edge.target not in norms:
        return False
    if edge.source in norms:
        return edge.kind == SPECIAL or edge.kind in CLAIMS
    kind = network.catalogue.pages[edge.source].kind.name
    return kind == "position" or (kind == "case" and edge.kind in LEADS)


def _by_neighbours(
    side: Iterable[Resource], lines: Sequence[Edge], places: dict[str, int]
) -> tuple[Resource, ...]:
    """Return resources in the order of the rows that they lead to, so that few lines cross."""

    def middle(one: Resource) -> float:
        rows = [places[edge.target] for edge in lines if edge.source == one.iri]
        return sum(rows) / len(rows)

    return tuple(sorted(side, key=lambda one: (middle(one), one.identifier)))


def draw(view: FirstView, show: Renderer, title: str) -> Markup:
    """Return the first view as inline SVG; every label leads to its page."""
    y = view.heights()
    head = Markup('<svg class="map" viewBox="0 0 {} {:g}" role="group" aria-label="{}">')
    pieces = [head.format(WIDTH, view.height, title), *_lines(view, y)]
    for box in view.boxes:
        pieces += _box(box, y, show)
    pieces += [_name(one, POSITION_X, y[one.iri], show, "end") for one in view.positions]
    pieces += [_name(one, CASE_X, y[one.iri], show, "start") for one in view.cases]
    return Markup("").join([*pieces, Markup("</svg>")])


def _lines(view: FirstView, y: dict[str, float]) -> list[Markup]:
    """Return the lines, the faint ones first; several relations between two rows make one line of a style."""
    positions = {one.iri for one in view.positions}
    cases = {one.iri for one in view.cases}
    found: set[tuple[int, str, str]] = set()
    for edge in view.lines:
        start, end = y[edge.source], y[edge.target]
        if edge.source in positions:
            found.add((0, "pos", _across(POSITION_X + 12, BOX_LEFT, start, end)))
        elif edge.source in cases:
            found.add((1, "dec", _across(CASE_X - 12, BOX_RIGHT, start, end)))
        elif edge.claimed_by == "author":
            found.add((2, "author", _arc(BOX_LEFT, -1, start, end)))
        else:
            found.add((3, "inferred", _arc(BOX_RIGHT, 1, start, end)))
    return [Markup('<path class="e {}" d="{}"/>').format(style, path) for _, style, path in sorted(found)]


def _across(x: float, to: float, start: float, end: float) -> str:
    """Return the path from a name at the side to a row of a box."""
    middle = (x + to) / 2
    return f"M{x} {start:g}C{middle:g} {start:g} {middle:g} {end:g} {to} {end:g}"


def _arc(x: float, side: int, start: float, end: float) -> str:
    """Return the path from a row to another of the boxes, beside them; `side` is -1 for the left."""
    out = x + side * min(MAX_BULGE, 18 + abs(end - start) / 6)
    return f"M{x} {start:g}C{out:g} {start:g} {out:g} {end:g} {x} {end:g}"


def _box(box: Box, y: dict[str, float], show: Renderer) -> list[Markup]:
    top = y[box.provision.iri] - TITLE / 2
    across, height = BOX_RIGHT - BOX_LEFT, TITLE + ROW * len(box.norms) + 4
    frame = Markup('<rect class="box" x="{}" y="{:g}" width="{}" height="{:g}" rx="5"/>')
    heading = Markup('<a href="{}"><text class="t" x="{}" y="{:g}">{}</text></a>').format(
        show.href(box.provision.iri), BOX_LEFT + 12, top + 17.5, show.text(box.provision.label)
    )
    rows = [_row(norm, y[norm.iri], show) for norm in box.norms]
    return [frame.format(BOX_LEFT, top, across, height), heading, *rows]


def _row(norm: Resource, y: float, show: Renderer) -> Markup:
    label = drawing.clipped(show.text(norm.label), (BOX_RIGHT - BOX_LEFT - 40) / drawing.TEXT)
    sign = drawing.mark(norm.kind.shape, BOX_LEFT + 18, y, MARK, norm.kind.name)
    return Markup('<a href="{}">{}<text x="{}" y="{:g}">{}</text></a>').format(
        show.href(norm.iri), sign, BOX_LEFT + 30, y + drawing.BASELINE, label
    )


def _name(one: Resource, x: float, y: float, show: Renderer, anchor: str) -> Markup:
    whole = show.text(one.label)
    label = drawing.clipped(TITLE_MARKS.split(whole)[0] or whole, LONGEST_NAME)
    sign = drawing.mark(one.kind.shape, x, y, MARK, one.kind.name)
    shift = -10 if anchor == "end" else 10
    text = Markup('<text x="{:g}" y="{:g}" text-anchor="{}"><tspan class="id">{}</tspan> {}</text>').format(
        x + shift, y + drawing.BASELINE, anchor, one.identifier, label
    )
    return Markup('<a href="{}">{}{}</a>').format(show.href(one.iri), sign, text)
