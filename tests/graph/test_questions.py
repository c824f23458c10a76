"""The question library, each question on a small example and on the whole graph, and its errors.

An example is a folder `tests/queries/<topic>/<question>/` with `data.ttl` or
`data.trig`, `expected.csv` and, where the question takes parameters,
`params.json`.
"""

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from anbao.disputes.documents import gather_all
from anbao.engine.engine import Engine, choose_positions
from anbao.errors import BadDate, DataError, SyntaxFault, UnknownTerm
from anbao.graph import questions
from anbao.graph.query_files import QueryFile
from anbao.graph.stores import load

EXAMPLES = Path(__file__).parents[1] / "queries"
ID = questions.PREFIXES["id"]
SAFETY_NORM = ox.NamedNode(ID + "cn-ecl-art-38-2-safety")
FEDERATED = {  # they ask a second server: tests/endpoint/test_joining.py
    question.name: question
    for question in questions.library()
    if any(p["type"] == "address" for p in question.header.get("params") or ())
}
QUESTIONS = {question.name: question for question in questions.library() if question.name not in FEDERATED}
MAY_FIND_NOTHING = {  # they ask for gaps and faults, of which the graph may be free
    "positions/known-from-abstract-only",
}
every_question = pytest.mark.parametrize("name", QUESTIONS)


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    """The whole graph."""
    return load()


@pytest.fixture(scope="module")
def decided(engine: Engine) -> ox.Store:
    """The whole graph with decisions on two cases under every position, of which `decisions/` asks."""
    store = load()
    disputes = gather_all(["C19", "C06"], engine.law, engine.store)
    for run in engine.run(disputes, choose_positions(engine.law, ["all"])):
        store.extend(ox.Quad(*triple) for triple in run.triples())
    return store


def example(name: str) -> tuple[Path, dict[str, str], list[list[str]]]:
    """Return the data file, the parameters and the expected rows of a question, columns first."""
    folder = EXAMPLES / name
    data = next(folder.glob("data.*"))
    parameters = folder / "params.json"
    given = json.loads(parameters.read_text("utf-8")) if parameters.exists() else {}
    expected = csv.reader(io.StringIO((folder / "expected.csv").read_text("utf-8")))
    return data, given, list(expected)


def on_oxigraph(question: QueryFile, data: Path, given: dict[str, str]) -> list[list[str]]:
    """Return what a question finds on Oxigraph, columns first."""
    found = questions.run(load([data]), question, given)
    assert isinstance(found, questions.Table)
    return list(csv.reader(io.StringIO(questions.to_csv(found))))


def as_rdflib(term: questions.Term) -> rdflib.URIRef | rdflib.Literal:
    """Return a parameter's term for rdflib, to which a plain literal is no xsd:string."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=None if datatype == rdflib.XSD.string else datatype)


def on_rdflib(question: QueryFile, data: Path, given: dict[str, str], columns: list[str]) -> list[list[str]]:
    """Return what a question finds on rdflib, columns first."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data, format="trig")
    bindings = {
        name: as_rdflib(term) for name, term in questions.terms(load([data]), question, given).items()
    }
    rows = dataset.query(question.text, initBindings=bindings)
    return [
        columns,
        *([("" if row[name] is None else str(row[name])) for name in columns] for row in rows),  # type: ignore[index, call-overload]
    ]


@every_question
def test_question_answers_its_example_on_both_engines(name: str) -> None:
    """Oxigraph and rdflib give the expected rows of the example, in the expected order."""
    data, given, expected = example(name)
    assert len(expected) > 1, "an example has rows"
    assert on_oxigraph(QUESTIONS[name], data, given) == expected
    assert on_rdflib(QUESTIONS[name], data, given, expected[0]) == expected


def test_every_example_belongs_to_a_question() -> None:
    """No example is left over from a question that is gone."""
    examples = {path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("expected.csv")}
    assert examples == {*QUESTIONS, *FEDERATED}


@every_question
def test_question_runs_on_the_whole_graph(name: str, decided: ox.Store) -> None:
    """Run with the examples of its header, a question finds rows in the columns it announces."""
    header = QUESTIONS[name].header
    given = {p["name"]: str(p["example"]) for p in header.get("params") or ()}
    found = questions.run(decided, QUESTIONS[name], given)
    assert isinstance(found, questions.Table)
    assert found.columns == tuple(header["columns"])
    assert found.rows or name in MAY_FIND_NOTHING


@pytest.mark.parametrize("name", [*QUESTIONS, *FEDERATED])
def test_question_is_documented(name: str) -> None:
    """A header asks in both languages, has tags, and describes parameters and columns in both."""
    question = {**QUESTIONS, **FEDERATED}[name]
    header = question.header
    described = [header["summary"], *(header.get("params") or ()), *header["columns"].values()]
    assert all({"zh", "en"} <= set(text) for text in described)
    assert header["tags"]
    assert "ORDER BY" in question.text


def written(folder: Path, text: str) -> QueryFile:
    """Return a user's own query file."""
    path = folder / "own.rq"
    path.write_text(text, "utf-8")
    return questions.find(path)


def test_library_lists_questions_by_name() -> None:
    """The library is sorted, and each question is found by its name."""
    names = [question.name for question in questions.library()]
    assert names == sorted(names)
    assert {"statutes/wording", "norms/all"} <= set(names)
    assert questions.find("norms/all").path.name == "all.rq"


def test_unknown_question_names_the_nearest() -> None:
    """A name that is misspelt gets the three nearest."""
    with pytest.raises(UnknownTerm, match="'norms/elements'") as caught:
        questions.find("norm/element")
    assert caught.value.mend is not None
    assert caught.value.mend.count("'") == 6


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A path to a query that is not there says so."""
    with pytest.raises(DataError, match=r"nothing\.rq: cannot be read"):
        questions.find(tmp_path / "nothing.rq")


@pytest.mark.parametrize(
    "text",
    [
        SAFETY_NORM.value,
        f"<{SAFETY_NORM.value}>",
        "id:cn-ecl-art-38-2-safety",
        "cn-ecl-art-38-2-safety",
        "未尽安全保障义务的相应责任",
        "corresponding liability for breach of the safety duty",
    ],
)
def test_resource_is_called_by_iri_prefix_local_name_or_label(text: str, graph: ox.Store) -> None:
    """IRI, prefixed name, local name and label in either language name the same norm."""
    assert questions.resolve(graph, text) == SAFETY_NORM


def test_local_name_is_tried_among_circumstances_and_terms_too(graph: ox.Store) -> None:
    """A circumstance, a term of the ontology and a case need no prefix."""
    assert questions.display(questions.resolve(graph, "SafetyDutyBreach")) == "circ:SafetyDutyBreach"
    assert questions.display(questions.resolve(graph, "laidDownIn")) == "anbao:laidDownIn"
    assert questions.display(questions.resolve(graph, "C02")) == "id:case-c02"


def test_unknown_resource_gets_the_nearest_names(graph: ox.Store) -> None:
    """A provision that is not in the graph is an error, not an empty answer."""
    elements = QUESTIONS["norms/elements"]
    with pytest.raises(UnknownTerm, match=r"norms/elements: of: .*names nothing") as caught:
        questions.run(graph, elements, {"of": "id:cn-ecl-art-38-2-safty"})
    assert "'id:cn-ecl-art-38-2-safety'" in str(caught.value)


def test_ambiguous_label_lists_what_has_it() -> None:
    """A label of two resources names neither."""
    store = ox.Store()
    for name in ("one", "two"):
        label = ox.NamedNode(questions.PREFIXES["skos"] + "prefLabel")
        store.add(ox.Quad(ox.NamedNode(ID + name), label, ox.Literal("same name", language="en")))
    with pytest.raises(UnknownTerm, match="names several things") as caught:
        questions.resolve(store, "same name")
    assert "id:one" in str(caught.value)
    assert "id:two" in str(caught.value)


def test_unknown_parameter_says_what_the_question_takes(graph: ox.Store) -> None:
    """A parameter that is not in the header is refused with the ones that are."""
    with pytest.raises(UnknownTerm, match=r"unknown parameter 'norm'.*It takes of \(such as id:"):
        questions.run(graph, QUESTIONS["norms/elements"], {"norm": "id:cn-ecl-art-38-2-safety"})
    with pytest.raises(UnknownTerm, match="It takes no parameters"):
        questions.run(graph, QUESTIONS["circumstances/all"], {"kind": "x"})


def test_missing_parameter_says_what_the_question_takes(graph: ox.Store) -> None:
    """A parameter without a default has to be given."""
    with pytest.raises(DataError, match=r"parameter 'date' is missing.*provision.*date"):
        questions.run(graph, QUESTIONS["statutes/in-force-on"], {"provision": "id:cn-fsl-art-131"})


@pytest.mark.parametrize("day", ["2021-02-30", "May 2021", "2021-13-01", ""])
def test_date_that_is_none_is_refused(day: str, graph: ox.Store) -> None:
    """A parameter of type date takes a calendar day only."""
    with pytest.raises(BadDate, match="is no date"):
        questions.run(
            graph,
            QUESTIONS["statutes/in-force-on"],
            {"provision": "id:cn-fsl-art-131", "date": day},
        )


def test_language_that_is_none_is_refused(graph: ox.Store) -> None:
    """A parameter of type language takes a language tag only."""
    with pytest.raises(DataError, match="is no language"):
        questions.run(graph, QUESTIONS["norms/all"], {"language": "zh_Hans!"})


def test_language_chooses_labels_and_stands_in_no_column(graph: ox.Store) -> None:
    """The labels come in the language asked for, Chinese unless told."""
    for given, label in (({}, "生产者"), ({"language": "en"}, "liability")):
        found = questions.run(graph, QUESTIONS["norms/all"], given)
        assert isinstance(found, questions.Table)
        assert "language" not in found.columns
        assert any(label in questions.display(row[1]) for row in found.rows)


def test_integer_is_bound_as_a_number(tmp_path: Path) -> None:
    """A parameter of type integer compares with numbers; a word is refused."""
    store = ox.Store()
    number = ox.NamedNode(questions.PREFIXES["anbao"] + "articleNumber")
    store.add(ox.Quad(ox.NamedNode(ID + "a"), number, ox.Literal(38)))
    question = written(
        tmp_path,
        "#+ params:\n#+   - {name: article, type: integer, example: 38}\n"
        "SELECT ?article ?x WHERE { ?x ?p ?n . FILTER(?n = ?article) }",
    )
    found = questions.run(store, question, {"article": "38"})
    assert isinstance(found, questions.Table)
    assert [questions.display(row[1]) for row in found.rows] == ["id:a"]
    with pytest.raises(DataError, match="'many' is no integer"):
        questions.run(store, question, {"article": "many"})


def test_file_without_header_guesses_its_terms(tmp_path: Path, graph: ox.Store) -> None:
    """What looks like an IRI is one; anything else is a string."""
    question = written(tmp_path, "SELECT ?key ?statute WHERE { ?statute ?notation ?key }")
    given = {"key": "ECL"}
    found = questions.run(graph, question, given)
    assert isinstance(found, questions.Table)
    assert found.rows == ((ox.Literal("ECL"), ox.NamedNode(ID + "cn-ecl")),)
    found = questions.run(graph, question, {"statute": "id:cn-ecl"})
    assert isinstance(found, questions.Table)
    assert ox.Literal("ECL") in {row[0] for row in found.rows}


def test_value_is_never_read_as_sparql(tmp_path: Path, graph: ox.Store) -> None:
    """A value that looks like SPARQL is a string like any other."""
    question = written(tmp_path, "SELECT ?key ?s WHERE { ?s ?p ?key }")
    found = questions.run(graph, question, {"key": '" } UNION { ?s ?p ?o . } #'})
    assert found == questions.Table(("key", "s"), ())


def test_ask_and_construct(tmp_path: Path, graph: ox.Store) -> None:
    """ASK gives one cell, CONSTRUCT gives triples; both take parameters."""
    asked = questions.run(graph, written(tmp_path, "ASK { ?s ?p ?o }"), {"s": "id:cn-ecl"})
    assert asked == questions.Table(("answer",), ((ox.Literal(True),),))
    made = questions.run(
        graph, written(tmp_path, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }"), {"s": "id:cn-ecl"}
    )
    assert isinstance(made, list)
    assert {questions.display(triple.object) for triple in made} == {"anbao:Statute"}


def test_malformed_query_names_file_and_line(tmp_path: Path, graph: ox.Store) -> None:
    """A fault of syntax is placed where it stands, header lines counted."""
    question = written(tmp_path, "#+ tags: [x]\nSELECT ?s WHERE {\n  ?s foo:bar ?o\n}\n")
    with pytest.raises(SyntaxFault, match=r"own\.rq:3: malformed SPARQL: a prefix is not declared"):
        questions.run(graph, question)
    question = written(tmp_path, "SELECT ?s\nWHERE { ?s ?p ?o } ORDER BYE ?s")
    with pytest.raises(SyntaxFault, match=r"own\.rq:2: malformed SPARQL: expected"):
        questions.run(graph, question)


def test_unprojected_parameter_is_refused(tmp_path: Path, graph: ox.Store) -> None:
    """A value for a variable that the SELECT does not name is an error that says so."""
    question = written(tmp_path, "SELECT ?s WHERE { ?s a ?t }")
    with pytest.raises(DataError, match=r"own\.rq: cannot be run.*SELECT must name each parameter"):
        questions.run(graph, question, {"t": "anbao:Statute"})


def test_update_is_refused(tmp_path: Path, graph: ox.Store) -> None:
    """A query file cannot change the graph."""
    size = len(graph)
    with pytest.raises(SyntaxFault):
        questions.run(graph, written(tmp_path, "DELETE WHERE { ?s ?p ?o }"))
    assert len(graph) == size


TABLE = questions.Table(
    ("term", "text"),
    (
        (ox.NamedNode(ID + "cn-ecl"), ox.Literal('tab\there, "quoted"\nline', language="en")),
        (None, ox.Literal(38)),
    ),
)


def test_table_as_csv_tsv_and_json() -> None:
    """The W3C formats keep a value as it is; TSV writes terms as in Turtle."""
    assert questions.to_csv(TABLE) == (f'term,text\r\n{ID}cn-ecl,"tab\there, ""quoted""\nline"\r\n,38\r\n')
    assert questions.to_tsv(TABLE) == (
        f'?term\t?text\n<{ID}cn-ecl>\t"tab\\there, \\"quoted\\"\\nline"@en\n\t38\n'
    )
    found = json.loads(questions.to_json(TABLE))
    assert found["head"] == {"vars": ["term", "text"]}
    assert found["results"]["bindings"][0]["text"] == {
        "type": "literal",
        "value": 'tab\there, "quoted"\nline',
        "xml:lang": "en",
    }
    assert set(found["results"]["bindings"][1]) == {"text"}


def test_plain_table_has_one_line_for_each_row() -> None:
    """Plain text has no quotes, and no tab or line break inside a value."""
    row = f'{ID}cn-ecl\ttab here, "quoted" line\n\t38\n'
    assert questions.to_plain(TABLE) == "term\ttext\n" + row
    assert questions.to_plain(TABLE, header=False) == row


def test_display_shortens_iris() -> None:
    """An IRI is shown by its prefix where one fits, everything else by its value."""
    assert questions.display(SAFETY_NORM) == "id:cn-ecl-art-38-2-safety"
    assert questions.display(ox.NamedNode("http://example.org/x")) == "http://example.org/x"
    assert questions.display(ox.NamedNode(ID + "a/b")) == ID + "a/b"
    assert questions.display(SAFETY_NORM, {}) == SAFETY_NORM.value
    assert questions.display(ox.Literal("承运人", language="zh-Hans")) == "承运人"
    assert questions.display(None) == ""
