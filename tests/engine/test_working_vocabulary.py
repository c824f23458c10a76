"""The working vocabulary is declared, and each relation of it is written by one and read by another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from tests.oracle.engines import profiles
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.support.corpus import examples
from tests.support.rule_terms import mentioned, named_in_code, read_by, written_by

import anbao
from anbao.disputes.disputes import from_store
from anbao.engine import batches, rules
from anbao.engine.engine import Engine, choose_positions
from anbao.graph.query_files import QueryFile, folder, read_query
from anbao.graph.stores import ENGINE, resources
from anbao.graph.vocabulary import ANBAO

DECLARED_IN = resources() / "ontology" / "working.ttl"
RULES = folder("rules")
STEPS = [rule for rule in RULES if rules.step_name(rule)]
OUTPUT = next(rule for rule in RULES if rule.name == "output")
# Nothing in this graph is ordered by two canons against each other, nor its burden by provision and claim:
# `test_engine` and `test_burdens` have positions that do so.
NO_DATA = {"opposes", "yieldsTo", "yieldingRule"}
AUTHORITIES = ("hasWay", "needs", "restsOn")
# OWL 2 has no datatype of days.
DAYS = {"begins", "ends", "since", "onOrAfter", "perhapsOnOrAfter", "firstDay", "endDay"}


@pytest.fixture(scope="module")
def declared() -> rdflib.Graph:
    """Return the document that declares the working vocabulary."""
    return rdflib.Graph().parse(DECLARED_IN)


@pytest.fixture(scope="module")
def stores(engine: Engine) -> list[ox.Store]:
    """Return stores in which the rules have decided cases and other disputes under some positions."""
    law = engine.law
    axioms = sorted({axiom for profile in profiles(law).values() for axiom in profile.axioms})
    disputes = [
        *from_store(engine.store, law),
        *(example.dispute(engine) for example in examples()),
        *generate(law, axioms, auxiliary_norms(engine.store), 60, seed=5),
    ]
    prepared = engine._prepare(choose_positions(law, ["statutes", "P02", "P03", "P08"]), True)
    return [batch.store for batch in batches.run(disputes, prepared)]


def properties(declared: rdflib.Graph) -> set[str]:
    """Return the declared relations."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {str(term) for kind in kinds for term in declared.subjects(RDF.type, kind)}


def given(engine: Engine) -> set[str]:
    """Return the relations of what Python hands to the rules: input, profiles, positions, a dispute."""
    preparation = engine.preparation
    handed = ox.Store()
    handed.extend(preparation.handed(engine.law.ordered_positions, ferenda=True)[1])
    handed.extend(from_store(engine.store, engine.law)[0].quads())
    return {quad.predicate.value for quad in handed}


def read_in_python() -> set[str]:
    """Return the relations that the readers look up, in the package of the engine, by IRI."""
    package = Path(anbao.__file__).parent / "engine"
    names = {name for prefix in ("e", "anbao") for name in named_in_code(package, prefix)}
    return {rules.expand(name) for name in names - {"e:classifiedAs", "e:baseProfile", "e:run"}}


def working(iris: set[str]) -> set[str]:
    """Return those of the working vocabulary, by their names; dated inclusions are a class of relations."""
    names = {iri.removeprefix(ENGINE) for iri in iris if iri.startswith(ENGINE)}
    return {name for name in names if not name.startswith("Inclusion/")}


def test_what_is_used_is_declared_and_what_is_declared_is_used(declared: rdflib.Graph) -> None:
    """Every e: name of a rule file or of the code is declared; every declared one is used, or a class."""
    terms = {str(term) for term in declared.subjects(RDFS.isDefinedBy, None)}
    classes = {str(term) for term in declared.subjects(RDF.type, OWL.Class)}
    used = set().union(*map(mentioned, RULES))
    used |= set(map(rules.expand, named_in_code(Path(anbao.__file__).parent, "e")))
    assert working(used) - working(terms) == set()
    assert working(terms - classes) - working(used | handed_by_name()) == set()


def handed_by_name() -> set[str]:
    """Return the relations of profiles, which Python writes by their names alone."""
    return {
        ENGINE + name
        for name in ("within", "disjoint", "whole", "part", "narrower", "sameScope", *AUTHORITIES)
    }


def test_every_relation_is_written_and_read(engine: Engine, declared: rdflib.Graph) -> None:
    """A working relation is inserted by a step or handed over by Python, and matched by a step or read."""
    written = set().union(*map(written_by, STEPS)) | given(engine)
    read = set().union(*map(read_by, [*STEPS, OUTPUT])) | read_in_python()
    names = working(properties(declared))
    assert names - working(written) == set(), "declared and never written"
    assert names - working(read) == set(), "declared and never read"
    assert working(written) == working(read) == names


def test_published_relations_that_rules_read_are_there_to_read(engine: Engine) -> None:
    """An anbao: relation that a step matches is handed over or inserted; so nothing is read in vain."""
    read = set().union(*map(read_by, STEPS))
    written = set().union(*map(written_by, STEPS)) | given(engine)
    published = {iri for iri in read if iri.startswith(str(ANBAO._NS))}
    unused = {str(ANBAO[name]) for name in ("endEarliest", "endLatest", "period", "anchor")}  # dated disputes
    assert published - written - unused == set()


def test_published_relations_that_rules_write_are_read(engine: Engine) -> None:
    """An anbao: relation that a step inserts is matched by a step, looked up by a reader, or given out."""
    written = {iri for iri in set().union(*map(written_by, STEPS)) if iri.startswith(str(ANBAO._NS))}
    read = set().union(*map(read_by, [*STEPS, OUTPUT])) | read_in_python()
    given_out = {str(ANBAO[name]) for name in ("metBy", "state")}  # output.rq: whatever an element state has
    assert written - read - given_out == set()


def test_terms_are_described(declared: rdflib.Graph) -> None:
    """Every term has a label and a definition in both languages, every relation a domain and a range."""
    for term in declared.subjects(RDFS.isDefinedBy, None):
        for described in (SKOS.prefLabel, SKOS.definition):
            texts = [text for text in declared.objects(term, described) if isinstance(text, rdflib.Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh-Hans"], term
    for iri in properties(declared):
        relation = rdflib.URIRef(iri)
        assert len(list(declared.objects(relation, RDFS.domain))) == 1, iri
        ranges = len(list(declared.objects(relation, RDFS.range)))
        assert ranges == (iri.removeprefix(ENGINE) not in DAYS), iri


def test_it_is_no_part_of_the_graph(engine: Engine) -> None:
    """What exists only while the rules run is not published with the graph."""
    quads = engine.store.quads_for_pattern(None, None, None)
    assert [quad for quad in quads if ENGINE in str(quad)] == []


def test_every_relation_occurs(stores: list[ox.Store], declared: rdflib.Graph) -> None:
    """In what the rules found of cases and other disputes each relation occurs, and no other."""
    found = {quad.predicate.value for store in stores for quad in store}
    assert working(properties(declared)) - working(found) == NO_DATA
    assert working(found) <= working(properties(declared))


def test_domains_and_ranges_hold(stores: list[ox.Store], declared: rdflib.Graph) -> None:
    """No node is by its relations of two kinds, such as a situation and a decision."""
    apart = {str(term) for term in declared.subjects(RDF.type, OWL.Class)}
    apart |= {str(ANBAO[name]) for name in ("Decision", "Assessment", "Answer", "Dispute", "Priority")}
    apart |= {str(ANBAO[name]) for name in ("Circumstance", "Norm", "Premise", "Statute", "ElementState")}
    kinds: dict[str, set[str]] = defaultdict(set)
    for iri in properties(declared):
        relation = rdflib.URIRef(iri)
        ends = declared.value(relation, RDFS.domain), declared.value(relation, RDFS.range)
        for store in stores:
            for quad in store.quads_for_pattern(None, ox.NamedNode(iri), None):
                for node, kind in zip((quad.subject, quad.object), ends, strict=True):
                    if str(kind) in apart and isinstance(node, ox.NamedNode):
                        kinds[node.value].add(str(kind))
    # The use of a norm is the answer itself where the consequence is settled, or left unsettled.
    mixed = {node: found for node, found in kinds.items() if len(found - {ENGINE + "Use"}) > 1}
    assert mixed == {}
    assert len(kinds) > 1000


FAULTS: dict[str, tuple[str, Callable[[QueryFile], set[str]], set[str]]] = {
    "a path in a filter is read": (
        "INSERT { ?a e:x ?b } WHERE { ?a e:y ?b FILTER NOT EXISTS { ?a (e:z|^e:w)/e:v ?c } }",
        read_by,
        {"y", "z", "w", "v"},
    ),
    "what is inserted into a graph is written": (
        "INSERT { GRAPH ?g { ?a e:x ?b } ?a e:y true } WHERE { GRAPH ?g { ?a e:z ?b } }",
        written_by,
        {"x", "y"},
    ),
    "each statement of several is read": (
        "INSERT { ?a e:x 1 } WHERE { ?a e:y 1 }; INSERT { ?a e:z 1 } WHERE { { ?a e:x 1 } UNION {?a e:w 1} }",
        read_by,
        {"y", "x", "w"},
    ),
    "what stands in an expression is read": (
        "INSERT { ?a e:x ?b } WHERE { ?a e:y ?b FILTER(EXISTS { ?a e:z ?b } || NOT EXISTS { ?a e:w ?b }) }",
        read_by,
        {"y", "z", "w"},
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_relations_are_found_wherever_they_stand(case: str, tmp_path: Path) -> None:
    """The tests above see every relation, in filters, paths, graphs and further statements."""
    text, found_by, expected = FAULTS[case]
    path = tmp_path / "rule.rq"
    path.write_text(f"PREFIX e: <{ENGINE}>\n{text}\n", "utf-8")
    assert working(found_by(read_query(path))) == expected
