"""What `anbao check` finds: nothing in the graph of the package, and each fault that is made."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from anbao.check import scaffolds, validation
from anbao.errors import ContradictoryFindings, DataError, SyntaxFault, UnknownTerm
from anbao.graph import query_files, stores
from anbao.law.norms import read_law

EXAMPLES = Path(__file__).parent / "violations"
QUERIES = {query.name: query for query in query_files.folder("violations")}
ID = "https://w3id.org/anbao/id/"
SPECIAL_TO = "https://w3id.org/anbao/ontology#specialTo"
SUBJECT = "https://w3id.org/anbao/ontology#subjectElement"
PREFIXES = """
@prefix anbao: <https://w3id.org/anbao/ontology#> .
@prefix circ: <https://w3id.org/anbao/circumstance#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/anbao/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
DISPUTE = """
<urn:dispute:mine> a anbao:Dispute ;
    skos:prefLabel "my dispute"@en , "我的争议"@zh-Hans ;
    anbao:finding <urn:dispute:mine/1> .
<urn:dispute:mine/1> a anbao:Finding ;
    anbao:circumstance circ:%s ;
    anbao:findingStatus anbao:Established ;
    dcterms:source <https://example.org/judgment> .
"""
UNSATISFIABLE = """
circ:Impossible a owl:Class , anbao:FactualCircumstance ;
    skos:prefLabel "impossible"@en , "不可能"@zh-Hans ;
    rdfs:subClassOf circ:HarmByDefendantAlone , circ:ThirdPartyCausesHarm .
"""


def written(folder: Path, name: str, text: str) -> Path:
    """Returns a new file that holds the prefixes and a text."""
    path = folder / name
    path.write_text(PREFIXES + text, "utf-8")
    return path


def rows(name: str, example: str) -> list[validation.Violation]:
    """Returns what a violation query finds in one of its examples."""
    (path,) = (EXAMPLES / name).glob(f"{example}.*")
    return validation.of_queries(stores.load([path]), [QUERIES[name]])


def test_the_graph_keeps_its_rules() -> None:
    """Shapes, queries and reasoner find nothing in the graph of the package."""
    assert validation.check() == []


@pytest.mark.parametrize("name", QUERIES)
def test_query_passes_what_is_good(name: str) -> None:
    """A violation query finds nothing in its good example."""
    assert rows(name, "good") == []


@pytest.mark.parametrize("name", QUERIES)
def test_query_finds_what_is_bad(name: str) -> None:
    """A violation query finds what is called bad in its bad example, and nothing else."""
    found = rows(name, "bad")
    (path,) = (EXAMPLES / name).glob("bad.*")
    named = (quad.subject for quad in stores.read(path) if isinstance(quad.subject, ox.NamedNode))
    subjects = {node.value for node in named}
    bad = {subject for subject in subjects if "bad" in subject.lower()}
    assert {violation.entity for violation in found} == bad
    assert all(violation.property for violation in found)


def test_every_example_has_its_query() -> None:
    """No folder of examples is left over from a query that is gone."""
    assert {folder.name for folder in EXAMPLES.iterdir()} == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_query_speaks_both_languages(name: str) -> None:
    """A violation query says in both languages what it finds, the problem and the solution."""
    header = QUERIES[name].header
    for part in ("summary", "problem", "solution"):
        assert header[part]["en"].endswith(".")
        assert header[part]["zh"].endswith("。")
    assert header["columns"] == ["entity", "property", "value"]
    assert "ORDER BY ?entity ?property ?value" in QUERIES[name].text


def test_a_finding_of_a_concept_is_located(tmp_path: Path) -> None:
    """A finding that names a legal concept is reported with its file and a cure."""
    path = written(tmp_path, "mine.ttl", DISPUTE % "AtFault")
    (found,) = validation.check([path], reasoner=False)
    assert (found.check, found.entity, found.file) == ("Finding", "urn:dispute:mine/1", path)
    assert found.property == "https://w3id.org/anbao/ontology#circumstance"
    assert found.value == "https://w3id.org/anbao/circumstance#AtFault"
    assert "factual circumstance" in found.message["en"]
    assert "事实情事" in found.message["zh"]


def test_a_sound_dispute_passes(tmp_path: Path) -> None:
    """A dispute that keeps the rules adds no violation, nor does a file of the graph itself."""
    mine = written(tmp_path, "mine.ttl", DISPUTE % "DefendantRunsOnlineMarketplace")
    ours = stores.resources() / "data" / "positions" / "p02.trig"
    assert validation.check([mine, ours], reasoner=False) == []


@pytest.mark.slow
def test_a_malformed_literal_is_a_violation(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A date that is no date is reported and not logged."""
    text = """
    <urn:period> a anbao:Period ; anbao:anchor anbao:Harm ; dcterms:source <https://example.org/judgment> ;
        anbao:endLatest "2021-13-45"^^<http://www.w3.org/2001/XMLSchema#date> .
    """
    path = written(tmp_path, "mine.ttl", text)
    found = validation.check([path], reasoner=False)
    assert {violation.property for violation in found} == {"https://w3id.org/anbao/ontology#endLatest"}
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_an_empty_class_is_a_violation(tmp_path: Path) -> None:
    """A circumstance that can have no member is reported for the positions under which it is so."""
    store = stores.load([*stores.files(), written(tmp_path, "mine.ttl", UNSATISFIABLE)])
    law = read_law(store)
    law.positions.pop(ID + "position-p03", None)
    found = validation.of_axioms(law)
    assert ID + "bare-statutes" in {violation.entity for violation in found}
    assert all(violation.check == "consistency" for violation in found)
    assert "impossible" in found[0].message["en"]


def specialities_of(store: ox.Store) -> list[tuple[str, str, str]]:
    """Returns which stored specialities are at fault: special and general norm, and the message."""
    found = validation.of_specialities(store, read_law(store))
    assert {violation.check for violation in found} <= {"stale-speciality"}
    return [
        (v.entity.removeprefix(ID), str(v.value).removeprefix(ID), v.message["en"].split(" is ")[0])
        for v in found
    ]


def test_stored_specialities_are_those_inferred() -> None:
    """The file of the graph says what HermiT infers, and nothing else."""
    assert specialities_of(stores.load()) == []


def test_speciality_that_is_not_inferred_is_a_violation() -> None:
    """So is one that is inferred and not stored."""
    store = stores.load()
    [stored, *_] = store.quads_for_pattern(None, ox.NamedNode(SPECIAL_TO), None)
    store.remove(stored)
    store.add(ox.Quad(stored.object, stored.predicate, stored.subject))  # type: ignore[arg-type]
    special, general = (str(end).strip("<>").removeprefix(ID) for end in (stored.subject, stored.object))
    assert [pair[:2] for pair in specialities_of(store)] == [(general, special), (special, general)]


def test_speciality_after_a_scope_changed_is_a_violation() -> None:
    """A norm that loses its subject element is special to nothing that names a subject."""
    store = stores.load()
    norm = ox.NamedNode(ID + "cn-fsl-art-131-1-licence")
    for quad in list(store.quads_for_pattern(norm, ox.NamedNode(SUBJECT), None)):
        store.remove(quad)
    lost = [pair for pair in specialities_of(store) if pair[0] == "cn-fsl-art-131-1-licence"]
    assert ("cn-fsl-art-131-1-licence", "cn-ecl-art-38-2-review") in [pair[:2] for pair in lost]


@pytest.mark.slow
def test_a_circle_of_provisions_is_no_endless_walk(tmp_path: Path) -> None:
    """Provisions that are part of each other are reported, and the law is not read from them."""
    text = """
    @prefix eli: <http://data.europa.eu/eli/ontology#> .
    id:cn-ecl-art-38 eli:is_part_of id:cn-ecl-art-38-2 .
    """
    path = written(tmp_path, "mine.ttl", text)
    found = {violation.check for violation in validation.check([path])}
    assert found == {"Provision", "provision-cycle"}


def test_a_malformed_file_names_file_and_line(tmp_path: Path) -> None:
    """A file that is not Turtle raises, and the message says where it breaks."""
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix id: <https://w3id.org/anbao/id/> .\nid:one a ; .\n", "utf-8")
    with pytest.raises(SyntaxFault, match=r"broken\.ttl:2"):
        validation.check([path])


def test_an_empty_file_raises(tmp_path: Path) -> None:
    """An empty file is unusable input."""
    path = tmp_path / "empty.ttl"
    path.touch()
    with pytest.raises(DataError, match=r"empty\.ttl: the file is empty"):
        validation.check([path])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"established": ["DefendantRunsOnlineMarketplce"]}', UnknownTerm),
        (
            '{"established": ["DamageSuffered"], "refuted": ["DamageSuffered"]}',
            ContradictoryFindings,
        ),
        ('{"established": ["DamageSuffered"', SyntaxFault),
    ],
)
def test_a_json_dispute_is_read_too(tmp_path: Path, text: str, error: type[Exception]) -> None:
    """A JSON dispute that cannot be read raises, and the message names its file."""
    path = tmp_path / "dispute.json"
    path.write_text(text, "utf-8")
    with pytest.raises(error, match=r"dispute\.json"):
        validation.check([path], reasoner=False)


@pytest.mark.slow
def test_contradictory_dispute_is_a_violation(tmp_path: Path) -> None:
    """A dispute whose findings the ontology makes contradictory is reported, by HermiT."""
    path = tmp_path / "both.yaml"
    path.write_text("id: both\nestablished: [DefendantNegligent, DefendantIntentional]\n", "utf-8")
    found = validation.check([path])
    assert [(violation.check, violation.entity) for violation in found] == [
        ("contradictory-findings", "urn:dispute:both")
    ]


DOCKET = '# anbao:docketNumber "(YYYY)…号" ;'
SOURCE = "    dcterms:source <https://example.org/the-judgment> ;\n"
MISTAKES = {  # what a lawyer may do to a scaffold: the kind, what is replaced by what, and what is told
    "no source": ("case", SOURCE, "", "Case", "source", "at least one source"),
    "docket number": (
        "case",
        DOCKET,
        'anbao:docketNumber "2020粤03民终943号" ;',
        "Case",
        "docketNumber",
        "such as (2020)粤03民终943号. Copy it so.",
    ),
    "decided before the facts": (
        "case",
        '"2023-06-30"',
        '"2022-05-19"',
        "decision-before-facts",
        "decisionDate",
        "correct the one that was mistyped",
    ),
    "number of another case": (
        "case",
        'dcterms:identifier "ZZ',
        'dcterms:identifier "C01" , "ZZ',
        "duplicate-identifier",
        "identifier",
        "Give each its own",
    ),
    "court that is not there": (
        "case",
        "id:court-beijing-internet",
        "id:court-beijing-intrenet",
        "dangling-reference",
        "court",
        "Correct the identifier",
    ),
    "fact that is not there": (
        "case",
        "circ:DefendantNegligent",
        "circ:DefendantNegligant",
        "undeclared-term",
        "circumstance",
        "Correct the spelling",
    ),
    "one language": (
        "case",
        '"first instance"@en ,',
        "",
        "text-in-one-language",
        "instance",
        "Add the other language",
    ),
    "premise without a kind": (
        "position",
        " a anbao:Proposal ;",
        "",
        "premise-without-kind",
        "type",
        "Give it exactly one: Extension,",
    ),
    "kind of premise": (
        "position",
        "a anbao:Proposal",
        "a anbao:Propsal",
        "premise-without-kind",
        "type",
        "Give it exactly one: Extension,",
    ),
}


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[validation.Violation]]:
    """What is found in scaffolds with one mistake each, by file; all are checked at once."""
    folder = tmp_path_factory.mktemp("mistaken")
    for number, (kind, old, new, *_) in enumerate(MISTAKES.values()):
        text = scaffolds.fill(kind, f"zz{number}")
        assert old in text
        path = folder / f"zz{number}.{'ttl' if kind == 'case' else 'trig'}"
        path.write_text(text.replace(old, new, 1), "utf-8")
    found = validation.check(sorted(folder.iterdir()), reasoner=False)
    return {path: [v for v in found if v.file == path] for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=list(MISTAKES))
def test_mistake_in_a_scaffold_is_reported(
    number: int, mistaken: dict[Path, list[validation.Violation]]
) -> None:
    """A mistake is found where it is made, in the file in which it stands, with what to do about it."""
    *_, check, name, told = list(MISTAKES.values())[number]
    found = next(found for path, found in mistaken.items() if path.stem == f"zz{number}")
    (matching,) = [violation for violation in found if violation.check == check]
    assert (matching.property or "").endswith(name)
    assert told in matching.message["en"]
    assert matching.message["zh"].endswith("。")


@pytest.mark.slow
def test_identifier_of_another_file_is_reported_alone(tmp_path: Path) -> None:
    """A resource that two files describe is told with both files, and not as what the mixture breaks."""
    path = tmp_path / "mine.ttl"
    path.write_text(scaffolds.fill("case", "c01"), "utf-8")
    found = validation.check([path])
    assert {violation.check for violation in found} == {"described-twice"}
    assert {violation.file for violation in found} == {path}
    first = next(violation for violation in found if violation.entity == ID + "case-c01")
    assert str(stores.resources() / "data" / "cases" / "c01.ttl") in first.message["en"]
    assert "c01.ttl" in first.message["zh"]
