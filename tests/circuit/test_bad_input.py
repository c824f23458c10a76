"""What circuits cannot do is said clearly, and the rules do it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from tests.support.mutants import Mutant
from tests.support.mutation import mutated

from anbao.circuit import kernel, library
from anbao.circuit.compiler import Compiler
from anbao.circuit.execution import Circuit
from anbao.circuit.library import Library
from anbao.circuit.making import make
from anbao.circuit.nodes import NodeList
from anbao.circuit.variants import Variant
from anbao.disputes.disputes import from_store
from anbao.engine import rules
from anbao.engine.engine import Engine
from anbao.errors import UnknownConstruct
from anbao.graph import query_files
from anbao.graph.query_files import QueryFile

UNKNOWN = {
    "STRLEN": "FILTER(STRLEN(STR(?norm)) > 0)",
    "MulPath|path": "FILTER NOT EXISTS { ?norm <urn:x>+ ?norm }",
}


def with_unknown(construct: str) -> QueryFile:
    """Return the rule file on antecedents with a condition that always holds, of an unknown kind."""
    file = next(file for file in query_files.folder("rules") if rules.step_name(file) == "antecedents")
    text = re.sub(r"WHERE \{", f"WHERE {{ {UNKNOWN[construct]}", file.text, count=1)
    assert text != file.text
    return replace(file, text=text)


@contextmanager
def in_place(file: QueryFile) -> Iterator[None]:
    """Let a rule file be in place of that of its name, for the digest of the rules too."""
    files = [file if one.name == file.name else one for one in query_files.folder("rules")]
    with mutated(Mutant("other", "", file)), patch.object(library, "folder", lambda _: files):
        yield


@pytest.mark.parametrize("construct", UNKNOWN)
def test_unknown_construct_is_named_with_its_file(engine: Engine, construct: str, tmp_path: Path) -> None:
    """The error says which construct and in which file; nothing is written."""
    file = with_unknown(construct)
    with in_place(file), pytest.raises(UnknownConstruct, match=construct) as caught:
        make(engine, tmp_path, [])
    assert file.path.name in str(caught.value)
    assert "the circuit does not know" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_unknown_construct_leaves_disputes_to_the_rules(
    engine: Engine, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With such a rule file an engine decides by the rules, of which it is one, and says once why."""
    disputes = from_store(engine.store, engine.law)[:3]
    expected = list(engine.decide(disputes))
    with in_place(with_unknown("STRLEN")), caplog.at_level(logging.WARNING, "anbao"):
        quick = Engine(engine.store, lambda preparation: Circuit(Library(home, preparation), engine.law))
        assert list(quick.decide(disputes)) == expected
        assert list(quick.answer(disputes, [engine.law.bare])) == list(
            engine.answer(disputes, [engine.law.bare])
        )
    assert [record.getMessage().count("was made from other rules") for record in caplog.records] == [1]


def test_missing_numba_is_said_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That many disputes take longer without Numba is said once, with how to mend it; of few nothing."""
    monkeypatch.setattr(kernel, "has_numba", lambda: False)
    kernel.say_slow.cache_clear()
    nodes = NodeList(2, np.array([2], np.int32), np.array([5], np.int32))
    program = kernel.Program.of(nodes, [6, 7])
    with caplog.at_level(logging.WARNING, "anbao"):
        program.run(np.zeros((2, 8), np.uint64), 1)
        assert not caplog.records
        for _ in range(2):
            program.run(np.zeros((2, kernel.WIDE_BLOCK + 1), np.uint64), 1)
    [record] = caplog.records
    assert "Numba is not installed" in record.getMessage()
    assert 'pip install "anbao[fast]"' in record.getMessage()


def test_compiler_reads_the_rules_in_place(engine: Engine) -> None:
    """Rule files that no circuit knows stop the compiler itself, not only what writes circuits."""
    compiler = Compiler(engine.preparation, [])
    with in_place(with_unknown("STRLEN")), pytest.raises(UnknownConstruct):
        compiler.compile([Variant(engine.law.bare)])
