"""A file of an export, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["File"]


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
