"""A file of an export, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

__all__ = ["File", "written"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of an export.

    Attributes:
        path: its path inside the folder of the export, with `/`.
        content: its bytes.
        media_type: its type, as IANA registers it.
        variant: `asserted` or `inferred`, of which dataset it is a form.
        triples: how many triples or quads it holds; None where it is no dump of the dataset.
        packed: whether it may be compressed.
    """

    path: str
    content: bytes
    media_type: str
    variant: str = "asserted"
    triples: int | None = None
    packed: bool = True


def written(root: ElementTree.Element) -> bytes:
    """Return an XML document, indented.

    Names in it carry the prefixes that the root declares: ElementTree would choose its own, and drop the
    declaration of one that stands in values only (`xsi:type="xs:date"`).
    """
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
