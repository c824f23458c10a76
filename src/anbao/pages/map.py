"""The interactive map: pyvis makes its nodes, edges and options; positions are computed here, seeded.

pyvis 0.3.2 as it comes loads scripts from other origins, escapes nothing and
writes in the locale's encoding. This subclass leaves its pages unused: what it
holds is written as data, and the site's own template draws it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from typing import Any

import igraph
from pyvis.network import Network as PyvisNetwork

from anbao.pages.catalogue import Resource
from anbao.pages.first_view import FirstView
from anbao.pages.network import Edge, Network

__all__ = ["Map", "draw_map"]

SHAPES = {"square": "square", "diamond": "diamond", "circle": "dot", "triangle": "triangle"}
SEED = 38
SCALE = 1.6  # from the drawing of the first view to the map
SPREAD = 4200  # half the width of the map
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "keyboard": {"enabled": False},
    },
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}, "width": 1},
    "nodes": {"size": 9, "font": {"size": 14}},
}


class Map(PyvisNetwork):  # type: ignore[misc]
    """A pyvis network whose nodes stand still and whose edges know who claims them; it writes data only."""

    def __init__(self) -> None:
        """Make an empty directed network with fixed positions."""
        super().__init__(directed=True, notebook=False, cdn_resources="local")
        self.set_options(json.dumps(OPTIONS))

    def add_resource(self, resource: Resource, place: tuple[int, int], facts: Mapping[str, Any]) -> None:
        """Add a resource with its place, both labels, and what it can be filtered by."""
        self.add_node(
            resource.local,
            label=resource.label.zh,
            label_en=resource.label.en,
            group=resource.kind.name,
            shape=SHAPES[resource.kind.shape],
            x=place[0],
            y=place[1],
            page=f"{resource.folder}/index.html",
            **facts,
        )

    def add_relation(self, source: Resource, target: Resource, edge: Edge, labels: Mapping[str, str]) -> None:
        """Add a relation, with both labels and who claims it."""
        self.add_edge(
            source.local,
            target.local,
            kind=edge.kind.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
            label_zh=labels["zh"],
            label_en=labels["en"],
            claimed=edge.claimed_by,
            dashes=edge.claimed_by == "author",
        )

    def data(self) -> dict[str, Any]:
        """Return nodes, edges and options."""
        return {"nodes": self.nodes, "edges": self.edges, "options": self.options}

    def generate_html(self, *_: object, **__: object) -> str:
        """Refuse: the page is the site's own template."""
        raise NotImplementedError("The site's own template draws the map.")


def draw_map(
    network: Network,
    view: FirstView,
    facts: Mapping[str, Mapping[str, Any]],
    labels: Mapping[str, Mapping[str, str]],
) -> Map:
    """Return the map of all resources in relations; those of the first view stand as they stand there.

    Args:
        network: the resources and relations.
        view: the first view.
        facts: what each resource can be filtered by.
        labels: the name of each relation in both languages.
    """
    drawn = Map()
    places = _places(network, view)
    pages = network.catalogue.pages
    for node in network.nodes:
        drawn.add_resource(node, places[node.iri], facts.get(node.iri, {}))
    for edge in network.edges:
        drawn.add_relation(pages[edge.source], pages[edge.target], edge, labels[edge.kind])
    return drawn


def _places(network: Network, view: FirstView) -> dict[str, tuple[int, int]]:
    """Return the place of each resource: fixed for the first view, by forces for the others."""
    fixed = _fixed(view)
    nodes = network.nodes
    index = {node.iri: place for place, node in enumerate(nodes)}
    graph = igraph.Graph(n=len(nodes), edges=[(index[e.source], index[e.target]) for e in network.edges])
    igraph.set_random_number_generator(random.Random(SEED))
    # What touches the first view starts around it, further out; the others further out still.
    start = [fixed.get(node.iri) or _outside(place, len(nodes)) for place, node in enumerate(nodes)]
    layout = graph.layout_fruchterman_reingold(
        seed=[list(point) for point in start], niter=400, start_temp=SPREAD / 12
    )
    middle = [sum(axis) / len(nodes) for axis in zip(*layout, strict=True)]
    reach = max(max(abs(x - middle[0]), abs(y - middle[1])) for x, y in layout) or 1.0
    found = {}
    for node, (x, y) in zip(nodes, layout, strict=True):
        found[node.iri] = fixed.get(node.iri) or _clear(
            (x - middle[0]) / reach * SPREAD, (y - middle[1]) / reach * SPREAD, fixed
        )
    return found


def _fixed(view: FirstView) -> dict[str, tuple[int, int]]:
    heights = view.heights()
    columns = [(view.positions, -520), (view.cases, 520)]
    columns += [((box.provision,), -150) for box in view.boxes]
    columns += [(box.norms, -120) for box in view.boxes]
    top = view.height / 2
    return {one.iri: (x, round((heights[one.iri] - top) * SCALE)) for side, x in columns for one in side}


def _outside(place: int, count: int) -> tuple[float, float]:
    angle = math.tau * place / count
    return SPREAD / 2 * math.cos(angle), SPREAD / 2 * math.sin(angle)


def _clear(x: float, y: float, fixed: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return a place outside the rectangle of the first view, pushed straight away from its middle."""
    half_width = max(abs(px) for px, _ in fixed.values()) + 260
    half_height = max(abs(py) for _, py in fixed.values()) + 120
    if abs(x) < half_width and abs(y) < half_height:
        factor = min(half_width / max(abs(x), 1.0), half_height / max(abs(y), 1.0))
        x, y = x * factor * 1.02 + 1, y * factor * 1.02 + 1
    return round(x), round(y)
