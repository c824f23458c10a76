"""Loads the graph into anybody's store: Graph Store Protocol or SPARQL 1.1 Update, through httpx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

import httpx
import networkx as nx
import pyoxigraph as ox

from anbao.endpoint.asking import Endpoint, ask, retrying
from anbao.endpoint.credentials import Credentials
from anbao.endpoint.faults import check_address, of_status, too_slow, unreachable
from anbao.errors import DataError, EndpointBusy, EndpointFault
from anbao.graph.query_files import read_query
from anbao.graph.questions import Table
from anbao.graph.stores import resources

__all__ = ["Count", "Target", "batches", "push"]

BATCH = 1000  # statements in one update: Virtuoso compiles them, and takes no more than some thousands
N_TRIPLES = "application/n-triples"


@dataclass(frozen=True)
class Target:
    """A store: the endpoint that tells what it holds, and the service that takes statements.

    Attributes:
        endpoint: for queries.
        graph_store: the address of its Graph Store Protocol.
        update: that of its SPARQL Update; by default the endpoint itself.
        replace: whether what a graph held before is removed.
    """

    endpoint: Endpoint
    graph_store: str | None = None
    update: str | None = None
    replace: bool = False


@dataclass(frozen=True)
class Count:
    """How many statements of a graph were sent, and how many the store says that it holds."""

    graph: str
    sent: int
    held: int


class _Challenged(httpx.Auth):
    """Answers a server as it asks to be: by HTTP Basic or Digest; a bearer's token goes unasked."""

    def __init__(self, credentials: Credentials) -> None:
        self._who = credentials
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._who.token:
            request.headers["Authorization"] = f"Bearer {self._who.token}"
            yield request
            return
        if self._chosen is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED or not self._who.user:
                return
            digest = "digest" in response.headers.get("www-authenticate", "").lower()
            kind = httpx.DigestAuth if digest else httpx.BasicAuth
            self._chosen = kind(self._who.user, self._who.password)
        yield from self._chosen.auth_flow(request)


def push(quads: Iterable[ox.Quad], target: Target, tell: Callable[[str], None]) -> list[Count]:
    """Load statements into a store, graph by graph; return what it says that it holds then.

    Args:
        quads: in named graphs.
        target: the store.
        tell: called with the name of each graph before it is sent.

    Raises:
        DataError: an address is none, or both ways of writing are given.
        EndpointFault: the store refuses, fails, or cannot be reached.
    """
    _check(target)
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        graphs[ox.NamedNode(quad.graph_name.value).value].append(quad.triple)  # type: ignore[union-attr]
    auth, timeout = _Challenged(target.endpoint.credentials), target.endpoint.timeout
    with httpx.Client(auth=auth, timeout=timeout, follow_redirects=False) as client:
        for name, triples in sorted(graphs.items()):
            tell(name)
            for request in _requests(client, target, name, triples):
                retrying(target.endpoint.retries)(_send, client, request, timeout)
    return [
        Count(name, len(triples), size(target.endpoint, name)) for name, triples in sorted(graphs.items())
    ]


def _check(target: Target) -> None:
    if target.graph_store and target.update:
        raise DataError("--graph-store and --update exclude one another.", mend="Give one of them.")
    for address in (target.endpoint.address, target.graph_store, target.update):
        if address:
            check_address(address)


def _requests(
    client: httpx.Client, target: Target, name: str, triples: Sequence[ox.Triple]
) -> Iterator[httpx.Request]:
    if target.graph_store:
        address = httpx.URL(target.graph_store).copy_merge_params({"graph": name})
        method, headers = "PUT" if target.replace else "POST", {"Content-Type": N_TRIPLES}
        yield client.build_request(method, address, content=_lines(triples), headers=headers)
        return
    address = httpx.URL(target.update or target.endpoint.address)
    graph = str(ox.NamedNode(name))
    if target.replace:
        yield client.build_request("POST", address, data={"update": f"CLEAR SILENT GRAPH {graph}"})
    for batch in batches(triples):
        # Data has no parameters to be bound: its syntax is that of N-Triples, which Oxigraph writes.
        data = f"{{ GRAPH {graph} {{\n{_lines(batch).decode('utf-8')}}} }}"
        # Virtuoso takes a blank node in a template only, where it means the same.
        text = f"INSERT {data} WHERE {{ }}" if any(map(_blanks, batch)) else f"INSERT DATA {data}"
        yield client.build_request("POST", address, data={"update": text})


def _lines(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def batches(triples: Sequence[ox.Triple], size: int = BATCH) -> Iterator[list[ox.Triple]]:
    """Yield statements in lots of about `size`; those that share a blank node stay together.

    The name of a blank node means nothing beyond its request: in two of them it
    would be two nodes.
    """
    linked: nx.Graph[ox.BlankNode] = nx.Graph()
    for triple in triples:
        if blanks := _blanks(triple):
            nx.add_path(linked, [*blanks, blanks[0]])
    groups = {node: number for number, group in enumerate(nx.connected_components(linked)) for node in group}
    together: dict[int, list[ox.Triple]] = defaultdict(list)
    alone = []
    for triple in triples:
        if blanks := _blanks(triple):
            together[groups[blanks[0]]].append(triple)
        else:
            alone.append([triple])
    lot: list[ox.Triple] = []
    for part in (*together.values(), *alone):
        if lot and len(lot) + len(part) > size:
            yield lot
            lot = []
        lot.extend(part)
    if lot:
        yield lot


def _blanks(triple: ox.Triple) -> list[ox.BlankNode]:
    return [term for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]


def _send(client: httpx.Client, request: httpx.Request, timeout: float) -> None:
    where = str(request.url.copy_with(query=None))
    try:
        response = client.send(request)
    except httpx.TimeoutException:
        raise too_slow(where, timeout) from None
    except httpx.ConnectError as error:
        raise unreachable(where, error) from None
    except httpx.TransportError as error:
        raise EndpointBusy(f"the connection breaks off ({error}).", where=where) from None
    if response.status_code >= httpx.codes.MULTIPLE_CHOICES:
        raise of_status(response.status_code, response.text, where)
    if "text/html" in response.headers.get("content-type", "") and "<form" in response.text.lower():
        raise EndpointFault("the answer is a web page, not that of a store.", where=where)


def size(endpoint: Endpoint, graph: str) -> int:
    """Return how many statements a store says that a graph holds.

    Raises:
        EndpointFault: the store does not say.
    """
    everywhere = Endpoint(
        endpoint.address, endpoint.timeout, endpoint.retries, credentials=endpoint.credentials
    )
    query = read_query(resources() / "queries" / "stores" / "size.rq")
    found = ask(everywhere, query, {"graph": ox.NamedNode(graph)})
    if not isinstance(found, Table) or len(found.rows) != 1 or not isinstance(found.rows[0][0], ox.Literal):
        raise EndpointFault("the store does not say how much it holds.", where=endpoint.address)
    return int(found.rows[0][0].value)
