"""What a request asks, by the SPARQL 1.1 Protocol, and what a read-only server refuses of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from anbao.endpoint.binding import tokens

__all__ = ["Question", "RefusedError", "read_question"]

MAX_REQUEST = 1 << 20  # bytes
MAX_NESTING = 128  # brackets in one another; Oxigraph's parser goes down one by one
FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
DATASET = ("default-graph-uri", "named-graph-uri")
PROLOGUE = {"BASE", "PREFIX", "VERSION"}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
READ_ONLY = "This endpoint is read-only: it takes no SPARQL UPDATE."
OUTWARD = "This endpoint asks no other one: run the query with `anbao query`, or serve with --federated."


class RefusedError(Exception):
    """A request that is not carried out: HTTP status, and why in a sentence."""

    def __init__(self, status: int, why: str) -> None:
        """Keep both."""
        self.status, self.why = status, why
        super().__init__(why)


@dataclass(frozen=True)
class Question:
    """A query, and the dataset that the protocol's parameters name."""

    text: str
    dataset: tuple[tuple[str, str], ...]

    @property
    def form(self) -> list[tuple[str, str]]:
        """The parameters of the protocol."""
        return [("query", self.text), *self.dataset]

    def on_default(self, graphs: Collection[str], merged: Collection[str]) -> Question:
        """Return the question to the default graph, if that holds just what it names; it is faster.

        Args:
            graphs: the graphs of the database.
            merged: those of them that the default graph holds.
        """
        named = {name for kind, name in self.dataset if kind == "default-graph-uri" and name in graphs}
        apart = any(kind != "default-graph-uri" for kind, _ in self.dataset)
        if not self.dataset or apart or named != set(merged) or "GRAPH" in map(str.upper, tokens(self.text)):
            return self
        return Question(self.text, ())


async def _body(request: Request) -> str:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_REQUEST:
            raise RefusedError(413, f"The request is longer than {MAX_REQUEST} bytes.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "The request is not UTF-8.") from None


async def _parameters(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of a request, wherever they stand."""
    address = request.url.query
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        found = parse_qsl(address, keep_blank_values=True, errors="strict", max_num_fields=1000)
        if request.method != "POST":
            return found
        body = await _body(request)
        if kind == FORM:
            return found + parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise RefusedError(400, "The parameters are not UTF-8, or too many.") from None
    if kind in {QUERY, UPDATE}:
        return [*found, ("update" if kind == UPDATE else "query", body)]
    raise RefusedError(415, f"Send a query as {FORM} or {QUERY}.")


async def read_question(request: Request, *, federated: bool) -> Question | None:
    """Return what a request asks; nothing, if it is a GET without a query.

    Raises:
        RefusedError: it is malformed, writes, nests too deeply, or asks other endpoints though it may not.
    """
    parameters = await _parameters(request)
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in parameters):
        raise RefusedError(403, READ_ONLY)
    queries = [value for name, value in parameters if name == "query"]
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise RefusedError(400, "Send exactly one query.")
    _check(queries[0], federated=federated)
    return Question(queries[0], tuple((n, v) for n, v in parameters if n in DATASET))


def _check(text: str, *, federated: bool) -> None:
    depth, kind = 0, ""
    for token in tokens(text):
        word = token.upper()
        depth += (token in "({[") - (token in ")}]")
        if depth > MAX_NESTING:
            raise RefusedError(400, f"The query nests more than {MAX_NESTING} brackets.")
        if word == "SERVICE" and not federated:
            raise RefusedError(403, OUTWARD)
        kind = kind or (word if word.isalpha() and word not in PROLOGUE else "")
    if kind in UPDATES:
        raise RefusedError(403, READ_ONLY)
