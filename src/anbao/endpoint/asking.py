"""Runs a query of the library on anybody's SPARQL endpoint, through SPARQLWrapper."""

from __future__ import annotations

import ast
import time
import warnings
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLExceptions, SPARQLWrapper
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from anbao.endpoint.binding import bind, uncommented
from anbao.endpoint.credentials import Credentials
from anbao.endpoint.faults import check_address, excerpt, of_status, too_slow, unreachable
from anbao.errors import EndpointBusy, EndpointFault
from anbao.graph.query_files import QueryFile
from anbao.graph.questions import Table, Term, hidden

__all__ = ["Endpoint", "ask", "retrying"]

FIRST_WAIT = 0.5  # seconds; doubled at every attempt, with some jitter
LONGEST_WAIT = 20.0
CHUNK = 1 << 16
FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# SPARQLWrapper has an exception for each of these, and leaves the others to urllib.
STATUS = {
    SPARQLExceptions.QueryBadFormed: 400,
    SPARQLExceptions.Unauthorized: 401,
    SPARQLExceptions.EndPointNotFound: 404,
    SPARQLExceptions.URITooLong: 414,
    SPARQLExceptions.EndPointInternalError: 500,
}


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint, and how patiently it is asked.

    Attributes:
        address: where it is.
        timeout: seconds for one whole answer.
        retries: how often it is asked again where the fault may pass.
        graphs: the named graphs that are asked; by default whatever the store takes for its default graph.
        credentials: who asks.
    """

    address: str
    timeout: float = 30.0
    retries: int = 3
    graphs: Collection[str] = ()
    credentials: Credentials = field(default_factory=Credentials)


def retrying(retries: int) -> Retrying:
    """Return what asks again, after longer and longer waits, where a fault may pass."""
    return Retrying(
        retry=retry_if_exception_type(EndpointBusy),
        stop=stop_after_attempt(retries + 1),
        wait=wait_exponential_jitter(multiplier=FIRST_WAIT, max=LONGEST_WAIT, jitter=FIRST_WAIT),
        reraise=True,
    )


def ask(endpoint: Endpoint, query: QueryFile, terms: Mapping[str, Term]) -> Table | list[ox.Triple]:
    """Return what a query finds at an endpoint; triples for CONSTRUCT.

    Raises:
        EndpointFault: the server refuses, fails, is down or slow, or answers something else.
    """
    check_address(endpoint.address)
    unseen = hidden(query)
    text = uncommented(bind(query.text, terms, unseen))

    def once() -> Table | list[ox.Triple]:
        return _read(*_fetch(endpoint, text), endpoint.address, unseen)

    return retrying(endpoint.retries)(once)


def _request(endpoint: Endpoint, text: str) -> SPARQLWrapper:
    request = SPARQLWrapper(endpoint.address)
    request.setMethod(POST)
    request.setOnlyConneg(True)  # the Accept header is the standard; parameters of some stores' own are not
    # setTimeout would cut it to whole seconds, and half a one to none.
    request.timeout = endpoint.timeout  # type: ignore[assignment]
    for graph in endpoint.graphs:
        request.addDefaultGraph(graph)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what is no query, the server says better
        request.setQuery(text)
    request.setReturnFormat(JSON if request.queryType in {"SELECT", "ASK"} else TURTLE)
    who = endpoint.credentials
    if who.user:
        request.setCredentials(who.user, who.password)
    if who.token:
        request.addCustomHttpHeader("Authorization", f"Bearer {who.token}")
    return request


def _fetch(endpoint: Endpoint, text: str) -> tuple[bytes, str]:
    """Return the whole answer and its media type."""
    where, deadline = endpoint.address, time.monotonic() + endpoint.timeout
    try:
        with closing(_request(endpoint, text).query().response) as response:
            return _body(response, deadline), response.headers.get_content_type()
    except HTTPError as error:
        with closing(error):
            raise of_status(error.code, _message(error), where) from None
    except SPARQLExceptions.SPARQLWrapperException as error:
        if isinstance(error.__context__, HTTPError):
            error.__context__.close()
        raise of_status(STATUS.get(type(error), 500), _said(error), where) from None
    except TimeoutError:
        raise too_slow(where, endpoint.timeout) from None
    except URLError as error:
        slow = isinstance(error.reason, TimeoutError)
        raise (too_slow(where, endpoint.timeout) if slow else unreachable(where, error.reason)) from None
    except (HTTPException, OSError) as error:
        raise _half(where, error) from None


def _body(response: HTTPResponse, deadline: float) -> bytes:
    """Return all that a server sends, in time.

    Raises:
        TimeoutError: it sends on and on, however slowly.
        HTTPException: it ends before it has said what it announced.
    """
    parts = []
    while part := response.read1(CHUNK):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    body = b"".join(parts)
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and len(body) < int(announced):
        raise HTTPException(f"{len(body)} of {announced} bytes")
    return body


def _message(error: HTTPError) -> str:
    try:
        return error.read(CHUNK).decode("utf-8", "replace")
    except (HTTPException, OSError):
        return ""


def _said(error: SPARQLExceptions.SPARQLWrapperException) -> str:
    """Return the server's own message, which SPARQLWrapper keeps as the text of a bytes object."""
    if isinstance(cause := error.__context__, HTTPError):
        cause.close()
    _, _, quoted = str(error).partition("Response:\n")
    body = ast.literal_eval(quoted) if quoted.startswith(("b'", 'b"')) else b""
    return str(body, "utf-8", "replace")


def _half(where: str, reason: object) -> EndpointBusy:
    mend = "Ask again; a proxy between, or the server's own limit on results, may cut it off."
    return EndpointBusy(f"the answer breaks off ({excerpt(str(reason))}).", where=where, mend=mend)


def _read(body: bytes, kind: str, where: str, unseen: Collection[str]) -> Table | list[ox.Triple]:
    try:
        if kind in TRIPLES:
            return [quad.triple for quad in ox.parse(body, format=TRIPLES[kind])]
        if kind in FORMATS:
            return _table(body, FORMATS[kind], unseen)
    except (SyntaxError, ValueError) as error:
        raise _half(where, error) from None
    mend = "Check the address: a web page is no endpoint."
    raise EndpointFault(f"the answer is {kind}, not a result of SPARQL.", where=where, mend=mend)


def _table(body: bytes, form: ox.QueryResultsFormat, unseen: Collection[str]) -> Table:
    found = ox.parse_query_results(body, format=form)
    if isinstance(found, ox.QueryBoolean):
        return Table(("answer",), ((ox.Literal(bool(found)),),))
    columns = tuple(v.value for v in found.variables if v.value not in unseen)
    return Table(columns, tuple(tuple(row[name] for name in columns) for row in found))
