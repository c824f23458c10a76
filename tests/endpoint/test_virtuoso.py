"""The library on Virtuoso 7: what it answers as the other engines do, and what it does not."""

import pyoxigraph as ox
import pytest
from tests.endpoint.conftest import Server

from anbao.endpoint.asking import Endpoint, ask
from anbao.endpoint.credentials import Credentials
from anbao.endpoint.graphs import default_graphs
from anbao.endpoint.joining import is_federated
from anbao.endpoint.pushing import Target, push
from anbao.errors import EndpointFault
from anbao.graph import questions
from anbao.graph.query_files import QueryFile

LIBRARY = [question for question in questions.library() if not is_federated(question)]
# Virtuoso 7.2.5 refuses these with an internal error of its compiler, or finds other rows in them than
# Oxigraph and rdflib do. Each is standard SPARQL 1.1; the list says what not to rely on there.
REFUSED = {
    "cases/claim-bases",
    "conflicts/pairs",
    "conflicts/special-and-general",
    "liability/stronger-than",
    "norms/on-a-page",
    "statutes/article",
}
OTHERWISE = {
    "cases/applying",
    "cases/by-sector",
    "cases/holdings",
    "claims/by-topic",
    "conflicts/competing-with",
    "duties/what-omission-costs",
    "norms/of-statute",
    "norms/reducing-liability",
    "positions/drafting-history",
    "statistics/our-own-counts",
    "statutes/interpretations",
    "statutes/predecessors",
}
ENDLESS = {"positions/disagreements"}  # more than half a minute, where the others take a tenth of a second
BOOLEANS = {"true": "1", "false": "0"}


@pytest.fixture(scope="module")
def loaded(virtuoso: Server, asserted: list[ox.Quad], store: ox.Store) -> Endpoint:
    """Virtuoso with what sources assert."""
    address = f"{virtuoso.address}/sparql"
    endpoint = Endpoint(address, timeout=60, retries=0, credentials=Credentials("dba", "dba"))
    service = f"{virtuoso.address}/sparql-graph-crud-auth"
    push(asserted, Target(endpoint, graph_store=service, replace=True), lambda _: None)
    return Endpoint(address, timeout=60, retries=0, graphs=default_graphs(store))


def value(term: questions.Term | None) -> str:
    """Return a term by its value: Virtuoso keeps booleans as numbers, and other spellings of data types."""
    if isinstance(term, ox.BlankNode) or term is None:
        return "_:" if term else ""
    text = term.value if not isinstance(term, ox.Triple) else str(term)
    return BOOLEANS.get(text, text)


def compared(question: QueryFile, endpoint: Endpoint, store: ox.Store) -> str:
    """Return how a question fares: `same`, `otherwise` or `refused`."""
    given = {p["name"]: str(p["example"]) for p in question.header.get("params") or ()}
    expected = questions.run(store, question, given)
    assert isinstance(expected, questions.Table)
    try:
        found = ask(endpoint, question, questions.terms(store, question, given))
    except EndpointFault as fault:
        return "refused" if "Virtuoso" in str(fault) else str(fault)
    assert isinstance(found, questions.Table)
    assert found.columns == expected.columns
    here, there = (sorted([value(term) for term in row] for row in table.rows) for table in (expected, found))
    return "same" if here == there else "otherwise"


@pytest.mark.slow
def test_library_is_answered(loaded: Endpoint, store: ox.Store) -> None:
    """All questions but the listed ones find the same rows; the lists hold no more than is true."""
    fates = {
        question.name: compared(question, loaded, store)
        for question in LIBRARY
        if question.name not in ENDLESS
    }
    assert {name for name, fate in fates.items() if fate == "refused"} == REFUSED
    assert {name for name, fate in fates.items() if fate == "otherwise"} == OTHERWISE
