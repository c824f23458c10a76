"""Small laws drawn from a seed, so small that every set of changes of every finding can be tried.

Six facts, two concepts, a covering, a disjointness, an auxiliary norm; four
norms on two questions, some of them open; an exception, a defence, a position
that extends a concept, limits a norm and reads the open consequence.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine
from anbao.graph import stores

__all__ = ["SmallLaw", "draw"]

FACTS, CONCEPTS, NORMS = 6, 2, 4
ELEMENTS = ("subjectElement", "conductElement", "faultElement", "damageElement")
PREFIXES = """
PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX circ: <https://w3id.org/anbao/circumstance#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <https://w3id.org/anbao/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FRAME = """
anbao:conductElement rdfs:subPropertyOf anbao:element .
anbao:subjectElement rdfs:subPropertyOf anbao:element .
anbao:faultElement rdfs:subPropertyOf anbao:element .
anbao:damageElement rdfs:subPropertyOf anbao:element .
anbao:ScopeLimit rdfs:subClassOf anbao:Premise .
anbao:Interpretation rdfs:subClassOf anbao:Premise .
anbao:Extension rdfs:subClassOf anbao:Premise .
anbao:LexSpecialis anbao:authority id:canon ; anbao:canonOrder 2 .
anbao:LexPosterior anbao:authority id:canon ; anbao:canonOrder 3 .
anbao:ClaimedPriority anbao:canonOrder 1 .
id:statute a anbao:Statute ; anbao:rank id:rank ; anbao:issuer id:issuer ; anbao:appliesBy anbao:Conduct .
id:issuer anbao:legalOrder id:order .
id:q0 a anbao:LegalQuestion ; anbao:mainQuestion true .
id:rank anbao:precedence 1 .
id:canon eli:is_part_of id:statute ; eli:has_member id:canon-version .
id:canon-version eli:first_date_entry_in_force "2000-01-01"^^xsd:date .
id:form-strong anbao:strongerThan id:form-weak .
id:strong anbao:form id:form-strong .
id:weak anbao:form id:form-weak .
id:none-like anbao:form id:form-other .
id:bare-statutes a anbao:BareStatutes , anbao:DoctrinalPosition ; dcterms:identifier "statutes" .
id:position-own a anbao:DoctrinalPosition ; dcterms:identifier "OWN" .
"""


@dataclass(frozen=True)
class SmallLaw:
    """An engine on a small law, and a dispute under it."""

    engine: Engine
    dispute: Dispute


def draw(seed: int, folder: Path) -> SmallLaw:
    """Return the law of a seed, written into a folder, with a dispute."""
    source = random.Random(seed)
    path = folder / f"law-{seed}.trig"
    path.write_text("".join([PREFIXES, FRAME, *_circumstances(source), *_norms(source)]), "utf-8")
    engine = Engine(stores.load([path]))
    [dispute] = from_document(_document(source), engine.law)
    return SmallLaw(engine, dispute)


def _circumstances(source: random.Random) -> list[str]:
    facts, concepts = [f"circ:F{n}" for n in range(FACTS)], [f"circ:G{n}" for n in range(CONCEPTS)]
    lines = [f"{fact} a owl:Class , anbao:FactualCircumstance .\n" for fact in facts]
    lines += [f"{concept} a owl:Class , anbao:LegalConcept .\n" for concept in concepts]
    for place, fact in enumerate(facts):
        if source.random() < 0.6:
            lines.append(f"{fact} rdfs:subClassOf {source.choice(concepts + facts[:place])} .\n")
    one, other, third, fourth = source.sample(facts, 4)
    lines.append(f"circ:G0 owl:equivalentClass [ a owl:Class ; owl:unionOf ( {one} {other} ) ] .\n")
    if source.random() < 0.7:
        lines.append(f"{third} owl:disjointWith {fourth} .\n")
    return lines


def _norms(source: random.Random) -> list[str]:
    terms = [f"circ:F{n}" for n in range(FACTS)] + [f"circ:G{n}" for n in range(CONCEPTS)]
    lines = []
    for n in range(NORMS):
        elements = zip(ELEMENTS, source.sample(terms, source.choice((1, 2, 3, 3))), strict=False)
        parts = " ; ".join(f"anbao:{kind} {term}" for kind, term in elements)
        gives = source.choice(("id:strong", "id:weak", "id:none-like", "id:open"))
        lines.append(
            f"id:n{n} a anbao:ClaimNorm ; anbao:laidDownIn id:p{n} ; anbao:consequence {gives} ; "
            f"anbao:question id:q{source.choice((0, 0, 1))} ; {parts} .\n"
        )
    for n in range(NORMS + 3):
        begins = source.choice(("2000", "2010", "2021"))
        lines.append(f"id:p{n} eli:is_part_of id:statute ; eli:has_member id:v{n} .\n")
        lines.append(f'id:v{n} eli:first_date_entry_in_force "{begins}-01-01"^^xsd:date .\n')
    return [*lines, *_bearing(source, terms[:FACTS])]


def _bearing(source: random.Random, facts: list[str]) -> list[str]:
    """Return what bears on norms: an exception, a defence, an auxiliary norm, a position."""
    effect = source.choice(("ExcludesLiability", "ReducesLiability"))
    leads = "; anbao:leadsTo id:elsewhere" * source.choice((0, 1))
    one, other, condition, reading, extended = (source.choice(facts) for _ in range(5))
    return [
        f"id:exception a anbao:Exception ; anbao:exceptsNorm id:n0 ; anbao:condition {one} ; "
        f"anbao:authority id:p{NORMS} {leads} .\n",
        f"id:defence a anbao:DefenceNorm ; anbao:laidDownIn id:p{NORMS + 1} ; anbao:against id:q0 ; "
        f"anbao:condition {other} ; anbao:defenceEffect anbao:{effect} .\n",
        f"id:auxiliary a anbao:AuxiliaryNorm ; anbao:laidDownIn id:p{NORMS + 2} ; "
        f"anbao:condition {condition} ; anbao:{source.choice(('establishes', 'excludes'))} circ:G1 .\n",
        "id:position-own-premises { id:position-own anbao:premise id:limit , id:reading , id:extension .\n",
        "id:limit a anbao:ScopeLimit ; anbao:mode anbao:LexLata ; anbao:ofNorm id:n1 ; "
        "anbao:liability id:weak .\n",
        "id:reading a anbao:Interpretation ; anbao:mode anbao:LexLata ; anbao:ofConsequence id:open ; "
        f"anbao:condition {reading} ; anbao:liability id:strong .\n",
        "id:extension a anbao:Extension ; anbao:mode anbao:LexLata ; anbao:concept circ:G1 ; "
        f"anbao:circumstance {extended} . }}\n",
    ]


def _document(source: random.Random) -> dict[str, object]:
    facts = [f"F{n}" for n in range(FACTS)]
    statuses = {fact: source.choice(("established", "refuted", "refuted", "open", "", "")) for fact in facts}
    found = {
        status: [fact for fact in facts if statuses[fact] == status]
        for status in ("established", "refuted", "open")
    }
    return {
        "id": "small",
        "dates": {"conduct": source.choice(("2005", "2015", "2022", "2009/2011"))},
        **found,
    }
