"""Short names of IRIs in the data files of the site, and texts packed for them."""

from __future__ import annotations

import base64
import gzip

__all__ = ["pack", "shorten"]

# The browser's side of this table is site/src/engine/names.js; a test compares them.
NAMESPACES = {
    "anbao": "https://w3id.org/anbao/ontology#",
    "circ": "https://w3id.org/anbao/circumstance#",
    "e": "https://w3id.org/anbao/engine#",
    "id": "https://w3id.org/anbao/id/",
    "profile": "https://w3id.org/anbao/profile/",
}


def shorten(iri: str) -> str:
    """Return the short name of an IRI, such as `id:cn-ecl-art-38`, or the IRI where it has none."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def pack(text: str) -> str:
    """Return a text gzipped and in base64; the same text always gives the same bytes."""
    return base64.b64encode(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)).decode("ascii")
