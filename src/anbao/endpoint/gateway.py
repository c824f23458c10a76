"""One address for the endpoint, the resources and the site, in front of Oxigraph's server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from anbao.endpoint import description
from anbao.endpoint.backend import Answer, Backend, CrashError, LengthError, OvertimeError
from anbao.endpoint.binding import bind
from anbao.endpoint.negotiation import preferred
from anbao.endpoint.protocol import RefusedError, read_question
from anbao.errors import EndpointFault
from anbao.graph.query_files import QueryFile, read_query
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import resources

__all__ = ["Gateway"]

HOME = "https://w3id.org/anbao/"
HTML, TRIPLES = "text/html", "application/n-triples"
ENDINGS = {HTML: "/", "text/turtle": ".ttl", "application/ld+json": ".jsonld"}
DOCUMENTS = ("ontology", "circumstance")
NAME = re.compile(r"[\w-]+", re.ASCII)
UNAVAILABLE, SECONDS_UNTIL_RETRY = 503, "1"


def _query(name: str) -> QueryFile:
    return read_query(resources() / "queries" / "stores" / f"{name}.rq")


@dataclass(frozen=True)
class Gateway:
    """The application behind the one address.

    Attributes:
        backend: what answers queries.
        address: of the whole, without a slash at its end.
        graphs: the graphs of the database with their sizes.
        merged: those of them that the default graph holds.
        site: the folder of the static site.
        timeout: seconds for one query, for messages.
        max_bytes: the longest result, for messages.
        federated: whether a query may ask other endpoints.
    """

    backend: Backend
    address: str
    graphs: Mapping[str, int]
    merged: Collection[str]
    site: Path | None
    timeout: float
    max_bytes: int
    federated: bool

    def application(self, announce: Callable[[], None], failed: Callable[[EndpointFault], None]) -> Starlette:
        """Return the application.

        Args:
            announce: called when requests are taken.
            failed: called when the backend cannot be kept running.
        """

        @asynccontextmanager
        async def living(_: Starlette) -> AsyncIterator[None]:
            self.backend.open()
            watching = asyncio.create_task(self._watch(failed))
            announce()
            try:
                yield
            finally:
                watching.cancel()
                await self.backend.close()

        anybody = Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"])
        return Starlette(routes=self._routes(), middleware=[anybody], lifespan=living)

    async def _watch(self, failed: Callable[[EndpointFault], None]) -> None:
        try:
            await self.backend.watch()
        except EndpointFault as fault:
            failed(fault)

    def _routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/id/{name}", self.look_up, methods=["GET"]),
            *(Route(f"/{name}", self.look_up, methods=["GET"]) for name in DOCUMENTS),
        ]
        if self.site:
            return [*routes, Mount("/", StaticFiles(directory=self.site, html=True))]
        return [*routes, Route("/", lambda _: RedirectResponse("/sparql"))]

    async def sparql(self, request: Request) -> Response:
        """Answer a query; without one, describe the endpoint."""
        try:
            question = await read_question(request, federated=self.federated)
            if question is None:
                return self._describe(request.headers.get("accept", ""))
            accept = request.headers.get("accept", "*/*")
            answer = await self._ask(question.on_default(self.graphs, self.merged).form, accept)
        except RefusedError as refused:
            return _sentence(refused.status, refused.why)
        return Response(answer.body, answer.status, media_type=answer.kind)

    async def _ask(self, form: list[tuple[str, str]], accept: str) -> Answer:
        try:
            return await self.backend.ask(form, {"Accept": accept})
        except OvertimeError:
            raise RefusedError(
                504, f"The query takes more than {self.timeout:g} seconds: ask for less."
            ) from None
        except LengthError:
            why = f"The result is longer than {self.max_bytes} bytes: ask for less, with LIMIT and OFFSET."
            raise RefusedError(413, why) from None
        except (CrashError, EndpointFault):
            why = "The server ended over this query or one beside it; it is being started again."
            raise RefusedError(UNAVAILABLE, why) from None

    def _describe(self, accept: str) -> Response:
        kind = preferred(accept, ["text/turtle", *description.FORMATS, HTML])
        address = f"{self.address}/sparql"
        if kind is None:
            return _sentence(406, f"There are only {', '.join([*description.FORMATS, HTML])}.")
        if kind == HTML:
            return HTMLResponse(description.page(address, self.graphs))
        said = description.describe(address, self.graphs, federated=self.federated)
        return _triples(said, kind)

    async def look_up(self, request: Request) -> Response:
        """Lead to what describes a resource in the form that is asked for; without a site, describe it."""
        path, accept = request.url.path.lstrip("/"), request.headers.get("accept", "")
        if (place := self._published(path, accept)) is not None:
            return RedirectResponse(place, 303, headers={"Vary": "Accept"})
        name = path.rpartition("/")[2]
        if self.site and (self.site / path).is_file():
            return await StaticFiles(directory=self.site).get_response(path, request.scope)
        kind = preferred(accept, [*description.FORMATS]) or "text/turtle"
        try:
            found = await self._statements(path) if NAME.fullmatch(name) else []
        except RefusedError as refused:
            return _sentence(refused.status, refused.why)
        return _triples(found, kind) if found else _sentence(404, f"Nothing is said about {HOME}{path}.")

    def _published(self, path: str, accept: str) -> str | None:
        """Return where the site has a resource in the preferred one of the forms that it has."""
        if self.site is None or not NAME.fullmatch(path.rpartition("/")[2]):
            return None
        pages = {HTML: self.site / path / "index.html"}
        files = {kind: self.site / f"{path}{ending}" for kind, ending in ENDINGS.items() if kind != HTML}
        there = [kind for kind, file in {**pages, **files}.items() if file.is_file()]
        kind = preferred(accept, there) if there else None
        return f"/{path}{ENDINGS[kind]}" if kind else None

    async def _statements(self, path: str) -> list[ox.Triple]:
        query = _query("document" if path in DOCUMENTS else "describe")
        text = bind(query.text, {"resource": ox.NamedNode(HOME + path)})
        answer = await self._ask([("query", text)], TRIPLES)
        return [quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)]


def _triples(triples: list[ox.Triple], kind: str) -> Response:
    body = ox.serialize(triples, format=description.FORMATS[kind], prefixes=PREFIXES) or b""
    return Response(body, media_type=kind, headers={"Vary": "Accept"})


def _sentence(status: int, why: str) -> PlainTextResponse:
    headers = {"Retry-After": SECONDS_UNTIL_RETRY} if status == UNAVAILABLE else {}
    return PlainTextResponse(why + "\n", status, headers=headers)
