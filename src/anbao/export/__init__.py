"""The graph as files for other tools.

`write` fills a folder:

| format | files |
|---|---|
| turtle, ntriples, rdfxml | `anbao.*` what is asserted, `anbao-inferred.*` the same with inferences |
| trig, nquads, jsonld | the same, each kind of statement in named graphs of its own (see `content`) |
| owl | `anbao-ontology.owl`, the ontology under one header |
| graphml, gexf | `anbao.*`, the network of resources |
| csv | `csv/`, tables with their description (CSV on the Web) |
| akomantoso | `akomantoso/`, the statutes, one document for each language |
| legalruleml | `anbao.lrml`, the norms |
| aif | `aif/`, the arguments between the positions and in each dispute, as RDF and as AIFdb's JSON |

and describes them in `void.ttl`. The same graph gives the same bytes.
`describe` yields what each resource is described by on its own page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from anbao.engine.engine import Engine
from anbao.errors import UnknownTerm
from anbao.export import aif, akomantoso, catalogue, jsonld, legalruleml, network, owl, rdf, tables
from anbao.export.catalogue import Written
from anbao.export.content import Content
from anbao.export.files import File
from anbao.export.folder import replace_folder, write_file
from anbao.export.forked import forked
from anbao.export.resources import Description, describe

__all__ = ["DESCRIPTION", "FORMATS", "Content", "Description", "Written", "describe", "write"]

DESCRIPTION = catalogue.NAME


class Format(NamedTuple):
    """What yields the files of a format, and whether they hold what the rules decide."""

    files: Callable[[Content], Iterator[File]]
    decided: bool = True


# Another format is one more line here.
FORMATS = {
    "turtle": Format(partial(rdf.files, form=ox.RdfFormat.TURTLE)),
    "ntriples": Format(partial(rdf.files, form=ox.RdfFormat.N_TRIPLES)),
    "rdfxml": Format(partial(rdf.files, form=ox.RdfFormat.RDF_XML)),
    "trig": Format(partial(rdf.files, form=ox.RdfFormat.TRIG)),
    "nquads": Format(partial(rdf.files, form=ox.RdfFormat.N_QUADS)),
    "jsonld": Format(jsonld.files),
    "owl": Format(owl.files, decided=False),
    "graphml": Format(network.graphml, decided=False),
    "gexf": Format(network.gexf, decided=False),
    "csv": Format(tables.files),
    "akomantoso": Format(akomantoso.files, decided=False),
    "legalruleml": Format(legalruleml.files, decided=False),
    "aif": Format(aif.files),
}


def write(
    target: Path,
    source: Engine | Content,
    formats: Sequence[str] | None = None,
    *,
    gzip: bool = False,
    tell: Callable[[str], None] = lambda name: None,
) -> list[Written]:
    """Write a graph into a folder and return what was written.

    The folder is written beside the target and moved into its place when it is
    complete; an earlier export is replaced.

    Args:
        target: the folder, which must not be there yet, or be empty or an earlier export.
        source: the engine of the graph, or what is exported of it.
        formats: which of `FORMATS`; by default all.
        gzip: whether the dumps are compressed.
        tell: called with the name of a format before it is written, if this process writes it.

    Raises:
        UnknownTerm: there is no such format.
        OutputError: the folder holds something else, or cannot be written.
        ReasonerUnavailable: a set of axioms is not classified yet and there is no Java.
    """
    chosen = list(dict.fromkeys(formats or FORMATS))
    for name in chosen:
        if name not in FORMATS:
            raise UnknownTerm(f"unknown format {name!r}.", mend=f"Known are: {', '.join(FORMATS)}.")
    content = source if isinstance(source, Content) else Content(source)
    with replace_folder(target) as draft:
        content.prepare(decided=any(FORMATS[name].decided for name in chosen))

        def write_all(names: Sequence[str], tell: Callable[[str], None]) -> list[Written]:
            found: list[Written] = []
            for name in names:
                tell(name)
                found += [write_file(draft, file, pack=gzip) for file in FORMATS[name].files(content)]
            return found

        # The other process is silent: this one's display is not its own.
        with forked(partial(write_all, chosen[1::2], lambda name: None)) as others:
            written = write_all(chosen[::2], tell) + others()
        description = catalogue.describe(content, written)
        (draft / catalogue.NAME).write_bytes(description)
    return written
