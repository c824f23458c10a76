"""The RDF syntaxes, written by Oxigraph in one fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from anbao.export.content import PREFIXES, Content
from anbao.export.files import File

__all__ = ["STEM", "VARIANTS", "files", "serialize"]

STEM = {"asserted": "anbao", "inferred": "anbao-inferred"}
VARIANTS = tuple(STEM)
ROOT = re.compile(rb"<rdf:RDF( [^>]*)>")
ATTRIBUTE = re.compile(rb'(\sxmlns:([\w.-]+)="[^"]*")')
PREFIX = re.compile(rb"(@prefix ([\w.-]+): [^\n]*\n)")
PREFIX_LINES = re.compile(rb"(?:@prefix [^\n]*\n)+")


def serialize(
    statements: Sequence[ox.Triple] | Sequence[ox.Quad],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bytes:
    """Return statements in a syntax, in the order given, with the prefixes that occur in them, sorted.

    Oxigraph declares all that it is given, in an order that changes.
    """
    text = ox.serialize(statements, format=form, prefixes=dict(prefixes))
    assert isinstance(text, bytes)
    if form == ox.RdfFormat.RDF_XML:
        head = ROOT.search(text)
        assert head
        start, end = head.span(1)
        declared = ATTRIBUTE.findall(head[1])
        return text[:start] + _used(declared, text[end:]) + text[end:]
    head = PREFIX_LINES.match(text)
    return _used(PREFIX.findall(head[0]), text[head.end() :]) + text[head.end() :] if head else text


def _used(declared: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    """Return the declarations whose prefix stands in the body."""
    return b"".join(sorted(line for line, prefix in declared if prefix + b":" in body))


def files(content: Content, form: ox.RdfFormat) -> Iterator[File]:
    """Yield what is asserted, and the same with inferences, in one syntax."""
    for variant in VARIANTS:
        suffix = "" if form.supports_datasets else "_triples"
        statements: list[ox.Triple] | list[ox.Quad] = getattr(content, variant + suffix)
        path = f"{STEM[variant]}.{form.file_extension}"
        yield File(path, serialize(statements, form), form.media_type, variant, len(statements))
