r"""Compiled circuits as files.

A file is a gzip stream (RFC 1952) of: the length of the header as four bytes, low byte
first; the header, JSON in UTF-8; then the streams that the header lists, one after the
other. A stream holds whole numbers below 2^32 as four planes: the low bytes of all
numbers, then their second bytes, and so on. The header says

- `format`: the version of all this (`FORMAT`);
- `made_from`: digests of the rule files and the law, and of the axioms of each position;
- `sha256`: of all streams together;
- `streams`: name and count of each, in order;
- `content`: everything else, such as names (texts to which the streams refer by place).

Gates are two streams, `left` and `right`: for the gate of node n, 2n minus the literal.
Literals in other streams are as they are. Node 0 is false, then come `content.inputs`
inputs, then the gates; in a file with a `base`, after the gates of that file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from anbao.circuit.nodes import Ints, NodeList
from anbao.errors import UnusableCircuit

__all__ = ["FORMAT", "Part", "gates_of", "part_bytes", "read_part", "streams_of", "write_part"]

FORMAT = 1
SUFFIX = ".circuit.gz"
MEND = "Run `make generate`; until then the rules run on the SPARQL engine."


@dataclass(frozen=True)
class Part:
    """The content of a file: what JSON says, and streams of numbers by their name."""

    made_from: Mapping[str, str]
    content: Mapping[str, Any]
    streams: Mapping[str, Ints]


def write_part(path: Path, part: Part) -> None:
    """Write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(part_bytes(part))


def part_bytes(part: Part) -> bytes:
    """Return the bytes of a file; the same content gives the same bytes."""
    body = b"".join(_planes(numbers) for numbers in part.streams.values())
    header = {
        "format": FORMAT,
        "made_from": dict(part.made_from),
        "sha256": hashlib.sha256(body).hexdigest(),
        "streams": [[name, len(numbers)] for name, numbers in part.streams.items()],
        "content": part.content,
    }
    said = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(len(said).to_bytes(4, "little") + said + body, 9, mtime=0)


def read_part(path: Path, made_from: Mapping[str, str]) -> Part:
    """Return the content of a file.

    Args:
        path: the file.
        made_from: what its digests must be; it may have more than these.

    Raises:
        UnusableCircuit: it is missing, damaged, of another version, or made from something else.
    """
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise UnusableCircuit(
            f"cannot be read ({error.strerror}).", where=path, mend=MEND, worth_saying=path.exists()
        ) from None
    try:
        whole = gzip.decompress(packed)
        length = int.from_bytes(whole[:4], "little")
        header = json.loads(whole[4 : 4 + length])
        version, body = header["format"], whole[4 + length :]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise UnusableCircuit(f"is damaged ({type(error).__name__}).", where=path, mend=MEND) from None
    if version != FORMAT:
        raise UnusableCircuit(f"has format {version}, not {FORMAT}.", where=path, mend=MEND)
    if hashlib.sha256(body).hexdigest() != header["sha256"]:
        raise UnusableCircuit("is damaged (its digest is another).", where=path, mend=MEND)
    stale = sorted(name for name, digest in made_from.items() if header["made_from"].get(name) != digest)
    if stale:
        what = f"was made from other {', '.join(stale)}."
        raise UnusableCircuit(what, where=path, mend=MEND, worth_saying="rules" in stale)
    return Part(header["made_from"], header["content"], _streams(header["streams"], body))


def _streams(listed: Sequence[tuple[str, int]], body: bytes) -> dict[str, Ints]:
    found, start = {}, 0
    for name, count in listed:
        planes = np.frombuffer(body, np.uint8, 4 * count, start).reshape(4, count).astype(np.uint32)
        found[name] = (planes[0] | planes[1] << 8 | planes[2] << 16 | planes[3] << 24).astype(np.int32)
        start += 4 * count
    return found


def _planes(numbers: npt.ArrayLike) -> bytes:
    """Return numbers as four planes of bytes."""
    values = np.asarray(numbers, np.uint32)
    return np.stack([(values >> shift & 255).astype(np.uint8) for shift in (0, 8, 16, 24)]).tobytes()


def streams_of(nodes: NodeList, start: int = 0) -> dict[str, Ints]:
    """Return the gates from `start` on as streams."""
    twice = 2 * (nodes.inputs + 1 + np.arange(start, len(nodes), dtype=np.int32))
    return {"left": twice - nodes.left[start:], "right": twice - nodes.right[start:]}


def gates_of(part: Part, inputs: int, base: NodeList | None = None) -> NodeList:
    """Return the gates of a file, after those of its base."""
    left, right = part.streams["left"], part.streams["right"]
    first = inputs + 1 + (len(base) if base else 0)
    twice = 2 * (first + np.arange(len(left), dtype=np.int32))
    left, right = twice - left, twice - right
    if base:
        left, right = np.concatenate([base.left, left]), np.concatenate([base.right, right])
    return NodeList(inputs, left, right)
