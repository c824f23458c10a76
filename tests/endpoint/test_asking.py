"""The library on an endpoint: the same rows as here, and one clear fault for everything else."""

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.endpoint.conftest import Server

from anbao.endpoint import asking
from anbao.endpoint.asking import Endpoint, ask
from anbao.endpoint.credentials import Credentials, from_environment
from anbao.endpoint.faults import check_address, excerpt
from anbao.endpoint.graphs import default_graphs
from anbao.endpoint.joining import is_federated
from anbao.errors import DataError, EndpointBusy, EndpointFault
from anbao.graph import questions
from anbao.graph.query_files import QueryFile

RESULTS = "application/sparql-results+json"
ONE = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "x:y"}}]}})
QUESTION = QueryFile("own", Path("own.rq"), "SELECT ?s WHERE { ?s ?p ?o }")
LIBRARY = [question for question in questions.library() if not is_federated(question)]
Answering = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answering) -> Iterator[tuple[str, list[str]]]:
    """Run a server that answers as told; give its address and the list of the headers it gets."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(str(self.headers))
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()


def saying(
    status: int, body: str, kind: str = RESULTS, length: int | None = None, pause: float = 0.0
) -> Answering:
    """Return an answer: its status, content and type, the length that it claims, a pause in its middle."""

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        content = body.encode("utf-8")
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(content) if length is None else length))
        request.end_headers()
        try:
            for byte in content if pause else [content]:
                request.wfile.write(bytes([byte]) if isinstance(byte, int) else byte)
                request.wfile.flush()
                time.sleep(pause)
        except OSError:
            pass  # the client has gone, as it should

    return answer


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a hundredth of a second before asking again."""
    monkeypatch.setattr(asking, "FIRST_WAIT", 0.01)


@pytest.mark.parametrize(
    ("answer", "fault", "told"),
    [
        (saying(400, "error at 1:10: expected {", "text/plain"), EndpointFault, "refuses.*expected {"),
        (saying(401, "who?", "text/plain"), EndpointFault, "lets nobody in.*ANBAO_ENDPOINT_USER"),
        (saying(403, "no", "text/plain"), EndpointFault, "lets nobody in"),
        (saying(404, "<html><b>gone</b></html>", "text/html"), EndpointFault, "no such service.*gone"),
        (saying(413, "", "text/plain"), EndpointFault, "too much at once"),
        (saying(500, "out of memory", "text/plain"), EndpointBusy, r"overloaded \(500\): out of memory"),
        (saying(503, "later", "text/plain"), EndpointBusy, "overloaded.*later"),
        (saying(200, "<html>hello</html>", "text/html"), EndpointFault, "text/html, not a result"),
        (saying(200, ONE[:40]), EndpointBusy, "breaks off"),
        (saying(200, ONE[:40], length=len(ONE)), EndpointBusy, "breaks off.*40 of"),
        (saying(200, "", length=10), EndpointBusy, "breaks off"),
        (saying(200, ONE, pause=0.1), EndpointBusy, r"no whole answer within 0\.6 s"),
    ],
)
def test_fault_is_told(answer: Answering, fault: type[EndpointFault], told: str) -> None:
    """Each way of going wrong has its sentence, with the address; what may pass is asked again."""
    with answering(answer) as (address, seen):
        with pytest.raises(EndpointFault, match=told) as caught:
            ask(Endpoint(address, timeout=0.6, retries=1), QUESTION, {})
        assert type(caught.value) is fault
        assert str(caught.value).startswith(f"{address}: ")
        assert len(seen) == (2 if fault is EndpointBusy else 1)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # urllib's, on a time-out
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_silent_server_is_slow() -> None:
    """A server that takes the question and says nothing is given up."""
    with answering(lambda _: time.sleep(2)) as (address, _):
        before = time.monotonic()
        with pytest.raises(EndpointBusy, match=r"no whole answer within 0\.3 s.*--timeout"):
            ask(Endpoint(address, timeout=0.3, retries=0), QUESTION, {})
        assert time.monotonic() - before < 1.5


def test_server_that_is_down_is_told() -> None:
    """Nobody listening is another fault than a slow answer."""
    with pytest.raises(EndpointBusy, match="cannot be reached"):
        ask(Endpoint("http://127.0.0.1:1/sparql", retries=0), QUESTION, {})


def test_fault_that_passes_is_survived() -> None:
    """A server that is overloaded twice and then answers has answered."""
    answers = iter([saying(503, ""), saying(200, ONE[:30]), saying(200, ONE)])

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        next(answers)(request)

    with answering(answer) as (address, seen):
        found = ask(Endpoint(address, retries=2), QUESTION, {})
    assert found == questions.Table(("s",), ((ox.NamedNode("x:y"),),))
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("who", "header"),
    [
        (Credentials("me", "secret"), "Basic bWU6c2VjcmV0"),
        (Credentials(token="abc"), "Bearer abc"),
        (Credentials(), None),
    ],
)
def test_credentials_are_sent(who: Credentials, header: str | None) -> None:
    """A user and password go as HTTP Basic, a token as a bearer's; nothing otherwise."""
    with answering(saying(200, ONE)) as (address, seen):
        ask(Endpoint(address, credentials=who), QUESTION, {})
    assert (f"Authorization: {header}" in seen[0]) if header else ("Authorization" not in seen[0])
    assert "secret" not in repr(who)
    assert "abc" not in repr(who)


@pytest.mark.parametrize(
    "given", [{"USER": "a"}, {"PASSWORD": "b"}, {"USER": "a", "PASSWORD": "b", "TOKEN": "c"}]
)
def test_credentials_that_do_not_fit_are_refused(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user without a password, and both kinds at once, are faults of the environment."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"ANBAO_ENDPOINT_{name}", raising=False)
    assert from_environment() == Credentials()
    for name, value in given.items():
        monkeypatch.setenv(f"ANBAO_ENDPOINT_{name}", value)
    with pytest.raises(DataError, match="ANBAO_ENDPOINT_"):
        from_environment()


@pytest.mark.parametrize("address", ["127.0.0.1/sparql", "file:///etc/passwd", "http://", "http://a b/"])
def test_address_that_is_none_is_refused(address: str) -> None:
    """Only http and https are asked."""
    with pytest.raises(DataError, match="is no address"):
        check_address(address)


def test_excerpt_is_short_and_bare() -> None:
    """A page is told by its words, and not beyond some."""
    assert excerpt("<style>p {}</style><p>Not\n <b>found</b></p>") == "Not found"
    assert excerpt("<http://example.org/a> is unknown") == "<http://example.org/a> is unknown"
    assert len(excerpt("x" * 1000)) == 300


@pytest.mark.parametrize("question", LIBRARY, ids=lambda question: question.name)
def test_library_finds_the_same_at_our_endpoint(question: QueryFile, served: Server, store: ox.Store) -> None:
    """Every question finds at `anbao serve` the rows that it finds here."""
    given = {p["name"]: str(p["example"]) for p in question.header.get("params") or ()}
    terms = questions.terms(store, question, given)
    endpoint = Endpoint(f"{served.address}/sparql", graphs=default_graphs(store))
    found, expected = ask(endpoint, question, terms), questions.run(store, question, given)
    assert isinstance(found, questions.Table)
    assert isinstance(expected, questions.Table)
    assert found.columns == expected.columns
    assert sorted(map(shown, found.rows)) == sorted(map(shown, expected.rows))


def shown(row: tuple[questions.Term | None, ...]) -> list[str]:
    """Return a row as texts; a blank node's name means nothing in another store."""
    return ["_:" if isinstance(term, ox.BlankNode) else str(term) for term in row]
