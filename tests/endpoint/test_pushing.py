"""The graph in other stores: Oxigraph's server and Virtuoso 7, by both protocols."""

import http.server
import sys
import threading
from collections import Counter
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from tests.endpoint.conftest import Server

from anbao import cli
from anbao.endpoint import asking
from anbao.endpoint.asking import Endpoint
from anbao.endpoint.credentials import Credentials
from anbao.endpoint.pushing import Count, Target, batches, push
from anbao.errors import DataError, EndpointBusy, EndpointFault

GRAPH = ox.NamedNode("http://example.org/g")
DBA = Credentials("dba", "dba")  # with which Virtuoso comes


def quad(subject: str, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Quad:
    """Return a statement in the graph of these tests."""
    node = (
        ox.BlankNode(subject[2:])
        if subject.startswith("_:")
        else ox.NamedNode(f"http://example.org/{subject}")
    )
    return ox.Quad(node, ox.NamedNode("http://example.org/p"), value, GRAPH)


SOME = [
    quad("a", ox.Literal('"安全" \\ \n', language="zh")),
    quad("_:x", ox.Literal("1")),
    quad("a", ox.BlankNode("x")),
]


def silent(_: str) -> None:
    """Tell nothing."""


def targets(server: Server) -> dict[str, Target]:
    """Return both ways to write into Oxigraph's server."""
    endpoint = Endpoint(f"{server.address}/query", retries=0)
    return {
        "graph store": Target(endpoint, graph_store=f"{server.address}/store"),
        "update": Target(endpoint, update=f"{server.address}/update"),
    }


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_whole_graph_arrives_in_oxigraph(way: str, empty_store: Server, asserted: list[ox.Quad]) -> None:
    """All statements are there, graph by graph, and blank nodes are joined as they were."""
    counts = push(asserted, targets(empty_store)[way], silent)
    sizes = Counter(quad.graph_name.value for quad in asserted)  # type: ignore[union-attr]
    assert {count.graph: count.held for count in counts} == sizes
    answer = httpx.get(
        f"{empty_store.address}/store", headers={"Accept": "application/n-quads"}, trust_env=False
    )
    there, here = (ox.Dataset(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS)), ox.Dataset(asserted))
    for dataset in (there, here):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert there == here


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_replacing_removes_what_was_there(way: str, empty_store: Server) -> None:
    """Pushed again, a graph grows, and the counts say so; replaced, it holds what was sent."""
    target = targets(empty_store)[way]
    other = Target(target.endpoint, target.graph_store, target.update, replace=True)
    assert push(SOME, target, silent) == [Count(GRAPH.value, 3, 3)]
    assert push([quad("b", ox.Literal("2"))], target, silent) == [Count(GRAPH.value, 1, 4)]
    assert push(SOME, other, silent) == [Count(GRAPH.value, 3, 3)]


def test_command_compares_the_counts(
    empty_store: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what the store holds; if that is not what was sent, it ends with code 1."""
    stray = "INSERT DATA { GRAPH <https://w3id.org/anbao/graph/asserted> { <x:a> <x:b> <x:c> } }"
    httpx.post(f"{empty_store.address}/update", data={"update": stray}, trust_env=False)
    options = [
        f"{empty_store.address}/query",
        "--graph-store",
        f"{empty_store.address}/store",
        "--no-inferred",
    ]
    for more, code, told in (([], 1, "--replace removes older ones"), (["--replace"], 0, "holds all")):
        monkeypatch.setattr(sys, "argv", ["anbao", "push", *options, *more])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert (ended.value.code or 0) == code
        assert told in capsys.readouterr().out


def test_read_only_server_refuses(served: Server) -> None:
    """Our own endpoint takes nothing, and says so."""
    with pytest.raises(EndpointFault, match=r"403.*read-only"):
        push(SOME, Target(Endpoint(f"{served.address}/sparql", retries=0)), silent)


def test_store_that_is_down_is_told() -> None:
    """Nobody listening is told with the address."""
    with pytest.raises(EndpointBusy, match=r"http://127\.0\.0\.1:1/s: the server cannot be reached"):
        push(SOME, Target(Endpoint("http://127.0.0.1:1/s", retries=0)), silent)


def test_both_ways_at_once_are_refused() -> None:
    """One way of writing is chosen, not two; and an address holds no password."""
    endpoint = Endpoint("http://127.0.0.1:1/s")
    with pytest.raises(DataError, match="exclude one another"):
        push(SOME, Target(endpoint, graph_store="http://127.0.0.1:1/", update="http://127.0.0.1:1/"), silent)
    with pytest.raises(DataError, match="no password") as caught:
        push(SOME, Target(Endpoint("http://me:secret@127.0.0.1/s")), silent)
    assert "secret" not in str(caught.value)


@pytest.fixture
def guarded() -> Iterator[tuple[str, list[str | None]]]:
    """A server that asks for HTTP Basic, then for patience once, then takes everything."""
    seen: list[str | None] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.headers["Authorization"])
            status = (
                401 if seen[-1] is None else 503 if len(seen) == 2 else 404 if "query" in self.path else 204
            )
            self.send_response(status)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def test_credentials_answer_a_challenge(
    guarded: tuple[str, list[str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password is sent when it is asked for, and sent again with what is tried again."""
    monkeypatch.setattr(asking, "FIRST_WAIT", 0.01)
    address, seen = guarded
    endpoint = Endpoint(f"{address}/query", retries=2, credentials=Credentials("me", "secret"))
    with pytest.raises(EndpointFault, match="no such service"):
        push(SOME, Target(endpoint, update=f"{address}/update"), silent)
    basic = "Basic bWU6c2VjcmV0"
    assert seen == [None, basic, basic, basic]


def test_blank_nodes_stay_together() -> None:
    """Statements that share a blank node, through others too, go in one lot; every statement goes once."""
    chain = [quad(f"_:n{i}", ox.BlankNode(f"n{i + 1}")) for i in range(30)]
    others = [quad(f"s{i}", ox.Literal(str(i))) for i in range(95)]
    lots = list(batches([triple.triple for triple in (*others, *chain)], size=20))
    assert Counter(triple for lot in lots for triple in lot) == Counter(t.triple for t in (*others, *chain))
    [holding] = [lot for lot in lots if any(isinstance(t.subject, ox.BlankNode) for t in lot)]
    assert {t.triple for t in chain} <= set(holding)
    assert all(len(lot) <= 20 for lot in lots if lot is not holding)


def virtuoso_targets(server: Server) -> dict[str, Target]:
    """Return both ways to write into Virtuoso."""
    endpoint = Endpoint(f"{server.address}/sparql", retries=0, credentials=DBA)
    return {
        "graph store": Target(endpoint, graph_store=f"{server.address}/sparql-graph-crud-auth", replace=True),
        "update": Target(endpoint, update=f"{server.address}/sparql-auth", replace=True),
    }


@pytest.mark.parametrize("way", ["update", "graph store"])
def test_whole_graph_arrives_in_virtuoso(way: str, virtuoso: Server, asserted: list[ox.Quad]) -> None:
    """Virtuoso, which asks for HTTP Digest, says that it holds what was sent."""
    counts = push(asserted, virtuoso_targets(virtuoso)[way], silent)
    assert {count.graph for count in counts} == {quad.graph_name.value for quad in asserted}  # type: ignore[union-attr]
    assert [count for count in counts if count.sent != count.held] == []


def test_password_that_is_wrong_is_told(virtuoso: Server) -> None:
    """Virtuoso lets nobody in with another password, and the message does not repeat it."""
    endpoint = Endpoint(f"{virtuoso.address}/sparql", retries=0, credentials=Credentials("dba", "hunter2"))
    target = Target(endpoint, graph_store=f"{virtuoso.address}/sparql-graph-crud-auth")
    with pytest.raises(EndpointFault, match=r"lets nobody in.*ANBAO_ENDPOINT_PASSWORD") as caught:
        push(SOME, target, silent)
    assert "hunter2" not in str(caught.value)
