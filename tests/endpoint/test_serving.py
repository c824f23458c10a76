"""`anbao serve`: the protocol, its limits, bad input, resources, and its end."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.endpoint.conftest import MAIN, Server, free_port, running

from anbao.endpoint import oxigraph
from anbao.endpoint.negotiation import preferred
from anbao.endpoint.serving import Settings, serve
from anbao.errors import DataError, EndpointFault

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVERYTHING = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }"
READ_ONLY = "This endpoint is read-only: it takes no SPARQL UPDATE.\n"
QUAD = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"))


@pytest.fixture
def client(served: Server) -> Iterator[httpx.Client]:
    """A client of the running server."""
    with httpx.Client(base_url=served.address, trust_env=False, timeout=60) as asking:
        yield asking


def alive(client: httpx.Client) -> bool:
    """Return whether the server still answers with what it holds."""
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
    return answer.status_code == 200 and int(answer.text.split()[1]) > 10_000


def test_query_goes_by_every_way_of_the_protocol(client: httpx.Client) -> None:
    """GET, a form and a bare query give the same, in the format that is asked for."""
    accept = {"Accept": "text/csv"}
    answers = [
        client.get("/sparql", params={"query": COUNT}, headers=accept),
        client.post("/sparql", data={"query": COUNT}, headers=accept),
        client.post("/sparql", content=COUNT, headers={**accept, "Content-Type": "application/sparql-query"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].headers["content-type"].startswith("text/csv")
    other = client.get(
        "/sparql", params={"query": COUNT}, headers={"Accept": "application/sparql-results+xml"}
    )
    assert other.headers["content-type"].startswith("application/sparql-results+xml")


def test_dataset_of_the_protocol_is_heeded(client: httpx.Client) -> None:
    """A default graph named in the request is the one that is asked."""
    parameters = {"query": COUNT, "default-graph-uri": "http://example.org/none"}
    answer = client.post("/sparql", data=parameters, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["n", "0"]


@pytest.mark.parametrize(
    ("request_", "status", "told"),
    [
        ({"data": {"query": "SELEC * {"}}, 400, "error at 1:"),
        ({"data": {"update": "CLEAR ALL"}}, 403, READ_ONLY),
        ({"data": {"query": "PREFIX a: <b>\n# c\nINSERT DATA { a:b a:c a:d }"}}, 403, READ_ONLY),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403, READ_ONLY),
        ({"data": {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}}, 403, "asks no other one"),
        ({"data": {"query": ["ASK {}", "ASK {}"]}}, 400, "exactly one query"),
        ({"data": {"x": "y"}}, 400, "exactly one query"),
        ({"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "application/sparql-query"),
        ({"data": {"query": "ASK { " + "{" * 200 + "}" * 200 + "}"}}, 400, "nests more than"),
        ({"data": {"query": "#" * 1_100_000}}, 413, "longer than"),
        ({"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "not UTF-8"),
        ({"data": {"query": EVERYTHING}}, 413, "result is longer than 3000000 bytes"),
        ({"data": {"query": ENDLESS}}, 504, "takes more than 8 seconds"),
    ],
)
def test_bad_input_is_told_and_survived(
    request_: dict[str, object], status: int, told: str, client: httpx.Client
) -> None:
    """Each is refused with a status and one sentence, and the server stays up."""
    answer = client.post("/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert told in answer.text
    assert len(answer.text.strip().splitlines()) == 1
    assert alive(client)


def test_query_that_kills_the_server_is_survived(client: httpx.Client) -> None:
    """Where Oxigraph's process dies over a query, the client is told, and another process takes over."""
    answer = client.post("/sparql", data={"query": f"ASK {{ FILTER({'!' * 100_000}true) }}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "being started again" in answer.text
    assert alive(client)


def test_endless_queries_do_not_keep_others_waiting(client: httpx.Client) -> None:
    """Others are answered while queries run over their time."""
    with ThreadPoolExecutor(8) as pool:
        endless = [pool.submit(client.post, "/sparql", data={"query": ENDLESS}) for _ in range(3)]
        short = [pool.submit(client.post, "/sparql", data={"query": "ASK {}"}) for _ in range(5)]
        assert {answer.result().status_code for answer in short} == {200}
        assert {answer.result().status_code for answer in endless} == {504}
    assert alive(client)


def test_endpoint_describes_itself(client: httpx.Client) -> None:
    """Without a query it tells what it is in RDF, with the graphs and their sizes, or in a page."""
    sd = "http://www.w3.org/ns/sparql-service-description#"
    answer = client.get("/sparql", headers={"Accept": "application/ld+json"})
    said = ox.Store()
    said.bulk_load(answer.content, format=ox.RdfFormat.JSON_LD)
    [row] = said.query(
        f"SELECT ?endpoint ?n {{ ?s <{sd}endpoint> ?endpoint ; <{sd}defaultDataset>/<{sd}defaultGraph>/"
        "<http://rdfs.org/ns/void#triples> ?n }"
    )  # type: ignore[misc]
    assert row["endpoint"].value == f"{str(client.base_url).rstrip('/')}/sparql"
    counted = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
    assert counted.text.split()[1] == row["n"].value
    assert client.get("/sparql").headers["content-type"].startswith("text/turtle")
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<form" in page.text
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("kind", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_resource_is_described(kind: str, client: httpx.Client) -> None:
    """A resource without a page is described in the form that is asked for; terms with their document."""
    answer = client.get("/id/cn-ecl", headers={"Accept": kind})
    found = list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(kind)))
    assert "Accept" in answer.headers["vary"].split(", ")
    assert {quad.subject.value for quad in found} >= {"https://w3id.org/anbao/id/cn-ecl"}
    ontology = client.get("/ontology", headers={"Accept": kind})
    assert "https://w3id.org/anbao/ontology#Norm" in ontology.text or "anbao:Norm" in ontology.text


@pytest.mark.parametrize("name", ["nothing", "a%3Eb", "..%2Fx"])
def test_unknown_resource_is_not_found(name: str, client: httpx.Client) -> None:
    """What nobody says anything about is not found."""
    assert client.get(f"/id/{name}").status_code == 404


def test_site_is_served_with_the_endpoint(tmp_path: Path) -> None:
    """With a site its pages come up, and a resource leads to the form that is there and asked for."""
    site, port = tmp_path / "site", free_port()
    (site / "id" / "cn-ecl").mkdir(parents=True)
    for name in ("index.html", "id/cn-ecl/index.html", "id/cn-ecl.ttl"):
        (site / name).write_text(f"this is {name}", "utf-8")
    command = [sys.executable, "-c", MAIN, "serve", "--no-inferred", "--site", str(site), "--port", str(port)]
    with ExitStack() as stack:
        server = stack.enter_context(running(command, f"http://127.0.0.1:{port}", tmp_path, "/"))
        client = stack.enter_context(httpx.Client(base_url=server.address, trust_env=False))
        assert client.get("/").text == "this is index.html"
        for accept, place in [
            ("text/html", "/id/cn-ecl/"),
            ("text/turtle", "/id/cn-ecl.ttl"),
            ("*/*", "/id/cn-ecl/"),
        ]:
            answer = client.get("/id/cn-ecl", headers={"Accept": accept})
            assert (answer.status_code, answer.headers["location"]) == (303, place)
            assert client.get(place).text.startswith("this is id/cn-ecl")
        assert client.get("/id/cn-fsl", headers={"Accept": "text/turtle"}).status_code == 200
        assert client.get("/../server.log").status_code == 404
        log = tmp_path / "server.log"
        assert f"{server.address}/sparql answers queries" in log.read_text("utf-8")


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_end_leaves_nothing_behind(told: signal.Signals, tmp_path: Path) -> None:
    """Told to stop it ends with code 0, its folder and its child gone; killed, its child ends too."""
    port = free_port()
    code = f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}; {MAIN}"
    command = [sys.executable, "-c", code, "serve", "--no-inferred", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", tmp_path, "/sparql") as server:
        child = backend(tmp_path)
        assert listens(child)
        server.process.send_signal(told)
        assert server.process.wait(20) == (0 if told != signal.SIGKILL else -signal.SIGKILL)
        deadline = time.monotonic() + 5
        while listens(child) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not listens(child)
        assert told == signal.SIGKILL or not list(tmp_path.glob("anbao-*"))
        assert "Traceback" not in (tmp_path / "server.log").read_text("utf-8")


def backend(folder: Path) -> tuple[str, int]:
    """Return where the server behind an address listens: its log is named after it."""
    [log] = folder.glob("anbao-*/oxigraph-*.log")
    _, host, port = log.stem.split("-")
    return host, int(port)


def listens(address: tuple[str, int]) -> bool:
    """Return whether somebody listens at an address."""
    with socket.socket() as trial:
        return trial.connect_ex(address) == 0


@pytest.mark.parametrize("options", [[], ["--on-disk"]])
def test_what_is_behind_the_address(options: list[str], tmp_path: Path) -> None:
    """Behind the address is one that cannot be guessed; a database on disk is not written even there."""
    port, update = free_port(), {"update": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}
    code = f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}; {MAIN}"
    command = [sys.executable, "-c", code, "serve", "--no-inferred", "--port", str(port), *options]
    with running(command, f"http://127.0.0.1:{port}", tmp_path, "/sparql") as server:
        host, behind = backend(tmp_path)
        assert (host != "127.0.0.1") == sys.platform.startswith("linux")
        assert httpx.post(f"{server.address}/sparql", data=update, trust_env=False).is_client_error
        if options:
            answer = httpx.post(f"http://{host}:{behind}/update", data=update, trust_env=False)
            assert answer.is_client_error
        asked = {"query": "ASK { <urn:a> ?p ?o }"}
        answer = httpx.post(f"{server.address}/sparql", data=asked, trust_env=False)
        assert answer.json()["boolean"] is False
        asked = {"query": "ASK { ?s ?p ?o }"}
        answer = httpx.post(f"{server.address}/sparql", data=asked, trust_env=False)
        assert answer.json()["boolean"] is True


def test_port_that_is_taken_is_told() -> None:
    """Before anything is loaded, a taken port is a fault with its cure."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EndpointFault, match=rf"127\.0\.0\.1:{port}: cannot listen there.*--port"):
            serve(lambda: pytest.fail("it is loaded"), [], Settings(port=port), print)


def test_missing_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Oxigraph's program, the fault says how to get it."""
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(EndpointFault, match='pip install "anbao'):
        serve(lambda: [QUAD], [], Settings(port=0), print)


def test_statements_that_are_none_are_told(tmp_path: Path) -> None:
    """A dump that Oxigraph does not take into its memory ends in one fault, with what it said."""
    dump = tmp_path / "graph.nq"
    dump.write_text("no statement", "utf-8")
    process = oxigraph.Process(oxigraph.Statements(dump, on_disk=False), 1)
    try:
        with pytest.raises(EndpointFault, match=r"does not take the graph: .*1"):
            process.wait()
    finally:
        process.kill()


def test_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    """A database that is none ends in one fault, with what Oxigraph said."""
    with pytest.raises(EndpointFault, match="ended at once"):
        oxigraph.Process(oxigraph.Statements(tmp_path / "nothing", on_disk=True), 1).wait()


@pytest.mark.parametrize(
    "settings", [Settings(site=Path("nowhere")), Settings(timeout=0), Settings(max_bytes=0)]
)
def test_settings_that_make_no_sense_are_refused(settings: Settings) -> None:
    """A site that is not there, and limits of nothing, are refused at once."""
    with pytest.raises(DataError):
        serve(lambda: [QUAD], [], settings, print)


def test_fault_is_one_message_with_code_2() -> None:
    """On the command line a fault has no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", MAIN, "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"anbao: 127\.0\.0\.1:\d+: cannot listen there .*\n", done.stderr)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/y", "b/y"),
        ("a/x;q=0.1, b/*;q=0.9", "b/y"),
        ("a/*;q=0, */*", "b/y"),
        ("c/z", None),
        ("a/x;q=oops", None),
    ],
)
def test_accept_header_is_read(accept: str, kind: str | None) -> None:
    """Quality counts, the more specific range prevails, and of equals the one offered first."""
    assert preferred(accept, ["a/x", "b/y"]) == kind
