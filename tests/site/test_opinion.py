"""The page of what-if writes a decision in the same sentence as Python does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support import node
from tests.support.whatif import as_told

from anbao.circuit.execution import stored
from anbao.disputes.disputes import from_store
from anbao.engine.engine import Engine
from anbao.formats.opinion import opinion
from anbao.site import whatif_data
from anbao.site.circuit_data import CircuitData
from anbao.site.names import shorten

pytestmark = pytest.mark.skipif(bool(node.missing()), reason=node.missing() or "")


def test_the_page_writes_what_python_writes(engine: Engine, tmp_path: Path) -> None:
    """All cases under every position, in both languages: the same sentence and notices."""
    knowledge = whatif_data.build_engine(engine, CircuitData(stored(engine.preparation), engine.law))
    cases = list(from_store(engine.store, engine.law))
    decisions = list(engine.decide(cases, engine.law.ordered_positions))
    given: dict[str, Any] = {
        "knowledge": knowledge,
        "decisions": [{"position": shorten(one.position.iri), "decision": as_told(one)} for one in decisions],
    }
    told = node.run("opinion.mjs", given, tmp_path)
    courts = {"zh": "法院", "en": "The court"}
    for language, begins in courts.items():
        for decision, (sentence, notices) in zip(decisions, told[language], strict=True):
            expected = opinion(decision, engine.law, language)
            assert sentence == expected.sentence
            assert notices == [one for one in expected.notices if not one.startswith(begins)]
