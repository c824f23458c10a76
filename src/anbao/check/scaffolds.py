"""Commented scaffolds for a new case, position or statute, to be filled in by hand.

The templates under `templates/` hold the text; only the identifier is put in.
A scaffold is valid as it stands, its example values marked for replacement.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import pyoxigraph as ox

from anbao.errors import DataError
from anbao.graph.stores import holds

__all__ = ["KINDS", "fill", "write"]

ID = "https://w3id.org/anbao/id/"
KINDS = {  # the ending of the file, and what its identifiers and the file's name begin with
    "case": (".ttl", ("case-",), ""),
    "position": (".trig", ("position-", "work-"), ""),
    "statute": (".ttl", ("cn-",), "cn-"),
}
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 40
NUMBERS = (  # by which a case, position or statute is called too
    "http://purl.org/dc/terms/identifier",
    "http://www.w3.org/2004/02/skos/core#notation",
)


def fill(kind: str, name: str) -> str:
    """Return the scaffold of a kind (`case`, `position`, `statute`) for an identifier such as `c36`.

    Raises:
        DataError: the name is no identifier.
    """
    if len(name) > LONGEST or not NAME.fullmatch(name):
        mend = f"Use letters a-z, digits and single hyphens, a letter first, at most {LONGEST}, such as c99."
        raise DataError(f"{name!r} is no identifier.", mend=mend)
    ending, *_ = KINDS[kind]
    template = Path(__file__).parent / "templates" / f"{kind}{ending}"
    return Template(template.read_text("utf-8")).substitute(name=name, upper=name.upper())


def write(kind: str, name: str, folder: Path, store: ox.Store) -> Path:
    """Write a scaffold into a folder and return its path; capitals in the name are lowered.

    Raises:
        DataError: the name is no identifier or is taken in the graph, the folder is not there, or
            the file is.
    """
    name = name.lower()
    text = fill(kind, name)
    if taken := _taken(kind, name, store):
        raise DataError(f"{taken} is taken in the graph.", mend="Choose another identifier.")
    ending, _, prefix = KINDS[kind]
    path = folder / f"{prefix}{name}{ending}"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        mend = "Choose another identifier, or another folder with --into."
        raise DataError("the file exists and is not overwritten.", where=str(path), mend=mend) from None
    except OSError as error:
        mend = "Give a folder that exists and can be written to with --into."
        raise DataError(f"cannot be written ({error.strerror}).", where=str(path), mend=mend) from None
    return path


def _taken(kind: str, name: str, store: ox.Store) -> str | None:
    """Return the resource that has this identifier already, or None."""
    _, prefixes, _ = KINDS[kind]
    for prefix in prefixes:
        if holds(store, subject=ox.NamedNode(f"{ID}{prefix}{name}")):
            return f"id:{prefix}{name}"
    number = ox.Literal(name.upper())
    used = any(holds(store, predicate=ox.NamedNode(predicate), value=number) for predicate in NUMBERS)
    return f"the identifier {number.value}" if used else None
