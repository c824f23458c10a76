"""What the functions and comparisons of SPARQL give for constant terms.

A function returns a term, or None for an error. What engines are free to decide, or
what this module does not know for certain, raises: an unknown answer is never guessed.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import pyoxigraph as ox

from anbao.circuit.triples import Term
from anbao.errors import UnknownConstruct

__all__ = ["FUNCTIONS", "boolean", "compare", "effective_boolean"]

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = {XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger")}
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
PLAIN_PATTERN = re.compile(r"[\w\^\$\.\*\+\?\[\]/#:\- ]*", re.ASCII)  # alike in XPath and Python
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Value: TypeAlias = int | Decimal | str | bool | dt.date


def boolean(value: bool) -> ox.Literal:
    """Return the literal of a truth value."""
    return ox.Literal("true" if value else "false", datatype=ox.NamedNode(XSD + "boolean"))


def compare(sign: str, one: Term, other: Term) -> bool | None:
    """Return whether a comparison holds, or None for a type error.

    Raises:
        UnknownConstruct: literals whose order or equality this module does not know.
    """
    if isinstance(one, ox.Literal) and isinstance(other, ox.Literal):
        if one == other and sign in {"=", "!="} and _kind(one) != XSD + "double":
            return sign == "="
        x, y = _value(one), _value(other)
        if type(x) is not type(y) and not (_numeric(x) and _numeric(y)):
            raise UnknownConstruct(f"a comparison of {one} and {other}")
        return OPERATORS[sign](x, y)
    if sign in {"=", "!="}:
        return (one == other) == (sign == "=")
    if isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode):
        raise UnknownConstruct("an order of IRIs")
    return None


def effective_boolean(term: Term) -> bool | None:
    """Return the effective boolean value of a term, or None for a type error (SPARQL 1.1, 17.2.2)."""
    if not isinstance(term, ox.Literal):
        return None
    kind = _kind(term)
    if kind == XSD + "boolean":
        return term.value in {"true", "1"}
    if kind == XSD + "string" and not term.language:
        return bool(term.value)
    if kind in INTEGERS or kind == XSD + "decimal":
        return bool(_value(term))
    raise UnknownConstruct(f"the truth value of {term}")


def _kind(literal: ox.Literal) -> str:
    return literal.datatype.value


def _numeric(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _value(literal: ox.Literal) -> Value:
    """Return the value of a literal."""
    kind, text = _kind(literal), literal.value
    if kind in INTEGERS:
        return int(text)
    if kind == XSD + "decimal":
        return Decimal(text)
    if kind == XSD + "string" and not literal.language:
        return text
    if kind == XSD + "boolean" and text in {"true", "false"}:
        return text == "true"
    if kind == XSD + "date" and DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    raise UnknownConstruct(f"a comparison of literals such as {literal}")


def _text(term: Term) -> str | None:
    """Return the string of a string literal, None for what is none."""
    if not isinstance(term, ox.Literal):
        return None
    if term.language:
        raise UnknownConstruct("a function of text with a language")
    return term.value if _kind(term) == XSD + "string" else None


def _string(term: Term) -> Term | None:
    """STR."""
    if isinstance(term, ox.BlankNode | ox.Triple):
        return None
    return ox.Literal(term.value)


def _iri(term: Term) -> Term | None:
    """IRI, of absolute ones."""
    if isinstance(term, ox.NamedNode):
        return term
    text = _text(term)
    if text is None:
        return None
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise UnknownConstruct(f"the relative IRI {text!r}")
    try:
        return ox.NamedNode(text)
    except ValueError:
        return None


def _concat(*terms: Term) -> Term | None:
    """CONCAT."""
    texts = [_text(term) for term in terms]
    return None if None in texts else ox.Literal("".join(text or "" for text in texts))


def _replace(term: Term, pattern: Term, replacement: Term) -> Term | None:
    """REPLACE, with patterns that XPath and Python read alike."""
    text, what, by = _text(term), _text(pattern), _text(replacement)
    if text is None or what is None or by is None:
        return None
    if not PLAIN_PATTERN.fullmatch(what) or "\\" in by or "$" in by or "\n" in text:
        raise UnknownConstruct(f"REPLACE with the pattern {what!r} and {by!r}")
    return ox.Literal(re.sub(what, by, text))


def _of_texts(function: Callable[[str, str], Term]) -> Callable[[Term, Term], Term | None]:
    """Return a function of two strings as one of two terms."""

    def applied(one: Term, other: Term) -> Term | None:
        first, second = _text(one), _text(other)
        return None if first is None or second is None else function(first, second)

    return applied


FUNCTIONS: dict[str, Callable[..., Term | None]] = {
    "STR": _string,
    "IRI": _iri,
    "URI": _iri,
    "CONCAT": _concat,
    "REPLACE": _replace,
    "STRSTARTS": _of_texts(lambda one, other: boolean(one.startswith(other))),
    "STRENDS": _of_texts(lambda one, other: boolean(one.endswith(other))),
    "CONTAINS": _of_texts(lambda one, other: boolean(other in one)),
    "STRAFTER": _of_texts(lambda one, other: ox.Literal(one.partition(other)[2] if other else one)),
    "STRBEFORE": _of_texts(
        lambda one, other: ox.Literal(one.partition(other)[0] if other and other in one else "")
    ),
    "SAMETERM": lambda one, other: boolean(one == other),
    "ISIRI": lambda term: boolean(isinstance(term, ox.NamedNode)),
    "ISLITERAL": lambda term: boolean(isinstance(term, ox.Literal)),
}
