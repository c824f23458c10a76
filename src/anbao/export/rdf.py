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
ATTRIBUTE = re.compile(rb'\s[\w:.-]+="[^"]*"')
PREFIX_LINES = re.compile(rb"(@prefix [^\n]*\n)+")


def serialize(
    statements: Sequence[ox.Triple | ox.Quad],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bytes:
    """Return statements in a syntax, in the order given, with the prefixes that occur in them."""
    written = ox.serialize(statements, format=ox.RdfFormat.N_QUADS)
    assert isinstance(written, bytes)
    used = {prefix: space for prefix, space in prefixes.items() if b"<" + space.encode() in written}
    text = ox.serialize(statements, format=form, prefixes=used)
    assert isinstance(text, bytes)
    return _settled(text, form)


def _settled(text: bytes, form: ox.RdfFormat) -> bytes:
    """Return a document with its prefixes sorted; Oxigraph declares them in an order that changes."""
    if form == ox.RdfFormat.RDF_XML:
        head = ROOT.search(text)
        assert head
        declared = b"".join(sorted(ATTRIBUTE.findall(head[1])))
        return text[: head.start(1)] + declared + text[head.end(1) :]
    lines = PREFIX_LINES.match(text)
    return b"".join(sorted(lines[0].splitlines(keepends=True))) + text[lines.end() :] if lines else text


def files(content: Content, form: ox.RdfFormat) -> Iterator[File]:
    """Yield what is asserted, and the same with inferences, in one syntax."""
    for variant in VARIANTS:
        suffix = "" if form.supports_datasets else "_triples"
        statements: list[ox.Triple | ox.Quad] = getattr(content, variant + suffix)
        path = f"{STEM[variant]}.{form.file_extension}"
        yield File(path, serialize(statements, form), form.media_type, variant, len(statements))
