"""What servers answer when something is wrong, told as one sentence with its cure."""

from __future__ import annotations

import re
from collections.abc import Collection

from anbao.errors import DataError, EndpointBusy, EndpointFault

__all__ = ["check_address", "excerpt", "of_status", "too_slow", "unreachable"]

# By status: the fault, what is wrong, how to mend it.
ANSWERS: tuple[tuple[Collection[int], type[EndpointFault], str, str], ...] = (
    (
        {400, 422},
        EndpointFault,
        "the server refuses what it was sent",
        "Correct it there, or ask whether the store knows SPARQL 1.1 in full.",
    ),
    (
        {401, 403, 407},
        EndpointFault,
        "the server lets nobody in like that",
        "Set ANBAO_ENDPOINT_USER and ANBAO_ENDPOINT_PASSWORD, or ANBAO_ENDPOINT_TOKEN, to what it asks.",
    ),
    (
        {404, 405, 410, *range(300, 400)},
        EndpointFault,
        "there is no such service at this address",
        "Check the address: /sparql, /query, /repositories/NAME, … by the store.",
    ),
    (
        {406, 415},
        EndpointFault,
        "the server does not know the format",
        "Check the address, and that the store knows the formats of SPARQL 1.1.",
    ),
    ({413, 414}, EndpointFault, "too much at once for the server", "Ask for less."),
    (
        {408, 425, 429, *range(500, 600)},
        EndpointBusy,
        "the server has failed or is overloaded",
        "Ask again later; its own log says more.",
    ),
)
EXCERPT = 300  # characters of a server's own message that are passed on
PAGE = re.compile(r"<(!doctype|html|body|p|h1)\b", re.IGNORECASE)
MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def excerpt(text: str) -> str:
    """Return the beginning of what a server said: one line, without mark-up."""
    bare = MARKUP.sub(" ", text) if PAGE.search(text) else text  # an IRI in brackets is no mark-up
    line = re.sub(r"\s+", " ", bare).strip()
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


def of_status(status: int, message: str, where: str) -> EndpointFault:
    """Return the fault that an HTTP status of 300 and more tells of.

    Args:
        status: the code.
        message: the body of the response.
        where: the address.
    """
    told = excerpt(message)
    for statuses, kind, what, mend in ANSWERS:
        if status in statuses:
            said = f"{what} ({status}){': ' + told if told else '.'}"
            return kind(said, where=where, mend=mend)
    return EndpointFault(f"the server answers with status {status}: {told}", where=where)


def too_slow(where: str, seconds: float) -> EndpointBusy:
    """Return the fault of a server that did not end its answer in time."""
    return EndpointBusy(
        f"no whole answer within {seconds:g} s.", where=where, mend="Allow more time with --timeout."
    )


def unreachable(where: str, reason: object) -> EndpointBusy:
    """Return the fault of a server that cannot be reached."""
    told = f" ({excerpt(str(reason))})" if str(reason) else ""
    return EndpointBusy(
        f"the server cannot be reached{told}.", where=where, mend="Check the address and that it runs."
    )


def check_address(address: str) -> str:
    """Return an address if it can be asked.

    Raises:
        DataError: it is no http(s) address, or holds a password, which a process list would show.
    """
    found = re.fullmatch(r"https?://(?P<user>[^/?#\s]*@)?[^/?#\s@]+(?:[/?][^#\s]*)?", address)
    if found is None:
        raise DataError(f"{address!r} is no address.", mend="Write it like http://127.0.0.1:7878/sparql.")
    if found["user"]:
        bare = address.replace(found["user"], "", 1)
        mend = "Set ANBAO_ENDPOINT_USER and ANBAO_ENDPOINT_PASSWORD instead."
        raise DataError("an address holds no password.", where=bare, mend=mend)
    return address
