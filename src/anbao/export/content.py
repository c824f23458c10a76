"""What is exported, worked out once: what sources assert, what was inferred, what was decided.

Each stands in a named graph of its own:

| graph | holds |
|---|---|
| `…/graph/asserted` | what the ontology and the sources say |
| `…/id/position-…-premises` | the premises of one position |
| `…/profile/…` | what HermiT inferred of one set of axioms; its name is a digest of them |
| `…/graph/specialities` | which norm is special to which under the bare statutes, as the data carries it |
| `…/graph/decided` | what the rules decided for the cases under each position, with PROV-O |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.export.lookup import Lookup
from anbao.formats.decision import SOFTWARE
from anbao.graph.namespaces import RDFS
from anbao.graph.questions import PREFIXES as QUERY_PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.classification import Closure, Profile
from anbao.law.norms import Position

__all__ = ["ASSERTED", "DECIDED", "PREFIXES", "SPECIALITIES", "Classification", "Content", "keyed", "ordered"]

HOME = "https://w3id.org/anbao/"
ASSERTED = ox.NamedNode(HOME + "graph/asserted")
DECIDED = ox.NamedNode(HOME + "graph/decided")
SPECIALITIES = ox.NamedNode(HOME + "graph/specialities")
RUN = ox.NamedNode(DECIDED.value + "#run")
PREFIXES = {
    **QUERY_PREFIXES,
    "cito": "http://purl.org/spar/cito/",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
}
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
PROV = PREFIXES["prov"]
GENERATED = ox.NamedNode(ANBAO.specialTo)  # stands among the data, and is inferred all the same
TYPE = f" {RDF_TYPE} "


@dataclass(frozen=True)
class Classification:
    """A profile, what HermiT inferred of it, and the positions that it stands for."""

    profile: Profile
    closure: Closure
    positions: tuple[Position, ...]

    @property
    def graph(self) -> ox.NamedNode:
        """The named graph that holds what was inferred."""
        return ox.NamedNode(self.profile.iri)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the whole inferred hierarchy: of circumstances, and of norms by their scopes.

        Subsumptions that are asserted too are among them, because a position
        may deny one: under it, only this graph says what holds.
        """
        for predicate, pairs in (
            (SUBCLASS, self.closure.within),
            (ox.NamedNode(ANBAO.narrowerScopeThan), self.closure.narrower),
            (ox.NamedNode(ANBAO.sameScopeAs), self.closure.same),
        ):
            for left, right in pairs:
                yield ox.Triple(ox.NamedNode(left), predicate, ox.NamedNode(right))


def placed(triple: ox.Triple, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.Quad:
    """Return a triple in a graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def keyed(triples: Iterable[ox.Triple]) -> dict[str, ox.Triple]:
    """Return triples by a text that sorts them: by subject, type first, predicate and object."""

    def key(triple: ox.Triple) -> str:
        text = str(triple)  # a space sorts before the < of any predicate
        return text.replace(TYPE, "  ", 1) if triple.predicate == RDF_TYPE else text

    return {key(triple): triple for triple in triples}


def ordered(*parts: dict[str, ox.Triple]) -> list[ox.Triple]:
    """Return the triples of all parts in order, each once."""
    union = {key: triple for part in parts for key, triple in part.items()}
    return [union[key] for key in sorted(union)]


class Content:
    """What a graph and its engine hold, for the exports to write down."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine; everything else is worked out when it is asked for."""
        self.engine = engine
        self.law = engine.law

    def prepare(self, *, decided: bool) -> None:
        """Work out now what several formats need, among it, if so asked, what the rules decide."""
        names = ("inferred", "inferred_triples") if decided else ()
        for name in ("asserted", "asserted_triples", *names):
            getattr(self, name)

    @cached_property
    def _asserted(self) -> dict[ox.NamedNode, dict[str, ox.Triple]]:
        """What sources assert by graph, its blank nodes named canonically (RDFC-1.0)."""
        found = ox.Dataset(
            placed(quad.triple, ASSERTED) if isinstance(quad.graph_name, ox.DefaultGraph) else quad
            for quad in self.engine.store
            if quad.predicate != GENERATED
        )
        found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        graphs: dict[Any, list[ox.Triple]] = defaultdict(list)
        for quad in found:
            graphs[quad.graph_name].append(quad.triple)
        return {name: keyed(triples) for name, triples in graphs.items()}

    @cached_property
    def _classified(self) -> dict[ox.NamedNode, dict[str, ox.Triple]]:
        """What HermiT inferred by graph."""
        return {c.graph: keyed(c.triples()) for c in self.classifications}

    @cached_property
    def _carried(self) -> dict[str, ox.Triple]:
        """What the data carries though it is inferred, so that questions may ask for it."""
        return keyed(quad.triple for quad in self.engine.store.quads_for_pattern(None, GENERATED, None))

    @cached_property
    def _decided(self) -> dict[str, ox.Triple]:
        """What the rules decide for every case of the graph under every position, with PROV-O.

        No moment is stated: the same graph gives the same decisions.
        """
        _, found = self._run
        return keyed((*found, *self._provenance(found)))

    @cached_property
    def _run(self) -> tuple[list[Decision], list[ox.Triple]]:
        """The decisions for every case under every position, and what they are as RDF."""
        decisions: list[Decision] = []
        triples: list[ox.Triple] = []
        disputes = from_store(self.engine.store, self.law)
        for run in self.engine.run(disputes, self.law.ordered_positions):
            decisions += run.decisions()
            triples += run.triples()
        return decisions, triples

    @property
    def decisions(self) -> list[Decision]:
        """The decisions for every case of the graph under every position, case by case."""
        return self._run[0]

    @cached_property
    def classifications(self) -> list[Classification]:
        """One classification for each distinct profile, that of the bare statutes first."""
        profiles: dict[str, Profile] = {}
        under: dict[str, list[Position]] = defaultdict(list)
        for position in self.law.ordered_positions:
            profile = classification.profile_of(self.law, position)
            profiles.setdefault(profile.digest, profile)
            under[profile.digest].append(position)
        return [
            Classification(profile, classification.classify(self.law, profile), tuple(under[digest]))
            for digest, profile in profiles.items()
        ]

    def _provenance(self, decided: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield by which run of which software the decisions came about, and from which graphs."""

        def prov(name: str) -> ox.NamedNode:
            return ox.NamedNode(PROV + name)

        release = ox.NamedNode(PREFIXES["schema"] + "softwareVersion")
        yield ox.Triple(SOFTWARE, RDF_TYPE, prov("SoftwareAgent"))
        yield ox.Triple(SOFTWARE, release, ox.Literal(version("anbao")))
        yield ox.Triple(RUN, RDF_TYPE, prov("Activity"))
        yield ox.Triple(RUN, prov("wasAssociatedWith"), SOFTWARE)
        for graph in (*self._asserted, *(c.graph for c in self.classifications)):
            yield ox.Triple(RUN, prov("used"), graph)
        for triple in decided:
            if triple.predicate == RDF_TYPE and triple.object == ox.NamedNode(ANBAO.Decision):
                yield ox.Triple(triple.subject, prov("wasGeneratedBy"), RUN)
                yield ox.Triple(triple.subject, prov("wasAttributedTo"), SOFTWARE)

    @cached_property
    def asserted(self) -> list[ox.Quad]:
        """What sources assert, in named graphs, its blank nodes named canonically (RDFC-1.0)."""
        return _quads(self._asserted)

    @cached_property
    def decided(self) -> list[ox.Quad]:
        """What the rules decide for every case of the graph under every position, with PROV-O."""
        return _quads({DECIDED: self._decided})

    @cached_property
    def carried(self) -> list[ox.Quad]:
        """What the data carries though it is inferred: which norm is special to which."""
        return _quads({SPECIALITIES: self._carried})

    @cached_property
    def inferred(self) -> list[ox.Quad]:
        """What is asserted, inferred and decided, each in its named graph."""
        graphs = {**self._asserted, **self._classified, SPECIALITIES: self._carried, DECIDED: self._decided}
        return _quads(graphs)

    @cached_property
    def asserted_triples(self) -> list[ox.Triple]:
        """What sources assert, for syntaxes without named graphs."""
        return ordered(*self._asserted.values())

    @cached_property
    def inferred_triples(self) -> list[ox.Triple]:
        """The same with what was inferred and decided, for syntaxes without named graphs.

        Of the hierarchies only that of the bare statutes is in it: those of the
        positions contradict one another and need graphs of their own.
        """
        bare = self._classified[self.classifications[0].graph]
        return ordered(*self._asserted.values(), bare, self._carried, self._decided)

    @cached_property
    def lookup(self) -> Lookup:
        """What sources assert, to be looked up by resource and property."""
        return Lookup(self.asserted_triples)

    @cached_property
    def store(self) -> ox.Store:
        """What is asserted, inferred and decided, to be asked."""
        store = ox.Store()
        store.bulk_extend(self.inferred)
        return store


def _quads(graphs: dict[ox.NamedNode, dict[str, ox.Triple]]) -> list[ox.Quad]:
    """Return graphs as quads, by name and in each as `ordered` does."""
    return [placed(triple, name) for name in sorted(graphs, key=str) for triple in ordered(graphs[name])]
