"""The interactive map: pyvis makes its nodes, edges and options; positions are computed here, seeded.

pyvis 0.3.2 as it comes loads scripts from other origins, escapes nothing and
writes in the locale's encoding. This subclass leaves its pages unused: what it
holds is written as data, and the site's own template draws it.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import igraph
import networkx as nx
from pyvis.network import Network as PyvisNetwork

from anbao.graph.namespaces import local_name
from anbao.site.catalogue import Resource
from anbao.site.first_view import FirstView
from anbao.site.network import Edge, Network

__all__ = ["Map", "draw_map"]

SHAPES = {"square": "square", "diamond": "diamond", "circle": "dot", "triangle": "triangle"}
SEED = 38
SCALE = 1.6  # from the drawing of the first view to the map
UNIT = 240  # the length of an edge of the layout by forces, on the map
REACH = 26.0  # units from the middle to the border
ROUNDS = 400
ROW_WIDTH, STEP = 2400, 110  # of the rows below the map
MARGIN = 220  # kept clear around the first view, for its labels
RING = 0.6  # how far what would stand inside the first view is spread around it
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
            kind=local_name(edge.kind),
            label_zh=labels["zh"],
            label_en=labels["en"],
            claimed=edge.claimed_by,
            dashes=edge.claimed_by == "author",
        )

    def data(self) -> dict[str, Any]:
        """Return nodes, edges and options."""
        return {"nodes": self.nodes, "edges": self.edges, "options": self.options}


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
    """Return the place of each resource.

    The first view is fixed, what hangs together with it stands around it by
    forces, and what does not stands in rows below.
    """
    fixed = _fixed(view)
    whole: nx.Graph[str] = nx.Graph([(edge.source, edge.target) for edge in network.edges])
    parts = sorted(nx.connected_components(whole), key=lambda part: (-len(part), min(part)))
    around = {iri for part in parts if part & set(fixed) for iri in part}
    places = _by_forces([node.iri for node in network.nodes if node.iri in around], whole, fixed)
    bottom = max(y for _, y in places.values())
    return places | _in_rows([sorted(part) for part in parts if not part & around], bottom)


def _by_forces(
    nodes: Sequence[str], whole: nx.Graph[str], fixed: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    index = {iri: place for place, iri in enumerate(nodes)}
    edges = sorted((index[a], index[b]) for a, b in whole.subgraph(nodes).edges)
    igraph.set_random_number_generator(random.Random(SEED))
    pins = [fixed.get(iri) for iri in nodes]
    layout = igraph.Graph(n=len(nodes), edges=edges).layout_fruchterman_reingold(
        seed=[_unit(pin) if pin else _outside(place, len(nodes)) for place, pin in enumerate(pins)],
        niter=ROUNDS,
        **_bounds(pins),
    )
    placed = zip(nodes, pins, layout, strict=True)
    return {iri: pin or _clear(x * UNIT, y * UNIT, fixed) for iri, pin, (x, y) in placed}


def _in_rows(parts: Iterable[Sequence[str]], bottom: int) -> dict[str, tuple[int, int]]:
    """Return places in rows below the map, those of one part beside each other."""
    found: dict[str, tuple[int, int]] = {}
    x, y = -ROW_WIDTH, bottom + 3 * STEP
    for part in parts:
        if x + STEP * len(part) > ROW_WIDTH:
            x, y = -ROW_WIDTH, y + STEP
        for iri in part:
            found[iri] = (x, y)
            x += STEP
        x += STEP
    return found


def _unit(point: tuple[int, int]) -> list[float]:
    """Return a place in the units of the forces, in which an edge is about one long."""
    return [point[0] / UNIT, point[1] / UNIT]


def _bounds(pins: Sequence[tuple[int, int] | None]) -> dict[str, list[float]]:
    """Return the bounds of each node: its own place for what is pinned, everything for the others."""
    points = [_unit(pin) if pin else None for pin in pins]
    return {
        f"{end}{axis}": [point[place] if point else free for point in points]
        for place, axis in enumerate("xy")
        for end, free in (("min", -REACH), ("max", REACH))
    }


def _fixed(view: FirstView) -> dict[str, tuple[int, int]]:
    heights = view.heights()
    columns = [(view.positions, -520), (view.cases, 520)]
    columns += [((box.provision,), -150) for box in view.boxes]
    columns += [(box.norms, -120) for box in view.boxes]
    top = view.height / 2
    return {one.iri: (x, round((heights[one.iri] - top) * SCALE)) for side, x in columns for one in side}


def _outside(place: int, count: int) -> list[float]:
    angle = math.tau * place / count
    return [REACH / 2 * math.cos(angle), REACH / 2 * math.sin(angle)]


def _clear(x: float, y: float, fixed: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return a place outside the rectangle of the first view, in the same direction from its middle."""
    half_width = max(abs(px) for px, _ in fixed.values()) + MARGIN
    half_height = max(abs(py) for _, py in fixed.values()) + MARGIN / 2
    inside = max(abs(x) / half_width, abs(y) / half_height, 1e-6)
    factor = (1 + inside * RING) / inside if inside < 1 else 1 + RING
    return round(x * factor), round(y * factor)
