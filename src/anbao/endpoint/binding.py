"""Binds the parameters of a query in its text, for servers that take nothing but text.

The embedded store binds them as terms (`query.run`). Over the SPARQL 1.1
Protocol there is no such way, so the tokens of the text are replaced: never a
part of a string, an IRI or a comment, and always by a whole term. The site's
`bind.js` does the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from anbao.graph.questions import Term

__all__ = ["bind", "tokens", "uncommented"]

# SPARQL 1.1, section 19.8: what a word, an IRI, a string or a comment may hold.
TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|'
    r"'(?:[^'\\\n\r]|\\.)*'|"
    r'<[^\s<>"{}|^`\\]*>|'  # IRI
    r"#[^\n\r]*|"  # comment
    r"[?$]\w+|"  # variable
    r"(?:[^\W\d][\w.-]*)?:(?:[\w.:%-]|\\.)*|"  # prefixed name, its escapes with it
    r"[^\W\d][\w-]*|"  # keyword
    r"[{}()]|\s+|.",
    re.DOTALL,
)
ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
VARIABLE = re.compile(r"[?$]\w+")
AFTER_SELECT = {"WHERE", "FROM", "{"}
CONDITIONS = {"GROUP", "ORDER"}
AFTER_CONDITIONS = {"LIMIT", "OFFSET", "HAVING", "{", "}"}


def tokens(text: str) -> Iterator[str]:
    r"""Yield the tokens of a query, white space and comments included.

    A code point written as `\u0041` counts as the character, as SPARQL 1.1
    (section 19.2) has it read before anything else.
    """

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code <= sys.maxunicode else found[0]

    yield from TOKEN.findall(ESCAPED.sub(character, text))


@dataclass
class _Place:
    """Where in a query the reading has got to."""

    depth: int = 0
    selecting: bool = False
    ordering: bool = False

    def move(self, token: str) -> None:
        """Note what a token opens or closes."""
        word = token.upper()
        self.selecting = word == "SELECT" or (self.selecting and word not in AFTER_SELECT)
        self.ordering = word in CONDITIONS or (self.ordering and word not in AFTER_CONDITIONS)
        self.depth += (token == "{") - (token == "}")


def bind(text: str, terms: Mapping[str, Term], hidden: Collection[str] = ()) -> str:
    """Return a query with its parameters bound.

    In the outermost SELECT a parameter becomes a column of its own, unless it
    is hidden; in those within it is left out, where it is bound anyway.

    Args:
        text: a query.
        terms: the parameters' values by name.
        hidden: parameters that are no column.
    """
    place, bound = _Place(), []
    for token in TOKEN.findall(text):
        place.move(token)
        name = token[1:] if VARIABLE.fullmatch(token) else ""
        bound.append(_written(token, str(terms[name]), place, name in hidden) if name in terms else token)
    return "".join(bound)


def uncommented(text: str) -> str:
    """Return a query without its header and comments.

    SPARQLWrapper looks for the kind of a query in its text, and takes words of
    several lines of comment for those of an update.
    """
    return "".join(token for token in TOKEN.findall(text) if not token.startswith("#")).lstrip()


def _written(variable: str, term: str, place: _Place, hidden: bool) -> str:
    """Return what stands in a variable's stead at this place."""
    if place.selecting:
        return "" if place.depth or hidden else f"({term} AS {variable})"
    return f"({term})" if place.ordering else term
