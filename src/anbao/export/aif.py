"""Who argues what against whom, in the Argument Interchange Format: as RDF, and as AIFdb's JSON.

Chesñevar et al., Towards an argument interchange format, The Knowledge
Engineering Review 21 (2006); the JSON is that of AIFdb (Lawrence et al., COMMA 2012).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

import pyoxigraph as ox

from anbao.analysis.arguments import dispute_arguments, position_arguments
from anbao.analysis.arguments.arguments import Arguments
from anbao.export.content import Content
from anbao.export.files import File
from anbao.formats.arguments import to_aif, to_json
from anbao.graph.namespaces import local_name

__all__ = ["files"]

LANGUAGES = ("en", "zh")


def files(content: Content) -> Iterator[File]:
    """Yield the arguments between the positions, then those in each dispute under them all."""
    engine, positions = content.engine, content.law.ordered_positions
    yield from _forms("positions", position_arguments.argue(engine.store, content.law, positions))
    for dispute, decisions in groupby(content.decisions, key=lambda decision: decision.dispute):
        yield from _forms(local_name(dispute.iri), dispute_arguments.argue(engine, list(decisions)))


def _forms(name: str, found: Arguments) -> Iterator[File]:
    """Yield one graph of arguments as Turtle, and as JSON in each language."""
    path, media_type = f"aif/{name}", ox.RdfFormat.TURTLE.media_type
    yield File(f"{path}.ttl", to_aif(found).encode(), media_type, "inferred")
    for language in LANGUAGES:
        document = json.dumps(to_json(found, language), ensure_ascii=False)
        yield File(f"{path}.{language}.json", document.encode(), "application/json", "inferred")
