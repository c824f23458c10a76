"""Each SHACL shape passes its valid example, and finds each fault of `faults.yaml` and no other.

`tests/shapes/README.md` explains the form of the faults.
"""

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import SH
from tests.support.faults import Fault, Triples, faults, made, valid

from anbao.check import validation
from anbao.errors import DataError, SyntaxFault
from anbao.graph import stores

SHAPES = "https://w3id.org/anbao/shape#"
SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
TARGETS = [ox.NamedNode(SH.targetClass), ox.NamedNode(SH.targetSubjectsOf)]
# Parameters that nothing can break: they list the parts of a shape, or say how another parameter is meant.
PARTS = {"flags", "ignoredProperties", "property", "qualifiedValueShape", "qualifiedValueShapesDisjoint"}
CONSTRAINTS = {str(name).removeprefix(str(SH)) for name in ALL_CONSTRAINT_PARAMETERS} - PARTS
FOLDER = stores.resources() / "ontology" / "shapes"
EXAMPLES = sorted(path for path in (Path(__file__).parent / "shapes").iterdir() if path.is_dir())
FAULTS = [fault for folder in EXAMPLES for fault in faults(folder)]


@cache
def superclasses() -> dict[object, list[ox.Quad]]:
    """Returns the hierarchy of classes, which examples need not repeat: by class, its axioms."""
    found: dict[object, list[ox.Quad]] = {}
    for quad in stores.load().quads_for_pattern(None, SUBCLASS, None):
        found.setdefault(quad.subject, []).append(quad)
    return found


def complete(example: Triples) -> list[ox.Quad]:
    """Returns an example with the hierarchy above the classes that it names."""
    found, waiting = set(example), [quad.object for quad in example]
    while waiting:
        above = [quad for quad in superclasses().get(waiting.pop(), []) if quad not in found]
        found.update(above)
        waiting += [quad.object for quad in above]
    return list(found)


@cache
def shapes() -> ox.Store:
    """Returns the shapes."""
    return stores.load(sorted(FOLDER.glob("*.ttl")))


def violations(shape: str, example: Triples) -> list[validation.Violation]:
    """Returns what a shape finds in an example."""
    store = ox.Store()
    store.extend(complete(example))
    return validation.of_shapes(store, only=[SHAPES + shape])


def broken(shape: str, example: Triples) -> set[tuple[str, str]]:
    """Returns the shapes that an example breaks, each with the constraint that it breaks."""
    triples = ox.serialize(complete(example), format=ox.RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(triples, format="nt")
    own = validation._shapes((SHAPES + shape,))
    _, report, _ = pyshacl.validate(data, shacl_graph=own, inplace=True)
    parts = (SH.sourceShape, SH.sourceConstraintComponent)
    results = [[report.value(result, part) for part in parts] for result in report.objects(None, SH.result)]
    return {(local(shape), component(constraint)) for shape, constraint in results}


def local(iri: object) -> str:
    """Returns the local name of an IRI."""
    return str(iri).strip("<>").replace("#", "/").rsplit("/", 1)[-1]


def component(iri: object) -> str:
    """Returns the parameter of SHACL that a constraint component is named after."""
    name = local(iri).removesuffix("ConstraintComponent")
    return name[0].lower() + name[1:]


def constraints(shape: str) -> set[tuple[str, str]]:
    """Returns a shape and its property shapes, each with every constraint that it states."""
    own = ox.NamedNode(SHAPES + shape)
    parts = [quad.object for quad in shapes().quads_for_pattern(own, ox.NamedNode(SH.property), None)]
    return {
        (local(part), name)
        for part in [own, *parts]
        if isinstance(part, ox.NamedNode)
        for quad in shapes().quads_for_pattern(part, None, None)
        if (name := quad.predicate.value.removeprefix(str(SH))) in CONSTRAINTS
    }


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_shape_passes_what_is_valid(folder: Path) -> None:
    """A shape finds nothing in its valid example."""
    assert violations(folder.name, valid(folder)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_shape_finds_the_fault(fault: Fault) -> None:
    """A fault breaks the constraints that it lists and no others; both languages say at which property."""
    example = made(fault)
    assert broken(fault.folder.name, example) == fault.breaks
    found = violations(fault.folder.name, example)
    assert fault.property_name in {local(violation.property) for violation in found}
    for violation in found:
        assert violation.severity == "violation"
        assert violation.message.en.endswith(".")
        assert violation.message.zh.endswith("。")


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_every_constraint_has_a_fault(folder: Path) -> None:
    """For each constraint of a shape and of its property shapes there is a fault that breaks it."""
    found = {broken for fault in FAULTS if fault.folder == folder for broken in fault.breaks}
    assert constraints(folder.name) - found == set()


def test_every_shape_has_examples() -> None:
    """A shape with a target has a valid example and faults."""
    targeting = {
        local(quad.subject) for target in TARGETS for quad in shapes().quads_for_pattern(None, target, None)
    }
    assert {folder.name for folder in EXAMPLES} == targeting
    assert {fault.folder.name for fault in FAULTS} == targeting


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
    kind = ox.NamedNode(SH.PropertyShape)
    for quad in store.quads_for_pattern(None, stores.RDF_TYPE, kind):
        message = ox.NamedNode(SH.message)
        languages = sorted(
            text.object.language or ""
            for text in store.quads_for_pattern(quad.subject, message, None)
            if isinstance(text.object, ox.Literal)
        )
        assert [language.lower() for language in languages] == ["en", "zh-hans"], quad.subject


EXAMPLE = "id:subject a anbao:Rank ; anbao:precedence 1 ."


@pytest.fixture
def rank(tmp_path: Path) -> Path:
    """Returns the folder of a valid example of one rank, without faults yet."""
    head = "PREFIX anbao: <https://w3id.org/anbao/ontology#>\nPREFIX id: <https://w3id.org/anbao/id/>\n"
    folder = tmp_path / "Rank"
    folder.mkdir()
    (folder / "valid.ttl").write_text(head + EXAMPLE, "utf-8")
    return folder


def fault_of(folder: Path, change: str) -> Fault:
    """Returns the one fault of a folder, which makes the given change."""
    text = f"precedence:\n  changed:\n    {change}\n    breaks: maxCount\n"
    (folder / "faults.yaml").write_text(text, "utf-8")
    return faults(folder)[0]


@pytest.mark.parametrize(
    ("change", "rest"),
    [
        ("remove: id:subject anbao:precedence 1", []),
        ("replace: id:subject anbao:precedence 2", ["2"]),
        ("add: id:subject anbao:precedence 2", ["1", "2"]),
    ],
)
def test_fault_changes_the_valid_example(rank: Path, change: str, rest: list[str]) -> None:
    """What a fault removes is gone, what it replaces stands alone, what it adds stands beside the old."""
    example = made(fault_of(rank, change))
    assert sorted(str(quad.object)[1] for quad in example if "precedence" in quad.predicate.value) == rest
    assert len(example) == 1 + len(rest)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("remove: id:subject anbao:precedence 2", "does not state: id:subject anbao:precedence 2 ."),
        (
            "replace: id:subject anbao:rank id:other",
            "in the place of: id:subject anbao:rank id:other .",
        ),
        ("add: id:subject anbao:precedence 1", "states already: id:subject anbao:precedence 1 ."),
        ("delete: id:subject anbao:precedence 1", "unknown part delete."),
        ("remove: ''", "no change, or no result."),
        ("remove: id:subject unheard:of 1", "'id:subject unheard:of 1' is not Turtle"),
    ],
)
def test_fault_that_does_not_apply_is_refused(rank: Path, change: str, message: str) -> None:
    """A fault that no longer fits the valid example, or is written wrongly, is named with what is wrong."""
    with pytest.raises(DataError, match=rf"faults\.yaml, precedence changed: .*{re.escape(message)}"):
        made(fault_of(rank, change))


def test_fault_that_is_named_twice_is_refused(rank: Path) -> None:
    """Of two faults of one name, YAML would silently drop the first."""
    fault = "  twice:\n    add: id:subject anbao:precedence 2\n    breaks: maxCount\n"
    (rank / "faults.yaml").write_text(f"precedence:\n{fault}{fault}", "utf-8")
    with pytest.raises(SyntaxFault, match="twice is given twice"):
        faults(rank)


@pytest.mark.parametrize("text", ["", "precedence: maxCount\n", "precedence:\n  twice: maxCount\n"])
def test_file_that_lists_no_faults_is_refused(rank: Path, text: str) -> None:
    """A file that does not hold named faults by property is refused with the form that it should have."""
    (rank / "faults.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"faults\.yaml: not faults of properties"):
        faults(rank)
