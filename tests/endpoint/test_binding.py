"""Parameters bound in the text of a query, as servers need it, find what terms bound by the engine find."""

import pyoxigraph as ox
import pytest

from anbao.endpoint.binding import bind, tokens, uncommented
from anbao.graph import questions, stores
from anbao.graph.query_files import QueryFile

QUESTIONS = [question for question in questions.library() if "federation" not in question.header["tags"]]
X = {"x": ox.Literal("v")}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The whole graph."""
    return stores.load()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_question_bound_in_its_text_finds_the_same(question: QueryFile, store: ox.Store) -> None:
    """Each question of the library gives the same rows, in order, bound in either way."""
    given = {p["name"]: str(p["example"]) for p in question.header.get("params") or ()}
    terms = questions.terms(store, question, given)
    expected = questions.run(store, question, given)
    assert isinstance(expected, questions.Table)
    found = store.query(
        bind(question.text, terms, questions.hidden(question)), use_default_graph_as_union=True
    )
    assert isinstance(found, ox.QuerySolutions)
    assert {v.value for v in found.variables} == set(expected.columns)
    assert [tuple(row[name] for name in expected.columns) for row in found] == list(expected.rows)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?x ?y WHERE { ?y ?p ?x }", 'SELECT ("v" AS ?x) ?y WHERE { ?y ?p "v" }'),
        ("SELECT $x { ?y ?p $x }", 'SELECT ("v" AS $x) { ?y ?p "v" }'),
        ("SELECT ?y { { SELECT ?x ?y { ?y ?p ?x } } }", 'SELECT ?y { { SELECT  ?y { ?y ?p "v" } } }'),
        ("SELECT ?y { ?y ?p ?x } ORDER BY ?x ?y", 'SELECT ?y { ?y ?p "v" } ORDER BY ("v") ?y'),
        ("SELECT ?y { ?y ?p ?xx, '?x', \"?x\" }", "SELECT ?y { ?y ?p ?xx, '?x', \"?x\" }"),
        ("SELECT ?y { ?y <a?x> ?x } # ?x", 'SELECT ?y { ?y <a?x> "v" } # ?x'),
        ('SELECT ?y { ?y ?p """a"?x""" }', 'SELECT ?y { ?y ?p """a"?x""" }'),
        ("SELECT ?y { ?y ?p 'it\\'s ?x' , ?x }", "SELECT ?y { ?y ?p 'it\\'s ?x' , \"v\" }"),
        ("ASK { ?x :a\\#b ?x }", 'ASK { "v" :a\\#b "v" }'),
    ],
)
def test_only_variables_are_replaced(text: str, bound: str) -> None:
    """A variable is replaced by where it stands; strings, IRIs, comments and longer names are left alone."""
    assert bind(text, X) == bound


def test_hidden_parameter_is_no_column() -> None:
    """A parameter that only chooses among labels is left out of the SELECT, and bound below it."""
    assert bind("SELECT ?x ?y { ?y ?p ?x }", X, {"x"}) == 'SELECT  ?y { ?y ?p "v" }'


@pytest.mark.parametrize("value", ['" } UNION { ?s ?p ?o . } #', "\\", '\\"', "a\nb", "'''", "?y"])
def test_value_stays_a_string(value: str) -> None:
    """Whatever a value holds, the store reads it back as that string."""
    [row] = ox.Store().query(bind("SELECT ?x { }", {"x": ox.Literal(value)}))  # type: ignore[misc]
    assert row["x"] == ox.Literal(value)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://a> {} }",
        "ASK { service<http://a>{} }",
        "ASK { \\u0053ERVICE <http://a> {} }",
        "ASK { ?s :a\\#b ?o . SERVICE <http://a> {} }",
        "ASK { FILTER(?a<?b) SERVICE <http://a> {} }",
        "ASK { ?s ?p 'a\\'#', ?o SERVICE <http://a> {} }",
    ],
)
def test_keyword_is_seen_wherever_it_stands(text: str) -> None:
    """A keyword is told apart however it is written."""
    assert "SERVICE" in {token.upper() for token in tokens(text)}


@pytest.mark.parametrize("text", ["ASK { ?SERVICE a :SERVICE, service:x, <SERVICE> , 'SERVICE' } # SERVICE"])
def test_word_elsewhere_is_no_keyword(text: str) -> None:
    """In a variable, a name, an IRI, a string and a comment it is none."""
    assert "SERVICE" not in {token.upper() for token in tokens(text)}


def test_comments_are_left_out() -> None:
    """Comments go, and what only looks like one stays."""
    text = "#+ tags: [x]\n#+ add\nSELECT ?s { ?s <a#b> '# no' } # end\n"
    assert uncommented(text) == "SELECT ?s { ?s <a#b> '# no' } \n"
