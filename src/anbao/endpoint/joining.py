"""Joins the graph here with an endpoint elsewhere: questions that hold SERVICE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from anbao.endpoint.binding import bind
from anbao.endpoint.faults import check_address, excerpt
from anbao.errors import DataError, EndpointBusy, SyntaxFault
from anbao.graph.query_files import QueryFile
from anbao.graph.questions import Table, Term, hidden, run, terms

__all__ = ["is_federated", "join"]


def is_federated(query: QueryFile) -> bool:
    """Return whether a question asks another endpoint, the address of which it takes."""
    return any(parameter.get("type") == "address" for parameter in query.header.get("params") or ())


def join(store: ox.Store, query: QueryFile, given: Mapping[str, str]) -> Table | list[ox.Triple]:
    """Return what a federated question finds in the graph and at the other endpoint.

    The parameters are bound in the text: bound as terms they would stay here,
    and the other endpoint would be asked for everything that it holds.

    Raises:
        DataError: a parameter is missing or not of its type.
        SyntaxFault: the question is malformed.
        EndpointBusy: the other endpoint does not answer with a result.
    """
    bound = terms(store, query, given)
    _check(query, bound)
    text = bind(query.text, bound, hidden(query))
    try:
        return run(store, replace(query, text=text, header={}))
    except SyntaxFault:
        raise
    except DataError as error:
        mend = "Check its address, and that it runs."
        told = excerpt(error.what)
        raise EndpointBusy(f"the other endpoint fails: {told}", where=query.name, mend=mend) from None


def _check(query: QueryFile, bound: Mapping[str, Term]) -> None:
    for parameter in query.header["params"]:
        term = bound[parameter["name"]]
        if parameter["type"] == "address" and isinstance(term, ox.NamedNode):
            check_address(term.value)
