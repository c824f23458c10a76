"""Each SHACL shape passes its valid example and names the one fault of each of the others.

An example of `tests/shapes/<Shape>/` is `valid.ttl` or `<property>-<fault>.ttl`, where the
property is the last part of the IRI of the property at fault.
"""

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH

from anbao.check import validation
from anbao.graph import stores

SHAPES = "https://w3id.org/anbao/shape#"
SHACL = "http://www.w3.org/ns/shacl#"
SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
TARGETS = [ox.NamedNode(SHACL + name) for name in ("targetClass", "targetSubjectsOf")]
CONSTRAINTS = {
    *("class", "datatype", "hasValue", "in", "languageIn", "lessThanOrEquals", "maxCount", "maxInclusive"),
    *("minCount", "minInclusive", "node", "nodeKind", "pattern", "uniqueLang"),
}
EXAMPLES = Path(__file__).parent / "shapes"
FOLDER = stores.resources() / "ontology" / "shapes"
VALID = sorted(EXAMPLES.glob("*/valid.ttl"))
FAULTY = sorted(set(EXAMPLES.glob("*/*.ttl")) - set(VALID))


def name(path: Path) -> str:
    """Returns the shape and the name of an example."""
    return f"{path.parent.name}/{path.stem}"


@cache
def classes() -> tuple[ox.Quad, ...]:
    """Returns the hierarchy of classes, which examples need not repeat."""
    return tuple(stores.load().quads_for_pattern(None, SUBCLASS, None))


@cache
def shapes() -> ox.Store:
    """Returns the shapes."""
    return stores.load(sorted(FOLDER.glob("*.ttl")))


@cache
def violations(path: Path) -> list[validation.Violation]:
    """Returns what the shape of an example's folder finds in it."""
    store = stores.load([path])
    store.extend(classes())
    return validation.of_shapes(store, only=[SHAPES + path.parent.name])


@cache
def broken(path: Path) -> frozenset[tuple[str, str]]:
    """Returns the property shapes that an example breaks, each with the constraint that it breaks."""
    data = rdflib.Graph().parse(path)
    for subject, _, value, _ in classes():
        data.add((rdflib.URIRef(subject.value), RDFS.subClassOf, rdflib.URIRef(value.value)))
    own = validation._shapes((SHAPES + path.parent.name,))
    _, report, _ = pyshacl.validate(data, shacl_graph=own, inplace=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return frozenset(
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPES),
            str(report.value(result, SH.sourceConstraintComponent)).removeprefix(SHACL).lower(),
        )
        for result in results
    )


def constraints() -> dict[str, set[tuple[str, str]]]:
    """Returns for each shape with a target its property shapes, each with every constraint that it states."""
    store, found = shapes(), {}
    for folder in {path.parent.name for path in VALID}:
        owned = store.quads_for_pattern(ox.NamedNode(SHAPES + folder), ox.NamedNode(SHACL + "property"), None)
        parts = [quad.object for quad in owned if isinstance(quad.object, ox.NamedNode)]
        found[folder] = {
            (str(part).strip("<>").removeprefix(SHAPES), name.lower() + "constraintcomponent")
            for part in parts
            for quad in store.quads_for_pattern(part, None, None)
            if (name := quad.predicate.value.removeprefix(SHACL)) in CONSTRAINTS
        }
    return found


@pytest.mark.parametrize("path", VALID, ids=name)
def test_shape_passes_what_is_valid(path: Path) -> None:
    """A shape finds nothing in its valid example."""
    assert violations(path) == []


@pytest.mark.parametrize("path", FAULTY, ids=name)
def test_shape_names_the_fault(path: Path) -> None:
    """A shape finds the fault of an example, and says in both languages which property has it."""
    found = violations(path)
    properties = {str(v.property).replace("#", "/").rsplit("/", 1)[-1] for v in found}
    assert path.stem.split("-")[0] in properties
    for violation in found:
        assert violation.severity == "violation"
        assert violation.message.en.endswith(".")
        assert violation.message.zh.endswith("。")


@pytest.mark.parametrize("shape", sorted(constraints()))
def test_every_constraint_has_a_failing_example(shape: str) -> None:
    """For each constraint of each property shape there is an example that breaks it."""
    found = {fault for path in FAULTY if path.parent.name == shape for fault in broken(path)}
    assert constraints()[shape] - found == set()


def test_every_shape_has_examples() -> None:
    """A shape with a target has a valid example and a faulty one."""
    targeting = {
        str(quad.subject).strip("<>").removeprefix(SHAPES)
        for target in TARGETS
        for quad in shapes().quads_for_pattern(None, target, None)
    }
    assert {path.parent.name for path in VALID} == targeting
    assert {path.parent.name for path in FAULTY} == targeting


def test_every_target_is_declared() -> None:
    """The classes that shapes aim at are declared in the ontology, or foreign."""
    kind = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")
    declared = {quad.subject for quad in stores.load().quads_for_pattern(None, stores.RDF_TYPE, kind)}
    ours = {
        quad.object
        for quad in shapes().quads_for_pattern(None, TARGETS[0], None)
        if str(quad.object).startswith("<https://w3id.org/anbao/")
    }
    assert ours - declared == set()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.stem)
def test_shapes_speak_both_languages(path: Path) -> None:
    """Every property shape says in zh-Hans and in en what is wrong and how to mend it."""
    store = stores.load([path])
    kind = ox.NamedNode(SHACL + "PropertyShape")
    for quad in store.quads_for_pattern(None, stores.RDF_TYPE, kind):
        message = ox.NamedNode(SHACL + "message")
        languages = sorted(
            text.object.language or ""
            for text in store.quads_for_pattern(quad.subject, message, None)
            if isinstance(text.object, ox.Literal)
        )
        assert [language.lower() for language in languages] == ["en", "zh-hans"], quad.subject
