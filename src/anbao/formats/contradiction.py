"""Contradictions as JSON by the published schema, and as Turtle with PROV-O."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox

from anbao.analysis.contradictions.contradictions import Contradiction
from anbao.formats import decision
from anbao.graph.namespaces import DCTERMS
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["to_json", "to_turtle"]

CONTRADICTIONS = "https://w3id.org/anbao/id/contradiction-"


def to_json(contradictions: Iterable[Contradiction], law: Law) -> dict[str, Any]:
    """Return contradictions as a document of the published schema; every name is an IRI with its labels."""
    writer = decision.Writer(law)
    return {
        "anbao": version("anbao"),
        "contradictions": [
            {
                "kind": one.kind,
                "positions": [
                    {
                        "iri": position.iri,
                        "zh": position.label.zh,
                        "en": position.label.en,
                        "identifier": position.identifier,
                    }
                    for position in one.positions
                ],
                "premises": [
                    {
                        "iri": premise.iri,
                        "zh": premise.label.zh,
                        "en": premise.label.en,
                        "kind": writer.named(premise.kind),
                        "mode": writer.named(premise.mode),
                        "pinpoint": premise.pinpoint,
                        "source": writer.every(premise.get(DCTERMS + "source")),
                    }
                    for premise in one.premises
                ],
                "about": writer.every(one.about),
                "facts": writer.every(one.facts),
                "axioms": [
                    {
                        "kind": axiom.kind,
                        "left": writer.named(axiom.left),
                        "right": writer.every(axiom.right),
                        "sources": writer.every(axiom.sources),
                    }
                    for axiom in one.axioms
                ],
            }
            for one in contradictions
        ],
    }


def to_turtle(contradictions: Sequence[Contradiction]) -> str:
    """Return contradictions as Turtle in the published vocabulary, each with its maker and date."""
    found = (triple for contradiction in contradictions for triple in _triples(contradiction))
    return decision.to_turtle(found, of=ox.NamedNode(ANBAO.Contradiction))


def _triples(one: Contradiction) -> Iterator[ox.Triple]:
    digest = hashlib.sha256(repr([one.kind, [premise.iri for premise in one.premises]]).encode())
    node = ox.NamedNode(CONTRADICTIONS + digest.hexdigest()[:12])
    yield ox.Triple(node, RDF_TYPE, ox.NamedNode(ANBAO.Contradiction))
    for predicate, values in (
        (ANBAO.contradictionKind, [ANBAO[one.kind]]),
        (ANBAO.contradictionOf, [position.iri for position in one.positions]),
        (ANBAO.contradictingPremise, [premise.iri for premise in one.premises]),
        (ANBAO.contradictionAbout, one.about),
        (ANBAO.onFacts, one.facts),
        (ANBAO.throughLaw, [source for axiom in one.axioms for source in axiom.sources]),
        (PREFIXES["prov"] + "wasDerivedFrom", [premise.iri for premise in one.premises]),
    ):
        for value in values:
            yield ox.Triple(node, ox.NamedNode(predicate), ox.NamedNode(value))
