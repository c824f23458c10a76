"""Stored circuits come back as they were, and one that cannot be used is never used."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from anbao.circuit.execution import Circuit
from anbao.circuit.library import Library
from anbao.circuit.storage import FORMAT, Part, read_part, write_part
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine
from anbao.errors import UnusableCircuit

PART = Part(
    {"rules": "1", "law": "2"}, {"texts": ["安", "b"]}, {"left": np.array([0, 255, 256, 2**31 - 1], np.int32)}
)


def _rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _header(**changes: object) -> Callable[[Path], object]:
    """Return what changes the header of a file."""

    def change(packed: bytes) -> bytes:
        whole = gzip.decompress(packed)
        length = int.from_bytes(whole[:4], "little")
        said = json.dumps(json.loads(whole[4 : 4 + length]) | changes).encode()
        return gzip.compress(len(said).to_bytes(4, "little") + said + whole[4 + length :])

    return _rewritten(change)


def _flipped(packed: bytes) -> bytes:
    """Return a file whose streams differ in a bit, though it can be unpacked."""
    whole = bytearray(gzip.decompress(packed))
    whole[-1] ^= 1
    return gzip.compress(bytes(whole))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "cannot be read"),
    "empty": (_rewritten(lambda _: b""), "is damaged"),
    "no gzip": (_rewritten(lambda _: b"circuit"), "is damaged"),
    "truncated": (_rewritten(lambda packed: packed[: len(packed) // 2]), "is damaged"),
    "a byte changed": (_rewritten(lambda p: p[:60] + bytes([p[60] ^ 255]) + p[61:]), "is damaged"),
    "streams changed": (_rewritten(_flipped), "its digest is another"),
    "no header": (_rewritten(lambda _: gzip.compress(b"\0\0\0\0")), "is damaged"),
    "another version": (_header(format=FORMAT + 1), f"has format {FORMAT + 1}"),
    "other rules": (_header(made_from={"rules": "x", "law": "2"}), "was made from other rules"),
    "other law": (_header(made_from={"rules": "1", "law": "x"}), "was made from other law"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, tmp_path: Path) -> None:
    """A file at fault is refused with a message that says what is wrong and how to mend it."""
    path = tmp_path / "some.circuit.gz"
    write_part(path, PART)
    damage, message = FAULTS[name]
    damage(path)
    with pytest.raises(UnusableCircuit, match=message) as caught:
        read_part(path, PART.made_from)
    assert "make generate" in str(caught.value)


def test_round_trip(tmp_path: Path) -> None:
    """What was written is read, and the same content gives the same bytes."""
    one, other = tmp_path / "one", tmp_path / "other"
    write_part(one, PART)
    write_part(other, PART)
    assert one.read_bytes() == other.read_bytes()
    read = read_part(one, {"law": "2"})
    assert read.content == PART.content
    assert read.streams["left"].tolist() == PART.streams["left"].tolist()


def test_compiled_again_it_is_the_same(engine: Engine, home: Path, circuit: Circuit) -> None:
    """The answers that were read have literals within their gates, and each position its rows."""
    library = circuit.library
    count = 2 * (library.nodes.inputs + 1 + len(library.nodes))
    for iri in library.positions:
        answers = library.answers(iri)
        assert answers.rows
        assert all(0 <= literal < count for literal in answers.literals())
        triples = library.working(iri)
        assert max(triples.literals) < 2 * (triples.nodes.inputs + 1 + len(triples.nodes))


def test_rules_decide_where_a_circuit_cannot(
    engine: Engine, home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With damaged circuits an engine decides by the rules, and says so once."""
    folder = tmp_path / "circuits"
    shutil.copytree(home, folder)
    (folder / "answers.circuit.gz").write_bytes(b"damaged")
    circuit = Circuit(Library(folder, engine.preparation), engine.law)
    quick = Engine(engine.store, lambda _: circuit)
    disputes = from_store(engine.store, engine.law)[:3]
    with caplog.at_level(logging.WARNING, "anbao"):
        assert list(quick.decide(disputes)) == list(engine.decide(disputes))
        assert list(quick.answer(disputes, [engine.law.bare])) == list(
            engine.answer(disputes, [engine.law.bare])
        )
    assert len(caplog.records) == 1
    assert "is damaged" in caplog.text


def test_other_rules_are_said(
    engine: Engine, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Circuits made from other rules are not used."""
    monkeypatch.setattr("anbao.circuit.library.law_digest", lambda _: {"rules": "x", "law": "x"})
    circuit = Circuit(Library(home, engine.preparation), engine.law)
    with caplog.at_level(logging.WARNING, "anbao"):
        assert circuit.answer(from_store(engine.store, engine.law)[:1], [engine.law.bare], ferenda=False) == [
            None
        ]
    assert "was made from other law, rules" in caplog.text
