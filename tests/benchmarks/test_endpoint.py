"""How much an address costs: queries over HTTP beside the embedded store, and many clients at once."""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pyoxigraph as ox
import pytest
from tests.benchmarks.measure import write
from tests.endpoint.conftest import MAIN, Server, free_port, running

from anbao.endpoint.binding import bind
from anbao.graph import questions, stores
from anbao.graph.query_files import folder

pytestmark = pytest.mark.benchmark

TIMES = 15
CLIENTS, SECONDS = 32, 20.0
MAX_COST = 0.005  # seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`anbao serve` of what sources assert."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    command = [sys.executable, "-c", MAIN, "serve", "--port", str(port), "--no-inferred"]
    with running(command, f"http://127.0.0.1:{port}", folder, "/sparql") as started:
        yield started


def texts(store: ox.Store) -> dict[str, str]:
    """Return the questions of the library that ask no other endpoint, the examples of their headers bound."""
    found = {}
    for question in folder("questions"):
        given = {p["name"]: str(p["example"]) for p in question.header.get("params") or ()}
        bound = bind(question.text, questions.terms(store, question, given), questions.hidden(question))
        if "SERVICE" not in bound:
            found[question.name] = bound
    return found


def median(work: Callable[[], object]) -> float:
    """Return the median time in seconds of some runs."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def test_address_costs_under_five_milliseconds(server: Server) -> None:
    """At the median a question takes at most 5 ms longer through the endpoint than in this process.

    Both give the same solutions of Oxigraph: the client reads them from the JSON of the answer.
    """
    store, costs = stores.load(), {}
    with httpx.Client(base_url=server.address, trust_env=False, timeout=60) as client:
        for name, text in texts(store).items():

            def here(text: str = text) -> list[object]:
                return list(store.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]

            def there(text: str = text) -> list[object]:
                answer = client.post("/sparql", data={"query": text}).raise_for_status()
                return list(ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON))  # type: ignore[arg-type]

            assert len(here()) == len(there())
            costs[name] = (median(here), median(there))
    ordered = sorted(there - here for here, there in costs.values())
    cost = statistics.median(ordered)
    print(
        f"{len(costs)} questions cost {cost * 1e3:.1f} ms more at the median, {ordered[-1] * 1e3:.1f} at most"
    )
    write("endpoint", {"seconds": costs, "cost": cost})
    assert cost <= MAX_COST


def test_many_clients_at_once(server: Server) -> None:
    """32 clients ask for 20 seconds without an error; the tail of their waiting is printed."""
    store, faults, taken = stores.load(), list[str](), list[float]()
    asked = [
        (text, len(list(store.query(text, use_default_graph_as_union=True))))  # type: ignore[arg-type]
        for text in texts(store).values()
    ]
    end = time.monotonic() + SECONDS

    def client(number: int) -> None:
        with httpx.Client(base_url=server.address, trust_env=False, timeout=60) as asking:
            while time.monotonic() < end:
                number += 1
                text, rows = asked[number % len(asked)]
                start = time.perf_counter()
                answer = asking.post("/sparql", data={"query": text})
                taken.append(time.perf_counter() - start)
                if answer.status_code != httpx.codes.OK or len(answer.json()["results"]["bindings"]) != rows:
                    faults.append(f"{answer.status_code}: {answer.text[:200]}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tail = statistics.quantiles(taken, n=1000)
    told = {"p50": tail[499], "p95": tail[949], "p99": tail[989], "p99.9": tail[998], "max": max(taken)}
    print(f"{len(taken)} queries, " + ", ".join(f"{k} {v * 1e3:.0f} ms" for k, v in told.items()))
    write("endpoint-load", {"queries": len(taken), "seconds": told})
    assert faults == []
    assert len(taken) > CLIENTS
